// SPDX-License-Identifier: Apache-2.0
// Heartbeats on the sources screen, and their dialog by keyboard.
#include "client/language/text.h"
#include "client/views/sources/heartbeat_rows.h"
#include "client/views/sources/sources_view.h"
#include "shared/domain/decide/heartbeats.h"
#include "shared/wire/command_codec.h"
#include "tests/support/view_on_screen.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

const SourceId kPrometheus { "prometheus" };

Labels north()
{
    return { { "alertname", "Watchdog" }, { "cluster", "north" }, { "severity", "none" } };
}

SourceCounts counts_with(std::int64_t learnt, Timestamp last)
{
    SourceCounts counts;
    counts.source = kPrometheus;
    counts.last_delivery_at = last;
    counts.heartbeats.push_back(
        { .id = heartbeat_id(kPrometheus, north()), .labels = north(), .last_at = last, .learnt_seconds = learnt });
    return counts;
}

TEST(IntervalTest, IsReadAsPeopleWriteIt)
{
    EXPECT_EQ(read_interval("4h"), 14'400);
    EXPECT_EQ(read_interval(" 1h 30m "), 5'400);
    EXPECT_EQ(read_interval("90 s"), 90);
    EXPECT_EQ(read_interval("5 min"), 300);
    EXPECT_EQ(read_interval("1d"), 86'400);
    for (const char* text : { "", "4", "h", "4x", "-4h", "4h5", "0s", "367d", "999999999s", "4.5h" }) {
        EXPECT_EQ(read_interval(text), std::nullopt) << text;
    }
    for (const std::int64_t seconds : { 1, 60, 90, 3'600, 14'400, 86'399, 86'400 }) {
        EXPECT_EQ(read_interval(write_interval(seconds)), seconds) << write_interval(seconds);
    }
    EXPECT_EQ(write_interval(5'400), "1h 30m");
    EXPECT_EQ(write_interval(0), "");
    EXPECT_EQ(rounded_interval(14'403), 14'400);
    EXPECT_EQ(rounded_interval(14'395), 14'400);
    EXPECT_EQ(rounded_interval(61), 61);
}

class HeartbeatRowsTest : public testing::Test {
protected:
    HeartbeatRow row(std::int64_t learnt = 0)
    {
        const auto rows = heartbeat_rows(room_.state, { counts_with(learnt, room_.now - minutes { 3 }) }, room_.now);
        return rows.empty() ? HeartbeatRow {} : rows.front();
    }
    void set(std::int64_t interval, bool retired)
    {
        room_.done(
            SetSource { with_heartbeat(*room_.state.sources.find(kPrometheus), north(), interval, retired) }, kSystem);
    }

    Room room_ {};
};

TEST_F(HeartbeatRowsTest, SaysWhatIsKnownOfTheInterval)
{
    EXPECT_EQ(row().name, "Watchdog{cluster=\"north\"}");
    EXPECT_EQ(row().state, "interval unknown yet");
    EXPECT_EQ(row().severity, Severity::Unknown);
    EXPECT_EQ(row(14'400).state, "as expected");
    EXPECT_EQ(row(14'400).interval, "learnt: every 4h, not confirmed");
    EXPECT_EQ(row(14'400).age, format_age(180'000));
    set(3'600, false);
    EXPECT_EQ(row(14'400).interval, "every 1h, confirmed");
    EXPECT_EQ(row().state, "as expected");
    set(3'600, true);
    EXPECT_EQ(row().state, "not expected any more");
}

TEST_F(HeartbeatRowsTest, SaysWhatIsMissedAndSinceWhen)
{
    room_.done(
        ReportSourceHealth {
            .source = kPrometheus, .lost = true, .heartbeat = heartbeat_id(kPrometheus, north()), .labels = north() },
        kSystem);
    room_.pass(minutes { 4 });
    EXPECT_EQ(row(60).state, "missed for 04:00");
    EXPECT_EQ(row(60).severity, Severity::Major);
    SourceCounts over = counts_with(60, room_.now);
    over.heartbeats[0].ended_at = room_.now;
    EXPECT_EQ(heartbeat_rows(room_.state, { over }, room_.now).at(0).state, "said to be over for 04:00");
    const auto sources = source_rows(room_.state, { over }, room_.now);
    ASSERT_EQ(sources.at(0).name, "prometheus") << "what is in trouble stands first";
    EXPECT_EQ(sources.at(0).state, "heartbeat missed");
    EXPECT_EQ(sources.at(0).severity, Severity::Major);
}

TEST_F(HeartbeatRowsTest, WhatIsNoHeartbeatAnyMoreIsNotShown)
{
    Source source = *room_.state.sources.find(kPrometheus);
    source.heartbeats.emplace();
    room_.done(SetSource { source }, kSystem);
    EXPECT_TRUE(row(60).name.empty());
}

class HeartbeatPanelTest : public ViewOnScreen {
protected:
    HeartbeatPanelTest() : ViewOnScreen(make_sources_view(), { 1280, 720 }) { }

    void open(const Actor& person)
    {
        auto others = console_.transport.answer;
        console_.transport.answer = [this, others](const HttpRequest& request) {
            if (!request.path.starts_with("/api/v1/sources") || request.method != "GET") {
                return others(request);
            }
            HttpResponse response;
            response.status = 200;
            response.body = to_json_text(SourcesAnswer { { counts_with(14'398, console_.room.now) } });
            return response;
        };
        console_.open(person);
        draw();
    }

    void open_dialog()
    {
        const auto row = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
            return item.role == Role::Row && item.label.find("Watchdog{cluster=\"north\"}, prometheus") == 0;
        });
        ASSERT_NE(row, mirror().items().end());
        mirror().activate(row->id);
        draw();
    }

    static std::string field()
    {
        const MirrorItem* found = mirror().find(Role::TextField, "Comes every");
        return found != nullptr ? found->value : "no dialog";
    }
};

TEST_F(HeartbeatPanelTest, OneArrowIsOneRow)
{
    for (const char* id : { "alertmanager", "grafana", "pagerduty" }) {
        Source source = *console_.room.state.sources.find(kPrometheus);
        source.id = SourceId { id };
        console_.room.done(SetSource { source }, kSystem);
    }
    open(console_.room.administrator);
    const MirrorItem* first = mirror().find(Role::Row, "alertmanager, prometheus_api, nothing delivered yet");
    ASSERT_NE(first, nullptr);
    mirror().request_focus(first->id);
    draw();
    for (const char* row : { "grafana", "pagerduty" }) {
        press_key(ImGuiKey_DownArrow);
        const MirrorItem* there
            = mirror().find(Role::Row, std::string { row } + ", prometheus_api, nothing delivered yet");
        ASSERT_NE(there, nullptr);
        EXPECT_TRUE(there->focused) << row;
    }
}

TEST_F(HeartbeatPanelTest, ALearntIntervalIsConfirmedByEnter)
{
    open(console_.room.administrator);
    open_dialog();
    EXPECT_EQ(field(), "4h") << "as it was meant";
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    EXPECT_EQ(sent_[0].path, "/api/v1/sources");
    const auto command = decode_command<SetSource>(sent_[0].body);
    ASSERT_TRUE(command.ok()) << command.error().message;
    EXPECT_EQ(command.value().source.domain, "site") << "the rest of the source stays";
    const HeartbeatRule* rule = heartbeat_rule(heartbeat_rules(command.value().source), north());
    ASSERT_NE(rule, nullptr);
    EXPECT_EQ(rule->interval_seconds, 14'400);
    EXPECT_EQ(rule->match.at("cluster"), "north");
    EXPECT_EQ(field(), "no dialog");
}

TEST_F(HeartbeatPanelTest, OneThatIsExpectedNoMoreIsRetired)
{
    open(console_.room.administrator);
    open_dialog();
    const MirrorItem* expected = mirror().find(Role::Switch, "It is expected");
    ASSERT_NE(expected, nullptr);
    mirror().activate(expected->id);
    draw();
    press_key(ImGuiMod_Ctrl | ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    const auto command = decode_command<SetSource>(sent_[0].body);
    ASSERT_TRUE(command.ok());
    EXPECT_TRUE(heartbeat_rule(heartbeat_rules(command.value().source), north())->retired);
    EXPECT_NE(sent_[0].success.find("is not expected any more"), std::string::npos) << sent_[0].success;
}

TEST_F(HeartbeatPanelTest, EnterOnTheSwitchCommitsAndLeavesItAsItIs)
{
    open(console_.room.administrator);
    open_dialog();
    press_key(ImGuiKey_Tab);
    press_key(ImGuiKey_Enter);
    ASSERT_EQ(sent_.size(), 1U);
    const auto command = decode_command<SetSource>(sent_[0].body);
    ASSERT_TRUE(command.ok()) << command.error().message;
    EXPECT_FALSE(heartbeat_rule(heartbeat_rules(command.value().source), north())->retired);
    EXPECT_NE(sent_[0].success.find("is confirmed"), std::string::npos) << sent_[0].success;
    EXPECT_EQ(field(), "no dialog");
}

TEST_F(HeartbeatPanelTest, WhoMayNotSetItIsToldSo)
{
    open(console_.room.resolver);
    open_dialog();
    press_key(ImGuiKey_Enter);
    EXPECT_TRUE(sent_.empty());
    const MirrorItem* confirm = mirror().find(Role::Button, "Confirm");
    ASSERT_NE(confirm, nullptr);
    EXPECT_TRUE(confirm->disabled);
}

}
}
