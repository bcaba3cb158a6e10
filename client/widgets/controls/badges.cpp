// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/badges.h"

#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/theme/icons.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/shown_severity.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {
namespace {

constexpr float kPi = 3.14159265F;
// At most 1 Hz and 10 s: half a second on, half a second off.
constexpr std::int64_t kBlinkHalfMillis = 500;
constexpr std::int64_t kBlinkLongestMillis = 10'000;

void draw_octagon(ImDrawList& list, ImVec2 centre, float radius, ImU32 fill)
{
    std::array<ImVec2, 8> points;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const float angle = kPi / 8 + static_cast<float>(i) * kPi / 4;
        points[i] = { centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle) };
    }
    list.AddConvexPolyFilled(points.data(), static_cast<int>(points.size()), fill);
}

void draw_dotted_circle(ImDrawList& list, ImVec2 centre, float radius, ImU32 line, float thickness)
{
    constexpr int dots = 10;
    for (int i = 0; i < dots; ++i) {
        const float angle = static_cast<float>(i) * 2 * kPi / dots;
        list.AddCircleFilled(
            { centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle) }, thickness, line, 8);
    }
}

void draw_unknown(ImDrawList& list, ImVec2 centre, float half, ImU32 line)
{
    draw_dotted_circle(list, centre, half * 0.9F, line, std::max(0.9F, half * 0.12F));
    const float size = half * 1.5F;
    const ImVec2 extent = font(Face::Medium)->CalcTextSizeA(size, 1e6F, 0, "?");
    list.AddText(font(Face::Medium), size, { centre.x - extent.x / 2, centre.y - extent.y / 2 }, line, "?");
}

void draw_maintenance(ImDrawList& list, ImVec2 centre, float half, ImU32 line)
{
    const ImVec2 from { centre.x - half, centre.y - half };
    const ImVec2 to { centre.x + half, centre.y + half };
    list.AddRectFilled(from, to, colour(Colour::Maintenance, 0.28F), half * 0.2F);
    draw_hatch(list, from, to, colour(Colour::Maintenance, 0.75F), std::max(3.0F, half * 0.5F));
    list.AddRect(from, to, line, half * 0.2F, 0, std::max(1.0F, half * 0.12F));
    draw_icon(list, kIconWrench, centre, half * 1.5F, colour(Colour::Text));
}

// A state is read from as far as a figure.
Type code_type()
{
    return theme().surface == Surface::Wall ? Type::Body : Type::Caption;
}

void draw_badge(Severity severity, bool shape_visible)
{
    const ImVec2 size = badge_size(severity);
    const TypeScope type { code_type(), Face::Medium };
    const ImVec2 from = ImGui::GetCursorScreenPos();
    declare({ .id = text_id(severity_code(severity)),
        .role = Role::Image,
        .label = std::string { severity_name(severity) },
        .rect = visible_rect(from, size) });
    ImGui::Dummy(size);
    auto& list = *ImGui::GetWindowDrawList();
    const float side = ImGui::GetFontSize() * 0.92F;
    const float middle = from.y + size.y / 2;
    const bool behind = marks_stand_behind();
    if (shape_visible) {
        draw_severity_shape(list, severity, { behind ? from.x + size.x - side / 2 : from.x + side / 2, middle }, side);
    }
    // Critical and Maintenance miss 7:1 as text: the wall writes the word beside the coloured shape.
    const bool wall = theme().surface == Surface::Wall;
    const auto code = severity_code(severity);
    list.AddText({ behind ? from.x : from.x + side + grid(1.5F), middle - ImGui::GetFontSize() / 2 },
        colour(wall ? Colour::Text : severity_colour(severity)), code.data(), code.data() + code.size());
}

}

Colour severity_colour(Severity severity)
{
    switch (severity) {
    case Severity::Critical:
        return Colour::Critical;
    case Severity::Major:
        return Colour::Major;
    case Severity::Minor:
        return Colour::Minor;
    case Severity::Info:
        return Colour::Info;
    case Severity::Maintenance:
        return Colour::Maintenance;
    case Severity::Unknown:
        return Colour::Unknown;
    case Severity::Normal:
        return Colour::Normal;
    }
    return Colour::Unknown;
}

std::string_view severity_code(Severity severity)
{
    switch (severity) {
    case Severity::Critical:
        return tr(Text::CodeCritical);
    case Severity::Major:
        return tr(Text::CodeMajor);
    case Severity::Minor:
        return tr(Text::CodeMinor);
    case Severity::Info:
        return tr(Text::CodeInfo);
    case Severity::Maintenance:
        return tr(Text::CodeMaintenance);
    case Severity::Unknown:
        return tr(Text::CodeUnknown);
    case Severity::Normal:
        return tr(Text::CodeNormal);
    }
    return "";
}

