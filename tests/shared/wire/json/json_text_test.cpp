// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/json/json_text.h"

#include "shared/wire/json/utf8.h"

#include <gtest/gtest.h>

#include <limits>

namespace watchfloor {
namespace {

std::string string_of(std::string_view text)
{
    std::string out;
    append_json_string(out, text);
    return out;
}

template<typename Integer>
std::string integer_of(Integer value)
{
    std::string out;
    append_json_integer(out, value);
    return out;
}

std::string timestamp_of(std::int64_t millis)
{
    std::string out;
    append_json_timestamp(out, Timestamp { millis });
    return out;
}

}

TEST(JsonTextTest, EscapesOnlyWhatMustBeEscaped)
{
    EXPECT_EQ(string_of(""), R"("")");
    EXPECT_EQ(string_of("a\"b\\c/"), R"("a\"b\\c/")");
    EXPECT_EQ(string_of("\b\t\n\f\r"), R"("\b\t\n\f\r")");
    EXPECT_EQ(string_of(std::string_view("\0\x1f\x7f", 3)), "\"\\u0000\\u001f\x7f\"");
    EXPECT_EQ(string_of("\xC3\xA4\xF0\x9F\x94\xA5"), "\"\xC3\xA4\xF0\x9F\x94\xA5\"");
}

TEST(JsonTextTest, BytesThatAreNoUtf8BecomeReplacementCharacters)
{
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    for (const std::string_view bad : { "\x80", "\xC0", "\xFF", "\xF5" }) {
        EXPECT_EQ(string_of(bad), "\"" + std::string(kReplacement) + "\"");
    }
    EXPECT_EQ(string_of("a\xE2\x82z"), "\"a" + std::string(kReplacement) + std::string(kReplacement) + "z\"");
}

TEST(JsonTextTest, LargeIntegersAreQuoted)
{
    EXPECT_EQ(integer_of(std::int64_t { 0 }), "0");
    EXPECT_EQ(integer_of(std::int64_t { -5 }), "-5");
    EXPECT_EQ(integer_of(kMaxPlainInteger), "9007199254740992");
    EXPECT_EQ(integer_of(kMaxPlainInteger + 1), "\"9007199254740993\"");
    EXPECT_EQ(integer_of(-kMaxPlainInteger - 1), "\"-9007199254740993\"");
    EXPECT_EQ(integer_of(std::numeric_limits<std::int64_t>::min()), "\"-9223372036854775808\"");
    EXPECT_EQ(integer_of(std::numeric_limits<std::uint64_t>::max()), "\"18446744073709551615\"");
}

TEST(JsonTextTest, TimestampsAreThoseOfFormatTimestamp)
{
    std::int64_t step = 1;
    for (std::int64_t millis = kEarliestTimestamp.millis; millis <= kLatestTimestamp.millis;
         millis += 86'400'000LL * 97 + 12'345'678 + step++) {
        const std::string text = format_timestamp(Timestamp { millis });
        ASSERT_EQ(timestamp_of(millis), "\"" + text + "\"");
        ASSERT_EQ(read_canonical_timestamp(text), Timestamp { millis });
    }
    for (const std::int64_t millis :
        { std::int64_t { 0 }, std::int64_t { -1 }, kEarliestTimestamp.millis, kLatestTimestamp.millis }) {
        EXPECT_EQ(timestamp_of(millis), "\"" + format_timestamp(Timestamp { millis }) + "\"");
    }
}

TEST(JsonTextTest, TimestampsThatHaveNoTextBecomeTheNearestThatHas)
{
    EXPECT_EQ(timestamp_of(std::numeric_limits<std::int64_t>::min()), "\"0001-01-01T00:00:00.000Z\"");
    EXPECT_EQ(timestamp_of(std::numeric_limits<std::int64_t>::max()), "\"9999-12-31T23:59:59.999Z\"");
}

TEST(JsonTextTest, CanonicalTimestampsHaveOneFormOnly)
{
    for (const std::string_view bad : { "", "2026-01-02T03:04:05Z", "2026-01-02t03:04:05.678Z",
             "2026-01-02T03:04:05.678z", "2026-01-02T03:04:05.678+", "2026-13-02T03:04:05.678Z",
             "2026-02-29T03:04:05.678Z", "2026-01-02T24:04:05.678Z", "2026-01-02T03:60:05.678Z",
             "2026-01-02T03:04:60.678Z", "0000-01-02T03:04:05.678Z", "+026-01-02T03:04:05.678Z" }) {
        EXPECT_FALSE(read_canonical_timestamp(bad).has_value()) << bad;
    }
}

TEST(JsonTextTest, InstantsMovedOutOfTheYearsByTheirZoneAreRefused)
{
    EXPECT_FALSE(read_instant("0001-01-01T00:00:00+00:01").ok());
    EXPECT_FALSE(read_instant("9999-12-31T23:59:59.999-00:01").ok());
    EXPECT_FALSE(read_instant("2026-01-02T03:04:05").ok());
    ASSERT_TRUE(read_instant("2026-01-02T03:04:05+01:00").ok());
    EXPECT_EQ(format_timestamp(read_instant("2026-01-02T03:04:05+01:00").value()), "2026-01-02T02:04:05.000Z");
}

TEST(Utf8Test, KnowsWellFormedSequences)
{
    for (const std::string_view good : { "", "a", "\x7f", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
             "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF" }) {
        EXPECT_TRUE(is_utf8(good)) << good;
    }
    for (const std::string_view bad : { "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\x80\x80",
             "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
             "\xF5\x80\x80\x80", "\xFF", "\xF0\x9F\x94", "\xE2\x82\xC3" }) {
        EXPECT_FALSE(is_utf8(bad));
    }
}

TEST(Utf8Test, FrontNeverCutsACharacter)
{
    EXPECT_EQ(utf8_front("abc", 3), "abc");
    EXPECT_EQ(utf8_front("abc", 2), "ab");
    EXPECT_EQ(utf8_front("a\xE2\x82\xAC", 3), "a");
    EXPECT_EQ(utf8_front("\xE2\x82\xAC", 2), "");
    EXPECT_EQ(utf8_front("\xE2\x82\xAC!", 3), "\xE2\x82\xAC");
    EXPECT_EQ(utf8_front("abc", 0), "");
}

}
