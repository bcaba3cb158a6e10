// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

#include <map>

namespace watchfloor {
namespace {

using S = IncidentState;

MoveIncident move(const IncidentId& id, S to, std::string note = "because")
{
    return MoveIncident { .incident = id, .to = to, .note = std::move(note) };
}

MoveIncident hold(const Room& room, const IncidentId& id)
{
    MoveIncident command = move(id, S::OnHold, "Ada answers tomorrow.");
    command.hold_reason = HoldReason::AwaitingUser;
    command.resume_review_at = room.now + hours { 20 };
    return command;
}

MoveIncident mitigate(const Room& room, const IncidentId& id)
{
    MoveIncident command = move(id, S::Mitigated, "Traffic goes to the second site; checked.");
    command.mitigated_at = room.now;
    return command;
}

IncidentId triaged(Room& room)
{
    const IncidentId id = room.log_incident();
    room.done(ClassifyIncident { .incident = id, .category = "network" }, room.desk);
    room.done(move(id, S::Triaged), room.desk);
    return id;
}

IncidentId in_state(Room& room, S state)
{
    const IncidentId id = state == S::New || state == S::Cancelled ? room.log_incident()
        : state == S::Triaged                                      ? triaged(room)
                                                                   : room.investigated();
    if (state == S::OnHold) {
        room.done(hold(room, id), room.resolver);
    } else if (state == S::Mitigated) {
        room.done(mitigate(room, id), room.resolver);
    } else if (state == S::Cancelled) {
        room.done(move(id, S::Cancelled), room.manager);
    } else if (state == S::InReview) {
        room.done(ClassifyIncident { .incident = id, .security_relevant = true }, room.resolver);
        MoveIncident resolution = room.resolution(id);
        resolution.contained_at = room.now;
        room.done(resolution, room.resolver);
    } else if (state == S::Resolved || state == S::Closed) {
        room.done(room.resolution(id), room.resolver);
    }
    if (state == S::Closed) {
        room.done(ClassifyIncident { .incident = id,
                      .category = "network",
                      .impact = Level::Low,
                      .urgency = Level::Low,
                      .security_relevant = false,
                      .personal_data = PersonalData::No },
            room.resolver);
        MoveIncident closing = move(id, S::Closed);
        closing.user_confirmed = true;
        room.done(closing, room.desk);
    }
    EXPECT_EQ(room.incident(id).state, state);
    return id;
}

// Every move there is, for somebody with every part: any other move is a Conflict.
TEST(IncidentLifecycleTest, AllowsExactlyTheTable)
{
    const std::map<S, std::vector<S>> table {
        { S::New, { S::Triaged, S::Investigating, S::Cancelled } },
        { S::Triaged, { S::Investigating, S::Cancelled } },
        { S::Investigating, { S::OnHold, S::Mitigated, S::Resolved } },
        { S::OnHold, { S::Investigating } },
        { S::Mitigated, { S::Investigating, S::Resolved } },
        { S::Resolved, { S::Investigating, S::Closed } },
        { S::InReview, { S::Investigating, S::Closed } },
        { S::Closed, {} },
        { S::Cancelled, {} },
    };
    for (const auto& row : table) {
        Room room;
        const IncidentId id = in_state(room, row.first);
        const Actor everyone
            = actor("resolver", { SystemRole::ServiceDesk, SystemRole::Resolver, SystemRole::IncidentManager });
        for (std::size_t i = 0; i < EnumTexts<S>::texts.size(); ++i) {
            const auto to = static_cast<S>(i);
            const auto decision = room.when(MoveIncident { .incident = id, .to = to }, everyone);
            const bool in_table = std::find(row.second.begin(), row.second.end(), to) != row.second.end();
            const bool refused = !decision.ok() && decision.error().code == ErrorCode::Conflict;
            EXPECT_EQ(!refused, in_table) << to_string(row.first) << " to " << to_string(to);
        }
    }
}

TEST(IncidentLifecycleTest, OnlyOwnerAndCommanderMitigate)
{
    Room room;
    const IncidentId id = room.investigated();
    EXPECT_EQ(room.refused(mitigate(room, id), room.colleague).code, ErrorCode::Forbidden);
    EXPECT_EQ(room.refused(mitigate(room, id), room.manager).code, ErrorCode::Forbidden);
    room.done(MoveDuty { .incident = id, .act = DutyRequest::Take, .duty = Duty::IncidentCommander }, room.colleague);
    room.done(mitigate(room, id), room.colleague);
    EXPECT_EQ(room.incident(id).mitigated_at, room.now);
}

TEST(IncidentLifecycleTest, OnlyTheCommanderResolvesADeclaredIncident)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(MoveIncident { .incident = id, .to = S::Investigating }, room.resolver);
    room.done(
        DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 }, room.colleague);
    EXPECT_EQ(room.refused(room.resolution(id), room.resolver).code, ErrorCode::Forbidden);
    room.done(room.resolution(id), room.colleague);
}

