// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "shared/wire/fields/fields_json.h"
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

// Who moves what, written out apart from the table it checks. Everybody below may act on incidents by
// their role, so that a refusal comes from the transition alone.
struct Movers {
    S from;
    S to;
    std::vector<std::string> parts;
};

TEST(IncidentLifecycleTest, EachMoveIsForThePartsOfItsRowAlone)
{
    const std::vector<Movers> table {
        { S::New, S::Triaged, { "desk", "resolver", "manager" } },
        { S::New, S::Investigating, { "resolver", "manager" } },
        { S::Triaged, S::Investigating, { "resolver", "manager" } },
        { S::Investigating, S::OnHold, { "owner", "manager" } },
        { S::OnHold, S::Investigating, { "owner", "manager", "system" } },
        { S::Investigating, S::Mitigated, { "owner", "commander" } },
        { S::Mitigated, S::Investigating, { "owner", "commander" } },
        { S::Investigating, S::Resolved, { "owner" } },
        { S::Mitigated, S::Resolved, { "owner" } },
        { S::Resolved, S::Investigating, { "desk", "commander", "manager" } },
        { S::InReview, S::Investigating, { "desk", "commander", "manager" } },
        { S::Resolved, S::Closed, { "desk", "manager" } },
        { S::InReview, S::Closed, { "manager" } },
        { S::New, S::Cancelled, { "manager" } },
        { S::Triaged, S::Cancelled, { "manager" } },
    };
    for (const Movers& row : table) {
        Room room;
        const IncidentId id = in_state(room, row.from);
        room.state.incidents.update(id, [&](Incident& incident) {
            incident.owner = UserId { "o" };
            incident.duties = { { .duty = Duty::IncidentCommander, .user = UserId { "c" } },
                { .duty = Duty::Deputy, .user = UserId { "deputy" } } };
        });
        const auto allowed = [&](const Actor& by) {
            const auto decision = room.when(MoveIncident { .incident = id, .to = row.to }, by);
            return decision.ok() || decision.error().code != ErrorCode::Forbidden;
        };
        const auto listed = [&](const std::string& part) {
            return std::find(row.parts.begin(), row.parts.end(), part) != row.parts.end();
        };
        const std::string what = std::string(to_string(row.from)) + " to " + std::string(to_string(row.to));
        for (const auto& [role, part] :
            { std::pair { SystemRole::ServiceDesk, "desk" }, std::pair { SystemRole::Resolver, "resolver" },
                std::pair { SystemRole::IncidentManager, "manager" } }) {
            EXPECT_EQ(allowed(actor("x", { role })), listed(part)) << what << " by " << part;
            EXPECT_EQ(allowed(actor("deputy", { role })), listed(part)) << what << " by a deputy, " << part;
            if (row.to != S::Closed && (row.to != S::Cancelled || role == SystemRole::IncidentManager)) {
                EXPECT_EQ(allowed(actor("o", { role })), listed(part) || listed("owner")) << what << " by its owner";
                EXPECT_EQ(allowed(actor("c", { role })), listed(part) || listed("commander"))
                    << what << " by its commander";
            }
        }
        EXPECT_EQ(allowed(kSystem), listed("system")) << what << " by a timer";
    }
}

TEST(IncidentLifecycleTest, NobodyOwnsAnIncidentWithoutAnOwner)
{
    Room room;
    const IncidentId id = room.investigated();
    room.state.incidents.update(id, [](Incident& incident) { incident.owner = UserId {}; });
    EXPECT_EQ(room.refused(room.resolution(id), actor("", { SystemRole::Resolver })).code, ErrorCode::Forbidden);
}

