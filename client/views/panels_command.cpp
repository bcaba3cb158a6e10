// SPDX-License-Identifier: Apache-2.0
// Panels about who leads and how grave it is: declare, duties, command, standing down.
#include "client/views/incident_panel.h"
#include "client/views/incident_rows.h"
#include "client/widgets/controls.h"
#include "client/widgets/labels.h"
#include "client/widgets/layout.h"
#include "client/widgets/panels.h"
#include "client/widgets/rows.h"
#include "client/widgets/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::array kSeverityOrder { IncidentSeverity::Sev1, IncidentSeverity::Sev2, IncidentSeverity::Sev3,
    IncidentSeverity::Sev4 };
constexpr std::array kDutyOrder { Duty::Scribe, Duty::CommunicationsLead, Duty::OperationsLead, Duty::IncidentCommander,
    Duty::Deputy, Duty::Liaison, Duty::SubjectMatterExpert };

std::vector<std::string> severity_choices()
{
    std::vector<std::string> choices;
    for (const IncidentSeverity severity : kSeverityOrder) {
        choices.push_back(severity_words(severity));
    }
    return choices;
}

// What one keystroke will do, read out of the decision itself.
void draw_consequences(const PanelContext& context, const Decision& decision)
{
    std::size_t linked = 0;
    for (const Draft& draft : decision.entries) {
        linked += std::holds_alternative<AlertLinked>(draft.payload) ? 1U : 0U;
        if (const auto* duty = std::get_if<DutyMoved>(&draft.payload)) {
            label(tr(Text::DeclareCommands, user_name(context.input.state, duty->user)),
                { .colour = Colour::Secondary, .wrap = true });
        }
        const auto* moved = std::get_if<MajorMoved>(&draft.payload);
        if (moved == nullptr) {
            continue;
        }
        const Bridge* bridge = context.input.state.bridges.find(moved->bridge);
        label(bridge != nullptr ? tr(Text::DeclareBridge, bridge->name) : std::string(tr(Text::DeclareNoBridge)),
            { .colour = Colour::Secondary, .wrap = true });
        label(tr(Text::DeclareUpdate), { .colour = Colour::Secondary, .wrap = true });
        if (!moved->began_in_window.empty()) {
            label(tr(Text::DeclareWindow, moved->began_in_window.text), { .colour = Colour::Major, .wrap = true });
        }
    }
    if (linked > 0) {
        label(tr(Text::DeclareLinks, std::to_string(linked)), { .colour = Colour::Secondary, .wrap = true });
    }
}

class DeclarePanel final : public IncidentPanel {
public:
    void open(const PanelContext& context) override
    {
        if (context.incident.severity) {
            chosen_ = static_cast<int>(*context.incident.severity);
        }
    }

    bool draw(const PanelContext& context) override
    {
        const bool declared = context.incident.declared();
        const Command command
            = declared ? Command { reclassified(context.incident) } : Command { declaration(context.incident) };
        const Advice advice = advise(context.input, command);
        const bool ready = chosen_ >= 0 && advice.allowed;
        if (!begin_incident_modal(context, "declare",
                { .title = tr(declared ? Text::DeclareSeverityTitle : Text::DeclareTitle),
                    .commit = tr(declared ? Text::DeclareSeverityCommit : Text::DeclareCommit),
                    .commit_kind = declared ? ButtonKind::Primary : ButtonKind::Danger,
                    .can_commit = ready,
                    .why_not = chosen_ < 0 ? tr(Text::DeclareChoose) : std::string_view { advice.reason },
                    .width = 640 })) {
            return true;
        }
        label(context.incident.id.text + "  " + context.incident.title, { .colour = Colour::Secondary });
        gap(2);
        chosen_ = digit_choices(tr(Text::FieldSeverity), severity_choices(), chosen_);
        gap(3);
        if (ready && !declared) {
            draw_consequences(context, advice.decision);
        } else if (chosen_ >= 0) {
            draw_advice(advice);
        } else {
            label(tr(Text::DeclareChoose), { .colour = Colour::Secondary });
        }
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            const std::string rank(to_string(severity()));
            context.intents.emplace_back(declared
                    ? incident_send(reclassified(context.incident), "classification", tr(Text::SaidSeverity, rank))
                    : incident_send(declaration(context.incident), "major", tr(Text::SaidDeclared, rank)));
        }
        return outcome == ModalOutcome::Open;
    }

private:
    IncidentSeverity severity() const { return kSeverityOrder[static_cast<std::size_t>(std::max(chosen_, 0))]; }

    DecideMajor declaration(const Incident& incident) const
    {
        DecideMajor command;
        command.incident = incident.id;
        command.act = MajorAct::Declare;
        command.severity = severity();
        return command;
    }

    ClassifyIncident reclassified(const Incident& incident) const
    {
        ClassifyIncident command;
        command.incident = incident.id;
        command.severity = severity();
        return command;
    }

    int chosen_ = -1;
};

