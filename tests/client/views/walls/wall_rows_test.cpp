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
    EXPECT_EQ(rows.majors[0].published_at, major.updates[0].published_at);
    EXPECT_TRUE(rows.incidents.empty()) << "it is not listed twice";
    EXPECT_TRUE(rows.majors[0].no_commander);
}

TEST(WallRowsTest, AMajorLastsUntilItIsRestored)
{
    Incident major = declared_major();
    EXPECT_EQ(rows_with(major, kMorning + hours { 1 }).majors[0].since, "60 min");
    EXPECT_EQ(rows_with(major, kMorning + seconds { 59 }).majors[0].since, "59 s");
    EXPECT_EQ(rows_with(major, kMorning + seconds { 114 }).majors[0].since, "1 min") << "as those beside it";
    EXPECT_EQ(rows_with(major, kMorning + seconds { 120 }).majors[0].since, "2 min");
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
    EXPECT_EQ(rows_with(major, kMorning).majors[0].update, "Update in 10:00");
    EXPECT_FALSE(rows_with(major, kMorning).majors[0].update_overdue);
    EXPECT_TRUE(rows_with(major, kMorning + minutes { 11 }).majors[0].update_overdue);
    major.clocks[0].stopped_at = kMorning;
    EXPECT_EQ(rows_with(major, kMorning + minutes { 11 }).majors[0].update, "");
    EXPECT_FALSE(rows_with(major, kMorning + minutes { 11 }).majors[0].update_overdue);
}

TEST(WallRowsTest, NamesTheSourcesThatAreLost)
{
    State state;
    for (const char* id : { "b", "a", "well" }) {
        Source source;
        source.id = SourceId { id };
        source.lost = source.id.text != "well";
        state.sources.set(source.id, source);
    }
    const WallRows rows = wall_rows(state, kMorning);
    EXPECT_EQ(rows.lost_sources, (std::vector<std::string> { "a", "b" }));
}

class NewestCriticalTest : public testing::Test {
protected:
    // Fired long ago, if monitoring is to be believed; written down at `recorded`.
    Alert add(const char* id, AlertSeverity severity, Timestamp recorded)
    {
        Alert alert;
        alert.id = AlertId { id };
        alert.severity = severity;
        alert.started_at = kMorning - hours { 3 };
        alert.opened_seq = ++seq_;
        state_.alerts.set(alert.id, alert);
        TimelineItem item;
        item.seq = alert.opened_seq;
        item.begin = alert.started_at;
        item.end = kOpenEnd;
        item.recorded_at = recorded;
        item.kind = ItemKind::Alert;
        EXPECT_TRUE(timeline_.put(item).ok());
        return alert;
    }

    std::optional<Timestamp> newest() const { return newest_critical_at(wall_rows(state_, kMorning), timeline_); }

    State state_ {};
    TimelineColumns timeline_ {};

private:
    std::uint64_t seq_ = 0;
};

TEST_F(NewestCriticalTest, GoesByWhenItCameAndNotByWhatMonitoringClaims)
{
    add("major", AlertSeverity::Major, kMorning);
    Alert seen = add("seen", AlertSeverity::Critical, kMorning - minutes { 1 });
    seen.acknowledged_at = kMorning;
    state_.alerts.set(seen.id, seen);
    EXPECT_FALSE(newest());
    add("newer", AlertSeverity::Critical, kMorning - minutes { 3 });
    add("older", AlertSeverity::Critical, kMorning - minutes { 9 });
    EXPECT_EQ(newest(), kMorning - minutes { 3 });
}

TEST_F(NewestCriticalTest, UntilTheTimelineHasComeItIsWhatMonitoringSays)
{
    add("open", AlertSeverity::Critical, kMorning);
    timeline_.clear();
    EXPECT_EQ(newest(), kMorning - hours { 3 });
}

}
}
