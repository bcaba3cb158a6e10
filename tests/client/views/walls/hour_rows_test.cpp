// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/hour_rows.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(HourPlaceTest, CountsOfADecisionOnlyDecisions)
{
    HourPlace place;
    place.add(ItemKind::UpdatePublished);
    EXPECT_EQ(place.words(), "");
    place.add(ItemKind::Decision);
    EXPECT_EQ(place.kind, ItemKind::Decision);
    EXPECT_EQ(place.words(), "+1");
    place.add(ItemKind::Decision);
    place.add(ItemKind::Change);
    EXPECT_EQ(place.words(), "2+2");
}

}
}
