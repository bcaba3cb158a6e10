// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/incident_rows.h"

#include "client/views/incidents/entry_desk.h"
#include "client/views/incidents/headline.h"
#include "client/views/incidents/incident_panels.h"
#include "client/views/incidents/side_column.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

Entry noted(std::uint64_t seq, Timestamp occurred, std::string text, std::uint64_t supersedes = 0)
{
    NoteAdded note;
    note.note = std::move(text);
    note.supersedes = supersedes;
    Entry entry;
    entry.head.seq = seq;
    entry.head.occurred_at = occurred;
    entry.head.recorded_at = kMorning + seconds { static_cast<int>(seq) };
    entry.payload = note;
    return entry;
}

TEST(IncidentHeadlineTest, SaysWhoCommandsAndWhatIsDue)
{
    Room room;
    const IncidentId id = room.declared();
    room.pass(minutes { 5 });
    const Headline shown = incident_headline(room.state, room.incident(id), room.now, SiteZone {});
    EXPECT_EQ(shown.rank, "SEV1");
    EXPECT_EQ(shown.bridge, "bridge-1");
    EXPECT_FALSE(shown.major.empty());
    EXPECT_FALSE(shown.update_overdue);
    EXPECT_NE(shown.update.find("10:00"), std::string::npos) << shown.update;
    ASSERT_GE(shown.duties.size(), 4U);
    EXPECT_EQ(shown.duties[0].duty, Duty::IncidentCommander);
    EXPECT_EQ(shown.duties[0].holder, "resolver");
    EXPECT_TRUE(shown.duties[1].holder.empty());

    room.pass(minutes { 11 });
    EXPECT_TRUE(incident_headline(room.state, room.incident(id), room.now, SiteZone {}).update_overdue);
}

TEST(EntryRowsTest, ACorrectedNoteStaysAndIsMarked)
{
    const State state;
    const std::vector<Entry> entries { noted(5, kMorning, "Node 2 is down"), noted(6, kMorning, "Node 3 is down", 5) };
    const auto rows = entry_rows(state, entries, TimeOrder::Recorded);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_TRUE(rows[0].superseded);
    EXPECT_FALSE(rows[1].superseded);
}

TEST(EntryRowsTest, BothTimesOrderTheRows)
{
    const State state;
    const std::vector<Entry> entries { noted(5, kMorning, "later"), noted(6, kMorning - minutes { 20 }, "earlier") };
    EXPECT_EQ(entry_rows(state, entries, TimeOrder::Occurred)[0].text, "earlier");
    EXPECT_EQ(entry_rows(state, entries, TimeOrder::Recorded)[0].text, "later");
}

TEST(ChangedRowsTest, ListsTheLastDayWithTheAffectedServiceFirst)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(RecordChange { { .kind = ChangeKind::Deployment,
                  .summary = "mail 2.1",
                  .service = ServiceId { "mail" },
                  .at = room.now - minutes { 5 } } },
        room.resolver);
    room.done(RecordChange { { .kind = ChangeKind::Deployment,
                  .summary = "shop 4.0",
                  .service = ServiceId { "shop" },
                  .at = room.now - hours { 3 } } },
        room.resolver);
    const auto rows = changed_rows(room.state, room.incident(id), room.now);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].what, "shop 4.0");
    EXPECT_TRUE(rows[0].touches);
    EXPECT_EQ(rows[1].what, "mail 2.1");
    EXPECT_FALSE(rows[1].touches);
    EXPECT_EQ(changed_rows(room.state, room.incident(id), room.now + hours { 22 }).size(), 1U);
}

TEST(ChangedRowsTest, AWindowThatNobodyApprovedIsNotTakenForMaintenance)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(PlanWindow { .title = "Switch firmware",
                  .services = { ServiceId { "shop" } },
                  .from = room.now + minutes { 1 },
                  .to = room.now + hours { 2 } },
        room.planner);
    room.pass(minutes { 5 });
    const auto rows = changed_rows(room.state, room.incident(id), room.now);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].what, "Switch firmware: planned, not approved");
}

TEST(PulseDueTest, AsksTheCommanderTenMinutesAfterTheDeclaration)
{
    Room room;
    const IncidentId id = room.declared();
    const Incident& incident = room.incident(id);
    EXPECT_FALSE(pulse_due(incident, room.resolver.user, room.now + minutes { 9 }));
    EXPECT_TRUE(pulse_due(incident, room.resolver.user, room.now + minutes { 10 }));
    EXPECT_FALSE(pulse_due(incident, room.colleague.user, room.now + minutes { 10 }));
    EXPECT_FALSE(pulse_due(incident, room.resolver.user, room.now + minutes { 20 }));
}

