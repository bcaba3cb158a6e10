// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

AlertId fire(Room& room, Labels labels)
{
    const AlertReport report { .labels = labels, .started_at = room.now - minutes { 2 } };
    room.done(ReportAlerts { .source = SourceId { "prometheus" }, .alerts = { report } }, kSystem);
    return alert_id("site", labels);
}

TEST(LogIncidentTest, NumbersGaplesslyAndStartsClocks)
{
    Room room;
    for (const char* expected : { "INC-1", "INC-2", "INC-3" }) {
        EXPECT_EQ(room.log_incident().text, expected);
    }
    const Incident& incident = room.incident(IncidentId { "INC-1" });
    EXPECT_EQ(incident.state, IncidentState::New);
    EXPECT_EQ(incident.priority, Priority::P3);
    EXPECT_EQ(incident.clock(ClockKind::Respond)->due_at, room.now + hours { 4 });
}

TEST(LogIncidentTest, NumbersRestrictedIncidentsApart)
{
    Room room;
    room.log_incident();
    const Decision secret = room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager);
    EXPECT_EQ(secret.created, "SEC-1");
    EXPECT_EQ(secret.entries.at(0).audience, Audience::Restricted);
    EXPECT_EQ(room.incident(IncidentId { "SEC-1" }).members, std::vector<UserId> { room.manager.user });
    EXPECT_EQ(room.log_incident().text, "INC-2");
}

// Only incident managers let others in: without one the report would be lost.
TEST(LogIncidentTest, ARestrictedOneIsLetToTheIncidentManagersWhereItsAuthorIsNone)
{
    Room room;
    const Actor visitor = actor("visitor", { SystemRole::Reporter });
    const Actor token = actor("token:tok-1", { SystemRole::ServiceDesk, SystemRole::IncidentManager });
    room.done(SetUser { { .id = visitor.user, .name = "Visitor", .roles = visitor.roles } }, kSystem);
    User second { .id = UserId { "second" }, .name = "Second", .roles = { SystemRole::IncidentManager } };
    room.done(SetUser { second }, kSystem);
    for (const Actor& author : { visitor, room.desk, token }) {
        const IncidentId id { room.done(LogIncident { .title = "Leak", .restricted = true }, author).created };
        EXPECT_EQ(room.incident(id).members, (std::vector { author.user, room.manager.user, second.id }));
    }
    second.disabled = true;
    room.done(SetUser { second }, kSystem);
    const IncidentId id { room.done(LogIncident { .title = "Leak", .restricted = true }, room.desk).created };
    EXPECT_EQ(room.incident(id).members, (std::vector { room.desk.user, room.manager.user }));
}

TEST(LogIncidentTest, ARestrictedOneNeedsAnIncidentManager)
{
    Room room;
    room.done(SetUser { { .id = room.manager.user, .name = "Gone", .disabled = true } }, kSystem);
    const LogIncident command { .title = "Leak", .restricted = true };
    EXPECT_EQ(room.refused(command, room.desk).code, ErrorCode::Conflict);
    EXPECT_TRUE(room.when(LogIncident { .title = "Leak" }, room.desk).ok());
}

TEST(LogIncidentTest, PrefillsFromItsAlert)
{
    Room room;
    const AlertId alert = fire(room, { { "alertname", "DiskFull" }, { "instance", "db1" }, { "service", "mail" } });
    room.done(AcknowledgeAlert { .alert = alert }, room.resolver);
    const Timestamp acknowledged = room.now;
    room.pass(seconds { 10 });
    const Decision decision = room.done(LogIncident { .alerts = { alert } }, room.resolver);
    EXPECT_EQ(kinds_of(decision), (Texts { "incident.logged", "incident.alert_linked" }));
    const Incident& incident = room.incident(IncidentId { decision.created });
    EXPECT_EQ(incident.title, "DiskFull on db1");
    EXPECT_EQ(incident.services, std::vector<ServiceId> { ServiceId { "mail" } });
    EXPECT_EQ(incident.started_at, acknowledged - minutes { 2 });
    EXPECT_EQ(incident.acknowledged_at, acknowledged);
    EXPECT_TRUE(incident.clock(ClockKind::Respond)->stopped_at.has_value());
    EXPECT_EQ(incident.alerts, std::vector<AlertId> { alert });
    EXPECT_EQ(room.state.alerts.find(alert)->incident, incident.id);
}

