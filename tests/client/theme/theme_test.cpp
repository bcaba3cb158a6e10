// SPDX-License-Identifier: Apache-2.0
#include "client/theme/theme.h"

#include "client/theme/fonts.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr std::array kPalettes { Palette::Day, Palette::Night };

double least_contrast(ColourDuty duty, const Swatch& swatch)
{
    switch (duty) {
    case ColourDuty::Text:
        return 4.5;
    case ColourDuty::Severity:
        return 4.5;
    case ColourDuty::Border:
    case ColourDuty::Focus:
        return 3.0;
    case ColourDuty::Background:
    case ColourDuty::Ink:
    case ColourDuty::Decoration:
        return 1.0;
    }
    ADD_FAILURE() << swatch.name;
    return 21;
}

TEST(PaletteTest, EveryColourOwesItsBackgroundItsContrast)
{
    for (const auto palette : kPalettes) {
        for (const auto& swatch : kDayPalette) {
            for (const auto ground : { Colour::Background0, Colour::Background1 }) {
                const double ratio = contrast_ratio(palette_rgb(palette, swatch.colour), palette_rgb(palette, ground));
                EXPECT_GE(ratio, least_contrast(swatch.duty, swatch))
                    << swatch.name << " on " << kDayPalette[static_cast<std::size_t>(ground)].name
                    << (palette == Palette::Night ? ", night" : "");
            }
        }
    }
}

TEST(PaletteTest, WallTextIsAtLeastSevenToOne)
{
    for (const auto palette : kPalettes) {
        for (const auto ink : { Colour::Text, Colour::Secondary }) {
            EXPECT_GE(contrast_ratio(palette_rgb(palette, ink), palette_rgb(palette, Colour::Background0)), 7.0);
        }
    }
}

TEST(PaletteTest, WhatIsStaleOrFrozenStaysReadable)
{
    for (const auto palette : kPalettes) {
        for (const auto ink : { Colour::Text, Colour::Secondary, Colour::Major }) {
            for (const auto ground : { Colour::Background0, Colour::Background1 }) {
                for (const bool under_line : { false, true }) {
                    const double ratio
                        = contrast_ratio(stale_rgb(palette, ink, under_line), stale_rgb(palette, ground, under_line));
                    EXPECT_GE(ratio, 4.5)
                        << kDayPalette[static_cast<std::size_t>(ink)].name << (under_line ? ", under a line" : "")
                        << (palette == Palette::Night ? ", night" : "");
                }
                // A letter that a line crosses only in part.
                EXPECT_GE(contrast_ratio(stale_rgb(palette, ink, false), stale_rgb(palette, ground, true)), 4.0);
            }
        }
        EXPECT_NE(stale_rgb(palette, Colour::Text, false), palette_rgb(palette, Colour::Text));
    }
}

TEST(PaletteTest, InkReadsOnEveryFill)
{
    for (const auto palette : kPalettes) {
        for (const auto fill : { Colour::Critical, Colour::Major, Colour::Minor, Colour::Info, Colour::Maintenance,
                 Colour::Unknown, Colour::Accent }) {
            EXPECT_GE(contrast_ratio(palette_rgb(palette, Colour::Ink), palette_rgb(palette, fill)), 4.5)
                << kDayPalette[static_cast<std::size_t>(fill)].name;
        }
    }
}

TEST(PaletteTest, TableIsInTheOrderOfItsEnum)
{
    for (std::size_t i = 0; i < kDayPalette.size(); ++i) {
        EXPECT_EQ(kDayPalette[i].colour, static_cast<Colour>(i));
    }
}

TEST(PaletteTest, ContrastFollowsItsDefinition)
{
    EXPECT_NEAR(contrast_ratio(0x000000, 0xFFFFFF), 21.0, 1e-9);
    EXPECT_NEAR(contrast_ratio(0xFFFFFF, 0x000000), 21.0, 1e-9);
    EXPECT_NEAR(contrast_ratio(0xE6EAF0, 0x0E1116), 15.7, 0.05);
}

