// SPDX-License-Identifier: Apache-2.0
// The last hour: a ribbon over the time axis, and below it what was decided and done.
#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/views/walls/hour_rows.h"
#include "client/views/walls/wall_page.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace watchfloor {
namespace {

class HourPage final : public WallPage {
public:
    explicit HourPage(ServiceId service)
        : service_(std::move(service))
        , id_(wall_page_name({ service_.text, service_.empty() ? WallPageKind::Hour : WallPageKind::Service, 0 }))
    {
    }

    std::string_view id() const override { return id_; }
    std::string title(const WallPageInput& input) const override
    {
        return service_.empty() ? std::string(tr(Text::WallPageHour))
                                : tr(Text::WallPageServiceHour, service_name(input.view.state, service_));
    }
    // Visitors learn of none of it, or of too little to call it the hour.
    bool lively(const WallPageInput& input) const override
    {
        return input.knows(WallSubject::Timeline) && !hour_rows(input.view, service_).empty();
    }
    std::optional<Location> behind() const override
    {
        Location timeline { "/timeline", {} };
        timeline.set("service", service_.text);
        return timeline;
    }
    void draw(const WallPageInput& input) override;

private:
    ServiceId service_; // empty: of everything
    std::string id_;
};

// From top to bottom: how many alerts began in each minute, what people look for, the clock.
struct Ribbon {
    ImVec2 from {};
    ImVec2 to {};
    float volume_end = 0;
    float marks_end = 0;
    TimeAxis axis {};
};

Ribbon ribbon_at(ImVec2 from, ImVec2 size, const HourRows& rows)
{
    const float caption = type_scale().size(Type::Caption);
    Ribbon ribbon;
    ribbon.from = from;
    ribbon.to = { from.x + size.x, from.y + size.y };
    ribbon.marks_end = ribbon.to.y - caption;
    ribbon.volume_end = ribbon.marks_end - caption;
    ribbon.axis.left = from.x;
    ribbon.axis.width = std::max(1.0F, size.x);
    ribbon.axis.from_millis = static_cast<double>(rows.from.millis);
    ribbon.axis.millis_per_pixel
        = static_cast<double>((rows.to - rows.from).count()) / static_cast<double>(ribbon.axis.width);
    return ribbon;
}

std::size_t most_in_a_minute(const HourRows& rows)
{
    std::size_t most = 0;
    for (const SeverityCounts& minute : rows.fired) {
        most = std::max(most, counted(minute));
    }
    return most;
}

// The worst at the bottom, where the eye begins; nothing is lower than three pixels.
void draw_volume(ImDrawList& list, const Ribbon& ribbon, const HourRows& rows)
{
    constexpr float kLeast = 3;
    constexpr std::size_t kLeastScale = 5; // one alert is no wall of fire
    const auto most = static_cast<float>(std::max(kLeastScale, most_in_a_minute(rows)));
    const float height = ribbon.volume_end - ribbon.from.y;
    for (std::size_t i = 0; i < kHourMinutes; ++i) {
        const Timestamp begin = rows.from + std::chrono::minutes { static_cast<int>(i) };
        const float left = ribbon.axis.x(begin);
        const float right = std::max(left + kLeast, ribbon.axis.x(begin + std::chrono::minutes { 1 }) - 1);
        float bottom = ribbon.volume_end;
        for (const Severity severity : kSeverities) {
            const std::size_t count = rows.fired[i][static_cast<std::size_t>(severity)];
            if (count == 0) {
                continue;
            }
            const float top = std::max(
                ribbon.from.y, bottom - std::max(kLeast, std::floor(height * static_cast<float>(count) / most)));
            list.AddRectFilled({ left, top }, { right, bottom }, colour(severity_colour(severity)));
            bottom = top;
        }
    }
    list.AddLine({ ribbon.from.x, ribbon.volume_end }, { ribbon.to.x, ribbon.volume_end }, colour(Colour::Grid));
}

void draw_hour_marks(ImDrawList& list, const Ribbon& ribbon, const HourRows& rows)
{
    const float size = type_scale().size(Type::Caption);
    const float column = size * 3.2F;
    struct Marks {
        HourPlace place {};
        float first = 0; // where the first of them happened
    };
    std::map<int, Marks> places;
    for (const HourMark& mark : rows.marks) {
        const float at = ribbon.axis.x(mark.at);
        const auto [marks, added]
            = places.try_emplace(static_cast<int>((at - ribbon.from.x) / column), Marks { {}, at });
        marks->second.first = std::min(marks->second.first, at);
        marks->second.place.add(mark.kind);
    }
    const float middle = (ribbon.volume_end + ribbon.marks_end) / 2;
    float free = ribbon.from.x; // left of it others stand
    for (const auto& [at, marks] : places) {
        const HourPlace& place = marks.place;
        const std::string count = place.words();
        const float width = size * 1.2F + text_width(count, Type::Caption, Face::Medium);
        const float left = std::min(std::max(free, marks.first - size / 2), ribbon.to.x - width);
        free = left + width;
        draw_icon(list, item_kind_icon(place.kind), { left + size / 2, middle }, size * 0.8F, colour(Colour::Text));
        if (!count.empty()) {
            draw_words({ left + size, middle - size / 2 }, size, count, Face::Medium);
        }
    }
}

void draw_clock(ImDrawList& list, const Ribbon& ribbon, const SiteZone& zone)
{
    const float size = type_scale().size(Type::Caption);
    for (const Tick& tick : ticks(ribbon.axis, zone, size * 6)) {
        const std::string hour_and_minute = tick.site.substr(0, 5);
        const float width = text_width(hour_and_minute, Type::Caption);
        if (tick.x < ribbon.from.x || tick.x + grid(1) + width > ribbon.to.x) {
            continue;
        }
        list.AddLine({ tick.x, ribbon.from.y }, { tick.x, ribbon.to.y }, colour(Colour::Grid, 0.6F));
        draw_words({ tick.x + grid(1), ribbon.marks_end }, size, hour_and_minute, Face::Regular, Colour::Secondary);
    }
}

void draw_ribbon(const ViewInput& input, const HourRows& rows, float height)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 size { available_width(), height };
    const Ribbon ribbon = ribbon_at(from, size, rows);
    auto& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(ribbon.from, { ribbon.to.x, ribbon.marks_end }, colour(Colour::Background1));
    for (const TimelineWindow& window : rows.windows) {
        const float left = std::max(ribbon.from.x, ribbon.axis.x(window.begin));
        const float right = std::min(ribbon.to.x, ribbon.axis.x(window.end));
        draw_hatch(list, { left, ribbon.from.y }, { std::max(right, left + 3), ribbon.marks_end },
            colour(Colour::Maintenance, 0.4F), grid(4));
    }
    draw_volume(list, ribbon, rows);
    draw_hour_marks(list, ribbon, rows);
    draw_clock(list, ribbon, input.zone);
    const auto decisions = std::count_if(
        rows.marks.begin(), rows.marks.end(), [](const HourMark& mark) { return mark.kind == ItemKind::Decision; });
    const auto others = static_cast<std::ptrdiff_t>(rows.marks.size()) - decisions;
    declare({ .id = item_id("ribbon"),
        .role = Role::Image,
        .label = tr(Text::WallHourSpoken, std::to_string(counted(rows.alerts)), std::to_string(decisions),
            std::to_string(others)),
        .rect = visible_rect(from, size) });
    ImGui::Dummy(size);
}

