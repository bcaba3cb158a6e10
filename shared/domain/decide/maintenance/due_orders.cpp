// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/maintenance/due_orders.h"

#include "shared/domain/decide/maintenance/maintenance.h"
#include "shared/domain/decision/subject.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace watchfloor {
namespace {

constexpr Millis kUsualWork = std::chrono::hours { 2 };

// What is open for an asset: any preventive work, and what was made by itself and nobody has touched yet.
struct OpenWork {
    const WorkOrder* any = nullptr;
    const WorkOrder* untouched = nullptr;
};

enum class Step { None, Make, Follow, Drop };

std::map<AssetId, OpenWork> open_work(const State& state)
{
    std::map<AssetId, OpenWork> open;
    state.work_orders.for_each([&](const WorkOrderId&, const WorkOrder& order) {
        const bool over = order.state == WorkOrderState::ReturnedToService || order.state == WorkOrderState::Cancelled;
        if (over || order.kind != WorkOrderKind::Preventive) {
            return;
        }
        OpenWork& of = open[order.asset];
        of.any = &order;
        if (order.due_at && order.state == WorkOrderState::Planned && order.planned_by.empty()) {
            of.untouched = &order;
        }
    });
    return open;
}

// A date is served once: an order that was cancelled is not made again until the asset is due at another time.
Step step_for(const Asset& asset, const OpenWork& open, Timestamp now)
{
    const auto due = maintenance_due_at(asset);
    const bool wanted = due && *due - maintenance_work_ahead(asset) <= now;
    if (open.untouched != nullptr) {
        const WorkOrder& made = *open.untouched;
        const bool same = wanted && made.due_at == due && made.interval == maintenance_interval(asset)->source;
        return !wanted ? Step::Drop : same ? Step::None : Step::Follow;
    }
    return wanted && open.any == nullptr && asset.work_made_for != due ? Step::Make : Step::None;
}

// It is planned as a person's work is where no begin is given: when it is due, at once where that is over.
void put_on_date(WorkOrder& order, const Asset& asset, Timestamp now)
{
    order.due_at = maintenance_due_at(asset);
    order.interval = maintenance_interval(asset)->source;
    order.title = "Maintenance of " + (asset.name.empty() ? asset.id.text : asset.name);
    order.planned_start = std::max(*order.due_at, now);
    order.planned_end = order.planned_start + kUsualWork;
}

OpenWork work_of_asset(const std::map<AssetId, OpenWork>& open, const AssetId& asset)
{
    const auto at = open.find(asset);
    return at == open.end() ? OpenWork {} : at->second;
}

}

std::vector<AssetId> assets_with_due_work(const State& state, Timestamp now)
{
    std::vector<AssetId> assets;
    if (state.purpose != JournalPurpose::Main) {
        return assets;
    }
    const auto open = open_work(state);
    state.assets.for_each([&](const AssetId& id, const Asset& asset) {
        if (step_for(asset, work_of_asset(open, id), now) != Step::None) {
            assets.push_back(id);
        }
    });
    return assets;
}

Result<Decision> decide_on(const State& state, const MakeDueWork& command, const Context& context)
{
    Decision decision;
    if (state.purpose != JournalPurpose::Main) {
        return decision;
    }
    const auto open = open_work(state);
    std::set<AssetId> seen; // an asset named twice gets one order
    std::int64_t number = state.next_work_order;
    for (const AssetId& id : command.assets) {
        const Asset* asset = state.assets.find(id);
        const OpenWork work = work_of_asset(open, id);
        const bool first = seen.insert(id).second;
        const Step step = asset != nullptr && first ? step_for(*asset, work, context.now) : Step::None;
        if (step == Step::None) {
            continue;
        }
        WorkOrder order = step == Step::Make ? WorkOrder {} : *work.untouched;
        if (step == Step::Make) {
            order.id = WorkOrderId { "WO-" + std::to_string(number++) };
            order.asset = id;
        }
        if (step == Step::Drop) {
            order.state = WorkOrderState::Cancelled;
            order.reason = "Not due any more: its interval, its last maintenance or its use was changed.";
        } else {
            put_on_date(order, *asset, context.now);
        }
        const std::string subject = order.id.text;
        decision.entries.push_back(draft_of(WorkOrderSet { .order = std::move(order) }, subject, context));
    }
    return decision;
}

}
