// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/order_form.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/answer_trouble.h"
#include "client/views/batch.h"
#include "client/views/maintenance/maintenance_view.h"
#include "client/views/maintenance/window_form.h"
#include "client/views/sources/heartbeat_rows.h"
#include "client/views/timeline/time_picker.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/contains.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::string_view kUsualLength = "2h";

std::string name_of(const State& state, const AssetId& id)
{
    const Asset* asset = state.assets.find(id);
    return asset != nullptr && !asset->name.empty() ? asset->name : id.text;
}

// When it is due; now where that is over. Nothing where it is unknown.
std::optional<Timestamp> due_begin(const State& state, const AssetId& id, Timestamp now)
{
    const Asset* asset = state.assets.find(id);
    const auto due = asset != nullptr ? maintenance_due_at(*asset) : std::nullopt;
    return due ? std::optional { std::max(*due, now) } : std::nullopt;
}

}

Text order_kind(WorkOrderKind kind)
{
    switch (kind) {
    case WorkOrderKind::Preventive:
        return Text::OrderPreventive;
    case WorkOrderKind::Corrective:
        return Text::OrderCorrective;
    case WorkOrderKind::Inspection:
        return Text::OrderKindInspection;
    case WorkOrderKind::Predictive:
        return Text::OrderPredictive;
    }
    return Text::OrderPreventive;
}

Text interval_words(IntervalSource source)
{
    switch (source) {
    case IntervalSource::Vendor:
        return Text::IntervalVendor;
    case IntervalSource::Insurer:
        return Text::IntervalInsurer;
    case IntervalSource::Policy:
        return Text::IntervalPolicy;
    }
    return Text::IntervalVendor;
}

void OrderForm::open(const std::vector<AssetId>& assets)
{
    // What was begun stays, unless it is about other assets.
    if (!assets.empty() || !changed_.empty()) {
        *this = OrderForm {};
        std::vector<std::string> ids;
        for (const AssetId& asset : assets) {
            ids.push_back(asset.text);
        }
        assets_.choose(std::move(ids));
    }
    lasts_ = lasts_.empty() ? std::string(kUsualLength) : lasts_;
    open_ = true;
}

void OrderForm::open(const WorkOrder& order, const SiteZone& zone)
{
    *this = OrderForm {};
    open_ = true;
    changed_ = order.id;
    version_ = order.version;
    kind_ = static_cast<int>(order.kind);
    title_ = order.title;
    assets_.choose({ order.asset.text });
    begin_ = write_room_time(order.planned_start, zone);
    lasts_ = write_interval((order.planned_end - order.planned_start).count() / 1000);
    maintainer_ = order.maintainer;
}

OrderForm::Plans OrderForm::plans(const ViewInput& input) const
{
    Plans plans;
    const auto seconds = read_interval(lasts_);
    const auto typed = begin_ == "now" ? std::optional { input.now } : read_planned_time(begin_, input.now, input.zone);
    if (assets_.chosen().empty()) {
        plans.why_not = tr(Text::PlanOrderNoAsset);
    } else if (!changed_.empty() && assets_.chosen().size() > 1) {
        plans.why_not = tr(Text::PlanOrderOneAsset);
    } else if (!seconds) {
        plans.why_not = tr(Text::PlanOrderUnread);
    } else if (!typed && !is_blank(begin_)) {
        plans.why_not = tr(Text::PlanTimeUnread);
    }
    for (std::size_t i = 0; plans.why_not.empty() && i < assets_.chosen().size(); ++i) {
        PlanWorkOrder plan;
        plan.asset = AssetId { assets_.chosen()[i] };
        plan.kind = static_cast<WorkOrderKind>(kind_);
        plan.title = is_blank(title_) ? tr(Text::MaintenanceOf, name_of(input.state, plan.asset)) : title_;
        plan.maintainer = maintainer_;
        const auto begin = is_blank(begin_) ? due_begin(input.state, plan.asset, input.now) : typed;
        if (!begin) {
            plans.why_not = tr(Text::PlanOrderNoDue, name_of(input.state, plan.asset));
            break;
        }
        plan.planned_start = *begin;
        plan.planned_end = *begin + Millis { *seconds * 1000 };
        plans.orders.push_back(std::move(plan));
    }
    return plans;
}

std::string OrderForm::refusal_of(const ViewInput& input, const std::vector<PlanWorkOrder>& orders) const
{
    for (const PlanWorkOrder& plan : orders) {
        const Advice advice
            = changed_.empty() ? advise(input, plan) : advise(input, ReplanWorkOrder { changed_, version_, plan });
        if (!advice.allowed) {
            return advice.reason;
        }
    }
    return {};
}

void OrderForm::draw_what(const State& state)
{
    std::vector<std::string> kinds;
    for (std::size_t i = 0; i < EnumTexts<WorkOrderKind>::texts.size(); ++i) {
        kinds.emplace_back(tr(order_kind(static_cast<WorkOrderKind>(i))));
    }
    const std::string usual = assets_.chosen().size() == 1
        ? tr(Text::MaintenanceOf, name_of(state, AssetId { assets_.chosen().front() }))
        : std::string();
    text_field(tr(Text::PlanTitle), title_, { .hint = usual, .max_characters = kMaxTitle, .autofocus = true });
    select(tr(Text::OrderKind), kinds, kind_);
    std::vector<Pick> picks;
    state.assets.for_each([&](const AssetId& id, const Asset&) { picks.push_back({ id.text, name_of(state, id) }); });
    assets_.draw(Text::PlanAssets, picks, { 0, grid(40) });
}

