// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/maintenance/maintenance.h"

#include "shared/domain/decide/alerts/alert_book.h"
#include "shared/domain/decide/maintenance/planned_span.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/formulas/redundancy.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::size_t kMostOfSeries = 200;
constexpr std::string_view kAlonePurpose = "to put it in force on your word alone";

// What the window muted is heard again at once, unless another mutes it as well. `after` is the window as it stands then.
void unmute(Decision& decision, const State& state, const MaintenanceWindow& after, const Context& context)
{
    State then = state;
    then.windows.set(after.id, after);
    std::vector<AlertId> muted;
    then.alerts.for_each([&](const AlertId& id, const Alert& alert) {
        if (alert.muted_by == after.id) {
            muted.push_back(id);
        }
    });
    AlertBook book(then, context, decision);
    for (const AlertId& id : muted) {
        book.review(id);
    }
}

Result<void> reason_given(std::string_view reason, std::string_view purpose)
{
    std::vector<std::string> missing;
    if (is_blank(reason)) {
        missing.emplace_back("reason");
    }
    return gate_met(std::move(missing), purpose);
}

Result<void> check_reason(const std::string& reason)
{
    return check_text(reason, { .field = "reason", .max_characters = kMaxNote, .form = TextForm::Paragraphs });
}

Result<void> check_window_move(const MaintenanceWindow& window, WindowState to, const Context& context)
{
    const bool allowed = (window.state == WindowState::Planned && to != WindowState::Planned)
        || (window.state == WindowState::Approved && to == WindowState::Cancelled);
    if (!allowed) {
        return conflict(window.id.text + " is " + std::string(to_string(window.state)) + " and cannot become "
            + std::string(to_string(to)) + ".");
    }
    if (to == WindowState::Approved && window.to <= context.now) {
        return conflict(window.id.text + " is over: plan a new one for what is still to be done.");
    }
    return {};
}

// Separation of duties: who planned it does not approve it, unless it cannot wait (then another confirms it).
Result<void> check_approver(const MaintenanceWindow& window, const MoveWindow& command, const Context& context)
{
    const bool own = !window.planned_by.empty() && window.planned_by == context.actor.user;
    if (!own) {
        return {};
    }
    if (window.emergency || !is_blank(command.reason)) {
        return reason_given(is_blank(command.reason) ? window.reason : command.reason, kAlonePurpose);
    }
    return forbidden("Let another maintenance planner or incident manager approve " + window.id.text
        + ": who planned a window does not approve it. If nobody can, or it cannot wait, say why in `reason`: it is an"
          " emergency then, which another person confirms within 24 hours.");
}

void put_in_force_alone(MaintenanceWindow& window, const std::string& reason, const Context& context)
{
    window.alone_at = context.now;
    window.alone_by = context.actor.user;
    window.confirmed_at.reset();
    window.confirmed_by = UserId {};
    if (!is_blank(reason)) {
        window.reason = reason;
    }
}

void approve(MaintenanceWindow& window, const MoveWindow& command, const Context& context)
{
    // It mutes nothing that fired before it was approved: what is approved late begins then.
    window.from = std::max(window.from, context.now);
    window.approved_at = context.now;
    window.approved_by = context.actor.user;
    if (window.planned_by == context.actor.user && !window.planned_by.empty()) {
        window.emergency = true;
        put_in_force_alone(window, command.reason, context);
    }
}

// The second person's word, whatever became of the window meanwhile.
Result<void> confirm(MaintenanceWindow& window, const Context& context)
{
    if (context.actor.user.empty() || context.actor.user == window.alone_by) {
        return forbidden("Let another maintenance planner or incident manager confirm " + window.id.text
            + ": it is in force on your word alone.");
    }
    window.confirmed_at = context.now;
    window.confirmed_by = context.actor.user;
    return {};
}

// What an override leaves out: both assets of a redundant pair under maintenance at once. Once named it stands.
Result<void> check_redundancy(MaintenanceWindow& window, const State& state, const std::vector<PlanOverride>& overrides,
    const std::string& reason, const Context& context)
{
    RETURN_IF_ERROR(
        check_text(reason, { .field = "override_reason", .max_characters = kMaxNote, .form = TextForm::Paragraphs }));
    if (contains(window.overrides, PlanOverride::RedundantPair)) {
        return {};
    }
    const std::vector<RedundancyClash> clashes = redundancy_clashes(state, window, context.now);
    if (clashes.empty()) {
        return {};
    }
    const RedundancyClash& clash = clashes.front();
    if (!contains(overrides, PlanOverride::RedundantPair)) {
        return Error { ErrorCode::GateNotMet,
            clash.here.text + " and " + clash.there.text
                + " stand in for each other, and the second is worked on at that time"
                + (clash.window.empty() ? std::string(" too") : " in " + clash.window.text)
                + ": choose other times, or name the override `redundant_pair` with its reason." };
    }
    std::vector<std::string> missing;
    if (is_blank(reason)) {
        missing.emplace_back("override_reason");
    }
    RETURN_IF_ERROR(gate_met(std::move(missing), "to work on both at once"));
    window.overrides.push_back(PlanOverride::RedundantPair);
    window.override_reason = reason;
    return {};
}

