// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/maintenance_view.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/import_panel.h"
#include "client/views/maintenance/asset_form.h"
#include "client/views/maintenance/asset_list.h"
#include "client/views/maintenance/asset_panel.h"
#include "client/views/maintenance/due_work.h"
#include "client/views/maintenance/order_form.h"
#include "client/views/maintenance/order_panel.h"
#include "client/views/maintenance/window_form.h"
#include "client/views/maintenance/window_panel.h"
#include "client/views/paper.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/entities/maintenance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

namespace watchfloor {
namespace {

class MaintenanceView final : public View {
public:
    Intents draw(const ViewInput& input) override;
    void arrive(const Location& location) override;
    std::string paper(const ViewInput& input) const override;
    Location address(const Location& here) const override;

private:
    MaintenanceRows shown_rows(const ViewInput& input) const;
    void choose(const WorkOrderId& order, const WindowId& window);
    void draw_row(const MaintenanceRow& row, int position, std::size_t of);
    void draw_list(Text title, std::string_view id, const std::vector<MaintenanceRow>& rows, float width, float height);
    void draw_whole_list(Text title, const std::vector<MaintenanceRow>& rows);
    void offer_plan(const ViewInput& input);
    void draw_dialogs(const ViewInput& input);
    void offer_assets(const ViewInput& input);
    void draw_assets(const ViewInput& input);

