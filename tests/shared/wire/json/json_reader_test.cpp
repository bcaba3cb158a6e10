// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/json/json_reader.h"

#include "shared/wire/json/canonical_reader.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using Kind = JsonValue::Kind;

std::string canonical(std::string_view text)
{
    const auto read = read_json(text);
    if (!read.ok()) {
        return "refused: " + read.error().message;
    }
    std::string out;
    append_canonical(out, read.value());
    return out;
}

std::string nested(std::size_t depth, char open, char close)
{
    return std::string(depth, open) + std::string(depth, close);
}

}

TEST(JsonReaderTest, SaysInWhichFieldItStopped)
{
    const auto says = [](const std::string& text, const std::string& where) {
        const std::string refusal = canonical(text);
        EXPECT_NE(refusal.find(where), std::string::npos) << refusal;
    };
    says(R"({"a":1,"b":{"c":1e999}})", ", in 'b.c': ");
    says(R"({"a":1,"b":)" + nested(100, '[', ']') + "}", ", in 'b': nested deeper");
    says(R"({"a":{"b":[1,{"c":nul}]}})", ", in 'a.b.c': ");
    says(R"({"a":{"b":1,"c":2,"b":3}})", R"(, in 'a': the key "b" comes twice)");
    says(R"({"a":1,"a":2})", R"(10: the key "a" comes twice)");
    says("[1e999]", "7: ");
    std::string many = "{";
    for (int i = 0; i < 40; ++i) { // hashed, not listed
        many += "\"k" + std::to_string(i) + "\":0,";
    }
    says(many + R"("last":1e999})", ", in 'last': ");
    says("{\"" + std::string(500, 'n') + "\":1e999}", ", in '" + std::string(60, 'n') + "': ");
}

TEST(JsonReaderTest, ReadsDocuments)
{
    EXPECT_EQ(canonical(R"( {"b" : [1, -2, true, "x"], "a" : {"c":"\u00e4\ud83d\udd25"}} )"),
        "{\"a\":{\"c\":\"\xC3\xA4\xF0\x9F\x94\xA5\"},\"b\":[1,-2,true,\"x\"]}");
    EXPECT_EQ(canonical("18446744073709551615"), "\"18446744073709551615\"");
    EXPECT_EQ(canonical("\"\""), "\"\"");
    EXPECT_EQ(canonical("[[],{},[[]]]"), "[[],{},[[]]]");
    EXPECT_EQ(canonical(R"({"gone":null,"kept":0})"), R"({"kept":0})");
}

TEST(JsonReaderTest, NumbersBeyond64BitsBecomeTheNearest)
{
    EXPECT_EQ(canonical("-2.5e3"), "-2500");
    EXPECT_EQ(canonical("18546744073709551615"), "\"9223372036854775807\"");
    EXPECT_EQ(canonical("-1e300"), "\"-9223372036854775808\"");
}

TEST(JsonReaderTest, RefusesWhatIsNotAcceptable)
{
    struct Case {
        std::string_view text;
        std::string_view says;
    };
    const std::vector<Case> cases {
        { "", "empty" },
        { " ", "byte 1" },
        { "{", "byte 1" },
        { "{}x", "byte" },
        { "{} {}", "byte" },
        { "[1,]", "byte" },
        { R"({"a":1,})", "byte" },
        { "{'a':1}", "byte" },
        { "NaN", "byte" },
        { "Infinity", "byte" },
        { "-Infinity", "byte" },
        { "[1e999]", "overflow" },
        { "[-1e999]", "overflow" },
        { "01", "byte" },
        { "+1", "byte" },
        { "1.", "byte" },
        { "// comment\n1", "byte" },
        { "\"\x01\"", "byte" },
        { "\"\xFF\"", "byte" },
        { "\"\xC0\xAF\"", "byte" },
        { "\"\xED\xA0\x80\"", "byte" },
        { R"("\ud800")", "surrogate" },
        { R"("\udc00")", "surrogate" },
        { R"("\ud800\ud800")", "surrogate" },
        { R"("\x41")", "byte" },
        { R"("open)", "byte" },
        { R"({"a":1,"b":2,"a":3})", "comes twice" },
        { R"({"o":{"a":1,"\u0061":2}})", "comes twice" },
        { R"([{"a":1},{"a":1,"a":1}])", "comes twice" },
    };
    for (const Case& one : cases) {
        const auto read = read_json(one.text);
        ASSERT_FALSE(read.ok()) << one.text;
        EXPECT_EQ(read.error().code, ErrorCode::Malformed) << one.text;
        EXPECT_NE(read.error().message.find(one.says), std::string::npos) << one.text << ": " << read.error().message;
    }
    EXPECT_FALSE(read_json(std::string_view("{\"a\":1\0}", 8)).ok());
    EXPECT_FALSE(read_json(std::string_view("{}\0", 3)).ok());
    EXPECT_FALSE(read_json("\xEF\xBB\xBF{}").ok());
}

