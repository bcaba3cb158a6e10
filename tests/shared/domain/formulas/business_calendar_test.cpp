// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/business_calendar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace watchfloor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Timestamp instant(std::string_view text)
{
    auto at = parse_timestamp(text);
    EXPECT_TRUE(at.ok()) << text;
    return at.ok() ? at.value() : Timestamp {};
}

struct SpanCase {
    const char* from;
    const char* to;
    Millis worked;
};

TEST(BusinessCalendarTest, CountsWorkingTimeOnly)
{
    const std::vector<SpanCase> cases {
        { "2026-03-02T09:00:00Z", "2026-03-02T11:30:00Z", minutes { 150 } }, // Monday
        { "2026-03-02T06:00:00Z", "2026-03-02T09:00:00Z", hours { 1 } },
        { "2026-03-02T17:00:00Z", "2026-03-03T09:00:00Z", hours { 2 } }, // over night
        { "2026-03-06T17:00:00Z", "2026-03-09T09:00:00Z", hours { 2 } }, // over the week-end
        { "2026-03-07T00:00:00Z", "2026-03-09T00:00:00Z", hours { 0 } },
        { "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z", hours { 50 } },
        { "2026-03-03T00:00:00Z", "2026-03-02T00:00:00Z", hours { 0 } }, // backwards
    };
    for (const SpanCase& c : cases) {
        EXPECT_EQ(working_time(default_business_calendar(), instant(c.from), instant(c.to)), c.worked) << c.from;
    }
}

TEST(BusinessCalendarTest, FindsTheFirstInstantAfterWorkingTime)
{
    const BusinessCalendar& calendar = default_business_calendar();
    EXPECT_EQ(
        after_working_time(calendar, instant("2026-03-06T17:00:00Z"), hours { 4 }), instant("2026-03-09T11:00:00Z"));
    EXPECT_EQ(
        after_working_time(calendar, instant("2026-03-06T17:00:00Z"), hours { 1 }), instant("2026-03-06T18:00:00Z"));
    EXPECT_EQ(
        after_working_time(calendar, instant("2026-03-07T12:00:00Z"), Millis { 0 }), instant("2026-03-07T12:00:00Z"));
    EXPECT_EQ(business_day(calendar), hours { 10 });
}

TEST(BusinessCalendarTest, AroundTheClockCountsEverything)
{
    const Timestamp from = instant("2026-03-06T17:00:00Z");
    EXPECT_EQ(working_time(around_the_clock(), from, from + hours { 1000 }), hours { 1000 });
    EXPECT_EQ(after_working_time(around_the_clock(), from, hours { 1000 }), from + hours { 1000 });
}

TEST(BusinessCalendarTest, SkipsHolidays)
{
    BusinessCalendar calendar = default_business_calendar();
    calendar.holidays = { instant("2026-03-03T00:00:00Z").millis / 86'400'000 };
    EXPECT_EQ(
        after_working_time(calendar, instant("2026-03-02T17:00:00Z"), hours { 2 }), instant("2026-03-04T09:00:00Z"));
}

// Central Europe 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
BusinessCalendar central_europe(std::int64_t from_minute, std::int64_t to_minute)
{
    BusinessCalendar calendar;
    for (std::int64_t day = 0; day < 7; ++day) {
        calendar.week.push_back({ day * 1440 + from_minute, day * 1440 + to_minute });
    }
    calendar.offsets = { { instant("2025-10-26T01:00:00Z"), 60 }, { instant("2026-03-29T01:00:00Z"), 120 },
        { instant("2026-10-25T01:00:00Z"), 60 } };
    return calendar;
}

TEST(BusinessCalendarTest, FollowsLocalTimeAcrossClockChanges)
{
    const BusinessCalendar calendar = central_europe(8 * 60, 18 * 60);
    EXPECT_EQ(
        after_working_time(calendar, instant("2026-03-28T07:00:00Z"), hours { 11 }), instant("2026-03-29T07:00:00Z"));
    EXPECT_EQ(
        after_working_time(calendar, instant("2026-10-24T06:00:00Z"), hours { 11 }), instant("2026-10-25T08:00:00Z"));
}

TEST(BusinessCalendarTest, CountsRepeatedHoursTwiceAndSkippedOnesNotAtAll)
{
    const BusinessCalendar nights = central_europe(0, 6 * 60);
    EXPECT_EQ(working_time(nights, instant("2026-03-28T20:00:00Z"), instant("2026-03-29T10:00:00Z")), hours { 5 });
    EXPECT_EQ(working_time(nights, instant("2026-10-24T20:00:00Z"), instant("2026-10-25T10:00:00Z")), hours { 7 });
}

