// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/order_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/maintenance/order_form.h"
#include "client/views/maintenance/window_form.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/contains.h"
#include "shared/domain/decide/maintenance/maintenance.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

bool asks_reason(WorkOrderState from, WorkOrderState to)
{
    const bool fails = from == WorkOrderState::Inspection && to == WorkOrderState::InProgress;
    return fails || to == WorkOrderState::Deferred || to == WorkOrderState::Cancelled;
}

// Approved by who planned it, it is an emergency: that needs a reason too.
bool is_own_approval(const ViewInput& input, const WorkOrder& order, WorkOrderState to)
{
    const bool approvable = order.state == WorkOrderState::Planned || order.state == WorkOrderState::Deferred;
    return approvable && to == WorkOrderState::Approved && is_me(input, order.planned_by);
}

// The next ones, and the second person's word where that is awaited.
std::vector<WorkOrderState> steps_of(const WorkOrder& order)
{
    std::vector<WorkOrderState> steps = work_order_moves(order.state);
    if (order.awaits_confirmation() && !contains(steps, WorkOrderState::Approved)) {
        steps.push_back(WorkOrderState::Approved);
    }
    return steps;
}

Text step_words(const ViewInput& input, const WorkOrder& order, WorkOrderState to)
{
    if (to != WorkOrderState::Approved) {
        return order_step(order.state, to);
    }
    const bool confirms = !contains(work_order_moves(order.state), to);
    return confirms                         ? Text::WindowConfirm
        : is_own_approval(input, order, to) ? Text::WindowApproveAlone
                                            : Text::OrderApprove;
}

// How the work went: who inspects it judges by that, and who does it sees that its time is over.
void draw_course(const ViewInput& input, const WorkOrder& order)
{
    const auto when = [&](Timestamp at) { return format_date_and_clock(at, input.zone.offset_at(at)); };
    const auto fact = [](Text name, const std::string& value) {
        label(std::string(tr(name)) + ": " + value, { .colour = Colour::Secondary, .wrap = true });
    };
    if (order.actual_start) {
        fact(Text::OrderBegun, when(*order.actual_start));
    }
    if (!order.handed_over_by.empty()) {
        fact(Text::OrderHandedOverBy, user_name(input.state, order.handed_over_by));
    }
    const bool under_way = order.state == WorkOrderState::InProgress || order.state == WorkOrderState::Inspection;
    if (under_way && order.planned_end < input.as_of()) {
        const std::string late = format_duration((input.as_of() - order.planned_end).count());
        label(tr(Text::OrderLateBy, late, when(order.planned_end)), { .colour = Colour::Major, .wrap = true });
    }
    if (!order.work_done.empty()) {
        label(tr(Text::OrderDone, order.work_done), { .wrap = true });
    }
}

void draw_people(const ViewInput& input, const WorkOrder& order)
{
    const auto when = [&](Timestamp at) { return format_date_and_clock(at, input.zone.offset_at(at)); };
    const auto person = [&](Text name, const UserId& user) {
        if (!user.empty()) {
            label(std::string(tr(name)) + ": " + user_name(input.state, user),
                { .colour = Colour::Secondary, .wrap = true });
        }
    };
    person(Text::WindowPlannedBy, order.planned_by);
    person(Text::WindowApprovedBy, order.approver);
    person(Text::OrderInspector, order.inspector);
    if (order.awaits_confirmation()) {
        const Timestamp by = *order.alone_at + kConfirmWithin;
        label(tr(by < input.as_of() ? Text::WindowAloneLate : Text::WindowAlone, user_name(input.state, order.alone_by),
                  when(*order.alone_at), when(by)),
            { .colour = Colour::Major, .wrap = true });
    }
    person(Text::WindowConfirmedBy, order.confirmed_by);
}

bool asks_words(WorkOrderState to)
{
    return to == WorkOrderState::Inspection || to == WorkOrderState::ReturnedToService;
}

}

Text order_step(WorkOrderState from, WorkOrderState to)
{
    switch (to) {
    case WorkOrderState::Planned:
    case WorkOrderState::Approved:
        return Text::OrderApprove;
    case WorkOrderState::InProgress:
        return from == WorkOrderState::Inspection ? Text::OrderFail : Text::OrderStart;
    case WorkOrderState::Inspection:
        return Text::OrderInspect;
    case WorkOrderState::ReturnedToService:
        return Text::OrderReturn;
    case WorkOrderState::Deferred:
        return Text::OrderDefer;
    case WorkOrderState::Cancelled:
        return Text::OrderCancel;
    }
    return Text::OrderApprove;
}

void OrderPanel::open(const WorkOrderId& order)
{
    *this = OrderPanel {};
    order_ = order;
}

