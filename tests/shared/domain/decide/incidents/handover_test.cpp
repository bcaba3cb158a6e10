// SPDX-License-Identifier: Apache-2.0
// An offer of a duty and its answers.
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

class HandoverAnswerTest : public testing::Test {
protected:
    HandoverAnswerTest() { room_.done(command(DutyRequest::Offer, room_.colleague.user), room_.resolver); }

    MoveDuty command(DutyRequest act, const UserId& user = {}) const
    {
        return { .incident = id_, .act = act, .duty = Duty::IncidentCommander, .user = user, .reason = "Both nodes." };
    }

    const DutyHeld& command_held() const { return *room_.incident(id_).holder_of(Duty::IncidentCommander); }

    Room room_ {};
    IncidentId id_ = room_.declared();
};

TEST_F(HandoverAnswerTest, WhoIsAskedMayDecline)
{
    ASSERT_EQ(command_held().offered_to, room_.colleague.user);
    const DutyMoved moved = entries_of<DutyMoved>(room_.done(command(DutyRequest::Release), room_.colleague)).at(0);
    EXPECT_EQ(moved.act, DutyAct::Released);
    EXPECT_EQ(moved.user, room_.colleague.user);
    EXPECT_EQ(moved.displaced, room_.resolver.user) << "who keeps it, and hears of it";
    EXPECT_EQ(command_held().user, room_.resolver.user);
    EXPECT_EQ(command_held().offered_to, UserId {});
    EXPECT_EQ(command_held().briefing, "");
    EXPECT_EQ(room_.refused(command(DutyRequest::Accept), room_.colleague).code, ErrorCode::Conflict);
}

TEST_F(HandoverAnswerTest, WhoAskedMayTakeItBack)
{
    room_.done(command(DutyRequest::Release, room_.colleague.user), room_.resolver);
    EXPECT_EQ(command_held().user, room_.resolver.user);
    EXPECT_EQ(command_held().offered_to, UserId {});
}

TEST_F(HandoverAnswerTest, OthersDoNotAnswerForThem)
{
    EXPECT_FALSE(room_.when(command(DutyRequest::Release, room_.colleague.user), room_.manager).ok());
    EXPECT_FALSE(room_.when(command(DutyRequest::Release), room_.manager).ok());
    EXPECT_EQ(command_held().offered_to, room_.colleague.user);
}

}
}
