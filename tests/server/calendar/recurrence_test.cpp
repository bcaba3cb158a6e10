// SPDX-License-Identifier: Apache-2.0
#include "server/calendar/recurrence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

namespace watchfloor {
namespace {

using Texts = std::vector<std::string>;

Timestamp instant(const std::string& text)
{
    const auto at = parse_timestamp(text);
    EXPECT_TRUE(at.ok()) << text;
    return at.ok() ? at.value() : Timestamp {};
}

const Timestamp kMarch = instant("2026-03-02T09:00:00Z");

// "2026-03-02T21:00Z", and how many minutes it lasts.
Texts expanded(const std::string& lines, Timestamp now = kMarch)
{
    const auto made = expand_recurrence(lines, now);
    if (!made.ok()) {
        return { made.error().message };
    }
    Texts texts;
    for (const PlannedSpan& span : made.value().occurrences) {
        const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(span.to - span.from).count();
        texts.push_back(format_timestamp(span.from).substr(0, 16) + "Z " + std::to_string(minutes));
    }
    return texts;
}

std::string refusal(const std::string& lines)
{
    const auto made = expand_recurrence(lines, kMarch);
    EXPECT_FALSE(made.ok()) << lines;
    EXPECT_TRUE(made.ok() || made.error().code == ErrorCode::Malformed);
    return made.ok() ? std::string() : made.error().message;
}

std::string weekly(const std::string& rule)
{
    return "DTSTART;TZID=Europe/Berlin:20260302T220000\r\nDURATION:PT2H\r\nRRULE:" + rule;
}

}

TEST(RecurrenceTest, AnHourOfTheWallClockStaysThatAcrossAChangeOfTheClock)
{
    EXPECT_EQ(expanded(weekly("FREQ=WEEKLY;COUNT=5")),
        (Texts { "2026-03-02T21:00Z 120", "2026-03-09T21:00Z 120", "2026-03-16T21:00Z 120", "2026-03-23T21:00Z 120",
            "2026-03-30T20:00Z 120" }));
}

TEST(RecurrenceTest, ASkippedHourIsThatOfTheOffsetBeforeAndARepeatedOneTheFirst)
{
    EXPECT_EQ(expanded("DTSTART;TZID=Europe/Berlin:20260328T023000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3"),
        (Texts { "2026-03-28T01:30Z 60", "2026-03-29T01:30Z 60", "2026-03-30T00:30Z 60" }));
    EXPECT_EQ(expanded("DTSTART;TZID=Europe/Berlin:20261024T023000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3"),
        (Texts { "2026-10-24T00:30Z 60", "2026-10-25T00:30Z 60", "2026-10-26T01:30Z 60" }));
    EXPECT_EQ(expanded("DTSTART;TZID=Australia/Lord_Howe:20261003T021500\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3"),
        (Texts { "2026-10-02T15:45Z 60", "2026-10-03T15:45Z 60", "2026-10-04T15:15Z 60" }));
}

TEST(RecurrenceTest, ADayIsOneOfTheCalendarAndHoursAreExact)
{
    EXPECT_EQ(expanded("DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:P1D\nRRULE:FREQ=DAILY;COUNT=2"),
        (Texts { "2026-03-28T11:00Z 1380", "2026-03-29T10:00Z 1440" }));
    EXPECT_EQ(expanded("DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:PT24H\nRRULE:FREQ=DAILY;COUNT=1"),
        (Texts { "2026-03-28T11:00Z 1440" }));
    EXPECT_EQ(expanded("DTSTART:20260328T120000Z\nDTEND:20260328T133000Z\nRRULE:FREQ=DAILY;COUNT=1"),
        (Texts { "2026-03-28T12:00Z 90" }));
}

TEST(RecurrenceTest, TheLastWorkingDayOfEachMonth)
{
    EXPECT_EQ(expanded("DTSTART:20260331T200000Z\nDURATION:PT1H\n"
                       "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20260630T200000Z"),
        (Texts { "2026-03-31T20:00Z 60", "2026-04-30T20:00Z 60", "2026-05-29T20:00Z 60", "2026-06-30T20:00Z 60" }));
}

TEST(RecurrenceTest, LeapDaysComeOnlyWhereThereIsOne)
{
    const Timestamp in_2027 = instant("2027-06-01T00:00:00Z");
    EXPECT_EQ(expanded("DTSTART:20240229T120000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", in_2027),
        (Texts { "2028-02-29T12:00Z 60" }));
}

TEST(RecurrenceTest, TheDayAWeekBeginsWithMatters)
{
    const std::string start
        = "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;";
    EXPECT_EQ(expanded(start + "WKST=MO"),
        (Texts { "2026-03-03T09:00Z 60", "2026-03-08T09:00Z 60", "2026-03-17T09:00Z 60", "2026-03-22T09:00Z 60" }));
    EXPECT_EQ(expanded(start + "WKST=SU"),
        (Texts { "2026-03-03T09:00Z 60", "2026-03-15T09:00Z 60", "2026-03-17T09:00Z 60", "2026-03-29T09:00Z 60" }));
}

TEST(RecurrenceTest, UntilTakesADayATimeOfTheWallClockOrAnInstant)
{
    for (const char* until : { "20260316", "20260316T220000", "20260316T210000Z" }) {
        EXPECT_EQ(expanded(weekly(std::string("FREQ=WEEKLY;UNTIL=") + until)).size(), 3U) << until;
    }
    EXPECT_EQ(expanded(weekly("FREQ=WEEKLY;UNTIL=20260316T205959Z")).size(), 2U);
}

TEST(RecurrenceTest, DatesAreAddedAndLeftOut)
{
    EXPECT_EQ(expanded(weekly("FREQ=WEEKLY;COUNT=3")
                  + "\nRDATE;TZID=Europe/Berlin:20260304T100000,20260309T220000\nEXDATE:20260316T210000Z"),
        (Texts { "2026-03-02T21:00Z 120", "2026-03-04T09:00Z 120", "2026-03-09T21:00Z 120" }));
    EXPECT_EQ(expanded("DTSTART:20260305T120000Z\nDURATION:PT1H\nRDATE:20260307T120000Z"),
        (Texts { "2026-03-05T12:00Z 60", "2026-03-07T12:00Z 60" }));
}

TEST(RecurrenceTest, OneOccurrenceIsMovedOrCancelled)
{
    const std::string master = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\n"
                               "DTSTART:19701025T030000\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\n"
        + weekly("FREQ=WEEKLY;COUNT=3") + "\nEND:VEVENT\n";
    const std::string moved = "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;TZID=Europe/Berlin:20260309T220000\n"
                              "DTSTART;TZID=Europe/Berlin:20260310T230000\nDURATION:PT30M\nEND:VEVENT\n";
    const std::string cancelled = "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260316T210000Z\nSTATUS:CANCELLED\nEND:VEVENT\n";
    EXPECT_EQ(expanded(master + moved + cancelled + "END:VCALENDAR\n"),
        (Texts { "2026-03-02T21:00Z 120", "2026-03-10T22:00Z 30" }));
    const std::string nowhere = "BEGIN:VEVENT\nRECURRENCE-ID:20260317T210000Z\nSTATUS:CANCELLED\nEND:VEVENT\n";
    EXPECT_NE(refusal(master + nowhere + "END:VCALENDAR").find("20260317T210000Z"), std::string::npos);
    const std::string range = "BEGIN:VEVENT\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260316T210000Z\nEND:VEVENT\n";
    EXPECT_NE(refusal(master + range + "END:VCALENDAR").find("RANGE=THISANDFUTURE"), std::string::npos);
}

TEST(RecurrenceTest, WhatIsUnknownIsRefusedByItsName)
{
    const auto names = [](const std::string& rule, const char* name) {
        const std::string said = refusal(weekly(rule));
        EXPECT_NE(said.find(name), std::string::npos) << rule << ": " << said;
    };
    names("FREQ=WEEKLY;BYHOUR=3", "BYHOUR");
    names("FREQ=WEEKLY;BYWEEKNO=3", "BYWEEKNO");
    names("FREQ=WEEKLY;FOO=3", "FOO");
    names("FREQ=HOURLY", "FREQ");
    names("FREQ=SECONDLY", "FREQ");
    names("FREQ=WEEKLY;COUNT=1000000", "COUNT");
    names("FREQ=WEEKLY;INTERVAL=0", "INTERVAL");
    names("FREQ=WEEKLY;BYDAY=XX", "BYDAY");
    names("FREQ=WEEKLY;BYDAY=2TU", "BYDAY");
    names("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1", "BYSETPOS");
    names("FREQ=WEEKLY;COUNT=2;UNTIL=20260401", "UNTIL");
    names("FREQ=WEEKLY;COUNT=2;COUNT=3", "COUNT");
    names("FREQ=DAILY;BYMONTHDAY=-1", "BYMONTHDAY");
    names("FREQ=YEARLY;BYMONTHDAY=1", "BYMONTH");
    names("COUNT=2", "FREQ");
    names("FREQ=WEEKLY;BYDAY=", "BYDAY");
    names("FREQ=WEEKLY;BYDAY=TU", "DTSTART");
    names("FREQ=WEEKLY\nEXRULE:FREQ=DAILY", "EXRULE");
    names("FREQ=WEEKLY\nRRULE:FREQ=DAILY", "RRULE");
    names("FREQ=WEEKLY\nRDATE;VALUE=PERIOD:20260303T100000Z/PT1H", "VALUE=PERIOD");
}

TEST(RecurrenceTest, TimesThatAreNoneAreRefused)
{
    const auto says = [](const std::string& start, const char* words) {
        EXPECT_NE(refusal(start + "\nDURATION:PT1H\nRRULE:FREQ=WEEKLY").find(words), std::string::npos) << start;
    };
    says("DTSTART:20260302T220000", "TZID");
    says("DTSTART;TZID=Mars/Olympus:20260302T220000", "Mars/Olympus");
    says("DTSTART;VALUE=DATE:20260302", "VALUE=DATE");
    says("DTSTART:20260231T220000Z", "DTSTART");
    says("DTSTART:20260302T250000Z", "DTSTART");
    says("DTSTART:20100302T220000Z", "five years");
    EXPECT_NE(refusal("DTSTART:20260302T220000Z\nRRULE:FREQ=WEEKLY").find("DURATION"), std::string::npos);
    EXPECT_NE(
        refusal("DTSTART:20260302T220000Z\nDURATION:-PT1H\nRRULE:FREQ=WEEKLY").find("DURATION"), std::string::npos);
    EXPECT_NE(refusal("DTSTART:20260302T220000Z\nDURATION:PT1H").find("RRULE"), std::string::npos);
    EXPECT_NE(refusal("").find("event"), std::string::npos);
}

TEST(RecurrenceTest, TooManyAreRefusedAndWhatGoesOnIsSaid)
{
    EXPECT_NE(refusal(weekly("FREQ=DAILY")).find("200"), std::string::npos);
    const auto made = expand_recurrence(weekly("FREQ=WEEKLY"), kMarch);
    ASSERT_TRUE(made.ok());
    EXPECT_TRUE(made.value().goes_on);
    EXPECT_EQ(made.value().occurrences.size(), 57U);
    EXPECT_LE(made.value().occurrences.back().from, kMarch + kRecurrenceReach);
    EXPECT_EQ(made.value().rule, "FREQ=WEEKLY");
    const auto ended = expand_recurrence(weekly("FREQ=WEEKLY;COUNT=4"), kMarch + std::chrono::hours { 24 * 9 });
    ASSERT_TRUE(ended.ok());
    EXPECT_EQ(ended.value().occurrences.size(), 2U) << "what is over is left out";
    EXPECT_FALSE(ended.value().goes_on);
}

TEST(RecurrenceTest, ManyThreadsGetTheSame)
{
    const Texts expected = expanded(weekly("FREQ=MONTHLY;BYDAY=1MO,3MO;COUNT=12"));
    EXPECT_EQ(expected.size(), 12U);
    std::vector<Texts> got(4);
    std::vector<std::thread> threads;
    for (Texts& texts : got) {
        threads.emplace_back([&texts] {
            for (int i = 0; i < 20; ++i) {
                texts = expanded(weekly("FREQ=MONTHLY;BYDAY=1MO,3MO;COUNT=12"));
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_TRUE(std::all_of(got.begin(), got.end(), [&](const Texts& texts) { return texts == expected; }));
}

}
