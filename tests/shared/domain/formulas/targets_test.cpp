// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/targets.h"

#include "shared/wire/fields/fields_json.h"

#include <gtest/gtest.h>

#include <random>

namespace watchfloor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Monday 09:00 UTC.
constexpr Timestamp kClocksStart { 1'772'442'000'000 };

TargetClock clock_of(const TargetClocks& clocks, ClockKind kind)
{
    for (const TargetClock& clock : clocks) {
        if (clock.kind == kind) {
            return clock;
        }
    }
    ADD_FAILURE() << "no clock " << to_string(kind);
    return {};
}

TargetClock resolve_of(const TargetClocks& clocks)
{
    return clock_of(clocks, ClockKind::Resolve);
}

struct TermsCase {
    Priority priority;
    bool declared;
    Timestamp respond_due;
    Timestamp resolve_due;
    std::optional<Timestamp> update_due;
};

TEST(TargetTermsTest, FollowTheTable)
{
    const auto day = hours { 24 };
    const std::vector<TermsCase> cases {
        { Priority::P3, true, kClocksStart + minutes { 5 }, kClocksStart + hours { 4 }, kClocksStart + minutes { 30 } },
        { Priority::P1, false, kClocksStart + minutes { 15 }, kClocksStart + hours { 4 },
            kClocksStart + minutes { 30 } },
        { Priority::P2, false, kClocksStart + minutes { 30 }, kClocksStart + hours { 8 },
            kClocksStart + minutes { 60 } },
        { Priority::P3, false, kClocksStart + hours { 4 }, kClocksStart + 3 * day, kClocksStart + day },
        { Priority::P4, false, kClocksStart + hours { 8 }, kClocksStart + 7 * day, std::nullopt },
        { Priority::P5, false, kClocksStart + 2 * day, kClocksStart + 14 * day, std::nullopt },
    };
    for (const TermsCase& c : cases) {
        const TargetClocks clocks = start_clocks(target_terms(c.priority, c.declared), kClocksStart);
        EXPECT_EQ(clock_of(clocks, ClockKind::Respond).due_at, c.respond_due) << to_string(c.priority);
        EXPECT_EQ(resolve_of(clocks).due_at, c.resolve_due) << to_string(c.priority);
        EXPECT_EQ(clocks.size() == 3, c.update_due.has_value());
        if (c.update_due) {
            EXPECT_EQ(clock_of(clocks, ClockKind::NextUpdate).due_at, *c.update_due);
        }
    }
}

TEST(TargetClockTest, PausesMoveTheDeadline)
{
    const TargetTerms terms = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(terms, kClocksStart);
    pause_resolution(clocks, kClocksStart + hours { 1 });
    pause_resolution(clocks, kClocksStart + hours { 2 });
    EXPECT_EQ(elapsed(resolve_of(clocks), *terms.calendar, kClocksStart + hours { 9 }), hours { 1 });
    resume_resolution(clocks, kClocksStart + hours { 3 }, terms);
    EXPECT_EQ(resolve_of(clocks).due_at, kClocksStart + hours { 6 });
    EXPECT_EQ(resolve_of(clocks).paused_millis, Millis { hours { 2 } }.count());
    EXPECT_EQ(elapsed(resolve_of(clocks), *terms.calendar, kClocksStart + hours { 4 }), hours { 2 });
}

TEST(TargetClockTest, PausesOnlyForReasonsOfTheCustomer)
{
    EXPECT_TRUE(pauses_targets(HoldReason::AwaitingUser));
    EXPECT_TRUE(pauses_targets(HoldReason::AwaitingCustomerWindow));
    EXPECT_FALSE(pauses_targets(HoldReason::AwaitingSupplier));
}

