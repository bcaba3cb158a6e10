// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/sent_times.h"

#include "shared/wire/intake/alertmanager_api.h"
#include "shared/wire/intake/alertmanager_webhook.h"
#include "tests/shared/wire/intake/delivered_at.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

struct SentTime {
    std::string text;
    const char* means;
    const char* mended;
};

constexpr const char* kSeconds = "a time was given as seconds since 1970";
constexpr const char* kMilliseconds = "a time was given as milliseconds since 1970";
constexpr const char* kAsGo = "a time was written as Go prints it";
constexpr const char* kAsMail = "a time was written as in mail";

void expect_meant(const std::vector<SentTime>& times)
{
    for (const SentTime& sent : times) {
        std::string mended;
        const auto at = optional_instant("startsAt", sent.text, kDeliveredAt, mended);
        ASSERT_TRUE(at.ok()) << sent.text << ": " << at.error().message;
        EXPECT_EQ(at.value(), std::optional { instant(sent.means) }) << sent.text;
        EXPECT_EQ(mended, sent.mended) << sent.text;
    }
}

void expect_refused(const std::vector<std::string>& times)
{
    for (const std::string& text : times) {
        std::string mended;
        EXPECT_FALSE(optional_instant("startsAt", text, kDeliveredAt, mended).ok()) << text;
        EXPECT_EQ(mended, "") << text;
    }
}

}

TEST(SentTimesTest, WhatCountsFrom1970IsTakenNearNow)
{
    expect_meant({
        { "1767319200", "2026-01-02T02:00:00Z", kSeconds },
        { "1767319200.25", "2026-01-02T02:00:00.25Z", kSeconds },
        { "1767319200250", "2026-01-02T02:00:00.25Z", kMilliseconds },
        { "1767319200250.9", "2026-01-02T02:00:00.251Z", kMilliseconds },
        { "1767319200250000", "2026-01-02T02:00:00.25Z", "a time was given as microseconds since 1970" },
        { "1767319200250000000", "2026-01-02T02:00:00.25Z", "a time was given as nanoseconds since 1970" },
        { " 1767319200\n", "2026-01-02T02:00:00Z", kSeconds },
        { "1452000000", "2016-01-05T13:20:00Z", kSeconds }, // not ten years ago
        { "2082000000", "2035-12-23T05:20:00Z", kSeconds },
    });
    // Years away, not in one of the units, or something else that has only digits.
    expect_refused({ "7", "1", "-1767319200", "1451000000", "2083000000", "20260102", "2601020200", "20260102020000",
        "17673192001", "1767319200.", ".5", "1767319200s", "1.7673192e9", "1e400", "0x6957", "NaN", "inf",
        std::string(400, '9') });
}

TEST(SentTimesTest, WhatGoPrintsIsTaken)
{
    expect_meant({
        { "2026-01-02 02:00:00.123456789 +0000 UTC", "2026-01-02T02:00:00.123Z", kAsGo },
        { "2026-01-02 02:00:00.123456789 +0000 UTC m=+0.123", "2026-01-02T02:00:00.123Z", kAsGo },
        { "2026-01-02 02:00:00 +0000 GMT", "2026-01-02T02:00:00Z", kAsGo },
        { "2026-01-02 02:00:00 +0100 CET m=-12.000000001", "2026-01-02T01:00:00Z", kAsGo },
        { "2026-01-02 02:00:00 -0330 NST", "2026-01-02T05:30:00Z", kAsGo },
        { "2026-01-02 02:00:00 +0300 +03", "2026-01-01T23:00:00Z", kAsGo },
        { "2026-01-02 02:00:00 +0545 +0545", "2026-01-01T20:15:00Z", kAsGo },
        { "2026-01-02 02:00:00 UTC", "2026-01-02T02:00:00Z", "a time's zone was a name" },
        { "2026-01-02T02:00 GMT", "2026-01-02T02:00:00Z", "a time had no seconds; a time's zone was a name" },
        { "2026-01-02 02:00:00 +0100", "2026-01-02T01:00:00Z", "a time's offset had no colon" },
        { "2026-01-02 02:00:00 +01:00", "2026-01-02T01:00:00Z", "a time's zone stood apart" },
    });
    // Go reads a zone's name that it does not know as an offset of none.
    expect_refused({ "2026-01-02 02:00:00 +0000 CET", "2026-01-02 02:00:00 +0100 UTC", "2026-01-02 02:00:00 +0300 +04",
        "2026-01-02 02:00:00 CET", "2026-01-02 02:00:00 CET +0100", "2026-01-02 02:00:00 m=+0.1",
        "2026-01-02 02:00:00 +0000 UTC m=", "2026-01-02 02:00:00 +0000 UTC m=+x", "2026-01-02 02:00:00 +0000 UTC UTC",
        "2026-01-02 02:00:00 +01 CET", "2026-02-30 02:00:00 +0000 UTC" });
}

TEST(SentTimesTest, GosZeroTimeAndZeroAreNone)
{
    for (const char* text : { "", " ", "0", " 0\n", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00",
             "0001-01-01T00:53:28+00:53", "0000-12-31T19:03:58-04:56", "0001-01-01 00:00:00 +0000 UTC" }) {
        std::string mended;
        const auto at = optional_instant("endsAt", text, kDeliveredAt, mended);
        ASSERT_TRUE(at.ok()) << text;
        EXPECT_EQ(at.value(), std::nullopt) << text;
        EXPECT_EQ(mended, "") << text;
    }
}

