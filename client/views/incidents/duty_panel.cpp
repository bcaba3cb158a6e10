// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/views/incidents/person_order.h"
#include "client/views/timeline/entry_words.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/formulas/duty_holder.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::array kDutyOrder { Duty::Scribe, Duty::CommunicationsLead, Duty::OperationsLead, Duty::IncidentCommander,
    Duty::Deputy, Duty::Liaison, Duty::SubjectMatterExpert };

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
        const MoveDuty command = asked(context, person_ < 0 ? UserId {} : people[static_cast<std::size_t>(person_)].id);
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
            duty_ = digit_choices(tr(Text::FieldDuty), duty_choices(context), duty_, true, refusals(context));
        }
        bool entered = false;
        if (had) {
            // An offer says what its taker should know, and a reason that is asked for is given: Enter leads there
            // first.
            const bool wants_words = command.act == DutyRequest::Offer || !advice.allowed;
            entered = draw_person(context, people, wants_words);
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
            const DutyHeld* held = duty_holder(context.input.state, context.incident, duty);
            choices.push_back(duty_text(duty) + ": "
                + (held != nullptr ? user_name(context.input.state, held->user) : std::string(tr(Text::Vacant))));
        }
        return choices;
    }

    // Of each duty why nobody can be given it here, as the rules say: neither oneself nor anybody else.
    static std::vector<std::string> refusals(const PanelContext& context)
    {
        const auto people = active_people(context.input.state);
        const auto other = std::find_if(
            people.begin(), people.end(), [&](const Person& person) { return person.id != context.me(); });
        std::vector<std::string> refusals;
        for (const Duty duty : kDutyOrder) {
            MoveDuty command;
            command.incident = context.incident.id;
            command.duty = duty;
            command.user = context.me();
            command.act = DutyRequest::Take;
            const Advice own = advise(context.input, command);
            command.user = other == people.end() ? UserId {} : other->id;
            command.act = act_on(context, duty, command.user);
            const Advice others = advise(context.input, command);
            refusals.push_back(own.fillable || others.fillable ? std::string() : others.reason);
        }
        return refusals;
    }

    // One's own duty is handed over; a vacant one is given, or taken for oneself.
    static DutyRequest act_on(const PanelContext& context, Duty duty, const UserId& user)
    {
        const DutyHeld* held = duty_holder(context.input.state, context.incident, duty);
        const bool mine = held != nullptr && held->user == context.me() && duty != Duty::SubjectMatterExpert;
        return mine ? DutyRequest::Offer : user == context.me() ? DutyRequest::Take : DutyRequest::Assign;
    }

    // Whom the words find, best match first; who may not hold the duty stands last, with why.
    std::vector<Person> candidates(const PanelContext& context) const
    {
        std::vector<Person> people = found_people(active_people(context.input.state), filter_);
        if (duty_ < 0) {
            return people;
        }
        for (Person& person : people) {
            const Advice advice = advise(context.input, asked(context, person.id));
            const bool lacks_words = !advice.missing.empty();
            person.why_not = advice.allowed || lacks_words ? std::string() : advice.reason;
        }
        std::stable_partition(
            people.begin(), people.end(), [](const Person& person) { return person.why_not.empty(); });
        return people;
    }

    MoveDuty asked(const PanelContext& context, const UserId& user) const
    {
        MoveDuty command;
        command.incident = context.incident.id;
        command.duty = kDutyOrder[static_cast<std::size_t>(std::max(duty_, 0))];
        command.user = user;
        command.reason = reason_;
        command.act = act_on(context, command.duty, command.user);
        return command;
    }

    // True once Enter means the commit.
    bool draw_person(const PanelContext& context, const std::vector<Person>& people, bool wants_words)
    {
        const Duty duty = kDutyOrder[static_cast<std::size_t>(duty_)];
        label(duty_text(duty), { .type = Type::Title, .face = Face::Medium });
        if (!std::exchange(ready_to_type_, true)) {
            ImGui::SetKeyboardFocusHere();
        }
        const FieldResult field = text_field(tr(Text::FieldPerson), filter_,
            { .hint = tr(Text::PersonHint), .max_characters = kMaxName, .missing = person_ < 0, .passing = true });
        // Tab takes who is marked, as Enter does, and leads on: among the rows what is typed next would be lost.
        const bool tabbed = !is_blank(filter_) && !ImGui::GetIO().KeyShift && ImGui::IsItemActive()
            && ImGui::IsKeyPressed(ImGuiKey_Tab, false);
        // Nobody is marked until somebody asked for a person: Ctrl+Enter assigns whom one has seen.
        if (field.changed) {
            person_ = filter_.empty() ? -1 : 0;
        }
        const int step = choice_step();
        person_ += step > 0 || person_ > 0 ? step : 0;
        person_ = std::min(person_, static_cast<int>(people.size()) - 1);
        draw_people(people);
        const FieldResult words = text_field(tr(Text::FieldReasonBriefing), reason_,
            { .hint = tr(wants_words && person_ >= 0 ? Text::ReasonNeededNow : Text::ReasonNotNeeded),
                .max_characters = kMaxNote,
                .take_focus = std::exchange(to_words_, false),
                .missing = wants_words && person_ >= 0 && is_blank(reason_) });
        if (button(tr(Text::DutyAnother), { .kind = ButtonKind::Quiet, .icon = kIconArrowLeft })) {
            duty_ = -1;
            person_ = -1;
            filter_.clear();
            ready_to_type_ = false;
        }
        const bool chosen
            = field.committed || (!typing() && ImGui::IsKeyPressed(ImGuiKey_Enter, false) && context.input.may_act);
        to_words_ = ((chosen && wants_words) || tabbed) && person_ >= 0;
        return words.committed || (chosen && !to_words_);
    }

    ListRow row_of(const std::vector<Person>& people, int index) const
    {
        const Person& person = people[static_cast<std::size_t>(index)];
        return { .title = person.name,
            .detail = person.why_not,
            .right = person.roles,
            .selected = index == person_,
            .position = index + 1,
            .set_size = static_cast<int>(people.size()),
            .enabled = person.why_not.empty(),
            .wraps = true };
    }

    // Around whoever is marked, as many as leave the field above them and the buttons below in sight: who has many roles
    // takes several lines.
    void draw_people(const std::vector<Person>& people)
    {
        constexpr float kShare = 0.4F;
        const int count = static_cast<int>(people.size());
        int first = std::max(0, person_ - 5);
        int last = std::min(count, first + 8);
        const auto height = [&] {
            float sum = 0;
            for (int i = first; i < last; ++i) {
                sum += list_row_height(row_of(people, i), available_width()) + ImGui::GetStyle().ItemSpacing.y;
            }
            return sum;
        };
        while (last - first > 1 && height() > ImGui::GetIO().DisplaySize.y * kShare) {
            if (last - 1 > person_) {
                --last;
            } else {
                ++first;
            }
        }
        for (int i = first; i < last; ++i) {
            if (list_row(i, row_of(people, i)).activated) {
                person_ = i;
            }
        }
        if (people.empty()) {
            label(tr(Text::NoPerson), { .colour = Colour::Secondary });
        } else if (last - first < count) {
            label(tr(Text::More, std::to_string(count - (last - first))), { .colour = Colour::Secondary });
        }
    }

    int duty_ = -1;
    int person_ = -1;            // none yet
    bool to_words_ = false;      // the keyboard goes on to the reason or briefing
    bool ready_to_type_ = false; // the keyboard was given to the search once
    std::string filter_ {};
    std::string reason_ {};
};

}

std::unique_ptr<IncidentPanel> make_duty_panel()
{
    return std::make_unique<DutyPanel>();
}

}