TEST(LogIncidentTest, RefusesAnAlertOfAnotherOpenIncident)
{
    Room room;
    const AlertId alert = fire(room, { { "alertname", "DiskFull" } });
    room.done(LogIncident { .title = "First", .alerts = { alert } }, room.resolver);
    const Error error = room.refused(LogIncident { .title = "Second", .alerts = { alert } }, room.resolver);
    EXPECT_EQ(error.code, ErrorCode::Conflict);
    EXPECT_NE(error.message.find("INC-1"), std::string::npos);
}

TEST(LogIncidentTest, DoesNotBetrayARestrictedHolderOfAnAlert)
{
    Room room;
    const AlertId alert = fire(room, { { "alertname", "DiskFull" } });
    room.done(LogIncident { .title = "Leak", .restricted = true, .alerts = { alert } }, room.manager);
    const Error error = room.refused(LogIncident { .title = "Second", .alerts = { alert } }, room.resolver);
    EXPECT_EQ(error.message.find("SEC-"), std::string::npos);
}

TEST(LogIncidentTest, P1ProposesAMajorAndNeverIsOne)
{
    Room room;
    const Decision decision
        = room.done(LogIncident { .title = "Shop is down", .impact = Level::High, .urgency = Level::High }, room.desk);
    const auto moved = entries_of<MajorMoved>(decision);
    ASSERT_EQ(moved.size(), 1U);
    EXPECT_EQ(moved[0].to, MajorState::Proposed);
    EXPECT_EQ(moved[0].criterion, "rule: priority P1");
    EXPECT_FALSE(room.incident(IncidentId { "INC-1" }).declared());
}

TEST(LogIncidentTest, KeepsTheReporterApart)
{
    Room room;
    const Decision decision = room.done(LogIncident { .title = "Printer", .reporter = "Ada, 2nd floor" }, room.desk);
    EXPECT_EQ(entries_of<ReporterNamed>(decision).at(0).reporter, "Ada, 2nd floor");
}

TEST(LogIncidentTest, RefusesBadInput)
{
    Room room;
    const Timestamp later = room.now + minutes { 2 };
    const std::vector<LogIncident> bad {
        {},
        { .title = "   " },
        { .title = std::string(201, 'a') },
        { .title = "a\u202eb" },
        { .title = "two\nlines" },
        { .title = "x", .services = { ServiceId { "nowhere" } } },
        { .title = "x", .services = { ServiceId { "shop" }, ServiceId { "shop" } } },
        { .title = "x", .detected_at = later },
        { .title = "x", .started_at = later },
        { .title = "x", .started_at = room.now, .detected_at = room.now - minutes { 1 } },
        { .title = "x", .reporter = std::string(121, 'r') },
    };
    for (const LogIncident& command : bad) {
        EXPECT_EQ(room.refused(command, room.desk).code, ErrorCode::Malformed);
    }
    EXPECT_EQ(room.refused(LogIncident { .title = "x", .alerts = { AlertId { "none" } } }, room.desk).code,
        ErrorCode::NotFound);
    const Actor reporter = actor("visitor", { SystemRole::Reporter });
    EXPECT_EQ(room.refused(LogIncident { .title = "x", .alerts = { AlertId { "none" } } }, reporter).code,
        ErrorCode::Forbidden);
    EXPECT_EQ(room.refused(LogIncident { .title = "x", .restricted = true }, kSystem).code, ErrorCode::Malformed);
}

TEST(LogIncidentTest, ToleratesASlightlyFastClock)
{
    Room room;
    room.done(LogIncident { .title = "x", .detected_at = room.now + seconds { 59 } }, room.desk);
}

