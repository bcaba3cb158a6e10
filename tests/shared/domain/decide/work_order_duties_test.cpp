// SPDX-License-Identifier: Apache-2.0
// Who may approve, confirm and inspect work.
#include "shared/domain/apply/working_set.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

using W = WorkOrderState;

class WorkOrderDutiesTest : public testing::Test {
protected:
    WorkOrderDutiesTest()
    {
        room.done(SetAsset { { .id = AssetId { "ups-1" }, .name = "UPS" } }, room.planner);
        plan = { .asset = AssetId { "ups-1" }, .title = "Battery" };
        plan.planned_start = room.now + hours { 1 };
        plan.planned_end = room.now + hours { 3 };
        plan.maintainer = room.maintainer.user;
        room.done(plan, room.planner);
    }

    static MoveWorkOrder move(W to, std::string reason = {})
    {
        return { .order = WorkOrderId { "WO-1" }, .to = to, .reason = std::move(reason) };
    }

    MoveWorkOrder returned() const
    {
        MoveWorkOrder command = move(W::ReturnedToService);
        command.inspection_passed = true;
        return command;
    }

    void hand_over(const Actor& by)
    {
        MoveWorkOrder command = move(W::Inspection);
        command.work_done = "New cells.";
        room.done(command, by);
    }

    const WorkOrder& order() const { return *room.state.work_orders.find(WorkOrderId { "WO-1" }); }

    Room room;
    PlanWorkOrder plan {};
    const Actor second = actor("second", { SystemRole::MaintenancePlanner });
};

TEST_F(WorkOrderDutiesTest, WhoPlannedItDoesNotApproveItAndIsToldWhatToDo)
{
    EXPECT_EQ(order().planned_by, room.planner.user);
    const Error refusal = room.refused(move(W::Approved), room.planner);
    EXPECT_EQ(refusal.code, ErrorCode::Forbidden);
    EXPECT_NE(refusal.message.find("another maintenance planner"), std::string::npos) << refusal.message;
    EXPECT_EQ(room.refused(move(W::Approved, " "), room.planner).code, ErrorCode::Forbidden);
    room.done(move(W::Approved), second);
    EXPECT_EQ(order().approver, second.user);
    EXPECT_FALSE(order().awaits_confirmation());
}

// Old journals say of no order who planned it; nor does anybody plan what is made by itself.
TEST_F(WorkOrderDutiesTest, OfWhomNobodyKnowsThePlannerAnyPlannerApproves)
{
    room.state.work_orders.update(WorkOrderId { "WO-1" }, [](WorkOrder& changed) { changed.planned_by = UserId {}; });
    room.done(move(W::Approved), room.planner);
    EXPECT_FALSE(order().awaits_confirmation());
}

TEST_F(WorkOrderDutiesTest, AReasonMakesAnEmergencyThatAnotherConfirms)
{
    room.done(move(W::Approved, "It smells."), room.planner);
    EXPECT_EQ(order().state, W::Approved);
    EXPECT_EQ(order().alone_at, room.now);
    EXPECT_EQ(order().alone_by, room.planner.user);
    EXPECT_EQ(order().reason, "It smells.");
    ASSERT_TRUE(order().awaits_confirmation());
    room.done(move(W::InProgress), room.maintainer);
    EXPECT_EQ(room.refused(move(W::Approved), room.planner).code, ErrorCode::Forbidden);
    EXPECT_EQ(room.refused(move(W::Approved), room.maintainer).code, ErrorCode::Forbidden);
    room.pass(hours { 30 });
    room.done(move(W::Approved), second);
    EXPECT_EQ(order().state, W::InProgress) << "what became of it stays";
    EXPECT_EQ(order().confirmed_by, second.user);
    EXPECT_EQ(order().confirmed_at, room.now);
    EXPECT_EQ(order().approver, room.planner.user);
    EXPECT_EQ(room.refused(move(W::Approved), second).code, ErrorCode::Conflict) << "once is enough";
}

