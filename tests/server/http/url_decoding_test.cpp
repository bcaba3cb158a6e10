// SPDX-License-Identifier: Apache-2.0
#include "server/http/url_decoding.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(UrlDecodingTest, DecodesExactlyOnce)
{
    EXPECT_EQ(percent_decode("a%2520b", PlusSign::Literal), "a%20b");
    EXPECT_EQ(percent_decode("a+b", PlusSign::Literal), "a+b");
    EXPECT_EQ(percent_decode("a+b", PlusSign::Space), "a b");
    EXPECT_EQ(percent_decode("%E2%82%AC", PlusSign::Literal), "\xE2\x82\xAC");
}

TEST(UrlDecodingTest, RefusesWhatIsNotCleanText)
{
    for (const auto* bad : { "%", "%4", "%4g", "a%", "%00", "%0a", "%7f", "%ff", "%c0%af", "%ed%a0%80" }) {
        EXPECT_EQ(percent_decode(bad, PlusSign::Literal), std::nullopt) << bad;
    }
}

TEST(UrlDecodingTest, ParsesQueriesInOrder)
{
    const auto values = parse_query("a=1&b=&c&&a=2=3");
    ASSERT_TRUE(values.has_value());
    ASSERT_EQ(values->size(), 4U);
    EXPECT_EQ((*values)[1].value, "");
    EXPECT_EQ((*values)[2].name, "c");
    EXPECT_EQ((*values)[3].value, "2=3");
}

TEST(UrlDecodingTest, LimitsTheNumberOfParameters)
{
    std::string text;
    for (int i = 0; i < 65; ++i) {
        text += "a=1&";
    }
    EXPECT_EQ(parse_query(text), std::nullopt);
}

TEST(UrlDecodingTest, AllowsNewlinesOnlyInFormValues)
{
    EXPECT_EQ(parse_query("text=a%0Ab"), std::nullopt);
    EXPECT_EQ(parse_query("te%0Axt=a", true), std::nullopt);
    const auto form = parse_query("text=a%0Ab", true);
    ASSERT_TRUE(form.has_value());
    EXPECT_EQ((*form)[0].value, "a\nb");
}

TEST(UrlDecodingTest, ParsesCookies)
{
    const auto cookies = parse_cookies("a=1;  __Host-session=xyz; broken");
    ASSERT_EQ(cookies.size(), 2U);
    EXPECT_EQ(cookies[1].name, "__Host-session");
    EXPECT_EQ(cookies[1].value, "xyz");
}

TEST(UrlDecodingTest, ReadsEveryHexadecimalDigit)
{
    const std::string digits = "0123456789abcdefABCDEF";
    for (const char high : std::string { "234567" }) {
        for (const char low : digits) {
            const std::string text { '%', high, low };
            const int code = std::stoi(text.substr(1), nullptr, 16);
            if (code != 0x7f) {
                EXPECT_EQ(percent_decode(text, PlusSign::Literal), std::string(1, static_cast<char>(code))) << text;
            }
        }
    }
    for (const char* bad : { "%/0", "%:0", "%@0", "%G0", "%`0", "%g0", "%0/", "%2:", "%2@", "%2G", "%2`", "%2g" }) {
        EXPECT_EQ(percent_decode(bad, PlusSign::Literal), std::nullopt) << bad;
    }
}

TEST(UrlDecodingTest, TakesAsManyParametersAsItMay)
{
    std::string text = "a=1";
    for (int i = 1; i < 64; ++i) {
        text += "&a=1";
    }
    EXPECT_EQ(parse_query(text)->size(), 64U);
    EXPECT_EQ(parse_query(text + "&")->size(), 64U);
    EXPECT_EQ(parse_query(text + "&b"), std::nullopt);
}

TEST(UrlDecodingTest, TellsControlCharactersApart)
{
    for (const char* bad : { "%1f", "%7f", "%0b" }) {
        EXPECT_EQ(percent_decode(bad, PlusSign::Literal), std::nullopt) << bad;
        EXPECT_EQ(parse_query(std::string { "a=" } + bad, true), std::nullopt) << bad;
    }
    EXPECT_EQ(percent_decode("%20%7e", PlusSign::Literal), " ~");
    EXPECT_EQ((*parse_query("a=%0d%0a%09", true))[0].value, "\r\n\t");
    EXPECT_EQ(parse_query("a%zz=1"), std::nullopt);
}

TEST(UrlDecodingTest, TrimsBlanksAndTabsOnly)
{
    EXPECT_EQ(trimmed(" \ta b\t "), "a b");
    EXPECT_EQ(trimmed(" \t "), "");
    EXPECT_EQ(trimmed("\na"), "\na");
    EXPECT_EQ(media_type_of(" Text/HTML ; charset=x"), "text/html");
    EXPECT_EQ(ascii_lower("AZ[@az"), "az[@az");
    const auto cookies = parse_cookies("=x; a = b=c ;;a");
    ASSERT_EQ(cookies.size(), 2U);
    EXPECT_EQ(cookies[0].name, "");
    EXPECT_EQ(cookies[1].name + "|" + cookies[1].value, "a|b=c");
}

}
}
