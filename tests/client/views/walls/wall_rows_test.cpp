// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_rows.h"

#include "tests/support/domain_fixture.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

Incident declared_major()
{
    Incident major;
    major.id = IncidentId { "INC-1" };
    major.title = "Shop is down";
    major.major = MajorState::Declared;
    major.started_at = kMorning;
    return major;
}

WallRows rows_with(const Incident& major, Timestamp now)
{
    State state;
    state.incidents.set(major.id, major);
    return wall_rows(state, now);
}

TEST(WallRowsTest, VisitorsReadWhatCustomersDo)
{
    Incident major = declared_major();
    major.updates = { { .audience = UpdateAudience::Customers, .text = "We are working on it." },
        { .audience = UpdateAudience::Internal, .text = "Node 2 again." } };
    const WallRows rows = rows_with(major, kMorning);
    ASSERT_EQ(rows.majors.size(), 1U);
    EXPECT_EQ(rows.majors[0].published, "We are working on it.");
    EXPECT_TRUE(rows.incidents.empty()) << "it is not listed twice";
    EXPECT_TRUE(rows.majors[0].no_commander);
}

TEST(WallRowsTest, AMajorLastsUntilItIsRestored)
{
    Incident major = declared_major();
    EXPECT_EQ(rows_with(major, kMorning + hours { 1 }).majors[0].since, "60 min");
    major.restored_at = kMorning + minutes { 30 };
    EXPECT_EQ(rows_with(major, kMorning + hours { 1 }).majors[0].since, "30 min");
}

TEST(WallRowsTest, TheNextUpdateIsCountedDownUntilNoneIsDue)
{
    Incident major = declared_major();
    TargetClock update;
    update.kind = ClockKind::NextUpdate;
    update.due_at = kMorning + minutes { 10 };
    major.clocks = { update };
    EXPECT_EQ(rows_with(major, kMorning).majors[0].update, "Next update in 10:00");
    EXPECT_FALSE(rows_with(major, kMorning).majors[0].update_overdue);
    EXPECT_TRUE(rows_with(major, kMorning + minutes { 11 }).majors[0].update_overdue);
    major.clocks[0].stopped_at = kMorning;
    EXPECT_EQ(rows_with(major, kMorning + minutes { 11 }).majors[0].update, "");
    EXPECT_FALSE(rows_with(major, kMorning + minutes { 11 }).majors[0].update_overdue);
}

TEST(WallRowsTest, NamesTheMaintenanceUnderWayAndTheSourcesThatAreLost)
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
    add("now", WindowState::Approved, kMorning, kMorning + hours { 1 });
    add("planned", WindowState::Planned, kMorning, kMorning + hours { 1 });
    add("over", WindowState::Approved, kMorning - hours { 1 }, kMorning);
    add("later", WindowState::Approved, kMorning + minutes { 1 }, kMorning + hours { 1 });
    for (const char* id : { "b", "a", "well" }) {
        Source source;
        source.id = SourceId { id };
        source.lost = source.id.text != "well";
        state.sources.set(source.id, source);
    }
    const WallRows rows = wall_rows(state, kMorning);
    EXPECT_EQ(rows.maintenance, (std::vector<std::string> { "now" }));
    EXPECT_EQ(rows.lost_sources, (std::vector<std::string> { "a", "b" }));
}

TEST(WallRowsTest, TheNewestCriticalThatNobodyAcknowledgedCounts)
{
    State state;
    const auto add = [&](const char* id, AlertSeverity severity, int minutes_ago) -> Alert {
        Alert alert;
        alert.id = AlertId { id };
        alert.severity = severity;
        alert.started_at = kMorning - minutes { minutes_ago };
        state.alerts.set(alert.id, alert);
        return alert;
    };
    add("major", AlertSeverity::Major, 0);
    Alert seen = add("seen", AlertSeverity::Critical, 1);
    seen.acknowledged_at = kMorning;
    state.alerts.set(seen.id, seen);
    EXPECT_FALSE(wall_rows(state, kMorning).unacknowledged_critical);
    add("older", AlertSeverity::Critical, 9);
    add("newer", AlertSeverity::Critical, 3);
    const WallRows rows = wall_rows(state, kMorning);
    EXPECT_TRUE(rows.unacknowledged_critical);
    EXPECT_EQ(rows.newest_critical_age_millis, Millis { minutes { 3 } }.count());
}

constexpr Millis kShort { 1 };

WallRows critical_since(Millis age)
{
    WallRows rows;
    rows.unacknowledged_critical = true;
    rows.newest_critical_age_millis = age.count();
    return rows;
}

TEST(RotationTest, TurnsAfterItsTimeAndRoundAgain)
{
    Rotation rotation;
    rotation.update({}, 3, kMorning);
    EXPECT_EQ(rotation.page, 0);
    rotation.update({}, 3, kMorning + Rotation::kPage - kShort);
    EXPECT_EQ(rotation.page, 0);
    EXPECT_GT(rotation.progress(kMorning + Rotation::kPage - kShort), 0.9F);
    std::vector<int> pages;
    for (int turn = 1; turn <= 3; ++turn) {
        rotation.update({}, 3, kMorning + Rotation::kPage * turn);
        pages.push_back(rotation.page);
    }
    EXPECT_EQ(pages, (std::vector<int> { 1, 2, 0 }));
}

TEST(RotationTest, StaysWithinThePagesThatThereAre)
{
    Rotation rotation;
    rotation.page = 4;
    rotation.update({}, 2, kMorning);
    EXPECT_EQ(rotation.page, 1);
    rotation.update({}, 0, kMorning);
    EXPECT_EQ(rotation.page, 1) << "as long as there is none";
}

TEST(RotationTest, APauseStopsItAndSaysSo)
{
    Rotation rotation;
    rotation.update({}, 3, kMorning);
    rotation.paused = true;
    rotation.update({}, 3, kMorning + Rotation::kPage * 5);
    EXPECT_EQ(rotation.page, 0);
    EXPECT_EQ(rotation.progress(kMorning + Rotation::kPage / 2), 0.0F);
}

TEST(RotationTest, ANewCriticalPinsTheAlertsForFiveMinutesEvenWhilePaused)
{
    Rotation rotation;
    rotation.page = 2;
    rotation.paused = true;
    rotation.update(critical_since(Rotation::kPinned), 3, kMorning);
    EXPECT_EQ(rotation.page, 2) << "it is not new any more";
    rotation.update(critical_since(Rotation::kPinned - kShort), 3, kMorning);
    EXPECT_EQ(rotation.page, 0);
}

TEST(RotationTest, AClockThatWasSetBackDoesNotHoldThePage)
{
    Rotation rotation;
    rotation.update({}, 3, kMorning);
    const Timestamp back = kMorning - hours { 1 };
    rotation.update({}, 3, back);
    rotation.update({}, 3, back + Rotation::kPage);
    EXPECT_EQ(rotation.page, 1);
}

}
}