// As the times will be: what lies in the past means now.
Result<MaintenanceWindow> with_times(
    const MaintenanceWindow& window, const RescheduleWindow& command, const Context& context)
{
    if (window.state == WindowState::Cancelled) {
        return conflict(window.id.text + " is cancelled: plan a new one for what is still to be done.");
    }
    if (window.to <= context.now) {
        return conflict(window.id.text + " is over: plan a new one for what is still to be done.");
    }
    const bool begun = window.state == WindowState::Approved && window.from <= context.now;
    // A begin that it has already is none that is asked for.
    const std::optional<Timestamp> from = command.from == window.from ? std::nullopt : command.from;
    if (begun && from) {
        return conflict(window.id.text + " has begun: only its end can be changed.");
    }
    MaintenanceWindow after = window;
    after.from = from ? std::max(*from, context.now) : window.from;
    after.to = command.to ? std::max(*command.to, context.now) : window.to;
    if (after.from == window.from && after.to == window.to) {
        return after;
    }
    const bool ends_now = begun && after.from < after.to && after.to == context.now;
    if (!ends_now) {
        RETURN_IF_ERROR(check_span(after.from, after.to, context));
    }
    return after;
}

// The window as it is planned, under this id.
Result<MaintenanceWindow> planned_window(
    const State& state, const PlanWindow& command, const WindowId& id, const Context& context)
{
    RETURN_IF_ERROR(check_text(command.title, { .field = "title", .max_characters = kMaxTitle, .required = true }));
    RETURN_IF_ERROR(check_span(command.from, command.to, context));
    RETURN_IF_ERROR(check_services(state, command.services));
    RETURN_IF_ERROR(check_labels(command.match, "match"));
    RETURN_IF_ERROR(check_reason(command.reason));
    for (const AssetId& asset : command.assets) {
        RETURN_IF_ERROR(find_in(state.assets, asset, "Asset"));
    }
    if (command.assets.empty() && command.services.empty() && command.match.empty()) {
        return malformed("Name the assets, services or labels the window is for: it mutes those alone.");
    }
    if (command.emergency) {
        RETURN_IF_ERROR(reason_given(command.reason, "to plan it as an emergency"));
    }
    MaintenanceWindow window;
    window.id = id;
    window.title = command.title;
    window.assets = command.assets;
    window.services = command.services;
    window.match = command.match;
    window.from = command.from;
    window.to = command.to;
    window.emergency = command.emergency;
    window.reason = command.emergency ? command.reason : std::string();
    window.planned_by = context.actor.user;
    RETURN_IF_ERROR(check_redundancy(window, state, command.overrides, command.override_reason, context));
    return window;
}

// In order, apart from each other, and not more than people can look through.
Result<void> check_occurrences(const PlanWindowSeries& command)
{
    if (command.occurrences.empty()) {
        return malformed("Give a `recurrence` that makes at least one window to come.");
    }
    if (command.occurrences.size() > kMostOfSeries) {
        return malformed("Let the `recurrence` make at most " + std::to_string(kMostOfSeries) + " windows.");
    }
    for (std::size_t i = 1; i < command.occurrences.size(); ++i) {
        if (command.occurrences[i].from < command.occurrences[i - 1].to) {
            return malformed("Let each window end before the next begins: the one of "
                + format_timestamp(command.occurrences[i - 1].from) + " does not.");
        }
    }
    return {};
}

std::vector<const MaintenanceWindow*> later_in_series(const State& state, const MaintenanceWindow& window)
{
    std::vector<const MaintenanceWindow*> later;
    state.windows.for_each([&](const WindowId& id, const MaintenanceWindow& other) {
        if (other.series == window.series && id != window.id && window.from < other.from) {
            later.push_back(&other);
        }
    });
    std::sort(later.begin(), later.end(), [](const auto* a, const auto* b) { return a->from < b->from; });
    return later;
}

