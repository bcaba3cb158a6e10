// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_type.h"

#include "client/theme/fonts.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class WallTypeTest : public testing::Test {
protected:
    WallTypeTest()
    {
        ThemeOptions look;
        look.surface = Surface::Wall;
        apply_theme(look);
    }
    ~WallTypeTest() override { apply_theme({}); }

    FittedText fit(std::string_view text, float width, int lines)
    {
        FittedText fitted;
        ui_.draw([&] {
            fitted = fit_text(text,
                { .width = width,
                    .lines = lines,
                    .largest = wall_letters(kHeadlineMinutes),
                    .least = wall_letters(kLeastMinutes) });
            for (const std::string& line : fitted.lines) {
                const ImVec2 drawn = font(fitted.face)->CalcTextSizeA(fitted.size, 1e6F, 0, line.c_str());
                EXPECT_LE(drawn.x, width + 1) << line;
            }
        });
        return fitted;
    }

    HeadlessUi ui_ { { 1920, 1080 } };
};

TEST_F(WallTypeTest, LettersAreAsHighAsTheDistanceAsks)
{
    const float cap = static_cast<float>(cap_height_pixels(theme().wall, 44.0));
    EXPECT_GE(wall_letters(kHeadlineMinutes) * kRobotoCapHeight, cap);
    EXPECT_LE(wall_letters(kHeadlineMinutes) * kRobotoCapHeight, cap + 1);
}

TEST_F(WallTypeTest, WhereItHangsDecidesHowHighLettersAre)
{
    WallProfile pixels;
    const float usual = wall_letters(kFigureMinutes);
    WallDisplay display;
    EXPECT_EQ(placed_profile(pixels, &display).distance_m, WallProfile {}.distance_m) << "nobody said where";
    display.distance_centimetres = 200;
    display.diagonal_inches = 55;
    ThemeOptions look = theme();
    look.wall = placed_profile(pixels, &display);
    apply_theme(look);
    EXPECT_NEAR(wall_letters(kFigureMinutes), usual / 2, 1);
    display.diagonal_inches = 110;
    look.wall = placed_profile(pixels, &display);
    apply_theme(look);
    EXPECT_NEAR(wall_letters(kFigureMinutes), usual / 4, 1);
    EXPECT_NEAR(type_scale().size(Type::Body), wall_letters(kFigureMinutes), 1) << "everything follows";
}

TEST_F(WallTypeTest, NoDistanceLeavesLessThanAFewLines)
{
    WallDisplay display;
    display.distance_centimetres = kMostDistanceCentimetres;
    display.diagonal_inches = kLeastDiagonalInches;
    const WallProfile profile = placed_profile({}, &display);
    EXPECT_NEAR(wall_lines(profile), kLeastWallLines, 0.01);
    EXPECT_GT(wall_lines(WallProfile {}), kLeastWallLines) << "what is usual is as it is";
    EXPECT_EQ(placed_profile({}, nullptr).distance_m, WallProfile {}.distance_m);
}

TEST_F(WallTypeTest, WhatFitsStandsInOneLine)
{
    const FittedText fitted = fit("Payments", 1'200, 2);
    EXPECT_EQ(fitted.lines, (std::vector<std::string> { "Payments" }));
    EXPECT_EQ(fitted.size, wall_letters(kHeadlineMinutes));
    EXPECT_FALSE(fitted.cut);
}

TEST_F(WallTypeTest, ALongTextIsWrappedBeforeItIsMadeSmaller)
{
    const FittedText fitted = fit("Northern site network", 900, 2);
    EXPECT_EQ(fitted.lines.size(), 2U);
    EXPECT_EQ(fitted.size, wall_letters(kHeadlineMinutes));
    EXPECT_FALSE(fitted.cut);
}

TEST_F(WallTypeTest, ItIsMadeSmallerBeforeItIsCut)
{
    const FittedText fitted = fit("Payments and core network, northern site", 1'200, 1);
    EXPECT_EQ(fitted.lines.size(), 1U);
    EXPECT_LT(fitted.size, wall_letters(kHeadlineMinutes));
    EXPECT_GE(fitted.size, wall_letters(kLeastMinutes));
    EXPECT_FALSE(fitted.cut);
}

TEST_F(WallTypeTest, AWordIsBrokenOnlyWhereSmallerLettersDoNotHelp)
{
    const FittedText fitted = fit(std::string(50, 'n'), 700, 2);
    EXPECT_FALSE(fitted.cut);
    EXPECT_EQ(fitted.lines.size(), 2U);
}

TEST_F(WallTypeTest, WhatIsCutSaysSoAndIsStillReadable)
{
    const FittedText fitted = fit(std::string(400, 'n'), 700, 1);
    EXPECT_TRUE(fitted.cut);
    EXPECT_EQ(fitted.size, wall_letters(kLeastMinutes));
    ASSERT_EQ(fitted.lines.size(), 1U);
    EXPECT_TRUE(fitted.lines[0].ends_with("…"));
}

TEST_F(WallTypeTest, ALineEndInATextIsASpace)
{
    EXPECT_EQ(fit("a\nb", 700, 1).lines, (std::vector<std::string> { "a b" }));
}

}
}
