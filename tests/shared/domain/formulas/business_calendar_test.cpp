// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/business_calendar.h"

#include <gtest/gtest.h>

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

}
}
