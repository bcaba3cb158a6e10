// SPDX-License-Identifier: Apache-2.0
#include "client/views/severity_counts.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(CutWordsTest, SayHowSevereIsWhatWasLeftOut)
{
    SeverityCounts cut {};
    EXPECT_EQ(cut_words(cut), "");
    count_severity(cut, Severity::Minor, 1'953);
    count_severity(cut, Severity::Critical, 3);
    count_severity(cut, Severity::Major, 40);
    EXPECT_EQ(cut_words(cut), "+1,996: CRIT 3, MAJ 40, MIN 1,953");
    EXPECT_EQ(counted(cut), 1'996U);
}

// The working set holds the worst alerts: of the others only their number is known.
TEST(CutWordsTest, WhatIsNotHeldIsCountedWithoutASeverity)
{
    SeverityCounts cut {};
    EXPECT_EQ(cut_words(cut, 1'500), "+1,500: 1,500 less severe");
    count_severity(cut, Severity::Info, 2);
    EXPECT_EQ(cut_words(cut, 1'500), "+1,502: INFO 2, 1,500 less severe");
}

}
}