TEST(JsonReaderTest, SameKeysInDifferentObjectsAreFine)
{
    EXPECT_TRUE(read_json(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]})").ok());
}

TEST(JsonReaderTest, FindsDuplicatesAmongManyKeys)
{
    std::string body = "{";
    for (int i = 0; i < 500; ++i) {
        body += "\"k" + std::to_string(i) + "\":1,";
    }
    EXPECT_TRUE(read_json(body + "\"k500\":1}").ok());
    for (const int twice : { 0, 15, 16, 17, 499 }) {
        EXPECT_FALSE(read_json(body + "\"k" + std::to_string(twice) + "\":1}").ok()) << twice;
    }
    // Written in another way they are the same keys.
    std::string escaped = body;
    for (int i = 0; i < 20; ++i) {
        escaped += "\"\\u006" + std::to_string(i % 2 == 0 ? 1 : 2) + std::to_string(i) + "\":{},";
    }
    EXPECT_TRUE(read_json(escaped + "\"k500\":1}").ok());
    EXPECT_FALSE(read_json(escaped + "\"a0\":1}").ok());
    EXPECT_FALSE(read_json(escaped + "\"b\\u00319\":1}").ok());
    // What an object held must not count for the next one.
    EXPECT_TRUE(read_json("[" + body + "\"x\":1},{\"k1\":1,\"k499\":2}]").ok());
}

TEST(JsonReaderTest, HoldsItsLimits)
{
    JsonLimits limits;
    limits.max_bytes = 1000;
    EXPECT_EQ(read_json("\"" + std::string(2000, 'x') + "\"", limits).error().code, ErrorCode::TooLarge);
    limits = {};
    limits.max_string = 10;
    EXPECT_TRUE(read_json(R"(["1234567890"])", limits).ok());
    EXPECT_FALSE(read_json(R"(["12345678901"])", limits).ok());
    EXPECT_FALSE(read_json(R"({"12345678901":1})", limits).ok());
    limits = {};
    limits.max_items = 3;
    EXPECT_TRUE(read_json("[1,2,3]", limits).ok());
    EXPECT_FALSE(read_json("[1,2,3,4]", limits).ok());
    EXPECT_FALSE(read_json(R"([{"a":1},{"b":1}])", limits).ok());
    limits = {};
    limits.max_keys = 2;
    EXPECT_TRUE(read_json(R"({"a":1,"b":2})", limits).ok());
    EXPECT_FALSE(read_json(R"({"a":1,"b":2,"c":3})", limits).ok());
    limits = {};
    limits.integers_only = true;
    EXPECT_TRUE(read_json("[0,-7,18446744073709551615]", limits).ok());
    for (const std::string_view real : { "1.5", "1.0", "1e3", "1E-3", "18446744073709551616" }) {
        EXPECT_FALSE(read_json(real, limits).ok()) << real;
    }
}

