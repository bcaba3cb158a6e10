// SPDX-License-Identifier: Apache-2.0
#include "client/window/png.h"

#include <gtest/gtest.h>
#include <png.h>

namespace watchfloor {
namespace {

// What a reader of PNG files makes of it.
Picture decoded(const std::string& png)
{
    png_image image {};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) {
        return {};
    }
    image.format = PNG_FORMAT_RGB;
    Picture picture { static_cast<int>(image.width), static_cast<int>(image.height),
        std::string(PNG_IMAGE_SIZE(image), '\0') };
    return png_image_finish_read(&image, nullptr, picture.pixels.data(), 0, nullptr) != 0 ? picture : Picture {};
}

TEST(PngTest, DecodesToTheSamePixels)
{
    // Odd sizes, every byte value.
    Picture picture { 301, 7, {} };
    for (int i = 0; i < picture.width * picture.height * 3; ++i) {
        picture.pixels += static_cast<char>(i % 97 < 60 ? 40 : (i * 7) % 256);
    }
    const Picture read = decoded(encode_png(picture));
    EXPECT_EQ(read.width, 301);
    EXPECT_EQ(read.height, 7);
    EXPECT_TRUE(read.pixels == picture.pixels);
}

TEST(PngTest, APartHoldsItsOwnPixels)
{
    Picture whole { 5, 4, {} };
    for (int i = 0; i < 5 * 4; ++i) {
        whole.pixels.append(3, static_cast<char>(i));
    }
    const Picture part = cut_out(whole, { 2, 1, 3, 2 });
    EXPECT_EQ(part.width, 3);
    EXPECT_EQ(part.height, 2);
    std::string expected;
    for (const int pixel : { 7, 8, 9, 12, 13, 14 }) {
        expected.append(3, static_cast<char>(pixel));
    }
    EXPECT_EQ(part.pixels, expected);
    EXPECT_EQ(cut_out(whole, { 0, 0, 5, 4 }).pixels, whole.pixels);
}

TEST(PngTest, FlatScreensBecomeSmall)
{
    const Picture picture { 1920, 1080, std::string(1920 * 1080 * 3, '\x11') };
    EXPECT_LT(encode_png(picture).size(), 60'000U);
}

TEST(PngTest, WhatIsNoPictureIsEmpty)
{
    EXPECT_EQ(encode_png(Picture {}), "");
}

}
}