TEST(LogIncidentTest, CountsFromTheEarliestOfItsAlerts)
{
    Room room;
    const AlertId late = fire(room, { { "alertname", "A" }, { "service", "shop" } });
    room.pass(minutes { 10 });
    const AlertId early = alert_id("site", { { "alertname", "B" }, { "service", "mail" } });
    const AlertReport report { .labels = { { "alertname", "B" }, { "service", "mail" } },
        .started_at = kMorning - minutes { 30 } };
    room.done(ReportAlerts { .source = SourceId { "prometheus" }, .alerts = { report } }, kSystem);
    const AlertId unknown = fire(room, { { "alertname", "C" } });
    room.done(AcknowledgeAlert { .alert = late }, room.resolver);
    const Timestamp first = room.now;
    room.pass(minutes { 1 });
    room.done(AcknowledgeAlert { .alert = early }, room.resolver);
    room.pass(minutes { 1 });
    const Decision decision = room.done(LogIncident { .alerts = { late, early, unknown } }, room.desk);
    EXPECT_EQ(decision.created, "INC-1");
    const Incident& incident = room.incident(IncidentId { "INC-1" });
    EXPECT_EQ(incident.title, "A") << "of the first one named";
    EXPECT_EQ(incident.started_at, kMorning - minutes { 30 });
    EXPECT_EQ(incident.detected_at, kMorning - minutes { 30 });
    EXPECT_EQ(incident.logged_at, room.now);
    EXPECT_EQ(incident.acknowledged_at, first);
    EXPECT_EQ(incident.clock(ClockKind::Respond)->stopped_at, first);
    EXPECT_EQ(incident.services, (std::vector<ServiceId> { ServiceId { "shop" }, ServiceId { "mail" } }));
    EXPECT_EQ(decision.entries.at(0).occurred_at, kMorning - minutes { 30 });
    EXPECT_EQ(entries_of<AlertLinked>(decision).at(2).alert, unknown);
}

TEST(LogIncidentTest, NamesAServiceOnceForAllItsAlerts)
{
    Room room;
    const AlertId first = fire(room, { { "alertname", "A" }, { "service", "shop" } });
    const AlertId second = fire(room, { { "alertname", "B" }, { "service", "shop" } });
    room.done(LogIncident { .alerts = { first, second } }, room.desk);
    EXPECT_EQ(room.incident(IncidentId { "INC-1" }).services, (std::vector<ServiceId> { ServiceId { "shop" } }));
}

TEST(LogIncidentTest, WhatIsTypedGoesBeforeWhatItsAlertsSay)
{
    Room room;
    const AlertId alert = fire(room, { { "alertname", "DiskFull" }, { "service", "mail" } });
    room.done(LogIncident { .title = "Shop", .services = { ServiceId { "shop" } }, .alerts = { alert } }, room.desk);
    const Incident& incident = room.incident(IncidentId { "INC-1" });
    EXPECT_EQ(incident.title, "Shop");
    EXPECT_EQ(incident.services, (std::vector<ServiceId> { ServiceId { "shop" } }));
    EXPECT_FALSE(incident.acknowledged_at.has_value());
    EXPECT_FALSE(incident.clock(ClockKind::Respond)->stopped_at.has_value());
}

TEST(LogIncidentTest, AnAlertIsNamedWithTheFirstPlaceItKnows)
{
    const std::vector<std::pair<Labels, std::string>> cases {
        { { { "alertname", "X" }, { "resource", "r" }, { "source", "s" }, { "host", "h" }, { "instance", "i" } },
            "X on i" },
        { { { "alertname", "X" }, { "resource", "r" }, { "source", "s" }, { "host", "h" } }, "X on h" },
        { { { "alertname", "X" }, { "resource", "r" }, { "source", "s" } }, "X on s" },
        { { { "alertname", "X" }, { "resource", "r" } }, "X on r" },
        { { { "alertname", "X" }, { "job", "j" } }, "X" },
        { { { "alertname", "two\nlines\there" }, { "host", "h" } }, "two lines here on h" },
        { { { "alertname", "X" }, { "host", std::string(300, 'h') } }, "X on " + std::string(194, 'h') + "…" },
    };
    for (const auto& [labels, title] : cases) {
        Room room;
        const AlertId alert = fire(room, labels);
        room.done(LogIncident { .alerts = { alert } }, room.desk);
        EXPECT_EQ(room.incident(IncidentId { "INC-1" }).title, title);
    }
}

