// SPDX-License-Identifier: Apache-2.0
#include "client/views/incident_panels.h"

#include "client/widgets/keymap.h"

namespace watchfloor {

IncidentPanels::IncidentPanels()
    : panels_ { make_declare_panel(), make_duty_panel(), make_command_panel(), make_stand_down_panel(),
        make_update_panel(), make_headline_panel(), make_bridge_panel(), make_changed_panel(), make_contacts_panel(),
        make_task_panel(), make_reference_panel(), make_link_panel(), make_classify_panel(), make_move_panel(),
        make_pulse_panel() }
{
}

void IncidentPanels::open(PanelKind kind, const PanelContext& context)
{
    if (!open_) {
        open_ = kind;
        panels_[static_cast<std::size_t>(kind)]->open(context);
    }
}

void IncidentPanels::draw(const PanelContext& context)
{
    const bool asks
        = pulse_due(context.incident, context.me(), context.input.now) && pulsed_ != *context.incident.declared_at;
    // Never over something that is being written.
    if (asks && !open_ && !typing() && context.input.may_act && !context.input.frozen) {
        pulsed_ = *context.incident.declared_at;
        open(PanelKind::Pulse, context);
    }
    if (open_ && !panels_[static_cast<std::size_t>(*open_)]->draw(context)) {
        open_.reset();
    }
}

bool pulse_due(const Incident& incident, const UserId& me, Timestamp now)
{
    const DutyHeld* commander = incident.holder_of(Duty::IncidentCommander);
    if (!incident.declared() || !incident.declared_at || commander == nullptr || commander->user != me) {
        return false;
    }
    const Millis since = now - *incident.declared_at;
    return since >= kPulseAfter && since < 2 * kPulseAfter;
}

}