void OrderPanel::draw_facts(const ViewInput& input, const WorkOrder& order)
{
    const auto when = [&](Timestamp at) { return format_date_and_clock(at, input.zone.offset_at(at)); };
    const auto fact = [](Text name, const std::string& value) {
        label(std::string(tr(name)) + ": " + value, { .colour = Colour::Secondary, .wrap = true });
    };
    const Asset* asset = input.state.assets.find(order.asset);
    fact(Text::PlanAssets, asset != nullptr && !asset->name.empty() ? asset->name : order.asset.text);
    fact(Text::OrderKind, std::string(tr(order_kind(order.kind))));
    if (order.interval && order.due_at) {
        fact(Text::OrderMadeFor,
            tr(Text::OrderMadeDue, tr(interval_words(*order.interval)),
                format_date(*order.due_at, input.zone.offset_at(*order.due_at))));
    }
    fact(Text::OrderPlannedFor, when(order.planned_start) + " – " + when(order.planned_end));
    fact(Text::OrderMaintainer,
        order.maintainer.empty() ? std::string(tr(Text::OrderNobodyYet)) : user_name(input.state, order.maintainer));
    draw_people(input, order);
    draw_course(input, order);
    if (order.state == WorkOrderState::Planned) {
        const Permit permit = may_do(input, Act::PlanWorkOrder);
        if (button(tr(Text::OrderChange), { .enabled = permit.allowed, .why_disabled = permit.why })) {
            change_ = order.id;
        }
    }
}

void OrderPanel::draw_fields(const ViewInput& input, const WorkOrder& order, WorkOrderState to)
{
    const bool own = is_own_approval(input, order, to);
    if (to == WorkOrderState::Deferred) {
        const auto start = read_planned_time(start_, input.now, input.zone);
        text_field(tr(Text::OrderNewStart), start_,
            { .hint = tr(Text::PlanToHint),
                .error = start || is_blank(start_) ? std::string_view {} : tr(Text::PlanTimeUnread),
                .max_characters = kMaxShortField,
                .missing = !start });
    }
    if (own || asks_reason(order.state, to)) {
        text_area(tr(Text::FieldReason), reason_, 2,
            { .hint = own ? tr(Text::WindowAloneHint) : std::string_view {},
                .max_characters = kMaxNote,
                .missing = is_blank(reason_) });
    }
    if (asks_words(to)) {
        text_area(tr(Text::OrderWords), words_, 3,
            { .max_characters = kMaxNote, .missing = to == WorkOrderState::Inspection && is_blank(words_) });
    }
}

// Only what this step asks for: what was written for another is not sent along.
MoveWorkOrder OrderPanel::asked(const ViewInput& input, const WorkOrder& order, WorkOrderState to) const
{
    MoveWorkOrder move;
    move.order = order.id;
    move.version = order.version;
    move.to = to;
    move.work_done = asks_words(to) ? words_ : std::string();
    const bool reasoned = asks_reason(order.state, to) || is_own_approval(input, order, to);
    move.reason = reasoned ? reason_ : std::string();
    if (order.state == WorkOrderState::Inspection) {
        move.inspection_passed = to == WorkOrderState::ReturnedToService;
    }
    if (to == WorkOrderState::Deferred) {
        move.planned_start = read_planned_time(start_, input.now, input.zone);
    }
    return move;
}

void OrderPanel::draw(const ViewInput& input, Intents& intents)
{
    const WorkOrder* order = order_.empty() ? nullptr : input.state.work_orders.find(order_);
    const auto steps = order != nullptr ? steps_of(*order) : std::vector<WorkOrderState> {};
    if (steps.empty()) {
        order_ = WorkOrderId {};
        return;
    }
    chosen_ = seen_ == order->state ? std::min(chosen_, static_cast<int>(steps.size()) - 1) : 0;
    seen_ = order->state;
    const WorkOrderState to = steps[static_cast<std::size_t>(chosen_)];
    const auto words = tr(step_words(input, *order, to));
    const MoveWorkOrder move = asked(input, *order, to);
    const Advice advice = advise(input, move);
    const std::string title = order->id.text + "  " + order->title;
    if (!begin_modal("work order",
            { .title = title, .commit = words, .can_commit = advice.allowed, .why_not = advice.reason })) {
        return;
    }
    draw_facts(input, *order);
    if (steps.size() > 1) {
        std::vector<std::string> choices;
        for (const WorkOrderState step : steps) {
            choices.emplace_back(tr(step_words(input, *order, step)));
        }
        select(tr(Text::OrderStep), choices, chosen_);
    }
    label(tr(Text::OrderNext, words), { .colour = Colour::Secondary, .wrap = true });
    if (!order->reason.empty()) {
        label(tr(Text::OrderReason, order->reason), { .wrap = true });
    }
    draw_fields(input, *order, to);
    if (!advice.allowed) {
        label(advice.reason, { .colour = advice.fillable ? Colour::Secondary : Colour::Major, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        Send send;
        send.path = "/api/v1/work-orders/" + order_.text + "/transitions";
        send.body = encode_command(move);
        send.success = tr(Text::SaidOrderStep, order_.text, words);
        intents.emplace_back(std::move(send));
    }
    if (outcome != ModalOutcome::Open || !change_.empty()) {
        order_ = WorkOrderId {};
    }
}

}