TEST(BusinessCalendarTest, SaysWhenThereIsNoWorkingTime)
{
    EXPECT_EQ(after_working_time(BusinessCalendar {}, instant("2026-03-02T09:00:00Z"), hours { 1 }), kNoWorkingTime);
    EXPECT_EQ(working_time(BusinessCalendar {}, instant("2026-03-02T09:00:00Z"), instant("2026-04-02T09:00:00Z")),
        Millis { 0 });
}

TEST(BusinessCalendarTest, TakesEveryStretchOfADay)
{
    BusinessCalendar calendar;
    calendar.week = { { 8 * 60, 12 * 60 }, { 13 * 60, 17 * 60 } }; // Mondays
    EXPECT_EQ(working_time(calendar, instant("2026-03-02T11:00:00Z"), instant("2026-03-02T14:00:00Z")), hours { 2 });
    EXPECT_EQ(
        after_working_time(calendar, instant("2026-03-02T11:00:00Z"), hours { 1 }), instant("2026-03-02T12:00:00Z"));
    EXPECT_EQ(after_working_time(calendar, instant("2026-03-02T11:00:00Z"), hours { 1 } + Millis { 1 }),
        instant("2026-03-02T13:00:00.001Z"));
    EXPECT_EQ(
        after_working_time(calendar, instant("2026-03-02T16:59:00Z"), minutes { 2 }), instant("2026-03-09T08:01:00Z"));
}

TEST(BusinessCalendarTest, AnOffsetHoldsFromItsInstantOn)
{
    BusinessCalendar calendar = central_europe(8 * 60, 18 * 60);
    EXPECT_EQ(working_time(calendar, instant("2020-01-06T06:00:00Z"), instant("2020-01-06T08:00:00Z")), hours { 1 })
        << "the first one is in force before its instant too";
    EXPECT_EQ(working_time(calendar, instant("2027-07-05T06:00:00Z"), instant("2027-07-05T08:00:00Z")), hours { 1 })
        << "and the last one after it";
    BusinessCalendar mondays;
    mondays.offsets = { { instant("2026-03-02T00:00:00Z"), 0 }, { instant("2026-03-02T10:00:00Z"), 24 * 60 } };
    mondays.week = { { 0, 1440 } }; // Monday by local time, which ends at 10:00 UTC here
    EXPECT_EQ(working_time(mondays, instant("2026-03-02T00:00:00Z"), instant("2026-03-03T00:00:00Z")), hours { 10 });
    EXPECT_EQ(
        working_time(mondays, instant("2026-03-02T10:00:00Z"), instant("2026-03-02T10:00:00.001Z")), Millis { 0 });
}

TEST(BusinessCalendarTest, HolidaysAreLocalDays)
{
    BusinessCalendar calendar = central_europe(0, 1440);
    calendar.holidays = { instant("2026-03-03T00:00:00Z").millis / 86'400'000 };
    EXPECT_EQ(working_time(calendar, instant("2026-03-02T22:00:00Z"), instant("2026-03-04T00:00:00Z")), hours { 2 });
}

TEST(BusinessCalendarTest, WaitsLongForWorkButNotForEver)
{
    BusinessCalendar calendar = default_business_calendar();
    const Timestamp from = instant("2026-03-02T00:00:00Z");
    for (std::int64_t day = 0; day < 790; ++day) {
        calendar.holidays.push_back(from.millis / 86'400'000 + day);
    }
    EXPECT_EQ(after_working_time(calendar, from, hours { 1 }), instant("2028-05-01T09:00:00Z"));
    for (std::int64_t day = 790; day < 830; ++day) {
        calendar.holidays.push_back(from.millis / 86'400'000 + day);
    }
    EXPECT_EQ(after_working_time(calendar, from, hours { 1 }), kNoWorkingTime);
}

TEST(BusinessCalendarTest, ABusinessDayIsTheMeanOfTheDaysWorked)
{
    EXPECT_EQ(business_day(BusinessCalendar {}), Millis { 0 });
    EXPECT_EQ(business_day(around_the_clock()), hours { 24 });
    BusinessCalendar calendar;
    calendar.week = { { 8 * 60, 12 * 60 }, { 13 * 60, 17 * 60 } };
    EXPECT_EQ(business_day(calendar), hours { 8 }) << "two stretches of one day";
    calendar.week = { { 22 * 60, 1440 + 6 * 60 } };
    EXPECT_EQ(business_day(calendar), hours { 4 }) << "a night belongs to two days";
    calendar.week = { { 12 * 60, 1440 } };
    EXPECT_EQ(business_day(calendar), hours { 12 }) << "midnight belongs to the day before";
    calendar.week = { { 6 * 1440, 7 * 1440 } };
    EXPECT_EQ(business_day(calendar), hours { 24 });
}

