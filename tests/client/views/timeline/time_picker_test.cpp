// SPDX-License-Identifier: Apache-2.0
#include "client/views/timeline/time_picker.h"

#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/views/timeline/timeline_view.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

int two_hours_east_in_summer(long long seconds)
{
    return seconds >= 1'774'746'000 ? 7200 : 3600; // from 2026-03-29 01:00 UTC
}

TEST(ReadRoomTimeTest, ReadsADayByTheRoomsClockToo)
{
    const SiteZone east { "CET", two_hours_east_in_summer };
    EXPECT_EQ(read_room_time("2026-03-02 10:00", kMorning, east), kMorning);
    EXPECT_EQ(read_room_time(" 2026-03-02 10:00:30 ", kMorning, east), kMorning + seconds { 30 });
    EXPECT_EQ(read_room_time("2026-03-02", kMorning, east), kMorning - hours { 10 });
    EXPECT_EQ(read_room_time("09:30", kMorning, east), kMorning - minutes { 30 });
    EXPECT_EQ(read_room_time("2026-03-02T09:00:00Z", kMorning, east), kMorning);
    // Both sides of the night in which the clock is set forward.
    EXPECT_EQ(read_room_time("2026-03-29 01:30", kMorning, east), Timestamp { 1'774'744'200'000 });
    EXPECT_EQ(read_room_time("2026-03-29 03:30", kMorning, east), Timestamp { 1'774'747'800'000 });
    for (const char* bad : { "", "   ", "soon", "2026-02-30", "2026-03-02 25:00", "2026-03-02x10:00",
             "02.03.2026 10:00", "2026-03-02 10:00 CET" }) {
        EXPECT_FALSE(read_room_time(bad, kMorning, east)) << bad;
    }
}

TEST(ReadRoomTimeTest, ReadsWhatIsWritten)
{
    const SiteZone east { "CET", two_hours_east_in_summer };
    EXPECT_EQ(write_room_time(kMorning + Millis { 999 }, east), "2026-03-02 10:00:00");
    for (const Timestamp at :
        { kMorning, kMorning - hours { 30 }, kMorning + hours { 24 * 27 }, kMorning + hours { 24 * 90 } }) {
        EXPECT_EQ(read_room_time(write_room_time(at, east), kMorning, east), at);
    }
}

class TimeChoicesTest : public testing::Test {
protected:
    TimeChoicesTest() { console_.open(console_.room.resolver); }

    void add(const char* id, const char* title, IncidentState state, std::optional<Timestamp> resolved)
    {
        Incident incident;
        incident.id = IncidentId { id };
        incident.title = title;
        incident.state = state;
        incident.logged_at = kMorning - minutes { 10 };
        incident.detected_at = kMorning - minutes { 20 };
        incident.started_at = kMorning - minutes { 30 };
        incident.resolved_at = resolved;
        state_.incidents.set(incident.id, incident);
    }

    std::vector<TimeChoice> choices(std::string_view words)
    {
        const ViewInput base = console_.input();
        return time_choices({ base.replica, state_, base.now, base.zone, console_.location, false, true }, words);
    }

    ConsoleRoom console_ {};
    State state_ {};
};

TEST_F(TimeChoicesTest, OffersStretchesThenIncidentsFromTheirBeginToTheirEnd)
{
    add("INC-1", "Shop is down", IncidentState::Investigating, std::nullopt);
    add("INC-2", "Mail is slow", IncidentState::Closed, kMorning - minutes { 5 });
    add("INC-3", "False alarm", IncidentState::Cancelled, std::nullopt);
    const auto all = choices("");
    ASSERT_EQ(all.size(), 9U);
    EXPECT_EQ(all[0].goal.range, (TimelineRange { kMorning - hours { 1 }, kMorning }));
    EXPECT_TRUE(all[0].goal.follows);
    EXPECT_EQ(all[1].goal.range, (TimelineRange { kMorning - hours { 24 }, kMorning }));
    EXPECT_EQ(all[2].goal.range, (TimelineRange { kMorning - hours { 168 }, kMorning }));
    EXPECT_FALSE(all[3].goal.range) << "everything";
    EXPECT_FALSE(all[3].goal.follows);
    EXPECT_EQ(all[4].title, "INC-1  Shop is down");
    EXPECT_NE(all[4].right.find("30:00, " + std::string(tr(Text::TimelineOpen))), std::string::npos) << all[4].right;
    EXPECT_EQ(all[4].goal.range, (TimelineRange { kMorning - minutes { 30 }, kMorning })) << "it goes on";
    EXPECT_GT(all[4].goal.margin, 0);
    EXPECT_FALSE(all[4].goal.follows);
    const auto ended = choices("mail");
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].goal.range, (TimelineRange { kMorning - minutes { 30 }, kMorning - minutes { 5 } }));
    EXPECT_NE(ended[0].right.find(tr(Text::SimilarLasted, "25:00")), std::string::npos) << ended[0].right;
    const auto cancelled = choices("alarm");
    ASSERT_EQ(cancelled.size(), 1U);
    EXPECT_EQ(cancelled[0].goal.range, (TimelineRange { kMorning - minutes { 30 }, kMorning - minutes { 10 } }));
}