// What an event is about lies in its annotations, and its summary is its name.
TEST(LogIncidentTest, AnEventIsNamedWithItsSourceUnlessItsSummarySaysIt)
{
    for (const auto& [summary, title] : { std::pair { "Resolver is slow", "Resolver is slow on ns2" },
             std::pair { "DNS resolver ns2 slow", "DNS resolver ns2 slow" },
             std::pair { "DNS resolver ns21 slow", "DNS resolver ns21 slow on ns2" } }) {
        Room room;
        AlertReport report;
        report.labels = { { "dedup_key", "k" } };
        report.annotations = { { "source", "ns2" }, { "summary", summary } };
        report.started_at = room.now;
        room.done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
        room.done(LogIncident { .alerts = { alert_id("site", report.labels) } }, room.desk);
        EXPECT_EQ(room.incident(IncidentId { "INC-1" }).title, title);
    }
}

TEST(LogIncidentTest, TimesFollowFromEachOther)
{
    struct Case {
        const char* what;
        std::optional<Millis> started;
        std::optional<Millis> detected;
        Millis began;
        Millis noticed;
    };
    const std::vector<Case> cases {
        { "nothing said", {}, {}, Millis { 0 }, Millis { 0 } },
        { "an earlier start", minutes { -9 }, {}, minutes { -9 }, Millis { 0 } },
        { "a start in the slack", minutes { 1 }, {}, minutes { 1 }, minutes { 1 } },
        { "an earlier detection", {}, minutes { -9 }, minutes { -9 }, minutes { -9 } },
        { "a detection in the slack", {}, minutes { 1 }, Millis { 0 }, minutes { 1 } },
        { "both at once", minutes { -5 }, minutes { -5 }, minutes { -5 }, minutes { -5 } },
    };
    for (const Case& c : cases) {
        Room room;
        LogIncident command { .title = "x" };
        if (c.started) {
            command.started_at = room.now + *c.started;
        }
        if (c.detected) {
            command.detected_at = room.now + *c.detected;
        }
        room.done(command, room.desk);
        EXPECT_EQ(room.incident(IncidentId { "INC-1" }).started_at, room.now + c.began) << c.what;
        EXPECT_EQ(room.incident(IncidentId { "INC-1" }).detected_at, room.now + c.noticed) << c.what;
    }
    Room room;
    const auto named = [&](const LogIncident& command) { return room.refused(command, room.desk).message; };
    const Timestamp later = room.now + hours { 1 };
    EXPECT_NE(named({ .title = "x", .started_at = later }).find("`started_at`"), std::string::npos)
        << "all that was given";
    EXPECT_NE(named({ .title = "x", .detected_at = later }).find("`detected_at`"), std::string::npos);
    const Timestamp oldest = room.now - hours { 24 * 366 * 5 };
    room.done(LogIncident { .title = "x", .started_at = oldest, .detected_at = oldest }, room.desk);
    for (const Timestamp old : { oldest - Millis { 1 }, Timestamp { -62'135'596'800'000 } }) {
        const auto refused = room.refused(LogIncident { .title = "x", .started_at = old }, room.desk);
        EXPECT_EQ(refused.code, ErrorCode::Malformed);
        EXPECT_NE(refused.message.find("`started_at` a time of the last five years"), std::string::npos)
            << refused.message;
        EXPECT_EQ(room.refused(LogIncident { .title = "x", .started_at = old, .detected_at = old }, room.desk).code,
            ErrorCode::Malformed);
    }
    const Timestamp late = room.now + minutes { 1 } + Millis { 1 };
    EXPECT_EQ(room.refused(LogIncident { .title = "x", .started_at = late }, room.desk).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(LogIncident { .title = "x", .detected_at = late }, room.desk).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(LogIncident { .title = "x", .started_at = room.now, .detected_at = room.now - Millis { 1 } },
                      room.desk)
                  .code,
        ErrorCode::Malformed);
}

