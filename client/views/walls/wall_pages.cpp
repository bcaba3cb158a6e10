// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_pages.h"

#include "client/language/text.h"
#include "client/views/capacity/capacity_view.h"
#include "client/views/timeline/timeline_rows.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {
namespace {

float wall_row_height()
{
    return ImGui::GetTextLineHeightWithSpacing();
}

// The last line needs no distance below it.
int lines_that_fit()
{
    return std::max(1, static_cast<int>((available_height() + ImGui::GetStyle().ItemSpacing.y) / wall_row_height()));
}

// Columns begin where they begin in every row, whatever stands before them.
void go_to_column(float share)
{
    ImGui::SameLine();
    ImGui::SetCursorPosX(ImGui::GetCursorStartPos().x + share * ImGui::GetWindowWidth());
}

void draw_incident_line(const IncidentRow& row)
{
    badge(row.severity);
    go_to_column(0.13F);
    label(row.rank + "  " + row.services + "   " + row.state + "   " + row.since, {});
}

void draw_alert_line(const AlertRow& row)
{
    if (row.acknowledged) {
        badge(row.severity);
    } else {
        unacknowledged_badge(row.severity, row.fired_ago_millis);
    }
    const float width = ImGui::GetWindowWidth();
    go_to_column(0.13F);
    label(row.service, { .face = Face::Medium, .width = width * 0.35F });
    go_to_column(0.49F);
    label(row.name, { .width = width * 0.33F });
    go_to_column(0.83F);
    label(row.stale ? tr(Text::AlertUnknownFor, row.unknown_for) : row.since,
        { .width = available_width(), .align_right = true });
}

// What happened in the hour that is shown or still goes on, decisions first; a lane without anything tells nobody
// anything.
void keep_lively_lanes(TimelineModel& model)
{
    const Timestamp hour_ago = model.now - std::chrono::hours { 1 };
    const Timestamp end = model.now + Millis { 1 };
    const auto none = [](const auto& counts) {
        return std::all_of(counts.begin(), counts.end(), [](auto count) { return count == 0; });
    };
    std::erase_if(model.lanes, [&](const LaneModel& lane) {
        return lane.lane != static_cast<std::uint16_t>(FoldLane::Decisions)
            && none(model.columns->counts_between(lane.lane, TimeOrder::Occurred, hour_ago, end))
            && none(model.columns->counts_between(lane.lane, TimeOrder::Occurred, Timestamp {}, end, true));
    });
}

}

void WallPages::draw(int page, const ViewInput& input, const WallRows& rows)
{
    switch (page) {
    case 1:
        draw_last_hour(input);
        break;
    case 2:
        draw_capacity(input, rows);
        break;
    default:
        draw_alerts(input, rows);
        break;
    }
}

void WallPages::draw_alerts(const ViewInput& input, const WallRows& rows)
{
    const int wanted = static_cast<int>(rows.incidents.size() + rows.alerts.size());
    if (wanted == 0) {
        const bool visitor = input.state.walls == WallAudience::Visitor;
        empty_state({ .icon = kIconCheck,
            .title = tr(Text::WallCalm),
            .next = tr(visitor ? Text::WallCalmVisitor : Text::WallCalmNext) });
        return;
    }
    const int lines = lines_that_fit();
    const int shown = wanted > lines ? std::max(1, lines - 1) : wanted;
    for (int i = 0; i < shown; ++i) {
        const auto index = static_cast<std::size_t>(i);
        if (index < rows.incidents.size()) {
            draw_incident_line(rows.incidents[index]);
        } else {
            draw_alert_line(rows.alerts[index - rows.incidents.size()]);
        }
    }
    // Where not even a second line fits, the footer's count has to say it.
    if (shown < wanted && lines > 1) {
        label(tr(Text::More, std::to_string(wanted - shown)), { .colour = Colour::Secondary });
    }
}

void WallPages::draw_last_hour(const ViewInput& input)
{
    timeline_.following = true;
    TimelineModel model = room_timeline(input);
    model.wall = true;
    keep_lively_lanes(model);
    constexpr std::size_t kMaxWords = 2'000;
    if (words_.size() > kMaxWords) {
        words_.clear();
    }
    model.label_for = [&](std::uint64_t seq) -> std::string_view {
        std::string& words = words_[seq];
        return words.empty() ? words = room_label(input, seq) : words;
    };
    draw_timeline("wall timeline", model, timeline_, available_height());
}

void WallPages::draw_capacity(const ViewInput& input, const WallRows& rows)
{
    auto cards = capacity_cards(input);
    const int maintenance = static_cast<int>(rows.maintenance.size());
    const float row = type_scale().size(Type::Title) + ImGui::GetStyle().ItemSpacing.y;
    const float room = available_height() - (maintenance > 0 ? wall_row_height() : 0);
    const bool cut = static_cast<float>(cards.size()) * row > room + ImGui::GetStyle().ItemSpacing.y;
    const int lines = static_cast<int>((room - (cut ? wall_row_height() : 0) + ImGui::GetStyle().ItemSpacing.y) / row);
    const std::size_t shown = std::min(cards.size(), static_cast<std::size_t>(std::max(1, lines)));
    for (std::size_t i = 0; i < shown; ++i) {
        const CapacityCard& card = cards[i];
        const float width = ImGui::GetWindowWidth();
        badge(card.severity);
        go_to_column(0.13F);
        label(card.name, { .width = width * 0.33F });
        go_to_column(0.47F);
        // The share says how bad it is from any distance; a figure alone would need its unit and its limit.
        const std::string value = card.share ? std::to_string(std::lround(*card.share * 100)) + " %" : card.value;
        label(value, { .type = Type::Title, .face = Face::Medium, .width = width * 0.17F });
        go_to_column(0.65F);
        const CapacityResource& resource = *input.state.resources.find(card.id);
        const Timestamp from = input.now - std::chrono::hours { 1 };
        const SampleSeries& samples = input.replica.samples().series(card.id, from, input.now, input.replica.journal());
        draw_sparkline("wall/" + card.id.text, chart_series(resource, samples), charts_[card.id], from, input.now,
            { available_width(), wall_row_height() });
    }
    if (shown < cards.size()) {
        label(tr(Text::More, std::to_string(cards.size() - shown)), { .colour = Colour::Secondary });
    }
    if (maintenance > 0) {
        badge(Severity::Maintenance);
        go_to_column(0.13F);
        label(rows.maintenance.front()
            + (maintenance > 1 ? "   " + tr(Text::More, std::to_string(maintenance - 1)) : std::string()));
    }
}

}