TEST_F(TimeChoicesTest, TheIncidentWhoseNumberWasTypedComesFirst)
{
    add("INC-14", "Fourteen", IncidentState::Investigating, std::nullopt);
    add("INC-4", "Four", IncidentState::Investigating, std::nullopt);
    EXPECT_EQ(choices("4").size(), 2U);
    for (const char* words : { "4", "INC-4", "inc-4" }) {
        const auto found = choices(words);
        ASSERT_FALSE(found.empty()) << words;
        EXPECT_EQ(found[0].title, "INC-4  Four") << words;
    }
    EXPECT_TRUE(choices("99").empty());
    EXPECT_EQ(choices("WEEK").size(), 1U);
}

TEST_F(TimeChoicesTest, YesterdayIsADayOfTheCalendarAndNotOfTheClock)
{
    const auto found = choices("yesterday");
    ASSERT_EQ(found.size(), 1U);
    ASSERT_TRUE(found[0].goal.range.has_value());
    const Timestamp from = found[0].goal.range->from;
    EXPECT_EQ(found[0].goal.range->to - from, hours { 24 });
    EXPECT_EQ(write_room_time(from, console_.input().zone).substr(11), "00:00:00");
    const auto today = choices("today");
    ASSERT_EQ(today.size(), 1U);
    EXPECT_EQ(today[0].goal.range, (TimelineRange { found[0].goal.range->to, kMorning }));
}

class TimePickerTest : public testing::Test {
protected:
    TimePickerTest()
    {
        console_.open(console_.room.resolver);
        draw();
    }

    void draw(int frames = 4)
    {
        ui_.draw(
            [&] {
                console_.transport.poll();
                for (Intent& intent : view_->draw(console_.input())) {
                    if (const auto* go = std::get_if<GoTo>(&intent)) {
                        there_ = go->location;
                    }
                }
            },
            frames);
    }

    void press_key(int chord)
    {
        HeadlessUi::press_key(chord);
        draw();
    }

    void type(const char* text)
    {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        draw();
    }

    void fill(Text field, std::string_view value)
    {
        const MirrorItem* item = mirror().find(Role::TextField, tr(field));
        ASSERT_NE(item, nullptr) << tr(field);
        mirror().set_value(item->id, value);
        draw();
    }

    static bool is_open()
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Dialog; });
    }

    static bool says(Text words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(tr(words)) != std::string::npos; });
    }

    double number(std::string_view name) const { return std::stod(there_.value(name).value_or("-1")); }

    HeadlessUi ui_ { { 1280, 800 } };
    ConsoleRoom console_ {};
    std::unique_ptr<View> view_ = make_timeline_view();
    Location there_ {};
};

TEST_F(TimePickerTest, OneKeyAndEnterShowTheLastHourAndFollowNow)
{
    press_key(ImGuiKey_J);
    ASSERT_TRUE(is_open());
    press_key(ImGuiKey_Enter);
    EXPECT_FALSE(is_open());
    EXPECT_NEAR(number("span"), 3'600'000 / 0.88, 50) << "an hour left of now";
    EXPECT_FALSE(there_.value("t0"));
}

TEST_F(TimePickerTest, WordsAndArrowsChoose)
{
    press_key(ImGuiKey_J);
    type("last");
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_DownArrow);
    press_key(ImGuiKey_Enter);
    EXPECT_NEAR(number("span"), 168 * 3'600'000.0 / 0.88, 9'000);
}

