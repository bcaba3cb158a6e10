// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/priority.h"

#include <gtest/gtest.h>

#include <vector>

namespace watchfloor {
namespace {

struct MatrixCell {
    Level impact;
    Level urgency;
    Priority priority;
};

TEST(PriorityTest, FollowsTheMatrix)
{
    const std::vector<MatrixCell> matrix {
        { Level::High, Level::High, Priority::P1 },
        { Level::High, Level::Medium, Priority::P2 },
        { Level::High, Level::Low, Priority::P3 },
        { Level::Medium, Level::High, Priority::P2 },
        { Level::Medium, Level::Medium, Priority::P3 },
        { Level::Medium, Level::Low, Priority::P4 },
        { Level::Low, Level::High, Priority::P3 },
        { Level::Low, Level::Medium, Priority::P4 },
        { Level::Low, Level::Low, Priority::P5 },
    };
    for (const MatrixCell& cell : matrix) {
        EXPECT_EQ(priority_of(cell.impact, cell.urgency, false), cell.priority);
    }
}

TEST(PriorityTest, HasAFloorForSecurity)
{
    EXPECT_EQ(priority_of(Level::High, Level::Low, true), Priority::P2);
    EXPECT_EQ(priority_of(Level::High, Level::High, true), Priority::P1);
    EXPECT_EQ(priority_of(Level::Medium, Level::Low, true), Priority::P4);
}

}
}
