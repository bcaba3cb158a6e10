// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/alert_reports.h"

namespace watchfloor {
namespace {

TEST(LapseAlertsTest, EndsWhatNoPathRenews)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    room.pass(minutes { 4 });
    const Decision decision = room.done(LapseAlerts { .alerts = { kAlert, AlertId { "gone" } } }, kSystem);
    EXPECT_EQ(kinds_of(decision), (Texts { "alert.resolved" }));
    EXPECT_TRUE(the_alert(room).lapsed);
    EXPECT_TRUE(room.done(LapseAlerts { .alerts = { kAlert } }, kSystem).entries.empty());
}

TEST(LapseAlertsTest, NothingLapsesWhileItsSourceIsLost)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    room.done(ReportSourceHealth { .source = kWebhook, .lost = true, .last_delivery_at = room.now }, kSystem);
    EXPECT_TRUE(room.done(LapseAlerts { .alerts = { kAlert } }, kSystem).entries.empty())
        << "another path of its domain";
    room.done(ReportSourceHealth { .source = kWebhook, .lost = false }, kSystem);
    EXPECT_EQ(room.done(LapseAlerts { .alerts = { kAlert } }, kSystem).entries.size(), 1U);
}

TEST(LapseAlertsTest, AReportThatOutlivesTheLapseFiresAgain)
{
    Room room;
    AlertReport report = firing(room.now);
    report.lease_until = room.now + minutes { 4 };
    room.done(delivery({ report }), kSystem);
    room.pass(minutes { 4 });
    room.done(LapseAlerts { .alerts = { kAlert } }, kSystem);
    EXPECT_TRUE(room.done(delivery({ report }), kSystem).entries.empty()) << "a late copy of what had lapsed";
    report.lease_until = room.now + minutes { 4 };
    EXPECT_EQ(kinds_of(room.done(delivery({ report }), kSystem)), (Texts { "alert.fired" }));
    EXPECT_FALSE(the_alert(room).lapsed);
    EXPECT_EQ(the_alert(room).started_at, kMorning);
}

TEST(LapseAlertsTest, AnExplicitResolveReplacesTheLapse)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    room.pass(minutes { 4 });
    room.done(LapseAlerts { .alerts = { kAlert } }, kSystem);
    room.done(delivery({ resolved(kMorning, kMorning + minutes { 3 }) }), kSystem);
    EXPECT_FALSE(the_alert(room).lapsed);
    EXPECT_EQ(the_alert(room).ended_at, kMorning + minutes { 3 });
}

TEST(LapseAlertsTest, AnEndHeardLateReplacesTheLapseAndReopensNothing)
{
    for (const int end : { 3, 4 }) {
        Room room;
        AlertReport report = firing(minute(0));
        report.lease_until = minute(4);
        room.done(delivery({ report }), kSystem);
        room.pass(minutes { 4 });
        const Decision lapse = room.done(LapseAlerts { .alerts = { kAlert } }, kSystem);
        EXPECT_EQ(lapse.entries.at(0).occurred_at, minute(4));
        EXPECT_EQ(the_alert(room).ended_at, minute(4));
        const Decision late = room.done(delivery({ resolved(minute(0), minute(end)) }, kWebhook), kSystem);
        EXPECT_EQ(kinds_of(late), (Texts { "alert.resolved" }));
        EXPECT_FALSE(the_alert(room).lapsed);
        EXPECT_EQ(the_alert(room).ended_at, minute(end));
        EXPECT_EQ(the_alert(room).started_at, minute(0));
        EXPECT_EQ(room.state.firing, 0);
    }
}

TEST(LapseAlertsTest, ALeaseMustOutliveTheLapseToDisproveIt)
{
    Room room;
    AlertReport report = firing(minute(0));
    report.lease_until = minute(4);
    room.done(delivery({ report }), kSystem);
    room.pass(minutes { 4 });
    room.done(LapseAlerts { .alerts = { kAlert } }, kSystem);
    EXPECT_EQ(room.done(delivery({ report }, kWebhook), kSystem).duplicates, 1);
    report.lease_until = minute(4) + Millis { 1 };
    EXPECT_EQ(kinds_of(room.done(delivery({ report }, kWebhook), kSystem)), (Texts { "alert.fired" }));
    EXPECT_FALSE(the_alert(room).ended_at.has_value());
    EXPECT_EQ(the_alert(room).source, kPrometheus);
}

TEST(LapseAlertsTest, AReportWithoutALeaseDisprovesIt)
{
    Room room;
    room.done(delivery({ firing(minute(0)) }), kSystem);
    room.pass(minutes { 4 });
    room.done(LapseAlerts { .alerts = { kAlert } }, kSystem);
    EXPECT_EQ(kinds_of(room.done(delivery({ firing(minute(0)) }), kSystem)), (Texts { "alert.fired" }));
}

TEST(LapseAlertsTest, ALateCopyDoesNotMoveTheStartOfWhatLapsed)
{
    Room room;
    room.pass(minutes { 30 });
    for (int start = 1; start <= 9; ++start) {
        room.done(delivery({ firing(minute(start)) }), kSystem);
    }
    room.done(LapseAlerts { .alerts = { kAlert } }, kSystem);
    AlertReport copy = firing(minute(9));
    copy.lease_until = minute(20);
    EXPECT_EQ(room.done(delivery({ copy }), kSystem).duplicates, 1);
    EXPECT_EQ(the_alert(room).started_at, minute(1));
}

TEST(LapseAlertsTest, OnlySourcesOfTheSameDomainHoldItUp)
{
    struct Case {
        const char* reporter;
        const char* lost;
        bool lapses;
    };
    for (const Case& c : { Case { "prometheus", "prometheus", false }, Case { "prometheus", "webhook", false },
             Case { "prometheus", "elsewhere", true }, Case { "alone", "alone", false },
             Case { "alone", "apart", true }, Case { "alone", "prometheus", true } }) {
        Room room;
        room.add_source("elsewhere", "other-site");
        room.add_source("alone", "");
        room.add_source("apart", "");
        const SourceId reporter { c.reporter };
        room.done(delivery({ firing(room.now) }, reporter), kSystem);
        room.done(ReportSourceHealth { .source = SourceId { c.lost }, .lost = true }, kSystem);
        const std::string domain = room.state.sources.find(reporter)->domain;
        const AlertId id = alert_id(domain.empty() ? c.reporter : domain, kLabels);
        const Decision decision = room.done(LapseAlerts { .alerts = { id } }, kSystem);
        EXPECT_EQ(decision.entries.size(), c.lapses ? 1U : 0U) << c.reporter << " while " << c.lost << " is lost";
    }
}

}
}
