// SPDX-License-Identifier: Apache-2.0
#include "server/capacity/capacity_forecasts.h"

#include "server/samples/sqlite_samples_store.h"
#include "shared/domain/formulas/capacity_plan.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <numbers>

namespace watchfloor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const ResourceId kGrowingVolume { "volume" };
constexpr std::int64_t kHourMillis1 = 3'600'000;
constexpr int kSixWeeks = 1008;

// Daily waves on a slope of 1.2 a day, with a little noise.
double growing(int hour)
{
    return 20 + 0.05 * hour + 5 * std::sin(2 * std::numbers::pi * hour / 24) + (hour * 7919 % 13) / 13.0;
}

// A volume of a hundred units, of which each hour one sample is stored, at its half.
class CapacityForecastsTest : public testing::Test {
protected:
    CapacityForecastsTest()
    {
        auto samples = SqliteSamplesStore::open(folder_ / "samples.db", {});
        VERIFY(samples.ok());
        samples_ = std::move(samples).value();
        forecasts_ = std::make_unique<CapacityForecasts>(*samples_);
    }

    static CapacityResource volume()
    {
        CapacityResource resource;
        resource.id = kGrowingVolume;
        resource.total_milli = 100'000;
        resource.lead_time_days = 14;
        resource.cadence_seconds = 3'600;
        return resource;
    }

    // Hours 0, 1, … of which the last is the one before now.
    void measured(int count, const std::function<double(int)>& value)
    {
        std::vector<Sample> samples;
        for (int hour = 0; hour < count; ++hour) {
            samples.push_back({ hour_at(hour - count) + minutes { 30 }, value(hour) });
        }
        const auto stored = samples_->append(kGrowingVolume, samples, clock_.now());
        ASSERT_TRUE(stored.ok()) << stored.error().message;
    }

    // So many hours after the one that has begun.
    Timestamp hour_at(int hour) { return { (clock_.now().millis / kHourMillis1 + hour) * kHourMillis1 }; }

    std::shared_ptr<const ResourceForecast> forecast(std::size_t ahead = kForecastHours)
    {
        auto made = forecasts_->of(volume(), clock_.now(), ahead);
        VERIFY(made.ok());
        return made.value();
    }

    AllRunOut all()
    {
        const std::vector resources { volume() };
        auto found = forecasts_->run_out(resources, clock_.now());
        VERIFY(found.ok());
        return found.value();
    }

    TemporaryFolder folder_;
    FakeClock clock_;
    std::unique_ptr<SqliteSamplesStore> samples_;
    std::unique_ptr<CapacityForecasts> forecasts_;
};

TEST_F(CapacityForecastsTest, GrowthHasARangeThatHoldsTheDayItComes)
{
    measured(kSixWeeks, growing);
    const auto found = forecast();
    ASSERT_EQ(found->series.verdict, ForecastVerdict::Foretold);
    EXPECT_EQ(found->series.points.size(), kForecastHours);
    EXPECT_EQ(found->hours, static_cast<std::size_t>(kSixWeeks));
    EXPECT_EQ(found->days, 42U);
    EXPECT_EQ(found->to, hour_at(0));
    EXPECT_EQ(found->from, hour_at(-kSixWeeks));
    ASSERT_TRUE(found->trend_per_day.has_value());
    EXPECT_NEAR(*found->trend_per_day, 1.2, 0.05);
    EXPECT_LT(*found->series.mase, 0.5);
    EXPECT_NEAR(found->series.points[100], growing(kSixWeeks + 100), 3);
    for (std::size_t i = 0; i < found->limits.size(); ++i) {
        int hour = kSixWeeks;
        while (growing(hour) < static_cast<double>(found->percent[i])) {
            ++hour;
        }
        const Timestamp truth = hour_at(hour - kSixWeeks);
        const Exhaustion& limit = found->limits[i];
        EXPECT_FALSE(limit.now);
        ASSERT_TRUE(limit.early && limit.late) << i;
        // Days are told apart, and of a day the hour of its peak, which comes some hours after the limit is first met.
        constexpr hours kToldApart { 24 + 6 };
        EXPECT_LE(*limit.early, truth + kToldApart) << i;
        EXPECT_GE(*limit.late, truth - kToldApart) << i;
        EXPECT_EQ(act_by(limit, volume()), *limit.early - hours { 14 * 24 });
    }
    const AllRunOut listed = all();
    ASSERT_EQ(listed.found.size(), 1U);
    EXPECT_FALSE(listed.found[0].second.by_hour);
    EXPECT_EQ(listed.found[0].second.when.early, found->limits[2].early) << "one answer on all screens";
}

TEST_F(CapacityForecastsTest, AChangedDefinitionIsForeseenAnew)
{
    measured(kSixWeeks, growing);
    const auto before = forecast();
    CapacityResource larger = volume();
    larger.total_milli *= 2;
    const auto grown = forecasts_->of(larger, clock_.now(), kForecastHours);
    ASSERT_TRUE(grown.ok());
    ASSERT_TRUE(before->limits[2].at && grown.value()->limits[2].at);
    EXPECT_GT(*grown.value()->limits[2].at, *before->limits[2].at + hours { 24 * 60 });
    CapacityResource earlier = volume();
    earlier.warn_percent = 10;
    EXPECT_TRUE(forecasts_->of(earlier, clock_.now(), kForecastHours).value()->limits[0].now);
}

