// SPDX-License-Identifier: Apache-2.0
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
    EXPECT_EQ(room.refused(SwitchWalls { WallAudience::Visitor }, room.colleague).code, ErrorCode::Conflict);
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

}
}
