// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/maintenance/due_orders.h"

#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

const AssetId kUps { "ups-1" };
constexpr Millis kDay = hours { 24 };

class DueOrdersTest : public testing::Test {
protected:
    DueOrdersTest() { set_ups({}); }

    void set_ups(Asset ups)
    {
        ups.id = kUps;
        ups.name = "UPS";
        ups.vendor_interval_days = ups.vendor_interval_days > 0 ? ups.vendor_interval_days : 180;
        ups.last_maintained_at = ups.last_maintained_at ? ups.last_maintained_at : std::optional { kMorning };
        room.done(SetAsset { ups }, room.planner);
    }

    // As the timer does it.
    std::size_t tick()
    {
        const auto assets = assets_with_due_work(room.state, room.now);
        return assets.empty() ? 0 : room.done(MakeDueWork { assets }, kSystem).entries.size();
    }

    const WorkOrder& order(const char* id) const
    {
        const WorkOrder* found = room.state.work_orders.find(WorkOrderId { id });
        VERIFY(found != nullptr);
        return *found;
    }

    void move(const char* id, MoveWorkOrder move, const Actor& by)
    {
        move.order = WorkOrderId { id };
        room.done(move, by);
    }

    void do_work(const char* id)
    {
        move(id, { .to = WorkOrderState::Approved }, room.planner);
        move(id, { .to = WorkOrderState::InProgress }, room.maintainer);
        move(id, { .to = WorkOrderState::Inspection, .work_done = "Cells measured." }, room.maintainer);
        move(id, { .to = WorkOrderState::ReturnedToService, .inspection_passed = true }, room.planner);
    }

    Room room;
};

}

TEST_F(DueOrdersTest, AnOrderIsMadeFourteenDaysAheadAndNamesWhatItIsFor)
{
    room.pass(166 * kDay - Millis { 1 });
    EXPECT_EQ(tick(), 0U);
    room.pass(Millis { 1 });
    EXPECT_EQ(tick(), 1U);
    const WorkOrder& made = order("WO-1");
    EXPECT_EQ(made.asset, kUps);
    EXPECT_EQ(made.kind, WorkOrderKind::Preventive);
    EXPECT_EQ(made.title, "Maintenance of UPS");
    EXPECT_EQ(made.due_at, kMorning + 180 * kDay);
    EXPECT_EQ(made.interval, IntervalSource::Vendor);
    EXPECT_EQ(made.planned_start, kMorning + 180 * kDay);
    EXPECT_EQ(made.planned_end, made.planned_start + hours { 2 });
    EXPECT_TRUE(made.planned_by.empty());
    EXPECT_EQ(room.state.assets.find(kUps)->work_made_for, made.due_at);
}

TEST_F(DueOrdersTest, HalfAShortIntervalAheadOrAsTheAssetSays)
{
    set_ups({ .vendor_interval_days = 10 });
    EXPECT_EQ(maintenance_work_ahead(*room.state.assets.find(kUps)), 5 * kDay);
    set_ups({ .vendor_interval_days = 10, .work_ahead_days = 8 });
    EXPECT_EQ(maintenance_work_ahead(*room.state.assets.find(kUps)), 8 * kDay);
    const Asset late { .id = kUps, .name = "UPS", .vendor_interval_days = 10, .work_ahead_days = 10 };
    EXPECT_EQ(room.refused(SetAsset { late }, room.planner).code, ErrorCode::Malformed);
}

TEST_F(DueOrdersTest, AYearOfTicksMakesOneOrderForEachDate)
{
    set_ups({ .vendor_interval_days = 90 });
    std::size_t made = 0;
    for (int hour = 0; hour < 365 * 24; ++hour) {
        made += tick();
        const std::string last = "WO-" + std::to_string(made);
        const WorkOrder* open = room.state.work_orders.find(WorkOrderId { last });
        if (open != nullptr && open->state == WorkOrderState::Planned && *open->due_at <= room.now) {
            do_work(last.c_str());
        }
        room.pass(hours { 1 });
    }
    EXPECT_EQ(made, 4U);
    EXPECT_EQ(order("WO-4").due_at, kMorning + 360 * kDay);
    EXPECT_EQ(tick(), 0U);
}

TEST_F(DueOrdersTest, WhatIsOverdueIsToBeDoneAtOnce)
{
    room.pass(400 * kDay);
    EXPECT_EQ(tick(), 1U);
    EXPECT_EQ(order("WO-1").due_at, kMorning + 180 * kDay);
    EXPECT_EQ(order("WO-1").planned_start, room.now);
}

