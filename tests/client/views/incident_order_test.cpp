// SPDX-License-Identifier: Apache-2.0
#include "client/views/incident_order.h"

#include "client/language/text.h"
#include "client/views/view.h"
#include "tests/support/domain_fixture.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class IncidentOrderTest : public testing::Test {
protected:
    // Began so many minutes before the morning.
    Incident& add(
        const char* id, MajorState major, std::optional<IncidentSeverity> severity, Priority priority, int ago)
    {
        Incident incident;
        incident.id = IncidentId { id };
        incident.major = major;
        incident.severity = severity;
        incident.priority = priority;
        incident.started_at = kMorning - minutes { ago };
        return incidents_.emplace_back(std::move(incident));
    }

    std::string order()
    {
        State state;
        for (const Incident& incident : incidents_) {
            state.incidents.set(incident.id, incident);
        }
        std::string ids;
        for (const Incident* incident : open_incidents(state, kMorning)) {
            ids += incident->id.text + " ";
        }
        return ids;
    }

    static TargetClock due(int minutes_ago)
    {
        TargetClock clock;
        clock.kind = ClockKind::NextUpdate;
        clock.due_at = kMorning - minutes { minutes_ago };
        return clock;
    }

    std::vector<Incident> incidents_ {};
};

// The oldest of all is the least grave of the majors.
TEST(UserNameTest, AnAccountIsNeverShownByItsId)
{
    State state;
    const UserId ada { "u-30a4a171" };
    EXPECT_EQ(user_name(state, ada), tr(Text::PersonUnnamed));
    state.users.set(ada, User { .id = ada, .name = "Ada" });
    EXPECT_EQ(user_name(state, ada), "Ada");
}

TEST_F(IncidentOrderTest, MajorsThenSeverityThenTheOldest)
{
    add("INC-1", MajorState::Declared, IncidentSeverity::Sev3, Priority::P3, 90);
    add("INC-2", MajorState::Declared, IncidentSeverity::Sev1, Priority::P3, 5);
    add("INC-3", MajorState::Declared, IncidentSeverity::Sev1, Priority::P3, 7);
    add("INC-4", MajorState::None, std::nullopt, Priority::P1, 100);
    add("INC-5", MajorState::None, std::nullopt, Priority::P4, 200);
    add("INC-6", MajorState::None, IncidentSeverity::Sev2, Priority::P5, 1);
    EXPECT_EQ(order(), "INC-3 INC-2 INC-1 INC-4 INC-6 INC-5 ");
}

TEST_F(IncidentOrderTest, OfOneSeverityWhatIsOverdueComesFirst)
{
    add("INC-1", MajorState::Declared, IncidentSeverity::Sev2, Priority::P3, 60);
    add("INC-2", MajorState::Declared, IncidentSeverity::Sev2, Priority::P3, 5).clocks = { due(1) };
    add("INC-3", MajorState::Declared, IncidentSeverity::Sev1, Priority::P3, 1);
    EXPECT_EQ(order(), "INC-3 INC-2 INC-1 ");
}

TEST_F(IncidentOrderTest, WhatStandsStillOrIsDueLaterIsNotOverdue)
{
    add("INC-1", MajorState::None, std::nullopt, Priority::P2, 9).clocks = { due(-1) };
    TargetClock paused = due(5);
    paused.paused_at = kMorning - minutes { 6 };
    add("INC-2", MajorState::None, std::nullopt, Priority::P2, 8).clocks = { paused };
    TargetClock stopped = due(5);
    stopped.stopped_at = kMorning - minutes { 6 };
    add("INC-3", MajorState::None, std::nullopt, Priority::P2, 7).clocks = { stopped };
    EXPECT_EQ(order(), "INC-1 INC-2 INC-3 ");
}

TEST_F(IncidentOrderTest, ClosedOnesAreNotAmongThem)
{
    Incident& closed = add("INC-1", MajorState::None, std::nullopt, Priority::P1, 9);
    closed.state = IncidentState::Closed;
    closed.title = "Over";
    add("INC-2", MajorState::None, std::nullopt, Priority::P3, 8);
    EXPECT_EQ(order(), "INC-2 ");
}

TEST_F(IncidentOrderTest, EachSeverityAndPriorityHasItsOwnMark)
{
    Incident incident;
    incident.priority = Priority::P3;
    EXPECT_EQ(rank_code(rank_of(incident)), "P3");
    incident.severity = IncidentSeverity::Sev4;
    EXPECT_EQ(rank_code(rank_of(incident)), "SEV4");
    incident.severity = IncidentSeverity::Sev1;
    EXPECT_EQ(rank_of(incident), Rank::Sev1);
    EXPECT_EQ(rank_level(Rank::Sev2), rank_level(Rank::P2));
    EXPECT_EQ(rank_colour(Rank::Sev1), Colour::Critical);
    EXPECT_NE(rank_colour(Rank::Sev3), Colour::Critical);
    EXPECT_EQ(rank_colour(Rank::P5), Colour::Info);
}

TEST_F(IncidentOrderTest, WhatWasLeftOutIsCountedTheWorstFirst)
{
    const std::vector<Rank> left_out { Rank::Sev2, Rank::P3, Rank::Sev1, Rank::Sev2 };
    EXPECT_EQ(counts_by_rank(left_out), "SEV1 1, SEV2 2, P3 1");
    EXPECT_EQ(counts_by_rank({}), "");
}

// Closing is paper work of the next day: what is said to have ended, and how long it lasted, are of one instant.
TEST_F(IncidentOrderTest, ItEndedWhenTheServiceWasBackAndLastedUntilThen)
{
    Incident& incident = add("INC-1", MajorState::None, std::nullopt, Priority::P3, 60);
    incident.closed_at = kMorning + hours { 24 };
    EXPECT_EQ(ended_at(incident), kMorning + hours { 24 });
    EXPECT_EQ(lasted_words(incident), "25:00:00");
    incident.resolved_at = kMorning + minutes { 5 };
    EXPECT_EQ(ended_at(incident), kMorning + minutes { 5 });
    incident.restored_at = kMorning;
    EXPECT_EQ(ended_at(incident), kMorning);
    EXPECT_EQ(lasted_words(incident), "1:00:00");
}

TEST_F(IncidentOrderTest, WhatIsRestoredLastsNoLongerThoughItIsOpen)
{
    Incident& incident = add("INC-1", MajorState::None, std::nullopt, Priority::P3, 60);
    EXPECT_TRUE(impact_goes_on(incident));
    EXPECT_EQ(impact_so_far(incident, kMorning + minutes { 20 }), Millis { 80 * 60'000 });
    incident.restored_at = kMorning - minutes { 10 };
    EXPECT_FALSE(impact_goes_on(incident));
    EXPECT_EQ(impact_so_far(incident, kMorning + minutes { 20 }), Millis { 50 * 60'000 });
}

}
}
