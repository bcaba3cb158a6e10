// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/incident_panels.h"

#include "client/frame/frame_schedule.h"
#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "client/widgets/controls/panels.h"
#include "shared/domain/formulas/all_clear.h"

#include <algorithm>
#include <utility>

namespace watchfloor {

IncidentPanels::IncidentPanels()
    : panels_ { make_declare_panel(), make_duty_panel(), make_command_panel(), make_stand_down_panel(),
        make_ratify_panel(), make_update_panel(), make_all_clear_panel(), make_headline_panel(), make_bridge_panel(),
        make_changed_panel(), make_contacts_panel(), make_task_panel(), make_reference_panel(), make_link_panel(),
        make_classify_panel(), make_move_panel(), make_pulse_panel(), make_similar_panel(), make_members_panel() }
{
}

void IncidentPanels::open(PanelKind kind, const PanelContext& context)
{
    if (!open_) {
        open_ = kind;
        panels_[static_cast<std::size_t>(kind)]->open(context);
    }
}

bool IncidentPanels::draw_notice(const PanelContext& context)
{
    const Incident& incident = context.incident;
    const bool due = pulse_due(incident, context.me(), context.input.now) && pulsed_ != *incident.declared_at
        && pulse_unanswered(incident, context.input.replica.incident_log(incident.id));
    if (!due || !context.input.may_act || context.input.frozen) {
        return false;
    }
    const std::string_view rank = incident.severity ? to_string(*incident.severity) : to_string(incident.priority);
    const std::string text = tr(Text::PulseNotice, incident.id.text, rank, keys_of(Action::Pulse));
    if (std::exchange(announced_, *incident.declared_at) != *incident.declared_at) {
        mirror().announce(text, false);
    }
    const bool clicked = banner(
        "pulse", { .severity = Severity::Major, .text = text, .button = tr(Text::PulseAnswer), .urgent = false });
    return pressed(Action::Pulse) || clicked;
}

void IncidentPanels::draw(const PanelContext& context)
{
    if (!open_) {
        return;
    }
    const std::size_t asked_before = context.intents.size();
    if (!panels_[static_cast<std::size_t>(*open_)]->draw(context)) {
        if (*open_ == PanelKind::Pulse && context.intents.size() > asked_before) {
            pulsed_ = *context.incident.declared_at;
        }
        const auto next = panels_[static_cast<std::size_t>(*open_)]->take_next();
        open_.reset();
        if (next) {
            open(*next, context);
            request_frame();
        }
    }
}

bool draw_all_clear(const PanelContext& context)
{
    const StatusUpdate* told = all_clear_owed(context.incident);
    PublishUpdate update;
    update.incident = context.incident.id;
    update.text = "?";
    if (told == nullptr || !advise(context.input, update).fillable) {
        return false;
    }
    return banner("all clear",
        { .severity = Severity::Major,
            .text = tr(Text::AllClearNotice, context.incident.id.text,
                site_time(told->published_at, context.input.zone), keys_of(Action::Update)),
            .button = tr(Text::AllClearAnswer),
            .urgent = false });
}

bool draw_offered_update(const PanelContext& context)
{
    const Incident& incident = context.incident;
    const auto offer = std::find_if(incident.offered_updates.begin(), incident.offered_updates.end(),
        [&](const OfferedUpdate& offered) { return !context.me().empty() && offered.offered_to == context.me(); });
    return incident.open() && offer != incident.offered_updates.end()
        && banner("offered update",
            { .severity = Severity::Major,
                .text = tr(Text::CallRelease, user_name(context.input.state, offer->offered_by),
                    to_string(offer->audience), incident.id.text),
                .button = tr(Text::CallRead),
                .urgent = false });
}

bool pulse_due(const Incident& incident, const UserId& me, Timestamp now)
{
    const DutyHeld* commander = incident.holder_of(Duty::IncidentCommander);
    if (!incident.declared() || !incident.declared_at || commander == nullptr || commander->user != me) {
        return false;
    }
    // Once it is resolved there is nothing left to stand.
    if (incident.resolved_at || !incident.open()) {
        return false;
    }
    return now - *incident.declared_at >= kPulseAfter;
}

bool pulse_unanswered(const Incident& incident, const IncidentLog& log)
{
    const Timestamp asked = *incident.declared_at + kPulseAfter;
    return log.loaded() && std::none_of(log.entries().begin(), log.entries().end(), [&](const Entry& entry) {
        const bool answers = std::holds_alternative<SeveritySet>(entry.payload)
            || std::holds_alternative<IncidentClassified>(entry.payload);
        return answers && entry.head.recorded_at >= asked;
    });
}

}
