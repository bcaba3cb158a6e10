// SPDX-License-Identifier: Apache-2.0
#include "client/theme/theme.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace watchfloor {
namespace {

ThemeOptions current;
TypeScale current_scale;
bool marks_behind = false;
bool hues_rest = false;

double linear_channel(std::uint32_t channel)
{
    const double value = static_cast<double>(channel) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double relative_luminance(std::uint32_t rgb)
{
    return 0.2126 * linear_channel((rgb >> 16U) & 255U) + 0.7152 * linear_channel((rgb >> 8U) & 255U)
        + 0.0722 * linear_channel(rgb & 255U);
}

void set_colours(ImGuiStyle& style)
{
    const auto set
        = [&style](ImGuiCol slot, Colour name, float alpha = 1.0F) { style.Colors[slot] = colour_vector(name, alpha); };
    // One loud pass first: a slot that a newer ImGui adds must never show its grey or blue.
    for (int slot = 0; slot < ImGuiCol_COUNT; ++slot) {
        set(slot, Colour::Background2);
    }
    set(ImGuiCol_Text, Colour::Text);
    set(ImGuiCol_TextDisabled, Colour::Muted);
    set(ImGuiCol_TextLink, Colour::Accent);
    set(ImGuiCol_InputTextCursor, Colour::Text);
    set(ImGuiCol_WindowBg, Colour::Background0);
    set(ImGuiCol_ChildBg, Colour::Background0, 0.0F);
    set(ImGuiCol_PopupBg, Colour::Background1);
    set(ImGuiCol_Border, Colour::Grid);
    set(ImGuiCol_BorderShadow, Colour::Background0, 0.0F);
    set(ImGuiCol_FrameBg, Colour::Background0);
    set(ImGuiCol_FrameBgHovered, Colour::Background2);
    set(ImGuiCol_FrameBgActive, Colour::Background0);
    set(ImGuiCol_CheckMark, Colour::Accent);
    set(ImGuiCol_ScrollbarBg, Colour::Background0, 0.0F);
    set(ImGuiCol_ScrollbarGrab, Colour::Grid);
    set(ImGuiCol_ScrollbarGrabHovered, Colour::ControlBorder);
    set(ImGuiCol_ScrollbarGrabActive, Colour::Accent);
    set(ImGuiCol_Header, Colour::Accent, 0.22F);
    set(ImGuiCol_HeaderHovered, Colour::Background2);
    set(ImGuiCol_HeaderActive, Colour::Accent, 0.30F);
    set(ImGuiCol_Separator, Colour::Grid);
    set(ImGuiCol_TableHeaderBg, Colour::Background1);
    set(ImGuiCol_TableBorderStrong, Colour::Grid);
    set(ImGuiCol_TableBorderLight, Colour::Grid, 0.6F);
    set(ImGuiCol_TableRowBg, Colour::Background0, 0.0F);
    set(ImGuiCol_TableRowBgAlt, Colour::Background0, 0.0F);
    set(ImGuiCol_TextSelectedBg, Colour::Accent, 0.40F);
    set(ImGuiCol_NavCursor, Colour::Focus);
    set(ImGuiCol_ModalWindowDimBg, Colour::Background0, 0.72F);
    set(ImGuiCol_NavWindowingDimBg, Colour::Background0, 0.0F);
}

void set_distances(ImGuiStyle& style)
{
    const ImVec2 frame { grid(2.5F), grid(1.5F) };
    // A wall's letters are large: distances in proportion to them would take the place of whole rows.
    const bool wall = current.surface == Surface::Wall;
    style.WindowPadding = wall ? ImVec2 { grid(3), grid(2) } : ImVec2 { grid(4), grid(3) };
    style.FramePadding = frame;
    style.CellPadding = { grid(2), grid(1.25F) };
    style.ItemSpacing = { grid(2), grid(wall ? 0.75F : 2.0F) };
    style.ItemInnerSpacing = { grid(2), grid(1) };
    style.ScrollbarSize = grid(2.5F);
    style.ScrollbarRounding = grid(1.5F);
    style.GrabMinSize = grid(6);
    style.WindowRounding = grid(1.5F);
    style.ChildRounding = grid(1.5F);
    style.PopupRounding = grid(1.5F);
    style.FrameRounding = grid(1);
    style.GrabRounding = grid(1);
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 1;
    style.PopupBorderSize = 1;
    style.FrameBorderSize = 1;
    style.SeparatorTextBorderSize = 1;
    style.DisabledAlpha = 1.0F; // disabled things have a colour of their own, at known contrast
    style.HoverStationaryDelay = 0.15F;
    style.HoverDelayShort = 0.25F;
    style.HoverDelayNormal = 0.5F;
    style.AntiAliasedLinesUseTex = true;
    style.CircleTessellationMaxError = 0.2F;
}

}

std::uint32_t palette_rgb(Palette palette, Colour name)
{
    const auto day = kDayPalette[static_cast<std::size_t>(name)].rgb;
    if (palette == Palette::Day) {
        return day;
    }
    switch (name) {
    case Colour::Background0:
        return 0x07090C;
    case Colour::Background1:
        return 0x0C1014;
    case Colour::Background2:
        return 0x14191F;
    case Colour::Text:
        return 0xB9C0C8;
    case Colour::Secondary:
        return 0x98A1AB;
    case Colour::Muted:
        return 0x7A848F;
    case Colour::Grid:
        return 0x20272F;
    case Colour::Normal:
        return 0x98A1AB;
    case Colour::Minor:
        return 0xD9D678;
    case Colour::Focus:
        return 0xD9B257;
    case Colour::Ink:
        return 0x07090C;
    case Colour::Accent:
    case Colour::ControlBorder:
    case Colour::Critical:
    case Colour::Major:
    case Colour::Info:
    case Colour::Maintenance:
    case Colour::Unknown:
    case Colour::Count:
        return day;
    }
    return day;
}

std::uint32_t stale_rgb(Palette palette, Colour name, bool under_line)
{
    const auto over = [](std::uint32_t below, std::uint32_t above, float alpha) {
        std::uint32_t mixed = 0;
        for (const unsigned shift : { 16U, 8U, 0U }) {
            const auto channel = [shift](std::uint32_t rgb) { return static_cast<float>((rgb >> shift) & 255U); };
            const float value = channel(below) * (1 - alpha) + channel(above) * alpha;
            mixed |= static_cast<std::uint32_t>(std::lround(value)) << shift;
        }
        return mixed;
    };
    const std::uint32_t dimmed = over(palette_rgb(palette, name), palette_rgb(palette, Colour::Background0), kStaleDim);
    return under_line ? over(dimmed, palette_rgb(palette, Colour::Unknown), kStaleHatch) : dimmed;
}

double contrast_ratio(std::uint32_t a, std::uint32_t b)
{
    const double one = relative_luminance(a);
    const double other = relative_luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

ImVec4 colour_vector(Colour name, float alpha)
{
    const auto rgb = palette_rgb(current.palette, name);
    const auto channel = [rgb](unsigned shift) { return static_cast<float>((rgb >> shift) & 255U) / 255.0F; };
    return { channel(16), channel(8), channel(0), alpha };
}

ImU32 colour(Colour name, float alpha)
{
    return ImGui::ColorConvertFloat4ToU32(colour_vector(name, alpha));
}

double cap_height_pixels(const WallProfile& wall, double arc_minutes)
{
    constexpr double metres_per_inch = 0.0254;
    constexpr double radians_per_minute = 3.14159265358979323846 / (180.0 * 60.0);
    const double diagonal_pixels = std::hypot(wall.width_pixels, wall.height_pixels);
    const double pitch = wall.diagonal_inches * metres_per_inch / diagonal_pixels;
    return wall.distance_m * std::tan(arc_minutes * radians_per_minute) / pitch;
}

double wall_lines(const WallProfile& wall)
{
    constexpr double figure_minutes = 22;
    constexpr double cap_of_size = 0.607;
    return wall.height_pixels / (cap_height_pixels(wall, figure_minutes) / cap_of_size);
}

TypeScale desk_type_scale(float zoom)
{
    TypeScale scale;
    for (auto& size : scale.sizes) {
        size = std::round(size * zoom);
    }
    return scale;
}

TypeScale wall_type_scale(const WallProfile& wall, float pixels_per_unit)
{
    constexpr double cap_of_size = 0.607;
    const auto size = [&](double arc_minutes) {
        // Rounded up: a limit is a limit.
        return static_cast<float>(std::ceil(cap_height_pixels(wall, arc_minutes) / cap_of_size / pixels_per_unit));
    };
    return { { size(16), size(22), size(27.5), size(44) } };
}

void apply_theme(const ThemeOptions& options)
{
    current = options;
    hues_rest = false; // until a screen says so in its frame
    const float pixels_per_unit = std::max(1.0F, ImGui::GetIO().DisplayFramebufferScale.x);
    current_scale = options.surface == Surface::Wall ? wall_type_scale(options.wall, pixels_per_unit)
                                                     : desk_type_scale(options.zoom);
    auto& style = ImGui::GetStyle();
    style.FontSizeBase = current_scale.size(Type::Body);
    style._NextFrameFontSizeBase = style.FontSizeBase; // a frame that is being drawn ends with its own size
    set_colours(style);
    set_distances(style);
}

const ThemeOptions& theme()
{
    return current;
}

const TypeScale& type_scale()
{
    return current_scale;
}

LettersAtMost::LettersAtMost(float size) : usual_(current_scale)
{
    const float most = std::max(size, usual_.size(Type::Caption));
    for (float& each : current_scale.sizes) {
        each = std::min(each, most);
    }
}

LettersAtMost::~LettersAtMost()
{
    current_scale = usual_;
}

MarksBehind::MarksBehind(bool behind) : usual_(std::exchange(marks_behind, behind)) { }

MarksBehind::~MarksBehind()
{
    marks_behind = usual_;
}

bool marks_stand_behind()
{
    return marks_behind;
}

void rest_hues(bool rest)
{
    hues_rest = rest;
}

Colour edge_colour(Colour hue)
{
    const bool saturated
        = hue == Colour::Accent || kDayPalette[static_cast<std::size_t>(hue)].duty == ColourDuty::Severity;
    return hues_rest && saturated ? Colour::Secondary : hue;
}

float grid(float steps)
{
    // 4 px belong to a body size of 20; walls and zoomed desks grow in proportion.
    return std::round(steps * 4.0F * current_scale.size(Type::Body) / 20.0F);
}

float smallest_target()
{
    const bool touch = (ImGui::GetIO().ConfigFlags & ImGuiConfigFlags_IsTouchScreen) != 0;
    return touch || current.surface == Surface::Wall ? 44.0F : 24.0F;
}

}
