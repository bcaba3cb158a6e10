// SPDX-License-Identifier: Apache-2.0
// Open incidents, then what fires: one line for each cause on each service.
#include "client/language/text.h"
#include "client/views/incident_order.h"
#include "client/views/walls/rotation.h"
#include "client/views/walls/wall_lines.h"
#include "client/views/walls/wall_page.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>

namespace watchfloor {
namespace {

class AlertsPage final : public WallPage {
public:
    std::string_view id() const override { return kAlertsPage; }
    std::string title(const WallPageInput&) const override { return std::string(tr(Text::WallPageAlerts)); }
    bool lively(const WallPageInput& input) const override
    {
        const bool fires = !input.rows.alerts.empty() || input.rows.left_out > 0;
        return !input.rows.incidents.empty() || (fires && input.knows(WallSubject::Alerts));
    }
    void draw(const WallPageInput& input) override;
};

void draw_incident_line(const IncidentRow& row)
{
    rank_mark(row.mark);
    go_to_wall_words();
    wall_text(row.services + "   " + row.state + "   " + row.since, available_width());
}

void draw_since(const std::string& since)
{
    ImGui::SameLine();
    align_right(text_width(since, Type::Body));
    label(since);
}

// How many and how long are never cut, whatever the cause is called.
void draw_cause(const std::string& cause, const std::string& count, float right)
{
    const float count_width = count.empty() ? 0 : text_width(count, Type::Body, Face::Medium) + grid(2);
    const float room = available_width() - right - count_width;
    wall_text(cause, std::max(grid(10), std::min(room, text_width(cause, Type::Body))));
    if (!count.empty()) {
        same_line(2);
        label(count, { .face = Face::Medium });
    }
}

// The newest of the worst stands first in its group; how long it lasts is told of the one that fires longest.
void draw_cause_line(const AlertGroup& group, bool frozen)
{
    const AlertRow& first = group.alerts.front();
    const auto oldest = std::max_element(group.alerts.begin(), group.alerts.end(),
        [](const AlertRow& a, const AlertRow& b) { return a.fired_ago_millis < b.fired_ago_millis; });
    const bool open = std::any_of(group.alerts.begin(), group.alerts.end(),
        [&](const AlertRow& row) { return !row.acknowledged && row.severity == group.worst; });
    if (open) {
        unacknowledged_badge(group.worst, frozen ? -1 : first.fired_ago_millis); // half a blink would stay dark
    } else {
        badge(group.worst);
    }
    const std::string count
        = group.alerts.size() > 1 ? tr(Text::WallTimes, format_count(group.alerts.size())) : std::string();
    const bool stale
        = std::all_of(group.alerts.begin(), group.alerts.end(), [](const AlertRow& row) { return row.stale; });
    const std::string since = stale ? tr(Text::AlertUnknownFor, oldest->unknown_for) : oldest->since;
    const bool narrow = wall_is_narrow();
    const float right = text_width(since, Type::Body) + grid(4);
    go_to_wall_words();
    if (narrow) {
        wall_text(group.service, available_width() - right, Face::Medium);
        draw_since(since);
        if (available_height() >= ImGui::GetTextLineHeight()) { // never half a line
            ImGui::SetCursorPosX(ImGui::GetCursorPosX() + wall_words_at());
            draw_cause(group.cause, count, 0);
        }
        return;
    }
    wall_text(group.service, wall_column(0.34F), Face::Medium);
    go_to_wall_column(0.48F);
    draw_cause(group.cause, count, right);
    draw_since(since);
}

// Own rate against what people can follow, and how the severities share it: in one line, or in two where the page is
// high. On a low page the alerts go before it: the footer tells the rate too.
void draw_flood(const WallRows& rows)
{
    constexpr int kHighPage = 7;
    constexpr int kLowPage = 3;
    const bool narrow = wall_is_narrow();
    const std::string rate = load_words(rows.per_ten_minutes);
    const std::string split = share_words(rows.severities, rows.firing);
    tag(tr(Text::WallFlood), Colour::Major);
    if (narrow && wall_lines_that_fit() < kLowPage) {
        return;
    }
    if (!narrow) {
        same_line(3);
    }
    const auto beside
        = [&](Type type) { return text_width(rate, type) + grid(4) + text_width(split, type) <= available_width(); };
    const bool high = wall_lines_that_fit() >= kHighPage;
    const bool alone = text_width(rate, Type::Body) <= available_width() && (high || !beside(Type::Caption));
    const Type type = beside(Type::Body) || alone ? Type::Body : Type::Caption;
    const auto say = [&](const std::string& words) {
        if (!narrow) { // as the word in the tag stands
            const float lower = (type_scale().size(Type::Body) - type_scale().size(type)) * 0.75F;
            ImGui::SetCursorPosY(ImGui::GetCursorPosY() + grid(0.5F) + lower);
        }
        label(words, { .type = type });
    };
    const bool together = beside(type);
    say(rate);
    if (together) {
        same_line(4);
        say(split);
    } else if (high) { // what is cut below is told by severity all the same
        label(split, { .type = text_width(split, Type::Body) <= available_width() ? Type::Body : Type::Caption });
    }
}

void draw_left_out(const std::vector<Rank>& incidents, const SeverityCounts& alerts, std::size_t unseen)
{
    if (!incidents.empty()) {
        label(tr(Text::WallLeftOut, format_count(incidents.size()), counts_by_rank(incidents)),
            { .colour = Colour::Secondary });
        same_line(6);
    }
    draw_cut(alerts, unseen);
}

void AlertsPage::draw(const WallPageInput& input)
{
    const WallRows& rows = input.rows;
    if (rows.flood && input.knows(WallSubject::Alerts) && wall_lines_that_fit() > 1) {
        draw_flood(rows);
    }
    const std::vector<AlertGroup> causes = alerts_by_cause(rows.alerts);
    const std::size_t wanted = rows.incidents.size() + causes.size();
    const bool hidden = !input.knows(WallSubject::Alerts);
    const auto lines = static_cast<std::size_t>(std::max(1, wall_lines_that_fit() / (wall_is_narrow() ? 2 : 1)));
    const bool last = wanted > lines || rows.left_out > 0 || hidden;
    const std::size_t shown = std::min(wanted, last ? std::max(lines, std::size_t { 2 }) - 1 : lines);
    SeverityCounts cut {};
    std::vector<Rank> left_out;
    for (std::size_t i = 0; i < wanted; ++i) {
        if (i < rows.incidents.size()) {
            if (i < shown) {
                draw_incident_line(rows.incidents[i]);
            } else {
                left_out.push_back(rows.incidents[i].mark);
            }
            continue;
        }
        const AlertGroup& group = causes[i - rows.incidents.size()];
        if (i < shown) {
            draw_cause_line(group, input.view.frozen);
            continue;
        }
        for (const AlertRow& row : group.alerts) {
            count_severity(cut, row.severity);
        }
    }
    if (hidden) {
        label(tr(Text::WallAlertsNotShown), { .colour = Colour::Secondary });
    } else if (available_height() >= ImGui::GetTextLineHeight()) { // else the footer's count has to say it
        draw_left_out(left_out, cut, rows.left_out);
    }
}

}

std::unique_ptr<WallPage> make_alerts_page()
{
    return std::make_unique<AlertsPage>();
}

}
