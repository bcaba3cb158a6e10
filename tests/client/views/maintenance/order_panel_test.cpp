// SPDX-License-Identifier: Apache-2.0
// A work order that was chosen on the maintenance screen: its steps, and what each asks for.
#include "client/views/maintenance/order_panel.h"

#include "shared/domain/decide/maintenance/maintenance.h"
#include "tests/support/maintenance_on_screen.h"

namespace watchfloor {
namespace {

using W = WorkOrderState;

class OrderPanelTest : public MaintenanceOnScreen {
protected:
    OrderPanelTest()
    {
        Room& room = console_.room;
        console_.done(SetAsset { { .id = AssetId { "ups-1" }, .name = "UPS" } }, room.planner);
        console_.done(PlanWorkOrder { .asset = AssetId { "ups-1" },
                          .title = "Battery",
                          .planned_start = room.now + hours { 1 },
                          .planned_end = room.now + hours { 3 },
                          .maintainer = UserId { "maintainer" } },
            room.planner);
    }

    void moved(W to, const Actor& by, const std::string& work_done = {})
    {
        console_.done(MoveWorkOrder { .order = WorkOrderId { "WO-1" }, .to = to, .work_done = work_done }, by);
    }

    void inspected()
    {
        moved(W::Approved, second_);
        moved(W::InProgress, console_.room.maintainer);
        moved(W::Inspection, console_.room.maintainer, "Replaced two cells.");
    }

    void choose(const Actor& person)
    {
        open(person);
        const auto row = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
            return item.role == Role::Row && item.label.find("Battery") != std::string::npos;
        });
        ASSERT_NE(row, mirror().items().end());
        mirror().activate(row->id);
        draw();
        ASSERT_EQ(dialog(), "WO-1  Battery");
    }

    void choose_step(Text step)
    {
        press(Role::Select, tr(Text::OrderStep));
        press(Role::Option, tr(step));
    }

    MoveWorkOrder asked() const
    {
        const auto command
            = sent_.empty() ? Result<MoveWorkOrder> { Error {} } : decode_command<MoveWorkOrder>(sent_.back().body);
        EXPECT_TRUE(command.ok());
        return command.ok() ? command.value() : MoveWorkOrder {};
    }

    const Actor second_ = actor("second", { SystemRole::MaintenancePlanner });
};

TEST(WorkOrderMovesTest, TheUsualNextStepIsTheFirst)
{
    using Moves = std::vector<W>;
    EXPECT_EQ(work_order_moves(W::Planned), (Moves { W::Approved, W::Deferred, W::Cancelled }));
    EXPECT_EQ(work_order_moves(W::Approved), (Moves { W::InProgress, W::Deferred, W::Cancelled }));
    EXPECT_EQ(work_order_moves(W::Deferred), (Moves { W::Approved, W::Cancelled }));
    EXPECT_EQ(work_order_moves(W::InProgress), (Moves { W::Inspection }));
    EXPECT_EQ(work_order_moves(W::Inspection), (Moves { W::ReturnedToService, W::InProgress }));
    EXPECT_TRUE(work_order_moves(W::ReturnedToService).empty());
    EXPECT_TRUE(work_order_moves(W::Cancelled).empty());
}

TEST_F(OrderPanelTest, WhoInspectsReadsWhatTheWorkLeft)
{
    inspected();
    choose(second_);
    const auto shows = [](std::string_view part) {
        return std::any_of(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
            return item.role == Role::Text && item.label.find(part) != std::string::npos;
        });
    };
    EXPECT_TRUE(shows(tr(Text::OrderDone, "Replaced two cells.")));
    EXPECT_TRUE(shows(tr(Text::OrderBegun)));
    EXPECT_TRUE(shows(tr(Text::OrderHandedOverBy)));
}

TEST_F(OrderPanelTest, TheNextStepIsOneKeyAway)
{
    choose(second_);
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/work-orders/WO-1/transitions");
    EXPECT_EQ(asked().to, W::Approved);
    EXPECT_EQ(sent_[0].success, tr(Text::SaidOrderStep, "WO-1", tr(Text::OrderApprove)));
    EXPECT_EQ(dialog(), "");
}

