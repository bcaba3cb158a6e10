// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/board_rows.h"

#include "client/views/walls/wall_rows.h"
#include "shared/domain/decide/heartbeats.h"
#include "tests/support/console_room.h"
#include "tests/support/incident_moves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

TEST(BoardRowsTest, CountsTheAlertsThatTheWorkingSetLeftOut)
{
    ConsoleRoom console;
    const AlertId shown = console.fire("Shown", "shop");
    console.fire("Other", "shop");
    console.fire("Third", "shop");
    const IncidentId incident = console.room.log_incident();
    console.done(LinkAlert { incident, shown }, console.room.resolver);
    State cut = console.room.state;
    cut.alerts.erase(alert_id("site", { { "alertname", "Other" }, { "service", "shop" }, { "severity", "critical" } }));
    const BoardRows rows = board_rows(cut, console.room.now, {});
    EXPECT_EQ(rows.assigned, 1U);
    EXPECT_EQ(rows.alerts, 1U);
    EXPECT_EQ(rows.left_out, 1U);
    EXPECT_FALSE(rows.holds_firing) << "of the other nobody knows here how severe it is, nor of which incident";
    EXPECT_FALSE(rows.holds_all_of_alerts);
    const BoardRows whole = board_rows(console.room.state, console.room.now, {});
    EXPECT_TRUE(whole.holds_firing && whole.holds_all_of_alerts);
    StateFrame frame;
    frame.alerts_left_out = 1;
    const BoardRows without_some = board_rows(console.room.state, console.room.now, {}, nullptr, frame);
    EXPECT_TRUE(without_some.holds_firing);
    EXPECT_FALSE(without_some.holds_all_of_alerts) << "what was cut does not fire, and may be muted or just over";
    EXPECT_EQ(wall_rows(cut, console.room.now).firing, 3U);
    EXPECT_EQ(board_rows(cut, console.room.now, "third").left_out, 0U) << "a filter counts what it found";
}

TEST(BoardRowsTest, WhatIsStoodDownOrInReviewIsCalmAndSaysWhatIsMissing)
{
    Room room;
    const IncidentId reviewed = in_state(room, IncidentState::InReview);
    const IncidentId stood = room.investigated();
    room.done(
        DecideMajor { .incident = stood, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 }, room.resolver);
    const auto row_of = [&](const IncidentId& id) {
        const BoardRows rows = board_rows(room.state, room.now, {});
        const auto at = std::find_if(
            rows.incidents.begin(), rows.incidents.end(), [&](const IncidentRow& row) { return row.id == id; });
        return at == rows.incidents.end() ? IncidentRow {} : *at;
    };
    EXPECT_FALSE(row_of(stood).over);
    EXPECT_EQ(row_of(stood).severity, Severity::Critical);
    DecideMajor down { .incident = stood, .act = MajorAct::StandDown };
    down.reason = "It is contained.";
    room.done(down, room.manager);
    room.pass(minutes { 2 });
    EXPECT_TRUE(row_of(stood).over);
    EXPECT_EQ(row_of(stood).severity, Severity::Normal);
    EXPECT_TRUE(row_of(stood).deadline.starts_with("stood down")) << row_of(stood).deadline;
    EXPECT_TRUE(row_of(reviewed).over);
    EXPECT_EQ(row_of(reviewed).state, "In review");
    EXPECT_TRUE(row_of(reviewed).deadline.starts_with("resolved 02:00 ago. ")) << row_of(reviewed).deadline;
    EXPECT_NE(row_of(reviewed).deadline.find("fill in Category"), std::string::npos) << row_of(reviewed).deadline;
}

