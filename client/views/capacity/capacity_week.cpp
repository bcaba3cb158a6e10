// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/capacity_week.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/answer_trouble.h"
#include "client/views/capacity/week_words.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/core/words.h"
#include "shared/domain/formulas/capacity_week.h"
#include "shared/domain/input_text.h"
#include "shared/wire/command_codec.h"
#include "shared/wire/sheets/sheet_cells.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kMostPlanNote = 1'000;

std::string week_resource_name(const State& state, const ResourceId& id)
{
    const CapacityResource* resource = state.resources.find(id);
    return resource == nullptr || resource->name.empty() ? id.text : resource->name;
}

// As it was decided since the plan was signed; as it was before, where it was.
std::string decided_words(const ViewInput& input, const CapacityRow& row)
{
    const CapacityResource* resource = input.state.resources.find(row.resource);
    const CapacityDecision* last = resource != nullptr ? decision_since(*resource, row.finding, std::nullopt) : nullptr;
    if (last == nullptr) {
        return std::string(tr(Text::WeekUndecided));
    }
    const std::string words = decision_words(input.state, *last, input.zone);
    return row.decided ? words : tr(Text::WeekLastTime, words);
}

std::string found_words(const ViewInput& input, const CapacityRow& row)
{
    const CapacityResource none {};
    const CapacityResource* resource = input.state.resources.find(row.resource);
    return finding_words(row, resource != nullptr ? *resource : none, input.as_of(), input.zone);
}

std::string signed_words(const ViewInput& input)
{
    const State& state = input.state;
    return state.plan_signed_at
        ? tr(Text::WeekSigned, format_date(*state.plan_signed_at, input.zone.offset_at(*state.plan_signed_at)),
            user_name(state, state.plan_signed_by))
        : std::string(tr(Text::WeekNeverSigned));
}

std::size_t open_rows_in(const std::vector<CapacityRow>& rows)
{
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](const CapacityRow& row) { return !row.decided; }));
}

}

std::vector<CapacityRow> open_rows_first(std::vector<CapacityRow> rows)
{
    sort_stably(rows, [](const CapacityRow& a, const CapacityRow& b) { return a.decided < b.decided; });
    return rows;
}

void CapacityDecisionForm::open(const CapacityRow& row, const CapacityDecision* known)
{
    *this = CapacityDecisionForm {};
    open_ = true;
    row_ = row;
    if (known != nullptr) {
        choice_ = static_cast<int>(known->choice);
        note_ = known->note;
        owner_ = known->owner;
        due_ = known->due ? write_day(*known->due) : std::string();
        cost_ = known->cost_milli > 0 ? write_thousandths(known->cost_milli) : std::string();
    }
}

DecideCapacity CapacityDecisionForm::wanted(const ViewInput& input, std::string& why_not) const
{
    DecideCapacity command;
    command.resource = row_.resource;
    command.finding = row_.finding;
    command.choice = static_cast<CapacityChoice>(choice_);
    command.note = note_;
    command.owner = owner_;
    if (!is_blank(due_)) {
        command.due = read_day(due_, nullptr);
        why_not = command.due ? why_not : std::string(tr(Text::DecisionDueUnread));
    }
    if (!is_blank(cost_)) {
        const auto cost = read_thousandths(cost_);
        command.cost_milli = cost.value_or(0);
        why_not = cost ? why_not : std::string(tr(Text::DecisionCostUnread));
    }
    if (why_not.empty()) {
        const Advice advice = advise(input, command);
        why_not = advice.allowed ? std::string() : screen_words(advice.reason, "decisions");
        std::string missing;
        for (const std::string& field : advice.missing) {
            add_words(missing, field_words(field, "decisions"));
        }
        why_not = missing.empty() ? why_not : tr(Text::StillMissing, missing);
    }
    return command;
}

