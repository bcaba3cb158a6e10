// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/maintenance/maintenance.h"

#include "shared/domain/decide/maintenance/planned_span.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace watchfloor {
namespace {

struct OrderMove {
    WorkOrderState from;
    WorkOrderState to;
    bool by_planner_alone;
};

// From planning to the return to service, which takes a passed inspection (ISO 27001 A.11.2.4).
constexpr auto kOrderMoves = std::to_array<OrderMove>({
    { WorkOrderState::Planned, WorkOrderState::Approved, true },
    { WorkOrderState::Planned, WorkOrderState::Deferred, true },
    { WorkOrderState::Planned, WorkOrderState::Cancelled, true },
    { WorkOrderState::Approved, WorkOrderState::InProgress, false },
    { WorkOrderState::Approved, WorkOrderState::Deferred, true },
    { WorkOrderState::Approved, WorkOrderState::Cancelled, true },
    { WorkOrderState::Deferred, WorkOrderState::Approved, true },
    { WorkOrderState::Deferred, WorkOrderState::Cancelled, true },
    { WorkOrderState::InProgress, WorkOrderState::Inspection, false },
    { WorkOrderState::Inspection, WorkOrderState::ReturnedToService, false },
    { WorkOrderState::Inspection, WorkOrderState::InProgress, false },
});

Result<const OrderMove*> check_order_move(const WorkOrder& order, WorkOrderState to)
{
    const auto at = std::find_if(kOrderMoves.begin(), kOrderMoves.end(),
        [&](const OrderMove& move) { return move.from == order.state && move.to == to; });
    if (at == kOrderMoves.end()) {
        return conflict(order.id.text + " is " + std::string(to_string(order.state)) + " and cannot become "
            + std::string(to_string(to)) + (order.state == WorkOrderState::Planned ? "; approve it first." : "."));
    }
    return &*at;
}

// A maintainer moves own work orders only; an inspector is anyone else of the trade.
Result<void> check_order_actor(const WorkOrder& order, const OrderMove& move, const Context& context)
{
    if (context.actor.has(SystemRole::MaintenancePlanner)) {
        return {};
    }
    if (move.by_planner_alone) {
        return forbidden(
            "Ask a maintenance planner to move " + order.id.text + " to " + std::string(to_string(move.to)) + ".");
    }
    const bool inspects = move.from == WorkOrderState::Inspection;
    const bool own = order.maintainer.empty() || order.maintainer == context.actor.user;
    if (inspects || own) {
        return {};
    }
    return forbidden(
        "Ask " + order.maintainer.text + ", who maintains " + order.id.text + ", or a maintenance planner.");
}

std::vector<std::string> missing_unless(bool given, std::string field)
{
    return given ? std::vector<std::string> {} : std::vector<std::string> { std::move(field) };
}

bool is_actor(const UserId& user, const Context& context)
{
    return !user.empty() && user == context.actor.user;
}

// Separation of duties: who planned it does not approve it, unless it cannot wait (then another confirms it).
Result<void> check_order_approver(const WorkOrder& order, const MoveWorkOrder& command, const Context& context)
{
    if (!is_actor(order.planned_by, context) || !is_blank(command.reason)) {
        return {};
    }
    return forbidden("Let another maintenance planner approve " + order.id.text
        + ": who planned work does not approve it. If nobody can, or it cannot wait, say why in `reason`: it is an"
          " emergency then, which another person confirms within 24 hours.");
}

Result<void> check_inspector(const WorkOrder& order, const Context& context)
{
    if (context.actor.user.empty() || context.actor.user == order.maintainer) {
        return forbidden("Let somebody other than the maintainer inspect " + order.id.text + ".");
    }
    if (is_actor(order.handed_over_by, context)) {
        return forbidden("Let somebody else inspect " + order.id.text + ": you handed it over.");
    }
    if (order.awaits_confirmation() && is_actor(order.alone_by, context)) {
        return forbidden(
            "Let somebody else inspect " + order.id.text + ", or confirm it first: it is in work on your word alone.");
    }
    return {};
}

Result<void> check_inspection(const WorkOrder& order, const MoveWorkOrder& command, const Context& context)
{
    RETURN_IF_ERROR(check_inspector(order, context));
    const bool passed = command.to == WorkOrderState::ReturnedToService;
    if (!command.inspection_passed || *command.inspection_passed != passed) {
        return gate_met({ "inspection_passed" },
            passed ? "to return it to service: it needs a passed inspection"
                   : "to send it back to work: say that the inspection failed");
    }
    return gate_met(missing_unless(passed || !is_blank(command.reason), "reason"), "to send it back to work");
}

Result<void> check_deferral(const WorkOrder& order, const MoveWorkOrder& command, const Context& context)
{
    std::vector<std::string> missing;
    if (!command.planned_start) {
        missing.emplace_back("planned_start");
    }
    if (is_blank(command.reason)) {
        missing.emplace_back("reason");
    }
    RETURN_IF_ERROR(gate_met(std::move(missing), "to defer it (the reason accepts the risk)"));
    if (*command.planned_start <= context.now || *command.planned_start <= order.planned_start) {
        return malformed("Give `planned_start` a time to come that is later than the present one.");
    }
    return check_span(
        *command.planned_start, *command.planned_start + (order.planned_end - order.planned_start), context);
}

Result<void> check_order_gate(const WorkOrder& order, const MoveWorkOrder& command, const Context& context)
{
    switch (command.to) {
    case WorkOrderState::Deferred:
        return check_deferral(order, command, context);
    case WorkOrderState::Cancelled:
        return gate_met(missing_unless(!is_blank(command.reason), "reason"), "to cancel it");
    case WorkOrderState::Inspection:
        return gate_met(missing_unless(!is_blank(command.work_done), "work_done"), "to hand it over for inspection");
    case WorkOrderState::ReturnedToService:
        return check_inspection(order, command, context);
    case WorkOrderState::InProgress:
        return order.state == WorkOrderState::Inspection ? check_inspection(order, command, context) : Result<void> {};
    case WorkOrderState::Approved:
        return check_order_approver(order, command, context);
    case WorkOrderState::Planned:
        break;
    }
    return {};
}

void approve_order(WorkOrder& order, const Context& context)
{
    order.approver = context.actor.user;
    if (is_actor(order.planned_by, context)) {
        order.alone_at = context.now;
        order.alone_by = context.actor.user;
        order.confirmed_at.reset();
        order.confirmed_by = UserId {};
    } else if (order.awaits_confirmation()) {
        order.confirmed_at = context.now;
        order.confirmed_by = context.actor.user;
    }
}

// The second person's word, whatever became of the work meanwhile.
Result<Decision> confirm_order(const WorkOrder& order, const Context& context)
{
    if (!context.actor.has(SystemRole::MaintenancePlanner) || context.actor.user.empty()
        || is_actor(order.alone_by, context)) {
        return forbidden(
            "Let another maintenance planner confirm " + order.id.text + ": it was approved on one person's word.");
    }
    WorkOrder after = order;
    after.confirmed_at = context.now;
    after.confirmed_by = context.actor.user;
    return one_entry(WorkOrderSet { .order = after }, order.id.text, context);
}

void begin_work(WorkOrder& order, const Context& context)
{
    if (!order.actual_start) {
        order.actual_start = context.now;
    }
    if (order.maintainer.empty()) {
        order.maintainer = context.actor.user;
    }
}

void defer(WorkOrder& order, const MoveWorkOrder& command)
{
    const Millis length = order.planned_end - order.planned_start;
    order.planned_start = *command.planned_start;
    order.planned_end = order.planned_start + length;
}

// Who inspects adds to what the maintainer wrote, and takes none of it away.
std::string with_inspection(const std::string& done, const std::string& said)
{
    const bool stands = done.empty() || done == said;
    return stands ? said : done + "\n\n" + said;
}

WorkOrder moved(WorkOrder order, const MoveWorkOrder& command, const Context& context)
{
    const bool inspected = order.state == WorkOrderState::Inspection;
    order.state = command.to;
    // Why it was deferred or sent back stands until another reason is given, or the work has passed its inspection.
    if (!is_blank(command.reason) || command.to == WorkOrderState::ReturnedToService) {
        order.reason = command.reason;
    }
    if (!command.work_done.empty()) {
        order.work_done = inspected ? with_inspection(order.work_done, command.work_done) : command.work_done;
    }
    if (inspected) {
        order.inspector = context.actor.user;
        order.inspection_passed = command.to == WorkOrderState::ReturnedToService;
    }
    switch (command.to) {
    case WorkOrderState::Approved:
        approve_order(order, context);
        break;
    case WorkOrderState::InProgress:
        begin_work(order, context);
        break;
    case WorkOrderState::Deferred:
        order.approver = context.actor.user;
        order.planned_by = context.actor.user; // nobody approves their own times either
        defer(order, command);
        break;
    case WorkOrderState::ReturnedToService:
        order.actual_end = context.now;
        break;
    case WorkOrderState::Inspection:
        order.handed_over_by = context.actor.user;
        break;
    case WorkOrderState::Planned:
    case WorkOrderState::Cancelled:
        break;
    }
    return order;
}

// Whether it says nothing but the state. What else is said belongs to a move, and would be lost without one.
bool says_where_alone(const MoveWorkOrder& command)
{
    return is_blank(command.reason) && is_blank(command.work_done) && !command.planned_start
        && !command.inspection_passed;
}

// Checks what is planned, and puts it into the order.
Result<void> take_plan(WorkOrder& order, const State& state, const PlanWorkOrder& plan, const Context& context)
{
    RETURN_IF_ERROR(find_in(state.assets, plan.asset, "Asset"));
    RETURN_IF_ERROR(check_text(plan.title, { .field = "title", .max_characters = kMaxTitle, .required = true }));
    RETURN_IF_ERROR(check_span(plan.planned_start, plan.planned_end, context));
    if (!plan.maintainer.empty()) {
        ASSIGN_OR_RETURN(const User* user, find_active_user(state, plan.maintainer, "maintainer"));
        if (!contains(user->roles, SystemRole::Maintainer)) {
            return malformed("Choose a maintainer who is authorised: " + plan.maintainer.text + " has not the role.");
        }
    }
    order.asset = plan.asset;
    order.kind = plan.kind;
    order.title = plan.title;
    order.planned_start = plan.planned_start;
    order.planned_end = plan.planned_end;
    order.maintainer = plan.maintainer;
    order.planned_by = context.actor.system ? UserId {} : context.actor.user;
    return {};
}

}