TEST(IncidentLifecycleTest, HumanMovesAcknowledgeAndTakeOwnership)
{
    Room room;
    const IncidentId id = room.log_incident();
    const Decision decision = room.done(move(id, S::Investigating), room.resolver);
    EXPECT_EQ(kinds_of(decision), (Texts { "incident.acknowledged", "incident.moved" }));
    EXPECT_EQ(room.incident(id).owner, room.resolver.user);
    EXPECT_EQ(room.incident(id).acknowledged_at, room.now);
    EXPECT_EQ(room.incident(id).fill_later,
        (Texts { "category", "impact", "personal_data", "security_relevant", "urgency" }));
}

TEST(IncidentLifecycleTest, AcknowledgementIsTheFirstOneOnly)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.pass(minutes { 1 });
    room.done(MoveIncident { .incident = id, .acknowledge = true }, actor("boss", { SystemRole::Executive }));
    EXPECT_EQ(room.incident(id).acknowledged_at, room.now);
    EXPECT_EQ(room.incident(id).state, S::New);
    EXPECT_EQ(
        room.refused(MoveIncident { .incident = id, .acknowledge = true }, room.resolver).code, ErrorCode::Conflict);
    EXPECT_EQ(room.refused(MoveIncident { .incident = id }, room.resolver).code, ErrorCode::Malformed);
}

TEST(IncidentLifecycleTest, StaleVersionIsAConflict)
{
    Room room;
    const IncidentId id = room.log_incident();
    MoveIncident command = move(id, S::Investigating);
    command.version = room.incident(id).version;
    room.done(AddNote { .incident = id, .text = "meanwhile" }, room.desk);
    EXPECT_EQ(room.refused(command, room.resolver).code, ErrorCode::Conflict);
    command.version = room.incident(id).version;
    room.done(command, room.resolver);
}

TEST(IncidentLifecycleTest, UnknownAndRestrictedIncidentsDoNotExist)
{
    Room room;
    room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager);
    const Error unknown = room.refused(move(IncidentId { "SEC-9" }, S::Investigating), room.resolver);
    const Error restricted = room.refused(move(IncidentId { "SEC-1" }, S::Investigating), room.resolver);
    EXPECT_EQ(unknown.code, ErrorCode::NotFound);
    EXPECT_EQ(restricted.code, ErrorCode::NotFound);
    EXPECT_EQ(unknown.message, "Incident SEC-9 does not exist; check its id.");
    EXPECT_EQ(restricted.message, "Incident SEC-1 does not exist; check its id.");
    room.done(move(IncidentId { "SEC-1" }, S::Investigating), room.manager);
}

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
        { "mitigate", S::Investigating, { .to = S::Mitigated }, sample.resolver, { "mitigated_at", "note" } },
        { "regress", S::Mitigated, { .to = S::Investigating }, sample.resolver, { "note" } },
        { "resolve", S::Investigating, { .to = S::Resolved }, sample.resolver,
            { "evidence_preserved", "note", "problem_reference", "resolution_code", "restored_at" } },
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

TEST(IncidentLifecycleTest, HoldPausesForTheCustomerAndNotForASupplier)
{
    for (const HoldReason reason : { HoldReason::AwaitingUser, HoldReason::AwaitingSupplier }) {
        Room room;
        const IncidentId id = room.investigated();
        const Timestamp due = room.incident(id).clock(ClockKind::Resolve)->due_at;
        MoveIncident command = hold(room, id);
        command.hold_reason = reason;
        room.done(command, room.resolver);
        room.pass(hours { 2 });
        room.done(move(id, S::Investigating), room.resolver);
        const Millis gained = room.incident(id).clock(ClockKind::Resolve)->due_at - due;
        EXPECT_EQ(gained, reason == HoldReason::AwaitingUser ? Millis { hours { 2 } } : Millis { 0 });
        EXPECT_FALSE(room.incident(id).hold_reason.has_value());
    }
}

TEST(IncidentLifecycleTest, HoldIsRefusedWhileDeclaredAndForPastReviews)
{
    Room room;
    const IncidentId major = room.declared();
    EXPECT_EQ(room.refused(hold(room, major), room.resolver).code, ErrorCode::Conflict);
    const IncidentId minor = room.investigated();
    MoveIncident command = hold(room, minor);
    command.resume_review_at = room.now;
    EXPECT_EQ(room.refused(command, room.resolver).code, ErrorCode::Malformed);
}

