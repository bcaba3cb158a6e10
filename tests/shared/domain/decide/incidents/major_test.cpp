// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

DecideMajor act(const IncidentId& id, MajorAct what, std::string reason = "")
{
    return DecideMajor { .incident = id, .act = what, .reason = std::move(reason) };
}

DecideMajor declaration(const IncidentId& id)
{
    return DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 };
}

TEST(DeclareMajorTest, NeedsOnlyASeverityAndDoesEverythingInOneDecision)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.pass(minutes { 1 });
    const Decision decision = room.done(declaration(id), room.resolver);
    EXPECT_EQ(kinds_of(decision),
        (Texts { "incident.acknowledged", "incident.major_moved", "incident.duty_moved", "incident.moved" }));
    const Incident& incident = room.incident(id);
    EXPECT_EQ(incident.major, MajorState::Declared);
    EXPECT_EQ(incident.severity, IncidentSeverity::Sev1);
    EXPECT_EQ(incident.state, IncidentState::Investigating);
    EXPECT_EQ(incident.declared_by, room.resolver.user);
    EXPECT_EQ(incident.owner, room.resolver.user);
    EXPECT_EQ(incident.criterion, "commander's judgement");
    EXPECT_EQ(incident.holder_of(Duty::IncidentCommander)->user, room.resolver.user);
    EXPECT_EQ(incident.bridge, BridgeId { "bridge-1" });
    EXPECT_EQ(room.state.bridges.find(BridgeId { "bridge-1" })->in_use_by, id);
    EXPECT_EQ(incident.fill_later, (Texts { "category", "impact", "personal_data", "security_relevant", "urgency" }));
    EXPECT_FALSE(incident.ratified);
    EXPECT_EQ(decision.entries.back().duty, Duty::IncidentCommander);
}

TEST(DeclareMajorTest, StartsTheFirstUpdateClockThenTheCadence)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.incident(id).clock(ClockKind::NextUpdate)->due_at, room.now + minutes { 15 });
    EXPECT_EQ(room.incident(id).clock(ClockKind::Resolve)->due_at, room.now + hours { 4 });
    room.pass(minutes { 10 });
    room.done(PublishUpdate { .incident = id, .text = "Looking into it." }, room.resolver);
    EXPECT_EQ(room.incident(id).clock(ClockKind::NextUpdate)->due_at, room.now + minutes { 30 });
}

TEST(DeclareMajorTest, CountsTheTargetFromTheOriginalStart)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.pass(hours { 1 });
    room.done(declaration(id), room.resolver);
    EXPECT_EQ(room.incident(id).clock(ClockKind::Resolve)->due_at, kMorning + hours { 4 });
}

TEST(DeclareMajorTest, AsksForASeverityAndNothingElse)
{
    Room room;
    const IncidentId id = room.log_incident();
    EXPECT_EQ(room.refused(act(id, MajorAct::Declare), room.resolver).missing, (Texts { "severity" }));
    room.done(ClassifyIncident { .incident = id, .severity = IncidentSeverity::Sev2 }, room.desk);
    room.done(act(id, MajorAct::Declare), room.resolver);
    EXPECT_EQ(room.incident(id).severity, IncidentSeverity::Sev2);
}

TEST(DeclareMajorTest, AnIncidentManagersDeclarationIsRatified)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(declaration(id), room.manager);
    EXPECT_TRUE(room.incident(id).ratified);
    EXPECT_EQ(room.refused(act(id, MajorAct::Ratify), room.manager).code, ErrorCode::Conflict);
}

TEST(DeclareMajorTest, EndsAHoldAndKeepsItsPause)
{
    Room room;
    const IncidentId id = room.investigated();
    MoveIncident hold { .incident = id, .to = IncidentState::OnHold, .note = "Ada" };
    hold.hold_reason = HoldReason::AwaitingUser;
    hold.resume_review_at = room.now + hours { 9 };
    room.done(hold, room.resolver);
    room.pass(hours { 1 });
    room.done(declaration(id), room.colleague);
    EXPECT_EQ(room.incident(id).state, IncidentState::Investigating);
    EXPECT_FALSE(room.incident(id).hold_reason.has_value());
    EXPECT_EQ(room.incident(id).clock(ClockKind::Resolve)->due_at, kMorning + hours { 5 });
    EXPECT_FALSE(room.incident(id).clock(ClockKind::Resolve)->paused_at.has_value());
    EXPECT_EQ(room.incident(id).owner, room.resolver.user);
}

TEST(DeclareMajorTest, LinksTheFiringAlertsOfItsServices)
{
    Room room;
    const auto report = [&](std::string name, std::string service) {
        return AlertReport { .labels = { { "alertname", std::move(name) }, { "service", std::move(service) } },
            .started_at = room.now };
    };
    room.done(ReportAlerts { .source = SourceId { "prometheus" },
                  .alerts = { report("A", "shop"), report("B", "mail"), report("C", "shop"), report("D", "nothing") } },
        kSystem);
    const IncidentId id = room.log_incident();
    const Decision decision = room.done(declaration(id), room.resolver);
    EXPECT_EQ(entries_of<AlertLinked>(decision).size(), 2U);
    EXPECT_EQ(room.incident(id).alerts.size(), 2U);
}

