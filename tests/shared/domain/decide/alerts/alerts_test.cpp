// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/alert_reports.h"

#include <algorithm>
#include <random>

namespace watchfloor {
namespace {

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
    const Decision again = room.done(delivery({ firing(room.now) }), kSystem);
    EXPECT_EQ(kinds_of(again), (Texts { "alert.fired", "incident.alert_linked" }));
    EXPECT_TRUE(entries_of<AlertFired>(again).at(0).alert.incident.empty()) << "the incident may be restricted later";
    EXPECT_EQ(again.entries.at(1).subject, id.text);
    EXPECT_EQ(again.entries.at(1).audience, Audience::Staff);
    EXPECT_FALSE(the_alert(room).acknowledged_at.has_value());
    EXPECT_EQ(the_alert(room).incident, id);
    EXPECT_EQ(room.incident(id).alerts, std::vector<AlertId> { kAlert });
}

// What is said of an alert is for everybody, and what is said of a restricted incident for its members.
TEST(ReportAlertsTest, WhatComesBackToARestrictedIncidentNamesItToTheMembersAlone)
{
    Room room;
    room.done(delivery({ firing(room.now) }), kSystem);
    const IncidentId id {
        room.done(LogIncident { .title = "Leak", .restricted = true, .alerts = { kAlert } }, room.manager).created
    };
    for (int round = 1; round <= 2; ++round) {
        room.pass(minutes { 5 });
        const AlertReport over = resolved(kMorning, room.now);
        room.pass(minutes { 5 });
        const Decision decision = room.done(delivery({ over, firing(room.now) }), kSystem);
        EXPECT_EQ(kinds_of(decision), (Texts { "alert.resolved", "alert.fired", "incident.alert_linked" }));
        EXPECT_TRUE(entries_of<AlertFired>(decision).at(0).alert.incident.empty());
        EXPECT_EQ(decision.entries.at(1).audience, Audience::Staff);
        EXPECT_EQ(decision.entries.at(2).audience, Audience::Restricted);
        EXPECT_EQ(decision.entries.at(2).subject, id.text);
        EXPECT_EQ(the_alert(room).incident, id);
        EXPECT_EQ(room.incident(id).alerts, std::vector<AlertId> { kAlert });
    }
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
            changed_first ? (Texts { "alert.changed", "alert.resolved", "alert.fired", "incident.alert_linked" })
                          : (Texts { "alert.resolved", "alert.changed", "alert.fired", "incident.alert_linked" }));
        EXPECT_EQ(the_alert(room).incident, id);
        EXPECT_EQ(the_alert(room).started_at, minute(6));
    }
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

}
}