// Counts minute by minute what the calendar says, in the plainest way there is.
class MinuteByMinute {
public:
    explicit MinuteByMinute(const BusinessCalendar& calendar) : calendar_(calendar) { }

    bool works(std::int64_t utc_minute) const
    {
        std::int64_t offset = calendar_.offsets.empty() ? 0 : calendar_.offsets.front().minutes_east;
        for (const OffsetChange& change : calendar_.offsets) {
            if (change.at.millis <= utc_minute * 60'000) {
                offset = change.minutes_east;
            }
        }
        const std::int64_t local = utc_minute + offset;
        const std::int64_t day = local >= 0 ? local / 1440 : (local - 1439) / 1440;
        const std::int64_t in_week = (day + 3 + 7'000'000) % 7 * 1440 + (local - day * 1440);
        const bool holiday
            = std::find(calendar_.holidays.begin(), calendar_.holidays.end(), day) != calendar_.holidays.end();
        return !holiday
            && std::any_of(calendar_.week.begin(), calendar_.week.end(), [&](const WorkingInterval& interval) {
                   return interval.from_minute <= in_week && in_week < interval.to_minute;
               });
    }

private:
    const BusinessCalendar& calendar_;
};

BusinessCalendar random_calendar(std::mt19937& random, std::int64_t first_day)
{
    BusinessCalendar calendar;
    std::set<std::int64_t> bounds;
    const std::size_t count_of_bounds = 2 * (1 + random() % 6);
    while (bounds.size() < count_of_bounds) {
        bounds.insert(static_cast<std::int64_t>(random() % (7 * 1440 + 1)));
    }
    for (auto at = bounds.begin(); at != bounds.end(); std::advance(at, 2)) {
        calendar.week.push_back({ *at, *std::next(at) });
    }
    std::set<std::int64_t> holidays;
    for (auto count = random() % 4; count > 0; --count) {
        holidays.insert(first_day + static_cast<std::int64_t>(random() % 20));
    }
    calendar.holidays = { holidays.begin(), holidays.end() };
    std::set<std::int64_t> changes;
    for (auto count = random() % 3; count > 0; --count) {
        changes.insert(first_day * 1440 + static_cast<std::int64_t>(random() % (20 * 1440)));
    }
    for (const std::int64_t minute : changes) {
        calendar.offsets.push_back({ { minute * 60'000 }, static_cast<std::int64_t>(random() % 1681) - 720 });
    }
    return calendar;
}

TEST(BusinessCalendarTest, AgreesWithCountingMinuteByMinute)
{
    constexpr std::int64_t kMinutes = 16 * 1440;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        std::mt19937 random(seed);
        // Every fourth calendar lies before 1970, where days are negative.
        const std::int64_t first_day = seed % 4 == 0 ? -9 : 20'500 + static_cast<std::int64_t>(random() % 7);
        const BusinessCalendar calendar = random_calendar(random, first_day);
        const MinuteByMinute plain(calendar);
        std::vector<std::int64_t> worked { 0 }; // minutes worked before each
        for (std::int64_t minute = 0; minute < kMinutes; ++minute) {
            worked.push_back(worked.back() + (plain.works(first_day * 1440 + minute) ? 1 : 0));
        }
        const auto at = [&](std::int64_t minute) { return Timestamp { (first_day * 1440 + minute) * 60'000 }; };
        for (int i = 0; i < 40; ++i) {
            const auto from = static_cast<std::int64_t>(random() % kMinutes);
            const auto to = static_cast<std::int64_t>(random() % kMinutes);
            const std::int64_t expected
                = from < to ? worked[static_cast<std::size_t>(to)] - worked[static_cast<std::size_t>(from)] : 0;
            EXPECT_EQ(working_time(calendar, at(from), at(to)), minutes { expected })
                << "seed " << seed << " from " << from << " to " << to;
            if (expected > 0) {
                const Timestamp reached = after_working_time(calendar, at(from), minutes { expected });
                EXPECT_EQ(working_time(calendar, at(from), reached), minutes { expected }) << "seed " << seed;
                EXPECT_LT(working_time(calendar, at(from), reached - Millis { 1 }), minutes { expected })
                    << "seed " << seed;
            }
        }
    }
}

}
}
