// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/lease_table.h"
#include "shared/domain/decision/decision.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace watchfloor {
namespace {

const AlertId kAlert { "a" };

TEST(AlertKeyTest, TellsEveryIdApart)
{
    const std::vector<AlertId> ids { AlertId { "" }, AlertId { "a" }, AlertId { "b" }, AlertId { std::string(64, '0') },
        AlertId { std::string(63, '0') + "1" } };
    for (const AlertId& a : ids) {
        for (const AlertId& b : ids) {
            EXPECT_EQ(AlertKey { a } == AlertKey { b }, a == b) << a.text << " " << b.text;
        }
    }
}

TEST(LeaseTableTest, KeepsTheLatestClaimOfAnyPath)
{
    LeaseTable table;
    table.renew(std::vector<AlertLease> { { kAlert, { 5'000 } } }, { 1'000 });
    table.renew(std::vector<AlertLease> { { kAlert, { 3'000 } } }, { 2'000 });
    EXPECT_TRUE(table.expired({ 4'999 }).empty());
    EXPECT_EQ(table.expired({ 5'000 }), std::vector<AlertId> { kAlert });
}

TEST(LeaseTableTest, SaysUntilWhenAnAlertFires)
{
    LeaseTable table;
    EXPECT_EQ(table.end_of(kAlert), std::nullopt);
    table.renew(std::vector<AlertLease> { { kAlert, { 5'000 } } }, { 1'000 });
    table.renew(std::vector<AlertLease> { { kAlert, { 8'000 } } }, { 2'000 });
    EXPECT_EQ(table.end_of(kAlert), Timestamp { 8'000 });
    table.end(kAlert);
    EXPECT_EQ(table.end_of(kAlert), std::nullopt);
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
    EXPECT_EQ(table.take_dirty().first.size(), ids.size());
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
    const auto dirty = table.take_dirty().first;
    ASSERT_EQ(dirty.size(), 1U);
    EXPECT_EQ(dirty[0].length, Millis { 4'000 });
    EXPECT_TRUE(table.take_dirty().first.empty());
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
    EXPECT_TRUE(table.take_dirty().first.empty()) << "what has ended must not come back to the side table";
    table.renew(std::vector<AlertLease> { { kAlert, { 3'000 } } }, { 2'000 });
    const auto dirty = table.take_dirty().first;
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
            EXPECT_EQ(table.take_dirty().first.size(), by_renewal ? 3U : 2U);
            for (const AlertId& other : others) {
                table.end(other);
            }
            EXPECT_EQ(table.expired({ 3'000 }).size(), by_renewal ? 1U : 0U);
        }
    }
}

TEST(LeaseTableTest, KeepsTheFirstOfATurnThoughBothOthersLeaveIt)
{
    LeaseTable table;
    for (const char* id : { "a", "b", "c" }) {
        table.renew(std::vector<AlertLease> { { AlertId { id }, { 2'000 } } }, { 1'000 });
    }
    table.end(AlertId { "b" });
    table.end(AlertId { "a" });
    EXPECT_EQ(table.expired({ 2'000 }), std::vector<AlertId> { AlertId { "c" } });
}

TEST(LeaseTableTest, NeverLapsesWhatOnlyAResolveEnds)
{
    LeaseTable table;
    table.renew(std::vector<AlertLease> { { kAlert, kNeverLapses } }, { 1'000 });
    EXPECT_TRUE(table.expired(kNeverLapses - Millis { 1 }).empty());
    EXPECT_TRUE(table.expired(kNeverLapses).empty());
    EXPECT_EQ(table.take_dirty().first.size(), 1U);
    table.end(kAlert);
    EXPECT_TRUE(table.take_dirty().first.empty());
}

TEST(LeaseTableTest, TakesAStoredLeaseAsItIsWhereItIsTheLonger)
{
    LeaseTable table;
    table.load(std::vector<Lease> { { kAlert, { 90'000 }, Millis { 4'000 } } }, { 60'000 });
    EXPECT_TRUE(table.take_dirty().first.empty()) << "what is stored need not be stored again";
    EXPECT_TRUE(table.expired({ 89'999 }).empty());
    EXPECT_EQ(table.expired({ 90'000 }), std::vector<AlertId> { kAlert });
    // The first that is known of it stands: whoever renewed it meanwhile knows more.
    table.load(std::vector<Lease> { { kAlert, { 200'000 }, Millis { 1 } } }, { 100'000 });
    EXPECT_EQ(table.expired({ 90'000 }), std::vector<AlertId> { kAlert });
}

TEST(LeaseTableTest, FilesWhatAStartFoundFreshAndSaysUpToWhere)
{
    LeaseTable table;
    const AlertId filed { "b" };
    // The first of an alert is the newest.
    table.load(std::vector<Lease> { { filed, { 90'000 }, Millis { 4'000 } },
                   { kAlert, { 80'000 }, Millis { 2'000 }, true }, { kAlert, { 99'000 }, Millis { 9'000 }, true } },
        { 60'000 });
    table.settled(17);
    const auto [dirty, settled] = table.take_dirty();
    ASSERT_EQ(dirty.size(), 1U);
    EXPECT_EQ(dirty[0].alert, kAlert);
    EXPECT_EQ(dirty[0].end, Timestamp { 80'000 });
    EXPECT_FALSE(dirty[0].fresh);
    EXPECT_EQ(settled, 17U);
    EXPECT_TRUE(table.take_dirty().first.empty());
}

TEST(LeaseTableTest, AnEqualClaimChangesNothing)
{
    LeaseTable table;
    table.renew(std::vector<AlertLease> { { kAlert, { 5'000 } } }, { 1'000 });
    EXPECT_EQ(table.take_dirty().first.size(), 1U);
    table.renew(std::vector<AlertLease> { { kAlert, { 5'000 } } }, { 2'000 });
    EXPECT_TRUE(table.take_dirty().first.empty());
    table.renew(std::vector<AlertLease> { { kAlert, { 5'001 } } }, { 2'000 });
    const auto dirty = table.take_dirty().first;
    ASSERT_EQ(dirty.size(), 1U);
    EXPECT_EQ(dirty[0].end, Timestamp { 5'001 });
    EXPECT_EQ(dirty[0].length, Millis { 3'001 });
}

TEST(LeaseTableTest, ALeaseThatIsOverBeforeItBeginsHasNoLength)
{
    LeaseTable table;
    table.renew(std::vector<AlertLease> { { kAlert, { 5'000 } } }, { 9'000 });
    const auto dirty = table.take_dirty().first;
    ASSERT_EQ(dirty.size(), 1U);
    EXPECT_EQ(dirty[0].length, Millis { 0 });
    EXPECT_EQ(table.expired({ 9'000 }), std::vector<AlertId> { kAlert });
}

TEST(LeaseTableTest, HandsOutChangesInTheOrderOfTheAlerts)
{
    LeaseTable table;
    for (const char* id : { "c", "a", "b" }) {
        table.renew(std::vector<AlertLease> { { AlertId { id }, { 5'000 } } }, { 1'000 });
    }
    table.renew(std::vector<AlertLease> { { AlertId { "c" }, { 6'000 } } }, { 1'000 });
    std::string order;
    for (const Lease& lease : table.take_dirty().first) {
        order += lease.alert.text + std::to_string(lease.end.millis) + " ";
    }
    EXPECT_EQ(order, "a5000 b5000 c6000 ");
}

// What random claims, ends and looks leave behind is what a plain map says.
TEST(LeaseTableTest, AgreesWithAPlainMapWhateverHappens)
{
    std::mt19937 random { 11 };
    LeaseTable table;
    std::map<AlertId, Timestamp> plain;
    for (std::int64_t now = 0; now < 20'000; ++now) {
        const AlertId alert { std::string(1, static_cast<char>('a' + random() % 12)) };
        const Timestamp until { now + static_cast<std::int64_t>(random() % 6) };
        switch (random() % 4) {
        case 0:
            table.end(alert);
            plain.erase(alert);
            break;
        case 1: {
            std::vector<AlertId> over;
            for (const auto& [id, end] : plain) {
                if (end <= Timestamp { now }) {
                    over.push_back(id);
                }
            }
            ASSERT_EQ(table.expired({ now }), over) << now;
            break;
        }
        default:
            table.renew(std::vector<AlertLease> { { alert, until } }, { now });
            plain[alert] = std::max(plain.try_emplace(alert, until).first->second, until);
        }
    }
}

}
}
