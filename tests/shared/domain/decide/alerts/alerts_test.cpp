// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/formulas/muting.h"
#include "tests/support/domain_fixture.h"

#include <algorithm>
#include <random>

namespace watchfloor {
namespace {

const SourceId kPrometheus { "prometheus" };
const SourceId kWebhook { "webhook" };
const Labels kLabels { { "alertname", "DiskFull" }, { "instance", "db1" }, { "service", "shop" },
    { "severity", "critical" } };
const AlertId kAlert = alert_id("site", kLabels);

AlertReport firing(Timestamp started, std::string summary = "95 %")
{
    return { .labels = kLabels, .annotations = { { "summary", std::move(summary) } }, .started_at = started };
}

AlertReport resolved(Timestamp started, Timestamp ended)
{
    AlertReport report = firing(started);
    report.ended_at = ended;
    return report;
}

ReportAlerts delivery(std::vector<AlertReport> alerts, SourceId source = kPrometheus)
{
    return { .source = std::move(source), .alerts = std::move(alerts) };
}

const Alert& the_alert(const Room& room)
{
    return *room.state.alerts.find(kAlert);
}

// What the timers do when a window begins or ends.
Decision review_mutes(Room& room)
{
    return room.done(ReviewMutes { outdated_mutes(room.state, room.now) }, kSystem);
}

TEST(ReportAlertsTest, AFirstReportFires)
{
    Room room;
    const Decision decision = room.done(delivery({ firing(room.now - minutes { 1 }) }), kSystem);
    EXPECT_EQ(kinds_of(decision), (Texts { "alert.fired" }));
    EXPECT_EQ(decision.entries.at(0).occurred_at, room.now - minutes { 1 });
    const Alert& alert = the_alert(room);
    EXPECT_EQ(alert.name, "DiskFull");
    EXPECT_EQ(alert.severity, AlertSeverity::Critical);
    EXPECT_EQ(alert.service, ServiceId { "shop" });
    EXPECT_EQ(alert.source, kPrometheus);
    EXPECT_EQ(alert.annotations.at("summary"), "95 %");
    EXPECT_EQ(room.state.firing, 1);
}

TEST(ReportAlertsTest, ARepeatOnlyRenewsItsLease)
{
    Room room;
    AlertReport report = firing(room.now);
    report.lease_until = room.now + minutes { 4 };
    room.done(delivery({ report }), kSystem);
    room.pass(minutes { 1 });
    report.lease_until = room.now + minutes { 4 };
    const Decision repeat = room.done(delivery({ report, report }), kSystem);
    EXPECT_TRUE(repeat.entries.empty());
    EXPECT_EQ(repeat.duplicates, 2);
    ASSERT_EQ(repeat.leases.size(), 1U);
    EXPECT_EQ(repeat.leases[0].alert, kAlert);
    EXPECT_EQ(repeat.leases[0].until, room.now + minutes { 4 });
}

TEST(ReportAlertsTest, AReportWithoutALeaseEndsByItsResolveOnly)
{
    Room room;
    const Decision decision = room.done(delivery({ firing(room.now) }, kWebhook), kSystem);
    EXPECT_EQ(decision.leases.at(0).until, kNeverLapses);
}

TEST(ReportAlertsTest, TwoPathsOfOneDomainCountOnce)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    const Decision second = room.done(delivery({ firing(room.now) }, kWebhook), kSystem);
    EXPECT_TRUE(second.entries.empty());
    EXPECT_EQ(room.state.alerts.size(), 1U);
    room.add_source("elsewhere", "other-site");
    room.done(delivery({ firing(room.now) }, SourceId { "elsewhere" }), kSystem);
    EXPECT_EQ(room.state.alerts.size(), 2U);
}

TEST(ReportAlertsTest, AnotherTextOrAnEarlierStartIsAChange)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    EXPECT_EQ(kinds_of(room.done(delivery({ firing(room.now, "97 %") }), kSystem)), (Texts { "alert.changed" }));
    EXPECT_EQ(the_alert(room).annotations.at("summary"), "97 %");
    EXPECT_EQ(kinds_of(room.done(delivery({ firing(room.now - minutes { 9 }, "old") }), kSystem)),
        (Texts { "alert.changed" }));
    EXPECT_EQ(the_alert(room).started_at, room.now - minutes { 9 });
    EXPECT_EQ(the_alert(room).annotations.at("summary"), "97 %") << "an older text does not replace a newer one";
}

