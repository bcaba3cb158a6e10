// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/incidents/timers.h"

#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

// Fires what is due, as the server's timers do; returns what fired.
std::vector<Alarm> fire_due(Room& room)
{
    std::vector<Alarm> fired;
    for (const FireTimer& timer : due_timers(room.state, room.now)) {
        room.done(timer, kSystem);
        fired.push_back(timer.alarm);
    }
    return fired;
}

TEST(TimersTest, BreachFiresOnceAtTheDeadline)
{
    Room room;
    const IncidentId id {
        room.done(LogIncident { .title = "Mail is slow", .impact = Level::Medium, .urgency = Level::High }, room.desk)
            .created
    };
    EXPECT_EQ(next_deadline(room.state, room.now), room.now + minutes { 30 });
    room.pass(minutes { 30 } - Millis { 1 });
    EXPECT_TRUE(fire_due(room).empty());
    room.pass(Millis { 1 });
    EXPECT_EQ(fire_due(room), std::vector<Alarm> { Alarm::TargetBreached });
    EXPECT_TRUE(room.incident(id).clock(ClockKind::Respond)->breached);
    EXPECT_TRUE(fire_due(room).empty());
    EXPECT_EQ(next_deadline(room.state, room.now), room.now + minutes { 30 });
}

TEST(TimersTest, FiringCarriesItsUniqueKey)
{
    Room room;
    room.done(LogIncident { .title = "Mail is slow", .urgency = Level::High }, room.desk);
    room.pass(minutes { 30 });
    const FireTimer timer = due_timers(room.state, room.now).at(0);
    const Decision decision = room.done(timer, kSystem);
    ASSERT_EQ(decision.keys.size(), 1U);
    EXPECT_EQ(decision.keys[0].scope, "timer");
    EXPECT_EQ(decision.keys[0].key, "INC-1 target_breached respond 0");
    EXPECT_EQ(room.refused(timer, kSystem).code, ErrorCode::Conflict);
}

TEST(TimersTest, IsRefusedWhenPeopleWereFaster)
{
    Room room;
    const IncidentId id {
        room.done(LogIncident { .title = "Mail is slow", .urgency = Level::High }, room.desk).created
    };
    room.pass(minutes { 30 });
    const FireTimer timer = due_timers(room.state, room.now).at(0);
    room.done(MoveIncident { .incident = id, .acknowledge = true }, room.resolver);
    EXPECT_EQ(room.refused(timer, kSystem).code, ErrorCode::Conflict);
}

TEST(TimersTest, NextUpdateOverdueComesBackEachCycle)
{
    Room room;
    const IncidentId id = room.declared();
    room.pass(minutes { 9 });
    room.done(AddNote { .incident = id, .text = "Looking." }, room.resolver);
    room.pass(minutes { 6 });
    EXPECT_EQ(fire_due(room), std::vector<Alarm> { Alarm::TargetBreached });
    EXPECT_TRUE(room.incident(id).clock(ClockKind::NextUpdate)->breached);
    room.done(PublishUpdate { .incident = id, .text = "We are failing over." }, room.resolver);
    EXPECT_FALSE(room.incident(id).clock(ClockKind::NextUpdate)->breached);
    EXPECT_EQ(room.incident(id).clock(ClockKind::NextUpdate)->due_at, room.now + minutes { 30 });
}

TEST(TimersTest, SilentCommanderIsUncertainUntilHeardAgain)
{
    Room room;
    const IncidentId id = room.declared();
    room.pass(minutes { 10 });
    EXPECT_EQ(fire_due(room), std::vector<Alarm> { Alarm::CommandUncertain });
    EXPECT_TRUE(room.incident(id).command_uncertain);
    EXPECT_TRUE(fire_due(room).empty());
    room.done(AddNote { .incident = id, .text = "Still here." }, room.resolver);
    EXPECT_FALSE(room.incident(id).command_uncertain);
    room.pass(minutes { 10 });
    const auto again = fire_due(room);
    EXPECT_NE(std::find(again.begin(), again.end(), Alarm::CommandUncertain), again.end());
}

TEST(TimersTest, UnratifiedDeclarationAlarmsOnceAfterHalfAnHour)
{
    Room room;
    const IncidentId id = room.declared();
    room.pass(minutes { 30 });
    auto fired = fire_due(room);
    EXPECT_NE(std::find(fired.begin(), fired.end(), Alarm::DeclarationUnratified), fired.end());
    EXPECT_TRUE(fire_due(room).empty());
    room.done(DecideMajor { .incident = id, .act = MajorAct::Ratify }, room.manager);
    EXPECT_TRUE(room.incident(id).alarms.empty());
}

TEST(TimersTest, UndecidedProposalAlarmsAfterFiveMinutes)
{
    Room room;
    room.done(LogIncident { .title = "Shop is down", .impact = Level::High, .urgency = Level::High }, room.desk);
    EXPECT_EQ(next_deadline(room.state, room.now), room.now + minutes { 5 });
    room.pass(minutes { 5 });
    EXPECT_EQ(fire_due(room), std::vector<Alarm> { Alarm::ProposalUndecided });
    EXPECT_TRUE(fire_due(room).empty());
}

