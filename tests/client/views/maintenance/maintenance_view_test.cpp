// SPDX-License-Identifier: Apache-2.0
// What a list has no room for opens, and a work order says why it was sent back.
#include "client/views/maintenance/maintenance_view.h"

#include "tests/support/view_on_screen.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

class MaintenanceViewTest : public ViewOnScreen {
protected:
    MaintenanceViewTest() : ViewOnScreen(make_maintenance_view(), { 1280, 800 })
    {
        console_.room.done(SetAsset { { .id = AssetId { "ups" }, .name = "UPS" } }, console_.room.planner);
        console_.location = { "/maintenance", {} };
    }

    void plan(int orders)
    {
        for (int i = 0; i < orders; ++i) {
            console_.room.done(PlanWorkOrder { .asset = AssetId { "ups" },
                                   .title = "Cell " + std::to_string(i),
                                   .planned_start = console_.room.now + hours { i + 1 },
                                   .planned_end = console_.room.now + hours { i + 2 } },
                console_.room.planner);
        }
        console_.open(console_.room.planner);
        draw();
    }

    static const MirrorItem* find(Role role, std::string_view words)
    {
        const auto found = std::find_if(mirror().items().begin(), mirror().items().end(),
            [&](const MirrorItem& item) { return item.role == role && item.label.find(words) != std::string::npos; });
        return found == mirror().items().end() ? nullptr : &*found;
    }
};

TEST_F(MaintenanceViewTest, WhatAListHasNoRoomForOpens)
{
    plan(9);
    const MirrorItem* more = find(Role::Link, " more");
    ASSERT_NE(more, nullptr);
    EXPECT_EQ(find(Role::Dialog, ""), nullptr);
    HeadlessUi::click(*more);
    draw();
    ASSERT_NE(find(Role::Dialog, ""), nullptr);
    for (int i = 0; i < 9; ++i) {
        EXPECT_TRUE(std::any_of(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
            return item.set_size == 9 && item.position == i + 1;
        })) << i;
    }
    HeadlessUi::press_key(ImGuiKey_Escape);
    draw();
    EXPECT_EQ(find(Role::Dialog, ""), nullptr);
}

TEST_F(MaintenanceViewTest, AnOrderSaysWhyItWasDeferred)
{
    console_.room.done(PlanWorkOrder { .asset = AssetId { "ups" },
                           .title = "Cells",
                           .planned_start = console_.room.now + hours { 1 },
                           .planned_end = console_.room.now + hours { 2 } },
        console_.room.planner);
    MoveWorkOrder deferral { .order = WorkOrderId { "WO-1" }, .to = WorkOrderState::Deferred };
    deferral.planned_start = console_.room.now + hours { 48 };
    deferral.reason = "Spare part late.";
    console_.room.done(deferral, console_.room.planner);
    plan(0);
    const MirrorItem* row = find(Role::Row, "WO-1");
    ASSERT_NE(row, nullptr);
    mirror().activate(row->id);
    draw();
    EXPECT_TRUE(std::any_of(mirror().items().begin(), mirror().items().end(),
        [](const MirrorItem& item) { return item.label.find("Spare part late.") != std::string::npos; }));
}

}
}
