// SPDX-License-Identifier: Apache-2.0
// A window is repeated on screen, and what that would have muted is looked at before.
#include "client/views/maintenance/window_recurrence.h"

#include "client/views/maintenance/past_preview.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/maintenance_on_screen.h"

namespace watchfloor {
namespace {

int an_hour_ahead(long long /*unix_seconds*/)
{
    return 3600;
}

const SiteZone kAhead { "site", &an_hour_ahead, "Europe/Berlin" };

class WindowRecurrenceTest : public MaintenanceOnScreen {
protected:
    void open_form()
    {
        open(console_.room.planner);
        press_key(ImGuiKey_V);
        ASSERT_EQ(dialog(), tr(Text::PlanWindowTitle));
        type("Title", "Patching");
        type("From", "10:00");
        type("To", "12:00");
        type("Services", "shop");
        press_key(ImGuiKey_Enter);
    }

    void repeat(Text how)
    {
        press(Role::Select, tr(Text::PlanRepeats));
        press(Role::Option, tr(how));
    }

    std::string answered(std::size_t windows) const
    {
        WindowPreviewAnswer answer;
        answer.rule = "FREQ=WEEKLY;COUNT=2";
        answer.alerts = 3;
        answer.names = { "Down" };
        for (std::size_t i = 0; i < windows; ++i) {
            const Timestamp from = kMorning + hours { 1 } + hours { 168 } * static_cast<int>(i);
            answer.windows.push_back({ i, from, from + hours { 2 } });
        }
        return to_json_text(answer);
    }

