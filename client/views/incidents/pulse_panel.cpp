// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"

namespace watchfloor {
namespace {

// Ten minutes after the declaration: does it still stand, and what does it touch?
class PulsePanel final : public IncidentPanel {
public:
    void open(const PanelContext& context) override
    {
        severity_ = context.incident.severity ? static_cast<int>(*context.incident.severity) : 0;
        security_ = context.incident.security_relevant;
        personal_ = static_cast<int>(context.incident.personal_data);
        security_answered_ = security_;
        preserve_ = false;
    }

    bool draw(const PanelContext& context) override
    {
        const ClassifyIncident answer = answered(context.incident);
        const bool changes = answer.severity || context.incident.security_relevant != security_
            || context.incident.personal_data != static_cast<PersonalData>(personal_);
        const Advice advice = advise(context.input, answer);
        if (!begin_incident_modal(context, "pulse",
                { .title = tr(Text::PulseTitle),
                    .commit = tr(changes ? Text::PulseCommitChange : Text::PulseCommit),
                    .can_commit = advice.allowed,
                    .why_not = advice.reason,
                    .width = 640 })) {
            return true;
        }
        // Read before the choices below: Enter confirms what was marked, whatever has the focus.
        const bool entered = ImGui::IsKeyPressed(ImGuiKey_Enter, false) && ImGui::GetIO().KeyMods == 0 && !typing();
        label(tr(Text::PulseNote), { .colour = Colour::Secondary, .wrap = true });
        gap(2);
        const bool minor = context.incident.severity == IncidentSeverity::Sev4;
        severity_ = digit_choices(tr(Text::FieldSeverity), minor ? severity_choices() : major_choices(), severity_);
        gap(2);
        security_answered_ = toggle(tr(Text::PulseSecurity), security_) || security_answered_;
        toggle(tr(Text::PulsePreserve), preserve_);
        select(tr(Text::FieldPersonalData), personal_data_words(), personal_);

        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed || (entered && advice.allowed)) {
            context.intents.emplace_back(incident_send(answer, "classification", std::string(tr(Text::SaidPulse))));
            return false;
        }
        return outcome == ModalOutcome::Open;
    }

private:
    // An answer is a classification, also where all stays as it was: what it is says that somebody answered, in whatever
    // language. A severity that stands is set no second time.
    ClassifyIncident answered(const Incident& incident) const
    {
        ClassifyIncident command;
        command.incident = incident.id;
        const auto severity = static_cast<IncidentSeverity>(severity_);
        if (incident.severity != severity) {
            command.severity = severity;
        }
        command.security_relevant = security_;
        command.personal_data = static_cast<PersonalData>(personal_);
        command.reason = tr(Text::PulseEntry, to_string(severity),
            tr(security_                 ? Text::PersonalYes
                    : security_answered_ ? Text::PersonalNo
                                         : Text::PersonalUnknown),
            personal_data_words()[static_cast<std::size_t>(personal_)]);
        if (preserve_) {
            command.reason += " " + std::string(tr(Text::PulsePreserveEntry));
        }
        return command;
    }

    int severity_ = 0;
    bool security_ = false;
    bool security_answered_ = false; // a switch that nobody touched says nothing
    int personal_ = 0;
    bool preserve_ = false;
};

}

std::unique_ptr<IncidentPanel> make_pulse_panel()
{
    return std::make_unique<PulsePanel>();
}

}
