// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/incidents/gates.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/incident_moves.h"

#include <map>

namespace watchfloor {
namespace {

TEST(MayBecomeTest, SaysWhereAWayLeadsWhoeverMayGoIt)
{
    Incident incident;
    incident.state = IncidentState::Investigating;
    EXPECT_TRUE(may_become(incident, IncidentState::OnHold));
    EXPECT_TRUE(may_become(incident, IncidentState::Resolved));
    EXPECT_FALSE(may_become(incident, IncidentState::Closed));
    EXPECT_FALSE(may_become(incident, IncidentState::Investigating));
    incident.major = MajorState::Declared;
    EXPECT_FALSE(may_become(incident, IncidentState::OnHold)) << "a declared one is never put on hold";
    incident.state = IncidentState::Closed;
    EXPECT_FALSE(may_become(incident, IncidentState::Investigating));
}

using S = IncidentState;

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
            const bool open = row.first != S::Closed && row.first != S::Cancelled;
            if (open && to == row.first) {
                EXPECT_TRUE(decision.ok() && decision.value().entries.empty()) << to_string(to) << " it is already";
                continue;
            }
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

TEST(IncidentLifecycleTest, ATimerAcknowledgesNothing)
{
    Room room;
    const IncidentId id = in_state(room, S::OnHold);
    room.state.incidents.update(id, [](Incident& incident) { incident.acknowledged_at.reset(); });
    EXPECT_EQ(kinds_of(room.done(move(id, S::Investigating), kSystem)), (Texts { "incident.moved" }));
    EXPECT_FALSE(room.incident(id).acknowledged_at.has_value());
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
    EXPECT_TRUE(taken([](auto& c) { c.resolution_code = std::string(64, 'x'); }));
    EXPECT_FALSE(taken([](auto& c) { c.resolution_code = std::string(65, 'x'); }));
    EXPECT_FALSE(taken([](auto& c) { c.resolution_code = "Jane Doe's device; replaced"; }));
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
