// SPDX-License-Identifier: Apache-2.0
// A planner plans a maintenance window on screen.
#include "client/views/maintenance/window_form.h"

#include "shared/wire/error_codec.h"
#include "tests/support/maintenance_on_screen.h"

namespace watchfloor {
namespace {

TEST(PlannedTimesTest, BeginsNowOrAtTheNextSuchTimeAndEndsAtTheNextAfterThat)
{
    const auto times = [](std::string_view from, std::string_view to) {
        return read_planned_times(from, to, kMorning, SiteZone {});
    };
    EXPECT_EQ(times("", "").from, kMorning);
    EXPECT_EQ(times("now", "").from, kMorning);
    EXPECT_EQ(times("", "").to, std::nullopt) << "an end is never guessed";
    EXPECT_EQ(times("10:00", "12:00").from, kMorning + hours { 1 });
    EXPECT_EQ(times("10:00", "12:00").to, kMorning + hours { 3 });
    EXPECT_EQ(times("08:00", "").from, kMorning + hours { 23 }) << "what is over for today is tomorrow's";
    EXPECT_EQ(times("22:00", "02:00").from, kMorning + hours { 13 });
    EXPECT_EQ(times("22:00", "02:00").to, kMorning + hours { 17 });
    EXPECT_EQ(times("2026-03-05 22:00", "02:00").from, kMorning + hours { 3 * 24 + 13 });
    EXPECT_EQ(times("2026-03-05 22:00", "02:00").to, kMorning + hours { 3 * 24 + 17 });
    EXPECT_EQ(times("soon", "12:00").from, std::nullopt);
    EXPECT_EQ(times("", "later").to, std::nullopt);
}

class WindowFormTest : public MaintenanceOnScreen {
protected:
    void open_form()
    {
        open(console_.room.planner);
        press_key(ImGuiKey_V);
        ASSERT_EQ(dialog(), tr(Text::PlanWindowTitle));
    }

    void choose(std::string_view list, const char* words)
    {
        type(list, words);
        press_key(ImGuiKey_Enter);
    }

    // What the field holds is replaced when the keyboard comes to it.
    void retype(std::string_view field, const char* text)
    {
        press(Role::TextField, "From");
        type(field, text);
    }

    void fill()
    {
        open_form();
        type("Title", "Replace the core switch");
        type("From", "10:00");
        type("To", "12:00");
        choose("Services", "shop");
    }

    PlanWindow asked() const
    {
        const auto command
            = sent_.empty() ? Result<PlanWindow> { Error {} } : decode_command<PlanWindow>(sent_.back().body);
        EXPECT_TRUE(command.ok());
        return command.ok() ? command.value() : PlanWindow {};
    }

    static std::string title()
    {
        const MirrorItem* field = mirror().find(Role::TextField, "Title");
        return field == nullptr ? std::string {} : field->value;
    }
};

TEST_F(WindowFormTest, OneIsPlannedByKeyboard)
{
    console_.done(SetAsset { { .id = AssetId { "sw-1" }, .name = "Core switch" } }, console_.room.planner);
    fill();
    choose("Assets", "core");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].method, "POST");
    EXPECT_EQ(sent_[0].path, "/api/v1/maintenance-windows");
    const PlanWindow plan = asked();
    EXPECT_EQ(plan.title, "Replace the core switch");
    EXPECT_EQ(plan.from, kMorning + hours { 1 });
    EXPECT_EQ(plan.to, kMorning + hours { 3 });
    EXPECT_EQ(plan.services, (std::vector<ServiceId> { ServiceId { "shop" } }));
    EXPECT_EQ(plan.assets, (std::vector<AssetId> { AssetId { "sw-1" } }));
}

TEST_F(WindowFormTest, WhatTheRulesRefuseIsSaidBeforeItIsSent)
{
    open_form();
    type("Title", "Replace the core switch");
    type("To", "someday");
    EXPECT_TRUE(shows(tr(Text::PlanTimeUnread)));
    commit();
    press(Role::Button, "Cancel");
    press_key(ImGuiKey_V);
    EXPECT_EQ(title(), "Replace the core switch") << "what was written stays";
    retype("To", "2026-03-01 10:00");
    EXPECT_TRUE(shows("Let it end after it begins."));
    commit();
    retype("To", "12:00");
    EXPECT_FALSE(shows("Let it end after it begins."));
    EXPECT_TRUE(shows("Name the assets, services or labels"));
    commit();
    EXPECT_TRUE(sent_.empty());
}