bool matches(std::string_view text, std::string_view part)
{
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

class DutyPanel final : public IncidentPanel {
public:
    void open(const PanelContext&) override
    {
        duty_ = -1;
        filter_.clear();
        person_ = -1;
        ready_to_type_ = false;
    }

    bool draw(const PanelContext& context) override
    {
        const auto people = candidates(context);
        person_ = std::min(person_, static_cast<int>(people.size()) - 1);
        const MoveDuty command = asked(context, people);
        const Advice advice = duty_ >= 0 && person_ >= 0 ? advise(context.input, command) : Advice {};
        if (!begin_incident_modal(context, "duty",
                { .title = tr(Text::DutyTitle),
                    .commit = tr(command.act == DutyRequest::Offer ? Text::DutyOffer : Text::DutyCommit),
                    .can_commit = advice.allowed,
                    .why_not = !advice.reason.empty() ? std::string_view { advice.reason }
                        : duty_ >= 0                  ? tr(Text::DutyChoosePerson)
                                                      : tr(Text::DutyChoose),
                    .width = 640 })) {
            return true;
        }
        const bool had = duty_ >= 0;
        if (!had) {
            duty_ = digit_choices(tr(Text::FieldDuty), duty_choices(context), duty_);
        }
        bool entered = false;
        if (had) {
            entered = draw_person(context, people);
            draw_advice(advice);
        }
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed || (entered && advice.allowed)) {
            context.intents.emplace_back(incident_send(command, "duties",
                tr(command.act == DutyRequest::Offer ? Text::SaidDutyOffered : Text::SaidDutyAssigned,
                    user_name(context.input.state, command.user), duty_text(command.duty))));
            reason_.clear();
            return false;
        }
        return outcome == ModalOutcome::Open;
    }

private:
    static std::vector<std::string> duty_choices(const PanelContext& context)
    {
        std::vector<std::string> choices;
        for (const Duty duty : kDutyOrder) {
            const DutyHeld* held = context.incident.holder_of(duty);
            choices.push_back(duty_text(duty) + ": "
                + (held != nullptr ? user_name(context.input.state, held->user) : std::string(tr(Text::Vacant))));
        }
        return choices;
    }

    std::vector<Person> candidates(const PanelContext& context) const
    {
        auto people = active_people(context.input.state);
        std::erase_if(
            people, [&](const Person& person) { return !matches(person.name + " " + person.id.text, filter_); });
        return people;
    }

    MoveDuty asked(const PanelContext& context, const std::vector<Person>& people) const
    {
        MoveDuty command;
        command.incident = context.incident.id;
        command.duty = kDutyOrder[static_cast<std::size_t>(std::max(duty_, 0))];
        command.user = person_ < 0 ? UserId {} : people[static_cast<std::size_t>(person_)].id;
        command.reason = reason_;
        const DutyHeld* held = context.incident.holder_of(command.duty);
        const bool mine = held != nullptr && held->user == context.me() && command.duty != Duty::SubjectMatterExpert;
        // One's own duty is handed over; a vacant one is given, or taken for oneself.
        command.act = mine                 ? DutyRequest::Offer
            : command.user == context.me() ? DutyRequest::Take
                                           : DutyRequest::Assign;
        return command;
    }

    bool draw_person(const PanelContext& context, const std::vector<Person>& people)
    {
        const Duty duty = kDutyOrder[static_cast<std::size_t>(duty_)];
        label(duty_text(duty), { .type = Type::Title, .face = Face::Medium });
        if (!std::exchange(ready_to_type_, true)) {
            ImGui::SetKeyboardFocusHere();
        }
        const FieldResult field
            = text_field(tr(Text::FieldPerson), filter_, { .hint = tr(Text::PersonHint), .max_bytes = 120 });
        // Nobody is marked until somebody asked for a person: Ctrl+Enter assigns whom one has seen.
        if (field.changed) {
            person_ = filter_.empty() ? -1 : 0;
        }
        person_ += ImGui::IsKeyPressed(ImGuiKey_DownArrow) ? 1 : 0;
        person_ -= ImGui::IsKeyPressed(ImGuiKey_UpArrow) && person_ > 0 ? 1 : 0;
        person_ = std::min(person_, static_cast<int>(people.size()) - 1);
        const int first = std::max(0, person_ - 5);
        const int last = std::min(static_cast<int>(people.size()), first + 8);
        for (int i = first; i < last; ++i) {
            const Person& person = people[static_cast<std::size_t>(i)];
            if (list_row(i,
                    { .title = person.name,
                        .right = person.id.text,
                        .selected = i == person_,
                        .position = i + 1,
                        .set_size = static_cast<int>(people.size()) })
                    .activated) {
                person_ = i;
            }
        }
        if (people.empty()) {
            label(tr(Text::NoPerson), { .colour = Colour::Secondary });
        }
        text_field(tr(Text::FieldReasonBriefing), reason_, { .max_bytes = 2000 });
        if (button(tr(Text::DutyAnother), { .kind = ButtonKind::Quiet, .icon = kIconArrowLeft })) {
            duty_ = -1;
            person_ = -1;
            filter_.clear();
            ready_to_type_ = false;
        }
        return field.committed || (!typing() && ImGui::IsKeyPressed(ImGuiKey_Enter, false) && context.input.may_act);
    }

    int duty_ = -1;
    int person_ = -1;            // none yet
    bool ready_to_type_ = false; // the keyboard was given to the search once
    std::string filter_ {};
    std::string reason_ {};
};

class CommandPanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        MoveDuty command;
        command.incident = context.incident.id;
        command.duty = Duty::IncidentCommander;
        command.reason = reason_;
        const DutyHeld* held = context.incident.holder_of(Duty::IncidentCommander);
        const bool offered = held != nullptr && held->offered_to == context.me();
        command.act = offered ? DutyRequest::Accept : DutyRequest::Take;
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "command",
                { .title = tr(offered ? Text::CommandAcceptTitle : Text::CommandTitle),
                    .commit = tr(offered ? Text::CommandAccept : Text::CommandCommit),
                    .can_commit = advice.allowed,
                    .why_not = advice.reason })) {
            return true;
        }
        label(held == nullptr ? std::string(tr(Text::CommandVacant))
                              : tr(Text::CommandHeldBy, user_name(context.input.state, held->user),
                                  site_time(held->since, context.input.zone)),
            { .colour = held == nullptr ? Colour::Major : Colour::Secondary, .wrap = true });
        if (offered && !held->briefing.empty()) {
            label(tr(Text::CommandBriefing, held->briefing), { .wrap = true });
        }
        text_field(tr(Text::FieldReason), reason_,
            { .hint = held != nullptr && !offered ? tr(Text::CommandReasonHint) : std::string_view {},
                .max_bytes = 2000,
                .autofocus = true });
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            context.intents.emplace_back(incident_send(command, "duties", std::string(tr(Text::SaidYouCommand))));
            reason_.clear();
        }
        return outcome == ModalOutcome::Open;
    }

private:
    std::string reason_ {};
};

// Proposals and declarations are decided with a reason: reject, stand down, ratify.
class StandDownPanel final : public IncidentPanel {
public:
    bool draw(const PanelContext& context) override
    {
        const bool proposed = context.incident.major == MajorState::Proposed;
        std::vector<MajorAct> acts = proposed ? std::vector { MajorAct::Reject }
            : context.incident.declared()     ? std::vector { MajorAct::StandDown, MajorAct::Ratify }
                                              : std::vector { MajorAct::Propose };
        chosen_ = std::clamp(chosen_, 0, static_cast<int>(acts.size()) - 1);
        DecideMajor command;
        command.incident = context.incident.id;
        command.act = acts[static_cast<std::size_t>(chosen_)];
        command.reason = reason_;
        const Advice advice = advise(context.input, command);
        if (!begin_incident_modal(context, "stand down",
                { .title = act_words(command.act),
                    .commit = act_words(command.act),
                    .commit_kind = command.act == MajorAct::StandDown ? ButtonKind::Danger : ButtonKind::Primary,
                    .can_commit = advice.allowed,
                    .why_not = advice.reason })) {
            return true;
        }
        if (acts.size() > 1) {
            std::vector<std::string> choices;
            for (const MajorAct act : acts) {
                choices.emplace_back(act_words(act));
            }
            chosen_ = digit_choices(tr(Text::FieldDecision), choices, chosen_);
        }
        text_area(tr(Text::FieldReason), reason_, 3, { .max_bytes = 4000, .autofocus = true });
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            context.intents.emplace_back(incident_send(command, "major", std::string(act_words(command.act))));
            reason_.clear();
        }
        return outcome == ModalOutcome::Open;
    }

private:
    static std::string_view act_words(MajorAct act)
    {
        switch (act) {
        case MajorAct::Propose:
            return tr(Text::MajorPropose);
        case MajorAct::Declare:
            return tr(Text::DeclareCommit);
        case MajorAct::Reject:
            return tr(Text::MajorReject);
        case MajorAct::StandDown:
            return tr(Text::MajorStandDown);
        case MajorAct::Ratify:
            return tr(Text::MajorRatify);
        }
        return {};
    }

    int chosen_ = 0;
    std::string reason_ {};
};

}

std::unique_ptr<IncidentPanel> make_declare_panel()
{
    return std::make_unique<DeclarePanel>();
}
std::unique_ptr<IncidentPanel> make_duty_panel()
{
    return std::make_unique<DutyPanel>();
}
std::unique_ptr<IncidentPanel> make_command_panel()
{
    return std::make_unique<CommandPanel>();
}
std::unique_ptr<IncidentPanel> make_stand_down_panel()
{
    return std::make_unique<StandDownPanel>();
}

}