TEST(ReportAlertsTest, ANewServiceRuleIsAChange)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    room.done(
        SetService {
            { .id = ServiceId { "db" }, .name = "db", .match = { { "service", "shop" }, { "instance", "db1" } } } },
        kSystem);
    EXPECT_EQ(kinds_of(room.done(delivery({ firing(room.now) }), kSystem)), (Texts { "alert.changed" }));
    EXPECT_EQ(the_alert(room).service, ServiceId { "db" }) << "the most specific match wins";
}

TEST(ReportAlertsTest, WhatMatchesNoServiceGoesToUnknown)
{
    Room room;
    room.done(delivery({ { .labels = { { "alertname", "X" } }, .started_at = room.now } }), kSystem);
    EXPECT_EQ(room.state.alerts.find(alert_id("site", { { "alertname", "X" } }))->service, kUnknownService);
}

TEST(ReportAlertsTest, WhatHasNoAlertnameIsNamedByItsSummary)
{
    Room room;
    const Labels labels { { "dedup_key", "payments-1" } };
    room.done(delivery({ { .labels = labels,
                  .annotations = { { "summary", "Card payments time out" } },
                  .started_at = room.now } }),
        kSystem);
    EXPECT_EQ(room.state.alerts.find(alert_id("site", labels))->name, "Card payments time out");
}

TEST(ReportAlertsTest, AnExplicitResolveEndsIt)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    room.pass(minutes { 5 });
    const Decision decision = room.done(delivery({ resolved(kMorning, room.now) }), kSystem);
    EXPECT_EQ(kinds_of(decision), (Texts { "alert.resolved" }));
    EXPECT_TRUE(decision.leases.empty());
    EXPECT_EQ(the_alert(room).ended_at, room.now);
    EXPECT_FALSE(the_alert(room).lapsed);
    EXPECT_EQ(room.state.firing, 0);
    EXPECT_EQ(room.done(delivery({ resolved(kMorning, room.now) }), kSystem).duplicates, 1);
}

TEST(ReportAlertsTest, WhatWasOverBeforeItWasHeardOfIsStillRecorded)
{
    Room room;
    const Decision decision
        = room.done(delivery({ resolved(room.now - minutes { 9 }, room.now - minutes { 1 }) }), kSystem);
    EXPECT_EQ(kinds_of(decision), (Texts { "alert.fired", "alert.resolved" }));
    EXPECT_EQ(the_alert(room).state, AlertState::Resolved);
    EXPECT_EQ(the_alert(room).started_at, room.now - minutes { 9 });
}

TEST(ReportAlertsTest, AFiringReportNoNewerThanTheEndDoesNotReopen)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    room.pass(minutes { 5 });
    const Timestamp end = room.now;
    room.done(delivery({ resolved(kMorning, end) }), kSystem);
    for (const SourceId& path : { kPrometheus, kWebhook }) {
        room.done(delivery({ firing(kMorning), firing(end) }, path), kSystem);
        EXPECT_EQ(the_alert(room).state, AlertState::Resolved);
    }
    EXPECT_EQ(kinds_of(room.done(delivery({ firing(end + Millis { 1 }) }), kSystem)), (Texts { "alert.fired" }));
    EXPECT_EQ(the_alert(room).started_at, end + Millis { 1 });
    EXPECT_FALSE(the_alert(room).ended_at.has_value());
}

TEST(ReportAlertsTest, ANewOccurrenceIsUnacknowledgedAndStaysWithItsOpenIncident)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    room.done(AcknowledgeAlert { .alert = kAlert }, room.resolver);
    const IncidentId id { room.done(LogIncident { .alerts = { kAlert } }, room.resolver).created };
    room.pass(minutes { 5 });
    room.done(delivery({ resolved(kMorning, room.now) }), kSystem);
    EXPECT_EQ(the_alert(room).incident, id);
    room.pass(minutes { 5 });
    room.done(delivery({ firing(room.now) }), kSystem);
    EXPECT_FALSE(the_alert(room).acknowledged_at.has_value());
    EXPECT_EQ(the_alert(room).incident, id);
}

