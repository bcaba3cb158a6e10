// SPDX-License-Identifier: Apache-2.0
// What was recorded by a clock that ran ahead, seen by one that is right again.
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

const Labels kAheadLabels { { "alertname", "DiskFull" }, { "instance", "db7" } };
const AlertId kAheadAlert = alert_id("site", kAheadLabels);

class TakenBackTest : public testing::Test {
protected:
    // Fires since `began_`, for four minutes from now by the sender's clock; the server's may say that they are over.
    Decision report(Timestamp senders_now)
    {
        AlertReport report { .labels = kAheadLabels, .started_at = began_ };
        const Timestamp end = senders_now + minutes { 4 };
        (end <= room_.now ? report.ended_at : report.lease_until) = end;
        return room_.done(ReportAlerts { .source = SourceId { "prometheus" }, .alerts = { report } }, kSystem);
    }

    const Alert& alert() const { return *room_.state.alerts.find(kAheadAlert); }

    void step(Millis by) { room_.now = room_.now + by; }

    Room room_;
    const Timestamp began_ = room_.now;
};

TEST_F(TakenBackTest, ALapseStillToComeDoesNotKeepAnAlertOver)
{
    report(room_.now);
    step(hours { 1 });
    room_.done(LapseAlerts { .alerts = { kAheadAlert } }, kSystem);
    ASSERT_EQ(alert().state, AlertState::Resolved);
    step(-hours { 1 } + minutes { 1 });
    const Decision again = report(room_.now);
    EXPECT_EQ(kinds_of(again), (Texts { "alert.fired" }));
    EXPECT_EQ(alert().state, AlertState::Firing);
    EXPECT_EQ(alert().started_at, began_);
    EXPECT_EQ(again.leases.at(0).until, room_.now + minutes { 4 });
    EXPECT_EQ(room_.state.firing, 1);
}

TEST_F(TakenBackTest, AnEndStillToComeDoesNotKeepAnAlertOver)
{
    step(hours { 1 });
    report(began_);
    ASSERT_EQ(alert().ended_at, began_ + minutes { 4 });
    step(-hours { 1 } + minutes { 1 });
    EXPECT_EQ(kinds_of(report(room_.now)), (Texts { "alert.fired" }));
    EXPECT_EQ(alert().state, AlertState::Firing);
    EXPECT_EQ(alert().started_at, began_);
    EXPECT_TRUE(alert().known_ends.empty());
    AlertReport over { .labels = kAheadLabels, .started_at = began_ };
    over.ended_at = room_.now;
    room_.done(ReportAlerts { .source = SourceId { "prometheus" }, .alerts = { over } }, kSystem);
    EXPECT_EQ(alert().ended_at, room_.now) << "an end that is past counts";
}

TEST_F(TakenBackTest, AStartStillToComeGoesWithItsEnd)
{
    step(hours { 1 });
    AlertReport unnamed { .labels = kAheadLabels, .started_at = room_.now };
    unnamed.start_is_ours = true;
    room_.done(ReportAlerts { .source = SourceId { "prometheus" }, .alerts = { unnamed } }, kSystem);
    room_.done(LapseAlerts { .alerts = { kAheadAlert } }, kSystem);
    step(-hours { 1 });
    report(room_.now);
    EXPECT_EQ(alert().state, AlertState::Firing);
    EXPECT_EQ(alert().started_at, began_);
}

TEST_F(TakenBackTest, WhatEndsDoesNotBeginAgainAtAStartStillToCome)
{
    step(hours { 1 });
    AlertReport unnamed { .labels = kAheadLabels, .started_at = room_.now };
    unnamed.start_is_ours = true;
    room_.done(ReportAlerts { .source = SourceId { "prometheus" }, .alerts = { unnamed } }, kSystem);
    room_.done(LapseAlerts { .alerts = { kAheadAlert } }, kSystem);
    step(-hours { 1 });
    AlertReport over { .labels = kAheadLabels, .started_at = began_ };
    over.ended_at = room_.now;
    room_.done(ReportAlerts { .source = SourceId { "prometheus" }, .alerts = { over } }, kSystem);
    EXPECT_EQ(alert().state, AlertState::Resolved);
    EXPECT_EQ(alert().ended_at, room_.now);
}

TEST_F(TakenBackTest, ASourceWhoseClockIsALittleFastEndsItsAlerts)
{
    report(room_.now);
    AlertReport over { .labels = kAheadLabels, .started_at = began_ };
    over.ended_at = room_.now + kFutureSlack;
    room_.done(ReportAlerts { .source = SourceId { "prometheus" }, .alerts = { over } }, kSystem);
    ASSERT_EQ(alert().ended_at, room_.now + kFutureSlack);
    EXPECT_TRUE(report(room_.now).entries.empty()) << "a copy that comes late";
    EXPECT_EQ(alert().state, AlertState::Resolved);
}

}
}