std::vector<WorkOrderState> work_order_moves(WorkOrderState from)
{
    std::vector<WorkOrderState> moves;
    for (const OrderMove& move : kOrderMoves) {
        if (move.from == from) {
            moves.push_back(move.to);
        }
    }
    return moves;
}

Result<Decision> decide_on(const State& state, const PlanWorkOrder& command, const Context& context)
{
    WorkOrder order;
    order.id = WorkOrderId { "WO-" + std::to_string(state.next_work_order) };
    RETURN_IF_ERROR(take_plan(order, state, command, context));
    Decision decision = one_entry(WorkOrderSet { .order = order }, order.id.text, context);
    decision.created = order.id.text;
    return decision;
}

Result<Decision> decide_on(const State& state, const ReplanWorkOrder& command, const Context& context)
{
    ASSIGN_OR_RETURN(const WorkOrder* order, find_in(state.work_orders, command.order, "Work order"));
    RETURN_IF_ERROR(check_version(command.version, order->version, order->id.text));
    if (order->state != WorkOrderState::Planned) {
        return conflict(order->id.text + " is " + std::string(to_string(order->state))
            + ": only what is planned can be changed. Defer or cancel it instead.");
    }
    WorkOrder after = *order;
    RETURN_IF_ERROR(take_plan(after, state, command.plan, context));
    const UserId planner = std::exchange(after.planned_by, order->planned_by);
    if (sets_nothing(order, after)) {
        return Decision {}; // it is so already, and who says so again has planned nothing
    }
    after.planned_by = planner;
    return one_entry(WorkOrderSet { .order = after }, order->id.text, context);
}

