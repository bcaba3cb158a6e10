// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/asset_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/maintenance/asset_form.h"
#include "client/views/maintenance/maintenance_view.h"
#include "client/views/maintenance/window_panel.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/domain/contains.h"
#include "shared/wire/sheets/register_sheet.h"
#include "shared/wire/sheets/sheet_cells.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kMostOfAsset = 6; // orders, and windows

bool is_finished(const WorkOrder& order)
{
    return order.state == WorkOrderState::ReturnedToService || order.state == WorkOrderState::Cancelled;
}

// What was written of it, but for what is said better elsewhere.
void draw_written(const ViewInput& input, const Asset& asset)
{
    for (const FieldPlace& place : fields_of(Register::Assets)) {
        const std::string_view column = column_of(place);
        const Asset* whole = column == "parent" ? input.state.assets.find(asset.parent) : nullptr;
        const bool kept = column == "custodian" && !asset.custodian.empty();
        std::string value = column == "services"  ? service_names(input.state, asset.services)
            : kept                                ? user_name(input.state, asset.custodian)
            : whole != nullptr                    ? (whole->name.empty() ? whole->id.text : whole->name)
            : place.type->kind == FieldKind::Word ? field_words(write_cell(place, &asset), "assets")
            : place.type->kind == FieldKind::Flag ? std::string()
                                                  : write_cell(place, &asset);
        const bool interval = place.type->kind == FieldKind::Integer;
        if (value.empty() || column == "id" || column == "name" || (interval && value == "0")) {
            continue;
        }
        label(field_words(column, "assets") + ": " + value, { .wrap = true });
    }
    if (asset.retired) {
        label(tr(Text::FieldRetired), { .wrap = true });
    }
    if (asset.holds_information) {
        label(tr(Text::FieldHoldsInformation), { .wrap = true });
    }
}

void draw_orders(const ViewInput& input, const Asset& asset, AssetWish& wish)
{
    heading(tr(Text::AssetOrders), 3);
    const auto orders = orders_of(input.state, asset.id);
    if (orders.empty()) {
        label(tr(Text::AssetNoOrders), { .colour = Colour::Secondary });
    }
    for (std::size_t i = 0; i < std::min(orders.size(), kMostOfAsset); ++i) {
        const WorkOrder& order = *orders[i];
        const std::string title = order.id.text + "  " + order.title;
        const std::string when = format_date(order.planned_start, input.zone.offset_at(order.planned_start));
        if (list_row(static_cast<int>(i), { .title = title, .detail = order_state_words(order.state), .right = when })
                .activated) {
            wish = { .act = AssetWish::Act::OpenOrder, .order = order.id };
        }
    }
    if (orders.size() > kMostOfAsset) {
        label(tr(Text::More, std::to_string(orders.size() - kMostOfAsset)), { .colour = Colour::Secondary });
    }
}

void draw_windows(const ViewInput& input, const Asset& asset, AssetWish& wish)
{
    heading(tr(Text::AssetWindows), 3);
    const auto windows = windows_of(input.state, asset.id, input.as_of());
    if (windows.empty()) {
        label(tr(Text::AssetNoWindows), { .colour = Colour::Secondary });
    }
    for (std::size_t i = 0; i < std::min(windows.size(), kMostOfAsset); ++i) {
        const MaintenanceWindow& window = *windows[i];
        const std::string title = window.id.text + "  " + window.title;
        const std::string state = window_state_words(window, input.as_of());
        const std::string when = format_date_and_clock(window.from, input.zone.offset_at(window.from));
        if (list_row(static_cast<int>(kMostOfAsset + i), { .title = title, .detail = state, .right = when })
                .activated) {
            wish = { .act = AssetWish::Act::OpenWindow, .window = window.id };
        }
    }
    if (windows.size() > kMostOfAsset) {
        label(tr(Text::More, std::to_string(windows.size() - kMostOfAsset)), { .colour = Colour::Secondary });
    }
}

void draw_acts(const ViewInput& input, AssetWish& wish)
{
    const auto offer = [&](Text words, Icon icon, Act act, Action key, AssetWish::Act wished) {
        const Permit permit = may_do(input, act);
        if (button(tr(words), { .icon = icon, .enabled = permit.allowed, .why_disabled = permit.why, .action = key })) {
            wish.act = wished;
        }
    };
    offer(Text::ResourceEdit, kIconPencil, Act::SetAsset, Action::EditRecord, AssetWish::Act::Edit);
    same_line(3);
    offer(Text::AssetPlanWindow, kIconPlus, Act::PlanWindow, Action::PlanWindow, AssetWish::Act::PlanWindow);
    same_line(3);
    offer(Text::PlanOrderOpen, kIconPlus, Act::PlanWorkOrder, Action::PlanOrder, AssetWish::Act::PlanOrder);
}

}

std::vector<const WorkOrder*> orders_of(const State& state, const AssetId& asset)
{
    std::vector<const WorkOrder*> orders;
    state.work_orders.for_each([&](const WorkOrderId&, const WorkOrder& order) {
        if (order.asset == asset) {
            orders.push_back(&order);
        }
    });
    sort_stably(orders, [](const WorkOrder* a, const WorkOrder* b) {
        return is_finished(*a) != is_finished(*b) ? is_finished(*b) : b->planned_start < a->planned_start;
    });
    return orders;
}

std::vector<const MaintenanceWindow*> windows_of(const State& state, const AssetId& asset, Timestamp now)
{
    std::vector<const MaintenanceWindow*> windows;
    state.windows.for_each([&](const WindowId&, const MaintenanceWindow& window) {
        if (contains(window.assets, asset)) {
            windows.push_back(&window);
        }
    });
    sort_stably(windows, [now](const MaintenanceWindow* a, const MaintenanceWindow* b) {
        const bool over = a->to <= now;
        return over != (b->to <= now) ? !over : over ? b->from < a->from : a->from < b->from;
    });
    return windows;
}

AssetWish AssetPanel::draw(const ViewInput& input)
{
    AssetWish wish;
    const Asset* asset = asset_.empty() ? nullptr : input.state.assets.find(asset_);
    if (asset == nullptr) {
        close();
        return wish;
    }
    const std::string title = asset->name.empty() ? asset->id.text : asset->name;
    if (!begin_modal("asset", { .title = title, .width = 720 })) {
        return wish;
    }
    static_cast<void>(copyable(asset->id.text, asset->id.text)); // the first thing Enter means harms nobody
    draw_written(input, *asset);
    for (const FormLine& line : upkeep_meant(input, *asset)) {
        label(line.words, { .colour = line.warns ? Colour::Major : Colour::Text, .wrap = true });
    }
    gap(1);
    draw_acts(input, wish);
    gap(1);
    draw_orders(input, *asset, wish);
    draw_windows(input, *asset, wish);
    if (end_modal() != ModalOutcome::Open) {
        close();
    }
    return wish;
}

}