// GLPI 15605 and 6902: another target must keep the original start and every pause.
TEST(TargetClockTest, ReprioritisationKeepsStartAndPauses)
{
    TargetClocks clocks = start_clocks(target_terms(Priority::P4, false), kClocksStart);
    const TargetTerms business = target_terms(Priority::P4, false);
    pause_resolution(clocks, kClocksStart + hours { 1 });
    resume_resolution(clocks, kClocksStart + hours { 25 }, business);
    const TargetTerms p2 = target_terms(Priority::P2, false);
    retarget_clocks(clocks, p2, kClocksStart + hours { 26 });
    EXPECT_EQ(resolve_of(clocks).started_at, kClocksStart);
    EXPECT_EQ(resolve_of(clocks).due_at, kClocksStart + hours { 32 });
    EXPECT_EQ(elapsed(resolve_of(clocks), *p2.calendar, kClocksStart + hours { 26 }), hours { 2 });
}

TEST(TargetClockTest, PausesCountInTheCalendarOfTheTarget)
{
    const TargetTerms terms = target_terms(Priority::P3, false);
    TargetClocks clocks = start_clocks(terms, kClocksStart);
    pause_resolution(clocks, kClocksStart + hours { 8 });          // Monday 17:00
    resume_resolution(clocks, kClocksStart + hours { 24 }, terms); // Tuesday 09:00: two working hours later
    EXPECT_EQ(resolve_of(clocks).due_at, kClocksStart + hours { 72 + 2 });
}

TEST(TargetClockTest, BreachIsSticky)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(p1, kClocksStart);
    pause_resolution(clocks, kClocksStart + hours { 5 });
    EXPECT_TRUE(resolve_of(clocks).breached);
    resume_resolution(clocks, kClocksStart + hours { 50 }, p1);
    EXPECT_EQ(resolve_of(clocks).due_at, kClocksStart + hours { 4 })
        << "a pause after the target was used up moves nothing";
    retarget_clocks(clocks, target_terms(Priority::P5, false), kClocksStart + hours { 50 });
    EXPECT_TRUE(resolve_of(clocks).breached);
    stop_clock(clocks, ClockKind::Resolve, kClocksStart + hours { 51 }, target_terms(Priority::P5, false));
    EXPECT_TRUE(resolve_of(clocks).breached) << "also when it stops in time of the longer target";
}

// GLPI 23359: the time between solved and reopened must not count, an earlier breach stays.
TEST(TargetClockTest, ReopeningExcludesTheGap)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(p1, kClocksStart);
    stop_clock(clocks, ClockKind::Resolve, kClocksStart + hours { 1 }, p1);
    EXPECT_FALSE(resolve_of(clocks).breached);
    reopen_clocks(clocks, p1, kClocksStart + hours { 31 });
    EXPECT_EQ(resolve_of(clocks).due_at, kClocksStart + hours { 34 });
    EXPECT_EQ(resolve_of(clocks).cycle, 1);
    stop_clock(clocks, ClockKind::Resolve, kClocksStart + hours { 40 }, p1);
    EXPECT_TRUE(resolve_of(clocks).breached);
    reopen_clocks(clocks, p1, kClocksStart + hours { 41 });
    EXPECT_TRUE(resolve_of(clocks).breached);
}

// A restoration may be claimed for a time before the last pause ended.
TEST(TargetClockTest, TimePausedTwiceCountsOnce)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(p1, kClocksStart);
    pause_resolution(clocks, kClocksStart + hours { 1 });
    resume_resolution(clocks, kClocksStart + hours { 3 }, p1);
    stop_clock(clocks, ClockKind::Resolve, kClocksStart + hours { 2 }, p1);
    reopen_clocks(clocks, p1, kClocksStart + hours { 5 });
    const TargetClock& clock = resolve_of(clocks);
    EXPECT_EQ(elapsed(clock, *p1.calendar, kClocksStart + hours { 6 }), Millis { hours { 2 } });
    EXPECT_EQ(clock.paused_millis, Millis { hours { 4 } }.count());
    EXPECT_EQ(clock.due_at, kClocksStart + hours { 8 });
    EXPECT_EQ(elapsed(clock, *p1.calendar, clock.due_at), p1.resolve);
}

// What lies within another pause, and out of order.
TEST(TargetClockTest, PausesCountOnceInWhateverOrder)
{
    TargetClock clock;
    clock.started_at = kClocksStart;
    clock.pauses = { { kClocksStart + hours { 4 }, kClocksStart + hours { 5 } },
        { kClocksStart + hours { 1 }, kClocksStart + hours { 3 } },
        { kClocksStart + hours { 2 }, kClocksStart + hours { 2 } + minutes { 30 } } };
    EXPECT_EQ(elapsed(clock, around_the_clock(), kClocksStart + hours { 6 }), Millis { hours { 3 } });
}