void CapacityDecisionForm::draw_fields(const State& state)
{
    std::vector<std::string> choices;
    for (std::size_t i = 0; i < EnumTexts<CapacityChoice>::texts.size(); ++i) {
        choices.emplace_back(tr(choice_text(static_cast<CapacityChoice>(i))));
    }
    select(tr(Text::DecisionChoice), choices, choice_);
    std::vector<std::string> names { std::string(tr(Text::CustodianNone)) };
    std::vector<UserId> users { UserId {} };
    state.users.for_each([&](const UserId& id, const User& user) {
        if (!user.disabled) {
            names.push_back(user_name(state, id));
            users.push_back(id);
        }
    });
    const auto at = std::find(users.begin(), users.end(), owner_);
    int chosen = at == users.end() ? 0 : static_cast<int>(at - users.begin());
    if (select(tr(Text::DecisionOwnerField), names, chosen)) {
        owner_ = users[static_cast<std::size_t>(chosen)];
    }
    const float half = column_width(2);
    text_field(tr(Text::DecisionDueField), due_,
        { .hint = tr(Text::HintDay), .max_characters = kMaxShortField, .width = half });
    same_line(3);
    text_field(tr(Text::DecisionCostField), cost_,
        { .hint = tr(Text::HintTotal), .max_characters = kMaxShortField, .width = half });
    text_area(tr(Text::DecisionNote), note_, 3, { .max_characters = kMostPlanNote });
}

