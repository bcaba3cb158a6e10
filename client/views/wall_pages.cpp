// SPDX-License-Identifier: Apache-2.0
#include "client/views/wall_pages.h"

#include "client/views/capacity_view.h"
#include "client/views/timeline_rows.h"
#include "client/widgets/labels.h"
#include "client/widgets/layout.h"
#include "client/widgets/panels.h"
#include "client/widgets/rows.h"
#include "client/widgets/text.h"

#include <algorithm>

namespace watchfloor {
namespace {

float wall_row_height()
{
    return ImGui::GetTextLineHeightWithSpacing() * 1.25F;
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
    label(row.stale ? tr(Text::AlertStale, row.since) : row.since, { .width = available_width(), .align_right = true });
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
    const int lines = std::max(1, static_cast<int>(available_height() / wall_row_height()));
    const bool cut = wanted > lines;
    const int shown = cut ? lines - 1 : wanted;
    for (int i = 0; i < shown; ++i) {
        const auto index = static_cast<std::size_t>(i);
        if (index < rows.incidents.size()) {
            draw_incident_line(rows.incidents[index]);
        } else {
            draw_alert_line(rows.alerts[index - rows.incidents.size()]);
        }
    }
    if (cut) {
        label(tr(Text::More, std::to_string(wanted - shown)), { .colour = Colour::Secondary });
    }
}

void WallPages::draw_last_hour(const ViewInput& input)
{
    timeline_.following = true;
    TimelineModel model = room_timeline(input);
    model.wall = true;
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
    const int lines
        = std::max(1, static_cast<int>(available_height() / (wall_row_height() * 1.5F)) - (maintenance > 0 ? 1 : 0));
    const std::size_t shown = std::min(cards.size(), static_cast<std::size_t>(std::max(1, lines)));
    for (std::size_t i = 0; i < shown; ++i) {
        const CapacityCard& card = cards[i];
        const float width = ImGui::GetWindowWidth();
        badge(card.severity);
        go_to_column(0.13F);
        label(card.name, { .width = width * 0.33F });
        go_to_column(0.47F);
        label(card.value, { .type = Type::Title, .face = Face::Medium, .width = width * 0.17F });
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