TEST(SentTimesTest, TheDatesOfMailAndHttpAreTaken)
{
    expect_meant({
        { "Fri, 02 Jan 2026 02:00:00 GMT", "2026-01-02T02:00:00Z", kAsMail },
        { "Fri, 2 Jan 2026 02:00:00 +0100", "2026-01-02T01:00:00Z", kAsMail },
        { "2 Jan 2026 02:00 -0500", "2026-01-02T07:00:00Z", kAsMail },
        { "Fri, 02 Jan 2026 02:00:00 +0000 (UTC)", "2026-01-02T02:00:00Z", kAsMail },
        { "Thu, 29 Feb 2024 23:59:59 GMT", "2024-02-29T23:59:59Z", kAsMail },
        { "Wed, 31 Dec 1969 00:00:00 GMT", "1969-12-31T00:00:00Z", kAsMail },
        { "02 Jan 2026 02:00:00", "2026-01-02T02:00:00Z", "a time had no zone and was read as UTC" },
    });
    expect_refused({ "Mon, 02 Jan 2026 02:00:00 GMT", "Fri, 02 Jan 26 02:00:00 GMT", "Fri, 02 jan 2026 02:00:00 GMT",
        "Fri, 02 anF 2026 02:00:00 GMT", "Fri, 30 Feb 2026 02:00:00 GMT", "Fri, 02 Jan 2026 02:00:00 EST",
        "Fri, 02 Jan 2026 2:00:00 GMT", "Fri, 02 Jan 2026 24:00:00 GMT", "Fri, 002 Jan 2026 02:00:00 GMT",
        "Fri, 02 Jan 2026", "Fri,", "02/01/2026 02:00:00", "Fri Jan 2 2026 02:00:00 GMT" });
}

TEST(SentTimesTest, ANumberMayStandWhereATimeBelongs)
{
    const auto batch = decode_api_alerts(
        R"([{"labels":{"a":"1"},"startsAt":1767319200,"endsAt":1767323100500},)"
        R"({"labels":{"a":"2"},"startsAt":1767319200.5,"endsAt":0},{"labels":{"a":"3"},"startsAt":true},)"
        R"({"labels":{"a":"4"},"startsAt":1767319200e0},{"labels":{"a":5,"startsAt":6},"startsAt":"1767319200"}])",
        kDeliveredAt);
    ASSERT_TRUE(batch.ok());
    ASSERT_EQ(batch.value().alerts.size(), 3U);
    EXPECT_EQ(batch.value().invalid, 2) << "a yes, and a number that is written with an exponent";
    EXPECT_EQ(batch.value().mended, 3);
    const std::vector<AlertReport>& alerts = batch.value().alerts;
    EXPECT_EQ(alerts[0].started_at, instant("2026-01-02T02:00:00Z"));
    EXPECT_EQ(alerts[0].lease_until, instant("2026-01-02T03:05:00.5Z"));
    EXPECT_EQ(alerts[0].annotations.at(kMended), std::string(kSeconds) + "; " + kMilliseconds);
    EXPECT_EQ(alerts[1].started_at, instant("2026-01-02T02:00:00.5Z"));
    EXPECT_EQ(alerts[1].lease_until, kDeliveredAt + kResolveTimeout);
    EXPECT_EQ(alerts[2].labels, (Labels { { "a", "5" }, { "startsAt", "6" } })) << "a label of that name is a label";

    const auto delivery = decode_webhook(
        R"({"alerts":[{"status":"resolved","labels":{"a":"1"},"startsAt":1767319200,"endsAt":1767319260}]})",
        kDeliveredAt);
    ASSERT_TRUE(delivery.ok());
    ASSERT_EQ(delivery.value().batch.alerts.size(), 1U);
    EXPECT_EQ(delivery.value().batch.alerts[0].ended_at, instant("2026-01-02T02:01:00Z"));
}

TEST(SentTimesTest, ABeginningStillToComeIsNoClaim)
{
    const auto told = [](const std::optional<Timestamp>& sent, bool ours, const char* noted) {
        std::string mended;
        const BegunAt begun = begun_at(sent, kDeliveredAt, mended);
        EXPECT_EQ(begun.at, ours ? kDeliveredAt : *sent);
        EXPECT_EQ(begun.is_ours, ours);
        EXPECT_EQ(mended, noted);
    };
    constexpr const char* kNoted = "its beginning lay in the future and was read as now";
    const Millis minute = std::chrono::minutes { 1 };
    told(std::nullopt, true, "");
    told(kDeliveredAt - minute, false, "");
    told(kDeliveredAt, false, "");
    told(kDeliveredAt + Millis { 1 }, true, "");
    told(kDeliveredAt + minute, true, "");
    told(kDeliveredAt + minute + Millis { 1 }, true, kNoted);
}

TEST(SentTimesTest, WhatEndsKeepsItsStartHoweverTheClocksDiffer)
{
    const auto delivered = decode_webhook(
        R"({"alerts":[{"status":"resolved","labels":{"a":"b"},"startsAt":"2026-01-02T09:00:00Z"}]})", kDeliveredAt);
    ASSERT_TRUE(delivered.ok());
    const AlertReport& report = delivered.value().batch.alerts.at(0);
    EXPECT_EQ(report.started_at, kDeliveredAt);
    EXPECT_EQ(report.ended_at, kDeliveredAt);
    EXPECT_FALSE(report.start_is_ours) << "nothing fires yet, and it is recorded all the same";
}

}
