// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/capacity_week.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr Timestamp kWeekNow { 1'772'442'000'000 };
constexpr Millis kWeekDay = std::chrono::hours { 24 };

CapacityResource weekly_disk()
{
    CapacityResource disk;
    disk.id = ResourceId { "disk" };
    disk.total_milli = 100'000;
    disk.cadence_seconds = 3'600;
    disk.services = { ServiceId { "shop" } };
    return disk;
}

PublishedForecast dated(int act_by, int early, int late)
{
    PublishedForecast forecast;
    forecast.made_at = kWeekNow - kPlanWeek;
    forecast.usable_milli = 100'000;
    forecast.act_by = kWeekNow + act_by * kWeekDay;
    forecast.early = kWeekNow + early * kWeekDay;
    forecast.late = kWeekNow + late * kWeekDay;
    return forecast;
}

std::vector<CapacityFinding> findings(const CapacityResource& resource, const CapacityOutlook& outlook)
{
    std::vector<CapacityFinding> found;
    for (const CapacityRow& row : capacity_rows(resource, outlook, kWeekNow - kPlanWeek, kWeekNow)) {
        found.push_back(row.finding);
    }
    return found;
}

using Findings = std::vector<CapacityFinding>;

TEST(CapacityWeekTest, WhatIsAsItWasIsNoLine)
{
    CapacityResource disk = weekly_disk();
    disk.published = { dated(30, 40, 50) };
    EXPECT_EQ(findings(disk, { dated(37, 47, 57), kWeekNow }), Findings {}) << "seven days are not more than seven";
}

TEST(CapacityWeekTest, EachFindingHasItsLine)
{
    CapacityResource disk = weekly_disk();
    disk.published = { dated(30, 40, 50) };
    EXPECT_EQ(findings(disk, { dated(38, 48, 58), kWeekNow }), Findings { CapacityFinding::ActByMoved });
    EXPECT_EQ(findings(disk, { {}, kWeekNow }).front(), CapacityFinding::ActByMoved) << "no date any more";
    disk.published = { dated(8, 18, 28) };
    EXPECT_EQ(findings(disk, { dated(7, 17, 27), kWeekNow }), Findings { CapacityFinding::LeadTime });
    disk.published = { dated(30, -9, -1) };
    EXPECT_EQ(findings(disk, { dated(30, 40, 50), kWeekNow }), Findings { CapacityFinding::ForecastMissed });
    disk = weekly_disk();
    EXPECT_EQ(findings(disk, { {}, kWeekNow - std::chrono::hours { 3 } }), Findings { CapacityFinding::Stale });
    EXPECT_EQ(findings(disk, { {}, std::nullopt }), Findings { CapacityFinding::Unmapped });
    disk.services.clear();
    EXPECT_EQ(findings(disk, { {}, kWeekNow }), Findings { CapacityFinding::Unmapped });
    disk = weekly_disk();
    disk.review_due = kWeekNow + kPlanWeek;
    EXPECT_EQ(findings(disk, { {}, kWeekNow }), Findings { CapacityFinding::ReviewDue });
    disk.review_due = kWeekNow + kPlanWeek + Millis { 1 };
    EXPECT_EQ(findings(disk, { {}, kWeekNow }), Findings {});
}

TEST(CapacityWeekTest, ADecisionCountsUntilThePlanIsSigned)
{
    CapacityResource disk = weekly_disk();
    CapacityDecision decision;
    decision.finding = CapacityFinding::ReviewDue;
    decision.decided_at = kWeekNow - kWeekDay;
    disk.decisions = { decision };
    disk.review_due = kWeekNow;
    const auto decided = [&](std::optional<Timestamp> signed_at) {
        return capacity_rows(disk, { {}, kWeekNow }, signed_at, kWeekNow).at(0).decided;
    };
    EXPECT_TRUE(decided(std::nullopt));
    EXPECT_TRUE(decided(kWeekNow - 2 * kWeekDay));
    EXPECT_FALSE(decided(kWeekNow - kWeekDay));
    EXPECT_EQ(decision_since(disk, CapacityFinding::Stale, std::nullopt), nullptr);
}

TEST(ForecastScoreTest, IsGivenOnceItsTimeIsOver)
{
    PublishedForecast now = dated(0, 0, 0);
    const PublishedForecast ahead = dated(1, 2, 3);
    EXPECT_EQ(score_of(ahead, now, kWeekNow), ForecastScore::Open);
    EXPECT_EQ(score_of(ahead, now, kWeekNow + 4 * kWeekDay), ForecastScore::Missed);
    now.reached = true;
    EXPECT_EQ(score_of(ahead, now, kWeekNow + kWeekDay), ForecastScore::TooSoon);
    EXPECT_EQ(score_of(ahead, now, kWeekNow + 2 * kWeekDay), ForecastScore::Held);
    PublishedForecast undated;
    undated.made_at = kWeekNow;
    undated.usable_milli = 100'000;
    EXPECT_EQ(score_of(undated, now, kWeekNow + kWeekDay), ForecastScore::Missed);
    now.reached = false;
    EXPECT_EQ(score_of(undated, now, kWeekNow + 27 * kWeekDay), ForecastScore::Open);
    EXPECT_EQ(score_of(undated, now, kWeekNow + 28 * kWeekDay), ForecastScore::Held);
    now.usable_milli = 200'000;
    EXPECT_EQ(score_of(ahead, now, kWeekNow), ForecastScore::Overtaken);
    undated.score = ForecastScore::Held;
    EXPECT_EQ(score_of(undated, now, kWeekNow), ForecastScore::Held) << "what has its score keeps it";
}

}
}