TEST_F(OrderPanelTest, WhatTheGateLacksIsSaidBeforeItIsSent)
{
    choose(console_.room.planner);
    choose_step(Text::OrderDefer);
    commit();
    EXPECT_TRUE(sent_.empty());
    write(tr(Text::FieldReason), "No spare cells.");
    commit();
    EXPECT_TRUE(sent_.empty()) << "it has no new start yet";
    type(tr(Text::OrderNewStart), "2026-03-05 10:00");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked().to, W::Deferred);
    EXPECT_EQ(asked().reason, "No spare cells.");
    EXPECT_EQ(asked().planned_start, kMorning + hours { 3 * 24 + 1 });
}

TEST_F(OrderPanelTest, AnInspectionIsPassedOrFailedWithAReason)
{
    inspected();
    choose(console_.room.planner);
    choose_step(Text::OrderFail);
    commit();
    EXPECT_TRUE(sent_.empty());
    write(tr(Text::FieldReason), "It smells.");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked().to, W::InProgress);
    EXPECT_EQ(asked().inspection_passed, false);
    EXPECT_EQ(asked().reason, "It smells.");
}

TEST_F(OrderPanelTest, WhatWasWrittenForAnotherStepStaysHere)
{
    inspected();
    choose(console_.room.planner);
    choose_step(Text::OrderFail);
    write(tr(Text::FieldReason), "It smells.");
    choose_step(Text::OrderReturn);
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked().to, W::ReturnedToService);
    EXPECT_EQ(asked().inspection_passed, true);
    EXPECT_EQ(asked().reason, "");
}

TEST_F(OrderPanelTest, WhoPlannedItApprovesItAsAnEmergencyWithItsReason)
{
    choose(console_.room.planner);
    EXPECT_TRUE(shows(tr(Text::WindowPlannedBy)));
    EXPECT_TRUE(shows("Let another maintenance planner approve WO-1"));
    commit();
    EXPECT_TRUE(sent_.empty());
    write(tr(Text::FieldReason), "It smells.");
    ASSERT_NE(mirror().find(Role::Button, tr(Text::WindowApproveAlone)), nullptr);
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked().to, W::Approved);
    EXPECT_EQ(asked().reason, "It smells.");
}

TEST_F(OrderPanelTest, WhatWasApprovedAloneIsConfirmedByAnother)
{
    console_.done(MoveWorkOrder { .order = WorkOrderId { "WO-1" }, .to = W::Approved, .reason = "It smells." },
        console_.room.planner);
    choose(second_);
    EXPECT_TRUE(shows("on the word of"));
    choose_step(Text::WindowConfirm);
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked().to, W::Approved);
    EXPECT_EQ(asked().reason, "");
}

TEST_F(OrderPanelTest, WhoMaintainedItDoesNotInspectIt)
{
    inspected();
    choose(console_.room.maintainer);
    EXPECT_TRUE(shows("Let somebody other than the maintainer inspect WO-1."));
    commit();
    EXPECT_TRUE(sent_.empty());
}

}
TEST_F(OrderPanelTest, SaysForWhichDateItWasMadeByItself)
{
    Asset asset { .id = AssetId { "ups-1" }, .name = "UPS", .insurer_interval_days = 10 };
    asset.last_maintained_at = console_.room.now - hours { 24 * 9 };
    console_.done(SetAsset { asset }, console_.room.planner);
    console_.done(
        MoveWorkOrder { .order = WorkOrderId { "WO-1" }, .to = W::Cancelled, .reason = "No." }, console_.room.planner);
    console_.done(MakeDueWork { { asset.id } }, kSystem);
    open(console_.room.planner);
    const auto row = std::find_if(mirror().items().begin(), mirror().items().end(),
        [](const MirrorItem& item) { return item.role == Role::Row && item.label.find("WO-2") != std::string::npos; });
    ASSERT_NE(row, mirror().items().end());
    EXPECT_NE(
        row->label.find(tr(Text::OrderMade, tr(Text::OrderPlanned), tr(Text::IntervalInsurer))), std::string::npos)
        << row->label;
    mirror().activate(row->id);
    draw();
    EXPECT_TRUE(shows(tr(Text::OrderMadeDue, tr(Text::IntervalInsurer), format_date(kMorning + hours { 24 }, 0))));
}

}