TEST(ReportAlertsTest, AChangeKeepsAcknowledgementAndIncident)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    room.done(AcknowledgeAlert { .alert = kAlert }, room.resolver);
    const IncidentId id { room.done(LogIncident { .alerts = { kAlert } }, room.resolver).created };
    room.done(delivery({ firing(room.now, "99 %") }), kSystem);
    EXPECT_EQ(the_alert(room).acknowledged_by, room.resolver.user);
    EXPECT_EQ(the_alert(room).incident, id);
}

TEST(ReportAlertsTest, WindowsMuteAndUnmute)
{
    Room room;
    const WindowId window { room.done(PlanWindow { .title = "Switch",
                                          .services = { ServiceId { "shop" } },
                                          .from = room.now + minutes { 1 },
                                          .to = room.now + hours { 1 } },
                                    room.planner)
                                .created };
    room.done(MoveWindow { .window = window }, room.planner);
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
    room.done(MoveWindow { .window = window }, room.planner);
    room.pass(minutes { 2 });
    room.done(delivery({ firing(room.now) }, kWebhook), kSystem);
    room.pass(minutes { 57 });
    EXPECT_TRUE(review_mutes(room).entries.empty());
    room.pass(minutes { 1 });
    EXPECT_EQ(kinds_of(review_mutes(room)), (Texts { "alert.changed" }));
    EXPECT_EQ(room.state.firing, 1);
    EXPECT_TRUE(review_mutes(room).entries.empty());
}

TEST(ReportAlertsTest, LosesNothingToAFastClockAndIsNotPoisonedByIt)
{
    Room room;
    const Timestamp far { 253'402'000'000'000 };
    room.done(delivery({ firing(far) }), kSystem);
    EXPECT_EQ(the_alert(room).started_at, room.now);
    room.pass(minutes { 1 });
    EXPECT_EQ(room.done(delivery({ firing(far) }), kSystem).duplicates, 1);
    room.done(delivery({ resolved(far, far) }), kSystem);
    EXPECT_EQ(the_alert(room).state, AlertState::Resolved);
    EXPECT_EQ(the_alert(room).ended_at, room.now);
    room.pass(minutes { 1 });
    EXPECT_EQ(room.done(delivery({ resolved(far, far) }), kSystem).duplicates, 1);
}

TEST(ReportAlertsTest, MakesStrangeTextPrintable)
{
    Room room;
    AlertReport report = firing(room.now, "a\x1b[31m\u202eb");
    room.done(delivery({ report }), kSystem);
    EXPECT_EQ(the_alert(room).annotations.at("summary"), "a\uFFFD[31m\uFFFDb");
    EXPECT_EQ(room.done(delivery({ report }), kSystem).duplicates, 1);
}

