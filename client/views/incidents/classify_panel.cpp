// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/alert_proposal.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/core/words.h"
#include "shared/domain/contains.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/formulas/priority.h"
#include "shared/domain/input_text.h"

#include <algorithm>

namespace watchfloor {
namespace {

std::vector<std::string> level_words()
{
    return { std::string(tr(Text::LevelLow)), std::string(tr(Text::LevelMedium)), std::string(tr(Text::LevelHigh)) };
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
            { .hint = tr(Text::CategoryHint),
                .max_characters = kMaxCode,
                .autofocus = true,
                .missing = !advice.allowed && is_blank(category_) });
        const float half = column_width(2);
        select(tr(Text::FieldImpact), level_words(), impact_, { .width = half });
        same_line(3);
        select(tr(Text::FieldUrgency), level_words(), urgency_, { .width = half });
        const Priority priority = priority_of(static_cast<Level>(impact_), static_cast<Level>(urgency_), security_);
        label(tr(Text::ClassifyPriority, to_string(priority)), { .face = Face::Medium, .wrap = true });
        toggle(tr(Text::FieldSecurity), security_);
        label(tr(Text::SecurityMeans, tr(Text::RestrictTitle)),
            { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
        select(tr(Text::FieldPersonalData), personal_data_words(), personal_, { .width = half });
        draw_services(context);
        draw_changes(context, priority);
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
        for (const Choice& choice : service_choices(context)) {
            const auto at = std::find(services_.begin(), services_.end(), choice.id);
            bool on = at != services_.end();
            if (toggle(choice.name + "##" + choice.id.text, on)) {
                if (on) {
                    std::erase(services_, kUnknownService);
                    services_.push_back(choice.id);
                } else {
                    services_.erase(at);
                }
            }
        }
        end_area();
    }

    // What it would be that it is not now, field by field.
    void draw_changes(const PanelContext& context, Priority priority)
    {
        const Incident& incident = context.incident;
        std::string changes;
        const auto add = [&](std::string_view field, std::string before, std::string after) {
            if (before != after) {
                before = before.empty() ? std::string(tr(Text::ClassifyNone)) : before;
                after = after.empty() ? std::string(tr(Text::ClassifyNone)) : after;
                add_words(changes, tr(Text::ClassifyChange, field, before, after), "; ");
            }
        };
        const auto levels = level_words();
        const auto level = [&](int of) { return levels[static_cast<std::size_t>(of)]; };
        const auto yes = [](bool on) { return std::string(tr(on ? Text::PersonalYes : Text::PersonalNo)); };
        const auto personal = personal_data_words();
        add(tr(Text::FieldCategory), incident.category, category_);
        add(tr(Text::FieldImpact), level(static_cast<int>(incident.impact)), level(impact_));
        add(tr(Text::FieldUrgency), level(static_cast<int>(incident.urgency)), level(urgency_));
        add(tr(Text::FieldSecurity), yes(incident.security_relevant), yes(security_));
        add(tr(Text::FieldPersonalData), personal[static_cast<std::size_t>(incident.personal_data)],
            personal[static_cast<std::size_t>(personal_)]);
        add(tr(Text::FieldServices), service_names(context.input.state, incident.services),
            service_names(context.input.state, services_));
        gap(1);
        label(changes.empty() ? std::string(tr(Text::ClassifySame)) : tr(Text::ClassifyChanges, changes),
            { .colour = changes.empty() ? Colour::Secondary : Colour::Text, .wrap = true });
        // A major has the targets of a major, whatever its priority.
        if (priority != incident.priority && !incident.declared() && !incident.resolved_at) {
            label(tr(Text::ClassifyRetargets, to_string(priority)), { .colour = Colour::Major, .wrap = true });
        }
    }

    struct Choice {
        ServiceId id {};
        std::string name {};
        int place = 0; // 0: it is affected already, 1: an alert of the incident is of it
    };

    // In an order that stays while they are switched.
    static std::vector<Choice> service_choices(const PanelContext& context)
    {
        const State& state = context.input.state;
        const std::vector<ServiceId> of_alerts = services_unsaid(state, context.incident);
        std::vector<Choice> choices;
        state.services.for_each([&](const ServiceId& id, const Service& service) {
            const int place = concerns(context.incident, id) ? 0 : contains(of_alerts, id) ? 1 : 2;
            choices.push_back({ id, service.name.empty() ? id.text : service.name, place });
        });
        sort_stably(choices,
            [](const Choice& a, const Choice& b) { return a.place != b.place ? a.place < b.place : a.name < b.name; });
        return choices;
    }

    std::string category_ {};
    std::vector<ServiceId> services_ {};
    int impact_ = 1;
    int urgency_ = 1;
    bool security_ = false;
    int personal_ = 0;
};

}

std::unique_ptr<IncidentPanel> make_classify_panel()
{
    return std::make_unique<ClassifyPanel>();
}

}