TEST(WallProfileTest, CapitalsHaveTheHeightTheDistanceAsksFor)
{
    struct Case {
        WallProfile wall;
        double at_16;
        double at_22;
    };
    // Heights that are read from 4 and 6 m (ISO 9241-3), to half a pixel.
    constexpr Case cases[] {
        { { 4.0, 55.0, 1920, 1080 }, 29, 40 },
        { { 4.0, 55.0, 3840, 2160 }, 59, 81 },
        { { 6.0, 75.0, 3840, 2160 }, 65, 89 },
        { { 0.6, 27.0, 2560, 1440 }, 12, 16 },
    };
    for (const auto& example : cases) {
        EXPECT_NEAR(cap_height_pixels(example.wall, 16), example.at_16, 0.75);
        EXPECT_NEAR(cap_height_pixels(example.wall, 22), example.at_22, 0.75);
    }
}

// Height in pixels of a capital as it is really rasterised.
float drawn_cap_height(Type type, Face face)
{
    const auto* glyph = font(face)->GetFontBaked(font_size(type, face))->FindGlyph('H');
    return glyph->Y1 - glyph->Y0;
}

TEST(WallProfileTest, DrawnCapitalsReachTheirAngle)
{
    HeadlessUi ui { { 1920, 1080 } };
    ThemeOptions look;
    look.surface = Surface::Wall;
    apply_theme(look);
    for (const auto face : { Face::Regular, Face::Medium, Face::Mono }) {
        EXPECT_GE(drawn_cap_height(Type::Caption, face), std::floor(cap_height_pixels(look.wall, 16)));
        EXPECT_GE(drawn_cap_height(Type::Body, face), std::floor(cap_height_pixels(look.wall, 22)));
        EXPECT_GE(drawn_cap_height(Type::Headline, face), std::floor(cap_height_pixels(look.wall, 44)));
    }
    apply_theme({});
}

TEST(WallProfileTest, PixelRatioChangesUnitsNotHeight)
{
    const WallProfile wall { 4.0, 55.0, 3840, 2160 };
    EXPECT_NEAR(wall_type_scale(wall, 2.0F).size(Type::Body) * 2, wall_type_scale(wall, 1.0F).size(Type::Body), 2.0);
}

TEST(TypeScaleTest, FourSizesAtOneRatio)
{
    const auto scale = desk_type_scale(1.0F);
    for (std::size_t i = 1; i < scale.sizes.size(); ++i) {
        EXPECT_NEAR(scale.sizes[i] / scale.sizes[i - 1], 1.25, 0.02);
    }
}

TEST(ThemeTest, NothingKeepsADefaultColour)
{
    HeadlessUi ui;
    ImGuiStyle fresh;
    ImGui::StyleColorsDark(&fresh);
    const auto& style = ImGui::GetStyle();
    for (int slot = 0; slot < ImGuiCol_COUNT; ++slot) {
        const auto& now = style.Colors[slot];
        const auto& old = fresh.Colors[slot];
        // What is wholly transparent has no colour to speak of.
        const bool same = now.x == old.x && now.y == old.y && now.z == old.z && now.w == old.w && now.w > 0;
        EXPECT_FALSE(same) << ImGui::GetStyleColorName(slot);
    }
}

// A wall finds out how large its screen is while it draws.
TEST(FontsTest, TheSizeOfAThemeChosenInsideAFrameHoldsFromTheNextOn)
{
    HeadlessUi ui;
    for (const int height : { 1080, 2160, 1080 }) {
        ThemeOptions look;
        look.surface = Surface::Wall;
        look.wall.width_pixels = height * 16 / 9;
        look.wall.height_pixels = height;
        ui.frame([&] { apply_theme(look); });
        float drawn_with = 0;
        ui.frame([&] { drawn_with = ImGui::GetFontSize(); });
        EXPECT_FLOAT_EQ(drawn_with, type_scale().size(Type::Body)) << height;
    }
    apply_theme({});
}

TEST(FontsTest, DigitsAreTabular)
{
    HeadlessUi ui;
    for (const auto face : { Face::Regular, Face::Medium, Face::Mono }) {
        auto* baked = font(face)->GetFontBaked(20);
        for (char digit = '1'; digit <= '9'; ++digit) {
            EXPECT_FLOAT_EQ(baked->GetCharAdvance(static_cast<ImWchar>(digit)), baked->GetCharAdvance('0')) << digit;
        }
    }
}

TEST(FontsTest, CarryIconsAndTheScriptsOfTheRegion)
{
    HeadlessUi ui;
    for (const auto code : { 0x00E4, 0x0416, 0x03A9, 0x20AC, 0x2192, 0xF0F3 }) {
        EXPECT_TRUE(font(Face::Regular)->IsGlyphInFont(static_cast<ImWchar>(code))) << std::hex << code;
    }
}

}
}
