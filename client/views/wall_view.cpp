// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity_view.h"
#include "client/views/wall_pages.h"
#include "client/views/wall_rows.h"
#include "client/widgets/labels.h"
#include "client/widgets/layout.h"
#include "client/widgets/panels.h"
#include "client/widgets/rows.h"
#include "client/widgets/text.h"
#include "client/widgets/timeline.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

// The picture wanders by two pixels a minute, so that nothing burns in.
ImVec2 orbit(Timestamp now)
{
    constexpr std::array<ImVec2, 4> kPlaces { ImVec2 { 0, 0 }, ImVec2 { 2, 0 }, ImVec2 { 2, 2 }, ImVec2 { 0, 2 } };
    return kPlaces[static_cast<std::size_t>(now.millis / 60'000) % kPlaces.size()];
}

class WallView final : public View {
public:
    Intents draw(const ViewInput& input) override;

private:
    void draw_warnings(const ViewInput& input, const WallRows& rows);
    void draw_major(const WallMajor& major, float width, float height);
    void draw_majors(const WallRows& rows);
    void draw_many_majors(const WallRows& rows);
    void draw_footer(const ViewInput& input, const WallRows& rows);

    Rotation rotation_ {};
    WallPages pages_ {};
};

// What stands above everything, when it is true.
void WallView::draw_warnings(const ViewInput& input, const WallRows& rows)
{
    if (input.replica.exercise()) {
        banner("exercise", { .severity = Severity::Maintenance, .text = tr(Text::WallExercise) });
    }
    if (input.frozen) {
        banner("frozen",
            { .severity = Severity::Critical,
                .text = tr(Text::WallFrozen, site_time(input.replica.heard_at(), input.zone)) });
    } else if (!input.replica.loaded()) {
        banner("loading", { .severity = Severity::Info, .text = tr(Text::BannerLoading), .urgent = false });
    }
    if (!input.replica.health().writable) {
        banner("health", { .severity = Severity::Critical, .text = tr(Text::WallNotWritable) });
    }
    for (const WallMajor& major : rows.majors) {
        if (major.no_commander && input.state.walls == WallAudience::Room && !input.state.users.empty()) {
            banner("commander" + major.id.text,
                { .severity = Severity::Critical, .text = tr(Text::WallNoCommander, major.id.text) });
        } else if (major.command_uncertain) {
            banner("uncertain" + major.id.text,
                { .severity = Severity::Critical, .text = tr(Text::WallCommandUncertain, major.id.text) });
        }
    }
}

float line(Type type)
{
    return type_scale().size(type) + ImGui::GetStyle().ItemSpacing.y;
}

// The rank as large as the service, with its shape, because colour alone says nothing.
void draw_rank(const WallMajor& major)
{
    const float side = type_scale().size(Type::Headline) * 0.8F;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_severity_shape(*ImGui::GetWindowDrawList(), Severity::Critical,
        { at.x + side / 2, at.y + type_scale().size(Type::Headline) / 2 }, side);
    ImGui::Dummy({ side, type_scale().size(Type::Headline) });
    same_line(3);
    label(major.rank, { .type = Type::Headline, .face = Face::Medium });
}

void draw_people(const WallMajor& major)
{
    std::string people = major.commander.empty() ? std::string() : tr(Text::WallCommander, major.commander);
    people += major.communications.empty() ? "" : "   " + tr(Text::WallCommunications, major.communications);
    people += major.bridge.empty() ? "" : "   " + tr(Text::WallBridge, major.bridge);
    if (!people.empty()) {
        label(people);
    }
}

void draw_update(const WallMajor& major)
{
    if (major.update.empty()) {
        return;
    }
    if (major.update_overdue) {
        badge(Severity::Critical);
        same_line(3);
    }
    label(major.update, { .type = Type::Title, .face = Face::Medium });
}

float major_height(const WallRows& rows)
{
    const bool alone = rows.majors.size() == 1;
    const bool words = std::any_of(rows.majors.begin(), rows.majors.end(),
        [](const WallMajor& major) { return !major.headline.empty() || !major.published.empty(); });
    return line(Type::Headline) + (alone ? 1.0F : 2.0F) * line(Type::Title) + line(Type::Body)
        + (words ? line(Type::Title) : 0.0F);
}

void WallView::draw_major(const WallMajor& major, float width, float height)
{
    begin_area("major" + major.id.text, { width, height });
    const bool alone = width > ImGui::GetIO().DisplaySize.x * 0.6F;
    draw_rank(major);
    same_line(4);
    label(major.service, { .type = Type::Headline, .face = Face::Medium });
    label(tr(Text::WallSince, major.since) + "   " + major.state, { .type = Type::Title });
    if (alone && !major.update.empty()) {
        same_line(8);
    }
    draw_update(major);
    draw_people(major);
    const std::string& words = major.headline.empty() ? major.published : major.headline;
    if (!words.empty()) {
        label(words, { .type = Type::Title });
    }
    end_area();
}

void WallView::draw_many_majors(const WallRows& rows)
{
    const float height = available_height() * 0.42F;
    begin_area("majors", { 0, height });
    const int fit = rows_that_fit(height, line(Type::Title), static_cast<int>(rows.majors.size()));
    for (int i = 0; i < fit; ++i) {
        const WallMajor& major = rows.majors[static_cast<std::size_t>(i)];
        badge(Severity::Critical);
        same_line(3);
        label(major.rank + "  " + major.service + "   " + tr(Text::WallSince, major.since), { .type = Type::Title });
    }
    if (fit < static_cast<int>(rows.majors.size())) {
        label(tr(Text::More, std::to_string(static_cast<int>(rows.majors.size()) - fit)));
    }
    end_area();
}

void WallView::draw_majors(const WallRows& rows)
{
    if (rows.majors.empty()) {
        return;
    }
    if (rows.majors.size() > 2) {
        draw_many_majors(rows);
    } else {
        const float width = column_width(static_cast<int>(rows.majors.size()));
        const float height = std::min(major_height(rows), available_height() * 0.62F);
        for (std::size_t i = 0; i < rows.majors.size(); ++i) {
            if (i > 0) {
                same_line(3);
            }
            draw_major(rows.majors[i], width, height);
        }
    }
    separator();
}

void WallView::draw_footer(const ViewInput& input, const WallRows& rows)
{
    separator();
    if (!rows.lost_sources.empty()) {
        badge(Severity::Unknown);
        same_line(2);
        label(tr(Text::WallLostSources, std::to_string(rows.lost_sources.size())));
        same_line(6);
    }
    label(tr(Text::WallFiring, std::to_string(rows.firing), std::to_string(rows.per_ten_minutes)));
    label(site_time(input.now, input.zone) + " " + input.zone.name, { .face = Face::Medium });
    same_line(6);
    label(format_clock(input.now, 0) + " UTC", { .face = Face::Medium });
    same_line(6);
    label(tr(Text::WallAge, format_age(input.replica.data_age().count())),
        { .width = available_width(), .align_right = true });
    progress(rotation_.progress(input.now), tr(rotation_.paused ? Text::WallPaused : Text::WallRotates));
}

Intents WallView::draw(const ViewInput& input)
{
    const WallRows rows = wall_rows(input.state, input.now);
    rotation_.update(rows, WallPages::kCount, input.now);
    if (!ImGui::GetIO().WantTextInput && (ImGui::IsKeyPressed(ImGuiKey_Space) || pressed(Action::Pause))) {
        rotation_.paused = !rotation_.paused;
        rotation_.turned_at = input.now;
    }
    if (pressed(Action::NextTab) || ImGui::IsKeyPressed(ImGuiKey_RightArrow)) {
        rotation_.page = (rotation_.page + 1) % WallPages::kCount;
        rotation_.turned_at = input.now;
    }
    begin_screen(tr(Text::WallTitle));
    const ImVec2 drift = orbit(input.now);
    ImGui::SetCursorPos({ ImGui::GetCursorPosX() + drift.x, ImGui::GetCursorPosY() + drift.y });
    ImGui::BeginGroup();
    draw_warnings(input, rows);
    const ImVec2 top = ImGui::GetCursorScreenPos();
    draw_majors(rows);
    // A ruler, two lines of words and the rotation's bar.
    const float footer
        = line(Type::Body) * 2.0F + ImGui::GetStyle().ItemSpacing.y * 2.0F + type_scale().size(Type::Body) * 0.5F;
    begin_area("page", { 0, std::max(grid(8), available_height() - footer) });
    pages_.draw(rotation_.page, input, rows);
    end_area();
    const ImVec2 bottom { ImGui::GetIO().DisplaySize.x, ImGui::GetCursorScreenPos().y };
    draw_footer(input, rows);
    if (input.frozen) {
        stale_overlay(top, bottom, tr(Text::FrozenAt, site_time(input.replica.heard_at(), input.zone)));
    }
    ImGui::EndGroup();
    end_screen();
    return {};
}

}

std::unique_ptr<View> make_wall_view()
{
    return std::make_unique<WallView>();
}

}
