// SPDX-License-Identifier: Apache-2.0
// The state machine by hand: where an incident may go from here, and the fields its gate asks for.
#include "client/language/text.h"
#include "client/views/board/board_rows.h"
#include "client/views/incidents/incident_panel.h"
#include "client/views/incidents/incident_panels.h"
#include "client/views/when_field.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/words.h"
#include "shared/domain/decide/incidents/gates.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::array kTargets { IncidentState::Triaged, IncidentState::Investigating, IncidentState::Mitigated,
    IncidentState::Resolved, IncidentState::OnHold, IncidentState::Closed, IncidentState::Cancelled };

constexpr WhenRules kToCome { .past = false, .blank_is_now = false };

std::vector<std::string> hold_words()
{
    return { std::string(tr(Text::HoldUser)), std::string(tr(Text::HoldWindow)), std::string(tr(Text::HoldSupplier)) };
}

class MovePanel final : public IncidentPanel {
public:
    void open(const PanelContext&) override
    {
        target_.reset();
        leads_to_.reset();
    }

    bool draw(const PanelContext& context) override
    {
        propose_restored(context);
        const auto targets = reachable(context);
        const MoveIncident command = target_ ? asked(context, *target_) : MoveIncident {};
        const Advice advice = target_ ? judged(context, command) : Advice {};
        if (!begin_incident_modal(context, "move",
                { .title = target_ ? tr(Text::MoveTo, state_text(*target_)) : std::string(tr(Text::MoveTitle)),
                    .commit = target_ ? std::string_view { tr(Text::MoveCommit) } : std::string_view {},
                    .can_commit = advice.allowed,
                    .why_not = advice.reason,
                    .width = 720 })) {
            return true;
        }
        if (!target_) {
            choose(context, targets);
        } else {
            if (std::exchange(to_first_field_, false)) {
                seek_text_field();
            }
            draw_fields(context, *target_, advice);
            draw_firing(context, *target_);
            draw_advice(advice);
            if (button(tr(Text::MoveAnother), { .kind = ButtonKind::Quiet, .icon = kIconArrowLeft })) {
                target_.reset();
            }
        }
        const ModalOutcome outcome = end_modal();
        if (leads_to_) {
            return false;
        }
        if (outcome == ModalOutcome::Committed && target_) {
            context.intents.emplace_back(incident_send(
                command, "transitions", tr(Text::SaidMoved, state_text(context.incident.state), state_text(*target_))));
            forget();
        }
        return outcome == ModalOutcome::Open;
    }

    std::optional<PanelKind> take_next() override { return std::exchange(leads_to_, std::nullopt); }

private:
    // The end of the last alert stands there for who has typed none, as long as it is that; otherwise it is now. What was
    // typed stays until it is committed.
    void propose_restored(const PanelContext& context)
    {
        if (restored_ == proposed_restored_) {
            const auto at = restored_by(context);
            restored_ = at ? write_when(*at, context.input.now, context.input.zone) : std::string();
            proposed_restored_ = restored_;
        }
    }

    void forget()
    {
        for (std::string* text :
            { &mitigated_, &restored_, &proposed_restored_, &contained_, &resume_, &code_, &problem_ }) {
            text->clear();
        }
        notes_ = {};
        hold_ = evidence_ = -1;
        confirmed_ = false;
    }

    // What is asked of one state is no answer to what another asks.
    std::string& note_for(IncidentState to) { return notes_[static_cast<std::size_t>(to)]; }

    Advice judged(const PanelContext& context, const MoveIncident& command) const
    {
        Advice advice = advise(context.input, command);
        const bool readable = command.to == IncidentState::Mitigated ? is_when(mitigated_, context.input)
            : command.to == IncidentState::Resolved
            ? is_when(restored_, context.input) && is_when(contained_, context.input)
            : command.to != IncidentState::OnHold || is_when(resume_, context.input, kToCome);
        if (advice.allowed && !readable) {
            advice = { .fillable = true, .reason = std::string(tr(Text::WhenUnreadable)) };
        }
        return advice;
    }

    struct Reachable {
        IncidentState state;
        Advice advice;
    };

    // Whither a way leads from here. What is not yet filled in, or another's to do, is said beside it.
    static std::vector<Reachable> reachable(const PanelContext& context)
    {
        std::vector<Reachable> targets;
        for (const IncidentState state : kTargets) {
            if (!may_become(context.incident, state)) {
                continue;
            }
            MoveIncident command;
            command.incident = context.incident.id;
            command.to = state;
            targets.push_back({ state, advise(context.input, command) });
        }
        return targets;
    }

