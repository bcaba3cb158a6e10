// SPDX-License-Identifier: Apache-2.0
// A wall clock that somebody sets: by hours and days, forth and back, and past what 32 bits hold.
#include "server/clock/clock.h"

#include "shared/domain/decide/incidents/timers.h"
#include "tests/server/api/running_server.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(SteadyUtcClockTest, FollowsAWallClockThatGoesForth)
{
    HandClock wall;
    SteadyUtcClock clock { wall };
    EXPECT_EQ(clock.now(), wall.now());
    wall.pass(minutes { 5 });
    EXPECT_EQ(clock.now(), wall.now());
    wall.step(hours { 24 });
    EXPECT_EQ(clock.now(), wall.now());
}

TEST(SteadyUtcClockTest, GoesOnAtHalfItsPaceUntilAWallClockThatWasSetBackHasCaughtUp)
{
    HandClock wall;
    SteadyUtcClock clock { wall };
    const Timestamp before = clock.now();
    wall.step(-hours { 1 });
    EXPECT_EQ(clock.now(), before);
    wall.pass(minutes { 10 });
    EXPECT_EQ(clock.now(), before + minutes { 5 });
    for (int i = 0; i < 1'001; ++i) {
        wall.pass(Millis { 1 });
        clock.now(); // asked more often than half a step lasts
    }
    EXPECT_EQ(clock.now(), before + minutes { 5 } + Millis { 500 });
    wall.pass(hours { 2 });
    EXPECT_EQ(clock.now(), wall.now());
}

TEST(SteadyUtcClockTest, DoesNotGoBackOverARestart)
{
    HandClock wall;
    const Timestamp recorded = wall.now() + hours { 24 };
    SteadyUtcClock clock { wall };
    clock.not_before(recorded);
    EXPECT_EQ(clock.now(), recorded);
    wall.pass(minutes { 2 });
    EXPECT_EQ(clock.now(), recorded + minutes { 1 });
}

// What the journal's entries say they were recorded at never goes back.
void expect_recorded_in_order(RunningServer& server, const Credentials& who)
{
    const auto page = read_json(server.get("/api/v1/journal?limit=1000", who).body, { .max_items = 100'000 });
    ASSERT_TRUE(page.ok());
    Timestamp last {};
    for (const JsonValue& entry : page.value().find("entries")->items) {
        const auto head = read_json(entry.find("head")->string);
        const auto at = parse_timestamp(head.value().find("recorded_at")->string);
        ASSERT_TRUE(at.ok());
        EXPECT_GE(at.value(), last);
        last = at.value();
    }
}

class ClockStepTest : public testing::TestWithParam<hours> {
protected:
    // A major whose next update is due in half an hour at the latest.
    void declare_major()
    {
        ASSERT_EQ(server_.post("/api/v1/incidents", R"({"title":"Shop is down"})", lead_).status, 201);
        const auto declared
            = server_.post("/api/v1/incidents/INC-1/major", R"({"act":"declare","severity":"SEV1"})", lead_);
        ASSERT_EQ(declared.status, 200) << declared.body;
    }

    int breaches()
    {
        int count = 0;
        const auto state = server_.app().journals->main().state();
        for (const auto& clock : state->incidents.find(IncidentId { "INC-1" })->clocks) {
            count += clock.breached ? 1 : 0;
        }
        return count;
    }

    std::uint64_t head() { return server_.app().journals->main().head().seq; }

    RunningServer server_;
    Credentials lead_ = server_.person("lead", { SystemRole::IncidentManager, SystemRole::Resolver });
};

// Back: nobody is signed out, nothing is recorded earlier than what stands before it, and what is due still comes, once.
TEST_P(ClockStepTest, AStepBackTouchesNoOrderNoSessionAndNoDeadlineForLong)
{
    declare_major();
    EXPECT_EQ(breaches(), 0);
    server_.clock().step(-GetParam());
    EXPECT_EQ(server_.post("/api/v1/incidents", R"({"title":"After the step"})", lead_).status, 201);
    EXPECT_EQ(breaches(), 0);
    server_.clock().pass(hours { 1 }); // at half its pace that is as long as an update may take
    EXPECT_TRUE(eventually([&] { return breaches() > 0; }));
    ASSERT_TRUE(eventually(
        [&] { return due_timers(*server_.app().journals->main().state(), server_.app().clock->now()).empty(); }));
    const std::uint64_t fired = head();
    server_.clock().step(GetParam());
    server_.clock().step(-GetParam());
    server_.restart();
    EXPECT_EQ(head(), fired) << "nothing fires twice";
    EXPECT_EQ(server_.get("/api/v1/incidents", lead_).status, 200) << "the session is still good";
    expect_recorded_in_order(server_, lead_);
}

// Forth and back again: a session that ended meanwhile stays ended.
TEST_P(ClockStepTest, AStepForthAndBackRevivesNoSession)
{
    const hours beyond { 24 * 400 };
    server_.clock().step(beyond + GetParam());
    EXPECT_EQ(server_.get("/api/v1/incidents", lead_).status, 401);
    server_.app().auth->tend(); // as every five seconds
    server_.clock().step(-beyond - GetParam());
    EXPECT_EQ(server_.get("/api/v1/incidents", lead_).status, 401);
    server_.restart();
    EXPECT_EQ(server_.get("/api/v1/incidents", lead_).status, 401);
}

INSTANTIATE_TEST_SUITE_P(Steps, ClockStepTest, testing::Values(hours { 1 }, hours { 24 }));

// Whatever was recorded just before, and set back by however little.
TEST(ClockStepTest, GoesOnFromTheLastEntryOverARestart)
{
    RunningServer server;
    const auto lead = server.person("lead", { SystemRole::IncidentManager, SystemRole::Resolver });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"one"})", lead).status, 201);
    server.clock().pass(Millis { 3'000 });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"two"})", lead).status, 201);
    server.clock().step(-hours { 1 });
    server.restart();
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"three"})", lead).status, 201);
    expect_recorded_in_order(server, lead);
}

// A drill runs fast, and only in its own journal.
TEST(ClockStepTest, ADrillsTimeIsNotTheServersOverARestart)
{
    RunningServer server;
    const auto lead = server.person("lead", { SystemRole::IncidentManager, SystemRole::Resolver });
    const auto begun = server.post("/api/v1/drills", R"({"scenario":"checkout-outage","speed":100})", lead);
    ASSERT_EQ(begun.status, 201) << begun.body;
    Sequencer& drill = *server.app().journals->find(JournalId { begun.at("created") })->sequencer;
    ASSERT_TRUE(eventually([&] {
        server.clock().pass(minutes { 1 });
        return drill.state()->as_of > server.clock().now() + hours { 1 };
    }));
    server.restart();
    EXPECT_EQ(server.app().clock->now(), server.clock().now());
}

// Past 2038-01-19T03:14:07Z, where 32 bits of seconds end.
TEST(ClockStepTest, GoesThrough2038)
{
    RunningServer server;
    constexpr Timestamp kLastSecond { 2'147'483'647'000 };
    server.clock().step(kLastSecond - server.clock().now() - Millis { 500 });
    const auto lead = server.person("lead", { SystemRole::IncidentManager, SystemRole::Resolver });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"before"})", lead).status, 201);
    server.clock().pass(minutes { 1 });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"after"})", lead).status, 201);
    server.restart();
    EXPECT_EQ(server.get("/api/v1/incidents", lead).at("total"), "2");
    EXPECT_NE(server.get("/api/v1/journal?limit=1000", lead).body.find("2038-01-19T03:15:06.5"), std::string::npos);
    expect_recorded_in_order(server, lead);
}

}
}