TEST(IncidentLifecycleTest, RefusalsNameWhoMayAndWhereItCanGo)
{
    Room room;
    const IncidentId id = room.investigated();
    EXPECT_EQ(room.refused(mitigate(room, id), room.colleague).message,
        "Ask its owner or its commander to move INC-1 to mitigated.");
    EXPECT_EQ(room.refused(move(id, S::Closed), room.desk).message,
        "INC-1 is investigating and cannot become closed; from here it can become: on hold, mitigated, resolved.");
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

TEST(IncidentLifecycleTest, ReviewedAreMajorsP1AndSecurityIncidentsAlone)
{
    const auto state_after = [](auto prepare) {
        Room room;
        const IncidentId id = room.investigated();
        prepare(room, id);
        MoveIncident command = room.resolution(id);
        command.contained_at = room.now;
        room.done(command, room.resolver);
        return room.incident(id).state;
    };
    EXPECT_EQ(state_after([](Room&, const IncidentId&) {}), S::Resolved);
    EXPECT_EQ(state_after([](Room& room, const IncidentId& id) {
        room.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
            room.resolver);
        room.done(DecideMajor { .incident = id, .act = MajorAct::StandDown, .reason = "Over." }, room.resolver);
    }),
        S::InReview);
    EXPECT_EQ(state_after([](Room& room, const IncidentId& id) {
        room.done(ClassifyIncident { .incident = id, .impact = Level::High, .urgency = Level::High }, room.resolver);
    }),
        S::InReview);
    EXPECT_EQ(state_after([](Room& room, const IncidentId& id) {
        room.done(ClassifyIncident { .incident = id, .impact = Level::High, .urgency = Level::Medium }, room.resolver);
    }),
        S::Resolved);
    EXPECT_EQ(state_after([](Room& room, const IncidentId& id) {
        room.done(ClassifyIncident { .incident = id, .security_relevant = true }, room.resolver);
    }),
        S::InReview);
}

TEST(IncidentLifecycleTest, TheOwnerResolvesAMajorThatWasStoodDown)
{
    Room room;
    const IncidentId id = room.investigated();
    room.done(
        DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 }, room.colleague);
    room.done(DecideMajor { .incident = id, .act = MajorAct::StandDown, .reason = "Over." }, room.colleague);
    EXPECT_EQ(room.refused(room.resolution(id), room.colleague).code, ErrorCode::Forbidden);
    room.done(room.resolution(id), room.resolver);
}

TEST(IncidentLifecycleTest, ATimerAcknowledgesNothing)
{
    Room room;
    const IncidentId id = in_state(room, S::OnHold);
    room.state.incidents.update(id, [](Incident& incident) { incident.acknowledged_at.reset(); });
    EXPECT_EQ(kinds_of(room.done(move(id, S::Investigating), kSystem)), (Texts { "incident.moved" }));
    EXPECT_FALSE(room.incident(id).acknowledged_at.has_value());
}

TEST(IncidentLifecycleTest, WhatNeedsAReviewIsNotClosedFromResolved)
{
    Room room;
    const IncidentId id = in_state(room, S::Resolved);
    room.done(ClassifyIncident { .incident = id, .security_relevant = true }, room.resolver);
    MoveIncident closing = move(id, S::Closed);
    closing.user_confirmed = true;
    EXPECT_EQ(room.refused(closing, room.manager).code, ErrorCode::Conflict);
}

TEST(IncidentLifecycleTest, WhoCommandedDoesNotCloseAfterAReview)
{
    Room room;
    const IncidentId id = in_state(room, S::InReview);
    room.state.incidents.update(id, [](Incident& incident) {
        incident.owner = UserId { "owner" };
        incident.duties = { { .duty = Duty::IncidentCommander, .user = UserId { "commander" } },
            { .duty = Duty::Scribe, .user = UserId { "scribe" } } };
    });
    const auto manager = [](const char* user) { return actor(user, { SystemRole::IncidentManager }); };
    EXPECT_EQ(room.refused(move(id, S::Closed), manager("owner")).code, ErrorCode::GateNotMet);
    EXPECT_EQ(room.refused(move(id, S::Closed), manager("commander")).code, ErrorCode::Forbidden);
    EXPECT_EQ(room.refused(move(id, S::Closed), manager("scribe")).code, ErrorCode::GateNotMet);
    EXPECT_EQ(room.refused(move(id, S::Closed, " "), manager("second")).missing,
        (Texts { "category", "impact", "personal_data", "urgency", "note" }));
    room.state.incidents.update(id, [](Incident& incident) {
        incident.fill_later.clear();
        incident.duties.clear();
    });
    EXPECT_EQ(room.refused(move(id, S::Closed), manager("owner")).code, ErrorCode::Forbidden) << "nobody commanded";
    room.done(move(id, S::Closed), manager("second"));
    EXPECT_EQ(room.incident(id).state, S::Closed);
}

