// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/decide.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/visibility/visibility.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

TEST(SwitchWallsTest, AnyoneInTheRoomHidesALeadShowsAgain)
{
    Room room;
    room.done(SwitchWalls { WallAudience::Visitor }, room.colleague);
    EXPECT_EQ(room.state.walls, WallAudience::Visitor);
    EXPECT_EQ(kinds_of(room.done(SwitchWalls { WallAudience::Visitor }, room.colleague)), Texts {});
    EXPECT_EQ(room.refused(SwitchWalls { WallAudience::Room }, room.colleague).code, ErrorCode::Forbidden);
    room.declared();
    room.done(SwitchWalls { WallAudience::Room }, room.resolver);
}

TEST(EraseTextTest, IsForTheComplianceOfficerWithALegalBasis)
{
    Room room;
    EXPECT_EQ(room.refused(EraseText { .seq = 1 }, room.compliance).code, ErrorCode::Malformed);
    EXPECT_EQ(
        room.refused(EraseText { .seq = 9'999, .legal_basis = "GDPR 17" }, room.compliance).code, ErrorCode::NotFound);
    const Decision decision = room.done(EraseText { .seq = 2, .legal_basis = "GDPR 17" }, room.compliance);
    EXPECT_EQ(entries_of<TextErased>(decision).at(0).erased_seq, 2U);
    EXPECT_EQ(decision.keys.at(0).scope, "erasure");
}

TEST(OpenJournalTest, HappensOnce)
{
    Room room;
    EXPECT_EQ(room.refused(OpenJournal {}, kSystem).code, ErrorCode::Conflict);
}

TEST(DecideTest, IsPure)
{
    Room room;
    const IncidentId id = room.log_incident();
    const DecideMajor command { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 };
    const auto first = room.when(command, room.resolver);
    const auto second = room.when(command, room.resolver);
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(kinds_of(first.value()), kinds_of(second.value()));
    EXPECT_EQ(room.incident(id).major, MajorState::None);
}

TEST(DecideTest, ARestrictedIncidentIsKnownToMembersAuditorsAndTheSystem)
{
    Room room;
    room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager);
    const Incident& incident = room.incident(IncidentId { "SEC-1" });
    EXPECT_TRUE(may_see(room.manager, incident));
    EXPECT_TRUE(may_see(room.auditor, incident));
    EXPECT_TRUE(may_see(kSystem, incident));
    EXPECT_FALSE(may_see(room.administrator, incident));
    EXPECT_FALSE(may_see(actor("other", { SystemRole::IncidentManager }), incident));
    const IncidentId open = room.log_incident();
    EXPECT_TRUE(may_see(room.administrator, room.incident(open)));
    EXPECT_FALSE(may_see(actor("visitor", { SystemRole::Reporter }), room.incident(open)));
}

TEST(SwitchWallsTest, IsForTheLeadsOfADeclaredMajorAndForManagers)
{
    for (std::size_t i = 0; i < EnumTexts<Duty>::texts.size(); ++i) {
        const auto which = static_cast<Duty>(i);
        const bool leads = which <= Duty::CommunicationsLead;
        Room room;
        const IncidentId id = room.log_incident();
        room.done(MoveDuty { .incident = id, .act = DutyRequest::Take, .duty = which }, room.colleague);
        room.done(SwitchWalls { WallAudience::Visitor }, room.resolver);
        EXPECT_EQ(room.refused(SwitchWalls { WallAudience::Room }, room.colleague).code, ErrorCode::Forbidden)
            << "no major yet";
        room.done(
            DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 }, room.desk);
        EXPECT_EQ(room.when(SwitchWalls { WallAudience::Room }, room.colleague).ok(), leads) << to_string(which);
        EXPECT_EQ(room.refused(SwitchWalls { WallAudience::Room }, room.resolver).code, ErrorCode::Forbidden);
        room.done(SwitchWalls { WallAudience::Room }, room.manager);
        EXPECT_EQ(room.state.walls, WallAudience::Room);
    }
}

TEST(EraseTextTest, OrdersAnyEntryThatIsThereOnce)
{
    Room room;
    const std::uint64_t last = room.state.seq;
    EXPECT_EQ(
        room.refused(EraseText { .seq = 0, .legal_basis = "GDPR 17" }, room.compliance).code, ErrorCode::NotFound);
    EXPECT_EQ(room.refused(EraseText { .seq = last + 1, .legal_basis = "GDPR 17" }, room.compliance).code,
        ErrorCode::NotFound);
    const Decision decision
        = room.done(EraseText { .seq = last, .legal_basis = std::string(200, 'x') }, room.compliance);
    EXPECT_EQ(entries_of<TextErased>(decision).at(0).erased_seq, last);
    EXPECT_EQ(entries_of<TextErased>(decision).at(0).legal_basis, std::string(200, 'x'));
    EXPECT_EQ(decision.entries.at(0).subject, std::to_string(last));
    EXPECT_EQ(decision.keys.at(0).key, std::to_string(last));
    EXPECT_EQ(room.refused(EraseText { .seq = 1, .legal_basis = std::string(201, 'x') }, room.compliance).code,
        ErrorCode::Malformed);
    EXPECT_EQ(room.refused(EraseText { .seq = 1, .legal_basis = " " }, room.compliance).code, ErrorCode::Malformed);
}

TEST(EraseTextTest, AnEntryWithoutWordsIsRefused)
{
    Room room;
    const auto refused
        = room.refused(EraseText { .seq = 1, .legal_basis = "GDPR 17", .wordless = true }, room.compliance);
    EXPECT_EQ(refused.code, ErrorCode::Conflict);
    EXPECT_NE(refused.message.find("no text to erase"), std::string::npos) << refused.message;
}

TEST(EraseTextTest, TheNameOfAnEnabledAccountStays)
{
    Room room;
    User user = *room.state.users.find(room.resolver.user);
    user.name = "Ada Example";
    user.disabled = false;
    room.state.users.set(user.id, user);
    EraseText command { .seq = 1, .legal_basis = "GDPR 17", .account = user.id, .name = "Ada Example" };
    const auto refused = room.refused(command, room.compliance);
    EXPECT_EQ(refused.code, ErrorCode::Conflict);
    EXPECT_NE(refused.message.find("Disable or rename"), std::string::npos) << refused.message;
    command.name = "A former name";
    EXPECT_TRUE(room.when(command, room.compliance).ok());
    command.name = "Ada Example";
    user.disabled = true;
    room.state.users.set(user.id, user);
    EXPECT_TRUE(room.when(command, room.compliance).ok());
}

// That something was erased, and on what ground, is for whom the erased entry is.
TEST(EraseTextTest, HasTheSightOfWhatItErases)
{
    Room room;
    const IncidentId open = room.log_incident();
    const IncidentId secret { room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager).created };
    EraseText command { .seq = room.state.seq, .legal_basis = "GDPR 17" };
    const auto draft = [&] { return room.done(command, room.compliance).entries.at(0); };
    command.incident = secret;
    EXPECT_EQ(draft().subject, secret.text);
    EXPECT_EQ(draft().audience, Audience::Restricted);
    command.restricted = true;
    room.done(SetMembers { .incident = secret, .restricted = false }, room.manager);
    EXPECT_EQ(draft().audience, Audience::Staff) << "it is open now";
    command.incident = open;
    EXPECT_EQ(draft().subject, open.text);
    EXPECT_EQ(draft().audience, Audience::Staff);
    command.incident = IncidentId { "SEC-9" };
    EXPECT_EQ(draft().subject, "SEC-9") << "it has left the state";
    EXPECT_EQ(draft().audience, Audience::Restricted);
    command.restricted = false;
    EXPECT_EQ(draft().subject, std::to_string(command.seq));
    EXPECT_EQ(draft().audience, Audience::Staff);
}