void OrderForm::draw_when(const ViewInput& input)
{
    const float half = column_width(2);
    const bool begin_read
        = is_blank(begin_) || begin_ == "now" || read_planned_time(begin_, input.now, input.zone).has_value();
    text_field(tr(Text::PlanOrderBegin), begin_,
        { .hint = tr(Text::PlanOrderBeginHint),
            .error = begin_read ? std::string_view {} : tr(Text::PlanTimeUnread),
            .max_characters = kMaxShortField,
            .width = half,
            .missing = !begin_read });
    same_line(3);
    const bool lasts_read = read_interval(lasts_).has_value();
    text_field(tr(Text::PlanOrderLasts), lasts_,
        { .hint = tr(Text::PlanOrderLastsHint),
            .error = lasts_read ? std::string_view {} : tr(Text::PlanOrderUnread),
            .max_characters = kMaxShortField,
            .width = half,
            .missing = !lasts_read });
}

void OrderForm::draw_maintainer(const State& state)
{
    std::vector<std::string> names { std::string(tr(Text::OrderNobodyYet)) };
    std::vector<UserId> users { UserId {} };
    state.users.for_each([&](const UserId& id, const User& user) {
        if (!user.disabled && contains(user.roles, SystemRole::Maintainer)) {
            names.push_back(user_name(state, id));
            users.push_back(id);
        }
    });
    const auto at = std::find(users.begin(), users.end(), maintainer_);
    int chosen = at == users.end() ? 0 : static_cast<int>(at - users.begin());
    if (select(tr(Text::OrderMaintainer), names, chosen)) {
        maintainer_ = users[static_cast<std::size_t>(chosen)];
    }
}

// What will be there, so that a due date or "now" is no surprise.
void OrderForm::draw_plans(const ViewInput& input, const Plans& plans)
{
    constexpr std::size_t kMostLines = 8;
    const auto when = [&](Timestamp at) { return format_date_and_clock(at, input.zone.offset_at(at)); };
    for (std::size_t i = 0; i < std::min(kMostLines, plans.orders.size()); ++i) {
        const PlanWorkOrder& plan = plans.orders[i];
        label(tr(Text::PlanOrderLine, name_of(input.state, plan.asset),
                  when(plan.planned_start) + " – " + when(plan.planned_end)),
            { .colour = Colour::Secondary, .wrap = true });
    }
    if (plans.orders.size() > kMostLines) {
        label(tr(Text::More, std::to_string(plans.orders.size() - kMostLines)), { .colour = Colour::Secondary });
    }
}

void OrderForm::draw(const ViewInput& input, Intents& intents)
{
    if (!open_) {
        return;
    }
    const Plans wanted = plans(input);
    const std::string refusal = wanted.why_not.empty() ? refusal_of(input, wanted.orders) : wanted.why_not;
    const bool change = !changed_.empty();
    const std::string title = change ? tr(Text::PlanOrderChange, changed_.text) : std::string(tr(Text::PlanOrderTitle));
    const std::string why_not = awaited_ > 0 ? std::string(tr(Text::SignInBusy)) : refusal;
    if (!begin_modal("plan order",
            { .title = title,
                .commit = tr(change ? Text::PlanOrderChangeCommit : Text::PlanOrderCommit),
                .can_commit = refusal.empty() && awaited_ == 0,
                .why_not = why_not,
                .width = 720,
                .enter_commits = false })) {
        return;
    }
    label(tr(Text::PlanOrderNote), { .colour = Colour::Secondary, .wrap = true });
    draw_what(input.state);
    draw_when(input);
    draw_maintainer(input.state);
    draw_plans(input, wanted);
    const std::string said = refusal_.empty() ? refusal : screen_words(refusal_, {});
    if (!said.empty()) {
        label(said, { .colour = Colour::Major, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        send(input, wanted.orders, intents);
    } else if (outcome != ModalOutcome::Open) {
        open_ = false;
    }
}

void OrderForm::send(const ViewInput& input, const std::vector<PlanWorkOrder>& orders, Intents& intents)
{
    refusal_.clear();
    awaited_ = orders.size();
    if (!changed_.empty()) {
        send_change(orders.front(), intents);
        return;
    }
    std::vector<Send> sends;
    for (const PlanWorkOrder& plan : orders) {
        Send send;
        send.path = "/api/v1/work-orders";
        send.body = encode_command(plan);
        send.about = name_of(input.state, plan.asset);
        send.success = tr(Text::SaidOrderPlanned, send.about);
        send.done = [this, asset = plan.asset](const HttpResponse& response) { take(asset, response); };
        sends.push_back(std::move(send));
    }
    std::string all = tr(Text::SaidOrdersPlanned, std::to_string(orders.size()));
    send_together(intents, std::move(sends), std::move(all), Text::SaidOrdersSome);
}

void OrderForm::send_change(const PlanWorkOrder& plan, Intents& intents)
{
    Send send;
    send.path = "/api/v1/work-orders/" + changed_.text + "/plan";
    send.body = encode_command(ReplanWorkOrder { changed_, version_, plan });
    send.success = tr(Text::SaidOrderChanged, changed_.text);
    send.done = [this, asset = plan.asset](const HttpResponse& response) { take(asset, response); };
    intents.emplace_back(std::move(send));
}

void OrderForm::take(const AssetId& asset, const HttpResponse& response)
{
    awaited_ -= awaited_ > 0 ? 1U : 0U;
    if (response.ok()) {
        std::vector<std::string> left = assets_.chosen();
        std::erase(left, asset.text);
        assets_.choose(std::move(left));
    } else {
        refusal_ = trouble_of(response);
    }
    if (awaited_ == 0 && refusal_.empty()) {
        *this = OrderForm {};
    }
}

}
