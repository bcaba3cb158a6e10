// SPDX-License-Identifier: Apache-2.0
#include "client/views/people/wall_place_form.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace watchfloor {
namespace {

TEST(WallPlaceTest, ADistanceIsReadWithPointOrCommaAndNothingElseIs)
{
    for (const auto& [text, hundredths] : std::vector<std::pair<const char*, std::optional<std::int64_t>>> {
             { "4", 400 }, { "4.5", 450 }, { "4,25", 425 }, { "0.75", 75 }, { "0.05", 5 }, { "12", 1'200 }, { "", {} },
             { ".", {} }, { "4.", {} }, { ".5", {} }, { "4.555", {} }, { "4 m", {} }, { "-4", {} }, { "4.-5", {} },
             { "99999999999999999999", {} } }) {
        EXPECT_EQ(read_hundredths(text), hundredths) << text;
    }
}

TEST(WallPlaceTest, WhatIsKnownIsProposedAndNothingIsAsUsual)
{
    WallPlaceForm form;
    form.open(nullptr);
    ASSERT_TRUE(form.said());
    EXPECT_EQ(form.said()->distance_centimetres, kUsualDistanceCentimetres);
    EXPECT_EQ(form.said()->diagonal_inches, kUsualDiagonalInches);
    EXPECT_EQ(form.said()->role, WallRole::All);
    WallDisplay known;
    known.distance_centimetres = 650;
    known.diagonal_inches = 75;
    known.role = WallRole::Rest;
    form.open(&known);
    ASSERT_TRUE(form.said());
    EXPECT_EQ(form.said()->distance_centimetres, 650);
    EXPECT_EQ(form.said()->diagonal_inches, 75);
    EXPECT_EQ(form.said()->role, WallRole::Rest);
}

}
}
