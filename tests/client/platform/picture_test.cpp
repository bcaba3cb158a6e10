// SPDX-License-Identifier: Apache-2.0
#include "client/platform/picture.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

testing::AssertionResult is(const PixelArea& area, int x, int y, int width, int height)
{
    if (area.x == x && area.y == y && area.width == width && area.height == height) {
        return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << area.x << ", " << area.y << ": " << area.width << " x " << area.height;
}

TEST(PictureTest, WithoutAnAreaItIsTheWholeWindow)
{
    EXPECT_TRUE(is(pixels_of({}, 2, 2, 800, 600), 0, 0, 800, 600));
    EXPECT_TRUE(is(pixels_of({ 10, 10, 50, 0 }, 1, 1, 800, 600), 0, 0, 800, 600));
    EXPECT_TRUE(is(pixels_of({ 900, 10, 50, 50 }, 1, 1, 800, 600), 0, 0, 800, 600)) << "nothing of it can be seen";
}

TEST(PictureTest, AnAreaIsTheWholePixelsItTouches)
{
    EXPECT_TRUE(is(pixels_of({ 10, 20, 30, 40 }, 2, 3, 800, 600), 20, 60, 60, 120));
    EXPECT_TRUE(is(pixels_of({ 10.5F, 20.5F, 30, 40 }, 1, 1, 800, 600), 10, 20, 31, 41));
}

TEST(PictureTest, AnAreaEndsWhereTheWindowDoes)
{
    EXPECT_TRUE(is(pixels_of({ -10, -10, 30, 40 }, 1, 1, 800, 600), 0, 0, 20, 30));
    EXPECT_TRUE(is(pixels_of({ 790, 590, 30, 40 }, 1, 1, 800, 600), 790, 590, 10, 10));
}

TEST(PictureTest, IsAskedForAndToldOfOnce)
{
    EXPECT_FALSE(picture_wanted());
    save_picture({ "first.png", {} });
    save_picture({ "second.png", {} });
    EXPECT_FALSE(picture_wanted()) << "of the frame that is drawn for it";
    begin_picture_frame();
    ASSERT_TRUE(picture_wanted());
    EXPECT_FALSE(pictures_part());
    EXPECT_EQ(take_picture_wanted()->name, "second.png");
    EXPECT_FALSE(take_picture_wanted());
    picture_is_saved({ "/home/ops/second.png" });
    EXPECT_EQ(take_picture_saved()->place, "/home/ops/second.png");
    EXPECT_FALSE(take_picture_saved());
}

TEST(PictureTest, OnlyAFrameThatIsDrawnForAPartIsWithoutWhatOneWorksWith)
{
    save_picture({ "part.png", { 10, 10, 100, 50 } });
    EXPECT_FALSE(pictures_part());
    begin_picture_frame();
    EXPECT_TRUE(pictures_part());
    EXPECT_TRUE(take_picture_wanted());
    EXPECT_FALSE(pictures_part());
    begin_picture_frame();
    EXPECT_FALSE(picture_wanted());
}

TEST(PictureTest, ANameHoldsNothingThatAFileMayNotBeCalled)
{
    EXPECT_EQ(picture_name("/", "2026-03-02T09:00:00.000Z"), "board-2026-03-02T09-00-00-000Z.png");
    EXPECT_EQ(picture_name("/incidents/INC-4", "now"), "incidents-INC-4-now.png");
    EXPECT_EQ(picture_name("/capacity/../a b", "x"), "capacity----a-b-x.png");
}

}
}