TEST_F(TimePickerTest, ANumberLeadsToItsIncident)
{
    console_.done(LogIncident { .title = "Shop is down", .services = { ServiceId { "shop" } } }, console_.room.desk);
    console_.room.pass(minutes { 10 });
    console_.done(LogIncident { .title = "Mail is slow", .services = { ServiceId { "mail" } } }, console_.room.desk);
    draw();
    const Incident& incident = *console_.replica.state().incidents.find(IncidentId { "INC-1" });
    const auto begin = static_cast<double>(std::min(incident.started_at, incident.detected_at).millis);
    const double span = static_cast<double>(console_.input().as_of().millis) - begin;
    press_key(ImGuiKey_J);
    type("1");
    press_key(ImGuiKey_Enter);
    EXPECT_FALSE(is_open());
    EXPECT_NEAR(number("t0"), begin - 0.1 * span, 5'000);
    EXPECT_NEAR(number("t1"), begin + 1.1 * span, 5'000);
}

TEST_F(TimePickerTest, WhatIsCalledNothingLikeThatIsSaid)
{
    press_key(ImGuiKey_J);
    type("99");
    EXPECT_TRUE(says(Text::TimePickNothing));
    press_key(ImGuiKey_Enter);
    EXPECT_TRUE(is_open()) << "there is nowhere to go";
    press_key(ImGuiKey_Escape);
    EXPECT_FALSE(is_open());
    EXPECT_FALSE(there_.value("t0"));
}

TEST_F(TimePickerTest, FromAndToAreReadByTheRoomsClockAndErrorsSaid)
{
    press_key(ImGuiKey_J);
    fill(Text::TimePickFrom, "yesterday");
    EXPECT_TRUE(says(Text::TimePickUnreadable));
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_TRUE(is_open());
    fill(Text::TimePickFrom, "2026-03-02 08:00");
    fill(Text::TimePickTo, "07:30");
    EXPECT_TRUE(says(Text::TimePickBackwards));
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_TRUE(is_open());
    fill(Text::TimePickTo, "08:30");
    EXPECT_FALSE(says(Text::TimePickBackwards));
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    EXPECT_FALSE(is_open());
    EXPECT_NEAR(number("t0"), static_cast<double>((kMorning - hours { 1 }).millis), 2);
    EXPECT_NEAR(number("t1"), static_cast<double>((kMorning - minutes { 30 }).millis), 2);
}

TEST_F(TimePickerTest, BothTimesCanBeReadWholeInEveryLanguage)
{
    for (const char* language : { "pseudo", "en" }) {
        SCOPED_TRACE(language);
        ASSERT_TRUE(use_language(language));
        press_key(ImGuiKey_J);
        const MirrorItem* from = mirror().find(Role::TextField, tr(Text::TimePickFrom));
        const MirrorItem* to = mirror().find(Role::TextField, tr(Text::TimePickTo));
        ASSERT_NE(from, nullptr);
        ASSERT_NE(to, nullptr);
        EXPECT_FLOAT_EQ(from->rect.width, to->rect.width);
        const float words = font(Face::Regular)->CalcTextSizeA(font_size(Type::Body), 1e6F, 0, to->value.c_str()).x;
        ASSERT_GT(words, 100) << to->value;
        EXPECT_GT(to->rect.width, words + grid(6));
        EXPECT_LE(to->rect.x + to->rect.width, 1280);
        press_key(ImGuiKey_Escape);
    }
}

TEST_F(TimePickerTest, ItsButtonOpensItAndEverythingIsOneChoice)
{
    const MirrorItem* opens = mirror().find(Role::Button, tr(Text::ActionTimePicker));
    ASSERT_NE(opens, nullptr);
    mirror().activate(opens->id);
    draw();
    ASSERT_TRUE(is_open());
    type("everything");
    press_key(ImGuiKey_Enter);
    EXPECT_FALSE(is_open());
    EXPECT_LE(number("t0"), static_cast<double>(kMorning.millis) - 3'600'000) << "an hour, where nothing is known";
    EXPECT_GE(number("t1"), static_cast<double>(kMorning.millis));
}

TEST_F(IncidentViewTest, ItsExactLocationIsReadAgainWithMarksAndWhatIsUnfolded)
{
    const Location link { "/incidents/" + id_.text,
        { { "t0", "1772438400000" }, { "t1", "1772445600000" }, { "order", "1" }, { "marks", "1772442000000" },
            { "axis", "1" }, { "open", "3,17" } } };
    view_ = make_incident_view();
    view_->arrive(link);
    draw();
    EXPECT_EQ(format_location(view_->exact_location({ link.path, {} })), format_location(link));
}

TEST_F(IncidentViewTest, ItsTimelineIsLedToAnotherTimeByTheSameKey)
{
    press_key(ImGuiKey_J);
    ASSERT_TRUE(dialog_open());
    type("day");
    press_key(ImGuiKey_Enter);
    EXPECT_FALSE(dialog_open());
    std::string span;
    for (const Intent& intent : intents_) {
        const auto* go = std::get_if<GoTo>(&intent);
        span = go != nullptr ? go->location.value("span").value_or(span) : span;
    }
    ASSERT_NE(span, "");
    EXPECT_NEAR(std::stod(span), 24 * 3'600'000.0 / 0.88, 2'000);
}

}
}
