// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/alerts/alert_book.h"
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/alert_reports.h"

namespace watchfloor {
namespace {

TEST(ReportAlertsTest, WindowsMuteAndUnmute)
{
    Room room;
    const WindowId window { room.done(PlanWindow { .title = "Switch",
                                          .services = { ServiceId { "shop" } },
                                          .from = room.now + minutes { 1 },
                                          .to = room.now + hours { 1 } },
                                    room.planner)
                                .created };
    room.done(MoveWindow { .window = window }, room.manager);
    room.pass(minutes { 2 });
    const Timestamp start = room.now;
    const Decision muted = room.done(delivery({ firing(start) }), kSystem);
    EXPECT_EQ(muted.muted, 1);
    EXPECT_EQ(the_alert(room).muted_by, window);
    EXPECT_EQ(room.state.firing, 0) << "stored, but not counted";
    room.pass(hours { 1 });
    EXPECT_EQ(kinds_of(room.done(delivery({ firing(start) }), kSystem)), (Texts { "alert.changed" }));
    EXPECT_TRUE(the_alert(room).muted_by.empty());
    EXPECT_EQ(room.state.firing, 1);
}

TEST(ReportAlertsTest, AMuteEndsWithItsWindowWithoutARepeat)
{
    Room room;
    const WindowId window { room.done(PlanWindow { .title = "Switch",
                                          .services = { ServiceId { "shop" } },
                                          .from = room.now + minutes { 1 },
                                          .to = room.now + hours { 1 } },
                                    room.planner)
                                .created };
    room.done(MoveWindow { .window = window }, room.manager);
    room.pass(minutes { 2 });
    room.done(delivery({ firing(room.now) }, kWebhook), kSystem);
    room.pass(minutes { 57 });
    EXPECT_TRUE(review_mutes(room).entries.empty());
    room.pass(minutes { 1 });
    EXPECT_EQ(kinds_of(review_mutes(room)), (Texts { "alert.changed" }));
    EXPECT_EQ(room.state.firing, 1);
    EXPECT_TRUE(review_mutes(room).entries.empty());
}

TEST(ReportAlertsTest, AMutePassesToTheWindowThatCoversItNow)
{
    Room room;
    const WindowId first = approved_window(room, minute(1), minute(10));
    const WindowId second = approved_window(room, minute(5), minute(20));
    room.pass(minutes { 2 });
    room.done(delivery({ firing(room.now) }), kSystem);
    EXPECT_EQ(the_alert(room).muted_by, first);
    room.pass(minutes { 8 });
    EXPECT_EQ(kinds_of(review_mutes(room)), (Texts { "alert.changed" }));
    EXPECT_EQ(the_alert(room).muted_by, second);
    EXPECT_EQ(room.state.firing, 0);
    room.pass(minutes { 10 });
    const std::vector<AlertId> outdated = outdated_mutes(room.state, room.now);
    EXPECT_EQ(outdated, (std::vector { kAlert }));
    EXPECT_EQ(kinds_of(room.done(delivery({ resolved(minute(2), room.now) }), kSystem)), (Texts { "alert.resolved" }));
    EXPECT_TRUE(room.done(ReviewMutes { outdated }, kSystem).entries.empty()) << "what ended meanwhile keeps its mute";
    EXPECT_TRUE(room.done(ReviewMutes { { AlertId { "gone" } } }, kSystem).entries.empty());
    EXPECT_EQ(room.state.firing, 0);
}

TEST(ReportAlertsTest, AServiceDefinedWhileAnAlertFiresTakesIt)
{
    Room room;
    AlertReport report = firing(minute(0));
    report.labels = { { "alertname", "JobLate" }, { "job", "billing" } };
    room.done(delivery({ report }), kSystem);
    const AlertId id = alert_id("site", report.labels);
    ASSERT_EQ(room.state.alerts.find(id)->service, kUnknownService);
    EXPECT_TRUE(outdated_services(room.state).empty());
    room.done(SetService { { .id = ServiceId { "billing" }, .name = "Billing", .match = { { "job", "billing" } } } },
        kSystem);
    ASSERT_EQ(outdated_services(room.state), (std::vector { id }));
    EXPECT_EQ(kinds_of(room.done(ReviewMutes { { id } }, kSystem)), (Texts { "alert.changed" }));
    EXPECT_EQ(room.state.alerts.find(id)->service, ServiceId { "billing" });
    EXPECT_TRUE(outdated_services(room.state).empty());
    EXPECT_EQ(room.state.firing, 1);
}

TEST(ReportAlertsTest, AWindowApprovedAfterAnAlertBeganMutesNothingOfIt)
{
    Room room;
    room.done(delivery({ firing(minute(0)) }), kSystem);
    room.pass(minutes { 1 });
    const WindowId window = approved_window(room, minute(2), minute(60));
    room.pass(minutes { 2 });
    EXPECT_TRUE(review_mutes(room).entries.empty());
    EXPECT_TRUE(room.done(delivery({ firing(minute(0)) }), kSystem).entries.empty()) << "nor does a repeat";
    EXPECT_EQ(room.state.firing, 1);
    room.done(delivery({ resolved(minute(0), minute(2)), firing(minute(3)) }), kSystem);
    EXPECT_EQ(the_alert(room).muted_by, window) << "another occurrence began within it";
    EXPECT_EQ(room.state.firing, 0);
    room.done(delivery({ firing(minute(0), "97 %") }, kWebhook), kSystem);
    EXPECT_EQ(the_alert(room).muted_by, window);
}

TEST(ReportAlertsTest, AnEarlierStartMayEndAMute)
{
    Room room;
    room.pass(minutes { 1 });
    approved_window(room, minute(2), minute(60));
    room.pass(minutes { 2 });
    room.done(delivery({ firing(minute(3)) }), kSystem);
    EXPECT_EQ(room.state.firing, 0);
    room.done(delivery({ firing(minute(0)) }, kWebhook), kSystem);
    EXPECT_TRUE(the_alert(room).muted_by.empty()) << "it began before the window was approved";
    EXPECT_EQ(room.state.firing, 1);
}

TEST(ReportAlertsTest, AWindowThatBeginsMutesWhatBeganAfterItsApprovalWithoutARepeat)
{
    Room room;
    const WindowId window = approved_window(room, minute(10), minute(60));
    room.pass(minutes { 5 });
    room.done(delivery({ firing(minute(5)) }), kSystem);
    EXPECT_EQ(room.state.firing, 1);
    room.pass(minutes { 5 });
    EXPECT_EQ(kinds_of(review_mutes(room)), (Texts { "alert.changed" }));
    EXPECT_EQ(the_alert(room).muted_by, window);
}

TEST(ReportAlertsTest, AWindowOnAnAssetMutesEventsBySource)
{
    struct Case {
        Labels match;
        Labels annotations;
        bool muted;
    };
    const std::vector<Case> cases {
        { { { "instance", "db1" } }, { { "source", "db1" } }, true },
        { { { "instance", "db1" } }, { { "source", "db2" } }, false },
        { { { "source", "db1" } }, { { "source", "db1" } }, true },
        { { { "component", "disk" }, { "host", "db1" } }, { { "component", "disk" }, { "source", "db1" } }, true },
        { { { "component", "fan" }, { "host", "db1" } }, { { "component", "disk" }, { "source", "db1" } }, false },
        { { { "component", "disk" } }, { { "component", "disk" } }, true },
        { {}, { { "source", "db1" } }, false },
    };
    for (const Case& c : cases) {
        Room room;
        room.done(SetAsset { { .id = AssetId { "db" }, .name = "Database", .match = c.match } }, room.planner);
        const WindowId window {
            room.done(
                    PlanWindow { .title = "Disks", .assets = { AssetId { "db" } }, .from = minute(1), .to = minute(9) },
                    room.planner)
                .created
        };
        room.done(MoveWindow { .window = window }, room.manager);
        room.pass(minutes { 2 });
        const Labels key { { "dedup_key", "db1/disk" } };
        room.done(
            delivery({ { .labels = key, .annotations = c.annotations, .started_at = room.now, .ordered = true } }),
            kSystem);
        EXPECT_EQ(!room.state.alerts.find(alert_id("site", key))->muted_by.empty(), c.muted)
            << testing::PrintToString(&c - cases.data());
    }
    Room room;
    room.done(
        SetAsset { { .id = AssetId { "db" }, .name = "Database", .match = { { "host", "db1" } } } }, room.planner);
    room.done(PlanWindow { .title = "Disks", .assets = { AssetId { "db" } }, .from = minute(1), .to = minute(9) },
        room.planner);
    room.done(MoveWindow { .window = WindowId { "MW-1" } }, room.manager);
    room.pass(minutes { 2 });
    AlertReport rule = firing(room.now);
    rule.annotations.set("source", "db1");
    EXPECT_EQ(room.done(delivery({ rule }), kSystem).muted, 0) << "only events have a source of this meaning";
}

}
}