TEST(DeclareMajorTest, WarnsThatItBeganInAWindow)
{
    Room room;
    const Decision planned = room.done(PlanWindow { .title = "Switch",
                                           .services = { ServiceId { "shop" } },
                                           .from = room.now + minutes { 10 },
                                           .to = room.now + hours { 2 } },
        room.planner);
    room.done(MoveWindow { .window = WindowId { planned.created } }, room.planner);
    room.pass(minutes { 20 });
    const IncidentId id = room.log_incident();
    const Decision decision = room.done(declaration(id), room.resolver);
    EXPECT_EQ(entries_of<MajorMoved>(decision).at(0).began_in_window, WindowId { "MW-1" });
}

TEST(DeclareMajorTest, TakesTheNextFreeBridgeOrNone)
{
    Room room;
    room.declared();
    EXPECT_EQ(room.incident(room.declared()).bridge, BridgeId { "bridge-2" });
    EXPECT_TRUE(room.incident(room.declared()).bridge.empty());
    DecideMajor wanting = declaration(room.log_incident());
    wanting.bridge = BridgeId { "bridge-1" };
    EXPECT_EQ(room.refused(wanting, room.resolver).code, ErrorCode::Conflict);
}

TEST(DeclareMajorTest, KeepsACommanderWhoIsThere)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(MoveDuty { .incident = id, .act = DutyRequest::Take, .duty = Duty::IncidentCommander }, room.colleague);
    room.done(declaration(id), room.resolver);
    EXPECT_EQ(room.incident(id).holder_of(Duty::IncidentCommander)->user, room.colleague.user);
}

TEST(DeclareMajorTest, HappensOnceAndNeverToResolvedIncidents)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(declaration(id), room.colleague).code, ErrorCode::Conflict);
    const IncidentId resolved = room.investigated();
    room.done(room.resolution(resolved), room.resolver);
    EXPECT_EQ(room.refused(declaration(resolved), room.resolver).code, ErrorCode::Conflict);
}

TEST(MajorProposalTest, IsDecidedByAnIncidentManagerWithAReason)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(act(id, MajorAct::Propose), room.colleague);
    EXPECT_EQ(room.incident(id).proposed_at, room.now);
    EXPECT_EQ(room.refused(act(id, MajorAct::Propose), room.desk).code, ErrorCode::Conflict);
    EXPECT_EQ(room.refused(act(id, MajorAct::Reject), room.manager).missing, (Texts { "reason" }));
    room.done(act(id, MajorAct::Reject, "One user only."), room.manager);
    EXPECT_EQ(room.incident(id).major, MajorState::Rejected);
    EXPECT_EQ(room.refused(act(id, MajorAct::Reject, "again"), room.manager).code, ErrorCode::Conflict);
    room.done(declaration(id), room.desk);
}

TEST(MajorProposalTest, BecomesADeclaration)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(act(id, MajorAct::Propose), room.colleague);
    const Decision decision = room.done(declaration(id), room.resolver);
    EXPECT_EQ(entries_of<MajorMoved>(decision).at(0).from, MajorState::Proposed);
}

TEST(StandDownMajorTest, IsForCommanderOrManagerAndRestoresThePriority)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(act(id, MajorAct::StandDown, "over"), room.colleague).code, ErrorCode::Forbidden);
    EXPECT_EQ(room.refused(act(id, MajorAct::StandDown), room.resolver).missing, (Texts { "reason" }));
    room.pass(minutes { 5 });
    room.done(act(id, MajorAct::StandDown, "Restored for everyone."), room.resolver);
    const Incident& incident = room.incident(id);
    EXPECT_EQ(incident.major, MajorState::StoodDown);
    EXPECT_EQ(incident.clock(ClockKind::Resolve)->due_at, kMorning + hours { 72 });
    EXPECT_EQ(incident.clock(ClockKind::NextUpdate)->due_at, room.now + hours { 24 });
    EXPECT_TRUE(room.state.bridges.find(BridgeId { "bridge-1" })->in_use_by.empty());
    EXPECT_EQ(room.refused(act(id, MajorAct::Ratify), room.manager).code, ErrorCode::Conflict);
}

TEST(RatifyMajorTest, ConfirmsADeclarationOnce)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(act(id, MajorAct::Ratify), room.manager);
    EXPECT_TRUE(room.incident(id).ratified);
    EXPECT_EQ(room.incident(id).declared_by, room.resolver.user);
    EXPECT_EQ(room.refused(act(id, MajorAct::Ratify), room.manager).code, ErrorCode::Conflict);
}

}
}