TEST(JsonReaderTest, GathersNoMoreOfALongDocumentThanATextMayBe)
{
    constexpr std::size_t kLong = 2 * 1024 * 1024;
    JsonLimits limits;
    limits.max_bytes = 2 * kLong;
    limits.max_items = kLong;
    limits.max_string = 1000;
    const auto refusal = [&](const std::string& text) {
        const auto read = read_json(text, limits);
        return read.ok() ? "" : read.error().message;
    };
    std::string objects;
    std::string escapes;
    std::string fine = "[";
    for (std::size_t i = 0; i < kLong / 4; ++i) {
        objects += "{},";
        escapes += R"(\"\")";
        fine += i % 100 == 0 ? R"("a\\",)" : "{}, ";
    }
    for (const std::string& text : { std::string(kLong, ' '), "[" + objects + "{}]", "[\"" + escapes + "\"]",
             "[\"" + std::string(kLong, 'x'), "[" + std::string(kLong, '7') + "]" }) {
        EXPECT_NE(refusal(text).find("too long; shorten it"), std::string::npos) << refusal(text);
    }
    EXPECT_EQ(refusal(fine + "-7]"), "");
}

TEST(JsonReaderTest, HoldsTheDepthLimitWithoutUsingTheStack)
{
    EXPECT_TRUE(read_json(nested(64, '[', ']')).ok());
    for (const std::size_t depth : { 65U, 300'000U }) {
        const auto read = read_json(nested(depth, '[', ']'));
        ASSERT_FALSE(read.ok());
        EXPECT_NE(read.error().message.find("64 levels"), std::string::npos) << read.error().message;
    }
    std::string objects;
    for (int i = 0; i < 65; ++i) {
        objects += "{\"a\":";
    }
    EXPECT_FALSE(read_json(objects + "1" + std::string(65, '}')).ok());
}

TEST(JsonReaderTest, MessagesStayShortAndReadable)
{
    const auto read = read_json("[\"" + std::string(5000, 'x') + "\x01\"]");
    ASSERT_FALSE(read.ok());
    EXPECT_LT(read.error().message.size(), 400U);
    EXPECT_NE(read.error().message.find("byte 500"), std::string::npos) << read.error().message;
    const auto twice = read_json("{\"" + std::string(5000, 'x') + "\":1,\"" + std::string(5000, 'x') + "\":2}");
    EXPECT_LT(twice.error().message.size(), 400U);
}

TEST(JsonValueTest, SetsReplacesAndErasesMembers)
{
    JsonValue object;
    object.set("a", JsonValue::number(1));
    object.set("a", JsonValue::text("x"));
    object.set("b", JsonValue::truth(true));
    EXPECT_EQ(object.find("a")->string, "x");
    EXPECT_TRUE(object.erase("a"));
    EXPECT_FALSE(object.erase("a"));
    EXPECT_EQ(object.find("a"), nullptr);
    EXPECT_EQ(object.members.size(), 1U);
}

TEST(CanonicalTest, TellsCanonicalTextFromOther)
{
    for (const std::string_view good : { "{}", "[]", "0", "-1", "true", "\"\"", R"({"a":1,"b":[{"a":"x"}]})",
             "9007199254740992", R"("\u0000\n\"")", "\"\xC3\xA4\"", R"({"":1,"a":2})" }) {
        EXPECT_TRUE(is_canonical(good)) << good;
    }
    for (const std::string_view bad : { "", " {}", "{} ", "{ }", "[1, 2]", R"({"b":1,"a":2})", R"({"a":1,"a":2})",
             R"({"a":1,})", "[1,]", "-0", "01", "1.0", "1e3", "9007199254740993", "null", "NaN", R"("\u0041")",
             R"("\u000a")", R"("\u001F")", R"("\/")", "\"\n\"", "\"\xFF\"", "\"\xED\xA0\x80\"", "tru", "truex", "{",
             "[", "\"", "\"\\", "\"\\u00", "\"\\u", "{\"a\"", "{\"a\":", "[1" }) {
        EXPECT_FALSE(is_canonical(bad)) << bad;
    }
    EXPECT_TRUE(is_canonical(nested(64, '[', ']')));
    EXPECT_FALSE(is_canonical(nested(65, '[', ']')));
    EXPECT_FALSE(is_canonical(nested(1'000'000, '[', ']')));
}

}
