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

}
}
