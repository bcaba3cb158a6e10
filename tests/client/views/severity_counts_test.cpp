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
    EXPECT_EQ(cut_words(cut, 1'500), "+1,500 less severe");
    count_severity(cut, Severity::Info, 2);
    EXPECT_EQ(cut_words(cut, 1'500), "+1,502: INFO 2, 1,500 less severe");
}

TEST(LoadWordsTest, TellWhatOnePersonCouldFollowAndWhatFires)
{
    EXPECT_EQ(load_words(242), "242 new in 10 min, 121 times what one person can follow");
    EXPECT_EQ(load_words(1'242, false), "at least 1,242 new in 10 min, 621 times what one person can follow");
    SeverityCounts counts {};
    count_severity(counts, Severity::Critical, 60);
    count_severity(counts, Severity::Minor, 120);
    EXPECT_EQ(firing_words(counts, 180), "fires: CRIT 60, MIN 120");
    EXPECT_EQ(firing_words(counts, 1'240), "fires: CRIT 60, MIN 120, 1,060 less severe") << "the worst are held";
    EXPECT_EQ(as_known("0", false), "unknown");
    EXPECT_EQ(as_known("0", true), "0");
}

}
}