TEST(OpenJournalTest, SaysWhatItIsForAndWhoWroteIt)
{
    const OpenJournal command { .purpose = JournalPurpose::Drill, .product_version = "1.2" };
    const auto decision = decide(State {}, command, { .now = kMorning, .actor = kSystem });
    ASSERT_TRUE(decision.ok());
    const JournalOpened opened = entries_of<JournalOpened>(decision.value()).at(0);
    EXPECT_EQ(opened.purpose, JournalPurpose::Drill);
    EXPECT_EQ(opened.product_version, "1.2");
    EXPECT_EQ(decision.value().entries.at(0).occurred_at, kMorning);
    EXPECT_EQ(decision.value().entries.at(0).audience, Audience::Staff);
}

TEST(DecideTest, MembersOfAnOpenIncidentShutNobodyOut)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(SetMembers { .incident = id, .restricted = false, .members = { room.desk.user } }, room.manager);
    EXPECT_TRUE(may_see(room.resolver, room.incident(id)));
    EXPECT_FALSE(may_see(actor("visitor", { SystemRole::Reporter }), room.incident(id)));
}

TEST(DecideTest, ADisabledAccountStopsPeopleAndNotTheSystem)
{
    Room room;
    room.done(SetUser { { .id = UserId { "timer" }, .name = "x", .disabled = true } }, kSystem);
    Actor system = kSystem;
    system.user = UserId { "timer" };
    EXPECT_TRUE(room.when(LogIncident { .title = "x" }, system).ok());
    system.system = false;
    system.roles = { SystemRole::Resolver };
    EXPECT_EQ(room.refused(LogIncident { .title = "x" }, system).code, ErrorCode::Forbidden);
}

}
}
