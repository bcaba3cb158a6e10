// SPDX-License-Identifier: Apache-2.0
// A planner plans a work order on screen, and plans it anew until it is approved.
#include "client/views/maintenance/order_form.h"

#include "shared/wire/error_codec.h"
#include "tests/support/maintenance_on_screen.h"

namespace watchfloor {
namespace {

class OrderFormTest : public MaintenanceOnScreen {
protected:
    OrderFormTest()
    {
        console_.done(SetAsset { { .id = AssetId { "ups" }, .name = "Battery hall" } }, console_.room.planner);
        console_.done(SetAsset { { .id = AssetId { "sw" }, .name = "Core switch" } }, console_.room.planner);
    }

    void fill()
    {
        open(console_.room.planner);
        press_key(ImGuiKey_U);
        ASSERT_EQ(dialog(), tr(Text::PlanOrderTitle));
        type(tr(Text::PlanAssets), "core");
        press_key(ImGuiKey_Enter);
    }

    // WO-1, from in an hour to in four.
    PlanWorkOrder planned()
    {
        PlanWorkOrder plan { .asset = AssetId { "ups" }, .title = "Cells" };
        plan.planned_start = console_.room.now + hours { 1 };
        plan.planned_end = console_.room.now + hours { 4 };
        console_.done(plan, console_.room.planner);
        return plan;
    }

    void choose()
    {
        const auto row = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
            return item.role == Role::Row && item.label.find("Cells") != std::string::npos;
        });
        ASSERT_NE(row, mirror().items().end());
        mirror().activate(row->id);
        draw();
    }

    PlanWorkOrder asked() const
    {
        const auto command
            = sent_.empty() ? Result<PlanWorkOrder> { Error {} } : decode_command<PlanWorkOrder>(sent_.back().body);
        EXPECT_TRUE(command.ok());
        return command.ok() ? command.value() : PlanWorkOrder {};
    }
};

TEST_F(OrderFormTest, OneIsPlannedWithItsKindTimesAndMaintainer)
{
    fill();
    EXPECT_TRUE(shows(tr(Text::PlanOrderNoDue, "Core switch"))) << "nobody knows when it is due";
    commit();
    EXPECT_TRUE(sent_.empty());
    type(tr(Text::PlanTitle), "Firmware");
    type(tr(Text::PlanOrderBegin), "10:00");
    press(Role::Select, tr(Text::OrderKind));
    press(Role::Option, tr(Text::OrderCorrective));
    press(Role::Select, tr(Text::OrderMaintainer));
    press(Role::Option, "maintainer");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/work-orders");
    EXPECT_EQ(asked().asset.text, "sw");
    EXPECT_EQ(asked().title, "Firmware");
    EXPECT_EQ(asked().kind, WorkOrderKind::Corrective);
    EXPECT_EQ(asked().planned_start, kMorning + hours { 1 });
    EXPECT_EQ(asked().planned_end, kMorning + hours { 3 });
    EXPECT_EQ(asked().maintainer.text, "maintainer");
    answer(201, R"({"created":"WO-1"})");
    EXPECT_EQ(dialog(), "");
}

TEST_F(OrderFormTest, WhatTheServerRefusedStaysChosen)
{
    fill();
    type(tr(Text::PlanOrderBegin), "10:00");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    commit();
    EXPECT_EQ(sent_.size(), 1U) << "once only, while nobody has answered";
    answer(409, error_to_json({ ErrorCode::Conflict, "Another plan came first." }));
    EXPECT_EQ(dialog(), tr(Text::PlanOrderTitle));
    EXPECT_TRUE(shows("Another plan came first."));
    commit();
    EXPECT_EQ(sent_.size(), 2U);
    EXPECT_EQ(asked().asset.text, "sw");
}

TEST_F(OrderFormTest, APlannedOneIsPlannedAnew)
{
    const PlanWorkOrder plan = planned();
    open(console_.room.planner);
    choose();
    press(Role::Button, tr(Text::OrderChange));
    draw();
    ASSERT_EQ(dialog(), tr(Text::PlanOrderChange, "WO-1"));
    type(tr(Text::PlanOrderLasts), "90 min");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/work-orders/WO-1/plan");
    const auto anew = decode_command<ReplanWorkOrder>(sent_[0].body);
    ASSERT_TRUE(anew.ok());
    EXPECT_EQ(anew.value().plan.title, "Cells");
    EXPECT_EQ(anew.value().plan.planned_start, plan.planned_start);
    EXPECT_EQ(anew.value().plan.planned_end, plan.planned_start + minutes { 90 });
    EXPECT_EQ(anew.value().version, console_.room.state.work_orders.find(WorkOrderId { "WO-1" })->version);
    answer(200, R"({"seq":9})");
    EXPECT_EQ(dialog(), "");
}

TEST_F(OrderFormTest, AnApprovedOneIsNotPlannedAnew)
{
    planned();
    console_.done(MoveWorkOrder { .order = WorkOrderId { "WO-1" }, .to = WorkOrderState::Approved },
        actor("second", { SystemRole::MaintenancePlanner }));
    open(console_.room.planner);
    choose();
    EXPECT_EQ(dialog(), "WO-1  Cells");
    EXPECT_EQ(mirror().find(Role::Button, tr(Text::OrderChange)), nullptr);
}

}
}