TEST(ReportAlertsTest, RefusesWhatHasNoIdentityOrIsTooLarge)
{
    Room room;
    Labels many;
    for (int i = 0; i < 65; ++i) {
        many.set("label" + std::to_string(i), "x");
    }
    const std::vector<AlertReport> bad {
        {},
        { .labels = { { "alertname", "" } } },
        { .labels = many },
        { .labels = { { "a", std::string(4'097, 'x') } } },
        { .labels = { { std::string(257, 'x'), "a" } } },
        { .labels = kLabels, .annotations = { { "summary", std::string(4'097, 'x') } } },
    };
    for (const AlertReport& report : bad) {
        EXPECT_FALSE(check_report(report).ok());
        EXPECT_EQ(room.refused(delivery({ firing(room.now), report }), kSystem).code, ErrorCode::Malformed);
    }
    EXPECT_EQ(room.refused(delivery({ firing(room.now) }, SourceId { "nobody" }), kSystem).code, ErrorCode::NotFound);
}

// Claims of one alert, minutes after the morning began.
Timestamp minute(int count)
{
    return kMorning + minutes { count };
}

std::vector<Timestamp> minutes_of(std::initializer_list<int> counts)
{
    std::vector<Timestamp> times;
    for (const int count : counts) {
        times.push_back(minute(count));
    }
    return times;
}

WindowId approved_window(Room& room, Timestamp from, Timestamp to)
{
    const WindowId window {
        room.done(PlanWindow { .title = "Switch", .services = { ServiceId { "shop" } }, .from = from, .to = to },
                room.planner)
            .created
    };
    room.done(MoveWindow { .window = window }, room.planner);
    return window;
}

TEST(ReportAlertsTest, TheLongestOfTwoLeasesCountsWhicheverComesFirst)
{
    const Labels others { { "alertname", "LinkDown" } };
    const AlertId other = alert_id("site", others);
    for (const bool shorter_first : { true, false }) {
        Room room;
        AlertReport shorter = firing(room.now);
        shorter.lease_until = room.now + minutes { 4 };
        AlertReport longer = firing(room.now);
        longer.lease_until = room.now + minutes { 9 };
        AlertReport second { .labels = others, .started_at = room.now };
        second.lease_until = room.now + minutes { 5 };
        const Decision decision = room.done(
            delivery(shorter_first ? std::vector { shorter, second, longer } : std::vector { longer, second, shorter }),
            kSystem);
        ASSERT_EQ(decision.leases.size(), 2U);
        for (const AlertLease& lease : decision.leases) {
            EXPECT_EQ(lease.until, lease.alert == other ? minute(5) : minute(9));
        }
        EXPECT_NE(decision.leases[0].alert, decision.leases[1].alert);
    }
}

TEST(ReportAlertsTest, WhatComesBackLeavesItsIncidentOnceThatIsClosed)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    const IncidentId id { room.done(LogIncident { .alerts = { kAlert } }, room.desk).created };
    room.pass(minutes { 5 });
    room.done(delivery({ resolved(kMorning, room.now) }), kSystem);
    room.done(MoveIncident { .incident = id, .to = IncidentState::Cancelled, .note = "duplicate" }, room.manager);
    EXPECT_EQ(the_alert(room).incident, id) << "what is over keeps its incident";
    room.pass(minutes { 5 });
    room.done(delivery({ firing(room.now) }), kSystem);
    EXPECT_TRUE(the_alert(room).incident.empty());
    EXPECT_EQ(room.log_incident().text, "INC-2") << "and can be linked anew";
    room.done(LinkAlert { .incident = IncidentId { "INC-2" }, .alert = kAlert }, room.resolver);
}

TEST(ReportAlertsTest, WhatComesBackKeepsTheSourceThatReportedItFirst)
{
    Room room;
    room.done(delivery({ firing(minute(0)) }), kSystem);
    room.pass(minutes { 5 });
    const Decision decision = room.done(delivery({ resolved(minute(0), minute(4)) }, kWebhook), kSystem);
    EXPECT_EQ(decision.entries.at(0).occurred_at, minute(4));
    room.done(delivery({ firing(minute(5)) }, kWebhook), kSystem);
    EXPECT_EQ(the_alert(room).source, kPrometheus);
    EXPECT_EQ(the_alert(room).state, AlertState::Firing);
}

TEST(ReportAlertsTest, ALateEndSplitsWhatWasTakenForOneOccurrence)
{
    Room room;
    room.pass(minutes { 40 });
    room.done(delivery({ firing(minute(10)), firing(minute(35)) }), kSystem);
    EXPECT_EQ(the_alert(room).started_at, minute(10));
    const Decision decision = room.done(delivery({ resolved(minute(10), minute(30)) }), kSystem);
    EXPECT_EQ(kinds_of(decision), (Texts { "alert.changed" }));
    EXPECT_TRUE(decision.leases.empty()) << "an end renews nothing";
    EXPECT_EQ(the_alert(room).state, AlertState::Firing);
    EXPECT_EQ(the_alert(room).started_at, minute(35));
    EXPECT_EQ(room.state.firing, 1);
    // A start of the occurrence before is no news of this one.
    room.done(delivery({ firing(minute(20)) }), kSystem);
    EXPECT_EQ(the_alert(room).started_at, minute(35));
}

TEST(ReportAlertsTest, TheLatestEightClaimsAreRememberedAndTheEarliestStartStillCounts)
{
    Room room;
    room.pass(minutes { 60 });
    for (const int start : { 9, 1, 3, 2, 8, 5, 4, 7, 6 }) {
        room.done(delivery({ firing(minute(start)) }), kSystem);
    }
    EXPECT_EQ(the_alert(room).known_starts, minutes_of({ 2, 3, 4, 5, 6, 7, 8, 9 }));
    EXPECT_EQ(the_alert(room).started_at, minute(1));
    const Decision repeat = room.done(delivery({ firing(minute(5)) }), kSystem);
    EXPECT_TRUE(repeat.entries.empty());
    EXPECT_EQ(repeat.duplicates, 1);
}

TEST(ReportAlertsTest, WhatIsOverKeepsItsTextAndItsMute)
{
    Room room;
    const WindowId window = approved_window(room, minute(1), minute(5));
    room.pass(minutes { 2 });
    room.done(delivery({ firing(minute(2), "first") }), kSystem);
    room.done(delivery({ resolved(minute(2), minute(2)) }), kSystem);
    room.pass(minutes { 4 });
    EXPECT_TRUE(review_mutes(room).entries.empty());
    const Decision late = room.done(delivery({ firing(minute(2), "other") }, kWebhook), kSystem);
    EXPECT_TRUE(late.entries.empty()) << "nor is it heard again when its window ends";
    EXPECT_EQ(late.duplicates, 1);
    EXPECT_EQ(late.muted, 1);
    EXPECT_TRUE(late.leases.empty());
    EXPECT_EQ(the_alert(room).muted_by, window);
    EXPECT_EQ(the_alert(room).annotations.at("summary"), "first");
}

TEST(ReportAlertsTest, TheTextOfTheLatestStartStays)
{
    Room room;
    room.pass(minutes { 10 });
    room.done(delivery({ firing(minute(0), "first") }), kSystem);
    room.done(delivery({ firing(minute(8), "latest") }), kSystem);
    room.done(delivery({ firing(minute(5), "between") }), kSystem);
    EXPECT_EQ(the_alert(room).annotations.at("summary"), "latest");
}

TEST(ReportAlertsTest, OfTwoEndsTheLaterOneCounts)
{
    Room room;
    room.pass(minutes { 10 });
    room.done(delivery({ firing(minute(0)) }), kSystem);
    room.done(delivery({ resolved(minute(0), minute(5)) }), kSystem);
    EXPECT_EQ(kinds_of(room.done(delivery({ resolved(minute(0), minute(4)) }, kWebhook), kSystem)),
        (Texts { "alert.changed" }))
        << "remembered, because it may divide what comes late";
    EXPECT_EQ(the_alert(room).ended_at, minute(5));
    EXPECT_EQ(kinds_of(room.done(delivery({ resolved(minute(0), minute(6)) }, kWebhook), kSystem)),
        (Texts { "alert.resolved" }));
    EXPECT_EQ(the_alert(room).ended_at, minute(6));
    EXPECT_EQ(the_alert(room).known_ends, minutes_of({ 4, 5, 6 }));
    EXPECT_EQ(the_alert(room).state, AlertState::Resolved);
}

TEST(ReportAlertsTest, OneDeliveryMayEndAndReviveAnAlertWithoutLosingItsIncident)
{
    for (const bool changed_first : { true, false }) {
        Room room;
        room.done(delivery({ firing(minute(0)) }), kSystem);
        const IncidentId id { room.done(LogIncident { .alerts = { kAlert } }, room.desk).created };
        room.pass(minutes { 10 });
        std::vector<AlertReport> reports { resolved(minute(0), minute(5)), firing(minute(6)) };
        // A change before the end, or a late one after it.
        reports.insert(changed_first ? reports.begin() : reports.begin() + 1, firing(minute(-1), "97 %"));
        const Decision decision = room.done(delivery(std::move(reports)), kSystem);
        EXPECT_EQ(kinds_of(decision),
            changed_first ? (Texts { "alert.changed", "alert.resolved", "alert.fired" })
                          : (Texts { "alert.resolved", "alert.changed", "alert.fired" }));
        EXPECT_EQ(the_alert(room).incident, id);
        EXPECT_EQ(the_alert(room).started_at, minute(6));
    }
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
        room.done(MoveWindow { .window = window }, room.planner);
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
    room.done(MoveWindow { .window = WindowId { "MW-1" } }, room.planner);
    room.pass(minutes { 2 });
    AlertReport rule = firing(room.now);
    rule.annotations.set("source", "db1");
    EXPECT_EQ(room.done(delivery({ rule }), kSystem).muted, 0) << "only events have a source of this meaning";
}

TEST(ReportAlertsTest, TimesAheadOfTheClockCountOnlyWithinTheSlack)
{
    struct Case {
        const char* what;
        Millis start;
        std::optional<Millis> end;
        Millis started;
        std::optional<Millis> ended;
    };
    const Millis slack = kFutureSlack;
    const Millis beyond = slack + Millis { 1 };
    const std::vector<Case> cases {
        { "a start within it", slack, std::nullopt, slack, std::nullopt },
        { "a start beyond it", beyond, std::nullopt, Millis { 0 }, std::nullopt },
        { "an end within it", Millis { -5 }, slack, Millis { -5 }, slack },
        { "an end beyond it", Millis { -5 }, beyond, Millis { -5 }, Millis { 0 } },
        { "a start after its end", Millis { -1 }, Millis { -5 }, Millis { -5 }, Millis { -5 } },
        { "a start beyond it and an end", beyond, Millis { -5 }, Millis { -5 }, Millis { -5 } },
    };
    for (const Case& c : cases) {
        Room room;
        AlertReport report = firing(room.now + c.start);
        if (c.end) {
            report.ended_at = room.now + *c.end;
        }
        room.done(delivery({ report }), kSystem);
        EXPECT_EQ(the_alert(room).started_at, room.now + c.started) << c.what;
        EXPECT_EQ(the_alert(room).ended_at.has_value(), c.ended.has_value()) << c.what;
        EXPECT_EQ(the_alert(room).ended_at.value_or(room.now), room.now + c.ended.value_or(Millis { 0 })) << c.what;
    }
}

TEST(ReportAlertsTest, AFastClockStillTellsThatAnAlertCameBack)
{
    const Timestamp far { 253'402'000'000'000 };
    Room room;
    room.done(delivery({ firing(minute(0)) }), kSystem);
    room.pass(minutes { 5 });
    room.done(delivery({ resolved(minute(0), far) }), kSystem);
    EXPECT_EQ(the_alert(room).ended_at, minute(5)) << "an end ahead of the clock is now";
    room.pass(minutes { 5 });
    EXPECT_EQ(kinds_of(room.done(delivery({ firing(far) }), kSystem)), (Texts { "alert.fired" }));
    EXPECT_EQ(the_alert(room).started_at, minute(10));
}

TEST(ReportAlertsTest, TheMostSpecificServiceWinsThenTheSmallestId)
{
    Room room;
    const auto service_of = [&](std::string id, Labels match) {
        room.done(
            SetService { { .id = ServiceId { std::move(id) }, .name = "x", .match = std::move(match) } }, kSystem);
        room.done(delivery({ firing(room.now) }), kSystem);
        return the_alert(room).service.text;
    };
    EXPECT_EQ(service_of("zoo", { { "instance", "db1" } }), "shop");
    EXPECT_EQ(service_of("aaa", {}), "shop") << "a service without labels takes nothing";
    EXPECT_EQ(service_of("abc", { { "instance", "db1" } }), "abc");
    EXPECT_EQ(service_of("xyz", { { "instance", "db1" }, { "alertname", "DiskFull" } }), "xyz");
    EXPECT_EQ(service_of("two", { { "instance", "db1" }, { "alertname", "LinkDown" } }), "xyz");
}

TEST(ReportAlertsTest, EventsAreClassifiedByTheirAnnotationsAsWell)
{
    Room room;
    const auto reported = [&](Labels labels, Labels annotations) {
        const AlertId id = alert_id("site", labels);
        room.done(
            delivery(
                { { .labels = std::move(labels), .annotations = std::move(annotations), .started_at = room.now } }),
            kSystem);
        return *room.state.alerts.find(id);
    };
    const Alert event = reported({ { "dedup_key", "k1" } }, { { "severity", "error" }, { "service", "shop" } });
    EXPECT_EQ(event.severity, AlertSeverity::Major);
    EXPECT_EQ(event.service, ServiceId { "shop" });
    EXPECT_EQ(event.name, "Alert");
    const Alert labelled = reported({ { "dedup_key", "k2" }, { "severity", "critical" } }, { { "severity", "info" } });
    EXPECT_EQ(labelled.severity, AlertSeverity::Critical) << "labels go before annotations";
    const Alert rule = reported({ { "alertname", "X" } }, { { "severity", "error" }, { "service", "shop" } });
    EXPECT_EQ(rule.severity, AlertSeverity::Unknown);
    EXPECT_EQ(rule.service, kUnknownService);
    const Alert both = reported({ { "alertname", "Rule" } }, { { "summary", "Words" } });
    EXPECT_EQ(both.name, "Rule");
}

TEST(ReportAlertsTest, TakesWhatIsExactlyAtItsLimits)
{
    Room room;
    AlertReport report { .started_at = room.now };
    for (int i = 0; i < 62; ++i) {
        report.labels.set("label" + std::to_string(i), "x");
        report.annotations.set("note" + std::to_string(i), "x");
    }
    report.labels.set(std::string(256, 'n'), "x");
    report.labels.set("alertname", std::string(4'096, 'v'));
    report.annotations.set(std::string(256, 'n'), "x");
    report.annotations.set("summary", std::string(4'096, 'v'));
    EXPECT_TRUE(check_report(report).ok());
    room.done(delivery({ report }), kSystem);
    const Alert& alert = *room.state.alerts.find(alert_id("site", report.labels));
    EXPECT_EQ(alert.labels, report.labels);
    EXPECT_EQ(alert.annotations, report.annotations);
    EXPECT_EQ(alert.name, std::string(119, 'v') + "…");
    AlertReport one_more = report;
    one_more.annotations.set("more", "x");
    EXPECT_FALSE(check_report(one_more).ok());
    EXPECT_FALSE(check_report({ .labels = { { "", "x" } } }).ok()) << "an alert is known by a name with a value";
    EXPECT_TRUE(check_report({ .labels = { { "a", "" }, { "b", "x" } } }).ok());
}

// Value of an alert without the entry that opened it, which depends on the order of arrival.
bool same_alert(const Alert& a, const Alert& b)
{
    return a.id == b.id && a.name == b.name && a.service == b.service && a.severity == b.severity && a.state == b.state
        && a.started_at == b.started_at && a.ended_at == b.ended_at && a.muted_by == b.muted_by && a.lapsed == b.lapsed
        && a.known_starts == b.known_starts && a.known_ends == b.known_ends && a.labels == b.labels;
}

struct Sent {
    AlertReport report;
    SourceId path;
};

// Occurrences that do not overlap, the last one perhaps still firing; each report by both paths, with a
// start that a restarted Prometheus moved, and duplicated. None is as late as what is taken for news.
std::vector<Sent> history(std::mt19937& random)
{
    std::vector<Sent> sent;
    Timestamp clock = kMorning;
    const int occurrences = 1 + static_cast<int>(random() % 3);
    for (int i = 0; i < occurrences; ++i) {
        const Timestamp start = clock + seconds { 10 };
        const Timestamp restarted = start + seconds { 20 };
        const Timestamp end = start + seconds { 50 };
        clock = end;
        const bool ends = i + 1 < occurrences || random() % 2 == 0;
        for (const SourceId& path : { kPrometheus, kWebhook }) {
            for (auto copies = 1 + random() % 3; copies > 0; --copies) {
                sent.push_back({ firing(start), path });
                sent.push_back({ firing(restarted), path });
                if (ends) {
                    sent.push_back({ resolved(restarted, end), path });
                }
            }
        }
    }
    return sent;
}

Room after(const std::vector<Sent>& sent)
{
    Room room;
    room.pass(minutes { 4 });
    for (const Sent& one : sent) {
        room.done(delivery({ one.report }, one.path), kSystem);
    }
    return room;
}

TEST(ReportAlertsTest, AnyOrderOfDuplicatedDeliveriesFoldsToTheSameAlert)
{
    for (unsigned seed = 1; seed <= 40; ++seed) {
        std::mt19937 random(seed);
        std::vector<Sent> sent = history(random);
        const Room in_order = after(sent);
        for (int shuffle = 0; shuffle < 5; ++shuffle) {
            // std::shuffle differs between libraries; the seed must mean the same everywhere.
            for (std::size_t i = sent.size() - 1; i > 0; --i) {
                std::swap(sent[i], sent[random() % (i + 1)]);
            }
            const Room shuffled = after(sent);
            EXPECT_EQ(shuffled.state.alerts.size(), 1U);
            EXPECT_TRUE(same_alert(the_alert(in_order), the_alert(shuffled))) << "seed " << seed;
            EXPECT_EQ(in_order.state.firing, shuffled.state.firing) << "seed " << seed;
        }
    }
}

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

TEST(AcknowledgeAlertTest, ASourceAcknowledgesWhatItsMonitoringReportedAndNoIncident)
{
    Room room;
    room.add_source("elsewhere", "other-site");
    room.add_source("alone", "");
    const auto acting = [](const char* source) {
        Actor made = kSystem;
        made.user = UserId { source };
        return made;
    };
    room.done(delivery({ firing(room.now) }), kSystem);
    room.done(LogIncident { .alerts = { kAlert } }, room.desk);
    for (const char* stranger : { "elsewhere", "alone", "nobody", "system" }) {
        EXPECT_EQ(room.refused(AcknowledgeAlert { kAlert }, acting(stranger)).code, ErrorCode::Forbidden) << stranger;
    }
    EXPECT_EQ(kinds_of(room.done(AcknowledgeAlert { kAlert }, acting("webhook"))), (Texts { "alert.acknowledged" }));
    EXPECT_EQ(the_alert(room).acknowledged_by, UserId { "webhook" });
    EXPECT_EQ(room.refused(AcknowledgeAlert { kAlert }, acting("prometheus")).code, ErrorCode::Conflict);
    const AlertId own = alert_id("alone", kLabels);
    room.done(delivery({ firing(room.now) }, SourceId { "alone" }), kSystem);
    room.done(AcknowledgeAlert { own }, acting("alone"));
}

TEST(AcknowledgeAlertTest, LeavesIncidentsAloneThatAreClosedHiddenOrAcknowledged)
{
    const auto acknowledged = [](auto prepare) {
        Room room;
        room.done(delivery({ firing(room.now) }), kSystem);
        prepare(room);
        room.pass(minutes { 1 });
        const Decision decision = room.done(AcknowledgeAlert { .alert = kAlert }, room.resolver);
        EXPECT_EQ(the_alert(room).acknowledged_at, minute(1));
        EXPECT_EQ(the_alert(room).acknowledged_by, room.resolver.user);
        return kinds_of(decision);
    };
    const Texts alone { "alert.acknowledged" };
    EXPECT_EQ(acknowledged([](Room&) {}), alone);
    EXPECT_EQ(acknowledged([](Room& room) {
        room.done(LogIncident { .title = "Leak", .restricted = true, .alerts = { kAlert } }, room.manager);
    }),
        alone);
    EXPECT_EQ(acknowledged([](Room& room) {
        const IncidentId id { room.done(LogIncident { .alerts = { kAlert } }, room.desk).created };
        room.done(MoveIncident { .incident = id, .to = IncidentState::Cancelled, .note = "x" }, room.manager);
    }),
        alone);
    EXPECT_EQ(acknowledged([](Room& room) {
        const IncidentId id { room.done(LogIncident { .alerts = { kAlert } }, room.desk).created };
        room.done(MoveIncident { .incident = id, .acknowledge = true }, room.desk);
    }),
        alone);
}

TEST(AcknowledgeAlertTest, IsTheFirstOneAndAcknowledgesItsIncident)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    const IncidentId id { room.done(LogIncident { .alerts = { kAlert } }, room.desk).created };
    room.pass(minutes { 1 });
    const Decision decision = room.done(AcknowledgeAlert { .alert = kAlert }, room.resolver);
    EXPECT_EQ(kinds_of(decision), (Texts { "alert.acknowledged", "incident.acknowledged" }));
    EXPECT_EQ(room.incident(id).acknowledged_at, room.now);
    EXPECT_EQ(the_alert(room).acknowledged_by, room.resolver.user);
    EXPECT_EQ(room.refused(AcknowledgeAlert { .alert = kAlert }, room.desk).code, ErrorCode::Conflict);
    EXPECT_EQ(room.refused(AcknowledgeAlert { .alert = AlertId { "x" } }, room.desk).code, ErrorCode::NotFound);
}

}
}
