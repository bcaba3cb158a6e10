// SPDX-License-Identifier: Apache-2.0
// Panels about what is done: tasks, references, linked alerts, classification, pulse.
#include "client/views/board_rows.h"
#include "client/views/incident_panel.h"
#include "client/widgets/controls.h"
#include "client/widgets/labels.h"
#include "client/widgets/layout.h"
#include "client/widgets/panels.h"
#include "client/widgets/rows.h"
#include "client/widgets/text.h"
#include "shared/domain/priority.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

class TaskPanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        const auto people = active_people(context.input.state);
        SetTask command;
        command.incident = context.incident.id;
        command.title = title_;
        command.containment = containment_;
        if (owner_ > 0 && owner_ <= static_cast<int>(people.size())) {
            command.owner = people[static_cast<std::size_t>(owner_ - 1)].id;
        }
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "task",
                { .title = tr(Text::TaskTitle),
                    .commit = tr(Text::TaskCommit),
                    .can_commit = advice.allowed && !title_.empty(),
                    .why_not = advice.reason })) {
            return true;
        }
        const FieldResult field
            = text_field(tr(Text::FieldTask), title_, { .max_bytes = kMaxTitle, .autofocus = true });
        std::vector<std::string> names { std::string(tr(Text::NobodyYet)) };
        for (const Person& person : people) {
            names.push_back(person.name);
        }
        select(tr(Text::FieldOwner), names, owner_);
        gap(1);
        toggle(tr(Text::TaskContainment), containment_);
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed || (field.committed && advice.allowed && !title_.empty())) {
            context.intents.emplace_back(incident_send(command, "tasks", tr(Text::SaidTask, title_)));
            title_.clear();
            containment_ = false;
            owner_ = 0;
            return false;
        }
        return outcome == ModalOutcome::Open;
    }

private:
    std::string title_ {};
    int owner_ = 0;
    bool containment_ = false;
};

class ReferencePanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        AddReference command;
        command.incident = context.incident.id;
        command.reference = { system_, number_, url_ };
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "reference",
                { .title = tr(Text::ReferenceTitle),
                    .commit = tr(Text::ReferenceCommit),
                    .can_commit = advice.allowed,
                    .why_not = advice.reason })) {
            return true;
        }
        text_field(
            tr(Text::FieldSystem), system_, { .hint = tr(Text::SystemHint), .max_bytes = 120, .autofocus = true });
        text_field(tr(Text::FieldNumber), number_, { .max_bytes = 120 });
        const FieldResult field = text_field(tr(Text::FieldAddress), url_, { .hint = "https://", .max_bytes = 2000 });
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed || (field.committed && advice.allowed)) {
            context.intents.emplace_back(
                incident_send(command, "references", tr(Text::SaidReference, system_, number_)));
            number_.clear();
            url_.clear();
            return false;
        }
        return outcome == ModalOutcome::Open;
    }

private:
    std::string system_ {};
    std::string number_ {};
    std::string url_ {};
};

// Firing alerts that are nobody's yet; those of the incident's services first.
class LinkPanel final : public IncidentPanel {
public:
    void open(const PanelContext&) override { chosen_ = 0; }

    bool draw(const PanelContext& context) override
    {
        const auto alerts = free_alerts(context);
        chosen_ = std::clamp(chosen_, 0, std::max(0, static_cast<int>(alerts.size()) - 1));
        LinkAlert command;
        command.incident = context.incident.id;
        command.alert = alerts.empty() ? AlertId {} : alerts[static_cast<std::size_t>(chosen_)]->id;
        const Advice advice = alerts.empty() ? Advice {} : advise(context.input, command);
        if (!begin_incident_modal(context, "link",
                { .title = tr(Text::LinkTitle),
                    .commit = tr(Text::LinkCommit),
                    .can_commit = advice.allowed,
                    .why_not = alerts.empty() ? tr(Text::LinkNone) : std::string_view { advice.reason },
                    .width = 760 })) {
            return true;
        }
        if (alerts.empty()) {
            label(tr(Text::LinkNone), { .colour = Colour::Secondary, .wrap = true });
        }
        chosen_ += ImGui::IsKeyPressed(ImGuiKey_DownArrow) ? 1 : 0;
        chosen_ -= ImGui::IsKeyPressed(ImGuiKey_UpArrow) ? 1 : 0;
        chosen_ = std::clamp(chosen_, 0, std::max(0, static_cast<int>(alerts.size()) - 1));
        const int first = std::max(0, chosen_ - 8);
        const int last = std::min(static_cast<int>(alerts.size()), first + 12);
        for (int i = first; i < last; ++i) {
            const Alert& alert = *alerts[static_cast<std::size_t>(i)];
            if (list_row(i,
                    { .title = alert.name,
                        .detail = service_name(context.input.state, alert.service),
                        .right = format_duration((context.input.now - alert.started_at).count()),
                        .severity = shown_severity(alert.severity),
                        .selected = i == chosen_,
                        .position = i + 1,
                        .set_size = static_cast<int>(alerts.size()) })
                    .activated) {
                chosen_ = i;
            }
        }
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed && !alerts.empty()) {
            context.intents.emplace_back(incident_send(
                command, "alerts", tr(Text::SaidLinked, alerts[static_cast<std::size_t>(chosen_)]->name)));
        }
        return outcome == ModalOutcome::Open;
    }