// alga-psa 3091: a record that is over when it is created has used up nothing.
TEST(TargetClockTest, StopBeforeTheStartCountsAsNone)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(p1, kClocksStart);
    stop_clock(clocks, ClockKind::Respond, kClocksStart - minutes { 20 }, p1);
    EXPECT_FALSE(clock_of(clocks, ClockKind::Respond).breached);
    EXPECT_EQ(elapsed(clock_of(clocks, ClockKind::Respond), *p1.calendar, kClocksStart + hours { 1 }), Millis { 0 });
}

TEST(TargetClockTest, StoppedClocksKeepTheirOutcome)
{
    TargetClocks clocks = start_clocks(target_terms(Priority::P3, false), kClocksStart);
    stop_clock(clocks, ClockKind::Respond, kClocksStart + hours { 1 }, target_terms(Priority::P3, false));
    retarget_clocks(clocks, target_terms(Priority::P1, false), kClocksStart + hours { 2 });
    EXPECT_FALSE(clock_of(clocks, ClockKind::Respond).breached);
    EXPECT_EQ(clock_of(clocks, ClockKind::Respond).due_at, kClocksStart + hours { 4 });
}

TEST(TargetClockTest, UpdateClockComesAndGoesWithTheTerms)
{
    TargetClocks clocks = start_clocks(target_terms(Priority::P4, false), kClocksStart);
    retarget_clocks(clocks, target_terms(Priority::P2, false), kClocksStart + hours { 1 });
    EXPECT_EQ(clock_of(clocks, ClockKind::NextUpdate).due_at, kClocksStart + hours { 2 });
    retarget_clocks(clocks, target_terms(Priority::P4, false), kClocksStart + minutes { 90 });
    EXPECT_TRUE(clock_of(clocks, ClockKind::NextUpdate).stopped_at.has_value());
    EXPECT_FALSE(clock_of(clocks, ClockKind::NextUpdate).breached);
}

TEST(TargetClockTest, ATargetUsedUpExactlyAtAPauseIsDueThere)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    for (const std::int64_t late : { -1, 0, 1 }) {
        TargetClocks clocks = start_clocks(p1, kClocksStart);
        pause_resolution(clocks, kClocksStart + hours { 4 } + Millis { late });
        EXPECT_EQ(resolve_of(clocks).breached, late > 0) << late;
        resume_resolution(clocks, kClocksStart + hours { 9 }, p1);
        EXPECT_EQ(resolve_of(clocks).due_at,
            late < 0 ? kClocksStart + hours { 9 } + Millis { 1 } : kClocksStart + hours { 4 })
            << late;
    }
}

TEST(TargetClockTest, StoppingAtTheDeadlineKeepsThePromise)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    for (const std::int64_t late : { 0, 1 }) {
        TargetClocks clocks = start_clocks(p1, kClocksStart);
        stop_clock(clocks, ClockKind::Respond, kClocksStart + minutes { 15 } + Millis { late }, p1);
        EXPECT_EQ(clock_of(clocks, ClockKind::Respond).breached, late > 0);
        EXPECT_FALSE(resolve_of(clocks).stopped_at.has_value());
        stop_clock(clocks, ClockKind::Respond, kClocksStart + hours { 9 }, p1);
        EXPECT_EQ(clock_of(clocks, ClockKind::Respond).stopped_at, kClocksStart + minutes { 15 } + Millis { late })
            << "only the first stop counts";
    }
}

