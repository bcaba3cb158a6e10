// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_view.h"

#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/views/capacity/capacity_view.h"
#include "client/views/walls/wall_mute.h"
#include "client/views/walls/wall_pages.h"
#include "client/views/walls/wall_rows.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "client/widgets/timeline/timeline.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {
namespace {

// The picture wanders by two pixels a minute, so that nothing burns in.
ImVec2 orbit(Timestamp now)
{
    constexpr std::array<ImVec2, 4> kPlaces { ImVec2 { 0, 0 }, ImVec2 { 2, 0 }, ImVec2 { 2, 2 }, ImVec2 { 0, 2 } };
    return kPlaces[static_cast<std::size_t>(now.millis / 60'000) % kPlaces.size()];
}

// Left: what is wrong; right: the clocks and how old all this is. One line where they fit beside each other.
struct Footer {
    std::string lost {};
    std::string firing {};
    std::string clocks {};
    std::string age {};
};

struct FooterWidths {
    float left = 0;
    float right = 0;
    bool one_line = true;
};

class WallView final : public View {
public:
    Intents draw(const ViewInput& input) override;

private:
    void draw_warnings(const ViewInput& input, const WallRows& rows);
    void draw_major(const WallMajor& major, float width, float height);
    void draw_majors(const WallRows& rows);
    void draw_many_majors(const WallRows& rows);
    void draw_footer(const ViewInput& input, const Footer& footer, const FooterWidths& widths);

    Rotation rotation_ {};
    WallPages pages_ {};
};

// What stands above everything, when it is true.
void WallView::draw_warnings(const ViewInput& input, const WallRows& rows)
{
    if (input.replica.exercise()) {
        banner("exercise", { .severity = Severity::Maintenance, .text = tr(Text::WallExercise) });
    }
    if (const auto& back = input.replica.history_back()) {
        banner("history",
            { .severity = Severity::Critical,
                .text = tr(Text::WallHistoryBack, site_time(back->noticed_at, input.zone)) });
    } else if (input.frozen) {
        banner("frozen",
            { .severity = Severity::Critical,
                .text = tr(Text::WallFrozen, site_time(input.replica.heard_at(), input.zone)) });
    } else if (!input.replica.loaded()) {
        banner("loading", { .severity = Severity::Info, .text = tr(Text::BannerLoading), .urgent = false });
    }
    if (!input.replica.health().writable) {
        banner("health", { .severity = Severity::Critical, .text = tr(Text::WallNotWritable) });
    }
    if (!input.replica.health().damage.empty()) {
        banner("damage", { .severity = Severity::Critical, .text = tr(Text::WallDamaged) });
    }
    if (input.replica.health().clock_leap_seconds != 0) {
        banner("clock", { .severity = Severity::Major, .text = tr(Text::WallClockSet) });
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

std::string since_words(const WallMajor& major)
{
    return tr(Text::WallSince, major.since) + "   " + major.state;
}

// A major alone says in one line for how long and when the next update is due, if there is room.
bool update_beside(const WallMajor& major, float width)
{
    const float badge = major.update_overdue ? badge_size(Severity::Critical).x + grid(3) : 0;
    return width > ImGui::GetIO().DisplaySize.x * 0.6F
        && text_width(since_words(major), Type::Title) + grid(8) + badge
            + text_width(major.update, Type::Title, Face::Medium)
        <= width;
}

const std::string& headline_words(const WallMajor& major)
{
    return major.headline.empty() ? major.published : major.headline;
}

// A headline may be 80 characters long and takes a second line then; what is longer is cut there.
float words_height(const WallMajor& major, float width)
{
    const std::string& words = headline_words(major);
    if (words.empty()) {
        return 0;
    }
    const bool one = ImGui::CalcTextSize(words.c_str()).x <= width;
    return type_scale().size(Type::Body) * (one ? 1.0F : 2.0F) + ImGui::GetStyle().ItemSpacing.y;
}

float major_height(const WallRows& rows, float width)
{
    float words = 0;
    float titles = 1;
    for (const WallMajor& major : rows.majors) {
        words = std::max(words, words_height(major, width));
        titles = update_beside(major, width) ? titles : 2;
    }
    return line(Type::Headline) + titles * line(Type::Title) + line(Type::Body) + words;
}

void WallView::draw_major(const WallMajor& major, float width, float height)
{
    begin_area("major" + major.id.text, { width, height });
    draw_rank(major);
    same_line(4);
    label(major.service, { .type = Type::Headline, .face = Face::Medium });
    label(since_words(major), { .type = Type::Title });
    if (!major.update.empty() && update_beside(major, width)) {
        same_line(8);
    }
    draw_update(major);
    draw_people(major);
    const std::string& words = headline_words(major);
    if (!words.empty()) {
        label(words, { .width = width, .wrap = true });
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
        const float height = std::min(major_height(rows, width), available_height() * 0.62F);
        for (std::size_t i = 0; i < rows.majors.size(); ++i) {
            if (i > 0) {
                same_line(3);
            }
            draw_major(rows.majors[i], width, height);
        }
    }
    separator();
}

Footer wall_footer(const ViewInput& input, const WallRows& rows)
{
    Footer footer;
    footer.lost = rows.lost_sources.empty() ? std::string()
                                            : tr(Text::WallLostSources, std::to_string(rows.lost_sources.size()));
    footer.firing = tr(Text::WallFiring, std::to_string(rows.firing), std::to_string(rows.per_ten_minutes));
    footer.clocks
        = site_time(input.now, input.zone) + " " + input.zone.name + "   " + format_clock(input.now, 0) + " UTC";
    footer.age = tr(Text::WallAge, format_age(input.replica.data_age().count()));
    return footer;
}

FooterWidths footer_widths(const Footer& footer)
{
    FooterWidths widths;
    widths.left = text_width(footer.firing, Type::Body);
    if (!footer.lost.empty()) {
        widths.left += badge_size(Severity::Unknown).x + text_width(footer.lost, Type::Body) + grid(6);
    }
    widths.right = text_width(footer.clocks, Type::Body, Face::Medium) + grid(4) + text_width(footer.age, Type::Body);
    widths.one_line = widths.left + grid(4) + widths.right <= available_width();
    return widths;
}

float footer_height(const FooterWidths& widths)
{
    return grid(0.5F) + ImGui::GetStyle().ItemSpacing.y + line(Type::Body) * (widths.one_line ? 1.0F : 2.0F)
        + wall_mute_height();
}

void WallView::draw_footer(const ViewInput& input, const Footer& footer, const FooterWidths& widths)
{
    progress(rotation_.progress(input.now), tr(rotation_.paused ? Text::WallPaused : Text::WallRotates));
    if (!footer.lost.empty()) {
        badge(Severity::Unknown);
        same_line(2);
        label(footer.lost);
        same_line(4);
    }
    label(footer.firing);
    if (widths.one_line) {
        same_line(4);
    }
    align_right(widths.right);
    label(footer.clocks, { .face = Face::Medium });
    same_line(4);
    label(footer.age);
    draw_wall_mute();
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
    const Footer footer = wall_footer(input, rows);
    const FooterWidths widths = footer_widths(footer);
    begin_area("page", { 0, std::max(grid(8), available_height() - footer_height(widths)) });
    pages_.draw(rotation_.page, input, rows);
    end_area();
    const ImVec2 bottom { ImGui::GetIO().DisplaySize.x, ImGui::GetCursorScreenPos().y };
    draw_footer(input, footer, widths);
    if (input.frozen) {
        freeze_screen(top, bottom, tr(Text::FrozenAt, site_time(input.replica.heard_at(), input.zone)));
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
