// SPDX-License-Identifier: Apache-2.0
// What is due, overdue first, and how work is planned for several of it.
#include "client/views/maintenance/due_work.h"

#include "tests/support/maintenance_on_screen.h"

namespace watchfloor {
namespace {

constexpr hours kDay { 24 };

class DueWorkTest : public MaintenanceOnScreen {
protected:
    // Maintained so many days ago, every so many days.
    void asset(const char* id, std::int64_t every, std::optional<int> days_ago)
    {
        Asset made;
        made.id = AssetId { id };
        made.name = id;
        made.policy_interval_days = every;
        if (days_ago) {
            made.last_maintained_at = console_.room.now - kDay * *days_ago;
        }
        console_.done(SetAsset { made }, console_.room.planner);
    }

    std::vector<std::string> order() const
    {
        std::vector<std::string> ids;
        for (const DueAsset& row : due_assets(console_.room.state, console_.room.now)) {
            ids.push_back(row.asset.text);
        }
        return ids;
    }

    PlanWorkOrder asked(std::size_t at) const
    {
        const auto command = decode_command<PlanWorkOrder>(sent_.at(at).body);
        EXPECT_TRUE(command.ok());
        return command.ok() ? command.value() : PlanWorkOrder {};
    }
};

TEST_F(DueWorkTest, WhatIsOverdueIsFirstAndWhatIsUnknownLast)
{
    asset("soon", 30, 29);
    asset("later", 30, 5);
    asset("far", 100, 5);
    asset("long-over", 100, 150);
    asset("over", 10, 15);
    asset("just-over", 100, 105);
    asset("never-done", 30, std::nullopt);
    asset("without-an-interval", 0, 400);
    EXPECT_EQ(order(), (std::vector<std::string> { "long-over", "just-over", "over", "soon", "later", "never-done" }));
    const auto rows = due_assets(console_.room.state, console_.room.now);
    EXPECT_EQ(rows.at(0).days_overdue, 50);
    EXPECT_EQ(rows.at(0).percent, 150);
    EXPECT_EQ(rows.at(1).percent, 105);
    EXPECT_EQ(rows.at(3).percent, 100);
    EXPECT_EQ(rows.at(5).percent, std::nullopt);
    EXPECT_EQ(rows.at(5).due, std::nullopt);
}

TEST_F(DueWorkTest, SaysWhatIsPlannedForItAlready)
{
    asset("ups", 10, 15);
    PlanWorkOrder plan { .asset = AssetId { "ups" }, .kind = WorkOrderKind::Corrective, .title = "Fan" };
    plan.planned_start = console_.room.now;
    plan.planned_end = console_.room.now + hours { 1 };
    console_.done(plan, console_.room.planner);
    EXPECT_TRUE(due_assets(console_.room.state, console_.room.now).at(0).open.empty()) << "a repair is no maintenance";
    plan.kind = WorkOrderKind::Preventive;
    console_.done(plan, console_.room.planner);
    EXPECT_EQ(due_assets(console_.room.state, console_.room.now).at(0).open.text, "WO-2");
    console_.done(MoveWorkOrder { .order = WorkOrderId { "WO-2" }, .to = WorkOrderState::Cancelled, .reason = "No." },
        console_.room.planner);
    EXPECT_TRUE(due_assets(console_.room.state, console_.room.now).at(0).open.empty());
}

TEST_F(DueWorkTest, SaysWhatWasMadeForItByItselfAndWhoseIntervalAsked)
{
    asset("ups", 10, 8);
    console_.done(MakeDueWork { { AssetId { "ups" } } }, kSystem);
    open(console_.room.planner);
    press(Role::Button, tr(Text::DueWorkOpen));
    EXPECT_TRUE(shows(tr(Text::DueWorkMade, "WO-1", tr(Text::IntervalPolicy))));
}

TEST_F(DueWorkTest, WorkIsPlannedForSeveralAtOnceEachWhenItIsDue)
{
    asset("over", 10, 15);
    asset("soon", 30, 28);
    asset("later", 30, 5);
    open(console_.room.planner);
    press_key(ImGuiKey_H);
    ASSERT_EQ(dialog(), tr(Text::DueWorkTitle));
    commit();
    EXPECT_EQ(dialog(), tr(Text::DueWorkTitle)) << "nothing is chosen yet";
    press(Role::Switch, "soon");
    press(Role::Switch, "over");
    commit();
    draw();
    ASSERT_EQ(dialog(), tr(Text::PlanOrderTitle));
    commit();
    ASSERT_EQ(sent_.size(), 2U);
    EXPECT_EQ(asked(0).asset.text, "over");
    EXPECT_EQ(asked(0).kind, WorkOrderKind::Preventive);
    EXPECT_EQ(asked(0).title, tr(Text::MaintenanceOf, "over"));
    EXPECT_GE(asked(0).planned_start, console_.room.now) << "what is over begins at once";
    EXPECT_LT(asked(0).planned_start, console_.room.now + kDay);
    EXPECT_EQ(asked(1).asset.text, "soon");
    EXPECT_EQ(asked(1).planned_start, console_.room.now + kDay * 2);
    EXPECT_EQ(asked(1).planned_end, console_.room.now + kDay * 2 + hours { 2 });
}

TEST_F(DueWorkTest, WhoMayNotPlanReadsItAndIsToldWhy)
{
    asset("over", 10, 15);
    open(console_.room.resolver);
    press_key(ImGuiKey_H);
    ASSERT_EQ(dialog(), tr(Text::DueWorkTitle));
    EXPECT_TRUE(shows("5 d overdue, 150 %"));
    press(Role::Switch, "over");
    commit();
    EXPECT_EQ(dialog(), tr(Text::DueWorkTitle));
    const MirrorItem* plan = mirror().find(Role::Button, tr(Text::DueWorkCommit));
    ASSERT_NE(plan, nullptr);
    EXPECT_TRUE(plan->disabled);
}

}
}
