// SPDX-License-Identifier: Apache-2.0
#include "client/platform/sse_parser.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

std::string shown(const std::vector<LiveEvent>& events)
{
    std::string out;
    for (const auto& event : events) {
        out += "[" + event.event + "|" + event.id + "|" + event.data + "]";
    }
    return out;
}

TEST(SseParserTest, ReadsEventsAsTheStandardSays)
{
    struct Case {
        const char* text;
        const char* events;
    };
    constexpr Case cases[] {
        { "event: entry\nid: 7\ndata: {}\n\n", "[entry|7|{}]" },
        { "data: a\ndata: b\n\n", "[message||a\nb]" },
        { "data:no space\n\n", "[message||no space]" },
        { "data:  two\n\n", "[message|| two]" },
        { ": a comment\n\nevent: clock\n\n", "" },
        { "data\n\n", "[message||]" },
        { "id: 1\ndata: a\n\ndata: b\n\n", "[message|1|a][message|1|b]" },
        { "event: x\rdata: a\r\revent: y\r\ndata: b\r\n\r\n", "[x||a][y||b]" },
        { "retry: 100\nunknown: z\ndata: a\n\n", "[message||a]" },
        { "data: unfinished\n", "" },
    };
    for (const auto& example : cases) {
        EXPECT_EQ(shown(SseParser {}.feed(example.text)), example.events) << example.text;
    }
}

TEST(SseParserTest, GivesTheSameEventsHoweverTheBytesAreCut)
{
    const std::string text = "event: entry\r\nid: 7\r\ndata: {\"a\":1}\r\n\r\ndata: b\n\n";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        SseParser parser;
        auto events = parser.feed(std::string_view { text }.substr(0, cut));
        for (auto& event : parser.feed(std::string_view { text }.substr(cut))) {
            events.push_back(event);
        }
        EXPECT_EQ(shown(events), "[entry|7|{\"a\":1}][message|7|b]") << "cut at " << cut;
    }
}

TEST(SseParserTest, RefusesAnEventWithoutEnd)
{
    SseParser parser;
    const std::string part = "data: " + std::string(1 << 20, 'x') + "\n";
    for (int i = 0; i < 6; ++i) {
        EXPECT_TRUE(parser.feed(part).empty());
    }
    EXPECT_TRUE(parser.broken());
    EXPECT_TRUE(parser.feed("\n\ndata: a\n\n").empty());
}

TEST(SseParserTest, ReadsEachFieldForItselfAndForItsEventOnly)
{
    struct Case {
        std::string_view text;
        const char* events;
    };
    using namespace std::string_view_literals;
    const Case cases[] {
        { "event: a\nevent: b\ndata: 1\n\n"sv, "[b||1]" },
        { "event: a\ndata: 1\n\ndata: 2\n\n"sv, "[a||1][message||2]" }, // the name is of one event
        { "event: a\n\ndata: 2\n\n"sv, "[message||2]" },                // and goes where there were no data
        { "data: 1\n\n\n\ndata: 2\n\n"sv, "[message||1][message||2]" },
        { "data: \n\n"sv, "[message||]" },
        { "data: 1\ndata:\n\n"sv, "[message||1\n]" },
        { "data: a: b\n\n"sv, "[message||a: b]" },
        { "id: 7\ndata: 1\n\nid\ndata: 2\n\n"sv, "[message|7|1][message||2]" }, // an empty id clears it
        { "id: 7\nid: 8\0\ndata: 1\n\n"sv, "[message|7|1]" },
        { "id: 7\n\ndata: 1\n\n"sv, "[message|7|1]" }, // an id counts without data
        { "Data: 1\n\n"sv, "" },
        { ":data: 1\n\n"sv, "" },
        { "data: 1\r\n\r\ndata: 2\n\r\n"sv, "[message||1][message||2]" },
        { "data: 1\n\rdata: 2\r\r"sv, "[message||1][message||2]" },
        { "data: 1\r\n\ndata: 2\r\n\n"sv, "[message||1][message||2]" },
    };
    for (const auto& example : cases) {
        EXPECT_EQ(shown(SseParser {}.feed(example.text)), example.events) << example.text;
    }
}

// What counts is one event, its lines and the one that is still coming, not the stream.
TEST(SseParserTest, AnEventMayBeAsLongAsItsLimitAndTheNextAsLongAgain)
{
    const auto feed = [](SseParser& parser, std::size_t line_bytes) {
        return parser.feed("data: " + std::string(line_bytes - 6, 'x') + "\n\n").size();
    };
    SseParser parser;
    EXPECT_EQ(feed(parser, kMaxLiveEventBytes), 1U);
    EXPECT_EQ(feed(parser, kMaxLiveEventBytes), 1U) << "the next begins with nothing";
    EXPECT_FALSE(parser.broken());
    EXPECT_EQ(feed(parser, kMaxLiveEventBytes + 1), 0U);
    EXPECT_TRUE(parser.broken());
}

}
}