    // The end of the last alert, where all of them ended; nothing where one fires, or where there is none to go by. Not
    // before what it has to follow, nor a part of a second before: a typed time has none.
    static std::optional<Timestamp> restored_by(const PanelContext& context)
    {
        const Incident& incident = context.incident;
        std::optional<Timestamp> last;
        for (const AlertId& id : incident.alerts) {
            const Alert* alert = context.input.state.alerts.find(id);
            if (alert == nullptr || alert->state == AlertState::Firing || !alert->ended_at) {
                return std::nullopt;
            }
            last = std::max(last.value_or(*alert->ended_at), *alert->ended_at);
        }
        if (!last) {
            return std::nullopt;
        }
        const Timestamp earliest = std::max(
            { incident.detected_at, incident.mitigated_at.value_or(*last), incident.contained_at.value_or(*last) });
        const Timestamp at = std::max(*last, earliest);
        constexpr std::int64_t kSecond = 1000;
        const Timestamp whole { (at.millis + kSecond - 1) / kSecond * kSecond };
        return whole < context.input.now ? std::optional { whole } : std::nullopt;
    }

    // Nobody says that it is over unaware of what goes on.
    static void draw_firing(const PanelContext& context, IncidentState to)
    {
        if (to != IncidentState::Resolved && to != IncidentState::Closed) {
            return;
        }
        constexpr int kNamed = 4;
        int firing = 0;
        std::string names;
        for (const AlertId& id : context.incident.alerts) {
            const Alert* alert = context.input.state.alerts.find(id);
            if (alert == nullptr || alert->state != AlertState::Firing || alert->incident != context.incident.id) {
                continue;
            }
            if (++firing <= kNamed) {
                add_words(names, alert->name);
            }
        }
        if (firing > 0) {
            gap(2);
            label(tr(Text::MoveStillFires, std::to_string(firing), names + (firing > kNamed ? ", …" : "")),
                { .colour = Colour::Major, .wrap = true });
        }
    }

    static bool lacks(const Advice& advice, std::string_view field)
    {
        return std::find(advice.missing.begin(), advice.missing.end(), field) != advice.missing.end();
    }

