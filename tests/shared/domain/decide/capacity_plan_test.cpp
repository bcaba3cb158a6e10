// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

const ResourceId kPlannedDisk { "disk-1" };

class CapacityPlanDecisionTest : public testing::Test {
protected:
    CapacityPlanDecisionTest()
    {
        room.done(DefineCapacity { { .id = kPlannedDisk, .name = "Disk", .unit = "bytes", .total_milli = 100'000 } },
            room.capacity);
    }

    DecideCapacity accepted() const
    {
        DecideCapacity command;
        command.resource = kPlannedDisk;
        command.finding = CapacityFinding::LeadTime;
        command.note = "The contract ends before.";
        return command;
    }

    SignCapacityPlan page(std::optional<Timestamp> early, bool decided = true) const
    {
        SignCapacityPlan command;
        command.rows = { { kPlannedDisk, CapacityFinding::LeadTime, {}, early, decided } };
        PublishedForecast forecast;
        forecast.early = early;
        forecast.late = early;
        forecast.usable_milli = 100'000;
        command.forecasts = { { kPlannedDisk, forecast } };
        return command;
    }

    const CapacityResource& known() const { return *room.state.resources.find(kPlannedDisk); }

    Room room {};
};

TEST_F(CapacityPlanDecisionTest, WhatIsDoneHasItsOwnerDayAndPrice)
{
    DecideCapacity command = accepted();
    command.note = " ";
    EXPECT_EQ(room.refused(command, room.capacity).missing, (Texts { "note" }));
    command.choice = CapacityChoice::Buy;
    EXPECT_EQ(room.refused(command, room.capacity).missing, (Texts { "owner", "due", "cost_milli" }));
    command.choice = CapacityChoice::Tune;
    EXPECT_EQ(room.refused(command, room.capacity).missing, (Texts { "owner", "due" }));
    command.owner = room.capacity.user;
    command.due = room.now;
    EXPECT_EQ(room.refused(command, room.capacity).code, ErrorCode::Malformed) << "it is past";
    command.due = room.now + hours { 24 };
    EXPECT_EQ(kinds_of(room.done(command, room.capacity)), (Texts { "capacity.decided" }));
    EXPECT_EQ(known().decisions.at(0).owner, room.capacity.user);
    command.cost_milli = -1;
    EXPECT_EQ(room.refused(command, room.capacity).code, ErrorCode::Malformed);
    command.cost_milli = 0;
    command.owner = UserId { "nobody-here" };
    EXPECT_FALSE(room.when(command, room.capacity).ok());
    command.resource = ResourceId { "nowhere" };
    EXPECT_EQ(room.refused(command, room.capacity).code, ErrorCode::NotFound);
}

TEST_F(CapacityPlanDecisionTest, TheLastDecisionOnAFindingStands)
{
    room.done(accepted(), room.capacity);
    EXPECT_TRUE(room.done(accepted(), room.capacity).entries.empty()) << "it is decided so already";
    room.pass(minutes { 1 });
    DecideCapacity other = accepted();
    other.note = "Agreed with its owner.";
    room.done(other, room.capacity);
    ASSERT_EQ(known().decisions.size(), 1U);
    EXPECT_EQ(known().decisions[0].note, "Agreed with its owner.");
    EXPECT_EQ(known().decisions[0].decided_at, room.now);
    other.finding = CapacityFinding::Stale;
    room.done(other, room.capacity);
    EXPECT_EQ(known().decisions.size(), 2U);
    CapacityResource changed = known();
    changed.name = "Disk of orders";
    const Decision defined = room.done(DefineCapacity { changed }, room.capacity);
    EXPECT_TRUE(entries_of<CapacityDefined>(defined).at(0).resource.decisions.empty()) << "they have their own entries";
    EXPECT_EQ(known().decisions.size(), 2U);
}

TEST_F(CapacityPlanDecisionTest, OnlyAPageWithoutOpenLinesIsSigned)
{
    const Error open = room.refused(page(room.now + hours { 48 }, false), room.capacity);
    EXPECT_EQ(open.code, ErrorCode::Conflict);
    EXPECT_NE(open.message.find("disk-1"), std::string::npos) << open.message;
    const Decision made = room.done(page(room.now + hours { 48 }), room.capacity);
    EXPECT_EQ(kinds_of(made), (Texts { "capacity.plan_signed" }));
    EXPECT_EQ(room.state.plan_signed_at, room.now);
    EXPECT_EQ(room.state.plan_signed_by, room.capacity.user);
    ASSERT_EQ(known().published.size(), 1U);
    EXPECT_EQ(known().published[0].made_at, room.now);
    const Timestamp early = *known().published[0].early;
    room.pass(minutes { 1 });
    EXPECT_TRUE(room.done(page(early), room.capacity).entries.empty()) << "the same plan of the same day";
    room.done(accepted(), room.capacity);
    EXPECT_FALSE(room.done(page(early), room.capacity).entries.empty()) << "something was decided since";
}

TEST_F(CapacityPlanDecisionTest, APublishedForecastHasItsScoreOnceItIsOver)
{
    room.done(page(room.now + hours { 48 }), room.capacity);
    room.pass(hours { 72 });
    const Decision later = room.done(page(room.now + hours { 96 }), room.capacity);
    const auto scores = entries_of<CapacityPlanSigned>(later).at(0).scores;
    ASSERT_EQ(scores.size(), 1U);
    EXPECT_EQ(scores[0].score, ForecastScore::Missed);
    ASSERT_EQ(known().published.size(), 2U);
    EXPECT_EQ(known().published[0].score, ForecastScore::Missed);
    EXPECT_EQ(known().published[0].scored_at, room.now);
    EXPECT_EQ(known().published[1].score, ForecastScore::Open);
}

TEST_F(CapacityPlanDecisionTest, TheLedgerOfTheStateIsBounded)
{
    for (std::size_t i = 0; i < kPublishedKept + 3; ++i) {
        room.done(page(room.now + hours { 24 * 400 }), room.capacity);
        room.pass(hours { 24 * 7 });
    }
    EXPECT_EQ(known().published.size(), kPublishedKept);
    room.done(page(std::nullopt), room.capacity);
    EXPECT_FALSE(known().published.back().early);
    room.pass(hours { 24 * 7 });
    const Decision again = room.done(page(std::nullopt), room.capacity);
    EXPECT_TRUE(entries_of<CapacityPlanSigned>(again).at(0).forecasts.empty()) << "it still has no date";
}

}
}
