// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/resource_plan.h"

#include "client/views/capacity/resource_csv.h"
#include "shared/wire/sheets/register_sheet.h"
#include "tests/support/console_room.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

CapacityResource planned_seats(Timestamp now)
{
    CapacityResource seats;
    seats.id = ResourceId { "seats" };
    seats.name = "Seats";
    seats.unit = "seats";
    seats.total_milli = 100'000;
    seats.equal_nodes = 4;
    seats.margin_days = 7;
    seats.key_person = "Ann";
    seats.review_due = now - hours { 24 };
    seats.planned_changes = { { now + hours { 48 }, 50'000, -2'000, "second bus" } };
    return seats;
}

TEST(ResourcePlanTest, SaysWhatIsPlannedAndWarnsOfWhatIsLate)
{
    const auto lines = plan_lines(planned_seats(kMorning), kMorning, {});
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0].words, "7 days of margin; 4 equal nodes; key person: Ann");
    EXPECT_FALSE(lines[0].warns);
    EXPECT_TRUE(lines[1].warns) << lines[1].words;
    EXPECT_NE(lines[2].words.find("capacity +50 seats, demand -2 seats; second bus"), std::string::npos)
        << lines[2].words;
    EXPECT_FALSE(lines[2].warns);
    EXPECT_TRUE(plan_lines(planned_seats(kMorning), kMorning + hours { 72 }, {})[2].warns) << "it is past";
    EXPECT_TRUE(plan_lines(CapacityResource {}, kMorning, {}).empty());
}

TEST(ResourceCsvTest, IsReadAgainWithoutAChange)
{
    ConsoleRoom console;
    CapacityResource seats = planned_seats(console.room.now);
    seats.name = "=seats()";
    console.room.done(DefineCapacity { seats }, console.room.capacity);
    console.open(console.room.capacity);
    const SaveRows saved = resource_csv(console.input());
    EXPECT_EQ(saved.rows, 1U);
    Context context;
    context.now = console.room.now;
    context.actor = console.room.capacity;
    const auto sheet = read_sheet(Register::Resources, saved.csv, console.room.state, context);
    ASSERT_TRUE(sheet.ok()) << sheet.error().message;
    ASSERT_EQ(sheet.value().lines.size(), 1U);
    EXPECT_EQ(sheet.value().lines[0].outcome, LineOutcome::Same);
    EXPECT_EQ(sheet.value().left_out, (std::vector<std::string> { "used", "full_early", "full_late", "act_by" }));
}

}
}
