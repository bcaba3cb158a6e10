// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/fields/fields_json.h"
#include "tests/support/domain_fixture.h"

#include <limits>

namespace watchfloor {
namespace {

const AlertId kSourceLost
    = alert_id("watchfloor", { { "alertname", "SourceLost" }, { "severity", "major" }, { "source", "prometheus" } });

TEST(SourceHealthTest, SilenceIsAnAlertThatEndsWhenTheSourceIsBack)
{
    Room room;
    const ReportSourceHealth lost {
        .source = SourceId { "prometheus" }, .lost = true, .last_delivery_at = room.now - minutes { 5 }
    };
    EXPECT_EQ(kinds_of(room.done(lost, kSystem)), (Texts { "source.lost", "alert.fired" }));
    const Alert* alert = room.state.alerts.find(kSourceLost);
    ASSERT_NE(alert, nullptr);
    EXPECT_EQ(alert->name, "SourceLost");
    EXPECT_EQ(alert->severity, AlertSeverity::Major);
    EXPECT_EQ(alert->annotations.at("summary"), "No delivery from prometheus since 2026-03-02T08:55:00.000Z");
    EXPECT_EQ(room.done(lost, kSystem).duplicates, 1);

    room.pass(minutes { 5 });
    const ReportSourceHealth back { .source = SourceId { "prometheus" }, .lost = false };
    EXPECT_EQ(kinds_of(room.done(back, kSystem)), (Texts { "source.regained", "alert.resolved" }));
    EXPECT_FALSE(room.state.sources.find(SourceId { "prometheus" })->lost);

    room.pass(minutes { 5 });
    room.done(lost, kSystem);
    EXPECT_EQ(room.state.alerts.find(kSourceLost)->state, AlertState::Firing);
    EXPECT_EQ(room.state.alerts.find(kSourceLost)->started_at, room.now);
}

TEST(SourceHealthTest, ItsAlertComesBackToAnIncidentThatIsOpenStill)
{
    for (const bool open : { true, false }) {
        Room room;
        const ReportSourceHealth lost {
            .source = SourceId { "prometheus" }, .lost = true, .last_delivery_at = kMorning
        };
        room.done(lost, kSystem);
        const IncidentId id {
            room.done(LogIncident { .title = "Blind", .alerts = { kSourceLost } }, room.desk).created
        };
        room.pass(minutes { 5 });
        room.done(ReportSourceHealth { .source = SourceId { "prometheus" }, .lost = false }, kSystem);
        if (!open) {
            room.done(MoveIncident { .incident = id, .to = IncidentState::Cancelled, .note = "drill" }, room.manager);
        }
        room.pass(minutes { 5 });
        const Decision again = room.done(lost, kSystem);
        EXPECT_EQ(kinds_of(again).size(), open ? 3U : 2U);
        EXPECT_EQ(room.state.alerts.find(kSourceLost)->incident, open ? id : IncidentId {});
    }
}

TEST(SetSourceTest, KeepsItsHealthWhateverIsClaimed)
{
    Room room;
    room.done(ReportSourceHealth { .source = SourceId { "prometheus" }, .lost = true }, kSystem);
    room.done(
        SetSource { { .id = SourceId { "prometheus" }, .domain = "site", .cadence_seconds = 60 } }, room.administrator);
    EXPECT_TRUE(room.state.sources.find(SourceId { "prometheus" })->lost);
    EXPECT_EQ(room.state.sources.find(SourceId { "prometheus" })->cadence_seconds, 60);
}

TEST(SetSourceTest, RefusesBadInput)
{
    Room room;
    for (const char* id : { "", "a b", "watchfloor", "../x" }) {
        EXPECT_EQ(room.refused(SetSource { { .id = SourceId { id } } }, kSystem).code, ErrorCode::Malformed) << id;
    }
    EXPECT_EQ(room.refused(SetSource { { .id = SourceId { "a" }, .domain = "watchfloor" } }, kSystem).code,
        ErrorCode::Malformed);
    for (const std::int64_t cadence :
        { std::int64_t { -1 }, std::int64_t { 366 } * 24 * 3'600 + 1, std::numeric_limits<std::int64_t>::max() }) {
        EXPECT_EQ(room.refused(SetSource { { .id = SourceId { "a" }, .cadence_seconds = cadence } }, kSystem).code,
            ErrorCode::Malformed)
            << cadence;
    }
    EXPECT_EQ(room.refused(ReportSourceHealth { .source = SourceId { "a" } }, kSystem).code, ErrorCode::NotFound);
}

TEST(SourceHealthTest, ItsAlertIsWhole)
{
    Room room;
    room.done(SetService { { .id = ServiceId { "monitoring" }, .name = "x", .match = { { "source", "prometheus" } } } },
        kSystem);
    room.pass(minutes { 1 });
    room.done(ReportSourceHealth { .source = SourceId { "prometheus" }, .lost = true, .last_delivery_at = kMorning },
        kSystem);
    Alert expected;
    expected.id = kSourceLost;
    expected.name = "SourceLost";
    expected.source = SourceId { "watchfloor" };
    expected.service = ServiceId { "monitoring" };
    expected.severity = AlertSeverity::Major;
    expected.started_at = room.now;
    expected.known_starts = { room.now };
    expected.opened_seq = room.state.seq;
    expected.labels = { { "alertname", "SourceLost" }, { "severity", "major" }, { "source", "prometheus" } };
    expected.annotations = { { "summary", "No delivery from prometheus since 2026-03-02T09:00:00.000Z" } };
    EXPECT_EQ(to_json_text(*room.state.alerts.find(kSourceLost)), to_json_text(expected));
    EXPECT_EQ(room.state.sources.find(SourceId { "prometheus" })->lost_since, room.now);
    room.pass(minutes { 1 });
    room.done(ReportSourceHealth { .source = SourceId { "prometheus" } }, kSystem);
    expected.state = AlertState::Resolved;
    expected.ended_at = room.now;
    expected.known_ends = { room.now };
    EXPECT_EQ(to_json_text(*room.state.alerts.find(kSourceLost)), to_json_text(expected));
    EXPECT_EQ(room.done(ReportSourceHealth { .source = SourceId { "prometheus" } }, kSystem).duplicates, 1);
}

TEST(SetSourceTest, ANewOneIsHealthyWhateverIsClaimed)
{
    Room room;
    Source source { .id = SourceId { "new" }, .domain = std::string(96, 'd'), .cadence_seconds = 0 };
    source.lost = true;
    source.lost_since = room.now;
    EXPECT_EQ(room.done(SetSource { source }, room.administrator).created, "new");
    EXPECT_FALSE(room.state.sources.find(source.id)->lost);
    EXPECT_FALSE(room.state.sources.find(source.id)->lost_since.has_value());
    EXPECT_EQ(room.done(SetSource { source }, room.administrator).created, "");
    source.domain += "d";
    EXPECT_EQ(room.refused(SetSource { source }, room.administrator).code, ErrorCode::Malformed);
    room.done(ReportSourceHealth { .source = source.id, .lost = true }, kSystem);
    source.domain.clear();
    source.lost = false;
    source.lost_since.reset();
    room.done(SetSource { source }, room.administrator);
    EXPECT_EQ(room.state.sources.find(source.id)->lost_since, room.now);
}

}
}
