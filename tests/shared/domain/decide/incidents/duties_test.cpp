// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

MoveDuty duty(const IncidentId& id, DutyRequest act, Duty which = Duty::IncidentCommander, std::string user = "",
    std::string reason = "")
{
    return MoveDuty {
        .incident = id, .act = act, .duty = which, .user = UserId { std::move(user) }, .reason = std::move(reason)
    };
}

UserId holder(const Room& room, const IncidentId& id, Duty which = Duty::IncidentCommander)
{
    const DutyHeld* held = room.incident(id).holder_of(which);
    return held == nullptr ? UserId {} : held->user;
}

TEST(TakeCommandTest, DeputyTakesItAtOnceWithAReason)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(duty(id, DutyRequest::Assign, Duty::Deputy, "colleague"), room.resolver);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Take), room.colleague).missing, (Texts { "reason" }));
    const Decision decision
        = room.done(duty(id, DutyRequest::Take, Duty::IncidentCommander, "", "No answer for 5 min."), room.colleague);
    EXPECT_EQ(entries_of<DutyMoved>(decision).at(0).displaced, room.resolver.user);
    EXPECT_EQ(decision.entries.at(0).duty, Duty::Deputy);
    EXPECT_EQ(holder(room, id), room.colleague.user);
}

TEST(TakeCommandTest, OperationsLeadAndManagerMayOthersMayNot)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Take, Duty::IncidentCommander, "", "me"), room.colleague).code,
        ErrorCode::Forbidden);
    room.done(duty(id, DutyRequest::Assign, Duty::OperationsLead, "colleague"), room.resolver);
    room.done(duty(id, DutyRequest::Take, Duty::IncidentCommander, "", "silent"), room.colleague);
    room.done(duty(id, DutyRequest::Take, Duty::IncidentCommander, "", "shift"), room.manager);
    EXPECT_EQ(holder(room, id), room.manager.user);
}

TEST(TakeCommandTest, VacantCommandIsAnyonesWhoMayDeclareWithoutAReason)
{
    Room room;
    const IncidentId id = room.log_incident();
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Take), room.maintainer).code, ErrorCode::Malformed);
    room.done(duty(id, DutyRequest::Take), room.desk);
    EXPECT_EQ(holder(room, id), room.desk.user);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Take), room.desk).code, ErrorCode::Conflict);
}

TEST(HandoverTest, TheHolderKeepsTheDutyUntilAcceptance)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Accept), room.colleague).code, ErrorCode::Conflict);
    room.done(duty(id, DutyRequest::Offer, Duty::IncidentCommander, "colleague", "Node 2 is up, users return."),
        room.resolver);
    EXPECT_EQ(holder(room, id), room.resolver.user);
    EXPECT_EQ(room.incident(id).holder_of(Duty::IncidentCommander)->briefing, "Node 2 is up, users return.");
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Accept), room.manager).code, ErrorCode::Conflict);
    const Decision decision = room.done(duty(id, DutyRequest::Accept), room.colleague);
    EXPECT_EQ(entries_of<DutyMoved>(decision).at(0).displaced, room.resolver.user);
    EXPECT_EQ(holder(room, id), room.colleague.user);
}

TEST(HandoverTest, OnlyTheHolderOffersAndOnlyToSomebodyElse)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Offer, Duty::IncidentCommander, "colleague"), room.manager).code,
        ErrorCode::Forbidden);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Offer, Duty::IncidentCommander, "resolver"), room.resolver).code,
        ErrorCode::Malformed);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Offer, Duty::IncidentCommander, "maintainer"), room.resolver).code,
        ErrorCode::Malformed);
}

TEST(AssignDutyTest, IsForCommanderAndManager)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(
        room.refused(duty(id, DutyRequest::Assign, Duty::Scribe, "desk"), room.colleague).code, ErrorCode::Forbidden);
    room.done(duty(id, DutyRequest::Assign, Duty::Scribe, "desk"), room.resolver);
    room.done(duty(id, DutyRequest::Assign, Duty::CommunicationsLead, "compliance"), room.manager);
    EXPECT_EQ(holder(room, id, Duty::Scribe), room.desk.user);
    EXPECT_EQ(
        room.refused(duty(id, DutyRequest::Assign, Duty::Scribe, "desk"), room.resolver).code, ErrorCode::Conflict);
}

TEST(AssignDutyTest, CommandIsOfferedNotAssignedAway)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Assign, Duty::IncidentCommander, "colleague"), room.resolver).code,
        ErrorCode::Conflict);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Assign, Duty::IncidentCommander, "colleague"), room.manager).missing,
        (Texts { "reason" }));
    room.done(duty(id, DutyRequest::Assign, Duty::IncidentCommander, "colleague", "shift change"), room.manager);
    EXPECT_EQ(holder(room, id), room.colleague.user);
}

TEST(AssignDutyTest, HoldersMustExistBeEnabledAndFit)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(
        SetUser { { .id = room.colleague.user, .name = "Gone", .roles = room.colleague.roles, .disabled = true } },
        room.administrator);
    for (const char* user : { "nobody", "colleague", "auditor", "admin", "" }) {
        EXPECT_EQ(
            room.refused(duty(id, DutyRequest::Assign, Duty::Scribe, user), room.resolver).code, ErrorCode::Malformed)
            << user;
    }
}

TEST(AssignDutyTest, RestrictedIncidentsTakeMembersOnly)
{
    Room room;
    const IncidentId id { room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager).created };
    EXPECT_EQ(
        room.refused(duty(id, DutyRequest::Assign, Duty::Scribe, "desk"), room.manager).code, ErrorCode::Malformed);
    room.done(SetMembers { .incident = id, .members = { room.manager.user, room.desk.user } }, room.manager);
    room.done(duty(id, DutyRequest::Assign, Duty::Scribe, "desk"), room.manager);
}

TEST(ReleaseDutyTest, NeverLeavesADeclaredIncidentWithoutCommander)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Release), room.resolver).code, ErrorCode::Conflict);
    room.done(duty(id, DutyRequest::Take, Duty::Scribe), room.desk);
    EXPECT_EQ(
        room.refused(duty(id, DutyRequest::Release, Duty::Scribe, "desk"), room.colleague).code, ErrorCode::Forbidden);
    room.done(duty(id, DutyRequest::Release, Duty::Scribe), room.desk);
    EXPECT_TRUE(holder(room, id, Duty::Scribe).empty());
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Release, Duty::Scribe), room.desk).code, ErrorCode::Conflict);
}

TEST(DutyTest, ExpertsAreMany)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(duty(id, DutyRequest::Take, Duty::SubjectMatterExpert), room.desk);
    room.done(duty(id, DutyRequest::Take, Duty::SubjectMatterExpert), room.maintainer);
    EXPECT_EQ(room.incident(id).duties.size(), 3U);
}

TEST(DutyTest, StandsOnWhatItsHolderWrites)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(
        room.done(AddNote { .incident = id, .text = "x" }, room.resolver).entries.at(0).duty, Duty::IncidentCommander);
    EXPECT_FALSE(room.done(AddNote { .incident = id, .text = "x" }, room.colleague).entries.at(0).duty.has_value());
}

}
}
