// SPDX-License-Identifier: Apache-2.0
#include "client/platform/location.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(LocationTest, SurvivesTheAddressBar)
{
    Location location { "/incidents/INC-12", {} };
    location.set("from", "2026-01-02T03:04:05Z");
    location.set("filter", "a&b=c d% ü");
    EXPECT_EQ(parse_location(format_location(location)), location);
}

TEST(LocationTest, ReadsWhatPeopleMayType)
{
    struct Case {
        const char* text;
        const char* path;
        const char* name;
        const char* value;
    };
    constexpr Case cases[] {
        { "/wall?view=wall", "/wall", "view", "wall" },
        { "", "/", "x", nullptr },
        { "board", "/board", "x", nullptr },
        { "/a?x=%zz%4", "/a", "x", "%zz%4" },
        { "/a?x=1+2", "/a", "x", "1 2" },
        { "/a?x=1#part", "/a", "x", "1" },
        { "/a?=1&&x=2&y", "/a", "x", "2" },
        { "/a?x=1&x=3", "/a", "x", "3" },
    };
    for (const auto& example : cases) {
        const auto location = parse_location(example.text);
        EXPECT_EQ(location.path, example.path) << example.text;
        EXPECT_EQ(location.value(example.name).value_or("none"), example.value == nullptr ? "none" : example.value)
            << example.text;
    }
}

TEST(LocationTest, ReadsAtMostItsLimit)
{
    EXPECT_LE(parse_location("/" + std::string(1'000'000, 'x')).path.size(), kMaxLocationBytes);
}

TEST(LocationTest, EmptyValueRemoves)
{
    Location location = parse_location("/a?x=1&y=2");
    location.set("x", "");
    EXPECT_EQ(format_location(location), "/a?y=2");
}

TEST(NativeHistoryTest, BackUndoesNavigationNotPanning)
{
    start_location(parse_location("/board"));
    push_location(parse_location("/incidents/INC-1"));
    replace_location(parse_location("/incidents/INC-1?from=1"));
    replace_location(parse_location("/incidents/INC-1?from=2"));
    push_location(parse_location("/capacity"));
    EXPECT_FALSE(take_location_moved());
    go_back();
    EXPECT_TRUE(take_location_moved());
    EXPECT_FALSE(take_location_moved());
    EXPECT_EQ(format_location(current_location()), "/incidents/INC-1?from=2");
    go_back();
    EXPECT_EQ(format_location(current_location()), "/board");
    go_back();
    EXPECT_EQ(format_location(current_location()), "/board");
    go_forward();
    EXPECT_EQ(format_location(current_location()), "/incidents/INC-1?from=2");
    push_location(parse_location("/sources"));
    go_forward();
    EXPECT_EQ(format_location(current_location()), "/sources") << "a new view ends the way forward";
}

TEST(OpenAddressTest, PassesOnlyHarmlessSchemes)
{
    for (const auto* good : { "https://bridge.example/42", "http://a", "tel:+4912345", "sip:room@example" }) {
        EXPECT_TRUE(may_open_address(good)) << good;
    }
    for (const auto* bad : { "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "HTTPS", "",
             "https://a b", "-e", "https://a\nb" }) {
        EXPECT_FALSE(may_open_address(bad)) << bad;
    }
}

}
}