std::string_view severity_name(Severity severity)
{
    switch (severity) {
    case Severity::Critical:
        return tr(Text::SeverityCritical);
    case Severity::Major:
        return tr(Text::SeverityMajor);
    case Severity::Minor:
        return tr(Text::SeverityMinor);
    case Severity::Info:
        return tr(Text::SeverityInfo);
    case Severity::Maintenance:
        return tr(Text::SeverityMaintenance);
    case Severity::Unknown:
        return tr(Text::SeverityUnknown);
    case Severity::Normal:
        return tr(Text::SeverityNormal);
    }
    return "";
}

void draw_severity_shape(ImDrawList& list, Severity severity, ImVec2 centre, float side)
{
    const ImU32 ink = colour(severity_colour(severity));
    const float half = side / 2;
    const float line = std::max(1.5F, side * 0.10F);
    switch (severity) {
    case Severity::Critical:
        draw_octagon(list, centre, half * 1.04F, ink);
        return;
    case Severity::Major:
        list.AddTriangleFilled({ centre.x, centre.y - half }, { centre.x + half, centre.y + half * 0.8F },
            { centre.x - half, centre.y + half * 0.8F }, ink);
        return;
    case Severity::Minor:
        // Yellow is the brightest hue, so it gets the smallest area: area carries rank.
        list.AddRect({ centre.x - half * 0.6F, centre.y - half * 0.6F },
            { centre.x + half * 0.6F, centre.y + half * 0.6F }, ink, 0, 0, line);
        return;
    case Severity::Info:
        list.AddCircle(centre, half * 0.72F, ink, 0, line);
        return;
    case Severity::Maintenance:
        draw_maintenance(list, centre, half * 0.92F, ink);
        return;
    case Severity::Unknown:
        draw_unknown(list, centre, half, ink);
        return;
    case Severity::Normal: {
        const std::array<ImVec2, 3> tick { ImVec2 { centre.x - half * 0.6F, centre.y + half * 0.05F },
            ImVec2 { centre.x - half * 0.15F, centre.y + half * 0.5F },
            ImVec2 { centre.x + half * 0.65F, centre.y - half * 0.5F } };
        list.AddPolyline(tick.data(), static_cast<int>(tick.size()), ink, 0, std::max(1.2F, side * 0.08F));
        return;
    }
    }
}

void badge(Severity severity)
{
    draw_badge(severity, true);
}

void unacknowledged_badge(Severity severity, std::int64_t since_millis)
{
    // While the screen is frozen time stands still, and with it a blink: half of them would be dark for good.
    const bool blinking = since_millis >= 0 && since_millis < kBlinkLongestMillis && !screen_marked_stale();
    if (blinking) {
        request_frame_after(std::chrono::milliseconds { kBlinkHalfMillis - since_millis % kBlinkHalfMillis });
    }
    draw_badge(severity, !blinking || (since_millis / kBlinkHalfMillis) % 2 == 0);
}

ImVec2 badge_size(Severity severity)
{
    const float size = font_size(code_type());
    const auto code = severity_code(severity);
    const float text = font(Face::Medium)->CalcTextSizeA(size, 1e6F, 0, code.data(), code.data() + code.size()).x;
    return { std::round(size * 0.92F + grid(1.5F) + text), std::max(size, ImGui::GetFontSize()) };
}

void tag(std::string_view text, Colour fill)
{
    const TypeScope type { code_type(), Face::Medium };
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 extent = ImGui::CalcTextSize(text.data(), text.data() + text.size());
    const ImVec2 size { extent.x + grid(4), extent.y + grid(1) };
    declare(
        { .id = text_id(text), .role = Role::Text, .label = std::string { text }, .rect = visible_rect(from, size) });
    ImGui::Dummy(size);
    auto& list = *ImGui::GetWindowDrawList();
    const ImVec2 to { from.x + size.x, from.y + size.y };
    const bool outlined = marks_stand_behind(); // it has no side to change
    if (outlined) {
        list.AddRect(from, to, colour(edge_colour(fill), 0.5F), grid(1), 0, grid(0.25F));
    } else {
        list.AddRectFilled(from, to, colour(fill), grid(1));
    }
    list.AddText({ from.x + grid(2), from.y + grid(0.5F) }, colour(outlined ? Colour::Text : Colour::Ink), text.data(),
        text.data() + text.size());
}

void draw_hatch(ImDrawList& list, ImVec2 from, ImVec2 to, ImU32 line, float spacing)
{
    list.PushClipRect(from, to, true);
    const float height = to.y - from.y;
    for (float x = from.x - height; x < to.x; x += spacing * 1.41421F) {
        list.AddLine({ x, to.y }, { x + height, from.y }, line, std::max(1.0F, spacing * 0.12F));
    }
    list.PopClipRect();
}

Severity shown_severity(AlertSeverity severity)
{
    switch (severity) {
    case AlertSeverity::Critical:
        return Severity::Critical;
    case AlertSeverity::Major:
        return Severity::Major;
    case AlertSeverity::Minor:
        return Severity::Minor;
    case AlertSeverity::Info:
        return Severity::Info;
    case AlertSeverity::Unknown:
        return Severity::Unknown;
    }
    return Severity::Unknown;
}

}
