// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "shared/wire/fields/fields_json.h"
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
    room.done(MoveWindow { .window = WindowId { planned.created } }, room.manager);
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

std::string text_of(const MajorMoved& moved)
{
    std::string text;
    FieldsWriter(text).object<AsFacts>(moved);
    FieldsWriter(text).object<AsText>(moved);
    return text;
}

TEST(DeclareMajorTest, IsRecordedWhole)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(act(id, MajorAct::Propose), room.colleague);
    room.pass(minutes { 1 });
    DecideMajor command = declaration(id);
    command.criterion = "all tills are down";
    command.reason = "Two shops.";
    command.bridge = BridgeId { "bridge-2" };
    const MajorMoved moved = entries_of<MajorMoved>(room.done(command, room.resolver)).at(0);
    MajorMoved expected;
    expected.incident = id;
    expected.from = MajorState::Proposed;
    expected.to = MajorState::Declared;
    expected.severity = IncidentSeverity::Sev1;
    expected.criterion = "all tills are down";
    expected.bridge = BridgeId { "bridge-2" };
    expected.fill_later = { "category", "impact", "personal_data", "security_relevant", "urgency" };
    expected.reason = "Two shops.";
    expected.clocks = moved.clocks;
    EXPECT_EQ(text_of(moved), text_of(expected));
    const Incident& incident = room.incident(id);
    EXPECT_EQ(incident.clock(ClockKind::Respond)->stopped_at, room.now);
    EXPECT_EQ(incident.clock(ClockKind::NextUpdate)->started_at, room.now);
    EXPECT_EQ(incident.clock(ClockKind::NextUpdate)->cycle, 1);
    EXPECT_EQ(incident.acknowledged_at, room.now);
}

TEST(DeclareMajorTest, AStatedSeverityReplacesTheKnownOne)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(ClassifyIncident { .incident = id, .severity = IncidentSeverity::Sev3 }, room.desk);
    room.done(declaration(id), room.resolver);
    EXPECT_EQ(room.incident(id).severity, IncidentSeverity::Sev1);
}

TEST(DeclareMajorTest, TriageThatWasDoneIsNotAskedForAgain)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(ClassifyIncident { .incident = id, .category = "network" }, room.desk);
    room.done(MoveIncident { .incident = id, .to = IncidentState::Triaged }, room.desk);
    const Decision decision = room.done(declaration(id), room.resolver);
    EXPECT_TRUE(room.incident(id).fill_later.empty());
    EXPECT_EQ(room.incident(id).state, IncidentState::Investigating);
    EXPECT_EQ(kinds_of(decision), (Texts { "incident.major_moved", "incident.duty_moved", "incident.moved" }));
}

TEST(DeclareMajorTest, LeavesWorkThatIsUnderWayAndItsOwner)
{
    for (const bool mitigated : { false, true }) {
        Room room;
        const IncidentId id = room.investigated();
        if (mitigated) {
            MoveIncident command { .incident = id, .to = IncidentState::Mitigated, .note = "rerouted" };
            command.mitigated_at = room.now;
            room.done(command, room.resolver);
        }
        const Decision decision = room.done(declaration(id), room.colleague);
        EXPECT_EQ(kinds_of(decision), (Texts { "incident.major_moved", "incident.duty_moved" }));
        EXPECT_EQ(room.incident(id).state, mitigated ? IncidentState::Mitigated : IncidentState::Investigating);
        EXPECT_EQ(room.incident(id).owner, room.resolver.user);
        EXPECT_EQ(room.incident(id).holder_of(Duty::IncidentCommander)->user, room.colleague.user);
        EXPECT_EQ(room.incident(id).holder_of(Duty::IncidentCommander)->since, room.now);
    }
}

TEST(DeclareMajorTest, WhatIsInReviewOrCancelledIsNotDeclaredNorProposed)
{
    Room room;
    const IncidentId id = room.investigated();
    room.done(ClassifyIncident { .incident = id, .security_relevant = true }, room.resolver);
    MoveIncident resolution = room.resolution(id);
    resolution.contained_at = room.now;
    room.done(resolution, room.resolver);
    EXPECT_EQ(room.refused(declaration(id), room.resolver).code, ErrorCode::Conflict);
    EXPECT_EQ(room.refused(act(id, MajorAct::Propose), room.resolver).code, ErrorCode::Conflict);
    const IncidentId resolved = room.investigated();
    room.done(room.resolution(resolved), room.resolver);
    EXPECT_EQ(room.refused(act(resolved, MajorAct::Propose), room.resolver).code, ErrorCode::Conflict);
}