TEST(LogIncidentTest, IsJudgedByTheMatrixWithItsTerms)
{
    Room room;
    const Decision decision = room.done(LogIncident { .title = "x",
                                            .category = "network",
                                            .impact = Level::High,
                                            .urgency = Level::Low,
                                            .security_relevant = true,
                                            .personal_data = PersonalData::Yes },
        room.desk);
    EXPECT_EQ(kinds_of(decision), (Texts { "incident.logged" }));
    const Incident& incident = room.incident(IncidentId { "INC-1" });
    EXPECT_EQ(incident.priority, Priority::P2);
    EXPECT_EQ(incident.impact, Level::High);
    EXPECT_EQ(incident.urgency, Level::Low);
    EXPECT_TRUE(incident.security_relevant);
    EXPECT_EQ(incident.personal_data, PersonalData::Yes);
    EXPECT_EQ(incident.category, "network");
    EXPECT_EQ(incident.clock(ClockKind::Resolve)->due_at, room.now + hours { 8 });
    EXPECT_EQ(incident.clock(ClockKind::Respond)->started_at, room.now);
    EXPECT_FALSE(incident.restricted);
    EXPECT_TRUE(incident.members.empty());
}

TEST(LogIncidentTest, NamesEachAlertOnceAndAtMostAHundred)
{
    Room room;
    std::vector<AlertId> alerts;
    for (int i = 0; i < 101; ++i) {
        alerts.push_back(fire(room, { { "alertname", "A" + std::to_string(i) } }));
    }
    EXPECT_EQ(room.refused(LogIncident { .title = "x", .alerts = alerts }, room.desk).code, ErrorCode::Malformed);
    alerts.pop_back();
    room.done(LogIncident { .title = "x", .alerts = alerts }, room.desk);
    EXPECT_EQ(room.incident(IncidentId { "INC-1" }).alerts, alerts);
    const AlertId again = fire(room, { { "alertname", "again" } });
    EXPECT_EQ(
        room.refused(LogIncident { .title = "x", .alerts = { again, again } }, room.desk).code, ErrorCode::Malformed);
}

TEST(LogIncidentTest, AnAlertOfAClosedIncidentIsFree)
{
    Room room;
    const AlertId alert = fire(room, { { "alertname", "DiskFull" } });
    const IncidentId first { room.done(LogIncident { .title = "First", .alerts = { alert } }, room.desk).created };
    room.done(
        MoveIncident { .incident = first, .to = IncidentState::Cancelled, .note = "a false alarm" }, room.manager);
    const IncidentId second { room.done(LogIncident { .title = "Second", .alerts = { alert } }, room.desk).created };
    EXPECT_EQ(room.state.alerts.find(alert)->incident, second);
}

TEST(LogIncidentTest, TypedTextHasItsLimits)
{
    Room room;
    const auto taken = [&](const LogIncident& command) { return room.when(command, room.desk).ok(); };
    EXPECT_TRUE(taken({ .title = std::string(200, 'x') }));
    EXPECT_TRUE(taken({ .title = "x", .category = std::string(64, 'x') }));
    EXPECT_FALSE(taken({ .title = "x", .category = std::string(65, 'x') }));
    EXPECT_TRUE(taken({ .title = "x", .category = "Network/DNS-2 v1.1" }));
    EXPECT_FALSE(taken({ .title = "x", .category = "Patient Jane Doe, born 1970" }));
    EXPECT_TRUE(taken({ .title = "x", .reporter = std::string(120, 'x') }));
    EXPECT_TRUE(taken({ .title = "x", .services = { kUnknownService } }));
    EXPECT_TRUE(room.when(LogIncident { .title = "x" }, actor("visitor", { SystemRole::Reporter })).ok());
    EXPECT_TRUE(room.when(LogIncident { .title = "x" }, kSystem).ok());
}

}
}
