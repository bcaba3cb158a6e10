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
        preserve_ = false;
    }

    bool draw(const PanelContext& context) override
    {
        const ClassifyIncident change = changed(context.incident);
        const bool changes = change.severity || change.security_relevant || change.personal_data;
        AddNote noted = note();
        const Advice advice = advise(context.input, noted);
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
        toggle(tr(Text::PulseSecurity), security_);
        toggle(tr(Text::PulsePreserve), preserve_);
        select(tr(Text::FieldPersonalData), personal_data_words(), personal_);

        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed || (entered && advice.allowed)) {
            if (changes) {
                context.intents.emplace_back(incident_send(change, "classification", {}));
            }

            context.intents.emplace_back(incident_send(noted, "entries", std::string(tr(Text::SaidPulse))));
            return false;
        }
        return outcome == ModalOutcome::Open;
    }

private:
    ClassifyIncident changed(const Incident& incident)
    {
        incident_ = incident.id;
        ClassifyIncident command;
        command.incident = incident.id;
        const auto severity = static_cast<IncidentSeverity>(severity_);
        if (incident.severity != severity) {
            command.severity = severity;
        }
        if (incident.security_relevant != security_) {
            command.security_relevant = security_;
        }
        if (incident.personal_data != static_cast<PersonalData>(personal_)) {
            command.personal_data = static_cast<PersonalData>(personal_);
        }
        return command;
    }

    AddNote note() const
    {
        AddNote noted;
        noted.incident = incident_;
        noted.kind = NoteKind::Decision;
        const std::string rank(to_string(static_cast<IncidentSeverity>(severity_)));
        noted.text = tr(Text::PulseEntry, rank, tr(security_ ? Text::PersonalYes : Text::PersonalNo),
            personal_data_words()[static_cast<std::size_t>(personal_)]);
        if (preserve_) {
            noted.text += " " + std::string(tr(Text::PulsePreserveEntry));
        }
        return noted;
    }

    IncidentId incident_ {};
    int severity_ = 0;
    bool security_ = false;
    int personal_ = 0;
    bool preserve_ = false;
};

}

std::unique_ptr<IncidentPanel> make_pulse_panel()
{
    return std::make_unique<PulsePanel>();
}

}
