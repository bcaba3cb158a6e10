// SPDX-License-Identifier: Apache-2.0
// Maintenance: what is under way, what is late, and what begins within a day.
#include "client/language/text.h"
#include "client/views/maintenance/maintenance_view.h"
#include "client/views/walls/wall_lines.h"
#include "client/views/walls/wall_page.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr Millis kWallDueReach = std::chrono::hours { 24 };

enum class Stage : std::uint8_t { UnderWay, Overdue, Next };

struct StagedRow {
    Stage stage = Stage::Next;
    MaintenanceRow row {};
};

// In the order in which a room asks: what goes on, what should have been done, what comes.
std::vector<StagedRow> staged_rows(const State& state, Timestamp now)
{
    MaintenanceRows rows = maintenance_rows(state, now);
    std::vector<StagedRow> staged;
    for (MaintenanceRow& row : rows.under_way) {
        staged.push_back({ Stage::UnderWay, std::move(row) });
    }
    for (MaintenanceRow& row : rows.overdue) {
        staged.push_back({ Stage::Overdue, std::move(row) });
    }
    for (MaintenanceRow& row : rows.due) {
        if (row.at <= now + kWallDueReach) {
            staged.push_back({ Stage::Next, std::move(row) });
        }
    }
    for (StagedRow& one : staged) { // nobody may take it for what was approved
        MaintenanceRow& row = one.row;
        row.asset += row.approved ? std::string() : (row.asset.empty() ? "" : "   ") + row.state;
    }
    return staged;
}

class MaintenancePage final : public WallPage {
public:
    std::string_view id() const override { return "maintenance"; }
    std::string title(const WallPageInput&) const override { return std::string(tr(Text::WallPageMaintenance)); }
    bool lively(const WallPageInput& input) const override
    {
        return input.knows(WallSubject::Maintenance) && !staged_rows(input.view.state, input.view.now).empty();
    }
    std::optional<std::size_t> lines(const WallPageInput& input) const override
    {
        const std::size_t each = wall_is_narrow() ? 3 : 2;
        return staged_rows(input.view.state, input.view.now).size() * each + (input.rows.muted > 0 ? 1U : 0U);
    }
    void draw(const WallPageInput& input) override;
};

Severity staged_severity(const StagedRow& staged)
{
    return staged.row.severity == Severity::Normal ? Severity::Maintenance : staged.row.severity;
}

// "until 14:30", "in 3:20:00", "1:05:00 late".
std::string when_words(const StagedRow& staged, const ViewInput& input)
{
    const bool runs = staged.stage == Stage::UnderWay && staged.row.ends > input.now;
    return runs ? tr(Text::WallUntil, site_time(staged.row.ends, input.zone).substr(0, 5)) : staged.row.when;
}

// Where a line's halves begin, in parts of the page's width, and how wide the first is.
constexpr float kWhatShare = 0.4F;
constexpr float kAssetAt = 0.54F;

// Whether what it is about can stand beside what is done.
bool fits_one_line(const StagedRow& staged, const ViewInput& input)
{
    const float when = text_width(when_words(staged, input), Type::Body) + grid(4);
    return text_width(staged.row.what, Type::Body, Face::Medium) <= wall_column(kWhatShare)
        && text_width(staged.row.asset, Type::Body) <= available_width() - wall_column(kAssetAt) - when;
}

// How a window or a work order stands: in one line, in two, or in two whose second has the time as well.
enum class Staging : std::uint8_t { OneLine, TwoLines, TimeBelow };

bool fits_beside_its_time(const StagedRow& staged, const ViewInput& input)
{
    const float room = available_width() - wall_words_at() - text_width(when_words(staged, input), Type::Body);
    return text_width(staged.row.what, Type::Body, Face::Medium) <= room - grid(4);
}