    Intents intents_ {};
    ScheduleState schedule_ {};
    std::optional<Text> whole_list_ {}; // the one that is open with all of its rows
    OrderPanel order_ {};
    OrderForm order_form_ {};
    DueWork due_ {};
    bool mine_ = false; // only the work of who looks
    WindowForm form_ {};
    WindowPanel window_ {};
    AssetList assets_ {};
    AssetPanel asset_ {};
    RegisterForm asset_form_ { asset_form() };
    ImportPanel import_ { asset_form() };
};

constexpr std::array kZooms { std::pair { ScheduleZoom::Day, std::string_view("day") },
    std::pair { ScheduleZoom::Week, std::string_view("week") },
    std::pair { ScheduleZoom::Month, std::string_view("month") } };
constexpr std::int64_t kLastInstant = 253'402'300'799'999; // of the year 9999

// What an address says nothing of stays as it was.
void MaintenanceView::arrive(const Location& location)
{
    schedule_.wants_keys = true;
    for (const auto& [zoom, name] : kZooms) {
        schedule_.zoom = location.value("zoom") == name ? zoom : schedule_.zoom;
    }
    const auto from = parse_numbers(location.value("from").value_or(""));
    if (from.size() == 1 && from.front() > 0 && from.front() <= kLastInstant) {
        schedule_.from = { from.front() };
        schedule_.placed = true;
        schedule_.moved = true;
    }
    mine_ = location.value("mine") ? location.value("mine") == "1" : mine_;
    if (auto chosen = location.value("sel")) {
        schedule_.selected = std::move(chosen);
    }
    if (auto asset = location.value("asset"); asset && !asset->empty()) {
        asset_.open(AssetId { std::move(*asset) });
    }
}

Location MaintenanceView::address(const Location& here) const
{
    Location location = here;
    for (const auto& [zoom, name] : kZooms) {
        if (zoom == schedule_.zoom) {
            location.set("zoom", name);
        }
    }
    location.set("from", schedule_.moved ? std::to_string(schedule_.from.millis) : "");
    location.set("mine", mine_ ? "1" : "");
    location.set("sel", schedule_.selected.value_or(""));
    location.set("asset", asset_.shown().text);
    return location;
}

// Opens whichever of the two there is.
void MaintenanceView::choose(const WorkOrderId& order, const WindowId& window)
{
    whole_list_.reset();
    order_.open(order);
    window_.open(window);
}

void MaintenanceView::draw_row(const MaintenanceRow& row, int position, std::size_t of)
{
    const auto result = list_row(position,
        { .title = row.what,
            .detail = row.asset.empty() ? row.state : row.asset + ", " + row.state,
            .right = row.when,
            .severity = row.severity,
            .selected = !row.order.empty() && row.order == order_.shown(),
            .position = position + 1,
            .set_size = static_cast<int>(of) });
    if (result.activated && !row.due.empty()) {
        whole_list_.reset();
        asset_.open(row.due);
    } else if (result.activated) {
        choose(row.order, row.window);
    }
}

void MaintenanceView::draw_list(
    Text title, std::string_view id, const std::vector<MaintenanceRow>& rows, float width, float height)
{
    begin_panel(id, { .title = tr(title), .width = width, .height = height, .icon = kIconWrench });
    if (rows.empty()) {
        label(tr(Text::MaintenanceNone), { .colour = Colour::Secondary });
    }
    const int fit = rows_that_fit(available_height() + ImGui::GetStyle().ItemSpacing.y,
        list_row_height(true) + ImGui::GetStyle().ItemSpacing.y, static_cast<int>(rows.size()));
    for (int i = 0; i < fit; ++i) {
        draw_row(rows[static_cast<std::size_t>(i)], i, rows.size());
    }
    if (fit < static_cast<int>(rows.size())
        && link(tr(Text::More, std::to_string(static_cast<int>(rows.size()) - fit)))) {
        whole_list_ = title;
    }
    end_panel();
}

void MaintenanceView::draw_whole_list(Text title, const std::vector<MaintenanceRow>& rows)
{
    if (whole_list_ != title || !begin_modal("whole list", { .title = tr(title), .width = 720 })) {
        return;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        draw_row(rows[i], static_cast<int>(i), rows.size());
    }
    if (end_modal() != ModalOutcome::Open) {
        whole_list_.reset();
    }
}

void MaintenanceView::offer_plan(const ViewInput& input)
{
    const Permit permit = may_do(input, Act::PlanWindow);
    if (button(tr(Text::PlanWindowOpen),
            { .icon = kIconPlus,
                .enabled = permit.allowed,
                .why_disabled = permit.why,
                .action = Action::PlanWindow })) {
        form_.open();
    }
    same_line(2);
    const Permit orders = may_do(input, Act::PlanWorkOrder);
    if (button(tr(Text::PlanOrderOpen),
            { .icon = kIconPlus,
                .enabled = orders.allowed,
                .why_disabled = orders.why,
                .action = Action::PlanOrder })) {
        order_form_.open();
    }
    same_line(2);
    if (button(tr(Text::DueWorkOpen), { .action = Action::DueWork })) {
        due_.open();
    }
    same_line(2);
    toggle(tr(Text::MyWork), mine_);
}

// The dialogs that stand over the screen, and what one of them leads to.
void MaintenanceView::draw_dialogs(const ViewInput& input)
{
    order_.draw(input, intents_);
    if (const WorkOrder* order = input.state.work_orders.find(order_.take_change())) {
        order_form_.open(*order, input.zone);
    }
    if (const auto assets = due_.draw(input)) {
        order_form_.open(*assets);
    }
    order_form_.draw(input, intents_);
    form_.draw(input, intents_);
    window_.draw(input, intents_);
}

// What the buttons of the assets take in one line.
float assets_width(const State& state)
{
    return button_width(tr(Text::AssetAdd), { .icon = kIconPlus, .action = Action::AddRecord })
        + button_width(tr(Text::ImportOpen), { .icon = kIconUpload, .action = Action::ImportRecords })
        + button_width(tr(Text::AssetListOpen, std::to_string(state.assets.size())), { .icon = kIconSearch })
        + 2 * grid(3);
}

void MaintenanceView::offer_assets(const ViewInput& input)
{
    const Permit permit = may_do(input, Act::SetAsset);
    if (button(tr(Text::AssetAdd),
            { .icon = kIconPlus,
                .enabled = permit.allowed,
                .why_disabled = permit.why,
                .action = Action::AddRecord })) {
        asset_form_.add();
    }
    same_line(3);
    import_.offer(input);
    same_line(3);
    if (button(tr(Text::AssetListOpen, std::to_string(input.state.assets.size())), { .icon = kIconSearch })) {
        assets_.open();
    }
}

// One dialog at a time: what the asset's panel leads to takes its place, and what changes it lies over it.
void MaintenanceView::draw_assets(const ViewInput& input)
{
    import_.draw(input, intents_);
    if (asset_form_.is_open()) {
        asset_form_.draw(input, intents_);
        return;
    }
    if (const auto chosen = assets_.draw(input)) {
        asset_.open(*chosen);
        return;
    }
    const AssetId shown = asset_.shown();
    const AssetWish wish = asset_.draw(input);
    switch (wish.act) {
    case AssetWish::Act::None:
        return;
    case AssetWish::Act::Edit:
        asset_form_.edit(input.state, shown.text);
        return;
    case AssetWish::Act::PlanWindow:
        form_.open_for(shown);
        break;
    case AssetWish::Act::PlanOrder:
        order_form_.open({ shown });
        break;
    case AssetWish::Act::OpenOrder:
    case AssetWish::Act::OpenWindow:
        choose(wish.order, wish.window);
        break;
    }
    asset_.close();
}

// As tall as the longest of the three lists, up to a third of the screen; the schedule gets the rest.
float list_height(std::size_t rows, float room)
{
    const float title = type_scale().size(Type::Title) + ImGui::GetStyle().ItemSpacing.y + grid(2.5F);
    const float one = list_row_height(true) + ImGui::GetStyle().ItemSpacing.y;
    const float wanted
        = title + static_cast<float>(std::max<std::size_t>(1, rows)) * one + 2 * ImGui::GetStyle().WindowPadding.y;
    return std::min(std::round(wanted), room * 0.36F);
}

MaintenanceRows MaintenanceView::shown_rows(const ViewInput& input) const
{
    const auto& me = input.replica.me();
    return mine_ ? work_of(input.state, input.as_of(), me ? me->user : UserId {})
                 : maintenance_rows(input.state, input.as_of());
}

PaperTable paper_table(Text title, const std::vector<MaintenanceRow>& rows, const SiteZone& zone)
{
    PaperTable table { std::string(tr(title)), {}, {}, std::string(tr(Text::MaintenanceNone)) };
    for (const Text column :
        { Text::ColumnWhat, Text::PaperConcerns, Text::ColumnState, Text::ColumnWhen, Text::PaperDate }) {
        table.columns.emplace_back(tr(column));
    }
    for (const MaintenanceRow& row : rows) {
        const bool lasts = row.ends > row.at;
        table.rows.push_back({ row.what, row.asset, row.state, row.when,
            paper_time(row.at, zone) + (lasts ? " – " + paper_time(row.ends, zone) : std::string()) });
    }
    return table;
}

std::string MaintenanceView::paper(const ViewInput& input) const
{
    const MaintenanceRows rows = shown_rows(input);
    Paper paper;
    paper.title = tr(Text::NavMaintenance);
    paper.tables = { paper_table(Text::MaintenanceOverdueTitle, rows.overdue, input.zone),
        paper_table(Text::MaintenanceUnderWayTitle, rows.under_way, input.zone),
        paper_table(Text::MaintenanceDueTitle, rows.due, input.zone) };
    paper.picture = true;
    return paper_html(paper, input);
}

Intents MaintenanceView::draw(const ViewInput& input)
{
    const MaintenanceRows rows = shown_rows(input);
    const float width = column_width(3);
    const float height
        = list_height(std::max({ rows.overdue.size(), rows.under_way.size(), rows.due.size() }), available_height());
    draw_list(Text::MaintenanceOverdueTitle, "overdue", rows.overdue, width, height);
    same_line(3);
    draw_list(Text::MaintenanceUnderWayTitle, "under way", rows.under_way, width, height);
    same_line(3);
    draw_list(Text::MaintenanceDueTitle, "due", rows.due, width, height);
    gap(3);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    offer_picture(input, { at.x, at.y, available_width(), available_height() }, intents_);
    const ScheduleModel model = maintenance_schedule(input.state, input.as_of(), input.zone);
    begin_panel("schedule", { .title = tr(Text::Schedule), .icon = kIconCalendar });
    if (model.rows.empty()) {
        label(
            tr(Text::MaintenanceHow, who_words(input, Act::PlanWindow)), { .colour = Colour::Secondary, .wrap = true });
    }
    draw_picture_heading({}, schedule_.from, schedule_end(schedule_), input.zone);
    offer_plan(input);
    same_line(3);
    if (available_width() < assets_width(input.state)) {
        ImGui::NewLine();
    }
    offer_assets(input);
    for (const ScheduleCommand& command : draw_schedule("schedule", model, schedule_, available_height())) {
        if (const auto* opened = std::get_if<ScheduleItemOpened>(&command)) {
            if (opened->id.starts_with(kDuePrefix)) {
                asset_.open(AssetId { opened->id.substr(kDuePrefix.size()) });
                continue;
            }
            // Both number apart: of one id there is one or the other.
            choose(WorkOrderId { opened->id }, WindowId { opened->id });
        }
    }
    end_panel();
    draw_all_conflicts(model, schedule_);
    draw_whole_list(Text::MaintenanceOverdueTitle, rows.overdue);
    draw_whole_list(Text::MaintenanceUnderWayTitle, rows.under_way);
    draw_whole_list(Text::MaintenanceDueTitle, rows.due);
    draw_dialogs(input);
    draw_assets(input);
    return std::exchange(intents_, {});
}

}

std::unique_ptr<View> make_maintenance_view()
{
    return std::make_unique<MaintenanceView>();
}

}