    PreviewWindow previewed() const
    {
        const auto asked
            = sent_.empty() ? Result<PreviewWindow> { Error {} } : decode_command<PreviewWindow>(sent_.back().body);
        EXPECT_TRUE(asked.ok());
        return asked.ok() ? asked.value() : PreviewWindow {};
    }
};

}

TEST(RepetitionRuleTest, FollowsTheBeginByTheClockOfTheRoom)
{
    const auto rule = [](Repeats repeats, Timestamp from, const char* times = "") {
        return repetition_rule({ repeats, times, "FREQ=YEARLY", "UTC" }, from, kAhead);
    };
    EXPECT_EQ(rule(Repeats::Once, kMorning), "");
    EXPECT_EQ(rule(Repeats::Daily, kMorning, "5"), "FREQ=DAILY;COUNT=5");
    EXPECT_EQ(rule(Repeats::Weekly, kMorning), "FREQ=WEEKLY");
    EXPECT_EQ(rule(Repeats::Fortnightly, kMorning), "FREQ=WEEKLY;INTERVAL=2");
    EXPECT_EQ(rule(Repeats::MonthlyByDay, kMorning), "FREQ=MONTHLY;BYDAY=1MO");
    EXPECT_EQ(rule(Repeats::MonthlyByDay, kMorning + hours { 24 * 7 }), "FREQ=MONTHLY;BYDAY=2MO");
    EXPECT_EQ(rule(Repeats::MonthlyByDay, kMorning + hours { 24 * 28 }), "FREQ=MONTHLY;BYDAY=-1MO");
    EXPECT_EQ(rule(Repeats::MonthlyByDate, kMorning + hours { 14 }), "FREQ=MONTHLY;BYMONTHDAY=3")
        << "past midnight there";
    EXPECT_EQ(rule(Repeats::Rule, kMorning), "FREQ=YEARLY");
    EXPECT_EQ(rule(Repeats::Weekly, kMorning, "many"), "");
    EXPECT_EQ(rule(Repeats::Weekly, kMorning, "0"), "");
}

TEST(RepetitionRuleTest, LinesSayTheTimeOfTheWallClock)
{
    const WindowRepetition weekly { Repeats::Weekly, "2", "", "Europe/Berlin" };
    EXPECT_EQ(recurrence_lines(weekly, kMorning, kMorning + minutes { 90 }, kAhead),
        "DTSTART;TZID=Europe/Berlin:20260302T100000\nDURATION:PT5400S\nRRULE:FREQ=WEEKLY;COUNT=2");
    EXPECT_EQ(recurrence_lines({ Repeats::Weekly, "2", "", "" }, kMorning, kMorning + hours { 1 }, kAhead), "");
}

TEST(PastPreviewLinesTest, ListsTheNextWindowsAndWhatIsLeftOut)
{
    WindowPreviewAnswer answer;
    EXPECT_EQ(past_preview_lines(answer, {}), (std::vector<std::string> { std::string(tr(Text::PastPreviewNone)) }));
    answer.alerts = 2;
    answer.names = { "Down", "Slow" };
    answer.left_out = answer.goes_on = true;
    answer.windows.assign(10, { 1, kMorning, kMorning + hours { 1 } });
    const auto lines = past_preview_lines(answer, {});
    ASSERT_EQ(lines.size(), 12U);
    EXPECT_EQ(lines[0], tr(Text::PastPreviewSome, "2", "Down, Slow"));
    EXPECT_EQ(lines[1], tr(Text::PastPreviewLeftOut));
    EXPECT_EQ(lines[2],
        tr(Text::PastPreviewWindow, format_date_and_clock(kMorning, 0),
            format_date_and_clock(kMorning + hours { 1 }, 0), "1"));
    EXPECT_EQ(lines[10], tr(Text::PastPreviewMore, "2"));
    EXPECT_EQ(lines[11], tr(Text::PastPreviewGoesOn));
}

TEST_F(WindowRecurrenceTest, IsPlannedOnceItsWindowsWereLookedAt)
{
    open_form();
    repeat(Text::RepeatsWeekly);
    type(tr(Text::PlanRepeatTimes), "2");
    commit();
    EXPECT_TRUE(sent_.empty()) << "nobody has seen what it makes";
    press(Role::Button, tr(Text::PastPreviewAsk));
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_.back().path, "/api/v1/maintenance-windows/preview");
    EXPECT_EQ(previewed().recurrence, "DTSTART;TZID=UTC:20260302T100000\nDURATION:PT7200S\nRRULE:FREQ=WEEKLY;COUNT=2");
    answer(200, answered(2));
    EXPECT_TRUE(shows(tr(Text::PastPreviewSome, "3", "Down")));
    commit();
    ASSERT_EQ(sent_.size(), 2U);
    EXPECT_EQ(sent_.back().path, "/api/v1/maintenance-windows/series");
    const auto planned = decode_command<PlanWindowSeries>(sent_.back().body);
    ASSERT_TRUE(planned.ok());
    EXPECT_EQ(planned.value().plan.title, "Patching");
    EXPECT_EQ(
        planned.value().recurrence, "DTSTART;TZID=UTC:20260302T100000\nDURATION:PT7200S\nRRULE:FREQ=WEEKLY;COUNT=2");
    answer(201, "{}");
    EXPECT_EQ(dialog(), "");
}

TEST_F(WindowRecurrenceTest, WhatIsChangedAfterwardsIsLookedAtAgain)
{
    open_form();
    repeat(Text::RepeatsDaily);
    press(Role::Button, tr(Text::PastPreviewAsk));
    answer(200, answered(2));
    repeat(Text::RepeatsWeekly);
    EXPECT_FALSE(shows(tr(Text::PastPreviewSome, "3", "Down")));
    commit();
    EXPECT_EQ(sent_.size(), 1U);
}

TEST_F(WindowRecurrenceTest, WhatTheServerRefusesIsSaid)
{
    open_form();
    repeat(Text::RepeatsRule);
    type(tr(Text::PlanRule), "FREQ=WEEKLY;BYHOUR=3");
    press(Role::Button, tr(Text::PastPreviewAsk));
    answer(400, R"({"error":{"code":"malformed","message":"Leave BYHOUR out of RRULE."}})");
    EXPECT_TRUE(shows("Leave BYHOUR out of RRULE."));
}

TEST_F(WindowRecurrenceTest, AWindowThatIsPlannedOnceIsLookedAtToo)
{
    open_form();
    press(Role::Button, tr(Text::PastPreviewAsk));
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(previewed().from, kMorning + hours { 1 });
    EXPECT_EQ(previewed().to, kMorning + hours { 3 });
    EXPECT_EQ(previewed().services, (std::vector<ServiceId> { ServiceId { "shop" } }));
}

}
