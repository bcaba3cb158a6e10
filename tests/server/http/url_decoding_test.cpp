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

}
}
