// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace watchfloor {

enum class Colour : std::uint8_t {
    Background0,
    Background1,
    Background2,
    Text,
    Secondary,
    Muted,
    Accent,
    Focus,
    ControlBorder,
    Grid,
    Critical,
    Major,
    Minor,
    Info,
    Maintenance,
    Unknown,
    Normal,
    Ink, // text on severity fills and on the accent
    Count,
};
constexpr std::size_t kColourCount = static_cast<std::size_t>(Colour::Count);

// What a colour is used for, and so which contrast it owes its background.
enum class ColourDuty : std::uint8_t { Background, Text, Border, Focus, Severity, Ink, Decoration };

struct Swatch {
    Colour colour;
    std::string_view name;
    std::uint32_t rgb;
    ColourDuty duty;
};

// The one palette table; a test walks it.
inline constexpr std::array<Swatch, kColourCount> kDayPalette { {
    { Colour::Background0, "background0", 0x0E1116, ColourDuty::Background },
    { Colour::Background1, "background1", 0x161B22, ColourDuty::Background },
    { Colour::Background2, "background2", 0x1F2630, ColourDuty::Background },
    { Colour::Text, "text", 0xE6EAF0, ColourDuty::Text },
    { Colour::Secondary, "secondary", 0xA7B0BA, ColourDuty::Text },
    { Colour::Muted, "muted", 0x7D8794, ColourDuty::Text },
    { Colour::Accent, "accent", 0x4FA3FF, ColourDuty::Text },
    { Colour::Focus, "focus", 0xFFD166, ColourDuty::Focus },
    { Colour::ControlBorder, "control_border", 0x6B7787, ColourDuty::Border },
    { Colour::Grid, "grid", 0x2B3440, ColourDuty::Decoration },
    { Colour::Critical, "critical", 0xF2546E, ColourDuty::Severity },
    { Colour::Major, "major", 0xEF9E1C, ColourDuty::Severity },
    { Colour::Minor, "minor", 0xFFFB8C, ColourDuty::Severity },
    { Colour::Info, "info", 0x86C6FF, ColourDuty::Severity },
    { Colour::Maintenance, "maintenance", 0xB064CF, ColourDuty::Severity },
    { Colour::Unknown, "unknown", 0x98A3AF, ColourDuty::Severity },
    { Colour::Normal, "normal", 0xA7B0BA, ColourDuty::Text },
    { Colour::Ink, "ink", 0x0E1116, ColourDuty::Ink },
} };

enum class Palette : std::uint8_t { Day, Night };

// Night keeps hues and their contrast against its darker grounds.
std::uint32_t palette_rgb(Palette palette, Colour colour);
// WCAG 2 contrast ratio of two 0xRRGGBB colours.
double contrast_ratio(std::uint32_t a, std::uint32_t b);

// How strongly what is stale is covered: visibly greyed and hatched, and still readable.
inline constexpr float kStaleDim = 0.18F;
inline constexpr float kStaleHatch = 0.12F;
// A colour as it looks where it is stale, between the hatching's lines or under one.
std::uint32_t stale_rgb(Palette palette, Colour colour, bool under_line);

// The colour in the present palette, for draw lists and for ImGui's style.
ImU32 colour(Colour colour, float alpha = 1.0F);
ImVec4 colour_vector(Colour colour, float alpha = 1.0F);

enum class Surface : std::uint8_t { Desk, Wall };

// What the wall needs to know about itself to choose its letter heights.
struct WallProfile {
    double distance_m = 4.0;
    double diagonal_inches = 55.0;
    int width_pixels = 1920;
    int height_pixels = 1080;
};

// Height of a capital letter in pixels that subtends the angle at the wall's distance.
double cap_height_pixels(const WallProfile& wall, double arc_minutes);

// How many lines of figures stand below each other on the whole of it.
double wall_lines(const WallProfile& wall);

// Four sizes at ratio 1.25 on the desk. On a wall: 16', 22', 27.5' and 44'.
enum class Type : std::uint8_t { Caption, Body, Title, Headline };
enum class Face : std::uint8_t { Regular, Medium, Mono };

struct TypeScale {
    std::array<float, 4> sizes { 16.0F, 20.0F, 25.0F, 31.0F };
    float size(Type type) const { return sizes[static_cast<std::size_t>(type)]; }
};
TypeScale desk_type_scale(float zoom);
// In units of ImGui: `pixels_per_unit` is the web's devicePixelRatio, 1 natively.
TypeScale wall_type_scale(const WallProfile& wall, float pixels_per_unit);

struct ThemeOptions {
    Surface surface = Surface::Desk;
    Palette palette = Palette::Day;
    WallProfile wall {};
    // Desk: user's zoom (0.8–2.0) times the platform's content scale.
    float zoom = 1.0F;
};

// Writes ImGui's whole style, so that nothing keeps a default colour. Cheap; call when
// something changed and between frames.
void apply_theme(const ThemeOptions& options);
const ThemeOptions& theme();
const TypeScale& type_scale();

// Until it goes out of scope nothing stands in larger letters than these, or than captions where these are smaller.
class LettersAtMost {
public:
    explicit LettersAtMost(float size);
    ~LettersAtMost();
    LettersAtMost(const LettersAtMost&) = delete;
    LettersAtMost& operator=(const LettersAtMost&) = delete;

private:
    TypeScale usual_;
};

// Until it goes out of scope coloured marks stand behind their codes and words instead of before them: a wall changes
// sides in turn, so that nothing saturated burns in.
class MarksBehind {
public:
    explicit MarksBehind(bool behind);
    ~MarksBehind();
    MarksBehind(const MarksBehind&) = delete;
    MarksBehind& operator=(const MarksBehind&) = delete;

private:
    bool usual_;
};
bool marks_stand_behind();

// While a picture stands still (a wall whose pages are held, a frozen screen) a bar or a thin border, which has no side to
// change and says only what a mark beside it says, has no hue: nothing saturated burns in. Whoever draws the screen says
// so in each frame.
void rest_hues(bool rest);
Colour edge_colour(Colour hue);

// Distances on the 4-px grid, grown with the surface: `grid(2)` is 8 px on the desk.
float grid(float steps);
// The smallest target a finger or mouse gets: 24 px on the desk, 44 on the wall and under touch.
float smallest_target();

}
