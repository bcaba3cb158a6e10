// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/heartbeats.h"

#include "shared/domain/visibility/visibility.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/alert_reports.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

Labels watchdog(const char* cluster)
{
    return { { "alertname", "Watchdog" }, { "cluster", cluster } };
}

ReportSourceHealth missed(const char* cluster)
{
    return { .source = kPrometheus,
        .lost = true,
        .last_delivery_at = kMorning - minutes { 5 },
        .heartbeat = heartbeat_id(kPrometheus, watchdog(cluster)),
        .labels = watchdog(cluster) };
}

ReportSourceHealth back(const char* cluster)
{
    return { .source = kPrometheus, .heartbeat = heartbeat_id(kPrometheus, watchdog(cluster)) };
}

TEST(HeartbeatRulesTest, EachFormatHasItsOwnUntilSomebodySaysOtherwise)
{
    Source source;
    for (const SourceKind format : { SourceKind::Alertmanager, SourceKind::PrometheusApi }) {
        for (const char* name : { "Watchdog", "DeadMansSwitch" }) {
            EXPECT_NE(heartbeat_rule(heartbeat_rules(source, format), { { "alertname", name } }), nullptr) << name;
        }
        for (const char* name : { "InfoInhibitor", "watchdog", "Watchdogs", "" }) {
            EXPECT_EQ(heartbeat_rule(heartbeat_rules(source, format), { { "alertname", name } }), nullptr) << name;
        }
        EXPECT_EQ(heartbeat_rule(heartbeat_rules(source, format), { { "summary", "Watchdog" } }), nullptr);
    }
    for (const SourceKind format : { SourceKind::Json, SourceKind::PagerDuty, SourceKind::Zabbix }) {
        EXPECT_TRUE(heartbeat_rules(source, format).empty());
    }
    source.heartbeats.emplace();
    EXPECT_TRUE(heartbeat_rules(source, SourceKind::Alertmanager).empty()) << "none were said to be";
    source.heartbeats->push_back({ .name = "Alive" });
    EXPECT_NE(heartbeat_rule(heartbeat_rules(source, SourceKind::Json), { { "alertname", "Alive" } }), nullptr);
}

TEST(HeartbeatRulesTest, TheClosestCounts)
{
    Source source;
    source.heartbeats = { { .name = "Watchdog", .interval_seconds = 60 },
        { .name = "Watchdog", .match = { { "cluster", "north" } }, .interval_seconds = 300 } };
    const auto rules = heartbeat_rules(source);
    EXPECT_EQ(heartbeat_rule(rules, watchdog("north"))->interval_seconds, 300);
    EXPECT_EQ(heartbeat_rule(rules, watchdog("south"))->interval_seconds, 60);
    std::swap(source.heartbeats->front(), source.heartbeats->back());
    EXPECT_EQ(heartbeat_rule(heartbeat_rules(source), watchdog("north"))->interval_seconds, 300);
}

