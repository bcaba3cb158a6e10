// SPDX-License-Identifier: Apache-2.0
// A capacity manager adds a resource on screen, and changes one.
#include "client/views/capacity/resource_form.h"

#include "client/views/capacity/capacity_cards.h"
#include "client/views/capacity/capacity_view.h"
#include "tests/support/maintenance_on_screen.h"

namespace watchfloor {
namespace {

class ResourceFormTest : public MaintenanceOnScreen {
protected:
    ResourceFormTest() { view_ = make_capacity_view(); }

    void begin()
    {
        open(console_.room.capacity);
        press_key(ImGuiKey_Insert);
        ASSERT_EQ(dialog(), tr(Text::ResourceAddTitle));
    }

    void retype(std::string_view field, const char* text)
    {
        press(Role::TextField, tr(Text::FieldOwner));
        type(field, text);
    }

    void fill()
    {
        begin();
        type(tr(Text::FieldName), "Seats on the bus");
        type(tr(Text::FieldUnit), "seats");
        type(tr(Text::FieldTotal), "100");
    }
};

TEST_F(ResourceFormTest, OneIsAddedByKeyboard)
{
    fill();
    EXPECT_TRUE(shows("Minor from 80 seats, critical from 90 seats, of 100 seats")) << "what the limits mean";
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].method, "POST");
    EXPECT_EQ(sent_[0].path, "/api/v1/capacity");
    EXPECT_EQ(
        sent_[0].body, R"({"id":"seats-on-the-bus","name":"Seats on the bus","total_milli":100000,"unit":"seats"})");
    commit();
    EXPECT_EQ(sent_.size(), 1U) << "once only, while nobody has answered";
    answer(201, R"({"created":"seats-on-the-bus"})");
    EXPECT_EQ(dialog(), "");
}

TEST_F(ResourceFormTest, WhatTheRulesRefuseIsSaidAtItsField)
{
    fill();
    retype(tr(Text::FieldWarnPercent), "95");
    EXPECT_TRUE(shows("“Minor from, in %” above 0"));
    commit();
    retype(tr(Text::FieldWarnPercent), "some");
    EXPECT_TRUE(shows("Write “Minor from, in %” as a whole number."));
    retype(tr(Text::FieldWarnPercent), "80");
    retype(tr(Text::FieldReserved), "-1");
    EXPECT_TRUE(shows("Give “Reserved of it” as 0 or more"));
    retype(tr(Text::FieldReserved), "100");
    EXPECT_TRUE(shows(tr(Text::ResourceUnusable)));
    retype(tr(Text::FieldTotal), "0");
    commit();
    EXPECT_TRUE(sent_.empty()) << "more is reserved than there is";
    retype(tr(Text::FieldReserved), "0");
    EXPECT_TRUE(shows(tr(Text::ResourceUndefined)));
}

TEST_F(ResourceFormTest, APlannedChangeIsWrittenInOneLine)
{
    fill();
    type(tr(Text::FieldPlanned), "2026-09-01 capacity +50 sooner");
    EXPECT_TRUE(shows("Write “Planned changes” like 2026-03-01"));
    commit();
    EXPECT_TRUE(sent_.empty());
    retype(tr(Text::FieldPlanned), "2026-09-01 capacity +50 demand -2: second bus");
    retype(tr(Text::FieldMargin), "7");
    retype(tr(Text::FieldNodes), "4");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].body,
        R"({"equal_nodes":4,"id":"seats-on-the-bus","margin_days":7,"name":"Seats on the bus","planned_changes":)"
        R"([{"at":"2026-09-01T12:00:00.000Z","capacity_milli":50000,"demand_milli":-2000,"reason":"second bus"}],)"
        R"("total_milli":100000,"unit":"seats"})");
}

TEST_F(ResourceFormTest, AnIdThatIsTakenIsNotOverwritten)
{
    console_.room.done(DefineCapacity { { .id = ResourceId { "seats-on-the-bus" }, .name = "Seats", .unit = "seats" } },
        console_.room.capacity);
    fill();
    const MirrorItem* add = mirror().find(Role::Button, tr(Text::ResourceCommitAdd));
    ASSERT_NE(add, nullptr);
    EXPECT_EQ(add->value, tr(Text::RecordIdTaken));
    commit();
    EXPECT_TRUE(sent_.empty());
}

TEST_F(ResourceFormTest, OnlyWhatWasChangedIsSent)
{
    console_.done(DefineCapacity { { .id = ResourceId { "seats" },
                      .name = "Seats",
                      .unit = "seats",
                      .total_milli = 12'500,
                      .services = { ServiceId { "shop" } } } },
        console_.room.capacity);
    view_->arrive({ "/capacity/seats", {} });
    open(console_.room.capacity);
    press_key(ImGuiKey_F2);
    EXPECT_EQ(dialog(), tr(Text::ResourceEditTitle, "seats"));
    commit();
    EXPECT_TRUE(sent_.empty()) << "nothing is changed yet";
    press(Role::Switch, "mail");
    retype(tr(Text::FieldTotal), "20");
    commit();
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].body, R"({"id":"seats","services":["shop","mail"],"total_milli":20000})");
}

TEST_F(ResourceFormTest, WhoMayNotIsToldWhy)
{
    open(console_.room.resolver);
    const MirrorItem* add = mirror().find(Role::Button, tr(Text::ResourceAdd));
    ASSERT_NE(add, nullptr);
    EXPECT_TRUE(add->disabled);
    press_key(ImGuiKey_Insert);
    EXPECT_EQ(dialog(), "");
}

TEST(LimitsMeantTest, SayWhereTheUseStands)
{
    const CapacityResource seats {
        .id = ResourceId { "seats" }, .unit = "seats", .total_milli = 110'000, .reserved_milli = 10'000
    };
    const auto second = [&](std::int64_t value) {
        const auto lines = limits_meant(seats, SamplePoint { .at = {}, .value_milli = value * 1000 });
        return lines.size() < 2 ? std::string {} : lines[1].words;
    };
    EXPECT_EQ(limits_meant(seats, {})[0].words,
        "Minor from 80 seats, critical from 90 seats, of 100 seats that can be used.");
    EXPECT_EQ(second(85), "Now 85 seats: Minor.");
    EXPECT_EQ(second(95), "Now 95 seats: Critical.");
    EXPECT_EQ(second(5), "Now 5 seats: Normal.");
    EXPECT_NE(limits_meant(seats, {})[1].words.find("Nothing is measured"), std::string::npos) << "not nought";
}

}
}