void draw_in_two_lines(const StagedRow& staged, const std::string& when, Face face, bool time_below)
{
    const float right = text_width(when, Type::Body);
    const float beside = right + grid(4);
    const bool wraps = time_below && text_width(staged.row.what, Type::Caption, face) > available_width();
    if (wraps) {
        label(staged.row.what, { .type = Type::Caption, .face = face, .wrap = true });
    } else {
        wall_text(staged.row.what, available_width() - (time_below ? 0 : beside), face);
    }
    if (!time_below) {
        ImGui::SameLine();
        align_right(right);
        label(when);
    }
    // A line for it also where nothing is to be said, so that all stand equally high.
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + wall_words_at());
    if (staged.row.asset.empty()) {
        ImGui::Dummy({ 1, ImGui::GetTextLineHeight() });
    } else {
        wall_text(staged.row.asset, available_width() - (time_below ? beside : 0), Face::Regular, Colour::Secondary);
    }
    if (time_below) {
        ImGui::SameLine();
        align_right(right);
        label(when);
    }
}

// The wrench alone, neither framed nor hatched, until it is approved.
void draw_stage_mark(const StagedRow& staged)
{
    if (staged.row.approved || staged.stage == Stage::Overdue) {
        badge(staged_severity(staged));
        return;
    }
    const ImVec2 size = badge_size(Severity::Maintenance);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float letters = type_scale().size(Type::Body);
    draw_icon(*ImGui::GetWindowDrawList(), kIconWrench, { at.x + letters / 2, at.y + size.y / 2 }, letters * 0.7F,
        colour(Colour::Secondary));
    ImGui::Dummy(size);
}

void draw_staged(const StagedRow& staged, const ViewInput& input, Staging staging)
{
    const std::string when = when_words(staged, input);
    const float right = text_width(when, Type::Body);
    const Face face = staged.stage == Stage::UnderWay ? Face::Medium : Face::Regular;
    draw_stage_mark(staged);
    go_to_wall_words();
    if (staging != Staging::OneLine) {
        draw_in_two_lines(staged, when, face, staging == Staging::TimeBelow);
        return;
    }
    wall_text(staged.row.what, wall_column(kWhatShare), face);
    go_to_wall_column(kAssetAt);
    const float room = available_width() - right - grid(4);
    if (!staged.row.asset.empty() && room > grid(6)) {
        wall_text(staged.row.asset, std::min(room, text_width(staged.row.asset, Type::Body)), Face::Regular,
            Colour::Secondary);
        ImGui::SameLine();
    }
    align_right(right);
    label(when);
}

std::string muted_words(const WallRows& rows)
{
    return rows.muted == 0 ? std::string() : tr(Text::WallMutedAlerts, format_count(rows.muted));
}

void MaintenancePage::draw(const WallPageInput& input)
{
    const std::vector<StagedRow> staged = staged_rows(input.view.state, input.view.now);
    // What would be cut in one line takes two, in all rows alike, as long as two fit at all.
    const bool one = std::all_of(
        staged.begin(), staged.end(), [&](const StagedRow& row) { return fits_one_line(row, input.view); });
    const bool two_lines = (wall_is_narrow() || !one) && wall_lines_that_fit() > 1;
    const bool beside = std::all_of(
        staged.begin(), staged.end(), [&](const StagedRow& row) { return fits_beside_its_time(row, input.view); });
    const Staging staging = !two_lines        ? Staging::OneLine
        : beside || wall_lines_that_fit() < 3 ? Staging::TwoLines
                                              : Staging::TimeBelow; // a long title may take two
    const int lines_each = staging == Staging::TimeBelow ? 3 : two_lines ? 2 : 1;
    const std::string muted = muted_words(input.rows);
    const int for_muted = muted.empty() ? 0 : 1;
    const auto lines = static_cast<std::size_t>(std::max(1, (wall_lines_that_fit() - for_muted) / lines_each));
    const std::size_t shown = staged.size() <= lines ? staged.size() : std::max(lines, std::size_t { 2 }) - 1;
    SeverityCounts cut {};
    for (std::size_t i = 0; i < staged.size(); ++i) {
        if (i < shown) {
            draw_staged(staged[i], input.view, staging);
        } else {
            count_severity(cut, staged_severity(staged[i]));
        }
    }
    if (available_height() >= ImGui::GetTextLineHeight()) {
        draw_cut(cut);
    }
    if (!muted.empty() && available_height() >= ImGui::GetTextLineHeight()) {
        label(muted, { .colour = Colour::Secondary });
    }
}

}

std::unique_ptr<WallPage> make_maintenance_page()
{
    return std::make_unique<MaintenancePage>();
}

}