TEST_F(WindowFormTest, WhatIsChosenIsTakenBackByItsSwitch)
{
    fill();
    press(Role::Switch, "mail");
    press(Role::Switch, "shop");
    commit();
    EXPECT_EQ(asked().services, (std::vector<ServiceId> { ServiceId { "mail" } }));
}

TEST_F(WindowFormTest, WhatWasWrittenStaysUntilTheServerHasTakenIt)
{
    fill();
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    commit();
    EXPECT_EQ(sent_.size(), 1U) << "once only, while nobody has answered";
    answer(409, error_to_json({ ErrorCode::Conflict, "Another plan came first." }));
    EXPECT_EQ(dialog(), tr(Text::PlanWindowTitle));
    EXPECT_TRUE(shows("Another plan came first."));
    EXPECT_EQ(title(), "Replace the core switch");
    commit();
    ASSERT_EQ(sent_.size(), 2U);
    answer(201, R"({"created":"MW-1"})");
    EXPECT_EQ(dialog(), "");
    press_key(ImGuiKey_V);
    EXPECT_EQ(title(), "");
}

TEST_F(WindowFormTest, BothOfARedundantPairAreAConflictUntilThatIsOverridden)
{
    for (const char* id : { "sw-a", "sw-b" }) {
        Asset asset;
        asset.id = AssetId { id };
        asset.name = id;
        asset.redundancy_group = "core";
        console_.done(SetAsset { asset }, console_.room.planner);
    }
    open_form();
    type("Title", "Replace the core switches");
    type("To", "12:00");
    choose("Assets", "sw-a");
    EXPECT_FALSE(shows("stand in for each other"));
    choose("Assets", "sw-b");
    EXPECT_TRUE(shows(tr(Text::ClashHere, "sw-a", "sw-b")));
    commit();
    EXPECT_TRUE(sent_.empty());
    press(Role::Switch, tr(Text::ClashOverride));
    commit();
    EXPECT_TRUE(sent_.empty()) << "an override has a reason";
    write(tr(Text::ClashReason), "The site is closed.");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked().overrides, (std::vector { PlanOverride::RedundantPair }));
    EXPECT_EQ(asked().override_reason, "The site is closed.");
}

TEST_F(WindowFormTest, LabelsAndAnEmergencyAreSaidToo)
{
    console_.fire("Down", "shop");
    open_form();
    type("Title", "Replace the core switch");
    type("To", "12:00");
    type(tr(Text::PlanMatch), "rack");
    EXPECT_TRUE(shows(tr(Text::PlanMatchUnread)));
    commit();
    EXPECT_TRUE(sent_.empty());
    retype(tr(Text::PlanMatch), "service=shop");
    EXPECT_TRUE(shows(tr(Text::PreviewFiring, "1", "Down")));
    press(Role::Switch, tr(Text::PlanEmergency));
    EXPECT_TRUE(shows(tr(Text::PlanEmergencyNote)));
    commit();
    EXPECT_TRUE(sent_.empty()) << "an emergency has a reason";
    write(tr(Text::FieldReason), "It burns.");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(asked().match, (Labels { { "service", "shop" } }));
    EXPECT_TRUE(asked().emergency);
    EXPECT_EQ(asked().reason, "It burns.");
    answer(422, error_to_json({ ErrorCode::GateNotMet, "Fill in `reason` first." }));
    EXPECT_TRUE(shows("Fill in “Reason” first.")) << "at its field, by its name there";
}

TEST_F(WindowFormTest, WhoMayNotPlanIsToldWhy)
{
    open(console_.room.resolver);
    const MirrorItem* plan = mirror().find(Role::Button, tr(Text::PlanWindowOpen));
    ASSERT_NE(plan, nullptr);
    EXPECT_TRUE(plan->disabled);
    press_key(ImGuiKey_V);
    EXPECT_EQ(dialog(), "");
}

}
}