Result<Decision> decide_on(const State& state, const MoveWorkOrder& command, const Context& context)
{
    ASSIGN_OR_RETURN(const WorkOrder* order, find_in(state.work_orders, command.order, "Work order"));
    RETURN_IF_ERROR(check_version(command.version, order->version, order->id.text));
    RETURN_IF_ERROR(check_text(
        command.work_done, { .field = "work_done", .max_characters = kMaxNote, .form = TextForm::Paragraphs }));
    RETURN_IF_ERROR(
        check_text(command.reason, { .field = "reason", .max_characters = kMaxNote, .form = TextForm::Paragraphs }));
    const bool repeated = command.to == order->state && !order->awaits_confirmation();
    if (repeated && says_where_alone(command)) {
        return Decision {}; // it is so already
    }
    const auto found = check_order_move(*order, command.to);
    if (!found.ok() && command.to == WorkOrderState::Approved && order->awaits_confirmation()) {
        return confirm_order(*order, context);
    }
    ASSIGN_OR_RETURN(const OrderMove* move, found);
    RETURN_IF_ERROR(check_order_actor(*order, *move, context));
    RETURN_IF_ERROR(check_order_gate(*order, command, context));
    WorkOrder after = moved(*order, command, context);
    RETURN_IF_ERROR(check_text(
        after.work_done, { .field = "work_done", .max_characters = kMaxNote, .form = TextForm::Paragraphs }));
    return one_entry(WorkOrderSet { .order = std::move(after) }, order->id.text, context);
}

}
