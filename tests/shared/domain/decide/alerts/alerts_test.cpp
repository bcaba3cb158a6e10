// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decision/decision.h"
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
    EXPECT_TRUE(room.done(delivery({}), kSystem).entries.empty());
    room.pass(minutes { 1 });
    EXPECT_EQ(kinds_of(room.done(delivery({}), kSystem)), (Texts { "alert.changed" }));
    EXPECT_EQ(room.state.firing, 1);
    EXPECT_TRUE(room.done(delivery({}), kSystem).entries.empty());
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
// start that a restarted Prometheus moved, and duplicated.
std::vector<Sent> history(std::mt19937& random)
{
    std::vector<Sent> sent;
    Timestamp clock = kMorning;
    const int occurrences = 1 + static_cast<int>(random() % 3);
    for (int i = 0; i < occurrences; ++i) {
        const Timestamp start = clock + minutes { 1 };
        const Timestamp restarted = start + minutes { 2 };
        const Timestamp end = start + minutes { 5 };
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
    room.pass(hours { 1 });
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
