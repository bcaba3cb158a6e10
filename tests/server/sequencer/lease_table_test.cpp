// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/lease_table.h"
#include "shared/domain/decision/decision.h"

#include <gtest/gtest.h>

#include <algorithm>

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

TEST(LeaseTableTest, TellsEveryIdAsItCame)
{
    const std::string digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    std::string upper = digest;
    upper[10] = 'A';
    const std::vector<AlertId> ids { AlertId { "" }, AlertId { digest }, AlertId { upper }, AlertId { digest + "0" },
        AlertId { std::string(64, '0') }, AlertId { "short" } };
    LeaseTable table;
    for (const AlertId& id : ids) {
        table.renew(std::vector<AlertLease> { { id, { 2'000 } } }, { 1'000 });
        table.renew(std::vector<AlertLease> { { id, { 3'000 } } }, { 1'000 });
    }
    auto sorted = ids;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(table.expired({ 3'000 }), sorted);
    EXPECT_EQ(table.take_dirty().size(), ids.size());
    for (const AlertId& id : ids) {
        table.end(id);
    }
    EXPECT_TRUE(table.expired({ 9'000 }).empty());
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

TEST(LeaseTableTest, TellsOfALapsedAlertUntilItIsRenewedOrEnded)
{
    const AlertId other { "b" };
    LeaseTable table;
    table.renew(std::vector<AlertLease> { { other, { 2'000 } }, { kAlert, { 2'000 } } }, { 1'000 });
    EXPECT_EQ(table.expired({ 2'000 }), (std::vector<AlertId> { kAlert, other }));
    table.end(other);
    EXPECT_EQ(table.expired({ 2'001 }), std::vector<AlertId> { kAlert });
    table.renew(std::vector<AlertLease> { { kAlert, { 4'000 } } }, { 2'002 });
    EXPECT_TRUE(table.expired({ 2'003 }).empty());
    EXPECT_EQ(table.expired({ 4'000 }), std::vector<AlertId> { kAlert });
}

TEST(LeaseTableTest, ForgetsAnEndedAlertAndTakesItAnew)
{
    LeaseTable table;
    table.renew(std::vector<AlertLease> { { kAlert, { 9'000 } } }, { 1'000 });
    table.end(kAlert);
    EXPECT_TRUE(table.take_dirty().empty()) << "what has ended must not come back to the side table";
    table.renew(std::vector<AlertLease> { { kAlert, { 3'000 } } }, { 2'000 });
    const auto dirty = table.take_dirty();
    ASSERT_EQ(dirty.size(), 1U);
    EXPECT_EQ(dirty[0].end, Timestamp { 3'000 }) << "an older occurrence's lease does not count";
    EXPECT_EQ(table.expired({ 9'000 }), std::vector<AlertId> { kAlert });
}

TEST(LeaseTableTest, FindsARenewedLeaseThatIsOverAgain)
{
    const AlertId other { "b" };
    LeaseTable table;
    table.renew(std::vector<AlertLease> { { other, { 2'000 } }, { kAlert, { 3'000 } } }, { 1'000 });
    table.renew(std::vector<AlertLease> { { other, { 2'500 } } }, { 1'500 });
    EXPECT_EQ(table.expired({ 4'000 }), (std::vector<AlertId> { kAlert, other }));
    EXPECT_EQ(table.expired({ 4'000 }), (std::vector<AlertId> { kAlert, other }));
}

TEST(LeaseTableTest, KeepsTheOthersOfATurnWhoeverLeavesIt)
{
    const std::vector<AlertId> alerts { AlertId { "a" }, AlertId { "b" }, AlertId { "c" } };
    for (const AlertId& leaving : alerts) {
        for (const bool by_renewal : { false, true }) {
            SCOPED_TRACE(leaving.text + (by_renewal ? " renewed" : " ended"));
            LeaseTable table;
            std::vector<AlertId> others;
            for (const AlertId& alert : alerts) {
                table.renew(std::vector<AlertLease> { { alert, { 2'000 } } }, { 1'000 });
                if (alert != leaving) {
                    others.push_back(alert);
                }
            }
            if (by_renewal) {
                table.renew(std::vector<AlertLease> { { leaving, { 3'000 } } }, { 1'500 });
            } else {
                table.end(leaving);
            }
            EXPECT_EQ(table.expired({ 2'000 }), others);
            EXPECT_EQ(table.take_dirty().size(), by_renewal ? 3U : 2U);
            for (const AlertId& other : others) {
                table.end(other);
            }
            EXPECT_EQ(table.expired({ 3'000 }).size(), by_renewal ? 1U : 0U);
        }
    }
}

TEST(LeaseTableTest, NeverLapsesWhatOnlyAResolveEnds)
{
    LeaseTable table;
    table.renew(std::vector<AlertLease> { { kAlert, kNeverLapses } }, { 1'000 });
    EXPECT_TRUE(table.expired(kNeverLapses - Millis { 1 }).empty());
    EXPECT_EQ(table.take_dirty().size(), 1U);
    table.end(kAlert);
    EXPECT_TRUE(table.take_dirty().empty());
}

}
}
