// SPDX-License-Identifier: Apache-2.0
#include "server/app/first_state.h"
#include "shared/domain/state/state.h"
#include "shared/wire/answers/state.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

State with_alerts(int count, std::size_t padding)
{
    State state;
    state.journal = JournalId { "main" };
    state.seq = 7;
    for (int i = 0; i < count; ++i) {
        Alert alert;
        alert.id = AlertId { "alert-" + std::to_string(i) };
        alert.severity = i % 10 == 0 ? AlertSeverity::Critical : AlertSeverity::Minor;
        alert.started_at = { 1'772'442'000'000 + i };
        alert.annotations.set("summary", std::string(padding, 'x'));
        state.alerts.set(alert.id, alert);
    }
    state.tally = tally_of(state.alerts);
    return state;
}

TEST(FirstStateTest, KeepsTheWorstAlertsAndCountsTheRest)
{
    const State state = with_alerts(5'000, 10);
    const auto answer = state_answer_from_wire(encode_first_state(state, {}, "abcd", { 1'772'442'000'000 }));
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer.value().frame.alerts_left_out, 4'500u);
    ASSERT_TRUE(answer.value().frame.totals) << "of all, not of those that are told";
    EXPECT_EQ(answer.value().frame.totals->critical, 500);
    EXPECT_EQ(answer.value().frame.totals->minor, 4'500);
    EXPECT_EQ(answer.value().frame.totals->began_lately, 5'000);
    EXPECT_EQ(answer.value().frame.journal_identity, "abcd");
    EXPECT_EQ(answer.value().state.seq, 7u);
    std::size_t critical = 0;
    answer.value().state.alerts.for_each(
        [&](const AlertId&, const Alert& alert) { critical += alert.severity == AlertSeverity::Critical ? 1 : 0; });
    EXPECT_EQ(critical, 500u);
}

TEST(FirstStateTest, StaysUnderAMegabyteWhateverTheAlertsSay)
{
    const std::string text = encode_first_state(with_alerts(600, 8'000), {}, "abcd", { 1'772'442'000'000 });
    EXPECT_LE(text.size(), kMaxStateBytes);
    const auto answer = state_answer_from_wire(text);
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer.value().frame.alerts_left_out + answer.value().state.alerts.size(), 600u);
    EXPECT_GT(answer.value().state.alerts.size(), 50u);
}

TEST(FirstStateTest, TellsWhoSeesNoAlertsNothingOfTheirNumber)
{
    State state = with_alerts(700, 1);
    state.firing = 700;
    Visibility reporter;
    reporter.staff = false;
    Visibility visitor;
    visitor.wall = WallAudience::Visitor;
    for (const Visibility& viewer : { reporter, visitor }) {
        const auto answer = state_answer_from_wire(encode_first_state(state, viewer, "abcd", { 1'772'442'000'000 }));
        ASSERT_TRUE(answer.ok());
        EXPECT_EQ(answer.value().frame.alerts_left_out, 0U);
        EXPECT_FALSE(answer.value().frame.totals);
        EXPECT_EQ(answer.value().state.firing, 0);
        EXPECT_TRUE(answer.value().state.alerts.empty());
    }
    Visibility room;
    room.wall = WallAudience::Room;
    const auto answer = state_answer_from_wire(encode_first_state(state, room, "abcd", { 1'772'442'000'000 }));
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer.value().frame.alerts_left_out, 200U);
    EXPECT_EQ(answer.value().state.firing, 700);
}

TEST(FirstStateTest, EncodesOnceForEqualViewers)
{
    FirstStates frames;
    const State state = with_alerts(3, 1);
    const auto first = frames.frame(state, {}, "staff", "abcd", { 1'000 });
    EXPECT_EQ(frames.frame(state, {}, "staff", "abcd", { 1'001 }), first);
    EXPECT_NE(frames.frame(state, {}, "staff SEC-1", "abcd", { 1'001 }), first);
    State next = state;
    next.seq = 8;
    EXPECT_NE(frames.frame(next, {}, "staff", "abcd", { 1'001 }), first);
}

TEST(AlertOrderTest, PutsTheWorstFirst)
{
    Alert critical;
    critical.severity = AlertSeverity::Critical;
    Alert minor;
    minor.severity = AlertSeverity::Minor;
    Alert muted = critical;
    muted.muted_by = WindowId { "MW-1" };
    Alert over = critical;
    over.state = AlertState::Resolved;
    EXPECT_TRUE(worse(critical, minor));
    EXPECT_TRUE(worse(minor, muted));
    EXPECT_TRUE(worse(muted, over));
    EXPECT_FALSE(worse(critical, critical));
    Alert unknown;
    unknown.severity = AlertSeverity::Unknown;
    Alert info;
    info.severity = AlertSeverity::Info;
    EXPECT_TRUE(worse(unknown, info)) << "nobody knows what it is";
    EXPECT_FALSE(worse(info, unknown));
    EXPECT_TRUE(worse(minor, unknown));
}

}
}