TEST(HeartbeatRulesTest, AHeartbeatIsSetBesideTheOthers)
{
    Source source = with_heartbeat({ .id = kPrometheus }, watchdog("north"), 14'400, false);
    ASSERT_EQ(source.heartbeats->size(), 3U) << "with those that are usual";
    EXPECT_EQ(heartbeat_rule(heartbeat_rules(source), watchdog("north"))->interval_seconds, 14'400);
    EXPECT_EQ(heartbeat_rule(heartbeat_rules(source), watchdog("south"))->interval_seconds, 0);
    source = with_heartbeat(source, watchdog("north"), 60, true);
    EXPECT_EQ(source.heartbeats->size(), 3U);
    EXPECT_TRUE(heartbeat_rule(heartbeat_rules(source), watchdog("north"))->retired);
    source = with_heartbeat(source, { { "alertname", "DeadMansSwitch" } }, 30, false);
    EXPECT_EQ(source.heartbeats->size(), 4U) << "the usual one stands for all others of that name";
    EXPECT_EQ(heartbeat_rule(heartbeat_rules(source), { { "alertname", "DeadMansSwitch" } })->interval_seconds, 30);
}

TEST(HeartbeatRulesTest, WhatIsSaidOfOneIsSaidOfNoneThatHasMoreLabels)
{
    const Labels bare { { "alertname", "Watchdog" }, { "severity", "none" } };
    const Source source = with_heartbeat({ .id = kPrometheus }, bare, 0, true);
    EXPECT_TRUE(heartbeat_rule(heartbeat_rules(source), bare)->retired);
    for (const char* prometheus : { "north", "south" }) {
        Labels other = bare;
        other.set("prometheus", prometheus);
        ASSERT_NE(heartbeat_rule(heartbeat_rules(source), other), nullptr);
        EXPECT_FALSE(heartbeat_rule(heartbeat_rules(source), other)->retired) << prometheus;
    }
}

TEST(HeartbeatWordsTest, NameWhatTellsItFromOthers)
{
    EXPECT_EQ(heartbeat_words({ { "alertname", "Watchdog" }, { "severity", "none" } }), "Watchdog");
    EXPECT_EQ(heartbeat_words({ { "alertname", "Watchdog" }, { "cluster", "north" }, { "severity", "critical" } }),
        "Watchdog{cluster=\"north\", severity=\"critical\"}");
    const std::string tail(400, 'x');
    const Labels long_one { { "alertname", "Watchdog" }, { "a", tail + "1" } };
    const Labels another { { "alertname", "Watchdog" }, { "a", tail + "2" } };
    EXPECT_EQ(heartbeat_words(long_one), heartbeat_words(another));
    EXPECT_NE(heartbeat_id(kPrometheus, long_one), heartbeat_id(kPrometheus, another));
    EXPECT_NE(heartbeat_id(kPrometheus, watchdog("a")), heartbeat_id(SourceId { "other" }, watchdog("a")));
}

TEST(MissedHeartbeatTest, IsAnAlertOfItsOwnThatEndsWhenItIsBack)
{
    Room room;
    EXPECT_EQ(kinds_of(room.done(missed("north"), kSystem)), (Texts { "source.lost", "alert.fired" }));
    const Source* source = room.state.sources.find(kPrometheus);
    EXPECT_FALSE(source->lost) << "the source delivers";
    EXPECT_TRUE(source->silent());
    ASSERT_EQ(source->missed.size(), 1U);
    EXPECT_EQ(source->missed[0].since, room.now);
    const Alert* alert = room.state.alerts.find(heartbeat_id(kPrometheus, watchdog("north")));
    ASSERT_NE(alert, nullptr);
    EXPECT_EQ(alert->name, "HeartbeatMissed");
    EXPECT_EQ(alert->severity, AlertSeverity::Major);
    EXPECT_EQ(alert->labels.at("heartbeat"), "Watchdog{cluster=\"north\"}");
    EXPECT_EQ(
        alert->annotations.at("summary"), "No heartbeat since 08:55 UTC: Watchdog{cluster=\"north\"} of prometheus");
    EXPECT_EQ(room.done(missed("north"), kSystem).duplicates, 1);
    EXPECT_EQ(kinds_of(room.done(missed("south"), kSystem)), (Texts { "source.lost", "alert.fired" }));

    EXPECT_EQ(kinds_of(room.done(back("north"), kSystem)), (Texts { "source.regained", "alert.resolved" }));
    EXPECT_FALSE(is_missed(*room.state.sources.find(kPrometheus), heartbeat_id(kPrometheus, watchdog("north"))));
    EXPECT_TRUE(is_missed(*room.state.sources.find(kPrometheus), heartbeat_id(kPrometheus, watchdog("south"))));
    EXPECT_EQ(room.done(back("north"), kSystem).duplicates, 1);

    ReportSourceHealth strange = missed("north");
    strange.labels = watchdog("east");
    EXPECT_EQ(room.refused(strange, kSystem).code, ErrorCode::Malformed);
}

TEST(MissedHeartbeatTest, SaysWhatHappenedFirstAndTheDayWhereItIsAnother)
{
    Room room;
    ReportSourceHealth old = missed("north");
    old.last_delivery_at = kMorning - minutes { 60 * 24 };
    room.done(old, kSystem);
    EXPECT_EQ(room.state.alerts.find(old.heartbeat)->annotations.at("summary"),
        "No heartbeat since 2026-03-01 09:00 UTC: Watchdog{cluster=\"north\"} of prometheus");
}

TEST(MissedHeartbeatTest, OneThatWasEndedSaysSo)
{
    Room room;
    ReportSourceHealth ended = missed("north");
    ended.was_ended = true;
    room.done(ended, kSystem);
    EXPECT_EQ(room.state.alerts.find(ended.heartbeat)->annotations.at("summary"),
        "Heartbeat said to be over, last fired 08:55 UTC: Watchdog{cluster=\"north\"} of prometheus");
}

TEST(MissedHeartbeatTest, NothingLapsesMeanwhile)
{
    Room room;
    AlertReport report;
    report.labels = { { "alertname", "Down" } };
    report.started_at = room.now;
    report.lease_until = room.now + minutes { 4 };
    room.done(ReportAlerts { kPrometheus, { report } }, kSystem);
    const AlertId down = alert_id("site", report.labels);
    AlertReport other = report;
    other.labels = { { "alertname", "Slow" } };
    room.done(ReportAlerts { SourceId { "webhook" }, { other } }, kSystem);
    const AlertId slow = alert_id("site", other.labels);
    room.done(missed("north"), kSystem);
    room.pass(minutes { 5 });
    room.done(LapseAlerts { { down, slow } }, kSystem);
    EXPECT_EQ(room.state.alerts.find(down)->state, AlertState::Firing) << "who would renew it may be dead";
    EXPECT_EQ(room.state.alerts.find(slow)->state, AlertState::Firing) << "and so may who does on another path";
    room.done(back("north"), kSystem);
    room.done(LapseAlerts { { down } }, kSystem);
    EXPECT_EQ(room.state.alerts.find(down)->state, AlertState::Resolved);
}

TEST(SetSourceTest, KeepsWhatIsMissedWhateverIsClaimed)
{
    Room room;
    room.done(missed("north"), kSystem);
    Source source = with_heartbeat(*room.state.sources.find(kPrometheus), watchdog("north"), 60, false);
    source.missed.clear();
    room.done(SetSource { source }, room.administrator);
    EXPECT_EQ(room.state.sources.find(kPrometheus)->missed.size(), 1U);
    EXPECT_EQ(room.state.sources.find(kPrometheus)->heartbeats, source.heartbeats);
    EXPECT_EQ(room.refused(SetSource { source }, room.resolver).code, ErrorCode::Forbidden);
}

TEST(SetSourceTest, RefusesHeartbeatsThatMeanNothing)
{
    Room room;
    const auto refused = [&](std::vector<HeartbeatRule> rules) {
        Source source { .id = kPrometheus };
        source.heartbeats = std::move(rules);
        return room.refused(SetSource { source }, room.administrator).code;
    };
    EXPECT_EQ(refused({ {} }), ErrorCode::Malformed);
    EXPECT_EQ(refused({ { .name = "a\nb" } }), ErrorCode::Malformed);
    for (const std::int64_t interval : { std::int64_t { -1 }, std::int64_t { 1 }, kMinHeartbeatSeconds - 1 }) {
        EXPECT_EQ(refused({ { .name = "Watchdog", .interval_seconds = interval } }), ErrorCode::Malformed) << interval;
    }
    for (const std::int64_t interval : { std::int64_t { 0 }, kMinHeartbeatSeconds }) {
        EXPECT_TRUE(check_heartbeats({ { .name = "Watchdog", .interval_seconds = interval } }).ok()) << interval;
    }
    EXPECT_EQ(refused({ { .name = "Watchdog", .interval_seconds = std::int64_t { 366 } * 24 * 3'600 + 1 } }),
        ErrorCode::Malformed);
    EXPECT_EQ(refused({ { .name = "Watchdog", .match = { { "", "x" } } } }), ErrorCode::Malformed);
    EXPECT_EQ(
        refused({ { .name = "Watchdog" }, { .name = "Watchdog", .interval_seconds = 60 } }), ErrorCode::Malformed);
    std::vector<HeartbeatRule> many;
    for (std::size_t i = 0; i < kMaxHeartbeatRules; ++i) {
        many.push_back({ .name = "Watchdog" + std::to_string(i) });
    }
    Source full { .id = kPrometheus };
    full.heartbeats = many;
    room.done(SetSource { full }, room.administrator);
    many.push_back({ .name = "One more" });
    EXPECT_EQ(refused(many), ErrorCode::Malformed);
}

// Labels may say anything of the site; a wall learns that a heartbeat is missed, not which alert it is.
TEST(HeartbeatSightTest, WhichAlertsAreHeartbeatsIsForTheStaff)
{
    Room room;
    room.done(missed("north"), kSystem);
    const Source set = with_heartbeat(*room.state.sources.find(kPrometheus), watchdog("north"), 60, false);
    room.done(SetSource { set }, room.administrator);
    const State staff = project(room.state, Visibility {});
    EXPECT_EQ(staff.sources.find(kPrometheus)->heartbeats, set.heartbeats);
    const State wall = project(room.state, { .wall = WallAudience::Room, .staff = false });
    ASSERT_NE(wall.sources.find(kPrometheus), nullptr);
    EXPECT_FALSE(wall.sources.find(kPrometheus)->heartbeats);
    EXPECT_EQ(wall.sources.find(kPrometheus)->missed.size(), 1U);
    EXPECT_EQ(to_json_text(wall).find("north"), std::string::npos);
}

}
}