// How high the line's words are in this column.
float hour_line_height(const HourLine& line, float width)
{
    const float words = ImGui::CalcTextSize(line.text.c_str(), nullptr, false, width).y;
    return line.counts ? std::max(words, badge_size(line.severity).y) : words;
}

float hour_icon()
{
    return ImGui::GetTextLineHeight() * 1.2F;
}

float hour_words_at()
{
    return std::max(text_width("00:00", Type::Body), badge_size(Severity::Critical).x) + grid(4);
}

float hour_words_width()
{
    return std::max(grid(20), available_width() - hour_words_at() - hour_icon());
}

// Whether all of it fits in the letters of now.
bool all_lines_fit(const HourRows& rows)
{
    float height = rows.beyond > 0 ? wall_line_height() : 0;
    for (const HourLine& line : rows.lines) {
        height += hour_line_height(line, hour_words_width()) + ImGui::GetStyle().ItemSpacing.y;
    }
    return height <= available_height() + ImGui::GetStyle().ItemSpacing.y;
}

void draw_hour_line(const ViewInput& input, const HourLine& line, float column, float width, Type type, bool whole)
{
    if (line.counts) {
        badge(line.severity);
    } else {
        label(site_time(line.at, input.zone).substr(0, 5), { .type = type, .colour = Colour::Secondary });
    }
    ImGui::SameLine();
    ImGui::SetCursorPosX(ImGui::GetCursorStartPos().x + column);
    const float size = ImGui::GetTextLineHeight();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_icon(*ImGui::GetWindowDrawList(), item_kind_icon(line.kind), { at.x + size / 2, at.y + size / 2 },
        size * 0.75F, colour(line.decision ? Colour::Text : Colour::Secondary));
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + size * 1.2F);
    label(line.text,
        { .type = type, .face = line.decision ? Face::Medium : Face::Regular, .width = width, .wrap = whole });
}

void draw_hour_lines(const ViewInput& input, const HourRows& rows)
{
    // Where not all fit the letters are the smallest that can be read from afar, so that more of them do.
    const Type type = all_lines_fit(rows) ? Type::Body : Type::Caption;
    const TypeScope letters { type };
    const std::vector<HourLine>& lines = rows.lines;
    const float column = hour_words_at();
    const float width = hour_words_width();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool last = i + 1 == lines.size() && rows.beyond == 0;
        const float more = last ? 0 : wall_line_height();
        const bool whole = hour_line_height(lines[i], width) + more <= available_height();
        if (i > 0 && !whole) {
            if (available_height() >= ImGui::GetTextLineHeight()) {
                label(tr(Text::More, format_count(lines.size() - i + rows.beyond)),
                    { .type = type, .colour = Colour::Secondary });
            }
            return;
        }
        draw_hour_line(input, lines[i], column, width, type, whole);
    }
    if (rows.beyond > 0 && available_height() >= ImGui::GetTextLineHeight()) {
        label(tr(Text::More, format_count(rows.beyond)), { .type = type, .colour = Colour::Secondary });
    }
}

void HourPage::draw(const WallPageInput& input)
{
    const HourRows rows = hour_rows(input.view, service_);
    if (!service_.empty() && wall_lines_that_fit() > 2) {
        label(title(input), { .face = Face::Medium });
    }
    const float caption = type_scale().size(Type::Caption);
    const float ribbon = std::clamp(available_height() * 0.4F, caption * 2.8F, caption * 6);
    // On a page too low for both, what was decided says more than when.
    const float listed = (caption + ImGui::GetStyle().ItemSpacing.y) * 2;
    if (available_height() >= caption * 2.8F + listed || rows.lines.empty()) {
        draw_ribbon(input.view, rows, std::min(ribbon, available_height()));
    }
    draw_hour_lines(input.view, rows);
}

}

std::unique_ptr<WallPage> make_hour_page(ServiceId service)
{
    return std::make_unique<HourPage>(std::move(service));
}

}