TEST(TargetClockTest, StoppingAPausedClockEndsThePause)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(p1, kClocksStart);
    pause_resolution(clocks, kClocksStart + hours { 1 });
    stop_all_clocks(clocks, kClocksStart + hours { 7 }, p1);
    TargetClock expected;
    expected.kind = ClockKind::Resolve;
    expected.started_at = kClocksStart;
    expected.target_millis = Millis { hours { 4 } }.count();
    expected.due_at = kClocksStart + hours { 10 };
    expected.stopped_at = kClocksStart + hours { 7 };
    expected.paused_millis = Millis { hours { 6 } }.count();
    expected.pauses = { { kClocksStart + hours { 1 }, kClocksStart + hours { 7 } } };
    EXPECT_EQ(to_json_text(resolve_of(clocks)), to_json_text(expected));
    EXPECT_TRUE(clock_of(clocks, ClockKind::Respond).breached);
    EXPECT_TRUE(clock_of(clocks, ClockKind::NextUpdate).breached);
    pause_resolution(clocks, kClocksStart + hours { 8 });
    resume_resolution(clocks, kClocksStart + hours { 9 }, p1);
    EXPECT_EQ(to_json_text(resolve_of(clocks)), to_json_text(expected)) << "a stopped clock is not paused";
}

TEST(TargetClockTest, APauseThatLastsNoTimeIsNone)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(p1, kClocksStart);
    pause_resolution(clocks, kClocksStart + hours { 1 });
    resume_resolution(clocks, kClocksStart + hours { 1 }, p1);
    EXPECT_TRUE(resolve_of(clocks).pauses.empty());
    EXPECT_FALSE(resolve_of(clocks).paused_at.has_value());
    const std::string before = to_json_text(resolve_of(clocks));
    resume_resolution(clocks, kClocksStart + hours { 3 }, p1);
    EXPECT_EQ(to_json_text(resolve_of(clocks)), before) << "what is not paused cannot be resumed";
}

TEST(TargetClockTest, RetargetingCountsEveryRunningClockAnew)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(target_terms(Priority::P2, false), kClocksStart);
    retarget_clocks(clocks, p1, kClocksStart + minutes { 5 });
    EXPECT_EQ(clock_of(clocks, ClockKind::Respond).due_at, kClocksStart + minutes { 15 });
    EXPECT_EQ(resolve_of(clocks).due_at, kClocksStart + hours { 4 });
    EXPECT_EQ(clock_of(clocks, ClockKind::NextUpdate).due_at, kClocksStart + minutes { 30 });
    EXPECT_EQ(clock_of(clocks, ClockKind::NextUpdate).cycle, 0) << "the same promise, another length";
    EXPECT_EQ(resolve_of(clocks).target_millis, Millis { hours { 4 } }.count());
    stop_clock(clocks, ClockKind::NextUpdate, kClocksStart + minutes { 10 }, p1);
    retarget_clocks(clocks, target_terms(Priority::P2, false), kClocksStart + minutes { 20 });
    const TargetClock update = clock_of(clocks, ClockKind::NextUpdate);
    EXPECT_FALSE(update.stopped_at.has_value());
    EXPECT_EQ(update.started_at, kClocksStart + minutes { 20 });
    EXPECT_EQ(update.due_at, kClocksStart + minutes { 80 });
    EXPECT_EQ(update.cycle, 1);
    EXPECT_EQ(clocks.size(), 3U);
}

TEST(TargetClockTest, TheUpdateClockThatEndsWithTheTermsEndsThen)
{
    TargetClocks clocks = start_clocks(target_terms(Priority::P2, false), kClocksStart);
    retarget_clocks(clocks, target_terms(Priority::P4, false), kClocksStart + minutes { 61 });
    EXPECT_EQ(clock_of(clocks, ClockKind::NextUpdate).stopped_at, kClocksStart + minutes { 61 });
    EXPECT_TRUE(clock_of(clocks, ClockKind::NextUpdate).breached);
}