TEST_F(CapacityForecastsTest, ASawToothHasNoDate)
{
    measured(kSixWeeks, [](int hour) { return (hour % 100) * 0.9; });
    for (const Exhaustion& limit : forecast()->limits) {
        EXPECT_FALSE(limit.at || limit.early || limit.late);
    }
    EXPECT_TRUE(all().found.empty());
}

TEST_F(CapacityForecastsTest, WhatStandsStillDoesNotGrow)
{
    measured(kSixWeeks, [](int) { return 40.0; });
    const auto found = forecast();
    EXPECT_EQ(found->series.verdict, ForecastVerdict::NoBetterThanNaive);
    EXPECT_EQ(found->series.shape.shape, SeriesShape::Constant);
    EXPECT_FALSE(found->trend_per_day.has_value());
    EXPECT_FALSE(found->limits[2].now || found->limits[2].at);
}

TEST_F(CapacityForecastsTest, WhatIsFullIsFull)
{
    measured(kSixWeeks, [](int) { return 100.0; });
    EXPECT_TRUE(forecast()->limits[2].now);
    const AllRunOut listed = all();
    ASSERT_EQ(listed.found.size(), 1U);
    EXPECT_TRUE(listed.found[0].second.when.now);
}

TEST_F(CapacityForecastsTest, NeedsTwoWeeksWithoutManyGaps)
{
    measured(5 * 24, growing);
    const auto few = forecast();
    EXPECT_EQ(few->days, 5U);
    EXPECT_EQ(few->days_needed, 14U);
    EXPECT_EQ(few->series.verdict, ForecastVerdict::InsufficientData);
    EXPECT_TRUE(few->series.points.empty());
    EXPECT_FALSE(few->limits[2].at);
    EXPECT_FALSE(few->trend_per_day.has_value()) << "a slope of five days is a date by another name";
    EXPECT_EQ(forecast(kMostForecastHours)->days_needed, 33U) << "farther ahead takes more";
    EXPECT_TRUE(all().found.empty());
    EXPECT_EQ(all().pending, 0U);
}

TEST_F(CapacityForecastsTest, WhatWasNeverMeasuredIsUnknown)
{
    const auto none = forecast();
    EXPECT_FALSE(none->stale);
    EXPECT_EQ(none->days, 0U);
    EXPECT_TRUE(all().found.empty());
}

TEST_F(CapacityForecastsTest, NothingIsForetoldFromWhatIsOld)
{
    measured(kSixWeeks, growing);
    clock_.pass(hours { 2 });
    EXPECT_TRUE(forecast()->stale);
    EXPECT_EQ(forecast()->series.verdict, ForecastVerdict::InsufficientData);
    EXPECT_TRUE(all().found.empty());
}

TEST_F(CapacityForecastsTest, HoldsUntilTheNextHourIsOver)
{
    measured(kSixWeeks, growing);
    const auto first = forecast();
    clock_.pass(minutes { 1 });
    EXPECT_EQ(forecast(), first);
    EXPECT_NE(forecast(24), first) << "asked for another horizon";
    CapacityResource smaller = volume();
    smaller.total_milli = 90'000;
    auto other = forecasts_->of(smaller, clock_.now());
    ASSERT_TRUE(other.ok());
    EXPECT_LT(*other.value()->limits[2].early, *first->limits[2].early) << "what is defined anew is looked at anew";
    clock_.pass(hours { 1 });
    ASSERT_TRUE(samples_->append(kGrowingVolume, std::vector<Sample> { { clock_.now(), 70 } }, clock_.now()).ok());
    EXPECT_EQ(forecast()->to, first->to + hours { 1 });
}

TEST_F(CapacityForecastsTest, WhatRisesInFrontOfEverybodyComesBeforeTheDays)
{
    std::vector<Sample> samples;
    for (int minute = -60; minute <= 0; ++minute) {
        samples.push_back({ clock_.now() + minutes { minute }, 60.0 + minute });
    }
    ASSERT_TRUE(samples_->append(kGrowingVolume, samples, clock_.now()).ok());
    CapacityResource fine = volume();
    fine.cadence_seconds = 60;
    const std::vector resources { fine };
    auto found = forecasts_->run_out(resources, clock_.now());
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found.value().found.size(), 1U);
    const RunsOut& soon = found.value().found[0].second;
    EXPECT_TRUE(soon.by_hour);
    EXPECT_NEAR(static_cast<double>((*soon.when.early - clock_.now()).count()), 40 * 60'000.0, 120'000.0);
    clock_.pass(minutes { 3 });
    found = forecasts_->run_out(resources, clock_.now());
    ASSERT_TRUE(found.ok());
    EXPECT_TRUE(found.value().found.empty()) << "nobody knows how it goes on";
}

}
}
