// SPDX-License-Identifier: Apache-2.0
#include "client/views/advice.h"

#include "client/language/text.h"
#include "client/views/people/sign_in_view.h"
#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

int two_hours_east(long long)
{
    return 7200;
}

TEST(ReadWhenTest, ReadsTimesOfTodayInTheSitesZone)
{
    const SiteZone east { "site", two_hours_east };
    // 09:00 UTC is 11:00 on site.
    EXPECT_EQ(read_when("10:30", kMorning, east), kMorning - minutes { 30 });
    EXPECT_EQ(read_when(" 10:59:30 ", kMorning, east), kMorning - seconds { 30 });
    EXPECT_EQ(read_when("0:15", kMorning, east), kMorning - minutes { 10 * 60 + 45 });
}

TEST(ReadWhenTest, ATimeStillToComeMeansYesterdayAndForPlansTomorrow)
{
    EXPECT_EQ(read_when("23:50", kMorning, SiteZone {}), kMorning - minutes { 9 * 60 + 10 });
    EXPECT_EQ(read_when("08:00", kMorning, SiteZone {}, { .past = false }), kMorning + hours { 23 });
    EXPECT_EQ(read_when("10:00", kMorning, SiteZone {}, { .past = false }), kMorning + hours { 1 });
}

TEST(ReadWhenTest, ReadsRfc3339AndRefusesTheRest)
{
    EXPECT_EQ(read_when("2026-03-01T08:00:00+01:00", kMorning, SiteZone {}), kMorning - hours { 26 });
    for (const char* bad :
        { "", "soon", "25:00", "10:60", "10:00:61", "10", ":30", "10:", "10:00:00:00", "100:00", "2026-03-01 08:00" }) {
        EXPECT_FALSE(read_when(bad, kMorning, SiteZone {}).has_value()) << bad;
    }
}

TEST(WriteWhenTest, WhatItWritesIsReadBackAsTheSameInstant)
{
    const SiteZone east { "site", two_hours_east };
    EXPECT_EQ(write_when(kMorning - minutes { 30 }, kMorning, east), "10:30:00");
    for (const auto ago : { minutes { 0 }, minutes { 9 * 60 }, minutes { 23 * 60 }, minutes { 3 * 24 * 60 } }) {
        const Timestamp at = kMorning - ago;
        EXPECT_EQ(read_when(write_when(at, kMorning, east), kMorning, east), at);
    }
}

TEST(OtherDayTest, NamesTheDayOnlyWhereItIsNotToday)
{
    const SiteZone east { "site", two_hours_east };
    EXPECT_EQ(other_day(kMorning, kMorning, east), "");
    const auto evening = read_when("23:59", kMorning, east);
    ASSERT_TRUE(evening.has_value());
    const std::string day = other_day(*evening, kMorning, east);
    EXPECT_NE(day.find("23:59"), std::string::npos);
    EXPECT_NE(tr(Text::WhenMeans, day).find(day), std::string::npos);
    EXPECT_NE(tr(Text::SaidRecordedFor, day).find(day), std::string::npos);
}

TEST(AdviseTest, SaysWhatTheRulesSayBeforeAnythingIsSent)
{
    ConsoleRoom console;
    const IncidentId id = console.room.log_incident();
    console.open(console.room.resolver);

    const Advice fine = advise(
        console.input(), DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 });
    EXPECT_TRUE(fine.allowed);
    EXPECT_FALSE(fine.decision.entries.empty());

    const Advice gate = advise(console.input(), DecideMajor { .incident = id, .act = MajorAct::Declare });
    EXPECT_FALSE(gate.allowed);
    EXPECT_TRUE(gate.fillable);
    EXPECT_NE(gate.reason.find("Severity"), std::string::npos);

    const Advice never
        = advise(console.input(), DecideMajor { .incident = id, .act = MajorAct::StandDown, .reason = "over" });
    EXPECT_FALSE(never.allowed);
    EXPECT_FALSE(never.fillable);
    EXPECT_FALSE(never.reason.empty());
}

TEST(PermitTest, GoesByTheRolesAndSaysWhoseItIs)
{
    ConsoleRoom console;
    console.open(console.room.auditor);
    for (std::size_t i = 0; i < kActCount; ++i) {
        const Permit permit = may_do(console.input(), static_cast<Act>(i));
        EXPECT_FALSE(permit.allowed) << i;
        EXPECT_FALSE(permit.why.empty()) << i;
    }
    EXPECT_NE(may_do(console.input(), Act::AcknowledgeAlert).why.find("resolver"), std::string::npos);
    EXPECT_FALSE(roles_act(console.room.auditor.roles));
    EXPECT_TRUE(roles_act(console.room.maintainer.roles));
    console.open(console.room.maintainer);
    EXPECT_FALSE(may_do(console.input(), Act::AcknowledgeAlert).allowed);
    EXPECT_TRUE(may_do(console.input(), Act::AddNote).allowed);
    console.transport.state = LiveState::Lost;
    EXPECT_FALSE(may_do(console.input(), Act::AddNote).allowed);
    EXPECT_TRUE(role_lets(console.input(), Act::AddNote).allowed) << "what is written waits for the link";
}

TEST(PermitTest, RolesAreSaidInWords)
{
    EXPECT_EQ(roles_words({}), "");
    const std::string words = roles_words({ SystemRole::IncidentManager, SystemRole::Resolver });
    EXPECT_NE(words.find(", "), std::string::npos);
    EXPECT_EQ(words.find('_'), std::string::npos) << words;
}

TEST(AdviseTest, OffersNothingWhileTheLinkIsLost)
{
    ConsoleRoom console;
    const IncidentId id = console.room.log_incident();
    console.open(console.room.resolver);
    console.transport.state = LiveState::Lost;
    EXPECT_FALSE(advise(
        console.input(), DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 })
                     .allowed);
}

TEST(LinkTokenTest, TakesTheTokenOutOfWhatPeoplePaste)
{
    EXPECT_EQ(link_token("http://127.0.0.1:8470/sign-in/abc-DEF_1"), "abc-DEF_1");
    EXPECT_EQ(link_token(" http://127.0.0.1:8470/sign-in/abc/ \n"), "abc");
    EXPECT_EQ(link_token("https://room.example/?link=abc"), "abc");
    EXPECT_EQ(link_token("abc"), "abc");
    EXPECT_EQ(link_token(""), "");
}

TEST(ScreenWordsTest, NamesFieldsAsTheScreenDoes)
{
    EXPECT_EQ(screen_words("Fill in `title`: one line.", "tasks"), "Fill in “Task”: one line.");
    EXPECT_EQ(screen_words("Fill in `title`.", ""), "Fill in “What is wrong”.");
    EXPECT_EQ(screen_words("Give `lead_time_days` from 0.", ""), "Give “lead time days” from 0.");
    EXPECT_EQ(screen_words("No quotes, and `one", ""), "No quotes, and `one");
}

TEST(MissingWordsTest, SaysWhereToDoWhatThePanelHasNoFieldFor)
{
    const std::string words = missing_words(
        { "category", "urgency", "stand_down", "all_clear", "task INC-1/T-2", "note" }, IncidentState::Closed);
    for (const char* part : { "Still missing: Why", "“Stand down”", "“Classify”: fill in Category, Urgency",
             "INC-1/T-2", "tell customers" }) {
        EXPECT_NE(words.find(part), std::string::npos) << words;
    }
    EXPECT_EQ(words.find("Still missing: Category"), std::string::npos) << words;
}

}
}