// One window's move, written behind what was decided of others.
Result<void> move_window(Decision& decision, const State& state, const MaintenanceWindow& window,
    const MoveWindow& command, const Context& context)
{
    MaintenanceWindow after = window;
    if (command.to == WindowState::Approved && window.awaits_confirmation()) {
        RETURN_IF_ERROR(confirm(after, context));
    } else if (command.to == window.state && is_blank(command.reason)) {
        return {}; // it is so already
    } else {
        RETURN_IF_ERROR(check_window_move(window, command.to, context));
        after.state = command.to;
        if (command.to == WindowState::Approved) {
            RETURN_IF_ERROR(check_approver(window, command, context));
            approve(after, command, context);
        }
    }
    decision.entries.push_back(draft_of(WindowSet { .window = after }, after.id.text, context));
    if (command.to == WindowState::Cancelled) {
        if (window.from <= context.now) { // before that it mutes nothing, and all alerts are looked through
            unmute(decision, state, after, context);
        }
    }
    return {};
}

}

Result<Decision> decide_on(const State& state, const PlanWindow& command, const Context& context)
{
    const WindowId id { "MW-" + std::to_string(state.next_window) };
    ASSIGN_OR_RETURN(const MaintenanceWindow window, planned_window(state, command, id, context));
    Decision decision = one_entry(WindowSet { .window = window }, window.id.text, context);
    decision.created = window.id.text;
    return decision;
}

Result<Decision> decide_on(const State& state, const PlanWindowSeries& command, const Context& context)
{
    RETURN_IF_ERROR(check_occurrences(command));
    const WindowId series { "MW-" + std::to_string(state.next_window) };
    Decision decision;
    decision.created = series.text;
    for (const PlannedSpan& span : command.occurrences) {
        PlanWindow plan = command.plan;
        plan.from = span.from;
        plan.to = span.to;
        const auto number = state.next_window + static_cast<std::int64_t>(decision.entries.size());
        const WindowId id { "MW-" + std::to_string(number) };
        ASSIGN_OR_RETURN(MaintenanceWindow window, planned_window(state, plan, id, context));
        window.series = series;
        window.rule = command.rule;
        decision.entries.push_back(draft_of(WindowSet { .window = std::move(window) }, id.text, context));
    }
    return decision;
}

Result<Decision> decide_on(const State& state, const MoveWindow& command, const Context& context)
{
    ASSIGN_OR_RETURN(const MaintenanceWindow* window, find_in(state.windows, command.window, "Maintenance window"));
    RETURN_IF_ERROR(check_version(command.version, window->version, window->id.text));
    RETURN_IF_ERROR(check_reason(command.reason));
    Decision decision;
    RETURN_IF_ERROR(move_window(decision, state, *window, command, context));
    if (!command.following) {
        return decision;
    }
    if (window->series.empty()) {
        return conflict(window->id.text + " is of no series: move it alone.");
    }
    for (const MaintenanceWindow* later : later_in_series(state, *window)) {
        const bool confirms = command.to == WindowState::Approved && later->awaits_confirmation();
        if (confirms || check_window_move(*later, command.to, context).ok()) {
            RETURN_IF_ERROR(move_window(decision, state, *later, command, context));
        }
    }
    return decision;
}

Result<Decision> decide_on(const State& state, const RescheduleWindow& command, const Context& context)
{
    ASSIGN_OR_RETURN(const MaintenanceWindow* window, find_in(state.windows, command.window, "Maintenance window"));
    RETURN_IF_ERROR(check_version(command.version, window->version, window->id.text));
    RETURN_IF_ERROR(check_reason(command.reason));
    if (!command.from && !command.to) {
        return malformed("Give another `from` or `to` than it has.");
    }
    ASSIGN_OR_RETURN(MaintenanceWindow after, with_times(*window, command, context));
    if (sets_nothing(window, after)) {
        return Decision {}; // it is so already
    }
    if (after.to > context.now) {
        RETURN_IF_ERROR(check_redundancy(after, state, command.overrides, command.override_reason, context));
    }
    const bool approved = window->state == WindowState::Approved;
    const bool wider = after.from < window->from || window->to < after.to;
    if (approved && wider) {
        RETURN_IF_ERROR(reason_given(command.reason, kAlonePurpose));
        put_in_force_alone(after, command.reason, context);
    }
    if (!approved) {
        after.planned_by = context.actor.user; // nobody approves their own times either
    }
    Decision decision = one_entry(WindowSet { .window = after }, window->id.text, context);
    if (after.to == context.now) {
        unmute(decision, state, after, context);
    }
    return decision;
}

}
