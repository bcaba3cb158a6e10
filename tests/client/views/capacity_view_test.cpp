// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity_view.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

CapacityCard card_of(const std::string& unit, std::int64_t value_milli, std::int64_t total_milli)
{
    CapacityResource resource;
    resource.id = ResourceId { "r" };
    resource.unit = unit;
    resource.total_milli = total_milli;
    const Timestamp now { 1'000'000 };
    return capacity_card(resource, SamplePoint { .at = now, .value_milli = value_milli }, now);
}

TEST(CapacityCardTest, FiguresBesideAWordAreWrittenOut)
{
    const CapacityCard card = card_of("gigabytes", 1'970'000, 12'000'000);
    EXPECT_EQ(card.value, "1,970");
    EXPECT_EQ(card.of, "of 12,000 gigabytes");
    EXPECT_EQ(card.headroom, "10,030 gigabytes left");
}

TEST(CapacityCardTest, SmallAndVeryLargeFiguresStayShort)
{
    EXPECT_EQ(card_of("connections", 970'000, 1'000'000).value, "970");
    EXPECT_EQ(card_of("connections", 2'400'000'000, 5'000'000'000).of, "of 5M connections");
}

}
}