TEST_F(WorkOrderDutiesTest, ApprovedByAnotherAfterADeferralItIsConfirmedWithIt)
{
    room.done(move(W::Approved, "It smells."), room.planner);
    MoveWorkOrder deferral = move(W::Deferred, "No cells.");
    deferral.planned_start = room.now + hours { 48 };
    room.done(deferral, room.planner);
    ASSERT_TRUE(order().awaits_confirmation());
    room.done(move(W::Approved), second);
    EXPECT_EQ(order().state, W::Approved);
    EXPECT_FALSE(order().awaits_confirmation());
}

TEST_F(WorkOrderDutiesTest, WhoDefersOrPlansItAnewDoesNotApproveThat)
{
    MoveWorkOrder deferral = move(W::Deferred, "No cells.");
    deferral.planned_start = room.now + hours { 48 };
    const Room before = room;
    room.done(deferral, second);
    EXPECT_EQ(room.refused(move(W::Approved), second).code, ErrorCode::Forbidden);
    EXPECT_TRUE(room.when(move(W::Approved), room.planner).ok());
    room = before;
    plan.planned_start = room.now + hours { 3 };
    plan.planned_end = room.now + hours { 5 };
    room.done(ReplanWorkOrder { .order = WorkOrderId { "WO-1" }, .plan = plan }, second);
    EXPECT_EQ(room.refused(move(W::Approved), second).code, ErrorCode::Forbidden);
    EXPECT_TRUE(room.when(move(W::Approved), room.planner).ok());
}

TEST_F(WorkOrderDutiesTest, WhoHandedItOverDoesNotInspectIt)
{
    room.done(move(W::Approved), second);
    room.done(move(W::InProgress), room.maintainer);
    hand_over(room.planner);
    EXPECT_EQ(order().handed_over_by, room.planner.user);
    EXPECT_EQ(room.refused(returned(), room.planner).code, ErrorCode::Forbidden);
    EXPECT_EQ(room.refused(returned(), room.maintainer).code, ErrorCode::Forbidden);
    MoveWorkOrder passed = returned();
    passed.work_done = "Load test held for ten minutes.";
    room.done(passed, second);
    EXPECT_EQ(order().state, W::ReturnedToService);
    EXPECT_EQ(order().work_done, "New cells.\n\nLoad test held for ten minutes.") << "nobody's words are lost";
}

TEST_F(WorkOrderDutiesTest, WhatBothWroteIsNoLongerThanARecordMayBe)
{
    room.done(move(W::Approved), second);
    room.done(move(W::InProgress), room.maintainer);
    hand_over(room.planner);
    MoveWorkOrder passed = returned();
    passed.work_done = std::string(16'000, 'x');
    EXPECT_EQ(room.refused(passed, second).code, ErrorCode::Malformed);
}

TEST_F(WorkOrderDutiesTest, OnOnesWordAloneItIsNotInspectedByThemEither)
{
    room.done(move(W::Approved, "It smells."), room.planner);
    room.done(move(W::InProgress), room.maintainer);
    hand_over(room.maintainer);
    EXPECT_EQ(room.refused(returned(), room.planner).code, ErrorCode::Forbidden);
    const Room before = room;
    room.done(returned(), second);
    room = before;
    room.done(move(W::Approved), second);
    EXPECT_TRUE(room.when(returned(), room.planner).ok()) << "two have looked at it";
}

TEST_F(WorkOrderDutiesTest, WhatAwaitsAnothersWordIsNotForgotten)
{
    room.done(move(W::Approved, "It smells."), room.planner);
    room.done(move(W::Cancelled, "It is gone."), room.planner);
    const Timestamp later = room.now + hours { 24 * 30 };
    trim_working_set(room.state, later);
    ASSERT_TRUE(room.state.work_orders.contains(WorkOrderId { "WO-1" }));
    room.done(move(W::Approved), second);
    EXPECT_EQ(order().state, W::Cancelled);
    trim_working_set(room.state, later);
    EXPECT_FALSE(room.state.work_orders.contains(WorkOrderId { "WO-1" }));
}

}
}
