// SPDX-License-Identifier: Apache-2.0
#include "tests/support/incident_moves.h"

namespace watchfloor {
namespace {

using S = IncidentState;

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

}
}
