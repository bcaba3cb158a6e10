// SPDX-License-Identifier: Apache-2.0
#include "tests/support/domain_fixture.h"

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
    EXPECT_EQ(room.refused(SetSource { { .id = SourceId { "a" }, .cadence_seconds = -1 } }, kSystem).code,
        ErrorCode::Malformed);
    EXPECT_EQ(room.refused(ReportSourceHealth { .source = SourceId { "a" } }, kSystem).code, ErrorCode::NotFound);
}

}
}
