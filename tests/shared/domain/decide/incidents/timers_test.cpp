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

TEST(TimersTest, OnlyADoubtThatStandsIsTakenBack)
{
    Room room;
    const IncidentId id = room.declared();
    FireTimer regained { .incident = id, .alarm = Alarm::CommandRegained };
    EXPECT_EQ(room.refused(regained, kSystem).code, ErrorCode::Conflict) << "nobody doubts";
    room.pass(minutes { 10 });
    ASSERT_EQ(fire_due(room), std::vector<Alarm> { Alarm::CommandUncertain });
    room.done(regained, kSystem);
    EXPECT_FALSE(room.incident(id).command_uncertain);
    EXPECT_EQ(room.incident(id).commander_seen_at, room.now);
    EXPECT_EQ(room.refused(regained, kSystem).code, ErrorCode::Conflict);
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

// A timer as one line: what, of which clock, in which cycle, when.
std::string line_of(const FireTimer& timer)
{
    std::string line(to_string(timer.alarm));
    if (timer.clock) {
        line.append(" ").append(to_string(*timer.clock));
    }
    return line + " " + std::to_string(timer.cycle) + " at " + std::to_string(timer.due_at.millis);
}

Texts lines_of(const Incident& incident, const State& state = {})
{
    Texts lines;
    for (const FireTimer& timer : timers_of(state, incident)) {
        EXPECT_EQ(timer.incident, incident.id);
        lines.push_back(line_of(timer));
    }
    return lines;
}

std::string at_millis(std::int64_t millis)
{
    return " at " + std::to_string(millis);
}

TEST(TimersOfTest, EveryRunningClockHasOne)
{
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    incident.state = IncidentState::Investigating;
    TargetClock clock { .kind = ClockKind::Resolve, .due_at = { 500 }, .cycle = 3 };
    incident.clocks = { { .kind = ClockKind::Respond, .due_at = { 100 } }, clock };
    EXPECT_EQ(lines_of(incident), (Texts { "target_breached respond 0 at 100", "target_breached resolve 3 at 500" }));
    incident.clocks[0].breached = true;
    incident.clocks[1].stopped_at = Timestamp { 400 };
    EXPECT_EQ(lines_of(incident), Texts {});
    incident.clocks[1] = clock;
    incident.clocks[1].paused_at = Timestamp { 400 };
    EXPECT_EQ(lines_of(incident), Texts {});
    incident.clocks[1] = clock;
    for (const IncidentState over : { IncidentState::Closed, IncidentState::Cancelled }) {
        incident.state = over;
        EXPECT_EQ(lines_of(incident), Texts {});
    }
}

TEST(TimersOfTest, ACommanderIsWatchedWhileThereIsWork)
{
    const std::int64_t ten_minutes = 600'000;
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    incident.state = IncidentState::Investigating;
    incident.major = MajorState::Declared;
    incident.ratified = true;
    incident.declared_at = Timestamp { 1'000 };
    incident.duties = { { .duty = Duty::IncidentCommander, .user = UserId { "ada" } } };
    EXPECT_EQ(lines_of(incident), (Texts { "command_uncertain 1000" + at_millis(1'000 + ten_minutes) }));
    incident.commander_seen_at = Timestamp { 2'000 };
    const Texts watched { "command_uncertain 2000" + at_millis(2'000 + ten_minutes) };
    for (std::size_t i = 0; i < EnumTexts<IncidentState>::texts.size(); ++i) {
        Incident in_state = incident;
        in_state.state = static_cast<IncidentState>(i);
        const bool over = !in_state.open() || in_state.state == IncidentState::Resolved
            || in_state.state == IncidentState::InReview;
        EXPECT_EQ(lines_of(in_state), over ? Texts {} : watched) << to_string(in_state.state);
    }
    Incident other = incident;
    other.command_uncertain = true;
    EXPECT_EQ(lines_of(other), Texts {});
    other = incident;
    other.duties[0].duty = Duty::Deputy;
    EXPECT_EQ(lines_of(other), Texts {});
    other = incident;
    other.major = MajorState::StoodDown;
    EXPECT_EQ(lines_of(other), Texts {});
}

TEST(TimersOfTest, MajorsAreRatifiedAndProposalsDecided)
{
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    incident.major = MajorState::Declared;
    incident.proposed_at = Timestamp { 500 };
    incident.declared_at = Timestamp { 1'000 };
    EXPECT_EQ(lines_of(incident), (Texts { "declaration_unratified 1000" + at_millis(1'000 + 1'800'000) }));
    incident.alarms = { Alarm::ProposalUndecided };
    EXPECT_EQ(lines_of(incident).size(), 1U) << "another alarm was raised";
    incident.alarms.push_back(Alarm::DeclarationUnratified);
    EXPECT_EQ(lines_of(incident), Texts {});
    incident.alarms.clear();
    incident.ratified = true;
    EXPECT_EQ(lines_of(incident), Texts {});
    incident.ratified = false;
    incident.major = MajorState::Proposed;
    EXPECT_EQ(lines_of(incident), (Texts { "proposal_undecided 500" + at_millis(500 + 300'000) }));
    incident.alarms = { Alarm::DeclarationUnratified };
    EXPECT_EQ(lines_of(incident).size(), 1U);
    incident.alarms = { Alarm::ProposalUndecided };
    EXPECT_EQ(lines_of(incident), Texts {});
    incident.alarms.clear();
    for (const MajorState decided : { MajorState::None, MajorState::Rejected, MajorState::StoodDown }) {
        incident.major = decided;
        EXPECT_EQ(lines_of(incident), Texts {}) << to_string(decided);
    }
}

TEST(TimersOfTest, AHoldEndsOnlyWhileItIsOne)
{
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    incident.resume_review_at = Timestamp { 700 };
    EXPECT_EQ(lines_of(incident), Texts {});
    incident.state = IncidentState::OnHold;
    EXPECT_EQ(lines_of(incident), (Texts { "hold_ended 700 at 700" }));
    incident.resume_review_at.reset();
    EXPECT_EQ(lines_of(incident), Texts {});
}

TEST(TimersOfTest, HighImpactOnACriticalServiceIsItsUnavailability)
{
    State state;
    for (const auto& [id, criticality] :
        { std::pair { "shop", Criticality::Critical }, std::pair { "mail", Criticality::High } }) {
        const Service service { .id = ServiceId { id }, .criticality = criticality };
        state.services.set(service.id, service);
    }
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    incident.impact = Level::High;
    incident.started_at = { 10'000 };
    incident.services = { ServiceId { "mail" }, ServiceId { "shop" } };
    const Texts due { "critical_service_down 10000" + at_millis(10'000 + 900'000) };
    EXPECT_EQ(lines_of(incident, state), due);
    Incident other = incident;
    other.services = { ServiceId { "mail" }, ServiceId { "gone" } };
    EXPECT_EQ(lines_of(other, state), Texts {});
    other = incident;
    other.impact = Level::Medium;
    EXPECT_EQ(lines_of(other, state), Texts {});
    for (const MajorState major : { MajorState::Rejected, MajorState::StoodDown }) {
        other = incident;
        other.major = major;
        EXPECT_EQ(lines_of(other, state), Texts {}) << to_string(major);
    }
    for (const auto& [in, unavailable] :
        { std::pair { IncidentState::Triaged, true }, std::pair { IncidentState::Investigating, true },
            std::pair { IncidentState::OnHold, true }, std::pair { IncidentState::Mitigated, false },
            std::pair { IncidentState::Resolved, false }, std::pair { IncidentState::InReview, false } }) {
        other = incident;
        other.state = in;
        EXPECT_EQ(lines_of(other, state), unavailable ? due : Texts {}) << to_string(in);
    }
    MaintenanceWindow window;
    window.id = WindowId { "MW-1" };
    window.services = { ServiceId { "shop" } };
    window.from = { 9'000 };
    window.to = { 50'000 };
    window.state = WindowState::Approved;
    window.approved_at = Timestamp { 8'000 };
    state.windows.set(window.id, window);
    EXPECT_EQ(lines_of(incident, state), (Texts { "critical_service_down 50000" + at_millis(50'000 + 900'000) }));
    window.from = { 10'001 };
    state.windows.set(window.id, window);
    EXPECT_EQ(lines_of(incident, state), due) << "it began before the window";
}

TEST(DueTimersTest, ComeInOrderOfTheirDeadlinesThenOfTheirIncidents)
{
    State state;
    for (const auto& [id, due] : { std::pair { "INC-3", 200 }, std::pair { "INC-1", 300 }, std::pair { "INC-2", 300 },
             std::pair { "INC-4", 100 }, std::pair { "INC-5", 301 } }) {
        Incident incident;
        incident.id = IncidentId { id };
        incident.clocks = { { .kind = ClockKind::Respond, .due_at = { due } },
            { .kind = ClockKind::Resolve, .due_at = { due + 1'000 } } };
        state.incidents.set(incident.id, incident);
    }
    const auto due_at = [&](std::int64_t now) {
        Texts due;
        for (const FireTimer& timer : due_timers(state, { now })) {
            due.push_back(timer.incident.text);
        }
        return due;
    };
    EXPECT_EQ(due_at(99), Texts {});
    EXPECT_EQ(due_at(100), (Texts { "INC-4" }));
    EXPECT_EQ(due_at(300), (Texts { "INC-4", "INC-3", "INC-1", "INC-2" }));
    EXPECT_EQ(next_deadline(state, { 99 }), (Timestamp { 100 }));
    EXPECT_EQ(next_deadline(state, { 100 }), (Timestamp { 200 }));
    EXPECT_EQ(next_deadline(state, { 300 }), (Timestamp { 301 }));
    EXPECT_EQ(next_deadline(state, { 1'301 }), std::nullopt);
}

TEST(TimersTest, AnAlarmSaysWhatWasMissedAndWhen)
{
    Room room;
    const IncidentId id {
        room.done(LogIncident { .title = "Mail is slow", .urgency = Level::High }, room.desk).created
    };
    room.pass(minutes { 31 });
    const FireTimer timer = due_timers(room.state, room.now).at(0);
    const Decision decision = room.done(timer, kSystem);
    const AlarmRaised raised = entries_of<AlarmRaised>(decision).at(0);
    EXPECT_EQ(raised.incident, id);
    EXPECT_EQ(raised.alarm, Alarm::TargetBreached);
    EXPECT_EQ(raised.clock, ClockKind::Respond);
    EXPECT_EQ(raised.cycle, 0);
    EXPECT_EQ(raised.due_at, kMorning + minutes { 30 });
    EXPECT_EQ(decision.entries.at(0).occurred_at, kMorning + minutes { 30 });
    EXPECT_EQ(decision.entries.size(), 1U);
}

TEST(TimersTest, OnlyWhatIsDueOfThisAlarmClockAndCycleFires)
{
    Room room;
    room.done(LogIncident { .title = "Mail is slow", .urgency = Level::High }, room.desk);
    room.pass(minutes { 30 } - Millis { 1 });
    FireTimer timer { .incident = IncidentId { "INC-1" }, .alarm = Alarm::TargetBreached, .clock = ClockKind::Respond };
    EXPECT_EQ(room.refused(timer, kSystem).code, ErrorCode::Conflict);
    room.pass(Millis { 1 });
    EXPECT_TRUE(room.when(timer, kSystem).ok());
    FireTimer other = timer;
    other.alarm = Alarm::CommandUncertain;
    EXPECT_EQ(room.refused(other, kSystem).code, ErrorCode::Conflict);
    other = timer;
    other.clock = ClockKind::Resolve;
    EXPECT_EQ(room.refused(other, kSystem).code, ErrorCode::Conflict);
    other = timer;
    other.cycle = 1;
    EXPECT_EQ(room.refused(other, kSystem).code, ErrorCode::Conflict);
}

TEST_F(CriticalServiceTest, OnlyItsResolutionTargetProposesAMajor)
{
    const IncidentId id = logged(Level::Medium);
    const Timestamp respond = room_.incident(id).clock(ClockKind::Respond)->due_at;
    pass_firing(respond - room_.now);
    EXPECT_TRUE(room_.incident(id).clock(ClockKind::Respond)->breached);
    EXPECT_EQ(room_.incident(id).major, MajorState::None);
}

TEST(TimersTest, AMissedResolutionOfAnotherServiceProposesNothing)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.pass(hours { 24 * 7 });
    fire_due(room);
    EXPECT_TRUE(room.incident(id).clock(ClockKind::Resolve)->breached);
    EXPECT_EQ(room.incident(id).major, MajorState::None);
}

}
}