void CapacityDecisionForm::draw(const ViewInput& input, Intents& intents)
{
    if (!open_) {
        return;
    }
    std::string why_not;
    const DecideCapacity command = wanted(input, why_not);
    const bool ready = why_not.empty() && !sending_;
    const std::string reason = sending_ ? std::string(tr(Text::SignInBusy)) : why_not;
    if (!begin_modal("capacity decision",
            { .title = tr(Text::DecisionTitle, week_resource_name(input.state, row_.resource)),
                .commit = tr(Text::DecisionCommit),
                .can_commit = ready,
                .why_not = reason,
                .width = 720,
                .enter_commits = false })) {
        return;
    }
    label(found_words(input, row_), { .wrap = true });
    draw_fields(input.state);
    if (const std::string& said = refusal_.empty() ? why_not : refusal_; !said.empty()) {
        label(said, { .colour = Colour::Major, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        send(command, intents);
    } else if (outcome != ModalOutcome::Open) {
        open_ = false;
    }
}

void CapacityDecisionForm::send(const DecideCapacity& command, Intents& intents)
{
    Send send;
    send.path = "/api/v1/capacity/" + command.resource.text + "/decisions";
    send.body = encode_command(command);
    send.success = tr(Text::SaidDecided, command.resource.text);
    sending_ = true;
    refusal_.clear();
    send.done = [this](const HttpResponse& response) {
        sending_ = false;
        open_ = !response.ok();
        refusal_ = response.ok() ? std::string() : screen_words(trouble_of(response), "decisions");
    };
    intents.emplace_back(std::move(send));
}

void CapacityWeek::draw_rows(const ViewInput& input, const std::vector<CapacityRow>& rows)
{
    begin_area(tr(Text::WeekTitle), { 0, 0 });
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const CapacityRow& row = rows[i];
        const std::string title = week_resource_name(input.state, row.resource) + ": " + found_words(input, row);
        const std::string detail = decided_words(input, row);
        const bool activated = list_row(static_cast<int>(i),
            { .title = title,
                .detail = detail,
                .severity = row.decided ? std::nullopt : std::optional { Severity::Minor },
                .position = static_cast<int>(i) + 1,
                .set_size = static_cast<int>(rows.size()),
                .wraps = true })
                                   .activated;
        const CapacityResource* resource = input.state.resources.find(row.resource);
        if (activated && resource != nullptr && may_do(input, Act::PlanCapacity).allowed) {
            form_.open(row, decision_since(*resource, row.finding, std::nullopt));
        }
    }
    end_area();
}

void CapacityWeek::draw_signing(const ViewInput& input, const CapacityWeekAnswer& week)
{
    const Permit permit = may_do(input, Act::PlanCapacity);
    const std::size_t open = open_rows_in(week.rows);
    const std::string why_not = !permit.allowed ? permit.why
        : week.pending > 0                      ? std::string(tr(Text::WeekPending))
        : open > 0                              ? tr(Text::WeekOpen, std::to_string(open))
                                                : std::string();
    if (button(
            tr(Text::WeekSign), { .kind = ButtonKind::Primary, .enabled = why_not.empty(), .why_disabled = why_not })) {
        signing_ = true;
        refusal_.clear();
    }
    label(signed_words(input) + " " + tr(Text::WeekCount, std::to_string(week.rows.size()), std::to_string(open)),
        { .colour = Colour::Secondary, .wrap = true });
}

void CapacityWeek::draw_sign_dialog(const ViewInput& input, Intents& intents)
{
    if (!signing_) {
        return;
    }
    if (!begin_modal("sign plan",
            { .title = tr(Text::WeekSignTitle),
                .commit = tr(Text::WeekSign),
                .can_commit = !sending_,
                .why_not = tr(Text::SignInBusy),
                .enter_commits = false })) {
        return;
    }
    label(tr(Text::WeekSignNote, std::to_string(input.state.resources.size())),
        { .colour = Colour::Secondary, .wrap = true });
    text_area(tr(Text::DecisionNote), note_, 3, { .max_characters = kMostPlanNote });
    if (!refusal_.empty()) {
        label(refusal_, { .colour = Colour::Major, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        Send send;
        send.path = "/api/v1/capacity/plan";
        SignCapacityPlan command;
        command.note = note_;
        send.body = encode_command(command);
        send.success = tr(Text::SaidPlanSigned);
        sending_ = true;
        send.done = [this](const HttpResponse& response) {
            sending_ = false;
            signing_ = !response.ok();
            refusal_ = response.ok() ? std::string() : screen_words(trouble_of(response), "decisions");
            note_ = response.ok() ? std::string() : note_;
        };
        intents.emplace_back(std::move(send));
    } else if (outcome != ModalOutcome::Open) {
        signing_ = false;
    }
}

void CapacityWeek::draw(const ViewInput& input, Intents& intents)
{
    const auto& asked = input.replica.capacity_week(plan_position(input.state));
    begin_panel("week", { .title = tr(Text::WeekTitle), .icon = kIconCalendar });
    if (button(tr(Text::CapacityAll), { .kind = ButtonKind::Quiet, .icon = kIconArrowLeft })
        || (pressed(Action::Cancel) && !modal_shown())) {
        intents.emplace_back(go_to("/capacity"));
    }
    if (!asked.answer) {
        label(tr(asked.failed ? Text::WeekFailed : Text::WeekLoading), { .colour = Colour::Secondary, .wrap = true });
        end_panel();
        return;
    }
    const std::vector<CapacityRow> rows = open_rows_first(asked.answer->rows);
    same_line(4);
    draw_signing(input, *asked.answer);
    if (rows.empty()) {
        label(tr(Text::WeekEmpty), { .wrap = true });
    } else {
        draw_rows(input, rows);
    }
    end_panel();
    form_.draw(input, intents);
    draw_sign_dialog(input, intents);
    if (pressed(Action::SaveRows)) {
        intents.emplace_back(plan_csv(input, rows));
    }
}

Paper CapacityWeek::paper(const ViewInput& input) const
{
    Paper paper;
    paper.title = std::string(tr(Text::PlanPaperTitle));
    paper.head.emplace_back(std::string(tr(Text::PlanPaperSigned)), signed_words(input));
    PaperTable table { std::string(tr(Text::WeekTitle)), {}, {}, std::string(tr(Text::WeekEmpty)) };
    for (const Text column : { Text::PaletteResource, Text::PlanPaperFinding, Text::PlanPaperDecision }) {
        table.columns.emplace_back(tr(column));
    }
    const auto& asked = input.replica.capacity_week(plan_position(input.state));
    for (const CapacityRow& row : asked.answer ? open_rows_first(asked.answer->rows) : std::vector<CapacityRow> {}) {
        table.rows.push_back(
            { week_resource_name(input.state, row.resource), found_words(input, row), decided_words(input, row) });
    }
    paper.tables.push_back(std::move(table));
    return paper;
}

}