private:
    static std::vector<const Alert*> free_alerts(const PanelContext& context)
    {
        std::vector<const Alert*> alerts;
        context.input.state.alerts.for_each([&](const AlertId&, const Alert& alert) {
            const Incident* owner
                = alert.incident.empty() ? nullptr : context.input.state.incidents.find(alert.incident);
            if (alert.state == AlertState::Firing && (owner == nullptr || !owner->open())) {
                alerts.push_back(&alert);
            }
        });
        const auto& services = context.incident.services;
        const auto touches = [&](const Alert& alert) {
            return std::find(services.begin(), services.end(), alert.service) != services.end();
        };
        std::sort(alerts.begin(), alerts.end(), [&](const Alert* a, const Alert* b) {
            if (touches(*a) != touches(*b)) {
                return touches(*a);
            }
            return a->severity != b->severity ? a->severity < b->severity : a->id < b->id;
        });
        return alerts;
    }

    int chosen_ = 0;
};

std::vector<std::string> level_words()
{
    return { std::string(tr(Text::LevelLow)), std::string(tr(Text::LevelMedium)), std::string(tr(Text::LevelHigh)) };
}

std::vector<std::string> personal_data_words()
{
    return { std::string(tr(Text::PersonalUnknown)), std::string(tr(Text::PersonalYes)),
        std::string(tr(Text::PersonalNo)) };
}

class ClassifyPanel final : public IncidentPanel {
public:
    void open(const PanelContext& context) override
    {
        const Incident& incident = context.incident;
        category_ = incident.category;
        services_ = incident.services;
        impact_ = static_cast<int>(incident.impact);
        urgency_ = static_cast<int>(incident.urgency);
        security_ = incident.security_relevant;
        personal_ = static_cast<int>(incident.personal_data);
    }

    bool draw(const PanelContext& context) override
    {
        const ClassifyIncident command = asked(context.incident);
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "classify",
                { .title = tr(Text::ClassifyTitle),
                    .commit = tr(Text::ClassifyCommit),
                    .can_commit = advice.allowed,
                    .why_not = advice.reason,
                    .width = 720 })) {
            return true;
        }
        text_field(tr(Text::FieldCategory), category_,
            { .hint = tr(Text::CategoryHint), .max_bytes = kMaxName, .autofocus = true });
        const float half = column_width(2);
        select(tr(Text::FieldImpact), level_words(), impact_, { .width = half });
        same_line(3);
        select(tr(Text::FieldUrgency), level_words(), urgency_, { .width = half });
        const Priority priority = priority_of(static_cast<Level>(impact_), static_cast<Level>(urgency_), security_);
        label(tr(Text::ClassifyPriority, to_string(priority)), { .face = Face::Medium });
        toggle(tr(Text::FieldSecurity), security_);
        select(tr(Text::FieldPersonalData), personal_data_words(), personal_, { .width = half });
        draw_services(context);
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            context.intents.emplace_back(
                incident_send(command, "classification", tr(Text::SaidClassified, to_string(priority), category_)));
        }
        return outcome == ModalOutcome::Open;
    }

private:
    ClassifyIncident asked(const Incident& incident) const
    {
        ClassifyIncident command;
        command.incident = incident.id;
        command.version = incident.version;
        command.category = category_;
        command.services = services_;
        command.impact = static_cast<Level>(impact_);
        command.urgency = static_cast<Level>(urgency_);
        command.security_relevant = security_;
        command.personal_data = static_cast<PersonalData>(personal_);
        return command;
    }

    void draw_services(const PanelContext& context)
    {
        if (context.input.state.services.empty()) {
            return;
        }
        gap(2);
        label(tr(Text::FieldServices), { .type = Type::Caption, .colour = Colour::Secondary, .decorative = true });
        begin_area("services", { 0, grid(40) });
        context.input.state.services.for_each([&](const ServiceId& id, const Service& service) {
            const auto at = std::find(services_.begin(), services_.end(), id);
            bool on = at != services_.end();
            if (toggle((service.name.empty() ? id.text : service.name) + "##" + id.text, on)) {
                if (on) {
                    std::erase(services_, kUnknownService);
                    services_.push_back(id);
                } else {
                    services_.erase(at);
                }
            }
        });
        end_area();
    }

    std::string category_ {};
    std::vector<ServiceId> services_ {};
    int impact_ = 1;
    int urgency_ = 1;
    bool security_ = false;
    int personal_ = 0;
};

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
        std::vector<std::string> choices;
        for (const auto severity :
            { IncidentSeverity::Sev1, IncidentSeverity::Sev2, IncidentSeverity::Sev3, IncidentSeverity::Sev4 }) {
            choices.push_back(severity_words(severity));
        }
        severity_ = digit_choices(tr(Text::FieldSeverity), choices, severity_);
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

std::unique_ptr<IncidentPanel> make_task_panel()
{
    return std::make_unique<TaskPanel>();
}
std::unique_ptr<IncidentPanel> make_reference_panel()
{
    return std::make_unique<ReferencePanel>();
}
std::unique_ptr<IncidentPanel> make_link_panel()
{
    return std::make_unique<LinkPanel>();
}
std::unique_ptr<IncidentPanel> make_classify_panel()
{
    return std::make_unique<ClassifyPanel>();
}
std::unique_ptr<IncidentPanel> make_pulse_panel()
{
    return std::make_unique<PulsePanel>();
}

}
