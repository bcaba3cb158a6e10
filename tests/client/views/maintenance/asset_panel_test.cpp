// SPDX-License-Identifier: Apache-2.0
// A planner adds an asset, looks it up, changes it and plans on it.
#include "client/views/maintenance/asset_panel.h"

#include "client/views/maintenance/asset_form.h"
#include "client/views/maintenance/asset_list.h"
#include "tests/support/maintenance_on_screen.h"

namespace watchfloor {
namespace {

class AssetPanelTest : public MaintenanceOnScreen {
protected:
    static Asset ups()
    {
        Asset asset { .id = AssetId { "ups" }, .name = "UPS of hall A", .model = "X-9", .site = "Hall A" };
        asset.services = { ServiceId { "shop" } };
        asset.vendor_interval_days = 90;
        asset.policy_interval_days = 30;
        asset.last_maintained_at = kMorning - hours { 24 * 20 };
        return asset;
    }

    void begin(const Asset& asset)
    {
        console_.room.done(SetAsset { asset }, console_.room.planner);
        open(console_.room.planner);
    }

    void look_up(const char* words)
    {
        press(Role::Button, tr(Text::AssetListOpen, std::to_string(console_.room.state.assets.size())));
        ImGui::GetIO().AddInputCharactersUTF8(words);
        draw();
        press_key(ImGuiKey_Enter);
    }

    std::vector<FormLine> meant(const Asset& asset) { return upkeep_meant(console_.input(), asset); }
};

TEST_F(AssetPanelTest, OneIsAddedByKeyboardAndItsIntervalFollowsWhatIsTyped)
{
    open(console_.room.planner);
    press_key(ImGuiKey_Insert);
    ASSERT_EQ(dialog(), tr(Text::AssetAddTitle));
    type(tr(Text::FieldName), "UPS of hall A");
    EXPECT_TRUE(shows(tr(Text::AssetNoInterval)));
    type(tr(Text::FieldVendorInterval), "90");
    EXPECT_TRUE(shows(tr(Text::AssetInterval, "90")));
    type(tr(Text::FieldPolicyInterval), "30");
    EXPECT_TRUE(shows(tr(Text::AssetInterval, "30"))) << "the shortest";
    EXPECT_TRUE(shows(tr(Text::AssetDueUnknown)));
    type(tr(Text::FieldLastMaintained), "2026-02-20");
    EXPECT_TRUE(shows("Due next: Sun 22 Mar 2026, in 20 days."));
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/assets");
    EXPECT_EQ(sent_[0].body,
        R"({"id":"ups-of-hall-a","last_maintained_at":"2026-02-20T12:00:00.000Z","name":"UPS of hall A",)"
        R"("policy_interval_days":30,"vendor_interval_days":90})");
}

TEST_F(AssetPanelTest, EveryButtonAboveTheScheduleIsInSight)
{
    for (const char* language : { "en", "pseudo" }) {
        ASSERT_TRUE(use_language(language));
        ImGui::GetIO().DisplaySize = { 1280, 800 };
        open(console_.room.planner);
        const std::string list = tr(Text::AssetListOpen, std::to_string(console_.room.state.assets.size()));
        for (const std::string_view label : { tr(Text::PlanWindowOpen), tr(Text::PlanOrderOpen), tr(Text::DueWorkOpen),
                 tr(Text::AssetAdd), tr(Text::ImportOpen), std::string_view { list } }) {
            const MirrorItem* item = mirror().find(Role::Button, label);
            ASSERT_NE(item, nullptr) << label;
            EXPECT_TRUE(item->rect.whole && item->rect.width > 0) << label;
            EXPECT_LE(item->rect.x + item->rect.width, 1280 - grid(8)) << label;
        }
    }
    ASSERT_TRUE(use_language("en"));
}

TEST_F(AssetPanelTest, WhatCannotBeReadIsSaidAtItsField)
{
    open(console_.room.planner);
    press_key(ImGuiKey_Insert);
    type(tr(Text::FieldName), "UPS");
    type(tr(Text::FieldLastMaintained), "2027-02-20");
    commit();
    EXPECT_TRUE(sent_.empty()) << "nobody maintained it yet";
    type(tr(Text::FieldMatch), "ups-1");
    EXPECT_TRUE(shows("Write “Labels of its alerts” like host=db-1"));
    EXPECT_TRUE(sent_.empty());
}

TEST_F(AssetPanelTest, IsFoundByItsWordsAndShowsWhatIsKnown)
{
    console_.room.done(SetAsset { { .id = AssetId { "fan" }, .name = "Fan" } }, console_.room.planner);
    console_.room.done(SetAsset { ups() }, console_.room.planner);
    console_.room.done(PlanWorkOrder { .asset = AssetId { "ups" },
                           .title = "Battery",
                           .planned_start = kMorning + hours { 24 },
                           .planned_end = kMorning + hours { 26 } },
        console_.room.planner);
    begin(ups());
    look_up("hall a");
    ASSERT_EQ(dialog(), "UPS of hall A");
    EXPECT_TRUE(shows("Model: X-9"));
    EXPECT_TRUE(shows(tr(Text::AssetInterval, "30")));
    EXPECT_TRUE(shows("in 10 days"));
    EXPECT_TRUE(shows(tr(Text::AssetUnmatched)));
    EXPECT_TRUE(shows(tr(Text::AssetNoWindows)));
    const Location here = view_->address({ "/maintenance", {} });
    EXPECT_EQ(here.value("asset"), "ups") << "a link leads back to it";
    press_key(ImGuiKey_Escape);
    EXPECT_EQ(dialog(), "");
    view_->arrive(here);
    draw();
    EXPECT_EQ(dialog(), "UPS of hall A");
}

TEST_F(AssetPanelTest, IsChangedFromThere)
{
    begin(ups());
    look_up("ups");
    press_key(ImGuiKey_F2);
    ASSERT_EQ(dialog(), tr(Text::ResourceEditTitle, "ups"));
    type(tr(Text::FieldSite), "Hall B");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].body, R"({"id":"ups","site":"Hall B"})") << "when it was maintained stays as it was";
    answer(201, "{}");
    EXPECT_EQ(dialog(), "UPS of hall A");
}