TEST(IncidentLifecycleTest, AnOwnerMayCloseWhatNeedsNoReview)
{
    Room room;
    const IncidentId id = in_state(room, S::Resolved);
    room.state.incidents.update(id, [&](Incident& incident) {
        incident.owner = room.manager.user;
        incident.fill_later.clear();
    });
    MoveIncident closing = move(id, S::Closed, "");
    closing.user_confirmed = true;
    room.done(closing, room.manager);
    EXPECT_EQ(room.incident(id).closed_at, room.now);
}

TEST(IncidentLifecycleTest, TheTimeToObjectEndsWhereTheTimeToReopenDoes)
{
    Room room;
    const IncidentId id = in_state(room, S::Resolved);
    room.state.incidents.update(id, [](Incident& incident) { incident.fill_later.clear(); });
    room.pass(hours { 7 * 24 });
    EXPECT_EQ(room.refused(move(id, S::Closed), room.desk).missing, (Texts { "user_confirmed" }));
    EXPECT_TRUE(room.when(move(id, S::Investigating), room.desk).ok());
    room.pass(Millis { 1 });
    EXPECT_TRUE(room.when(move(id, S::Closed), room.desk).ok());
    EXPECT_EQ(room.refused(move(id, S::Investigating), room.desk).code, ErrorCode::Conflict);
}

TEST(IncidentLifecycleTest, TheTimeToReopenCountsFromTheResolution)
{
    Room room;
    const IncidentId id = room.investigated();
    room.pass(hours { 2 });
    room.done(room.resolution(id), room.resolver);
    room.pass(hours { 7 * 24 });
    EXPECT_TRUE(room.when(move(id, S::Investigating), room.desk).ok());
    room.pass(Millis { 1 });
    EXPECT_EQ(room.refused(move(id, S::Investigating), room.desk).code, ErrorCode::Conflict);
}

TEST(IncidentLifecycleTest, AReviewIsReopenedInTimeAndWithANoteToo)
{
    Room room;
    const IncidentId id = in_state(room, S::InReview);
    EXPECT_EQ(room.refused(move(id, S::Investigating, ""), room.manager).missing, (Texts { "note" }));
    room.pass(hours { 7 * 24 } + Millis { 1 });
    EXPECT_EQ(room.refused(move(id, S::Investigating), room.manager).code, ErrorCode::Conflict);
}

TEST(IncidentLifecycleTest, ReopeningForgetsTheResolutionAndKeepsTheOwner)
{
    for (const S from : { S::Resolved, S::InReview }) {
        Room room;
        const IncidentId id = in_state(room, from);
        room.pass(hours { 1 });
        const Decision decision = room.done(move(id, S::Investigating), room.manager);
        const Incident& incident = room.incident(id);
        EXPECT_EQ(incident.owner, room.resolver.user);
        EXPECT_EQ(incident.resolution_code, "");
        EXPECT_EQ(incident.reopen_count, 1);
        EXPECT_FALSE(incident.restored_at.has_value());
        EXPECT_FALSE(incident.resolved_at.has_value());
        EXPECT_EQ(incident.clock(ClockKind::Resolve)->cycle, 1);
        EXPECT_FALSE(incident.clock(ClockKind::Resolve)->stopped_at.has_value());
        EXPECT_EQ(incident.clock(ClockKind::NextUpdate)->started_at, room.now);
        EXPECT_EQ(entries_of<IncidentMoved>(decision).at(0).from, from);
    }
}

TEST(IncidentLifecycleTest, CancellingAcknowledgesNothingAndStopsEveryClock)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.pass(minutes { 5 });
    EXPECT_EQ(kinds_of(room.done(move(id, S::Cancelled), room.manager)), (Texts { "incident.moved" }));
    const Incident& incident = room.incident(id);
    EXPECT_FALSE(incident.acknowledged_at.has_value());
    EXPECT_EQ(incident.closed_at, room.now);
    EXPECT_TRUE(incident.owner.empty());
    for (const TargetClock& clock : incident.clocks) {
        EXPECT_EQ(clock.stopped_at, room.now) << to_string(clock.kind);
    }
}

