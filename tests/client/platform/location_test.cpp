// SPDX-License-Identifier: Apache-2.0
#include "client/platform/location.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace watchfloor {
namespace {

TEST(LocationTest, SurvivesTheAddressBar)
{
    Location location { "/incidents/INC-12", {} };
    location.set("from", "2026-01-02T03:04:05Z");
    location.set("filter", "a&b=c d% ü");
    EXPECT_EQ(parse_location(format_location(location)), location);
}

TEST(LocationTest, HoldsSeveralNumbersInOneParameter)
{
    EXPECT_EQ(format_numbers({}), "");
    EXPECT_EQ(format_numbers({ 3, -17, 0 }), "3,-17,0");
    EXPECT_EQ(parse_numbers("3,-17,0"), (std::vector<std::int64_t> { 3, -17, 0 }));
    EXPECT_EQ(parse_numbers("x,3,,4x, 5,6"), (std::vector<std::int64_t> { 3, 6 }));
    EXPECT_TRUE(parse_numbers("").empty());
    EXPECT_TRUE(parse_numbers("99999999999999999999").empty());
}

TEST(LocationTest, ALinkIsTheAddressAtTheServer)
{
    const Location location { "/timeline", { { "t0", "5" } } };
    EXPECT_EQ(link_to("https://desk.example", location), "https://desk.example/timeline?t0=5");
    EXPECT_EQ(link_to("http://127.0.0.1:8470/", location), "http://127.0.0.1:8470/timeline?t0=5");
    EXPECT_EQ(link_to("", location), "/timeline?t0=5");
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
    EXPECT_EQ(format_location(parse_location("/a?=1&x=2")), "/a?x=2") << "what has no name is nothing";
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

TEST(LocationTest, ReadsAndWritesEveryByte)
{
    std::string all;
    for (int c = 1; c < 256; ++c) {
        all += static_cast<char>(c);
    }
    Location location { "/a", { { all, all } } };
    const std::string text = format_location(location);
    EXPECT_EQ(parse_location(text), location);
    EXPECT_EQ(format_location({ "/", { { "x", "a-._~/:,@Z9" } } }), "/?x=a-._~/:,@Z9");
    EXPECT_EQ(format_location({ "/", { { "x", " &=%+#?\xff" } } }), "/?x=%20%26%3D%25%2B%23%3F%FF");
    EXPECT_EQ(format_location({ "/", { { "a", "1" }, { "b", "2" } } }), "/?a=1&b=2");
}

TEST(LocationTest, DecodesOnlyWholeEscapes)
{
    for (const auto& [typed, read] : std::vector<std::pair<std::string, std::string>> { { "%41", "A" }, { "%4a", "J" },
             { "%4A", "J" }, { "a%41", "aA" }, { "%4", "%4" }, { "%", "%" }, { "%g1", "%g1" }, { "%1g", "%1g" },
             { "%2541", "%41" }, { "%fF", "\xff" }, { "%/0", "%/0" }, { "%:0", "%:0" }, { "%0`", "%0`" } }) {
        EXPECT_EQ(parse_location("/?x=" + typed).value("x"), read) << typed;
    }
}

TEST(LocationTest, SettingKeepsTheOrderOfTheOthers)
{
    Location location = parse_location("/a?x=1&y=2&z=3");
    location.set("y", "9");
    EXPECT_EQ(format_location(location), "/a?x=1&y=9&z=3");
    location.set("w", "");
    EXPECT_EQ(format_location(location), "/a?x=1&y=9&z=3") << "nothing is not added";
    location.set("w", "4");
    EXPECT_EQ(format_location(location), "/a?x=1&y=9&z=3&w=4");
    location.set("x", "");
    EXPECT_EQ(format_location(location), "/a?y=9&z=3&w=4");
    EXPECT_FALSE(location.value("x"));
}

TEST(LocationTest, ReadsOddQueriesAsFarAsTheyGo)
{
    EXPECT_EQ(parse_location("/a?x=1=2").value("x"), "1=2");
    EXPECT_EQ(parse_location("/a?x=1?y=2").value("x"), "1?y=2");
    EXPECT_EQ(parse_location("/a?x=1&").query.size(), 1U);
    EXPECT_EQ(parse_location("/a?&&x=1").query.size(), 1U);
    EXPECT_EQ(parse_location("/a?x=1&x=").query.size(), 0U) << "an empty value takes it away";
    EXPECT_EQ(parse_location("/a#b?x=1").query.size(), 0U);
    EXPECT_EQ(parse_location("?x=1").path, "/");
    EXPECT_EQ(parse_location("%2Fa").path, "/a") << "decoded, it begins with a slash";
    EXPECT_EQ(parse_location("/" + std::string(kMaxLocationBytes - 1, 'x')).path.size(), kMaxLocationBytes);
    EXPECT_EQ(parse_location("/" + std::string(kMaxLocationBytes, 'x')).path.size(), kMaxLocationBytes);
}

TEST(OpenAddressTest, PassesAnAddressUpToItsLimitWithoutAnythingUnseen)
{
    const std::string address = "https://";
    EXPECT_TRUE(may_open_address(address + std::string(kMaxLocationBytes - address.size(), 'x')));
    EXPECT_FALSE(may_open_address(address + std::string(kMaxLocationBytes - address.size() + 1, 'x')));
    EXPECT_TRUE(may_open_address("xmpp:room@example"));
    EXPECT_TRUE(may_open_address("https://m\xc3\xbcnchen.example")) << "letters beyond ASCII are seen";
    for (const char* bad : { "https://a\tb", "https://a\x1f", " https://a", "https://a ", "ftp://a", "xhttps://a" }) {
        EXPECT_FALSE(may_open_address(bad)) << bad;
    }
}

}
}
