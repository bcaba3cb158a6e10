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

TEST(LoadWordsTest, TellTheOwnRateAndSharesBesideWhatIsUsual)
{
    EXPECT_EQ(load_words(242), "1,452 an hour (easy 6, manageable 12, flood 30)");
    SeverityCounts counts {};
    count_severity(counts, Severity::Critical, 60);
    count_severity(counts, Severity::Major, 3);
    count_severity(counts, Severity::Minor, 120);
    EXPECT_EQ(share_words(counts, 183), "critical 33 % (usual 5), major 2 % (15)");
    EXPECT_EQ(share_words(counts, 240), "critical at least 25 % (usual 5), major at least 1 % (15)") << "of all";
    counts[static_cast<std::size_t>(Severity::Major)] = 0;
    EXPECT_EQ(share_words(counts, 240), "critical at least 25 % (usual 5), major unknown % (15)") << "not none";
    EXPECT_EQ(load_words(242, false), "at least 1,452 an hour (easy 6, manageable 12, flood 30)");
    EXPECT_EQ(as_known("0", false), "unknown");
    EXPECT_EQ(as_known("0", true), "0");
    EXPECT_EQ(share_words({}, 0), "critical 0 % (usual 5), major 0 % (15)");
}

}
}