TEST(IncidentLifecycleTest, OnlyTakingItUpMakesAnOwner)
{
    Room room;
    const IncidentId id = triaged(room);
    EXPECT_TRUE(room.incident(id).owner.empty());
    EXPECT_EQ(kinds_of(room.done(move(id, S::Investigating, ""), room.resolver)), (Texts { "incident.moved" }))
        << "acknowledged when it was triaged, and no note is needed";
    EXPECT_EQ(room.incident(id).owner, room.resolver.user);
    EXPECT_TRUE(room.incident(id).fill_later.empty()) << "it was triaged";
    room.done(hold(room, id), room.manager);
    room.done(move(id, S::Investigating), room.manager);
    EXPECT_EQ(room.incident(id).owner, room.resolver.user);
    MoveIncident handed = hold(room, id);
    handed.owner = room.colleague.user;
    room.done(handed, room.resolver);
    EXPECT_EQ(room.incident(id).owner, room.colleague.user);
}

TEST(IncidentLifecycleTest, OwnersAreEnabledAndMaySeeTheIncident)
{
    Room room;
    const IncidentId secret { room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager).created };
    MoveIncident command = move(secret, S::Investigating);
    command.owner = room.resolver.user;
    EXPECT_EQ(room.refused(command, room.manager).code, ErrorCode::Malformed);
    room.done(SetMembers { .incident = secret, .members = { room.manager.user, room.resolver.user } }, room.manager);
    room.done(command, room.manager);
    EXPECT_EQ(room.incident(secret).owner, room.resolver.user);
    room.done(
        SetUser { { .id = room.colleague.user, .name = "Gone", .roles = room.colleague.roles, .disabled = true } },
        room.administrator);
    MoveIncident disabled = move(room.log_incident(), S::Investigating);
    disabled.owner = room.colleague.user;
    EXPECT_EQ(room.refused(disabled, room.manager).code, ErrorCode::Malformed);
}

TEST(IncidentLifecycleTest, AHoldIsReviewedInTheFuture)
{
    Room room;
    const IncidentId id = room.investigated();
    MoveIncident command = hold(room, id);
    command.hold_reason = HoldReason::AwaitingSupplier;
    command.resume_review_at = room.now + Millis { 1 };
    room.done(command, room.resolver);
    const Incident& incident = room.incident(id);
    EXPECT_EQ(incident.hold_reason, HoldReason::AwaitingSupplier);
    EXPECT_EQ(incident.resume_review_at, room.now + Millis { 1 });
    EXPECT_FALSE(incident.clock(ClockKind::Resolve)->paused_at.has_value());
}

TEST(IncidentLifecycleTest, ContainmentOnceKnownCountsAndDroppedTasksDoNotHold)
{
    Room room;
    const IncidentId id = room.investigated();
    room.done(ClassifyIncident { .incident = id, .security_relevant = true }, room.resolver);
    MoveIncident mitigation = mitigate(room, id);
    mitigation.contained_at = room.now;
    room.done(mitigation, room.resolver);
    room.done(SetTask { .incident = id, .title = "Isolate", .containment = true }, room.resolver);
    EXPECT_EQ(room.refused(room.resolution(id), room.resolver).missing, (Texts { "containment task INC-1/T-1" }));
    room.done(SetTask { .incident = id, .task = TaskId { "INC-1/T-1" }, .state = TaskState::Cancelled }, room.resolver);
    room.done(room.resolution(id), room.resolver);
    EXPECT_EQ(room.incident(id).contained_at, room.now);
}

TEST(IncidentLifecycleTest, TypedTextHasItsLimits)
{
    Room room;
    const IncidentId id = room.investigated();
    const auto taken = [&](auto change) {
        MoveIncident command = room.resolution(id);
        change(command);
        const auto decision = room.when(command, room.resolver);
        EXPECT_TRUE(decision.ok() || decision.error().code == ErrorCode::Malformed);
        return decision.ok();
    };
    EXPECT_TRUE(taken([](auto& c) { c.note = std::string(16'000, 'x'); }));
    EXPECT_FALSE(taken([](auto& c) { c.note = std::string(16'001, 'x'); }));
    EXPECT_TRUE(taken([](auto& c) { c.note = "two\nlines"; }));
    EXPECT_TRUE(taken([](auto& c) { c.resolution_code = std::string(120, 'x'); }));
    EXPECT_FALSE(taken([](auto& c) { c.resolution_code = std::string(121, 'x'); }));
    EXPECT_TRUE(taken([](auto& c) { c.problem_reference = std::string(200, 'x'); }));
    EXPECT_FALSE(taken([](auto& c) { c.problem_reference = std::string(201, 'x'); }));
    EXPECT_FALSE(taken([](auto& c) { c.problem_reference = "two\nlines"; }));
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
