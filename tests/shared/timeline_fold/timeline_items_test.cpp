// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/apply.h"
#include "shared/domain/decision/decision.h"
#include "shared/timeline_fold/timeline_items.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

const IncidentId kIncident { "INC-1" };
const AlertId kAlert { "a1" };

// A journal that is folded into a state and into columns, entry by entry, one second apart.
class Drawing {
public:
    std::uint64_t add(Payload payload, UserId actor = {})
    {
        Entry entry;
        entry.head.seq = state.seq + 1;
        entry.head.kind = std::string(kind_of(payload));
        entry.head.recorded_at = { 1'000 * static_cast<std::int64_t>(entry.head.seq) };
        entry.head.occurred_at = entry.head.recorded_at;
        entry.head.actor = std::move(actor);
        entry.payload = std::move(payload);
        for (const TimelineOperation& operation : timeline_operations(state, entry)) {
            apply_operation(columns, operation);
        }
        apply(state, entry);
        return entry.head.seq;
    }

    TimelineItem item(std::uint64_t seq) const
    {
        const auto found = columns.find(seq);
        VERIFY(found.has_value());
        return *found;
    }

    std::uint64_t fire(AlertSeverity severity)
    {
        AlertFired fired;
        fired.alert.id = kAlert;
        fired.alert.severity = severity;
        fired.alert.started_at = { 500 };
        return add(fired);
    }

    std::uint64_t log()
    {
        IncidentLogged logged;
        logged.incident.id = kIncident;
        return add(logged);
    }

    std::uint64_t move_duty(Duty duty, DutyAct act, const char* user)
    {
        DutyMoved moved;
        moved.incident = kIncident;
        moved.duty = duty;
        moved.act = act;
        moved.user = UserId { user };
        return add(moved);
    }

    State state {};
    TimelineColumns columns {};
};

TEST(TimelineItemsTest, DrawsAnAlertFromItsStartToItsEnd)
{
    Drawing drawing;
    const std::uint64_t seq = drawing.fire(AlertSeverity::Minor);
    EXPECT_EQ(drawing.item(seq).begin.millis, 500);
    EXPECT_TRUE(drawing.item(seq).open());
    EXPECT_EQ(drawing.item(seq).severity, ItemSeverity::Minor);

    AlertChanged changed;
    changed.alert = kAlert;
    changed.severity = AlertSeverity::Critical;
    changed.started_at = { 400 };
    changed.muted_by = WindowId { "MW-1" };
    drawing.add(changed);
    EXPECT_EQ(drawing.item(seq).severity, ItemSeverity::Critical);
    EXPECT_EQ(drawing.item(seq).begin.millis, 400);
    EXPECT_EQ(drawing.item(seq).flags, kItemMuted);

    changed.muted_by = WindowId {};
    drawing.add(changed);
    AlertAcknowledged acknowledged;
    acknowledged.alert = kAlert;
    drawing.add(acknowledged);
    EXPECT_EQ(drawing.item(seq).flags, kItemAcknowledged);
    AlertResolved resolved;
    resolved.alert = kAlert;
    resolved.ended_at = { 9'000 };
    drawing.add(resolved);
    EXPECT_EQ(drawing.item(seq).end.millis, 9'000);

    const std::uint64_t again = drawing.fire(AlertSeverity::Major);
    EXPECT_NE(again, seq);
    EXPECT_EQ(drawing.columns.size(), 2u);
}

// An alert that lapsed and is sent again claims its first start: two episodes, with the silence between them.
TEST(TimelineItemsTest, DrawsALapseAsAHoleBetweenTwoEpisodes)
{
    Drawing drawing;
    const auto first = drawing.fire(AlertSeverity::Critical);
    AlertResolved lapsed;
    lapsed.alert = kAlert;
    lapsed.ended_at = { 2'000 };
    lapsed.lapsed = true;
    drawing.add(lapsed);
    const auto again = drawing.fire(AlertSeverity::Critical);
    EXPECT_EQ(drawing.item(first).end.millis, 2'000);
    EXPECT_EQ(drawing.item(again).begin.millis, 3'000) << "heard again then";
    EXPECT_TRUE(drawing.item(again).open());

    AlertChanged changed;
    changed.alert = kAlert;
    changed.severity = AlertSeverity::Major;
    changed.started_at = { 400 };
    drawing.add(changed);
    EXPECT_EQ(drawing.item(again).severity, ItemSeverity::Major);
    EXPECT_EQ(drawing.item(again).begin.millis, 3'000) << "an earlier start is the first episode's";

    lapsed.ended_at = { 4'500 };
    drawing.add(lapsed);
    AlertFired fired;
    fired.alert.id = kAlert;
    fired.alert.started_at = { 500 };
    fired.alert.known_starts = { { 500 }, { 4'700 } };
    EXPECT_EQ(drawing.item(drawing.add(fired)).begin.millis, 4'700) << "the start it claims after the lapse";
}

TEST(TimelineItemsTest, DrawsTenureUntilSomebodyElseHoldsTheDuty)
{
    Drawing drawing;
    drawing.log();
    const auto first = drawing.move_duty(Duty::IncidentCommander, DutyAct::Assigned, "a");
    const auto scribe = drawing.move_duty(Duty::Scribe, DutyAct::Assigned, "c");
    drawing.move_duty(Duty::IncidentCommander, DutyAct::Offered, "b");
    EXPECT_TRUE(drawing.item(first).open());
    const auto second = drawing.move_duty(Duty::IncidentCommander, DutyAct::Accepted, "b");
    EXPECT_EQ(drawing.item(first).end.millis, drawing.item(second).begin.millis);
    EXPECT_TRUE(drawing.item(second).open());
    EXPECT_TRUE(drawing.item(scribe).open());
    drawing.move_duty(Duty::IncidentCommander, DutyAct::Released, "b");
    EXPECT_FALSE(drawing.item(second).open());
}

TEST(TimelineItemsTest, EndsEveryTenureWithItsIncident)
{
    Drawing drawing;
    drawing.log();
    const auto commander = drawing.move_duty(Duty::IncidentCommander, DutyAct::Taken, "a");
    const auto expert = drawing.move_duty(Duty::SubjectMatterExpert, DutyAct::Assigned, "b");
    IncidentMoved moved;
    moved.incident = kIncident;
    moved.to = IncidentState::Resolved;
    drawing.add(moved);
    EXPECT_TRUE(drawing.item(commander).open());
    MajorMoved stood_down;
    stood_down.incident = kIncident;
    stood_down.to = MajorState::StoodDown;
    const auto down = drawing.add(stood_down);
    EXPECT_EQ(drawing.item(commander).end.millis, drawing.item(down).begin.millis);
    EXPECT_EQ(drawing.item(expert).end.millis, drawing.item(down).begin.millis);

    const auto later = drawing.move_duty(Duty::Scribe, DutyAct::Assigned, "c");
    moved.to = IncidentState::Closed;
    const auto closed = drawing.add(moved);
    EXPECT_EQ(drawing.item(later).end.millis, drawing.item(closed).begin.millis);
    EXPECT_EQ(drawing.item(commander).end.millis, drawing.item(down).begin.millis) << "its end stands";
}

TEST(TimelineItemsTest, LetsSeveralExpertsServeAtOnce)
{
    Drawing drawing;
    drawing.log();
    const auto a = drawing.move_duty(Duty::SubjectMatterExpert, DutyAct::Assigned, "a");
    const auto b = drawing.move_duty(Duty::SubjectMatterExpert, DutyAct::Assigned, "b");
    drawing.move_duty(Duty::SubjectMatterExpert, DutyAct::Released, "b");
    EXPECT_TRUE(drawing.item(a).open());
    EXPECT_FALSE(drawing.item(b).open());
}

TEST(TimelineItemsTest, MarksLateAndSupersededNotes)
{
    Drawing drawing;
    drawing.log();
    NoteAdded note;
    note.incident = kIncident;
    note.note_kind = NoteKind::Decision;
    note.late = true;
    const auto first = drawing.add(note);
    EXPECT_EQ(drawing.item(first).lane, static_cast<std::uint16_t>(FoldLane::Decisions));
    EXPECT_EQ(drawing.item(first).flags, kItemLate);
    note.late = false;
    note.supersedes = first;
    const auto second = drawing.add(note);
    EXPECT_EQ(drawing.item(first).flags, kItemLate | kItemSuperseded);
    EXPECT_EQ(drawing.item(second).flags, 0);
}

TEST(TimelineItemsTest, ReplacesAWindowByItsNewVersion)
{
    Drawing drawing;
    WindowSet set;
    set.window.id = WindowId { "MW-1" };
    set.window.from = { 10'000 };
    set.window.to = { 20'000 };
    const auto planned = drawing.add(set);
    set.window.to = { 30'000 };
    set.window.state = WindowState::Approved;
    const auto approved = drawing.add(set);
    EXPECT_FALSE(drawing.columns.find(planned));
    EXPECT_EQ(drawing.item(approved).end.millis, 30'000);
    set.window.state = WindowState::Cancelled;
    drawing.add(set);
    EXPECT_EQ(drawing.columns.size(), 0u);
}

TEST(TimelineItemsTest, DrawsAWorkOrderUnderWayAsOpen)
{
    Drawing drawing;
    WorkOrderSet set;
    set.order.id = WorkOrderId { "WO-1" };
    set.order.planned_start = { 10'000 };
    set.order.planned_end = { 20'000 };
    const auto planned = drawing.add(set);
    EXPECT_EQ(drawing.item(planned).end.millis, 20'000);
    set.order.actual_start = Timestamp { 12'000 };
    const auto started = drawing.add(set);
    EXPECT_TRUE(drawing.item(started).open());
    set.order.actual_end = Timestamp { 25'000 };
    const auto done = drawing.add(set);
    EXPECT_EQ(drawing.item(done).begin.millis, 12'000);
    EXPECT_EQ(drawing.item(done).end.millis, 25'000);
    EXPECT_EQ(drawing.columns.size(), 1u);
}

TEST(TimelineItemsTest, MarksEverythingOfADrill)
{
    Drawing drawing;
    JournalOpened opened;
    opened.purpose = JournalPurpose::Drill;
    drawing.add(opened);
    EXPECT_EQ(drawing.item(drawing.log()).flags, kItemExercise);
    EXPECT_EQ(drawing.columns.size(), 1u);
    NoteAdded note;
    note.late = true;
    EXPECT_EQ(drawing.item(drawing.add(note)).flags, kItemExercise | kItemLate);
}

TEST(TimelineItemsTest, PassesOverWhatItNeverSawBegin)
{
    Drawing drawing;
    AlertResolved resolved;
    resolved.alert = kAlert;
    drawing.add(resolved);
    NoteAdded note;
    note.incident = kIncident;
    note.supersedes = 77;
    const auto seq = drawing.add(note);
    EXPECT_EQ(drawing.columns.size(), 1u);
    EXPECT_EQ(drawing.item(seq).kind, ItemKind::Observation);
}

// Everything of one item, by the two times of the entry that drew it.
TEST(TimelineItemsTest, AnEntryIsDrawnByBothItsTimes)
{
    Entry entry;
    entry.head.seq = 9;
    entry.head.occurred_at = { 4'000 };
    entry.head.recorded_at = { 9'000 };
    NoteAdded note;
    note.incident = kIncident;
    note.note_kind = NoteKind::Metric;
    entry.payload = note;
    const auto operations = timeline_operations(State {}, entry);
    ASSERT_EQ(operations.size(), 1U);
    TimelineItem expected;
    expected.seq = 9;
    expected.begin = expected.end = { 4'000 };
    expected.recorded_at = { 9'000 };
    expected.lane = static_cast<std::uint16_t>(FoldLane::Entries);
    expected.kind = ItemKind::Metric;
    EXPECT_EQ(operations[0].act, TimelineOperation::Act::Put);
    EXPECT_EQ(operations[0].item, expected);
    EXPECT_EQ(operations[0].subject.incident, kIncident);
}

// A duty changes hands when the server writes it down, whatever time was claimed for it.
TEST(TimelineItemsTest, TenuresGoByTheServersClock)
{
    Drawing drawing;
    drawing.log();
    const auto first = drawing.move_duty(Duty::Scribe, DutyAct::Taken, "a");
    Entry entry;
    entry.head.seq = drawing.state.seq + 1;
    entry.head.occurred_at = { 2'500 };
    entry.head.recorded_at = { 8'000 };
    DutyMoved moved;
    moved.incident = kIncident;
    moved.duty = Duty::Scribe;
    moved.act = DutyAct::Taken;
    moved.user = UserId { "b" };
    entry.payload = moved;
    for (const TimelineOperation& operation : timeline_operations(drawing.state, entry)) {
        apply_operation(drawing.columns, operation);
    }
    EXPECT_EQ(drawing.item(first).end.millis, 8'000);
    EXPECT_EQ(drawing.item(entry.head.seq).begin.millis, 8'000);
    EXPECT_TRUE(drawing.item(entry.head.seq).open());
}

TEST(TimelineItemsTest, SaysWhatAnItemIsAbout)
{
    const auto subject_of = [](const State& before, Payload payload) {
        Entry entry;
        entry.head.seq = 1;
        entry.payload = std::move(payload);
        const auto operations = timeline_operations(before, entry);
        return operations.empty() ? TimelineSubject {} : operations.back().subject;
    };
    const ServiceId shop { "shop" };
    const AssetId disk { "disk" };
    State state;
    state.resources.set(ResourceId { "cpu" }, { .id = ResourceId { "cpu" }, .services = { shop } });
    state.assets.set(disk, { .id = disk, .services = { shop } });

    AlertFired fired;
    fired.alert.id = kAlert;
    fired.alert.incident = kIncident;
    fired.alert.service = shop;
    const auto of_alert = subject_of(state, fired);
    EXPECT_EQ(of_alert.alert, kAlert);
    EXPECT_EQ(of_alert.incident, kIncident);
    EXPECT_EQ(of_alert.services, std::vector { shop });

    IncidentLogged logged;
    logged.incident.id = kIncident;
    logged.incident.services = { shop };
    EXPECT_EQ(subject_of(state, logged).incident, kIncident);
    EXPECT_EQ(subject_of(state, logged).services, std::vector { shop });

    ChangeRecorded recorded;
    recorded.change.service = shop;
    EXPECT_EQ(subject_of(state, recorded).services, std::vector { shop });

    CapacityCrossed crossed;
    crossed.resource = ResourceId { "cpu" };
    EXPECT_EQ(subject_of(state, crossed).services, std::vector { shop });

    WindowSet window;
    window.window.services = { shop };
    window.window.assets = { disk };
    EXPECT_EQ(subject_of(state, window).services, std::vector { shop });
    EXPECT_EQ(subject_of(state, window).assets, std::vector { disk });

    WorkOrderSet order;
    order.order.asset = disk;
    EXPECT_EQ(subject_of(state, order).assets, std::vector { disk });
    EXPECT_EQ(subject_of(state, order).services, std::vector { shop });
}

TEST(TimelineItemsTest, DrawsAnAlertThatCameEndedAndOneThatIsMuted)
{
    Drawing drawing;
    AlertFired fired;
    fired.alert.id = kAlert;
    fired.alert.state = AlertState::Resolved;
    fired.alert.started_at = { 400 };
    fired.alert.ended_at = Timestamp { 700 };
    const auto over = drawing.item(drawing.add(fired));
    EXPECT_EQ(over.begin.millis, 400);
    EXPECT_EQ(over.end.millis, 700);
    fired.alert.ended_at.reset();
    EXPECT_EQ(drawing.item(drawing.add(fired)).end.millis, 400) << "over, though nobody says since when";

    JournalOpened opened;
    opened.purpose = JournalPurpose::Drill;
    drawing.add(opened);
    fired.alert.id = AlertId { "a2" };
    fired.alert.state = AlertState::Firing;
    fired.alert.muted_by = WindowId { "MW-1" };
    EXPECT_EQ(drawing.item(drawing.add(fired)).flags, kItemMuted | kItemExercise);
}

// The end that monitoring tells counts, early or late, as often as it is told.
TEST(TimelineItemsTest, AnAlertEndsWhenMonitoringSays)
{
    Drawing drawing;
    const auto seq = drawing.fire(AlertSeverity::Major);
    AlertResolved resolved;
    resolved.alert = kAlert;
    resolved.ended_at = { 1'500 };
    drawing.add(resolved);
    EXPECT_EQ(drawing.item(seq).end.millis, 1'500);
    resolved.ended_at = { 1'700 };
    drawing.add(resolved);
    EXPECT_EQ(drawing.item(seq).end.millis, 1'700);
    resolved.ended_at = { 100 };
    drawing.add(resolved);
    EXPECT_EQ(drawing.item(seq).end.millis, 500) << "never before its begin";
}

// After a lapse the claimed starts tell; after a real end only the start of the new firing does.
TEST(TimelineItemsTest, AnEpisodeBeginsWhereItMayHaveBegunOnly)
{
    const auto begin_of_next = [](bool lapsed, std::int64_t started_at, std::vector<Timestamp> known_starts) {
        Drawing drawing;
        drawing.fire(AlertSeverity::Minor); // 1 000
        AlertResolved resolved;
        resolved.alert = kAlert;
        resolved.ended_at = { 1'800 };
        resolved.lapsed = lapsed;
        drawing.add(resolved); // 2 000
        AlertFired fired;
        fired.alert.id = kAlert;
        fired.alert.started_at = { started_at };
        fired.alert.known_starts = std::move(known_starts);
        return drawing.item(drawing.add(fired)).begin.millis; // 3 000
    };
    EXPECT_EQ(begin_of_next(false, 500, {}), 500) << "nothing lapsed: what is claimed holds";
    EXPECT_EQ(begin_of_next(true, 500, {}), 3'000) << "heard again then";
    EXPECT_EQ(begin_of_next(true, 1'800, {}), 3'000) << "at the lapse itself";
    EXPECT_EQ(begin_of_next(true, 1'801, {}), 1'801);
    EXPECT_EQ(begin_of_next(true, 500, { { 500 }, { 1'800 } }), 3'000) << "a start at the lapse is none after it";
    EXPECT_EQ(begin_of_next(true, 500, { { 500 }, { 1'801 }, { 2'500 } }), 1'801) << "the first of them";
    EXPECT_EQ(begin_of_next(true, 500, { { 9'000 } }), 3'000) << "never after it was heard of";
}

TEST(TimelineItemsTest, ColoursWhatHappensToAnIncident)
{
    Drawing drawing;
    const auto severity = [&](std::uint64_t seq) {
        EXPECT_EQ(drawing.item(seq).lane, static_cast<std::uint16_t>(FoldLane::States));
        EXPECT_EQ(drawing.item(seq).kind, ItemKind::StateChange);
        return drawing.item(seq).severity;
    };
    EXPECT_EQ(severity(drawing.log()), ItemSeverity::Info);
    IncidentAcknowledged acknowledged;
    acknowledged.incident = kIncident;
    EXPECT_EQ(severity(drawing.add(acknowledged)), ItemSeverity::Normal);
    const auto set_severity = [&](IncidentSeverity value) {
        SeveritySet set;
        set.incident = kIncident;
        set.severity = value;
        return severity(drawing.add(set));
    };
    EXPECT_EQ(set_severity(IncidentSeverity::Sev1), ItemSeverity::Major);
    EXPECT_EQ(set_severity(IncidentSeverity::Sev2), ItemSeverity::Major);
    EXPECT_EQ(set_severity(IncidentSeverity::Sev3), ItemSeverity::Minor);
    const auto move_major = [&](MajorState to) {
        MajorMoved moved;
        moved.incident = kIncident;
        moved.to = to;
        return severity(drawing.add(moved));
    };
    EXPECT_EQ(move_major(MajorState::Proposed), ItemSeverity::Info);
    EXPECT_EQ(move_major(MajorState::Declared), ItemSeverity::Critical);
    EXPECT_EQ(move_major(MajorState::StoodDown), ItemSeverity::Info);
    AlarmRaised raised;
    raised.incident = kIncident;
    EXPECT_EQ(severity(drawing.add(raised)), ItemSeverity::Major);
}

TEST(TimelineItemsTest, ColoursAlertsAndThresholdsByWhatTheyMean)
{
    using A = AlertSeverity;
    using S = ItemSeverity;
    for (const auto& [from, to] : std::vector<std::pair<A, S>> { { A::Critical, S::Critical }, { A::Major, S::Major },
             { A::Minor, S::Minor }, { A::Info, S::Info }, { A::Unknown, S::Unknown } }) {
        EXPECT_EQ(item_severity(from), to);
    }
    Drawing drawing;
    CapacityCrossed crossed;
    crossed.from = CapacityLevel::Critical;
    for (const auto& [level, colour] : std::vector<std::pair<CapacityLevel, S>> { { CapacityLevel::Normal, S::Normal },
             { CapacityLevel::Warning, S::Minor }, { CapacityLevel::Critical, S::Critical } }) {
        crossed.to = level;
        const auto item = drawing.item(drawing.add(crossed));
        EXPECT_EQ(item.severity, colour) << "of where it is now, not of where it was; as its alert's";
        EXPECT_EQ(item.kind, ItemKind::ThresholdCrossing);
        EXPECT_EQ(item.lane, static_cast<std::uint16_t>(FoldLane::Capacity));
    }
}

TEST(TimelineItemsTest, EveryKindOfNoteIsDrawnAsItself)
{
    using N = NoteKind;
    using K = ItemKind;
    for (const auto& [note, kind] : std::vector<std::pair<N, K>> { { N::Observation, K::Observation },
             { N::Hypothesis, K::Hypothesis }, { N::Decision, K::Decision }, { N::Action, K::Action },
             { N::Communication, K::Communication }, { N::StateChange, K::StateChange }, { N::Evidence, K::Evidence },
             { N::Metric, K::Metric }, { N::Handover, K::Handover } }) {
        Drawing drawing;
        NoteAdded added;
        added.note_kind = note;
        const auto item = drawing.item(drawing.add(added));
        EXPECT_EQ(item.kind, kind);
        const FoldLane lane = note == N::Decision ? FoldLane::Decisions : FoldLane::Entries;
        EXPECT_EQ(item.lane, static_cast<std::uint16_t>(lane));
    }
}

TEST(TimelineItemsTest, OnlyAnEndOfTheIncidentEndsItsTenures)
{
    for (const IncidentState to :
        { IncidentState::Triaged, IncidentState::Investigating, IncidentState::OnHold, IncidentState::Mitigated,
            IncidentState::Resolved, IncidentState::InReview, IncidentState::Closed, IncidentState::Cancelled }) {
        Drawing drawing;
        drawing.log();
        const auto scribe = drawing.move_duty(Duty::Scribe, DutyAct::Taken, "a");
        IncidentMoved moved;
        moved.incident = kIncident;
        moved.to = to;
        drawing.add(moved);
        EXPECT_EQ(drawing.item(scribe).open(), to != IncidentState::Closed && to != IncidentState::Cancelled);
    }
    for (const MajorState to : { MajorState::Proposed, MajorState::Declared, MajorState::Rejected }) {
        Drawing drawing;
        drawing.log();
        const auto scribe = drawing.move_duty(Duty::Scribe, DutyAct::Taken, "a");
        MajorMoved moved;
        moved.incident = kIncident;
        moved.to = to;
        drawing.add(moved);
        EXPECT_TRUE(drawing.item(scribe).open());
    }
}

TEST(TimelineItemsTest, AnExpertWhoIsAssignedAgainServesOnce)
{
    Drawing drawing;
    drawing.log();
    const auto first = drawing.move_duty(Duty::SubjectMatterExpert, DutyAct::Assigned, "a");
    const auto other = drawing.move_duty(Duty::SubjectMatterExpert, DutyAct::Assigned, "b");
    const auto again = drawing.move_duty(Duty::SubjectMatterExpert, DutyAct::Assigned, "a");
    EXPECT_FALSE(drawing.item(first).open());
    EXPECT_TRUE(drawing.item(other).open());
    EXPECT_TRUE(drawing.item(again).open());
}

TEST(TimelineItemsTest, ReleasingADutyEndsOnlyTheTenureOfWhoHeldIt)
{
    Drawing drawing;
    drawing.log();
    const auto commander = drawing.move_duty(Duty::IncidentCommander, DutyAct::Taken, "a");
    drawing.move_duty(Duty::IncidentCommander, DutyAct::Released, "b");
    EXPECT_TRUE(drawing.item(commander).open());
}

TEST(TimelineItemsTest, DrawsChangesWhereTheyHappened)
{
    Drawing drawing;
    ChangeRecorded recorded;
    recorded.change.at = { 300 };
    recorded.change.kind = ChangeKind::Deployment;
    const auto deployment = drawing.item(drawing.add(recorded));
    EXPECT_EQ(deployment.kind, ItemKind::Deployment);
    EXPECT_EQ(deployment.begin.millis, 300);
    EXPECT_EQ(deployment.end.millis, 300);
    EXPECT_EQ(deployment.recorded_at.millis, 1'000);
    recorded.change.kind = ChangeKind::Change;
    EXPECT_EQ(drawing.item(drawing.add(recorded)).kind, ItemKind::Change);
}

TEST(TimelineItemsTest, DrawsPlannedWorkAsMaintenanceUntilItIsCancelled)
{
    Drawing drawing;
    WorkOrderSet set;
    set.order.id = WorkOrderId { "WO-1" };
    set.order.planned_start = { 10'000 };
    set.order.planned_end = { 20'000 };
    set.order.state = WorkOrderState::Deferred;
    const auto planned = drawing.item(drawing.add(set));
    EXPECT_EQ(planned.begin.millis, 10'000);
    EXPECT_EQ(planned.severity, ItemSeverity::Maintenance);
    EXPECT_EQ(planned.kind, ItemKind::WorkOrder);
    set.order.state = WorkOrderState::Cancelled;
    drawing.add(set);
    EXPECT_EQ(drawing.columns.size(), 0U);
    WindowSet window;
    window.window.from = { 30'000 };
    window.window.to = { 40'000 };
    const auto shown = drawing.item(drawing.add(window));
    EXPECT_EQ(shown.begin.millis, 30'000);
    EXPECT_EQ(shown.severity, ItemSeverity::Maintenance);
}

}
}
