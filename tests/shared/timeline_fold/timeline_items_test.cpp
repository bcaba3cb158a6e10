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

}
}
