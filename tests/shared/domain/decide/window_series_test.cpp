// SPDX-License-Identifier: Apache-2.0
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

constexpr Millis kWeek = hours { 24 * 7 };

class WindowSeriesTest : public testing::Test {
protected:
    PlanWindowSeries weekly(std::size_t count) const
    {
        PlanWindowSeries series;
        series.plan.title = "Patching";
        series.plan.services = { ServiceId { "shop" } };
        series.recurrence = "RRULE:FREQ=WEEKLY";
        series.rule = "FREQ=WEEKLY";
        for (std::size_t i = 0; i < count; ++i) {
            const Timestamp from = room.now + hours { 1 } + kWeek * static_cast<std::int64_t>(i);
            series.occurrences.push_back({ from, from + hours { 2 } });
        }
        return series;
    }

    const MaintenanceWindow& window(const char* id) const
    {
        const MaintenanceWindow* found = room.state.windows.find(WindowId { id });
        VERIFY(found != nullptr);
        return *found;
    }

    MoveWindow move(const char* id, WindowState to, bool following) const
    {
        return { .window = WindowId { id }, .version = window(id).version, .to = to, .following = following };
    }

    Room room;
    const Actor second = actor("second", { SystemRole::MaintenancePlanner });
};

}

TEST_F(WindowSeriesTest, EachOccurrenceIsAWindowOfItsOwnWithTheFirstAsItsSeries)
{
    const Decision decision = room.done(weekly(3), room.planner);
    EXPECT_EQ(decision.created, "MW-1");
    EXPECT_EQ(decision.entries.size(), 3U);
    EXPECT_EQ(window("MW-3").series.text, "MW-1");
    EXPECT_EQ(window("MW-3").rule, "FREQ=WEEKLY");
    EXPECT_EQ(window("MW-3").from, kMorning + hours { 1 } + 2 * kWeek);
    EXPECT_EQ(window("MW-3").state, WindowState::Planned);
    EXPECT_EQ(room.done(weekly(1), room.planner).created, "MW-4");
}

TEST_F(WindowSeriesTest, IsRefusedAsAWholeWhereOneWouldBe)
{
    EXPECT_EQ(room.refused(weekly(0), room.planner).code, ErrorCode::Malformed);
    EXPECT_NE(room.refused(weekly(201), room.planner).message.find("200"), std::string::npos);
    PlanWindowSeries overlapping = weekly(2);
    overlapping.occurrences[0].to = overlapping.occurrences[1].from + Millis { 1 };
    EXPECT_NE(room.refused(overlapping, room.planner).message.find("before the next"), std::string::npos);
    overlapping.occurrences[0].to = overlapping.occurrences[1].from;
    EXPECT_TRUE(room.when(overlapping, room.planner).ok());
    PlanWindowSeries untitled = weekly(2);
    untitled.plan.title.clear();
    room.refused(untitled, room.planner);
    PlanWindowSeries years = weekly(1);
    years.occurrences[0].to = years.occurrences[0].from + hours { 24 * 3650 };
    EXPECT_EQ(room.refused(years, room.planner).code, ErrorCode::Malformed);
}

TEST_F(WindowSeriesTest, AllToComeAreApprovedAndCancelledAtOnce)
{
    room.done(weekly(4), room.planner);
    EXPECT_EQ(room.refused(move("MW-1", WindowState::Approved, true), room.planner).code, ErrorCode::Forbidden);
    room.done(move("MW-2", WindowState::Cancelled, false), second);
    EXPECT_EQ(room.done(move("MW-1", WindowState::Approved, true), second).entries.size(), 3U);
    EXPECT_EQ(window("MW-1").state, WindowState::Approved);
    EXPECT_EQ(window("MW-2").state, WindowState::Cancelled) << "what was cancelled stays so";
    EXPECT_EQ(window("MW-4").state, WindowState::Approved);
    EXPECT_EQ(room.done(move("MW-3", WindowState::Cancelled, true), second).entries.size(), 2U);
    EXPECT_EQ(window("MW-1").state, WindowState::Approved) << "the earlier ones stay";
    EXPECT_EQ(window("MW-4").state, WindowState::Cancelled);
}

TEST_F(WindowSeriesTest, OneOfThemIsMovedAlone)
{
    room.done(weekly(3), room.planner);
    EXPECT_EQ(room.done(move("MW-1", WindowState::Approved, false), second).entries.size(), 1U);
    EXPECT_EQ(window("MW-2").state, WindowState::Planned);
    RescheduleWindow later { .window = WindowId { "MW-2" }, .version = window("MW-2").version };
    later.to = window("MW-2").to + hours { 1 };
    room.done(later, room.planner);
    EXPECT_EQ(window("MW-2").series.text, "MW-1") << "at another time it is of its series still";
}

TEST_F(WindowSeriesTest, AWindowAloneHasNoneThatFollow)
{
    room.done(PlanWindow { .title = "Once",
                  .services = { ServiceId { "shop" } },
                  .from = room.now + hours { 1 },
                  .to = room.now + hours { 2 } },
        room.planner);
    EXPECT_EQ(room.refused(move("MW-1", WindowState::Cancelled, true), room.planner).code, ErrorCode::Conflict);
}

TEST_F(WindowSeriesTest, AnEmergencyOfAllIsConfirmedOfAll)
{
    room.done(weekly(2), room.planner);
    MoveWindow alone = move("MW-1", WindowState::Approved, true);
    alone.reason = "The vendor is here now.";
    room.done(alone, room.planner);
    EXPECT_TRUE(window("MW-2").awaits_confirmation());
    room.done(move("MW-1", WindowState::Approved, true), second);
    EXPECT_FALSE(window("MW-1").awaits_confirmation());
    EXPECT_FALSE(window("MW-2").awaits_confirmation());
}

}