TEST(NoteSendTest, AnEmptyNoteOrAnUnreadableTimeIsNotSent)
{
    ConsoleRoom console;
    const IncidentId id = console.room.log_incident();
    console.open(console.room.resolver);
    EXPECT_FALSE(note_send({ .text = "  \n" }, id, console.input()).has_value());
    EXPECT_FALSE(note_send({ .text = "x", .when = "soon" }, id, console.input()).has_value());
    const auto send
        = note_send({ .kind = NoteKind::Decision, .text = "Fail over", .when = "08:55" }, id, console.input());
    ASSERT_TRUE(send.has_value());
    EXPECT_TRUE(send->queue_when_offline);
    const auto command = decode_command<AddNote>(send->body);
    ASSERT_TRUE(command.ok());
    EXPECT_EQ(command.value().kind, NoteKind::Decision);
    EXPECT_EQ(command.value().occurred_at, kMorning - minutes { 5 });
}

TEST(NoteSendTest, WhileTheLinkIsLostANoteCarriesTheMomentItWasTyped)
{
    ConsoleRoom console;
    const IncidentId id = console.room.log_incident();
    console.open(console.room.resolver);
    const auto live = note_send({ .text = "x" }, id, console.input());
    ASSERT_TRUE(live.has_value());
    EXPECT_FALSE(decode_command<AddNote>(live->body).value().occurred_at.has_value());
    console.transport.state = LiveState::Lost;
    const auto offline = note_send({ .text = "x" }, id, console.input());
    ASSERT_TRUE(offline.has_value());
    EXPECT_EQ(decode_command<AddNote>(offline->body).value().occurred_at, console.room.now);
}

TEST(LinkedAlertRowsTest, XMeansTheChosenOneOrTheFirstNobodyHasAcknowledged)
{
    ConsoleRoom console;
    const AlertId first = console.fire("Down", "shop");
    const AlertId second = console.fire("Slow", "shop", "warning");
    const IncidentId id = console.room.log_incident();
    console.done(LinkAlert { id, first }, console.room.resolver);
    console.done(LinkAlert { id, second }, console.room.resolver);
    auto rows = linked_alert_rows(console.room.state, console.room.incident(id), console.room.now);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].id, first);
    EXPECT_EQ(alert_to_acknowledge(rows, {})->id, first);
    EXPECT_EQ(alert_to_acknowledge(rows, second)->id, second);
    console.done(AcknowledgeAlert { first }, console.room.resolver);
    console.done(AcknowledgeAlert { second }, console.room.resolver);
    rows = linked_alert_rows(console.room.state, console.room.incident(id), console.room.now);
    EXPECT_EQ(alert_to_acknowledge(rows, {}), nullptr);
}

TEST(IncidentActionsTest, DisabledOnesSayWhy)
{
    ConsoleRoom console;
    const IncidentId id = console.room.log_incident();
    console.open(console.room.auditor);
    for (const IncidentAction& action : incident_actions(console.input(), console.room.incident(id))) {
        EXPECT_TRUE(action.enabled || !action.why_not.empty()) << tr(action.name);
    }
    const auto actions = incident_actions(console.input(), console.room.incident(id));
    EXPECT_FALSE(actions.front().enabled) << "an auditor declares nothing";
}

TEST(IncidentTimelineTest, KeepsTheLanesThatMatterAndHidesEmptyOnes)
{
    ConsoleRoom console;
    const AlertId alert = console.fire("Down", "shop");
    const IncidentId id = console.room.log_incident();
    console.done(LinkAlert { id, alert }, console.room.resolver);
    console.open(console.room.resolver);
    const ViewInput input = console.input();
    IncidentLog& log = console.replica.incident_log(id);
    console.transport.poll();
    const TimelineModel model
        = incident_timeline(input, input.state.incidents.find(id) ? *input.state.incidents.find(id) : Incident {}, log);
    EXPECT_EQ(model.lanes.size(), 5U);
    const Alert* fired = input.state.alerts.find(alert);
    ASSERT_NE(fired, nullptr);
    EXPECT_EQ(item_label(input.state, log, fired->opened_seq), "Down");
}

}
}
