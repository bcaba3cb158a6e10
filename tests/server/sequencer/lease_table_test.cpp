// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/lease_table.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

const AlertId kAlert { "a" };

TEST(LeaseTableTest, KeepsTheLatestClaimOfAnyPath)
{
    LeaseTable table;
    table.renew(std::vector<AlertLease> { { kAlert, { 5'000 } } }, { 1'000 });
    table.renew(std::vector<AlertLease> { { kAlert, { 3'000 } } }, { 2'000 });
    EXPECT_TRUE(table.expired({ 4'999 }).empty());
    EXPECT_EQ(table.expired({ 5'000 }), std::vector<AlertId> { kAlert });
}

TEST(LeaseTableTest, LetsNothingLapseThroughItsOwnOutage)
{
    LeaseTable table;
    table.load(std::vector<Lease> { { kAlert, { 5'000 }, Millis { 4'000 } } }, { 60'000 });
    EXPECT_TRUE(table.expired({ 63'999 }).empty());
    EXPECT_EQ(table.expired({ 64'000 }).size(), 1U);
}

TEST(LeaseTableTest, HandsOutEachChangeOnce)
{
    LeaseTable table;
    table.renew(std::vector<AlertLease> { { kAlert, { 5'000 } } }, { 1'000 });
    const auto dirty = table.take_dirty();
    ASSERT_EQ(dirty.size(), 1U);
    EXPECT_EQ(dirty[0].length, Millis { 4'000 });
    EXPECT_TRUE(table.take_dirty().empty());
    table.end(kAlert);
    EXPECT_TRUE(table.expired({ 9'000 }).empty());
}

}
}
