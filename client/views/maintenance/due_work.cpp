// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/due_work.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/maintenance/maintenance_view.h"
#include "client/views/maintenance/order_form.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/domain/contains.h"
#include "shared/domain/entities/maintenance.h"

#include <algorithm>
#include <map>

namespace watchfloor {
namespace {

bool is_open(const WorkOrder& order)
{
    return order.kind == WorkOrderKind::Preventive && order.state != WorkOrderState::ReturnedToService
        && order.state != WorkOrderState::Cancelled;
}

std::string due_words(const DueAsset& row, const SiteZone& zone)
{
    if (!row.due) {
        return std::string(tr(Text::DueWorkUnknown));
    }
    const std::string date = format_date_and_clock(*row.due, zone.offset_at(*row.due));
    const std::string percent = std::to_string(row.percent.value_or(0));
    return row.days_overdue > 0 ? tr(Text::DueWorkOverdue, date, std::to_string(row.days_overdue), percent)
                                : tr(Text::DueWorkDue, date, percent);
}

}

std::vector<DueAsset> due_assets(const State& state, Timestamp now)
{
    std::map<std::string, WorkOrderId> open;
    state.work_orders.for_each([&](const WorkOrderId& id, const WorkOrder& order) {
        if (is_open(order)) {
            open.emplace(order.asset.text, id);
        }
    });
    std::vector<DueAsset> rows;
    state.assets.for_each([&](const AssetId& id, const Asset& asset) {
        const auto due = maintenance_due_at(asset);
        if (!maintenance_interval_days(asset) || (due && *due > now + kDueReach)) {
            return;
        }
        DueAsset row;
        row.asset = id;
        row.name = asset.name.empty() ? id.text : asset.name;
        row.criticality = asset.criticality;
        row.due = due;
        row.days_overdue = due ? days_overdue(*due, now) : 0;
        row.percent = maintenance_urgency_percent(asset, now);
        const auto at = open.find(id.text);
        row.open = at == open.end() ? WorkOrderId {} : at->second;
        rows.push_back(std::move(row));
    });
    const auto rank = [](const DueAsset& row) { return !row.due ? 2 : row.days_overdue > 0 ? 0 : 1; };
    sort_stably(rows, [&](const DueAsset& a, const DueAsset& b) {
        if (rank(a) != rank(b)) {
            return rank(a) < rank(b);
        }
        return a.due != b.due ? a.due < b.due : a.name < b.name;
    });
    return rows;
}

void DueWork::open()
{
    open_ = true;
    chosen_.clear();
}

void DueWork::draw_rows(const ViewInput& input, const std::vector<DueAsset>& rows)
{
    begin_area(tr(Text::DueWorkTitle), { 0, grid(80) });
    for (const DueAsset& row : rows) {
        bool on = contains(chosen_, row.asset);
        if (toggle(row.name + "##" + row.asset.text, on)) {
            std::erase(chosen_, row.asset);
            if (on) {
                chosen_.push_back(row.asset);
            }
        }
        std::string words
            = due_words(row, input.zone) + ", " + tr(Text::DueWorkCriticality, field_words(to_string(row.criticality)));
        if (const WorkOrder* order = input.state.work_orders.find(row.open)) {
            words += ", "
                + (order->interval ? tr(Text::DueWorkMade, row.open.text, tr(interval_words(*order->interval)))
                                   : tr(Text::DueWorkPlanned, row.open.text));
        }
        label(words, { .colour = row.days_overdue > 0 ? Colour::Major : Colour::Secondary, .wrap = true });
    }
    end_area();
}

std::optional<std::vector<AssetId>> DueWork::draw(const ViewInput& input)
{
    if (!open_) {
        return std::nullopt;
    }
    const std::vector<DueAsset> rows = due_assets(input.state, input.as_of());
    const Permit permit = may_do(input, Act::PlanWorkOrder);
    const bool any
        = std::any_of(rows.begin(), rows.end(), [&](const DueAsset& row) { return contains(chosen_, row.asset); });
    const std::string why_not = permit.allowed ? std::string(tr(Text::DueWorkChoose)) : permit.why;
    if (!begin_modal("due work",
            { .title = tr(Text::DueWorkTitle),
                .commit = tr(Text::DueWorkCommit),
                .can_commit = permit.allowed && any,
                .why_not = why_not,
                .width = 720,
                .enter_commits = false })) {
        return std::nullopt;
    }
    label(tr(rows.empty() ? Text::DueWorkNone : Text::DueWorkNote), { .colour = Colour::Secondary, .wrap = true });
    draw_rows(input, rows);
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Open) {
        return std::nullopt;
    }
    open_ = false;
    if (outcome != ModalOutcome::Committed) {
        return std::nullopt;
    }
    std::vector<AssetId> assets;
    for (const DueAsset& row : rows) {
        if (contains(chosen_, row.asset)) {
            assets.push_back(row.asset);
        }
    }
    return assets;
}

}