    void choose(const PanelContext& context, const std::vector<Reachable>& targets)
    {
        label(tr(Text::MoveFrom, state_text(context.incident.state)), { .colour = Colour::Secondary });
        gap(2);
        const auto digit = pressed_digit();
        for (const Reachable& target : targets) {
            const bool offered = target.advice.fillable;
            const int number = number_of(target.state);
            const std::string name = numbered(number, state_text(target.state));
            if (button(name, { .enabled = offered, .why_disabled = target.advice.reason, .width = grid(60) })
                || (offered && digit == number)) {
                target_ = target.state;
                to_first_field_ = true;
            }
            // What is done elsewhere comes first, and stands here with the way to it: no form of this panel helps there.
            const std::vector<std::string> first
                = offered ? done_elsewhere(target.advice) : std::vector<std::string> {};
            if (!first.empty()) {
                draw_way(first, name);
                same_line(3);
                label(missing_words(first, target.state),
                    { .type = Type::Caption, .colour = Colour::Major, .wrap = true });
            } else if (!target.advice.allowed) {
                same_line(3);
                label(target.advice.reason, { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
                draw_closure_lacks(context, target);
            }
        }
    }

    // Each state keeps its digit, wherever the incident is: hands know it.
    static int number_of(IncidentState state)
    {
        return static_cast<int>(std::find(kTargets.begin(), kTargets.end(), state) - kTargets.begin()) + 1;
    }

    // Who may not close it reads all that is missing as well, and may do their part; the last to look is not the first
    // to learn of it.
    static void draw_closure_lacks(const PanelContext& context, const Reachable& target)
    {
        const IncidentState now = context.incident.state;
        if (target.state != IncidentState::Closed
            || (now != IncidentState::InReview && now != IncidentState::Resolved)) {
            return;
        }
        MoveIncident closing;
        closing.user_confirmed = true;
        closing.note = "?";
        const auto missing = closure_lacks(context.incident, closing, { .now = context.input.now });
        if (!missing.empty()) {
            label(
                missing_words(missing, target.state), { .type = Type::Caption, .colour = Colour::Major, .wrap = true });
        }
    }

    static std::vector<std::string> done_elsewhere(const Advice& advice)
    {
        std::vector<std::string> first;
        std::copy_if(advice.missing.begin(), advice.missing.end(), std::back_inserter(first),
            [](const std::string& field) { return is_done_elsewhere(field); });
        return first;
    }

    void draw_way(const std::vector<std::string>& first, const std::string& id)
    {
        const auto has
            = [&](std::string_view one) { return std::find(first.begin(), first.end(), one) != first.end(); };
        const bool by_task = std::all_of(
            first.begin(), first.end(), [](const std::string& one) { return one.find("task ") != std::string::npos; });
        if (by_task) {
            return;
        }
        const PanelKind way = has("stand_down") ? PanelKind::Major
            : has("all_clear")                  ? PanelKind::AllClear
                                                : PanelKind::Classify;
        const Text name = way == PanelKind::Major ? Text::MajorStandDown
            : way == PanelKind::AllClear          ? Text::AllClearAnswer
                                                  : Text::ClassifyTitle;
        same_line(3);
        if (button(std::string(tr(name)) + "##" + id, { .kind = ButtonKind::Secondary })) {
            leads_to_ = way;
        }
    }

    MoveIncident asked(const PanelContext& context, IncidentState to) const
    {
        MoveIncident command;
        command.incident = context.incident.id;
        command.version = context.incident.version;
        command.to = to;
        command.note = notes_[static_cast<std::size_t>(to)];
        const auto when
            = [&](const std::string& text) { return read_when(text, context.input.now, context.input.zone); };
        if (to == IncidentState::OnHold) {
            command.hold_reason = hold_ >= 0 ? std::optional { static_cast<HoldReason>(hold_) } : std::nullopt;
            command.resume_review_at = read_when(resume_, context.input.now, context.input.zone, { .past = false });
        } else if (to == IncidentState::Mitigated) {
            command.mitigated_at = when(mitigated_);
        } else if (to == IncidentState::Resolved) {
            command.restored_at = when(restored_);
            command.contained_at = when(contained_);
            command.resolution_code = code_;
            command.problem_reference = problem_;
            command.evidence_preserved = evidence_ >= 0 ? std::optional { evidence_ == 0 } : std::nullopt;
        } else if (to == IncidentState::Closed) {
            command.user_confirmed = confirmed_;
        }
        return command;
    }

    void draw_fields(const PanelContext& context, IncidentState to, const Advice& advice)
    {
        const float half = column_width(2);
        if (to == IncidentState::OnHold) {
            select(tr(Text::FieldHoldReason), hold_words(), hold_, { .missing = lacks(advice, "hold_reason") });
            when_field(tr(Text::FieldResumeReview), resume_, context.input,
                { .missing = lacks(advice, "resume_review_at") }, kToCome);
        } else if (to == IncidentState::Mitigated) {
            when_field(tr(Text::FieldMitigatedAt), mitigated_, context.input, { .width = half });
        } else if (to == IncidentState::Resolved) {
            draw_resolution(context, half, advice);
        } else if (to == IncidentState::Closed) {
            mark_missing(lacks(advice, "user_confirmed"));
            toggle(tr(Text::FieldUserConfirmed), confirmed_);
        }
        text_area(tr(note_label(to)), note_for(to), 3,
            { .max_characters = kMaxNote, .most_lines = 8, .missing = lacks(advice, "note") });
    }

    void draw_resolution(const PanelContext& context, float half, const Advice& advice)
    {
        const bool security = context.incident.security_relevant;
        when_field(tr(Text::FieldRestoredAt), restored_, context.input, { .width = half });
        if (security) {
            draw_containment(context, half, advice);
        }
        text_field(tr(Text::FieldResolutionCode), code_,
            { .hint = tr(Text::ResolutionHint),
                .max_characters = kMaxCode,
                .width = half,
                .missing = lacks(advice, "resolution_code") });
        same_line(3);
        text_field(tr(Text::FieldProblem), problem_,
            { .hint = tr(Text::ProblemHint),
                .max_characters = kMaxTitle,
                .width = half,
                .missing = lacks(advice, "problem_reference") });
        if (needs_review(context.incident)) {
            label(tr(Text::MoveIntoReview), { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
        }
        if (security) {
            const std::array<std::string, 2> answers { std::string(tr(Text::PersonalYes)),
                std::string(tr(Text::PersonalNo)) };
            select(tr(Text::FieldEvidence), answers, evidence_,
                { .width = half, .missing = lacks(advice, "evidence_preserved") });
        }
    }

    void draw_containment(const PanelContext& context, float half, const Advice& advice)
    {
        same_line(3);
        when_field(tr(Text::FieldContainedAt), contained_, context.input,
            { .hint = tr(Text::ContainedHint), .width = half, .missing = lacks(advice, "contained_at") },
            { .blank_is_now = false });
    }

    std::optional<IncidentState> target_ {};
    std::array<std::string, static_cast<std::size_t>(IncidentState::Cancelled) + 1> notes_ {};
    bool to_first_field_ = false;
    std::optional<PanelKind> leads_to_ {};
    std::string mitigated_ {};
    std::string restored_ {};
    std::string proposed_restored_ {};
    std::string contained_ {};
    std::string resume_ {};
    std::string code_ {};
    std::string problem_ {};
    int hold_ = -1;
    int evidence_ = -1;
    bool confirmed_ = false;
};

}

std::unique_ptr<IncidentPanel> make_move_panel()
{
    return std::make_unique<MovePanel>();
}

}
