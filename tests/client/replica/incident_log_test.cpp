// SPDX-License-Identifier: Apache-2.0
#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class IncidentLogTest : public testing::Test {
protected:
    IncidentLogTest()
    {
        incident_ = console_.room.log_incident();
        console_.open(console_.room.resolver);
        usual_ = console_.transport.answer;
        console_.transport.answer = [this](const HttpRequest& request) {
            return fails_ && request.tag.starts_with("log/") ? HttpResponse { .status = 503, .body = kBusy }
                                                             : usual_(request);
        };
    }

    // A frame: takes what came and asks for what is missing.
    IncidentLog& frame()
    {
        console_.transport.poll();
        return console_.replica.incident_log(incident_);
    }

    std::size_t asked() const
    {
        return static_cast<std::size_t>(std::count_if(console_.transport.sent.begin(), console_.transport.sent.end(),
            [](const HttpRequest& request) { return request.tag.starts_with("log/"); }));
    }

    void note(const std::string& text)
    {
        AddNote note;
        note.incident = incident_;
        note.text = text;
        console_.done(note, console_.room.resolver);
    }

    static constexpr const char* kBusy = R"({"error":{"code":"unavailable","message":"Try again in a moment."}})";

    ConsoleRoom console_ {};
    std::function<HttpResponse(const HttpRequest&)> usual_ {};
    IncidentId incident_ {};
    bool fails_ = false;
};

}

TEST_F(IncidentLogTest, TriesAgainByItselfWhatDidNotLoad)
{
    fails_ = true;
    note("before");
    frame();
    EXPECT_EQ(frame().trouble(), "Try again in a moment.");
    EXPECT_FALSE(frame().loaded());
    EXPECT_EQ(asked(), 2U) << "not with every frame";
    fails_ = false;
    console_.room.pass(seconds { 3 });
    frame();
    const IncidentLog& log = frame();
    EXPECT_TRUE(log.loaded());
    EXPECT_EQ(log.trouble(), "");
    EXPECT_EQ(log.entries().size(), 1U);
    EXPECT_EQ(asked(), 4U);
}

TEST_F(IncidentLogTest, WaitsLongerEachTime)
{
    fails_ = true;
    for (int second = 0; second < 120; ++second) {
        frame();
        console_.room.pass(seconds { 1 });
    }
    // The geometry and the entries, at 0, 2, 6, 14, 30, 62 seconds.
    EXPECT_GE(asked(), 8U);
    EXPECT_LE(asked(), 14U);
}

TEST_F(IncidentLogTest, KeepsWhatTheStreamBringsWhileItLoads)
{
    note("first");
    frame();
    note("second");
    const IncidentLog& log = frame();
    ASSERT_TRUE(log.loaded());
    note("third");
    ASSERT_EQ(log.entries().size(), 3U);
    EXPECT_TRUE(std::is_sorted(log.entries().begin(), log.entries().end(),
        [](const Entry& a, const Entry& b) { return a.head.seq < b.head.seq; }));
}

}
