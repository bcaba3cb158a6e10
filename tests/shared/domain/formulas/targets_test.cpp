// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/targets.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Monday 09:00 UTC.
constexpr Timestamp kStart { 1'772'442'000'000 };

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
        { Priority::P3, true, kStart + minutes { 5 }, kStart + hours { 4 }, kStart + minutes { 30 } },
        { Priority::P1, false, kStart + minutes { 15 }, kStart + hours { 4 }, kStart + minutes { 30 } },
        { Priority::P2, false, kStart + minutes { 30 }, kStart + hours { 8 }, kStart + minutes { 60 } },
        { Priority::P3, false, kStart + hours { 4 }, kStart + 3 * day, kStart + day },
        { Priority::P4, false, kStart + hours { 8 }, kStart + 7 * day, std::nullopt },
        { Priority::P5, false, kStart + 2 * day, kStart + 14 * day, std::nullopt },
    };
    for (const TermsCase& c : cases) {
        const TargetClocks clocks = start_clocks(target_terms(c.priority, c.declared), kStart);
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
    TargetClocks clocks = start_clocks(terms, kStart);
    pause_resolution(clocks, kStart + hours { 1 });
    pause_resolution(clocks, kStart + hours { 2 });
    EXPECT_EQ(elapsed(resolve_of(clocks), *terms.calendar, kStart + hours { 9 }), hours { 1 });
    resume_resolution(clocks, kStart + hours { 3 }, terms);
    EXPECT_EQ(resolve_of(clocks).due_at, kStart + hours { 6 });
    EXPECT_EQ(resolve_of(clocks).paused_millis, Millis { hours { 2 } }.count());
    EXPECT_EQ(elapsed(resolve_of(clocks), *terms.calendar, kStart + hours { 4 }), hours { 2 });
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
    TargetClocks clocks = start_clocks(target_terms(Priority::P4, false), kStart);
    const TargetTerms business = target_terms(Priority::P4, false);
    pause_resolution(clocks, kStart + hours { 1 });
    resume_resolution(clocks, kStart + hours { 25 }, business);
    const TargetTerms p2 = target_terms(Priority::P2, false);
    retarget_clocks(clocks, p2, kStart + hours { 26 });
    EXPECT_EQ(resolve_of(clocks).started_at, kStart);
    EXPECT_EQ(resolve_of(clocks).due_at, kStart + hours { 32 });
    EXPECT_EQ(elapsed(resolve_of(clocks), *p2.calendar, kStart + hours { 26 }), hours { 2 });
}

TEST(TargetClockTest, PausesCountInTheCalendarOfTheTarget)
{
    const TargetTerms terms = target_terms(Priority::P3, false);
    TargetClocks clocks = start_clocks(terms, kStart);
    pause_resolution(clocks, kStart + hours { 8 });          // Monday 17:00
    resume_resolution(clocks, kStart + hours { 24 }, terms); // Tuesday 09:00: two working hours later
    EXPECT_EQ(resolve_of(clocks).due_at, kStart + hours { 72 + 2 });
}

TEST(TargetClockTest, BreachIsSticky)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(p1, kStart);
    pause_resolution(clocks, kStart + hours { 5 });
    EXPECT_TRUE(resolve_of(clocks).breached);
    resume_resolution(clocks, kStart + hours { 50 }, p1);
    EXPECT_EQ(resolve_of(clocks).due_at, kStart + hours { 4 }) << "a pause after the target was used up moves nothing";
    retarget_clocks(clocks, target_terms(Priority::P5, false), kStart + hours { 50 });
    EXPECT_TRUE(resolve_of(clocks).breached);
}

// GLPI 23359: the time between solved and reopened must not count, an earlier breach stays.
TEST(TargetClockTest, ReopeningExcludesTheGap)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(p1, kStart);
    stop_clock(clocks, ClockKind::Resolve, kStart + hours { 1 }, p1);
    EXPECT_FALSE(resolve_of(clocks).breached);
    reopen_clocks(clocks, p1, kStart + hours { 31 });
    EXPECT_EQ(resolve_of(clocks).due_at, kStart + hours { 34 });
    EXPECT_EQ(resolve_of(clocks).cycle, 1);
    stop_clock(clocks, ClockKind::Resolve, kStart + hours { 40 }, p1);
    EXPECT_TRUE(resolve_of(clocks).breached);
    reopen_clocks(clocks, p1, kStart + hours { 41 });
    EXPECT_TRUE(resolve_of(clocks).breached);
}

// alga-psa 3091: a record that is over when it is created has used up nothing.
TEST(TargetClockTest, StopBeforeTheStartCountsAsNone)
{
    const TargetTerms p1 = target_terms(Priority::P1, false);
    TargetClocks clocks = start_clocks(p1, kStart);
    stop_clock(clocks, ClockKind::Respond, kStart - minutes { 20 }, p1);
    EXPECT_FALSE(clock_of(clocks, ClockKind::Respond).breached);
    EXPECT_EQ(elapsed(clock_of(clocks, ClockKind::Respond), *p1.calendar, kStart + hours { 1 }), Millis { 0 });
}

TEST(TargetClockTest, StoppedClocksKeepTheirOutcome)
{
    TargetClocks clocks = start_clocks(target_terms(Priority::P3, false), kStart);
    stop_clock(clocks, ClockKind::Respond, kStart + hours { 1 }, target_terms(Priority::P3, false));
    retarget_clocks(clocks, target_terms(Priority::P1, false), kStart + hours { 2 });
    EXPECT_FALSE(clock_of(clocks, ClockKind::Respond).breached);
    EXPECT_EQ(clock_of(clocks, ClockKind::Respond).due_at, kStart + hours { 4 });
}

TEST(TargetClockTest, UpdateClockComesAndGoesWithTheTerms)
{
    TargetClocks clocks = start_clocks(target_terms(Priority::P4, false), kStart);
    retarget_clocks(clocks, target_terms(Priority::P2, false), kStart + hours { 1 });
    EXPECT_EQ(clock_of(clocks, ClockKind::NextUpdate).due_at, kStart + hours { 2 });
    retarget_clocks(clocks, target_terms(Priority::P4, false), kStart + minutes { 90 });
    EXPECT_TRUE(clock_of(clocks, ClockKind::NextUpdate).stopped_at.has_value());
    EXPECT_FALSE(clock_of(clocks, ClockKind::NextUpdate).breached);
}

TEST(TargetClockTest, EachUpdateBeginsANewCycle)
{
    const TargetTerms terms = target_terms(Priority::P1, true);
    TargetClocks clocks = start_clocks(terms, kStart);
    restart_update_clock(clocks, terms, kFirstUpdate, kStart + hours { 1 });
    const TargetClock update = clock_of(clocks, ClockKind::NextUpdate);
    EXPECT_EQ(update.cycle, 1);
    EXPECT_EQ(update.due_at, kStart + minutes { 75 });
    EXPECT_FALSE(update.breached);
}

}
}
