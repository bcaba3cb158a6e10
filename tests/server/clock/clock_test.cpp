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

constexpr Millis kLeap = SteadyUtcClock::kLeap;
constexpr Millis kBelieved = SteadyUtcClock::kBelieved;
constexpr Millis kMoment { 1 };

TEST(SteadyUtcClockTest, FollowsAWallClockThatGoesForth)
{
    HandClock wall;
    SteadyUtcClock clock { wall };
    EXPECT_EQ(clock.now(), wall.now());
    wall.pass(hours { 24 });
    EXPECT_EQ(clock.now(), wall.now());
    wall.step(kLeap);
    EXPECT_EQ(clock.now(), wall.now());
    EXPECT_EQ(clock.leap(), Millis::zero());
}

TEST(SteadyUtcClockTest, MakesUpForALittleStepBackAtHalfItsPace)
{
    HandClock wall;
    SteadyUtcClock clock { wall };
    const Timestamp before = clock.now();
    wall.step(-kLeap);
    EXPECT_EQ(clock.now(), before);
    wall.pass(Millis { 1'000 });
    EXPECT_EQ(clock.now(), before + Millis { 500 });
    for (int i = 0; i < 1'001; ++i) {
        wall.pass(kMoment);
        clock.now(); // asked more often than half a step lasts
    }
    EXPECT_EQ(clock.now(), before + Millis { 1'000 });
    EXPECT_EQ(clock.leap(), Millis::zero());
    wall.pass(hours { 2 });
    EXPECT_EQ(clock.now(), wall.now());
}

class ClockLeapTest : public testing::TestWithParam<Millis> { };

TEST_P(ClockLeapTest, AGlitchIsSaidAndNotFollowed)
{
    HandClock wall;
    SteadyUtcClock clock { wall };
    const Timestamp before = clock.now();
    wall.step(GetParam());
    EXPECT_EQ(clock.now(), before);
    wall.pass(kBelieved - kMoment);
    EXPECT_EQ(clock.now(), before + (kBelieved - kMoment));
    EXPECT_EQ(clock.leap(), GetParam());
    wall.step(-GetParam());
    EXPECT_EQ(clock.now(), wall.now());
    EXPECT_EQ(clock.leap(), Millis::zero());
}

TEST_P(ClockLeapTest, WhatStandsForTenSecondsIsFollowedAndSaidForAWhile)
{
    HandClock wall;
    SteadyUtcClock clock { wall };
    wall.step(GetParam());
    clock.now();
    wall.pass(kBelieved);
    EXPECT_EQ(clock.now(), wall.now());
    EXPECT_EQ(clock.leap(), GetParam());
    wall.pass(SteadyUtcClock::kTold - kMoment);
    EXPECT_EQ(clock.now(), wall.now());
    EXPECT_EQ(clock.leap(), GetParam());
    wall.pass(kMoment);
    EXPECT_EQ(clock.leap(), Millis::zero());
}

TEST_P(ClockLeapTest, ALeapThatIsUndoneIsFollowedAtOnce)
{
    HandClock wall;
    SteadyUtcClock clock { wall };
    wall.step(GetParam());
    clock.now();
    wall.pass(kBelieved);
    ASSERT_EQ(clock.now(), wall.now());
    wall.step(-GetParam());
    EXPECT_EQ(clock.now(), wall.now());
    EXPECT_EQ(clock.leap(), Millis::zero());
    wall.step(-GetParam());
    EXPECT_NE(clock.now(), wall.now()) << "it is another leap";
}

TEST_P(ClockLeapTest, AnotherLeapWaitsAnew)
{
    HandClock wall;
    SteadyUtcClock clock { wall };
    wall.step(GetParam());
    clock.now();
    wall.pass(kBelieved - kMoment);
    wall.step(GetParam());
    EXPECT_EQ(clock.leap(), 2 * GetParam());
    wall.pass(kMoment);
    EXPECT_NE(clock.now(), wall.now());
    wall.pass(kBelieved);
    EXPECT_EQ(clock.now(), wall.now());
}

INSTANTIATE_TEST_SUITE_P(Leaps, ClockLeapTest,
    testing::Values(hours { 1 }, -hours { 1 }, hours { 24 }, -hours { 24 }, kLeap + kMoment, -kLeap - kMoment));

TEST(SteadyUtcClockTest, GoesByTheWallClockAfterARestartAndSaysThatItWasSetBack)
{
    HandClock wall;
    SteadyUtcClock clock { wall };
    clock.recorded_last(wall.now() + kLeap);
    EXPECT_EQ(clock.leap(), Millis::zero());
    clock.recorded_last(wall.now() + hours { 24 });
    EXPECT_EQ(clock.now(), wall.now());
    EXPECT_EQ(clock.leap(), -hours { 24 });
    wall.pass(minutes { 2 });
    wall.step(hours { 24 });
    EXPECT_EQ(clock.now(), wall.now()) << "as it was before";
    EXPECT_EQ(clock.leap(), Millis::zero());
}

// The journal's order is the number of its entries, whatever the clock said.
void expect_order(RunningServer& server, const Credentials& who)
{
    const auto page = read_json(server.get("/api/v1/journal?limit=1000", who).body, { .max_items = 100'000 });
    ASSERT_TRUE(page.ok());
    std::int64_t seq = 0;
    for (const JsonValue& entry : page.value().find("entries")->items) {
        EXPECT_EQ(entry.find("seq")->integer, ++seq);
    }
}

// The clock is set, and stands so for long enough that the server goes by it.
void set_for_good(RunningServer& server, Millis by)
{
    server.clock().step(by);
    server.app().clock->now();
    server.clock().pass(kBelieved);
    ASSERT_EQ(server.app().clock->now(), server.clock().now());
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

// Back and forth: nobody is signed out, no order is touched, and what is due still comes, once.
TEST_P(ClockStepTest, AStepBackTouchesNoOrderNoSessionAndNoDeadline)
{
    declare_major();
    EXPECT_EQ(breaches(), 0);
    set_for_good(server_, -GetParam());
    EXPECT_EQ(server_.post("/api/v1/incidents", R"({"title":"After the step"})", lead_).status, 201);
    EXPECT_EQ(breaches(), 0);
    server_.clock().step(GetParam());
    EXPECT_EQ(server_.app().clock->now(), server_.clock().now());
    server_.clock().pass(hours { 1 });
    EXPECT_TRUE(eventually([&] { return breaches() > 0; }));
    server_.clock().pass(minutes { 10 }); // so long nobody doubts that the commander is there
    ASSERT_TRUE(eventually(
        [&] { return due_timers(*server_.app().journals->main().state(), server_.app().clock->now()).empty(); }));
    const std::uint64_t fired = head();
    server_.clock().step(GetParam());
    server_.clock().step(-GetParam());
    server_.restart();
    EXPECT_EQ(head(), fired) << "nothing fires twice";
    EXPECT_EQ(server_.get("/api/v1/incidents", lead_).status, 200) << "the session is still good";
    expect_order(server_, lead_);
}

// Forth and back again: a session that ended meanwhile stays ended.
TEST_P(ClockStepTest, AStepForthAndBackRevivesNoSession)
{
    const hours beyond { 24 * 400 };
    set_for_good(server_, beyond + GetParam());
    EXPECT_EQ(server_.get("/api/v1/incidents", lead_).status, 401);
    server_.app().auth->tend(); // as every five seconds
    server_.clock().step(-beyond - GetParam());
    ASSERT_EQ(server_.app().clock->now(), server_.clock().now());
    EXPECT_EQ(server_.get("/api/v1/incidents", lead_).status, 401);
    server_.restart();
    EXPECT_EQ(server_.get("/api/v1/incidents", lead_).status, 401);
}

INSTANTIATE_TEST_SUITE_P(Steps, ClockStepTest, testing::Values(hours { 1 }, hours { 24 }));

class GlitchTest : public testing::Test {
protected:
    // As monitoring does whose own clock is right: for the next four minutes.
    void report(const std::string& name)
    {
        const Timestamp now = right_.now();
        const auto taken = server_.post("/api/v2/alerts",
            R"([{"labels":{"alertname":")" + name + R"("},"startsAt":")" + format_timestamp(now) + R"(","endsAt":")"
                + format_timestamp(now + minutes { 4 }) + R"("}])",
            source_);
        EXPECT_EQ(taken.status, 200) << taken.body;
    }

    bool fires(const std::string& name)
    {
        bool found = false;
        server_.app().journals->main().state()->alerts.for_each([&](const AlertId&, const Alert& alert) {
            found = found || (alert.name == name && alert.state == AlertState::Firing);
        });
        return found;
    }

    void pass(Millis time)
    {
        server_.clock().pass(time);
        right_.pass(time);
    }

    std::string said_leap() { return server_.get("/readyz", nobody()).at("clock_leap_seconds"); }

    RunningServer server_;
    HandClock right_;
    Credentials source_ = server_.token("prometheus", { "intake:prometheus" });
};

TEST_F(GlitchTest, TwoSecondsOfAWrongClockSwallowNoAlert)
{
    EXPECT_EQ(said_leap(), "0");
    report("Before");
    server_.clock().step(hours { 1 });
    report("During");
    EXPECT_EQ(said_leap(), "3600");
    pass(std::chrono::seconds { 2 });
    server_.clock().step(-hours { 1 });
    EXPECT_EQ(said_leap(), "0");
    for (const char* name : { "Before", "During", "After" }) {
        report(name);
        EXPECT_TRUE(fires(name)) << name;
    }
    pass(minutes { 4 });
    EXPECT_TRUE(eventually([&] { return !fires("Before") && !fires("During") && !fires("After"); }))
        << "each lease ends when its sender said";
}

// Nobody can know the time while a wrong clock stands; what it ended fires again as soon as it is right.
TEST_F(GlitchTest, WhatAWrongClockEndedFiresAgainWhenItIsSentAgain)
{
    report("Lapses");
    server_.clock().step(hours { 1 });
    server_.app().clock->now();
    pass(SteadyUtcClock::kBelieved);
    report("Resolves");
    EXPECT_FALSE(fires("Resolves"));
    EXPECT_TRUE(eventually([&] { return !fires("Lapses"); }));
    server_.clock().step(-hours { 1 });
    for (const char* name : { "Lapses", "Resolves" }) {
        report(name);
        EXPECT_TRUE(fires(name)) << name;
    }
}

// Whatever was recorded just before.
TEST(ClockStepTest, GoesByTheWallClockOverARestartAndSaysThatItWasSetBack)
{
    RunningServer server;
    const auto lead = server.person("lead", { SystemRole::IncidentManager, SystemRole::Resolver });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"one"})", lead).status, 201);
    server.clock().pass(Millis { 3'000 });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"two"})", lead).status, 201);
    server.clock().step(-hours { 1 });
    server.restart();
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"three"})", lead).status, 201);
    EXPECT_EQ(server.app().clock->now(), server.clock().now());
    EXPECT_EQ(server.get("/readyz", nobody()).at("clock_leap_seconds"), "-3600");
    expect_order(server, lead);
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
    set_for_good(server, kLastSecond - server.clock().now() - Millis { 500 } - kBelieved);
    const auto lead = server.person("lead", { SystemRole::IncidentManager, SystemRole::Resolver });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"before"})", lead).status, 201);
    server.clock().pass(minutes { 1 });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"after"})", lead).status, 201);
    server.restart();
    EXPECT_EQ(server.get("/api/v1/incidents", lead).at("total"), "2");
    EXPECT_NE(server.get("/api/v1/journal?limit=1000", lead).body.find("2038-01-19T03:15:06.5"), std::string::npos);
    expect_order(server, lead);
}

}
}
