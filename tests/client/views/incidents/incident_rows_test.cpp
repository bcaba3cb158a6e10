// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/incident_rows.h"

#include "client/language/text.h"
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

std::string words_of(const State& state, Payload payload)
{
    Entry entry;
    entry.payload = std::move(payload);
    return entry_text(state, entry);
}

TEST(EntryTextTest, ARestrictionSaysWhoIsLetInAndItsEndThatAllAre)
{
    Room room;
    const IncidentId id = room.declared();
    const std::string closed
        = words_of(room.state, MembersSet { .incident = id, .restricted = true, .members = { room.resolver.user } });
    EXPECT_EQ(closed, "Restricted to resolver");
    EXPECT_EQ(words_of(room.state, MembersSet { .incident = id }), tr(Text::SaidUnrestricted));
    EXPECT_EQ(words_of(room.state, ReporterNamed { .incident = id, .reporter = "Shop" }), "Reporter named: Shop");
}

TEST(EntryTextTest, ABriefingAndAProblemStandInTheRecord)
{
    Room room;
    const IncidentId id = room.declared();
    const DutyMoved offer { .incident = id,
        .duty = Duty::IncidentCommander,
        .act = DutyAct::Offered,
        .user = room.manager.user,
        .reason = "Failover runs" };
    EXPECT_NE(words_of(room.state, offer).find(": Failover runs"), std::string::npos);
    IncidentMoved moved;
    moved.incident = id;
    moved.to = IncidentState::Resolved;
    moved.note = "Pool doubled";
    moved.problem_reference = "PRB-7";
    const std::string words = words_of(room.state, moved);
    EXPECT_NE(words.find(": Pool doubled, Problem: PRB-7"), std::string::npos) << words;
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

TEST(IncidentHeadlineTest, WhoCommandedIsSaidToHaveUntilSomebodyDoesAgain)
{
    Room room;
    const IncidentId id = room.declared();
    room.pass(minutes { 5 });
    room.done(DecideMajor { .incident = id, .act = MajorAct::StandDown, .reason = "Stable." }, room.resolver);
    const auto shown = [&](Timestamp ended) {
        return incident_headline(room.state, room.incident(id), room.now, SiteZone {}, ended);
    };
    EXPECT_EQ(shown(room.now).duties.at(0).holder.find("resolver, stood down "), 0U);
    EXPECT_FALSE(shown(room.now).needs_commander);
    EXPECT_EQ(shown(room.now - minutes { 10 }).duties.at(0).holder, "resolver") << "taken since";
}

// One clock of ten minutes that began in the morning, as it is shown so long after.
ClockRow clock_after(const TargetClock& clock, Millis passed)
{
    Incident incident;
    incident.started_at = kMorning;
    incident.clocks = { clock };
    return incident_headline(State {}, incident, kMorning + passed, SiteZone {}).clocks.at(0);
}

TargetClock ten_minutes(ClockKind kind = ClockKind::Resolve)
{
    TargetClock clock;
    clock.kind = kind;
    clock.started_at = kMorning;
    clock.target_millis = Millis { minutes { 10 } }.count();
    clock.due_at = kMorning + minutes { 10 };
    return clock;
}

TEST(ClockRowsTest, ARunningClockIsUsedUpAndThenOverdue)
{
    const ClockRow half = clock_after(ten_minutes(), minutes { 5 });
    EXPECT_TRUE(half.running);
    EXPECT_FALSE(half.overdue);
    EXPECT_EQ(half.text, "in 05:00");
    EXPECT_FLOAT_EQ(half.fraction, 0.5F);
    const ClockRow late = clock_after(ten_minutes(), minutes { 12 });
    EXPECT_TRUE(late.overdue);
    EXPECT_EQ(late.text, "OVERDUE 02:00");
    EXPECT_FLOAT_EQ(late.fraction, 1.0F);
}

TEST(ClockRowsTest, AStoppedClockIsMetOrMissedForGood)
{
    TargetClock clock = ten_minutes();
    clock.stopped_at = kMorning + minutes { 5 };
    const ClockRow met = clock_after(clock, hours { 1 });
    EXPECT_FALSE(met.running);
    EXPECT_FALSE(met.overdue);
    EXPECT_EQ(met.text, "met");
    EXPECT_FLOAT_EQ(met.fraction, 0.5F);
    clock.breached = true;
    EXPECT_EQ(clock_after(clock, hours { 1 }).text, "missed");
}

TEST(ClockRowsTest, APauseUsesNothingUp)
{
    TargetClock clock = ten_minutes();
    clock.paused_at = kMorning + minutes { 5 };
    const ClockRow paused = clock_after(clock, hours { 1 });
    EXPECT_FALSE(paused.running);
    EXPECT_FALSE(paused.overdue);
    EXPECT_EQ(paused.text, "paused");
    EXPECT_FLOAT_EQ(paused.fraction, 0.5F);
    clock.paused_at = std::nullopt;
    clock.paused_millis = Millis { minutes { 3 } }.count();
    EXPECT_FLOAT_EQ(clock_after(clock, minutes { 5 }).fraction, 0.2F);
}

TEST(IncidentHeadlineTest, AnUpdateThatWasSentIsNotOverdue)
{
    Incident incident;
    incident.clocks = { ten_minutes(ClockKind::NextUpdate) };
    const auto shown = [&] { return incident_headline(State {}, incident, kMorning + minutes { 12 }, SiteZone {}); };
    EXPECT_EQ(shown().update, "Update OVERDUE 02:00");
    incident.clocks[0].stopped_at = kMorning;
    EXPECT_FALSE(shown().update_overdue);
    EXPECT_EQ(shown().update, "");
}

TEST(IncidentHeadlineTest, WhatIsCountedFromTheLoggingIsNotSaidToBeTheImpact)
{
    Incident incident;
    incident.started_at = incident.logged_at = kMorning;
    const auto shown = [&] { return incident_headline(State {}, incident, kMorning + hours { 1 }, SiteZone {}); };
    EXPECT_EQ(shown().since_label, tr(Text::SinceLogged));
    incident.started_at = kMorning - minutes { 12 };
    EXPECT_EQ(shown().since_label, tr(Text::SinceImpact));
}

TEST(IncidentHeadlineTest, SaysHowFarTheMajorStateIsAndHowLongItLasted)
{
    Incident incident;
    incident.started_at = kMorning;
    incident.restored_at = kMorning + minutes { 30 };
    const auto shown = [&] { return incident_headline(State {}, incident, kMorning + hours { 5 }, SiteZone {}); };
    EXPECT_EQ(shown().since, "30:00");
    EXPECT_EQ(shown().since_label, tr(Text::LastedUntil, "09:30:00"));
    EXPECT_EQ(shown().major, "");
    incident.major = MajorState::Proposed;
    EXPECT_EQ(shown().major, tr(Text::MajorProposed));
}

TEST(IncidentHeadlineTest, EachDutyThatAlwaysMattersIsListedOnce)
{
    Incident incident;
    EXPECT_EQ(incident_headline(State {}, incident, kMorning, SiteZone {}).duties.size(), 4U);
    incident.duties = { { .duty = Duty::Scribe, .user = UserId { "desk" } } };
    const auto shown = incident_headline(State {}, incident, kMorning, SiteZone {});
    ASSERT_EQ(shown.duties.size(), 4U);
    EXPECT_EQ(std::count_if(
                  shown.duties.begin(), shown.duties.end(), [](const DutyRow& duty) { return duty.holder.empty(); }),
        3);
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

EntryRow entry_row(std::uint64_t seq, std::string author, bool link = true)
{
    EntryRow row;
    row.seq = seq;
    row.author = std::move(author);
    row.text = "Entry " + std::to_string(seq);
    row.link = link;
    row.alert = row.text;
    return row;
}

TEST(FoldLinksTest, LinksInARowByOnePersonAreOneLine)
{
    const std::vector<EntryRow> rows { entry_row(1, "Ada", false), entry_row(2, "Ada"), entry_row(3, "Ada"),
        entry_row(4, "Ben"), entry_row(5, "Ada", false), entry_row(6, "Ada") };
    const auto folded = fold_lines(rows, {}, {});
    ASSERT_EQ(folded.size(), 5U);
    EXPECT_EQ(folded[1].text, "2 alerts linked");
    EXPECT_EQ(folded[1].folded, 2U);
    EXPECT_FALSE(folded[1].open);
    EXPECT_EQ(folded[2].text, "Entry 4") << "another's link is theirs";
    EXPECT_EQ(folded[4].text, "Entry 6") << "one alone is said in full";
}

TEST(FoldLinksTest, AnAlertThatComesBackIsCountedOnce)
{
    std::vector<EntryRow> rows { entry_row(2, "Ada"), entry_row(3, "Ada"), entry_row(4, "Ada") };
    rows[2].alert = rows[0].alert;
    const auto folded = fold_lines(rows, {}, {});
    ASSERT_EQ(folded.size(), 1U);
    EXPECT_EQ(folded[0].text, "2 alerts linked");
    EXPECT_EQ(folded[0].folded, 3U);
}

TEST(FoldLinksTest, APauseBeginsAnotherLine)
{
    std::vector<EntryRow> rows { entry_row(2, "Ada"), entry_row(3, "Ada"), entry_row(4, "Ada"), entry_row(5, "Ada") };
    rows[2].recorded_at = rows[3].recorded_at = rows[0].recorded_at + minutes { 2 };
    const auto folded = fold_lines(rows, {}, {});
    ASSERT_EQ(folded.size(), 2U);
    EXPECT_EQ(folded[1].seq, 4U);
}

TEST(FoldLinksTest, TheLineOpensToItsListAlsoForTheSelectedOne)
{
    const std::vector<EntryRow> rows { entry_row(2, "Ada"), entry_row(3, "Ada") };
    for (const auto& folded : { fold_lines(rows, { 2 }, {}), fold_lines(rows, {}, 3) }) {
        ASSERT_EQ(folded.size(), 3U);
        EXPECT_TRUE(folded[0].open);
        EXPECT_TRUE(folded[1].inner);
        EXPECT_EQ(folded[2].text, "Entry 3");
    }
    EXPECT_EQ(fold_lines(rows, { 3 }, 7).size(), 1U);
}

TEST(FoldLinksTest, MachineLinesInARowAreOneLineAndPeoplePartThem)
{
    std::vector<EntryRow> rows { entry_row(1, "System", false), entry_row(2, "Prometheus", false),
        entry_row(3, "System"), entry_row(4, "Ada", false), entry_row(5, "System", false), entry_row(6, "Ada") };
    for (const std::size_t i : { 0U, 1U, 2U, 4U }) {
        rows[i].machine = true;
    }
    rows[0].occurred_at = Timestamp { 0 };
    rows[1].occurred_at = rows[0].occurred_at + minutes { 2 };
    rows[2].occurred_at = rows[0].occurred_at + minutes { 5 };
    const auto folded = fold_lines(rows, {}, {});
    ASSERT_EQ(folded.size(), 4U);
    EXPECT_EQ(folded[0].text, "3 machine lines, 00:00–00:05");
    EXPECT_EQ(folded[0].folded, 3U);
    EXPECT_EQ(folded[1].text, "Entry 4") << "what people write never folds";
    EXPECT_EQ(folded[2].text, "Entry 5") << "one alone is said in full";
    EXPECT_EQ(folded[3].text, "Entry 6") << "a person's link is theirs";
    EXPECT_EQ(fold_lines(rows, { 1 }, {}).size(), 7U);
}

TEST(FoldLinksTest, MachineLinesAcrossMidnightSayTheirDays)
{
    std::vector<EntryRow> rows { entry_row(1, "System", false), entry_row(2, "Prometheus", false) };
    const SiteZone east { "CET", [](long long) { return 3600; } };
    for (EntryRow& row : rows) {
        row.machine = true;
        row.occurred_at = kMorning; // 10:00 by the site's clock
    }
    rows[1].occurred_at = kMorning + hours { 13 } + minutes { 59 };
    EXPECT_EQ(fold_lines(rows, {}, {}, east)[0].text, "2 machine lines, 10:00–23:59");
    rows[1].occurred_at = kMorning + hours { 14 };
    EXPECT_EQ(fold_lines(rows, {}, {}, east)[0].text, "2 machine lines, Mon 2 Mar, 10:00–Tue 3 Mar, 00:00");
    EXPECT_EQ(fold_lines(rows, {}, {})[0].text, "2 machine lines, 09:00–23:00") << "the days are those of the site";
}

TEST(EntryRowsTest, OnlyWhatMonitoringReportsIsTheMachines)
{
    const State state;
    Entry fired;
    fired.payload = AlertFired {};
    Entry linked;
    linked.head.actor = UserId { "system" };
    linked.payload = AlertLinked {};
    Entry by_hand = linked;
    by_hand.head.actor = UserId { "ada" };
    Entry alarm = linked;
    alarm.payload = AlarmRaised {};
    const auto rows = entry_rows(state, { fired, linked, by_hand, alarm }, TimeOrder::Recorded);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_TRUE(rows[0].machine);
    EXPECT_TRUE(rows[1].machine);
    EXPECT_FALSE(rows[2].machine);
    EXPECT_FALSE(rows[3].machine) << "an alarm of the timers wants an answer";
}

TEST(EntryRowsTest, AChangedSeveritySaysWhatItWas)
{
    const State state;
    Entry declared;
    declared.payload = MajorMoved { .to = MajorState::Declared, .severity = IncidentSeverity::Sev1 };
    Entry lowered;
    lowered.payload = SeveritySet { .severity = IncidentSeverity::Sev2 };
    const auto rows = entry_rows(state, { lowered, declared, lowered, lowered }, TimeOrder::Recorded);
    EXPECT_EQ(rows[0].text, "Severity set to SEV2") << "nobody knows what it was";
    EXPECT_EQ(rows[2].text, "Severity changed from SEV1 to SEV2");
    EXPECT_EQ(rows[3].text, "Severity set to SEV2") << "it is not changed";
}

TEST(EntryRowsTest, ATaskIsNoActionBeforeItIsDone)
{
    const State state;
    Entry given;
    given.payload = TaskSet { .task = { .title = "Look at the log" } };
    Entry done;
    done.payload = TaskSet { .task = { .title = "Look at the log", .state = TaskState::Done } };
    const auto rows = entry_rows(state, { given, done }, TimeOrder::Recorded);
    EXPECT_EQ(rows[0].kind, tr(Text::DueTask));
    EXPECT_EQ(rows[1].kind, tr(Text::KindAction));
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

std::vector<std::string> what_changed(const State& state)
{
    std::vector<std::string> what;
    for (const ChangedRow& row : changed_rows(state, Incident {}, kMorning)) {
        what.push_back(row.what);
    }
    return what;
}

TEST(ChangedRowsTest, OnlyTheLastDayCountsTheNewestFirst)
{
    State state;
    for (const auto& [id, ago] :
        { std::pair { "now", hours { 0 } }, { "yesterday", hours { 23 } }, { "before", hours { 25 } } }) {
        Change change;
        change.id = ChangeId { id };
        change.summary = id;
        change.at = kMorning - ago;
        state.changes.set(change.id, change);
    }
    EXPECT_EQ(what_changed(state), (std::vector<std::string> { "now", "yesterday" }));
}

TEST(ChangedRowsTest, MaintenanceCountsFromItsBeginUnlessItWasCancelled)
{
    State state;
    const auto add = [&](const char* id, WindowState shown, Timestamp from, Timestamp to) {
        MaintenanceWindow window;
        window.id = WindowId { id };
        window.state = shown;
        window.from = from;
        window.to = to;
        state.windows.set(window.id, window);
    };
    add("running", WindowState::Approved, kMorning, kMorning + hours { 1 });
    add("to come", WindowState::Approved, kMorning + minutes { 1 }, kMorning + hours { 1 });
    add("cancelled", WindowState::Cancelled, kMorning, kMorning + hours { 1 });
    add("last week", WindowState::Approved, kMorning - hours { 99 }, kMorning - hours { 98 });
    EXPECT_EQ(what_changed(state), (std::vector<std::string> { "running" }));
}

TEST(ChangedRowsTest, WorkCountsFromWhenItReallyBegan)
{
    State state;
    const auto add = [&](const char* id, Timestamp planned) {
        WorkOrder order;
        order.id = WorkOrderId { id };
        order.planned_start = planned;
        state.work_orders.set(order.id, order);
        return order;
    };
    add("begun", kMorning - hours { 1 });
    add("to come", kMorning + hours { 1 });
    WorkOrder early = add("early", kMorning + hours { 1 });
    early.actual_start = kMorning - hours { 2 };
    state.work_orders.set(early.id, early);
    WorkOrder cancelled = add("cancelled", kMorning - hours { 1 });
    cancelled.state = WorkOrderState::Cancelled;
    state.work_orders.set(cancelled.id, cancelled);
    EXPECT_EQ(what_changed(state), (std::vector<std::string> { "begun", "early" }));
}

TEST(PulseDueTest, AsksTheCommanderTenMinutesAfterTheDeclaration)
{
    Room room;
    const IncidentId id = room.declared();
    const Incident& incident = room.incident(id);
    EXPECT_FALSE(pulse_due(incident, room.resolver.user, room.now + minutes { 9 }));
    EXPECT_TRUE(pulse_due(incident, room.resolver.user, room.now + minutes { 10 }));
    EXPECT_FALSE(pulse_due(incident, room.colleague.user, room.now + minutes { 10 }));
    EXPECT_TRUE(pulse_due(incident, room.resolver.user, room.now + hours { 2 })) << "until it is answered";
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

TEST(IncidentTimelineTest, CurvesAreThoseOfItsServicesAndElseOfTheHost)
{
    ConsoleRoom console;
    const IncidentId id = console.room.log_incident();
    console.open(console.room.resolver);
    IncidentLog& log = console.replica.incident_log(id);
    State state = console.room.state;
    const auto add = [&](const char* resource, std::vector<ServiceId> services, const char* source = "") {
        CapacityResource made;
        made.id = ResourceId { resource };
        made.name = resource;
        made.services = std::move(services);
        made.source = SourceId { source };
        state.resources.set(made.id, made);
    };
    const auto curves = [&] {
        const ViewInput base = console.input();
        const ViewInput input { base.replica, state, base.now, base.zone, console.location, false, true };
        std::vector<std::string> names;
        for (const ChartSeries& curve : incident_timeline(input, console.room.incident(id), log).curves) {
            names.push_back(curve.name);
        }
        return names;
    };
    add("host-cpu", {});
    add("mail-queue", { ServiceId { "mail" } });
    EXPECT_EQ(curves(), (std::vector<std::string> { "host-cpu" }));
    add("shop-disk", { ServiceId { "shop" } });
    EXPECT_EQ(curves(), (std::vector<std::string> { "shop-disk" }));
    state.sources.set(SourceId { "host" }, Source { .id = SourceId { "host" }, .kind = SourceKind::Host });
    add("disk-of-this-host", { ServiceId { "shop" } }, "host");
    EXPECT_EQ(curves(), (std::vector<std::string> { "shop-disk", "disk-of-this-host" }))
        << "what is measured here is seldom what failed";
}

}
}