TEST(DeclareMajorTest, KeepsTheBridgeItHasAndMayNameAnother)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(declaration(id), room.resolver);
    room.done(act(id, MajorAct::StandDown, "over"), room.resolver);
    // The first bridge is in use elsewhere meanwhile.
    const IncidentId other = room.declared();
    EXPECT_EQ(room.incident(other).bridge, BridgeId { "bridge-1" });
    room.done(declaration(id), room.resolver);
    EXPECT_EQ(room.incident(id).bridge, BridgeId { "bridge-2" });
    room.state.bridges.update(BridgeId { "bridge-1" }, [](Bridge& bridge) { bridge.in_use_by = IncidentId {}; });
    room.state.incidents.update(id, [](Incident& incident) { incident.major = MajorState::StoodDown; });
    room.done(declaration(id), room.resolver);
    EXPECT_EQ(room.incident(id).bridge, BridgeId { "bridge-2" }) << "it was still its own";
    room.state.incidents.update(id, [](Incident& incident) { incident.major = MajorState::StoodDown; });
    DecideMajor wanting = declaration(id);
    wanting.bridge = BridgeId { "bridge-2" };
    EXPECT_TRUE(room.when(wanting, room.resolver).ok()) << "what it has it may name";
    wanting.bridge = BridgeId { "nowhere" };
    EXPECT_EQ(room.refused(wanting, room.resolver).code, ErrorCode::Conflict);
}

TEST(DeclareMajorTest, LinksNeitherWhatIsOverNorWhatBelongsElsewhere)
{
    Room room;
    const auto report = [&](std::string name) {
        return AlertReport { .labels = { { "alertname", std::move(name) }, { "service", "shop" } },
            .started_at = room.now };
    };
    const auto id_of = [](const char* name) {
        return alert_id("site", { { "alertname", name }, { "service", "shop" } });
    };
    AlertReport over = report("Over");
    over.ended_at = room.now;
    room.done(ReportAlerts { .source = SourceId { "prometheus" },
                  .alerts = { report("Free"), report("Taken"), report("Freed"), over } },
        kSystem);
    room.done(LogIncident { .title = "other", .alerts = { id_of("Taken") } }, room.desk);
    const IncidentId closed {
        room.done(LogIncident { .title = "old", .alerts = { id_of("Freed") } }, room.desk).created
    };
    room.done(MoveIncident { .incident = closed, .to = IncidentState::Cancelled, .note = "x" }, room.manager);
    const IncidentId id = room.log_incident();
    std::vector<AlertId> expected { id_of("Free"), id_of("Freed") };
    std::sort(expected.begin(), expected.end());
    room.done(declaration(id), room.resolver);
    EXPECT_EQ(room.incident(id).alerts, expected);
}

TEST(DeclareMajorTest, LinksAHundredAlertsAtMost)
{
    Room room;
    std::vector<AlertReport> reports;
    for (int i = 0; i < 101; ++i) {
        reports.push_back(
            { .labels = { { "alertname", "A" + std::to_string(i) }, { "service", "shop" } }, .started_at = room.now });
    }
    room.done(ReportAlerts { .source = SourceId { "prometheus" }, .alerts = std::move(reports) }, kSystem);
    std::vector<AlertId> all;
    room.state.alerts.for_each([&](const AlertId& alert, const Alert&) { all.push_back(alert); });
    std::sort(all.begin(), all.end());
    all.pop_back();
    const IncidentId id = room.log_incident();
    room.done(declaration(id), room.resolver);
    EXPECT_EQ(room.incident(id).alerts, all);
}

TEST(DeclareMajorTest, AnUnknownServiceLinksNoAlerts)
{
    Room room;
    room.done(ReportAlerts { .source = SourceId { "prometheus" },
                  .alerts = { { .labels = { { "alertname", "X" } }, .started_at = room.now } } },
        kSystem);
    const IncidentId id { room.done(LogIncident { .title = "x", .services = { kUnknownService } }, room.desk).created };
    EXPECT_TRUE(entries_of<AlertLinked>(room.done(declaration(id), room.resolver)).empty());
}

TEST(DeclareMajorTest, AWindowThatCameAfterItBeganIsNoWarning)
{
    Room room;
    const Decision planned = room.done(PlanWindow { .title = "Switch",
                                           .services = { ServiceId { "shop" } },
                                           .from = room.now + minutes { 10 },
                                           .to = room.now + hours { 2 } },
        room.planner);
    room.done(MoveWindow { .window = WindowId { planned.created } }, room.manager);
    const IncidentId id = room.log_incident();
    room.pass(minutes { 20 });
    EXPECT_TRUE(entries_of<MajorMoved>(room.done(declaration(id), room.resolver)).at(0).began_in_window.empty());
}

TEST(MajorProposalTest, IsRecordedWhole)
{
    Room room;
    const IncidentId id = room.log_incident();
    DecideMajor command = act(id, MajorAct::Propose, "It spreads.");
    command.severity = IncidentSeverity::Sev2;
    MajorMoved expected;
    expected.incident = id;
    expected.to = MajorState::Proposed;
    expected.severity = IncidentSeverity::Sev2;
    expected.criterion = "proposer's judgement";
    expected.clocks = room.incident(id).clocks;
    expected.reason = "It spreads.";
    EXPECT_EQ(text_of(entries_of<MajorMoved>(room.done(command, room.colleague)).at(0)), text_of(expected));
    EXPECT_EQ(room.refused(declaration(id), room.maintainer).code, ErrorCode::Forbidden);
    expected.from = MajorState::Proposed;
    expected.to = MajorState::Rejected;
    expected.severity.reset();
    expected.reason = "One user only.";
    EXPECT_EQ(
        text_of(entries_of<MajorMoved>(room.done(act(id, MajorAct::Reject, "One user only."), room.manager)).at(0)),
        text_of(expected));
    command.criterion = "two sites";
    EXPECT_EQ(entries_of<MajorMoved>(room.done(command, room.colleague)).at(0).criterion, "two sites")
        << "what was rejected may be proposed again";
}