TEST(IncidentLifecycleTest, TheTimerMayEndAHold)
{
    Room room;
    const IncidentId id = in_state(room, S::OnHold);
    room.done(move(id, S::Investigating, "The review date has come."), kSystem);
    EXPECT_EQ(room.incident(id).state, S::Investigating);
    EXPECT_EQ(room.incident(id).owner, room.resolver.user);
}

TEST(IncidentLifecycleTest, ReopeningExcludesTheGapAndCounts)
{
    Room room;
    const IncidentId id = in_state(room, S::Resolved);
    const Timestamp due = room.incident(id).clock(ClockKind::Resolve)->due_at;
    room.pass(hours { 3 });
    EXPECT_EQ(room.refused(move(id, S::Investigating), room.colleague).code, ErrorCode::Forbidden);
    room.done(move(id, S::Investigating), room.desk);
    const Incident& incident = room.incident(id);
    EXPECT_EQ(incident.reopen_count, 1);
    EXPECT_FALSE(incident.resolved_at.has_value());
    EXPECT_FALSE(incident.restored_at.has_value());
    EXPECT_EQ(incident.clock(ClockKind::Resolve)->due_at, due + hours { 3 });
}

TEST(IncidentLifecycleTest, ReopeningEndsAfterFiveBusinessDays)
{
    Room room;
    const IncidentId id = in_state(room, S::Resolved);
    room.pass(hours { 7 * 24 });
    room.done(AddNote { .incident = id, .text = "still in time" }, room.desk);
    EXPECT_TRUE(room.when(move(id, S::Investigating), room.desk).ok());
    room.pass(Millis { 1 });
    EXPECT_EQ(room.refused(move(id, S::Investigating), room.desk).code, ErrorCode::Conflict);
}

TEST(IncidentLifecycleTest, MajorsAndSecurityIncidentsGoThroughReview)
{
    Room room;
    const IncidentId id = room.declared();
    const Decision decision = room.done(room.resolution(id), room.resolver);
    EXPECT_EQ(kinds_of(decision), (Texts { "incident.moved", "incident.moved" }));
    EXPECT_EQ(room.incident(id).state, S::InReview);
    EXPECT_EQ(room.incident(id).resolved_at, room.now);
    MoveIncident closing = move(id, S::Closed);
    const Error error = room.refused(closing, room.manager);
    EXPECT_NE(std::find(error.missing.begin(), error.missing.end(), "stand_down"), error.missing.end());
}

TEST(IncidentLifecycleTest, ClosingAReviewNeedsASecondPerson)
{
    Room room;
    const Actor both = actor("manager", { SystemRole::IncidentManager });
    const IncidentId id = room.log_incident();
    room.done(ClassifyIncident { .incident = id, .category = "network" }, room.desk);
    room.done(move(id, S::Triaged), room.desk);
    room.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev2 }, both);
    room.done(room.resolution(id), both);
    room.done(DecideMajor { .incident = id, .act = MajorAct::StandDown, .reason = "Over." }, both);
    EXPECT_EQ(room.refused(move(id, S::Closed), both).code, ErrorCode::Forbidden);
    room.done(move(id, S::Closed, "Reviewed."), actor("second", { SystemRole::IncidentManager }));
    EXPECT_EQ(room.incident(id).closed_at, room.now);
    EXPECT_TRUE(room.state.bridges.find(BridgeId { "bridge-1" })->in_use_by.empty());
}

TEST(IncidentLifecycleTest, SilenceOfUsersClosesAfterTheReopenTime)
{
    Room room;
    const IncidentId id = in_state(room, S::Resolved);
    room.done(ClassifyIncident { .incident = id,
                  .category = "network",
                  .impact = Level::Low,
                  .urgency = Level::Low,
                  .security_relevant = false,
                  .personal_data = PersonalData::No },
        room.desk);
    EXPECT_EQ(room.refused(move(id, S::Closed), room.desk).missing, (Texts { "user_confirmed" }));
    room.pass(hours { 8 * 24 });
    room.done(move(id, S::Closed), room.desk);
}

TEST(IncidentLifecycleTest, OwnersMustExistAndBeEnabled)
{
    Room room;
    const IncidentId id = room.log_incident();
    MoveIncident command = move(id, S::Investigating);
    command.owner = UserId { "nobody" };
    EXPECT_EQ(room.refused(command, room.manager).code, ErrorCode::Malformed);
    command.owner = room.colleague.user;
    room.done(command, room.manager);
    EXPECT_EQ(room.incident(id).owner, room.colleague.user);
}

}
}
