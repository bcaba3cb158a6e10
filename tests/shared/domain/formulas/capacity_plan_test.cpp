// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/capacity_plan.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr Timestamp kPlanNow { 1'772'442'000'000 };
constexpr Millis kPlanDays = std::chrono::hours { 24 };

CapacityResource planned_volume()
{
    CapacityResource volume;
    volume.id = ResourceId { "volume" };
    volume.unit = "bytes";
    volume.total_milli = 110'000;
    volume.reserved_milli = 10'000;
    volume.lead_time_days = 14;
    volume.margin_days = 7;
    return volume;
}

TEST(CapacityPlanTest, ActingIsDueALeadTimeAndAMarginBeforeTheEarliestDate)
{
    Exhaustion found;
    EXPECT_FALSE(act_by(found, planned_volume()));
    found.early = kPlanNow + 30 * kPlanDays;
    found.at = kPlanNow + 40 * kPlanDays;
    EXPECT_EQ(act_by(found, planned_volume()), kPlanNow + 9 * kPlanDays);
}

TEST(CapacityPlanTest, WhatIsPlannedMovesTheLimitFromItsDayOn)
{
    CapacityResource volume = planned_volume();
    volume.planned_changes = { { kPlanNow, 9'000, 0, "past" }, { kPlanNow + kPlanDays, 50'000, 10'000, "rack" } };
    const auto steps = planned_steps(volume, 80, kPlanNow);
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_EQ(steps[0].at, kPlanNow + kPlanDays);
    EXPECT_DOUBLE_EQ(steps[0].raised, 30) << "80 % of 50, less 10 of demand";
}

TEST(CapacityPlanTest, WhatIsLeftWithoutOneNode)
{
    CapacityResource volume = planned_volume();
    EXPECT_FALSE(node_loss_headroom_milli(volume, 60'000)) << "its nodes are unknown";
    volume.equal_nodes = 1;
    EXPECT_FALSE(node_loss_headroom_milli(volume, 60'000));
    volume.equal_nodes = 4;
    EXPECT_EQ(node_loss_headroom_milli(volume, 60'000), 15'000);
    EXPECT_EQ(node_loss_headroom_milli(volume, 90'000), -15'000) << "it does not stand the loss";
    volume.reserved_milli = volume.total_milli;
    EXPECT_FALSE(node_loss_headroom_milli(volume, 0));
    volume.reserved_milli = 0;
    volume.total_milli = 9'000'000'000'000'000'000;
    volume.equal_nodes = 3;
    EXPECT_EQ(node_loss_headroom_milli(volume, 0), 6'000'000'000'000'000'000);
}

TEST(CapacityPlanTest, AnotherStandsInWhereItIsOfTheSameSortElsewhere)
{
    CapacityResource here = planned_volume();
    here.site = "Hall A";
    here.services = { ServiceId { "shop" } };
    CapacityResource there = here;
    there.id = ResourceId { "volume-b" };
    EXPECT_FALSE(stands_in(here, there)) << "the same site";
    there.site = "Hall B";
    EXPECT_TRUE(stands_in(here, there));
    there.unit = "people";
    EXPECT_FALSE(stands_in(here, there));
    there.unit = here.unit;
    there.services = { ServiceId { "mail" } };
    EXPECT_FALSE(stands_in(here, there));
}

TEST(CapacityPlanTest, WhatIsLeftWithoutOneSite)
{
    EXPECT_FALSE(site_loss_headroom_milli(30'000, {}));
    const SiteLoad others[] = { { 100'000, 40'000 }, { 50'000, 45'000 } };
    EXPECT_EQ(site_loss_headroom_milli(30'000, others), 35'000);
    EXPECT_EQ(site_loss_headroom_milli(80'000, others), -15'000);
}

}
}
