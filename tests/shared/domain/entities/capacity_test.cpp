// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entities/capacity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace watchfloor {
namespace {

TEST(CapacityTest, AThresholdFitsHoweverMuchThereIs)
{
    CapacityResource resource;
    resource.total_milli = 1'050;
    resource.reserved_milli = 50;
    EXPECT_EQ(resource.limit_milli(80), 800);
    EXPECT_EQ(resource.limit_milli(150), 1'500) << "overload is a threshold too";
    resource.reserved_milli = 0;
    EXPECT_EQ(resource.limit_milli(90), 945);
    resource.total_milli = std::numeric_limits<std::int64_t>::max();
    for (const std::int64_t percent : { 100, 101, 1'000 }) {
        EXPECT_GE(resource.limit_milli(percent), resource.limit_milli(99)) << percent;
    }
    EXPECT_EQ(resource.limit_milli(1'000), std::numeric_limits<std::int64_t>::max());
}

TEST(UtilisationTest, IsOfTheUsableCapacityInThousandths)
{
    CapacityResource resource { .total_milli = 1'000'000, .reserved_milli = 200'000 };
    EXPECT_EQ(utilisation_permille(resource, 0), 0);
    EXPECT_EQ(utilisation_permille(resource, 400), 500);
    EXPECT_EQ(utilisation_permille(resource, 800), 1'000);
    EXPECT_EQ(utilisation_permille(resource, 1'000), 1'250);
    EXPECT_EQ(utilisation_permille(resource, 0.39), 0) << "rounded, not cut up";
    EXPECT_EQ(utilisation_permille(resource, 0.41), 1) << "nor cut off";
    EXPECT_EQ(utilisation_permille(resource, -5), 0);
    EXPECT_EQ(utilisation_permille(resource, 80'000), 100'000);
    EXPECT_EQ(utilisation_permille(resource, 1e300), 100'000);
}

TEST(UtilisationTest, IsNothingWhereCapacityOrUseIsNotKnown)
{
    CapacityResource resource { .total_milli = 1, .reserved_milli = 0 };
    EXPECT_TRUE(utilisation_permille(resource, 1).has_value());
    EXPECT_FALSE(utilisation_permille(resource, std::nan("")).has_value());
    EXPECT_FALSE(utilisation_permille(resource, std::numeric_limits<double>::infinity()).has_value());
    resource.reserved_milli = 1;
    EXPECT_FALSE(utilisation_permille(resource, 1).has_value());
    EXPECT_FALSE(utilisation_permille(CapacityResource {}, 1).has_value());
}

TEST(CapacityLevelTest, IsReachedAtItsThresholdAndLeftTwoPercentBelow)
{
    constexpr CapacityLevel kNormal = CapacityLevel::Normal;
    constexpr CapacityLevel kWarning = CapacityLevel::Warning;
    constexpr CapacityLevel kCritical = CapacityLevel::Critical;
    struct Case {
        std::int64_t permille;
        CapacityLevel from_normal;
        CapacityLevel from_warning;
        CapacityLevel from_critical;
    };
    const CapacityResource resource { .warn_percent = 80, .critical_percent = 90 };
    for (const Case& c : std::vector<Case> {
             { 779, kNormal, kNormal, kNormal },
             { 780, kNormal, kWarning, kWarning },
             { 799, kNormal, kWarning, kWarning },
             { 800, kWarning, kWarning, kWarning },
             { 879, kWarning, kWarning, kWarning },
             { 880, kWarning, kWarning, kCritical },
             { 899, kWarning, kWarning, kCritical },
             { 900, kCritical, kCritical, kCritical },
         }) {
        EXPECT_EQ(capacity_level(resource, c.permille, kNormal), c.from_normal) << c.permille;
        EXPECT_EQ(capacity_level(resource, c.permille, kWarning), c.from_warning) << c.permille;
        EXPECT_EQ(capacity_level(resource, c.permille, kCritical), c.from_critical) << c.permille;
    }
}

TEST(CapacityLevelTest, WaitsForAMinuteWhereSamplesComeMoreOften)
{
    for (const auto& [cadence, waits] :
        { std::pair { 0, false }, std::pair { 1, true }, std::pair { 59, true }, std::pair { 60, false } }) {
        CapacityResource resource;
        resource.cadence_seconds = cadence;
        EXPECT_EQ(level_waits(resource), waits) << cadence;
    }
}

}
}
