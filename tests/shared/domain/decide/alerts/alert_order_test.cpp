// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/alert_reports.h"

namespace watchfloor {
namespace {

const Labels kKey { { "dedup_key", "db1/disk" } };

AlertReport event(Timestamp started, std::string summary = "Disk full")
{
    return { .labels = kKey,
        .annotations = { { "severity", "error" }, { "summary", std::move(summary) } },
        .started_at = started,
        .ordered = true };
}

AlertReport event_resolve(const Room& room)
{
    AlertReport report { .labels = kKey, .started_at = room.now, .ended_at = room.now };
    report.start_is_ours = true;
    report.ordered = true;
    return report;
}

const Alert& the_event(const Room& room)
{
    return *room.state.alerts.find(alert_id("site", kKey));
}

TEST(AlertOrderTest, WhereAFormatPromisesOrderArrivalCounts)
{
    Room room;
    room.done(delivery({ event(room.now) }), kSystem);
    room.pass(seconds { 10 });
    room.done(delivery({ event_resolve(room) }), kSystem);
    EXPECT_EQ(the_event(room).state, AlertState::Resolved);
    const Timestamp end = room.now;
    room.pass(seconds { 5 });
    const AlertReport late = event(room.now - seconds { 20 }, "full again");
    EXPECT_EQ(kinds_of(room.done(delivery({ late }), kSystem)), (Texts { "alert.fired" }));
    EXPECT_EQ(the_event(room).state, AlertState::Firing);
    EXPECT_EQ(the_event(room).started_at, room.now) << "a start before the last end is no start of this one";
    EXPECT_GT(the_event(room).started_at, end);
    EXPECT_EQ(the_event(room).annotations.at("summary"), "full again");
    EXPECT_EQ(room.done(delivery({ late }), kSystem).duplicates, 1);
    room.done(delivery({ event_resolve(room) }), kSystem);
    EXPECT_EQ(the_event(room).state, AlertState::Resolved);
}

TEST(AlertOrderTest, ArrivalCountsWithinOneInstantToo)
{
    Room room;
    for (int i = 0; i < 3; ++i) {
        room.done(delivery({ event(room.now) }), kSystem);
        EXPECT_EQ(the_event(room).state, AlertState::Firing) << i;
        room.done(delivery({ event_resolve(room) }), kSystem);
        EXPECT_EQ(the_event(room).state, AlertState::Resolved) << i;
    }
    room.done(delivery({ event(room.now), event_resolve(room), event(room.now) }), kSystem);
    EXPECT_EQ(the_event(room).state, AlertState::Firing);
    room.done(delivery({ event_resolve(room) }), kSystem);
    room.pass(Millis { 1 });
    room.done(delivery({ event(room.now) }), kSystem);
    EXPECT_EQ(the_event(room).state, AlertState::Firing);
    EXPECT_EQ(room.done(delivery({ event(room.now) }), kSystem).duplicates, 1) << "its time is that of the last end";
}

TEST(AlertOrderTest, TheTextThatCameLastCountsWithItsSeverity)
{
    Room room;
    room.done(delivery({ event(room.now) }), kSystem);
    AlertReport worse = event(room.now - seconds { 20 }, "fuller");
    worse.annotations.set("severity", "critical");
    room.done(delivery({ worse }), kSystem);
    EXPECT_EQ(the_event(room).annotations.at("summary"), "fuller");
    EXPECT_EQ(the_event(room).severity, AlertSeverity::Critical);
    AlertReport old = event(room.now - seconds { 60 }, "less");
    old.ordered = false;
    old.annotations.set("severity", "info");
    room.done(delivery({ old }), kSystem);
    EXPECT_EQ(the_event(room).annotations.at("summary"), "fuller");
    EXPECT_EQ(the_event(room).severity, AlertSeverity::Critical) << "it is read from the text that stands";
}

TEST(AlertOrderTest, WhatIsRepeatedWellAfterItsEndFiresAgain)
{
    Room room;
    room.done(delivery({ firing(minute(0), "first") }), kSystem);
    room.pass(minutes { 2 });
    room.done(delivery({ resolved(minute(0), minute(2)) }), kSystem);
    room.pass(minutes { 5 });
    EXPECT_EQ(room.done(delivery({ firing(minute(0), "second") }, kWebhook), kSystem).duplicates, 1)
        << "perhaps a late copy";
    room.pass(Millis { 1 });
    const Decision again = room.done(delivery({ firing(minute(0), "second") }, kWebhook), kSystem);
    EXPECT_EQ(kinds_of(again), (Texts { "alert.fired" }));
    EXPECT_EQ(again.leases.size(), 1U);
    EXPECT_EQ(the_alert(room).started_at, room.now);
    EXPECT_EQ(the_alert(room).annotations.at("summary"), "second");
    EXPECT_EQ(room.done(delivery({ firing(minute(0), "second") }, kWebhook), kSystem).duplicates, 1);
    EXPECT_EQ(room.done(delivery({ resolved(minute(0), minute(2)) }), kSystem).duplicates, 1)
        << "a repeat of the end before ends nothing";
    EXPECT_EQ(the_alert(room).state, AlertState::Firing);
    room.pass(minutes { 1 });
    room.done(delivery({ resolved(minute(0), room.now) }, kWebhook), kSystem);
    EXPECT_EQ(the_alert(room).state, AlertState::Resolved);
}

TEST(AlertOrderTest, AResolveOfAClockThatLagsEndsWhatWeGaveTheStart)
{
    for (const bool names_start : { false, true }) {
        Room room;
        AlertReport report = firing(room.now);
        report.start_is_ours = true;
        report.lease_until = room.now + minutes { 5 };
        room.done(delivery({ report }), kSystem);
        AlertReport over = resolved(room.now - seconds { 2 }, room.now - seconds { 1 });
        over.start_is_ours = !names_start;
        EXPECT_EQ(kinds_of(room.done(delivery({ over }), kSystem)), (Texts { "alert.resolved" }));
        EXPECT_EQ(the_alert(room).ended_at, room.now) << "not before it began";
        EXPECT_EQ(room.done(delivery({ over }), kSystem).duplicates, 1);
        // It comes back, and the same end does again.
        room.pass(seconds { 1 });
        report.started_at = room.now;
        room.done(delivery({ report }), kSystem);
        EXPECT_EQ(the_alert(room).state, AlertState::Firing);
        room.done(delivery({ over }), kSystem);
        EXPECT_EQ(the_alert(room).state, AlertState::Firing);
        over.started_at = over.started_at + seconds { 1 };
        over.ended_at = *over.ended_at + Millis { 500 };
        room.done(delivery({ over }), kSystem);
        EXPECT_EQ(the_alert(room).state, AlertState::Resolved);
        EXPECT_EQ(the_alert(room).ended_at, room.now);
    }
}

TEST(AlertOrderTest, AnEndBeforeAStartThatWasClaimedIsAnOlderOne)
{
    Room room;
    room.pass(minutes { 10 });
    room.done(delivery({ firing(minute(9)) }), kSystem);
    AlertReport over = resolved(minute(8), minute(8));
    over.start_is_ours = true;
    room.done(delivery({ over }), kSystem);
    EXPECT_EQ(the_alert(room).state, AlertState::Firing);
    EXPECT_EQ(the_alert(room).annotations.at("summary"), "95 %") << "the text of an end is no news";
}

TEST(AlertOrderTest, AResolveForNothingWritesNothing)
{
    Room room;
    const Decision unknown = room.done(delivery({ event_resolve(room) }), kSystem);
    EXPECT_TRUE(unknown.entries.empty());
    EXPECT_EQ(unknown.duplicates, 1);
    EXPECT_EQ(unknown.muted, 0);
    EXPECT_EQ(room.state.alerts.size(), 0U);
    room.done(delivery({ event(room.now) }), kSystem);
    room.pass(seconds { 1 });
    room.done(delivery({ event_resolve(room) }), kSystem);
    const Timestamp end = room.now;
    room.pass(seconds { 1 });
    const Decision again = room.done(delivery({ event_resolve(room) }), kSystem);
    EXPECT_TRUE(again.entries.empty());
    EXPECT_EQ(again.duplicates, 1);
    EXPECT_EQ(the_event(room).ended_at, end);
}

TEST(AlertOrderTest, AResolveWithoutAStartReplacesALapse)
{
    Room room;
    AlertReport report = firing(room.now);
    report.start_is_ours = true;
    room.done(delivery({ report }), kSystem);
    room.pass(minutes { 4 });
    room.done(LapseAlerts { .alerts = { kAlert } }, kSystem);
    AlertReport over = resolved(minute(3), minute(3));
    over.start_is_ours = true;
    EXPECT_EQ(kinds_of(room.done(delivery({ over }), kSystem)), (Texts { "alert.resolved" }));
    EXPECT_FALSE(the_alert(room).lapsed);
    EXPECT_EQ(the_alert(room).ended_at, minute(3));
}

TEST(AlertOrderTest, ARepeatWithoutAStartClaimsNone)
{
    Room room;
    AlertReport report = firing(room.now);
    report.start_is_ours = true;
    room.done(delivery({ report }), kSystem);
    for (int i = 0; i < 3; ++i) {
        room.pass(minutes { 1 });
        report.started_at = room.now;
        EXPECT_TRUE(room.done(delivery({ report }), kSystem).entries.empty()) << i;
    }
    EXPECT_EQ(the_alert(room).started_at, minute(0));
    report.annotations.set("summary", "97 %");
    room.done(delivery({ report }), kSystem);
    EXPECT_EQ(the_alert(room).annotations.at("summary"), "97 %");
}

TEST(AlertOrderTest, AnEarlierStartCountsHoweverManyWereClaimed)
{
    for (const bool over : { false, true }) {
        Room room;
        room.pass(minutes { 12 });
        for (int start = 2; start <= 9; ++start) {
            room.done(delivery({ firing(minute(start)) }), kSystem);
        }
        if (over) {
            room.done(delivery({ resolved(minute(9), minute(11)) }), kSystem);
        }
        room.done(delivery({ firing(minute(1)) }), kSystem);
        EXPECT_EQ(the_alert(room).started_at, minute(1)) << over;
        EXPECT_EQ(room.done(delivery({ firing(minute(1)), firing(minute(5)) }), kSystem).duplicates, 2) << over;
        EXPECT_EQ(the_alert(room).started_at, minute(1)) << "a late copy moves nothing, over: " << over;
    }
}

TEST(AlertOrderTest, AnEarlierStartCountsAfterALapse)
{
    Room room;
    room.pass(minutes { 12 });
    AlertReport report = firing(minute(9));
    report.lease_until = minute(12);
    room.done(delivery({ report }), kSystem);
    room.done(LapseAlerts { .alerts = { kAlert } }, kSystem);
    report.started_at = minute(7);
    EXPECT_EQ(kinds_of(room.done(delivery({ report }, kWebhook), kSystem)), (Texts { "alert.changed" }));
    EXPECT_EQ(the_alert(room).started_at, minute(7));
    EXPECT_EQ(the_alert(room).state, AlertState::Resolved);
}

TEST(AlertOrderTest, AnAlertIsKnownByTheWholeOfLabelsThatWereCut)
{
    Room room;
    AlertReport report = firing(room.now);
    report.whole = kLabels;
    report.whole.set("path", std::string(5'000, 'x'));
    room.done(delivery({ report }), kSystem);
    EXPECT_EQ(room.state.alerts.find(kAlert), nullptr);
    EXPECT_EQ(room.state.alerts.find(alert_id("site", report.whole))->labels, kLabels);
}

}
}
