// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/incidents/timers.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/formulas/duty_holder.h"
#include "tests/support/domain_fixture.h"

#include <algorithm>

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
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Take), room.maintainer).code, ErrorCode::Forbidden)
        << "there is nothing they could fill in";
    room.done(duty(id, DutyRequest::Take), room.desk);
    EXPECT_EQ(holder(room, id), room.desk.user);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Take), room.desk).code, ErrorCode::Conflict);
}

TEST(TakeCommandTest, WhatADisabledHolderLeftIsVacant)
{
    Room room;
    const IncidentId id = room.declared();
    ASSERT_NE(duty_holder(room.state, room.incident(id), Duty::IncidentCommander), nullptr);
    room.done(SetUser { { .id = room.resolver.user, .name = "Gone", .roles = room.resolver.roles, .disabled = true } },
        room.administrator);
    EXPECT_EQ(duty_holder(room.state, room.incident(id), Duty::IncidentCommander), nullptr);
    const auto timers = timers_of(room.state, room.incident(id));
    EXPECT_TRUE(std::none_of(timers.begin(), timers.end(), [](const FireTimer& timer) {
        return timer.alarm == Alarm::CommandUncertain;
    })) << "it is vacant, which is said at once";
    room.done(duty(id, DutyRequest::Assign, Duty::Scribe, "desk"), room.colleague);
    const Decision taken = room.done(duty(id, DutyRequest::Take), room.colleague);
    EXPECT_TRUE(entries_of<DutyMoved>(taken).at(0).displaced.empty());
    EXPECT_EQ(holder(room, id), room.colleague.user);
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
    EXPECT_EQ(kinds_of(room.done(duty(id, DutyRequest::Assign, Duty::Scribe, "desk"), room.resolver)), Texts {});
    EXPECT_EQ(
        room.refused(duty(id, DutyRequest::Assign, Duty::Scribe, "desk"), room.colleague).code, ErrorCode::Forbidden)
        << "what one may not do is refused also where it is so already";
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

TEST(TakeCommandTest, ADeputyTakesCommandAndNoOtherDuty)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(duty(id, DutyRequest::Assign, Duty::Deputy, "colleague"), room.resolver);
    room.done(duty(id, DutyRequest::Assign, Duty::Scribe, "desk"), room.resolver);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Take, Duty::Scribe, "", "tidier"), room.colleague).code,
        ErrorCode::Forbidden);
    const Decision decision = room.done(duty(id, DutyRequest::Take, Duty::Scribe, "", "tidier"), room.resolver);
    const DutyMoved moved = entries_of<DutyMoved>(decision).at(0);
    EXPECT_EQ(moved.act, DutyAct::Taken);
    EXPECT_EQ(moved.user, room.resolver.user);
    EXPECT_EQ(moved.displaced, room.desk.user);
    EXPECT_EQ(moved.reason, "tidier");
    EXPECT_EQ(moved.duty, Duty::Scribe);
    EXPECT_EQ(holder(room, id), room.resolver.user);
}

TEST(TakeCommandTest, WhoHoldsAnotherDutyThanTheDeputysMayNotTakeIt)
{
    Room room;
    const IncidentId id = room.declared();
    for (const Duty other : { Duty::CommunicationsLead, Duty::Scribe, Duty::Liaison, Duty::SubjectMatterExpert }) {
        room.done(duty(id, DutyRequest::Assign, other, "colleague"), room.resolver);
    }
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Take, Duty::IncidentCommander, "", "me"), room.colleague).code,
        ErrorCode::Forbidden);
}

TEST(HandoverTest, IsForWhomItWasOfferedAndAsOffered)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(duty(id, DutyRequest::Take, Duty::Scribe), room.resolver);
    const Decision offered
        = room.done(duty(id, DutyRequest::Offer, Duty::Scribe, "colleague", "All is calm."), room.resolver);
    const DutyMoved offer = entries_of<DutyMoved>(offered).at(0);
    EXPECT_EQ(offer.act, DutyAct::Offered);
    EXPECT_EQ(offer.user, room.colleague.user);
    EXPECT_TRUE(offer.displaced.empty());
    EXPECT_EQ(offer.reason, "All is calm.");
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Accept), room.colleague).code, ErrorCode::Conflict)
        << "command was not offered";
    const DutyMoved accepted
        = entries_of<DutyMoved>(room.done(duty(id, DutyRequest::Accept, Duty::Scribe), room.colleague)).at(0);
    EXPECT_EQ(accepted.act, DutyAct::Accepted);
    EXPECT_EQ(accepted.user, room.colleague.user);
    EXPECT_EQ(holder(room, id, Duty::Scribe), room.colleague.user);
    EXPECT_EQ(holder(room, id), room.resolver.user);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Accept, Duty::Scribe), room.colleague).code, ErrorCode::Conflict)
        << "only once";
}

TEST(HandoverTest, NobodyAcceptsWhoCannotHoldItAnyMore)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(duty(id, DutyRequest::Offer, Duty::IncidentCommander, "colleague"), room.resolver);
    room.done(SetUser { { .id = room.colleague.user, .name = "New work", .roles = { SystemRole::Maintainer } } },
        room.administrator);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Accept), room.colleague).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Accept, Duty::Scribe), kSystem).code, ErrorCode::Forbidden);
}

TEST(HandoverTest, AnExpertHasNothingToHandOver)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(duty(id, DutyRequest::Take, Duty::SubjectMatterExpert), room.desk);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Offer, Duty::SubjectMatterExpert, "colleague"), room.desk).code,
        ErrorCode::Malformed);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Offer, Duty::SubjectMatterExpert, "desk"), room.colleague).code,
        ErrorCode::Forbidden);
}