TEST(TimersTest, PausedAndClosedClocksStaySilent)
{
    Room room;
    const IncidentId id = room.investigated();
    MoveIncident hold { .incident = id, .to = IncidentState::OnHold, .note = "Ada answers tomorrow." };
    hold.hold_reason = HoldReason::AwaitingUser;
    hold.resume_review_at = room.now + hours { 300 };
    room.done(hold, room.resolver);
    room.pass(hours { 200 });
    for (const FireTimer& timer : due_timers(room.state, room.now)) {
        EXPECT_NE(timer.clock, ClockKind::Resolve);
    }
    EXPECT_FALSE(next_deadline(Room().state, room.now).has_value());
}

TEST(TimersTest, HoldEndsAtItsReviewAndTheClockRunsAgain)
{
    Room room;
    const IncidentId id = room.investigated();
    const Timestamp due_at = room.incident(id).clock(ClockKind::Resolve)->due_at;
    MoveIncident hold { .incident = id, .to = IncidentState::OnHold, .note = "Ada answers in an hour." };
    hold.hold_reason = HoldReason::AwaitingUser;
    hold.resume_review_at = room.now + hours { 1 };
    room.done(hold, room.resolver);
    room.pass(hours { 1 } - Millis { 1 });
    EXPECT_TRUE(fire_due(room).empty());
    room.pass(Millis { 1 });
    EXPECT_EQ(fire_due(room), std::vector<Alarm> { Alarm::HoldEnded });
    EXPECT_EQ(room.incident(id).state, IncidentState::Investigating);
    EXPECT_FALSE(room.incident(id).resume_review_at.has_value());
    EXPECT_EQ(room.incident(id).clock(ClockKind::Resolve)->due_at, due_at + hours { 1 });
    EXPECT_TRUE(fire_due(room).empty());
}

class CriticalServiceTest : public testing::Test {
protected:
    CriticalServiceTest()
    {
        Service service = *room_.state.services.find(shop_);
        service.criticality = Criticality::Critical;
        room_.done(SetService { service }, kSystem);
    }

    IncidentId logged(Level impact)
    {
        LogIncident command { .title = "The shop does not answer", .services = { shop_ } };
        command.impact = impact;
        command.urgency = Level::Medium;
        return IncidentId { room_.done(command, room_.desk).created };
    }

    // Passes `span`, firing whatever falls due within it.
    void pass_firing(Millis span)
    {
        const Timestamp end = room_.now + span;
        while (const auto next = next_deadline(room_.state, room_.now)) {
            if (*next > end) {
                break;
            }
            room_.pass(*next - room_.now);
            fire_due(room_);
        }
        room_.pass(end - room_.now);
    }

    Room room_ {};
    ServiceId shop_ { "shop" };
};

TEST_F(CriticalServiceTest, UnavailableForAQuarterHourIsProposedOnce)
{
    const IncidentId id = logged(Level::High);
    pass_firing(minutes { 15 } - Millis { 1 });
    EXPECT_EQ(room_.incident(id).major, MajorState::None);
    pass_firing(Millis { 1 });
    EXPECT_EQ(room_.incident(id).major, MajorState::Proposed);
    EXPECT_EQ(room_.incident(id).criterion, "rule: critical service unavailable for 15 minutes");
    room_.done(DecideMajor { .incident = id, .act = MajorAct::Reject, .reason = "One shop of many." }, room_.manager);
    pass_firing(hours { 24 });
    EXPECT_EQ(room_.incident(id).major, MajorState::Rejected);
}

TEST_F(CriticalServiceTest, WindowApprovedBeforeExplainsItUntilItsEnd)
{
    PlanWindow plan { .title = "New storage", .services = { shop_ } };
    plan.from = room_.now + minutes { 1 };
    plan.to = room_.now + hours { 2 };
    const WindowId window { room_.done(plan, room_.planner).created };
    room_.done(MoveWindow { .window = window, .to = WindowState::Approved }, room_.manager);
    room_.pass(minutes { 2 });
    const IncidentId id = logged(Level::High);
    pass_firing(hours { 2 } + minutes { 12 });
    EXPECT_EQ(room_.incident(id).major, MajorState::None);
    pass_firing(minutes { 1 });
    EXPECT_EQ(room_.incident(id).major, MajorState::Proposed);
}

TEST_F(CriticalServiceTest, MissedResolutionTargetProposesItAsWell)
{
    const IncidentId id = logged(Level::Medium);
    const Timestamp due_at = room_.incident(id).clock(ClockKind::Resolve)->due_at;
    pass_firing(due_at - room_.now - Millis { 1 });
    EXPECT_EQ(room_.incident(id).major, MajorState::None);
    pass_firing(Millis { 1 });
    EXPECT_EQ(room_.incident(id).criterion, "rule: resolution target of a critical service missed");
}

}
}
