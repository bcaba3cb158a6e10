// SPDX-License-Identifier: Apache-2.0
#include "shared/core/time.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(TimestampTest, WritesWhatItReads)
{
    for (const char* text : { "1970-01-01T00:00:00.000Z", "2026-11-21T18:00:00.678Z", "0001-01-01T00:00:00.000Z",
             "9999-12-31T23:59:59.999Z", "2024-02-29T12:00:00.001Z" }) {
        const auto at = parse_timestamp(text);
        ASSERT_TRUE(at.ok()) << text;
        EXPECT_EQ(format_timestamp(at.value()), text);
    }
}

TEST(TimestampTest, TakesAnyZoneAndFraction)
{
    EXPECT_EQ(parse_timestamp("2026-01-02T03:04:05+02:00").value().millis,
        parse_timestamp("2026-01-02T01:04:05Z").value().millis);
    EXPECT_EQ(parse_timestamp("2026-01-02T03:04:05.123456789Z").value().millis % 1000, 123);
    EXPECT_EQ(parse_timestamp("2026-01-02T03:04:05.1Z").value().millis % 1000, 100);
}

TEST(TimestampTest, RefusesWhatIsNoInstant)
{
    for (const char* text : { "", "2026-01-02", "2026-01-02T03:04:05", "2026-13-02T03:04:05Z", "2026-02-30T03:04:05Z",
             "2026-01-02T24:00:00Z", "2026-01-02T03:60:05Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05+2:00",
             "2026-01-02T03:04:05Zx", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00",
             " 2026-01-02T03:04:05Z" }) {
        EXPECT_FALSE(parse_timestamp(text).ok()) << text;
    }
}

TEST(TimestampTest, ReadsUpToTheLimitOfEachPart)
{
    const auto read = [](const char* text) {
        const auto at = parse_timestamp(text);
        EXPECT_TRUE(at.ok()) << text;
        return at.ok() ? format_timestamp(at.value()) : std::string {};
    };
    EXPECT_EQ(read("2026-01-02T23:59:59.9Z"), "2026-01-02T23:59:59.900Z");
    EXPECT_EQ(read("2026-06-30T23:59:60Z"), "2026-06-30T23:59:59.000Z") << "a leap second";
    EXPECT_EQ(read("2026-01-02t03:04:05.12z"), "2026-01-02T03:04:05.120Z");
    EXPECT_EQ(read("2026-01-02 03:04:05.9999Z"), "2026-01-02T03:04:05.999Z") << "never rounded into the next";
    EXPECT_EQ(read("2026-01-02T00:00:00+23:59"), "2026-01-01T00:01:00.000Z");
    EXPECT_EQ(read("2026-01-02T00:00:00-05:30"), "2026-01-02T05:30:00.000Z");
    EXPECT_EQ(read("1969-12-31T23:59:59.999Z"), "1969-12-31T23:59:59.999Z") << "before the epoch";
    for (const char* text : { "2026-01-02T03:04:61Z", "2026-01-02T03:04:05+24:00", "2026-01-02T03:04:05+01:60",
             "2026-01-02T03:04:05+0100", "2026-01-02T03:04:05.1", "2026/01/02T03:04:05Z", "2026-01-02X03:04:05Z",
             "2026-1-02T03:04:05Z", "2026-01-02T03.04:05Z", "2026-00-02T03:04:05Z", "2026-01-00T03:04:05Z" }) {
        EXPECT_FALSE(parse_timestamp(text).ok()) << text;
    }
}

}
}