TEST(AssignDutyTest, IsForAnyoneWhileNobodyCommands)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(duty(id, DutyRequest::Assign, Duty::Scribe, "desk"), room.colleague);
    const DutyMoved moved = entries_of<DutyMoved>(
        room.done(duty(id, DutyRequest::Assign, Duty::IncidentCommander, "resolver"), room.colleague))
                                .at(0);
    EXPECT_EQ(moved.act, DutyAct::Assigned);
    EXPECT_EQ(moved.user, room.resolver.user);
    EXPECT_TRUE(moved.displaced.empty());
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Assign, Duty::Scribe, "colleague"), room.colleague).code,
        ErrorCode::Forbidden);
    const DutyMoved other
        = entries_of<DutyMoved>(room.done(duty(id, DutyRequest::Assign, Duty::Scribe, "colleague"), room.resolver))
              .at(0);
    EXPECT_EQ(other.displaced, room.desk.user) << "another duty than command is given on without a reason";
}

TEST(AssignDutyTest, LeadingDutiesAreForThoseWhoMayDeclare)
{
    for (std::size_t i = 0; i < EnumTexts<Duty>::texts.size(); ++i) {
        const auto which = static_cast<Duty>(i);
        const bool leads = which == Duty::IncidentCommander || which == Duty::Deputy || which == Duty::OperationsLead;
        Room room;
        const IncidentId id = room.log_incident();
        EXPECT_EQ(room.when(duty(id, DutyRequest::Assign, which, "maintainer"), room.manager).ok(), !leads)
            << to_string(which);
        EXPECT_TRUE(room.when(duty(id, DutyRequest::Assign, which, "desk"), room.manager).ok()) << to_string(which);
    }
}

TEST(ReleaseDutyTest, IsForTheHolderTheCommanderOrAManager)
{
    Room room;
    const IncidentId id = room.declared();
    const auto scribe = [&](const Actor& by, std::string user) {
        room.done(duty(id, DutyRequest::Assign, Duty::Scribe, "desk"), room.manager);
        const DutyMoved moved
            = entries_of<DutyMoved>(room.done(duty(id, DutyRequest::Release, Duty::Scribe, std::move(user)), by)).at(0);
        EXPECT_EQ(moved.act, DutyAct::Released);
        EXPECT_EQ(moved.user, room.desk.user);
        EXPECT_TRUE(moved.displaced.empty());
        EXPECT_TRUE(holder(room, id, Duty::Scribe).empty());
    };
    scribe(room.desk, "");
    scribe(room.desk, "desk");
    scribe(room.resolver, "desk");
    scribe(room.manager, "desk");
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Release, Duty::IncidentCommander, "desk"), room.manager).code,
        ErrorCode::Conflict)
        << "who does not hold it cannot be relieved of it";
    const IncidentId minor = room.log_incident();
    room.done(duty(minor, DutyRequest::Take), room.colleague);
    room.done(duty(minor, DutyRequest::Release), room.colleague);
    EXPECT_TRUE(holder(room, minor).empty()) << "an incident that is no major needs none";
}

TEST(DutyTest, AnExpertTakesItOnceAndDisplacesNobody)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(duty(id, DutyRequest::Take, Duty::SubjectMatterExpert), room.desk);
    EXPECT_EQ(
        room.refused(duty(id, DutyRequest::Take, Duty::SubjectMatterExpert), room.desk).code, ErrorCode::Conflict);
    const DutyMoved moved
        = entries_of<DutyMoved>(room.done(duty(id, DutyRequest::Take, Duty::SubjectMatterExpert), room.maintainer))
              .at(0);
    EXPECT_TRUE(moved.displaced.empty());
    room.done(duty(id, DutyRequest::Release, Duty::SubjectMatterExpert, "desk"), room.resolver);
    EXPECT_EQ(room.incident(id).duties.size(), 2U);
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Release, Duty::SubjectMatterExpert, "desk"), room.resolver).code,
        ErrorCode::Conflict);
}

TEST(DutyTest, OfSeveralTheHighestStandsOnWhatItsHolderWrites)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(duty(id, DutyRequest::Take, Duty::SubjectMatterExpert), room.desk);
    room.done(duty(id, DutyRequest::Take, Duty::CommunicationsLead), room.desk);
    room.done(duty(id, DutyRequest::Take, Duty::Liaison), room.desk);
    EXPECT_EQ(
        room.done(AddNote { .incident = id, .text = "x" }, room.desk).entries.at(0).duty, Duty::CommunicationsLead);
}

TEST(DutyTest, NobodyIsNamedByTheIdOfAnAccount)
{
    Room room;
    const UserId ada { "u-30a4a171" };
    room.done(SetUser { { .id = ada, .name = "Ada", .roles = { SystemRole::Resolver } } }, kSystem);
    const IncidentId id = room.declared();
    const Error refused = room.refused(duty(id, DutyRequest::Release, Duty::Scribe, ada.text), room.resolver);
    EXPECT_NE(refused.message.find("Ada does not hold the duty of scribe"), std::string::npos) << refused.message;
}

TEST(DutyTest, ReasonsMayBeLongAndNoLonger)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_TRUE(
        room.when(duty(id, DutyRequest::Take, Duty::Scribe, "", std::string(15'999, 'x') + "\n"), room.desk).ok());
    EXPECT_FALSE(room.when(duty(id, DutyRequest::Take, Duty::Scribe, "", std::string(16'001, 'x')), room.desk).ok());
    EXPECT_EQ(room.refused(duty(id, DutyRequest::Take, Duty::IncidentCommander, "", " \n"), room.manager).missing,
        (Texts { "reason" }))
        << "blank is no reason";
}

}
}
