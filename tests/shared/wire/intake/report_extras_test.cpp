// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/report_extras.h"

#include "shared/domain/entities/alerts.h"
#include "shared/domain/input_text.h"
#include "shared/wire/intake/alert_stream.h"
#include "shared/wire/json/json_reader.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

AlertReport given(ReportExtras extras)
{
    AlertReport report;
    std::move(extras).give_to(report);
    return report;
}

Labels details_of(const std::string& json, const std::string& path = "")
{
    const auto value = read_json(json);
    EXPECT_TRUE(value.ok()) << json;
    ReportExtras extras;
    extras.add_details(path, value.ok() ? value.value() : JsonValue {});
    return given(std::move(extras)).details;
}

}

TEST(ReportExtrasTest, DetailsAreFoundByTheirPath)
{
    EXPECT_EQ(details_of(R"({"a":{"b":[{"c":7},"x",[true]]},"d":"e","f":null})"),
        (Labels { { "a.b[0].c", "7" }, { "a.b[1]", "x" }, { "a.b[2][0]", "true" }, { "d", "e" }, { "f", "null" } }));
    EXPECT_EQ(details_of("[1,{\"a\":2}]", "list"), (Labels { { "list[0]", "1" }, { "list[1].a", "2" } }));
    EXPECT_EQ(details_of("\"one text\"", "text"), (Labels { { "text", "one text" } }));
    EXPECT_TRUE(details_of(R"({"a":{},"b":[],"c":""})").empty());
    EXPECT_EQ(details_of(R"({"":"x"})"), (Labels { { "detail", "x" } }));
}

TEST(ReportExtrasTest, NumbersKeepTheirDigits)
{
    for (const std::string number :
        { "0", "-7", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616",
            "-9223372036854775809", "123456789012345678901234567890", "0.10", "5e-05", "1E3" }) {
        EXPECT_EQ(details_of("{\"n\":" + number + "}").at("n"), number);
    }
}

TEST(ReportExtrasTest, OnlyWhatABrowserOpensIsALink)
{
    ReportExtras extras;
    extras.add_link("a", "https://example.org/?q=1#x");
    extras.add_link("b", "http://example.org");
    extras.add_link("c", "javascript:alert(1)");
    extras.add_link("d", "/graph");
    extras.add_link("e", "https://example.org/a b");
    extras.add_link("f", "");
    extras.add_link("g", "file:///etc/passwd");
    const AlertReport report = given(std::move(extras));
    EXPECT_EQ(report.links, (Labels { { "a", "https://example.org/?q=1#x" }, { "b", "http://example.org" } }));
    EXPECT_EQ(report.details,
        (Labels { { "c", "javascript:alert(1)" }, { "d", "/graph" }, { "e", "https://example.org/a b" },
            { "g", "file:///etc/passwd" } }));
}

TEST(ReportExtrasTest, LinksOfOneNameAreAllKeptAndOneAddressOnce)
{
    ReportExtras extras;
    extras.add_link("wiki", "https://example.org/1");
    extras.add_link("wiki", "https://example.org/2");
    extras.add_link("again", "https://example.org/2");
    extras.add_link("wiki", "https://example.org/3");
    EXPECT_EQ(given(std::move(extras)).links,
        (Labels { { "wiki", "https://example.org/1" }, { "wiki 2", "https://example.org/2" },
            { "wiki 3", "https://example.org/3" } }));
}

TEST(ReportExtrasTest, WhatIsBeyondTheBoundsIsSaid)
{
    ReportExtras extras;
    for (std::size_t i = 0; i < kMaxAlertDetails - 1; ++i) {
        extras.add_detail("d" + std::to_string(i), "x");
    }
    for (std::size_t i = 0; i < kMaxAlertLinks; ++i) {
        extras.add_link("l", "https://example.org/" + std::to_string(i));
    }
    ReportExtras more = extras;
    ReportExtras further = extras;
    const AlertReport whole = given(std::move(extras));
    EXPECT_EQ(whole.details.size(), kMaxAlertDetails - 1);
    EXPECT_EQ(whole.links.size(), kMaxAlertLinks);
    EXPECT_FALSE(whole.details.contains(kMended));
    more.add_detail("one more", "x");
    const AlertReport detailed = given(std::move(more));
    EXPECT_EQ(detailed.details.size(), kMaxAlertDetails);
    EXPECT_EQ(detailed.details.at(kMended), "it had more details than are kept");
    further.add_link("one more", "https://example.org/more");
    const AlertReport linked = given(std::move(further));
    EXPECT_EQ(linked.links.size(), kMaxAlertLinks);
    EXPECT_EQ(linked.details.at(kMended), "it had more links than are kept");
}

TEST(ReportExtrasTest, ALongDetailIsCutWithASign)
{
    const Labels details = details_of("{\"log\":\"" + std::string(kMaxLabelValue + 1, 'x') + "\"}");
    EXPECT_EQ(details.at("log").size(), kMaxLabelValue);
    EXPECT_TRUE(details.at("log").ends_with("…"));
    EXPECT_EQ(details.at(kMended), "a long detail was cut");
    EXPECT_FALSE(details_of("{\"log\":\"" + std::string(kMaxLabelValue, 'x') + "\"}").contains(kMended));
    const Labels named = details_of("{\"" + std::string(300, 'n') + "\":[1,2]}");
    EXPECT_EQ(named.size(), 3U) << "names that begin alike are told apart";
    EXPECT_EQ(named.at(kMended), "a long detail was cut");
    for (const auto& detail : named) {
        EXPECT_LE(detail.first.size(), kMaxLabelName);
    }
}

TEST(ReportExtrasTest, AllTogetherTakeLittle)
{
    ReportExtras extras;
    for (int i = 0; i < 10; ++i) {
        extras.add_detail("d" + std::to_string(i), std::string(4'000, 'x'));
        extras.add_link("l" + std::to_string(i), "https://example.org/" + std::to_string(i) + std::string(4'000, 'x'));
    }
    extras.add_detail("small", "fits");
    const AlertReport report = given(std::move(extras));
    EXPECT_EQ(report.links.size(), 4U);
    EXPECT_EQ(report.details.size(), 6U) << "four, the small one, and what was mended";
    EXPECT_EQ(report.details.at("small"), "fits");
    EXPECT_EQ(report.details.at(kMended), "it had more details than are kept; it had more links than are kept");
}

TEST(ReportExtrasTest, ALinkThatIsTooLongIsNoLink)
{
    const std::string address = "https://example.org/";
    ReportExtras extras;
    extras.add_link("fits", address + std::string(kMaxLabelValue - address.size(), 'x'));
    extras.add_link("long", address + std::string(kMaxLabelValue - address.size() + 1, 'x'));
    const AlertReport report = given(std::move(extras));
    EXPECT_EQ(report.links.size(), 1U);
    EXPECT_TRUE(report.details.at("long").ends_with("…")) << "a part of an address leads somewhere else";
}

TEST(ReportExtrasTest, NoDetailSaysThatItWasMended)
{
    EXPECT_EQ(details_of(R"({"mended":["a"]})"), (Labels { { "mended[0]", "a" } }));
    EXPECT_EQ(details_of(R"({"mended":"a"})"), (Labels { { "mended 2", "a" } }));
}

}
