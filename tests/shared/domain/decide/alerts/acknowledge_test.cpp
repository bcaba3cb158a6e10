// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/alert_reports.h"

namespace watchfloor {
namespace {

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