TEST(BoardRowsTest, SaysTheServersFiguresOfWhatItDoesNotHold)
{
    ConsoleRoom console;
    console.fire("Shown", "shop");
    State cut = console.room.state;
    cut.firing = 1'805;
    StateFrame frame;
    frame.alerts_left_out = 2'004;
    frame.totals = AlertTotals { .began_lately = 2'000,
        .critical = 5,
        .in_incidents = 4,
        .info = 1'198,
        .major = 402,
        .minor = 100,
        .muted = 200,
        .unknown = 100 };
    const BoardRows rows = board_rows(cut, console.room.now, {}, nullptr, frame);
    EXPECT_EQ(rows.firing, 1'805U);
    EXPECT_EQ(rows.assigned, 4U);
    EXPECT_EQ(rows.muted, 200U);
    EXPECT_EQ(rows.recent, 2'000U);
    EXPECT_EQ(rows.severities[static_cast<std::size_t>(Severity::Major)], 402U);
    EXPECT_TRUE(rows.holds_firing && rows.holds_all_of_alerts) << "the figures are whole";
    EXPECT_EQ(rows.left_out, 1'804U) << "and are not in the list all the same";
    const WallRows wall = wall_rows(cut, console.room.now, frame);
    EXPECT_EQ(wall.firing, 1'805U);
    EXPECT_EQ(wall.per_ten_minutes, 2'000U);
    frame.alerts_left_out = 0;
    cut.firing = 1;
    EXPECT_EQ(board_rows(cut, console.room.now, {}, nullptr, frame).recent, 1U) << "what is all here is counted here";
}

TEST(BoardRowsTest, AFilterShowsWhatTheServerFoundBesideWhatIsHeld)
{
    ConsoleRoom console;
    console.fire("Disk full", "shop");
    console.fire("Disk slow", "mail");
    State cut = console.room.state;
    EXPECT_TRUE(holds_all_alerts(cut));
    const Alert* slow = nullptr;
    console.room.state.alerts.for_each(
        [&](const AlertId&, const Alert& alert) { slow = alert.name == "Disk slow" ? &alert : slow; });
    ASSERT_NE(slow, nullptr);
    cut.alerts.erase(slow->id);
    EXPECT_FALSE(holds_all_alerts(cut));
    AlertFindings findings;
    EXPECT_TRUE(board_rows(cut, console.room.now, "disk", &findings).searching);
    console.room.state.alerts.for_each([&](const AlertId&, const Alert& alert) { findings.alerts.push_back(alert); });
    findings.total = 7;
    findings.answered = true;
    const BoardRows rows = board_rows(cut, console.room.now, "disk", &findings);
    EXPECT_EQ(rows.alerts, 2U) << "each once";
    EXPECT_EQ(rows.left_out, 5U);
    EXPECT_FALSE(rows.searching);
}

TEST(BoardRowsTest, AnEmptyRoomHasNoRows)
{
    const Room room;
    const BoardRows rows = board_rows(room.state, room.now, "");
    EXPECT_TRUE(rows.incidents.empty());
    EXPECT_EQ(rows.alerts, 0U);
    EXPECT_FALSE(rows.flood);
}

TEST(BoardRowsTest, MajorsComeFirstAndSayWhoCommands)
{
    Room room;
    room.log_incident("Mail is slow");
    room.declared();
    const BoardRows rows = board_rows(room.state, room.now, "");
    ASSERT_EQ(rows.incidents.size(), 2U);
    EXPECT_TRUE(rows.incidents[0].major);
    EXPECT_EQ(rows.incidents[0].rank, "SEV1");
    EXPECT_EQ(rows.incidents[0].commander, "resolver");
    EXPECT_EQ(rows.incidents[0].severity, Severity::Critical);
    EXPECT_FALSE(rows.incidents[0].overdue);

    room.pass(minutes { 16 });
    const BoardRows late = board_rows(room.state, room.now, "");
    EXPECT_TRUE(late.incidents[0].overdue);
    EXPECT_NE(late.incidents[0].deadline.find("OVERDUE"), std::string::npos);
}

TEST(BoardRowsTest, TheWorstAndNewestAlertComesFirst)
{
    ConsoleRoom console;
    console.fire("DiskFilling", "shop", "warning");
    console.room.pass(minutes { 1 });
    console.fire("Down", "mail", "critical");
    console.room.pass(minutes { 1 });
    console.fire("AlsoDown", "shop", "critical");
    const BoardRows rows = board_rows(console.room.state, console.room.now, "");
    ASSERT_EQ(rows.groups.size(), 1U);
    ASSERT_EQ(rows.groups[0].alerts.size(), 3U);
    EXPECT_EQ(rows.groups[0].alerts[0].name, "AlsoDown");
    EXPECT_EQ(rows.groups[0].alerts[1].name, "Down");
    EXPECT_EQ(rows.groups[0].alerts[2].name, "DiskFilling");
}

TEST(BoardRowsTest, AFloodIsGroupedByServiceAndNothingIsDropped)
{
    ConsoleRoom console;
    for (int i = 0; i < 9; ++i) {
        console.fire("Alert" + std::to_string(i), i % 3 == 0 ? "mail" : "shop", "warning");
    }
    EXPECT_FALSE(board_rows(console.room.state, console.room.now, "").flood);
    console.fire("Worst", "mail", "critical");
    const BoardRows rows = board_rows(console.room.state, console.room.now, "");
    EXPECT_TRUE(rows.flood);
    EXPECT_EQ(rows.recent, kFloodAlarms);
    EXPECT_EQ(counted(rows.severities), rows.firing);
    ASSERT_EQ(rows.groups.size(), 2U);
    EXPECT_EQ(rows.groups[0].service, "mail");
    EXPECT_EQ(rows.groups[0].worst, Severity::Critical);
    std::size_t shown = 0;
    for (const AlertGroup& group : rows.groups) {
        shown += group.alerts.size();
    }
    EXPECT_EQ(shown, 10U);
    EXPECT_EQ(rows.alerts, 10U);

    console.room.pass(kFloodSpan);
    EXPECT_FALSE(board_rows(console.room.state, console.room.now, "").flood);
}

TEST(BoardRowsTest, AnAlertOfAnIncidentIsCountedThereAndNotListedTwice)
{
    ConsoleRoom console;
    const AlertId alert = console.fire("Down", "shop");
    const IncidentId id = console.room.log_incident();
    console.done(LinkAlert { id, alert }, console.room.resolver);
    const BoardRows rows = board_rows(console.room.state, console.room.now, "");
    EXPECT_EQ(rows.alerts, 0U);
    EXPECT_EQ(rows.assigned, 1U);
}

TEST(BoardRowsTest, TheFilterLooksAtServiceNameAndSummaryInAnyCase)
{
    ConsoleRoom console;
    console.fire("Down", "shop");
    console.fire("Slow", "mail");
    EXPECT_EQ(board_rows(console.room.state, console.room.now, "MAIL").alerts, 1U);
    EXPECT_EQ(board_rows(console.room.state, console.room.now, "down on shop").alerts, 1U);
    EXPECT_EQ(board_rows(console.room.state, console.room.now, "nothing").alerts, 0U);
}

TEST(BoardRowsTest, TheFilterLooksAtAnIncidentsNumberHeadlineTitleAndServices)
{
    ConsoleRoom console;
    const LogIncident log { .title = "Orders are lost", .services = { ServiceId { "shop" } } };
    console.done(log, console.room.desk);
    ClassifyIncident headline;
    headline.incident = IncidentId { "INC-1" };
    headline.headline = "Checkout fails; rolling back";
    console.done(headline, console.room.manager);
    for (const char* words : { "inc-1", "checkout", "ORDERS", "shop" }) {
        EXPECT_EQ(board_rows(console.room.state, console.room.now, words).incidents.size(), 1U) << words;
    }
    const BoardRows rows = board_rows(console.room.state, console.room.now, "zzzz");
    EXPECT_TRUE(rows.incidents.empty());
    EXPECT_EQ(rows.hidden_incidents, 1U);
    EXPECT_EQ(board_rows(console.room.state, console.room.now, "shop").hidden_incidents, 0U);
}

TEST(BoardRowsTest, CountsAreOfEverythingWhateverIsFilteredOrFound)
{
    ConsoleRoom console;
    const AlertId taken = console.fire("Disk full", "shop");
    console.fire("Disk slow", "mail");
    console.fire("Late", "mail", "warning");
    console.done(LinkAlert { console.room.log_incident(), taken }, console.room.resolver);
    AlertFindings findings;
    console.room.state.alerts.for_each([&](const AlertId&, const Alert& alert) { findings.alerts.push_back(alert); });
    findings.total = 3;
    findings.answered = true;
    State cut = console.room.state;
    cut.alerts.erase(taken);
    for (const AlertFindings* found : { static_cast<const AlertFindings*>(nullptr), &std::as_const(findings) }) {
        const BoardRows whole = board_rows(cut, console.room.now, "");
        const BoardRows some = board_rows(cut, console.room.now, "zzzz", found);
        EXPECT_EQ(some.firing, 3U);
        EXPECT_EQ(some.firing, whole.firing);
        EXPECT_EQ(some.assigned, whole.assigned);
        EXPECT_EQ(some.muted, whole.muted);
        EXPECT_EQ(some.recent, whole.recent);
    }
}

TEST(BoardRowsTest, AnAlertWhoseSourceIsLostIsMarked)
{
    ConsoleRoom console;
    console.fire("Down", "shop");
    console.done(ReportSourceHealth { SourceId { "prometheus" }, true, console.room.now }, kSystem);
    const BoardRows rows = board_rows(console.room.state, console.room.now, "Down");
    ASSERT_EQ(rows.alerts, 1U);
    EXPECT_TRUE(rows.groups[0].alerts[0].stale);
}

TEST(BoardRowsTest, AnAlertIsUnknownForAsLongAsItsSourceIsSilentAndNotForItsWholeAge)
{
    ConsoleRoom console;
    console.fire("Down", "shop");
    console.room.pass(minutes { 27 });
    const Labels watchdog { { "alertname", "Watchdog" } };
    const SourceId source { "prometheus" };
    console.done(ReportSourceHealth { .source = source,
                     .lost = true,
                     .last_delivery_at = console.room.now,
                     .heartbeat = heartbeat_id(source, watchdog),
                     .labels = watchdog },
        kSystem);
    console.room.pass(minutes { 1 });
    console.done(ReportSourceHealth { source, true, console.room.now }, kSystem);
    const auto row = [&] { return board_rows(console.room.state, console.room.now, "shop").groups.at(0).alerts.at(0); };
    EXPECT_EQ(fires_for(row()), "fires 28:00, unknown for 01:00") << "what was silent first counts";
    EXPECT_EQ(longest_for(board_rows(console.room.state, console.room.now, "shop")), fires_for(row()).size());
    console.done(ReportSourceHealth { .source = source, .heartbeat = heartbeat_id(source, watchdog) }, kSystem);
    console.room.pass(minutes { 2 });
    EXPECT_EQ(fires_for(row()), "fires 30:00, unknown for 02:00");
    console.fire("New", "mail");
    console.room.pass(seconds { 5 });
    EXPECT_EQ(fires_for(board_rows(console.room.state, console.room.now, "mail").groups.at(0).alerts.at(0)),
        "fires 00:05, unknown for 00:05");
    console.done(ReportSourceHealth { source, false, console.room.now }, kSystem);
    EXPECT_EQ(fires_for(row()), "30:05");
}

// Nothing but what the board looks at.
Incident on_board(const char* id, Priority priority, Timestamp started)
{
    Incident incident;
    incident.id = IncidentId { id };
    incident.title = id;
    incident.priority = priority;
    incident.started_at = started;
    return incident;
}

Alert firing_alert(const char* id, Timestamp started)
{
    Alert alert;
    alert.id = AlertId { id };
    alert.name = id;
    alert.severity = AlertSeverity::Major;
    alert.started_at = started;
    return alert;
}

TEST(BoardRowsTest, TheNextDeadlineIsTheEarliestOfTheClocksThatRun)
{
    Incident incident;
    const auto add = [&](ClockKind kind, Timestamp due) -> TargetClock& {
        TargetClock clock;
        clock.kind = kind;
        clock.due_at = due;
        return incident.clocks.emplace_back(clock);
    };
    add(ClockKind::Respond, kMorning + minutes { 1 }).stopped_at = kMorning;
    add(ClockKind::Resolve, kMorning + minutes { 2 }).paused_at = kMorning;
    EXPECT_EQ(next_deadline_of(State {}, incident, kMorning).text, "") << "none runs";
    add(ClockKind::Resolve, kMorning + minutes { 30 });
    add(ClockKind::NextUpdate, kMorning + minutes { 10 });
    EXPECT_EQ(next_deadline_of(State {}, incident, kMorning).text, "Update in 10:00");
    EXPECT_FALSE(next_deadline_of(State {}, incident, kMorning + minutes { 10 }).overdue) << "not at its instant";
    EXPECT_TRUE(next_deadline_of(State {}, incident, kMorning + minutes { 11 }).overdue);
    incident.tasks = { { .id = TaskId { "1" }, .title = "Page them", .due_at = kMorning + minutes { 5 } } };
    EXPECT_EQ(next_deadline_of(State {}, incident, kMorning).text, "Task in 05:00") << "as the incident's own list";
}

TEST(BoardRowsTest, AnIncidentIsAsGraveAsItsSeverityOrItsPriority)
{
    Incident incident;
    for (const auto& [priority, shown] : { std::pair { Priority::P1, Severity::Critical },
             { Priority::P2, Severity::Major }, { Priority::P3, Severity::Minor }, { Priority::P4, Severity::Info } }) {
        incident.priority = priority;
        EXPECT_EQ(shown_severity(incident), shown);
    }
    incident.severity = IncidentSeverity::Sev2;
    EXPECT_EQ(shown_severity(incident), Severity::Major);
    incident.severity = IncidentSeverity::Sev1;
    EXPECT_EQ(shown_severity(incident), Severity::Critical);
    incident.severity = IncidentSeverity::Sev4;
    incident.major = MajorState::Declared;
    EXPECT_EQ(shown_severity(incident), Severity::Critical) << "as a declared major";
}

TEST(BoardRowsTest, AnAlertsWordsAreTheFirstThatThereAre)
{
    Alert alert;
    EXPECT_EQ(alert_summary(alert), "");
    alert.labels = { { "instance", "db1" } };
    EXPECT_EQ(alert_summary(alert), "db1");
    alert.annotations = { { "description", "DB is slow" }, { "message", "m" }, { "summary", "" } };
    EXPECT_EQ(alert_summary(alert), "DB is slow") << "what is empty says nothing";
    alert.annotations = { { "description", "DB is slow" }, { "summary", "DB" } };
    EXPECT_EQ(alert_summary(alert), "DB");
}

TEST(BoardRowsTest, OfServicesAsBadTheOneWithMoreAlertsComesFirst)
{
    ConsoleRoom console;
    for (int i = 0; i < 12; ++i) {
        console.fire("Alert" + std::to_string(i), i % 3 == 0 ? "mail" : "shop", "warning");
    }
    const BoardRows rows = board_rows(console.room.state, console.room.now, "");
    ASSERT_EQ(rows.groups.size(), 2U);
    EXPECT_EQ(rows.groups[0].service, "shop");
}

TEST(BoardRowsTest, MajorsComeFirstThenTheGravestThenTheOldest)
{
    State state;
    const auto add = [&](const Incident& incident) { state.incidents.set(incident.id, incident); };
    add(on_board("newer", Priority::P3, kMorning + minutes { 2 }));
    add(on_board("older", Priority::P3, kMorning));
    add(on_board("graver", Priority::P2, kMorning + minutes { 3 }));
    add(on_board("gravest", Priority::P1, kMorning));
    Incident major = on_board("major", Priority::P4, kMorning + minutes { 4 });
    major.major = MajorState::Declared;
    add(major);
    Incident closed = on_board("closed", Priority::P1, kMorning);
    closed.state = IncidentState::Closed;
    add(closed);
    std::vector<std::string> order;
    for (const IncidentRow& row : board_rows(state, kMorning + minutes { 5 }, "").incidents) {
        order.push_back(row.title);
    }
    EXPECT_EQ(order, (std::vector<std::string> { "major", "gravest", "graver", "older", "newer" }));
}

TEST(BoardRowsTest, AnAlertOfAClosedIncidentIsListedAgain)
{
    State state;
    Incident closed = on_board("closed", Priority::P1, kMorning);
    closed.state = IncidentState::Closed;
    state.incidents.set(closed.id, closed);
    Alert alert = firing_alert("a", kMorning);
    alert.incident = closed.id;
    state.alerts.set(alert.id, alert);
    EXPECT_EQ(board_rows(state, kMorning, "").alerts, 1U);
    EXPECT_EQ(board_rows(state, kMorning, "").assigned, 0U);
    EXPECT_EQ(board_rows(state, kMorning, "").groups.at(0).alerts.at(0).was_of, "of closed " + closed.id.text);
}

TEST(BoardRowsTest, WhatReturnsAfterItsIncidentWasClosedSaysSo)
{
    const Alert alert = firing_alert("a", kMorning);
    State state;
    Incident closed = on_board("closed", Priority::P1, kMorning);
    closed.state = IncidentState::Closed;
    closed.alerts = { alert.id };
    closed.closed_at = kMorning;
    state.incidents.set(closed.id, closed);
    state.alerts.set(alert.id, alert); // of a new occurrence, which is of no incident
    const BoardRows rows = board_rows(state, kMorning + Millis { 20'000 }, "");
    const AlertRow& row = rows.groups.at(0).alerts.at(0);
    EXPECT_EQ(row.past, closed.id);
    EXPECT_EQ(row.was_of, "was part of " + closed.id.text + ", closed 20 s ago");
    EXPECT_EQ(rows.returned, "1 that fires now was part of " + closed.id.text + ", closed 20 s ago");
    closed.alerts.clear();
    state.incidents.set(closed.id, closed);
    EXPECT_TRUE(board_rows(state, kMorning, "").returned.empty());
}

TEST(BoardRowsTest, AFloodIsTenThatFireSinceLessThanTenMinutes)
{
    State state;
    const auto add = [&](const Alert& alert) { state.alerts.set(alert.id, alert); };
    const Timestamp now = kMorning + kFloodSpan;
    add(firing_alert("ten minutes old", kMorning));
    Alert over = firing_alert("over", now);
    over.state = AlertState::Resolved;
    add(over);
    Alert muted = firing_alert("muted", now);
    muted.muted_by = WindowId { "MW-1" };
    add(muted);
    for (const char* id : { "1", "2", "3", "4", "5", "6", "7", "8" }) {
        add(firing_alert(id, now));
    }
    add(firing_alert("9", now));
    EXPECT_EQ(board_rows(state, now, "").recent, 10U) << "what is over began all the same; what is muted floods nobody";
    EXPECT_EQ(board_rows(state, now, "").muted, 1U);
    EXPECT_FALSE(board_rows(state, now, "").flood);
    add(firing_alert("10", now));
    EXPECT_TRUE(board_rows(state, now, "").flood);
}

TEST(AlertsByCauseTest, OneCauseOnOneServiceIsOneGroupTheWorstFirst)
{
    ConsoleRoom console;
    for (const char* severity : { "warning", "info" }) {
        console.fire("Slow", "mail", severity);
    }
    console.fire("Slow", "shop", "warning");
    console.fire("Down", "mail");
    const BoardRows rows = board_rows(console.room.state, console.room.now, {});
    const std::vector<AlertGroup> groups = alerts_by_cause(rows.groups.at(0).alerts);
    ASSERT_EQ(groups.size(), 3U);
    EXPECT_EQ(groups[0].cause, "Down");
    EXPECT_EQ(groups[1].cause, "Slow");
    EXPECT_EQ(groups[1].service, "mail") << "of two as bad that with more alerts";
    EXPECT_EQ(groups[1].alerts.size(), 2U);
    EXPECT_EQ(groups[2].service, "shop");
}

}
}