TEST_F(AssetPanelTest, AWindowIsPlannedOnIt)
{
    begin(ups());
    look_up("ups");
    press_key(ImGuiKey_V);
    ASSERT_EQ(dialog(), tr(Text::PlanWindowTitle));
    type("Title", "Battery");
    type("To", "12:00");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_NE(sent_[0].body.find(R"("assets":["ups"])"), std::string::npos) << sent_[0].body;
}

TEST_F(AssetPanelTest, WhoMayNotChangeItIsToldWhy)
{
    console_.room.done(SetAsset { ups() }, console_.room.planner);
    open(console_.room.resolver);
    const MirrorItem* add = mirror().find(Role::Button, tr(Text::AssetAdd));
    ASSERT_NE(add, nullptr);
    EXPECT_TRUE(add->disabled);
    look_up("ups");
    press_key(ImGuiKey_F2);
    EXPECT_EQ(dialog(), "UPS of hall A");
}

TEST_F(AssetPanelTest, WhatIsOverdueAndWhatItsLabelsMatchIsSaid)
{
    Asset asset = ups();
    asset.last_maintained_at = kMorning - hours { 24 * 33 };
    asset.match = { { "service", "shop" } };
    console_.fire("Down", "shop");
    console_.fire("Slow", "mail");
    open(console_.room.planner);
    const auto lines = meant(asset);
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_TRUE(lines[1].warns);
    EXPECT_NE(lines[1].words.find("3 days overdue"), std::string::npos) << lines[1].words;
    EXPECT_NE(lines[2].words.find("2026"), std::string::npos) << "when its work is made: " << lines[2].words;
    EXPECT_EQ(lines[3].words, tr(Text::AssetMatches, "1", "Down"));
    asset.match = { { "service", "pay" } };
    EXPECT_EQ(meant(asset)[3].words, tr(Text::AssetMatchesNone));
    asset.last_maintained_at = kMorning - hours { 24 * 30 };
    EXPECT_NE(meant(asset)[1].words.find("today"), std::string::npos);
}

TEST(AssetWorkTest, OpenOrdersAndComingWindowsStandFirst)
{
    State state;
    const AssetId ups { "ups" };
    const auto order = [&](const char* id, WorkOrderState stands, int hour) {
        state.work_orders.set(WorkOrderId { id },
            { .id = WorkOrderId { id }, .asset = ups, .planned_start = kMorning + hours { hour }, .state = stands });
    };
    order("WO-1", WorkOrderState::ReturnedToService, 9);
    order("WO-2", WorkOrderState::Planned, 1);
    order("WO-3", WorkOrderState::InProgress, 2);
    const auto orders = orders_of(state, ups);
    ASSERT_EQ(orders.size(), 3U);
    EXPECT_EQ(orders[0]->id.text, "WO-3");
    EXPECT_EQ(orders[2]->id.text, "WO-1");
    const auto window = [&](const char* id, int from) {
        state.windows.set(WindowId { id },
            { .id = WindowId { id },
                .assets = { ups },
                .from = kMorning + hours { from },
                .to = kMorning + hours { from + 1 } });
    };
    window("MW-1", -5);
    window("MW-2", 8);
    window("MW-3", 2);
    const auto windows = windows_of(state, ups, kMorning);
    ASSERT_EQ(windows.size(), 3U);
    EXPECT_EQ(windows[0]->id.text, "MW-3");
    EXPECT_EQ(windows[2]->id.text, "MW-1");
    EXPECT_TRUE(orders_of(state, AssetId { "fan" }).empty());
}

}
}