TEST(MajorProposalTest, ADeclaredMajorIsNotProposed)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(act(id, MajorAct::Propose), room.colleague).code, ErrorCode::Conflict);
    EXPECT_EQ(room.refused(act(id, MajorAct::Reject, "x"), room.manager).code, ErrorCode::Conflict);
}

TEST(StandDownMajorTest, IsForTheCommanderAmongThoseWhoHoldADuty)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(
        MoveDuty { .incident = id, .act = DutyRequest::Assign, .duty = Duty::Deputy, .user = room.colleague.user },
        room.resolver);
    EXPECT_EQ(room.refused(act(id, MajorAct::StandDown, "over"), room.colleague).code, ErrorCode::Forbidden);
    EXPECT_EQ(room.refused(act(id, MajorAct::StandDown, " "), room.manager).missing, (Texts { "reason" }));
    const MajorMoved moved
        = entries_of<MajorMoved>(room.done(act(id, MajorAct::StandDown, "Over."), room.manager)).at(0);
    EXPECT_EQ(moved.from, MajorState::Declared);
    EXPECT_EQ(moved.reason, "Over.");
    EXPECT_EQ(moved.criterion, "commander's judgement");
    EXPECT_EQ(room.refused(act(id, MajorAct::StandDown, "again"), room.manager).code, ErrorCode::Conflict);
}

TEST(StandDownMajorTest, LeavesTheClocksOfWhatIsResolved)
{
    Room room;
    const IncidentId id = room.declared();
    room.pass(minutes { 5 });
    room.done(room.resolution(id), room.resolver);
    const auto before = room.incident(id).clocks;
    room.pass(minutes { 5 });
    room.done(act(id, MajorAct::StandDown, "Over."), room.resolver);
    for (std::size_t i = 0; i < before.size(); ++i) {
        EXPECT_EQ(to_json_text(room.incident(id).clocks[i]), to_json_text(before[i]));
    }
}

TEST(StandDownMajorTest, EndsThePromiseOfUpdatesWhereThePriorityHasNone)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(ClassifyIncident { .incident = id, .impact = Level::Low, .urgency = Level::Medium }, room.resolver);
    room.pass(minutes { 16 });
    room.done(act(id, MajorAct::StandDown, "Over."), room.resolver);
    EXPECT_EQ(room.incident(id).clock(ClockKind::NextUpdate)->stopped_at, room.now);
    EXPECT_TRUE(room.incident(id).clock(ClockKind::NextUpdate)->breached);
    EXPECT_EQ(room.incident(id).clock(ClockKind::NextUpdate)->cycle, 1);
}

TEST(RatifyMajorTest, IsRecordedWhole)
{
    Room room;
    const IncidentId id = room.declared();
    MajorMoved expected;
    expected.incident = id;
    expected.from = MajorState::Declared;
    expected.to = MajorState::Declared;
    expected.criterion = "commander's judgement";
    expected.ratified = true;
    expected.clocks = room.incident(id).clocks;
    expected.fill_later = room.incident(id).fill_later;
    expected.reason = "Agreed.";
    EXPECT_EQ(text_of(entries_of<MajorMoved>(room.done(act(id, MajorAct::Ratify, "Agreed."), room.manager)).at(0)),
        text_of(expected));
    EXPECT_EQ(room.refused(act(room.log_incident(), MajorAct::Ratify), room.manager).code, ErrorCode::Conflict);
}

TEST(DecideMajorTest, ChecksWhatItIsGiven)
{
    Room room;
    const IncidentId id = room.log_incident();
    const auto taken = [&](auto change) {
        DecideMajor command = declaration(id);
        change(command);
        return room.when(command, room.resolver).ok();
    };
    EXPECT_TRUE(taken([](auto& c) { c.criterion = std::string(64, 'x'); }));
    EXPECT_FALSE(taken([](auto& c) { c.criterion = std::string(65, 'x'); }));
    EXPECT_TRUE(taken([](auto& c) { c.criterion = "A/2 two sites down - 15 min."; }));
    EXPECT_FALSE(taken([](auto& c) { c.criterion = "Jane Doe of ward 7 died; her family knows"; }));
    EXPECT_TRUE(taken([](auto& c) { c.reason = std::string(15'999, 'x') + "\n"; }));
    EXPECT_FALSE(taken([](auto& c) { c.reason = std::string(16'001, 'x'); }));
    EXPECT_TRUE(taken([&](auto& c) { c.version = room.incident(id).version; }));
    EXPECT_FALSE(taken([&](auto& c) { c.version = room.incident(id).version - 1; }));
    EXPECT_FALSE(taken([&](auto& c) { c.version = room.incident(id).version + 1; }));
}

}
}