TEST(TargetClockTest, ReopeningLeavesARunningClockAndAsksForUpdatesOnlyWhereTheTermsDo)
{
    const TargetTerms p4 = target_terms(Priority::P4, false);
    TargetClocks clocks = start_clocks(p4, kClocksStart);
    const std::string before = to_json_text(resolve_of(clocks));
    reopen_clocks(clocks, p4, kClocksStart + hours { 1 });
    EXPECT_EQ(to_json_text(resolve_of(clocks)), before);
    EXPECT_EQ(clocks.size(), 2U);
    const TargetTerms p1 = target_terms(Priority::P1, false);
    clocks = start_clocks(p1, kClocksStart);
    stop_all_clocks(clocks, kClocksStart + hours { 1 }, p1);
    reopen_clocks(clocks, p1, kClocksStart + hours { 2 });
    EXPECT_EQ(clock_of(clocks, ClockKind::NextUpdate).due_at, kClocksStart + minutes { 150 });
    EXPECT_EQ(clock_of(clocks, ClockKind::NextUpdate).cycle, 1);
    EXPECT_TRUE(clock_of(clocks, ClockKind::Respond).stopped_at.has_value()) << "it was answered once";
}

TEST(TargetClockTest, WhatWasRestoredBeforeItWasLoggedHasItsWholeTargetWhenReopened)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(p1, kClocksStart);
    stop_clock(clocks, ClockKind::Resolve, kClocksStart - minutes { 20 }, p1);
    reopen_clocks(clocks, p1, kClocksStart + hours { 1 });
    EXPECT_EQ(resolve_of(clocks).due_at, kClocksStart + hours { 5 });
    EXPECT_EQ(elapsed(resolve_of(clocks), *p1.calendar, kClocksStart + hours { 3 }), hours { 2 });
}

TEST(TargetClockTest, APauseAfterTheStopTakesNothingAway)
{
    TargetClock clock;
    clock.started_at = kClocksStart;
    clock.stopped_at = kClocksStart + hours { 2 };
    clock.pauses = { { kClocksStart + hours { 1 }, kClocksStart + hours { 3 } },
        { kClocksStart + hours { 4 }, kClocksStart + hours { 5 } } };
    EXPECT_EQ(elapsed(clock, around_the_clock(), kClocksStart + hours { 9 }), hours { 1 });
    clock.paused_at = kClocksStart + minutes { 10 };
    EXPECT_EQ(elapsed(clock, around_the_clock(), kClocksStart + hours { 9 }), hours { 1 }) << "stopped is stopped";
}

// Due is the first instant at which elapsed is the target, whatever was paused and reprioritised before.
TEST(TargetClockTest, DueIsWhereElapsedReachesTheTarget)
{
    std::mt19937 random(7);
    for (int round = 0; round < 150; ++round) {
        TargetTerms terms = target_terms(static_cast<Priority>(random() % 5), random() % 4 == 0);
        TargetClocks clocks = start_clocks(terms, kClocksStart);
        Timestamp now = kClocksStart;
        for (auto steps = random() % 7; steps > 0; --steps) {
            now = now + minutes { 1 + random() % 300 };
            switch (random() % 4) {
            case 0:
                pause_resolution(clocks, now);
                break;
            case 1:
                resume_resolution(clocks, now, terms);
                break;
            case 2:
                terms = target_terms(static_cast<Priority>(random() % 5), random() % 4 == 0);
                retarget_clocks(clocks, terms, now);
                break;
            default:
                stop_clock(clocks, ClockKind::Resolve, now, terms);
                now = now + minutes { random() % 300 };
                reopen_clocks(clocks, terms, now);
            }
        }
        resume_resolution(clocks, now, terms);
        const TargetClock clock = resolve_of(clocks);
        const Millis target { clock.target_millis };
        // Pauses that come after the target was used up are not behind the deadline.
        EXPECT_EQ(elapsed(clock, *terms.calendar, clock.due_at), target) << round;
        EXPECT_LT(elapsed(clock, *terms.calendar, clock.due_at - Millis { 1 }), target) << round;
    }
}

TEST(TargetClockTest, EachUpdateBeginsANewCycle)
{
    const TargetTerms terms = target_terms(Priority::P1, true);
    TargetClocks clocks = start_clocks(terms, kClocksStart);
    restart_update_clock(clocks, terms, kFirstUpdate, kClocksStart + hours { 1 });
    const TargetClock update = clock_of(clocks, ClockKind::NextUpdate);
    EXPECT_EQ(update.cycle, 1);
    EXPECT_EQ(update.due_at, kClocksStart + minutes { 75 });
    EXPECT_FALSE(update.breached);
}

}
}
