// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/fields/fields_json.h"
#include "tests/support/incident_moves.h"

namespace watchfloor {
namespace {

using S = IncidentState;

struct GateCase {
    const char* what;
    S from;
    MoveIncident command;
    Actor by;
    Texts missing;
};

TEST(IncidentLifecycleTest, GatesNameWhatIsMissing)
{
    const Room sample;
    const std::vector<GateCase> cases {
        { "triage", S::New, { .to = S::Triaged }, sample.desk, { "category" } },
        { "hold", S::Investigating, { .to = S::OnHold }, sample.resolver,
            { "hold_reason", "note", "resume_review_at" } },
        { "resume", S::OnHold, { .to = S::Investigating }, sample.resolver, { "note" } },
        { "mitigate", S::Investigating, { .to = S::Mitigated }, sample.resolver, { "note" } },
        { "regress", S::Mitigated, { .to = S::Investigating }, sample.resolver, { "note" } },
        { "resolve", S::Investigating, { .to = S::Resolved }, sample.resolver,
            { "note", "problem_reference", "resolution_code" } },
        { "reopen", S::Resolved, { .to = S::Investigating }, sample.manager, { "note" } },
        { "close", S::Resolved, { .to = S::Closed }, sample.desk,
            { "category", "impact", "personal_data", "security_relevant", "urgency", "user_confirmed" } },
        { "cancel", S::New, { .to = S::Cancelled }, sample.manager, { "note" } },
    };
    for (const GateCase& c : cases) {
        Room room;
        MoveIncident command = c.command;
        command.incident = in_state(room, c.from);
        const Error error = room.refused(command, c.by);
        EXPECT_EQ(error.code, ErrorCode::GateNotMet) << c.what;
        EXPECT_EQ(error.missing, c.missing) << c.what;
    }
}

TEST(IncidentLifecycleTest, WhatNobodyDatesHappensNow)
{
    Room room;
    const IncidentId id = room.investigated();
    room.pass(minutes { 7 });
    room.done(move(id, S::Mitigated, "Traffic goes to the second site."), room.resolver);
    EXPECT_EQ(room.incident(id).mitigated_at, room.now);
    room.pass(minutes { 9 });
    MoveIncident resolution = room.resolution(id);
    resolution.restored_at.reset();
    room.done(resolution, room.resolver);
    EXPECT_EQ(room.incident(id).restored_at, room.now);
    EXPECT_NE(room.incident(id).mitigated_at, room.now);
}

TEST(IncidentLifecycleTest, TriageNeedsAServiceThatIsKnown)
{
    Room room;
    const IncidentId id {
        room.done(LogIncident { .title = "x", .services = { kUnknownService }, .category = "network" }, room.desk)
            .created
    };
    EXPECT_EQ(room.refused(move(id, S::Triaged), room.desk).missing, (Texts { "services" }));
}

TEST(IncidentLifecycleTest, OpenContainmentTasksHoldUpResolution)
{
    Room room;
    const IncidentId id = room.investigated();
    room.done(SetTask { .incident = id, .title = "Isolate the node", .containment = true }, room.resolver);
    room.done(SetTask { .incident = id, .title = "Write to the users" }, room.resolver);
    EXPECT_EQ(room.refused(room.resolution(id), room.resolver).missing, (Texts { "containment task INC-1/T-1" }));
    room.done(SetTask { .incident = id, .task = TaskId { "INC-1/T-1" }, .state = TaskState::Done }, room.resolver);
    room.done(room.resolution(id), room.resolver);
}

TEST(IncidentLifecycleTest, SecurityIncidentsAreContainedBeforeTheyAreResolved)
{
    Room room;
    const IncidentId id = room.investigated();
    room.done(ClassifyIncident { .incident = id, .security_relevant = true }, room.resolver);
    EXPECT_EQ(room.refused(room.resolution(id), room.resolver).missing, (Texts { "contained_at" }));
    MoveIncident unanswered = room.resolution(id);
    unanswered.contained_at = room.now;
    unanswered.evidence_preserved.reset();
    EXPECT_EQ(room.refused(unanswered, room.resolver).missing, (Texts { "evidence_preserved" }));
}

TEST(IncidentLifecycleTest, ResolutionStopsClocksAtRestoration)
{
    Room room;
    const IncidentId id = room.investigated();
    room.pass(hours { 2 });
    MoveIncident command = room.resolution(id);
    command.restored_at = room.now - hours { 1 };
    room.done(command, room.resolver);
    const Incident& incident = room.incident(id);
    EXPECT_EQ(incident.clock(ClockKind::Resolve)->stopped_at, room.now - hours { 1 });
    EXPECT_EQ(incident.clock(ClockKind::NextUpdate)->stopped_at, room.now);
    EXPECT_EQ(incident.resolved_at, room.now);
    EXPECT_EQ(incident.state, S::Resolved);
}

TEST(IncidentLifecycleTest, MilestonesMustBeInOrder)
{
    Room room;
    const IncidentId id = room.investigated();
    room.pass(hours { 1 });
    room.done(mitigate(room, id), room.resolver);
    room.pass(hours { 1 });
    const auto with_restoration = [&](Timestamp at) {
        MoveIncident command = room.resolution(id);
        command.restored_at = at;
        return command;
    };
    EXPECT_EQ(room.refused(with_restoration(kMorning - minutes { 1 }), room.resolver).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(with_restoration(kMorning + minutes { 30 }), room.resolver).code, ErrorCode::Malformed)
        << "before mitigation";
    EXPECT_EQ(room.refused(with_restoration(room.now + minutes { 2 }), room.resolver).code, ErrorCode::Malformed)
        << "in the future";
    room.done(with_restoration(room.now), room.resolver);
}

TEST(IncidentLifecycleTest, NothingIsRestoredBeforeItWasDetected)
{
    Room room;
    const IncidentId id { room.done(LogIncident { .title = "x",
                                        .started_at = room.now - hours { 2 },
                                        .detected_at = room.now - hours { 1 } },
                                  room.desk)
                              .created };
    room.done(move(id, S::Investigating), room.resolver);
    MoveIncident command = room.resolution(id);
    command.restored_at = room.now - minutes { 90 };
    EXPECT_EQ(room.refused(command, room.resolver).code, ErrorCode::Malformed);
}

TEST(IncidentLifecycleTest, MilestonesMayBeAtTheirBoundsAndNotBeyond)
{
    struct Case {
        const char* what;
        std::optional<Timestamp> mitigated;
        std::optional<Timestamp> contained;
        Timestamp restored;
        bool taken;
    };
    const Timestamp now = kMorning + hours { 3 };
    const Timestamp started = kMorning - hours { 2 };
    const Timestamp detected = kMorning - hours { 1 };
    const Millis one { 1 };
    const std::vector<Case> cases {
        { "restored when it was detected", {}, {}, detected, true },
        { "restored before it was detected", {}, {}, detected - one, false },
        { "restored in a moment", {}, {}, now + kFutureSlack, true },
        { "restored in the future", {}, {}, now + kFutureSlack + one, false },
        { "mitigated when it began", started, {}, now, true },
        { "mitigated before it began", started - one, {}, now, false },
        { "mitigated when restored", now, {}, now, true },
        { "mitigated after it was restored", now + one, {}, now, false },
        { "contained when it began", {}, started, now, true },
        { "contained before it began", {}, started - one, now, false },
        { "contained when restored", {}, now, now, true },
        { "contained after it was restored", {}, now + one, now, false },
    };
    for (const Case& c : cases) {
        Room room;
        const IncidentId id {
            room.done(LogIncident { .title = "x", .started_at = started, .detected_at = detected }, room.desk).created
        };
        room.done(move(id, S::Investigating), room.resolver);
        room.pass(hours { 3 });
        MoveIncident command = room.resolution(id);
        command.mitigated_at = c.mitigated;
        command.contained_at = c.contained;
        command.restored_at = c.restored;
        const auto decision = room.when(command, room.resolver);
        EXPECT_EQ(decision.ok(), c.taken) << c.what;
        if (!c.taken && !decision.ok()) {
            EXPECT_EQ(decision.error().code, ErrorCode::Malformed) << c.what;
        }
    }
}

TEST(IncidentLifecycleTest, AKnownMilestoneCountsUntilAnotherIsStatedOrItRegressed)
{
    Room room;
    const IncidentId id = room.investigated();
    room.pass(hours { 1 });
    MoveIncident mitigation = mitigate(room, id);
    mitigation.contained_at = room.now;
    room.done(mitigation, room.resolver);
    room.pass(hours { 1 });
    MoveIncident early = room.resolution(id);
    early.restored_at = kMorning + minutes { 30 };
    EXPECT_EQ(room.refused(early, room.resolver).code, ErrorCode::Malformed);
    early.mitigated_at = kMorning + minutes { 30 };
    EXPECT_EQ(room.refused(early, room.resolver).code, ErrorCode::Malformed) << "contained later still";
    early.contained_at = kMorning + minutes { 30 };
    EXPECT_TRUE(room.when(early, room.resolver).ok());
    room.done(room.resolution(id), room.resolver);
    room.done(move(id, S::Investigating), room.manager);
    MoveIncident again = room.resolution(id);
    again.restored_at = kMorning + minutes { 30 };
    EXPECT_TRUE(room.when(again, room.resolver).ok()) << "reopened: the milestones are those of before";
}

TEST(IncidentLifecycleTest, AMitigationIsPlacedWhereItHappened)
{
    Room room;
    const IncidentId id = room.investigated();
    room.pass(hours { 1 });
    MoveIncident command = mitigate(room, id);
    command.mitigated_at = room.now + kFutureSlack + Millis { 1 };
    EXPECT_EQ(room.refused(command, room.resolver).code, ErrorCode::Malformed);
    command.mitigated_at = room.now + kFutureSlack;
    command.contained_at = room.now + kFutureSlack + Millis { 1 };
    EXPECT_EQ(room.refused(command, room.resolver).code, ErrorCode::Malformed);
    command.contained_at = room.now + kFutureSlack;
    EXPECT_TRUE(room.when(command, room.resolver).ok());
    command.mitigated_at = kMorning + minutes { 10 };
    EXPECT_EQ(room.done(command, room.resolver).entries.at(0).occurred_at, kMorning + minutes { 10 });
    EXPECT_EQ(room.done(move(id, S::Investigating), room.resolver).entries.at(0).occurred_at, room.now);
}

TEST(IncidentLifecycleTest, AResolutionIsRecordedWhole)
{
    Room room;
    const IncidentId id = room.declared();
    room.pass(hours { 1 });
    MoveIncident command = room.resolution(id);
    command.mitigated_at = kMorning + minutes { 20 };
    command.contained_at = kMorning + minutes { 25 };
    command.restored_at = kMorning + minutes { 30 };
    command.user_confirmed = true;
    const Incident before = room.incident(id);
    const auto moves = entries_of<IncidentMoved>(room.done(command, room.resolver));
    ASSERT_EQ(moves.size(), 2U);
    IncidentMoved expected;
    expected.incident = id;
    expected.from = S::Investigating;
    expected.to = S::Resolved;
    expected.owner = room.resolver.user;
    expected.mitigated_at = command.mitigated_at;
    expected.contained_at = command.contained_at;
    expected.restored_at = command.restored_at;
    expected.resolved_at = room.now;
    expected.resolution_code = "failover";
    expected.problem_reference = "PRB-7";
    expected.evidence_preserved = true;
    expected.user_confirmed = true;
    expected.fill_later = before.fill_later;
    expected.note = "Failed over to the second node.";
    expected.clocks = before.clocks;
    for (TargetClock& clock : expected.clocks) {
        if (clock.kind == ClockKind::Resolve) {
            clock.stopped_at = command.restored_at;
        } else if (clock.kind == ClockKind::NextUpdate) {
            clock.stopped_at = room.now;
            clock.breached = true; // due after a quarter of an hour
        }
    }
    const auto text_of = [](const IncidentMoved& moved) {
        std::string text;
        FieldsWriter(text).object<AsFacts>(moved);
        FieldsWriter(text).object<AsText>(moved);
        return text;
    };
    EXPECT_EQ(text_of(moves[0]), text_of(expected));
    expected.from = S::Resolved;
    expected.to = S::InReview;
    expected.note.clear();
    EXPECT_EQ(text_of(moves[1]), text_of(expected));
    EXPECT_EQ(room.incident(id).clock(ClockKind::Respond)->stopped_at, kMorning) << "when it was declared";
}

}
}