TEST_F(DueOrdersTest, OfTwoIntervalsTheShorterIsNamedAndOfTwoAsShortTheFirst)
{
    set_ups({ .insurer_interval_days = 30, .policy_interval_days = 30 });
    room.pass(30 * kDay);
    EXPECT_EQ(tick(), 1U);
    EXPECT_EQ(order("WO-1").interval, IntervalSource::Insurer);
}

TEST_F(DueOrdersTest, WhatNobodyTouchedFollowsAChangedInterval)
{
    room.pass(170 * kDay);
    EXPECT_EQ(tick(), 1U);
    set_ups({ .policy_interval_days = 175 });
    EXPECT_EQ(tick(), 1U);
    EXPECT_EQ(room.state.work_orders.size(), 1U);
    EXPECT_EQ(order("WO-1").due_at, kMorning + 175 * kDay);
    EXPECT_EQ(order("WO-1").interval, IntervalSource::Policy);
    EXPECT_EQ(tick(), 0U);
}

TEST_F(DueOrdersTest, WhatAPersonPlannedStaysAsItIs)
{
    room.pass(170 * kDay);
    tick();
    const PlanWorkOrder plan { kUps, WorkOrderKind::Preventive, "Cells", room.now + kDay, room.now + 2 * kDay, {} };
    room.done(ReplanWorkOrder { WorkOrderId { "WO-1" }, 0, plan }, room.planner);
    set_ups({ .policy_interval_days = 175 });
    EXPECT_EQ(tick(), 0U);
    EXPECT_EQ(order("WO-1").title, "Cells");
}

TEST_F(DueOrdersTest, ARetiredAssetsOrderGoesAndNoneIsMade)
{
    room.pass(170 * kDay);
    tick();
    set_ups({ .retired = true });
    EXPECT_EQ(tick(), 1U);
    EXPECT_EQ(order("WO-1").state, WorkOrderState::Cancelled);
    EXPECT_FALSE(order("WO-1").reason.empty());
    room.pass(365 * kDay);
    EXPECT_EQ(tick(), 0U);
    set_ups({});
    EXPECT_EQ(tick(), 0U) << "the same date is served once";
}

TEST_F(DueOrdersTest, ADateWhoseOrderWasCancelledIsNotServedAgain)
{
    room.pass(170 * kDay);
    tick();
    move("WO-1", { .to = WorkOrderState::Cancelled, .reason = "Replaced next month." }, room.planner);
    EXPECT_EQ(tick(), 0U);
    set_ups({ .last_maintained_at = room.now });
    EXPECT_EQ(tick(), 0U);
    room.pass(170 * kDay);
    EXPECT_EQ(tick(), 1U);
}

TEST_F(DueOrdersTest, OpenPreventiveWorkOfAPersonServesTheDate)
{
    const PlanWorkOrder plan { kUps, WorkOrderKind::Preventive, "Cells", room.now + kDay, room.now + 2 * kDay, {} };
    room.done(plan, room.planner);
    room.pass(180 * kDay);
    EXPECT_EQ(tick(), 0U);
}

TEST_F(DueOrdersTest, ALateMoveOfAnOlderOrderForgetsNoDate)
{
    room.pass(170 * kDay);
    tick();
    move("WO-1", { .to = WorkOrderState::Approved }, room.planner);
    const auto made_for = room.state.assets.find(kUps)->work_made_for;
    set_ups({ .last_maintained_at = room.now });
    EXPECT_EQ(room.state.assets.find(kUps)->work_made_for, made_for) << "setting an asset keeps it";
    room.state.assets.update(kUps, [&](Asset& asset) { asset.work_made_for = room.now; });
    move("WO-1", { .to = WorkOrderState::Cancelled, .reason = "Done already." }, room.planner);
    EXPECT_EQ(room.state.assets.find(kUps)->work_made_for, room.now);
}

TEST_F(DueOrdersTest, AnAssetNamedTwiceOrUnknownGetsNoSecondOrder)
{
    room.pass(180 * kDay);
    EXPECT_EQ(room.done(MakeDueWork { { kUps, kUps, AssetId { "gone" } } }, kSystem).entries.size(), 1U);
}

TEST_F(DueOrdersTest, AnExerciseMakesNone)
{
    room.pass(180 * kDay);
    room.state.purpose = JournalPurpose::Drill;
    EXPECT_TRUE(assets_with_due_work(room.state, room.now).empty());
    EXPECT_TRUE(room.done(MakeDueWork { { kUps } }, kSystem).entries.empty());
}

}
