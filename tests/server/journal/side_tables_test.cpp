// SPDX-License-Identifier: Apache-2.0
#include "tests/server/journal/sqlite_store_fixture.h"

namespace watchfloor {
namespace {

using SideTablesTest = SqliteStoreTest;

TEST_F(SideTablesTest, KeepsLeasesAndFlushesManyAtOnce)
{
    std::vector<Lease> leases;
    for (int i = 0; i < 2500; ++i) {
        leases.push_back({ AlertId { "alert-" + std::to_string(i) }, { 1000 + i }, Millis { 300'000 } });
    }
    ASSERT_TRUE(store_->flush_leases(kMain, leases).ok());
    ASSERT_TRUE(store_
                    ->append(kMain, {},
                        { .leases = { { AlertId { "alert-0" }, { 9 }, Millis { 1 } } },
                            .ended_leases = { AlertId { "alert-1" } } })
                    .ok());
    reopen();
    const auto read = store_->leases(kMain);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().size(), 2499U);
    for (const Lease& lease : read.value()) {
        EXPECT_NE(lease.alert.text, "alert-1");
        if (lease.alert.text == "alert-0") {
            EXPECT_EQ(lease.end.millis, 9);
            EXPECT_EQ(lease.length, Millis { 1 });
        }
    }
    EXPECT_TRUE(store_->leases(kDrill).value().empty());
}

TEST_F(SideTablesTest, ForgetsFreshLeasesOfOneJournalUpToAnEntry)
{
    constexpr std::uint64_t kMany = 5000; // more than one call forgets
    Extras extras;
    for (std::uint64_t seq = 1; seq <= kMany; ++seq) {
        extras.fresh_leases.push_back(
            { { AlertId { "alert" }, { static_cast<std::int64_t>(seq) }, Millis { 1 } }, seq });
    }
    for (const JournalId& journal : { kMain, kDrill }) {
        EntryMaker maker;
        ASSERT_TRUE(store_->append(journal, maker.batch(kMany), extras).ok());
    }
    EXPECT_EQ(store_->leases(kMain).value().front().end.millis, static_cast<std::int64_t>(kMany)) << "the newest first";
    ASSERT_TRUE(store_->flush_leases(kMain, {}, kMany - 1).ok());
    reopen();
    ASSERT_EQ(store_->leases(kMain).value().size(), 1U);
    EXPECT_EQ(store_->leases(kDrill).value().size(), kMany);
}

TEST_F(SideTablesTest, KeepsSecretsByNameAndPrefix)
{
    const std::string digest { "\0\1binary", 8 };
    ASSERT_TRUE(store_
                    ->append(kMain, {},
                        { .secrets = { { "token/b", digest }, { "token/a", "1" }, { "tokens", "2" }, { "\xff", "3" },
                              { "\xff\x01", "4" } } })
                    .ok());
    EXPECT_EQ(store_->secret("token/b").value(), std::optional { digest });
    const auto tokens = store_->secrets_with_prefix("token/");
    ASSERT_EQ(tokens.value().size(), 2U);
    EXPECT_EQ(tokens.value()[0].name, "token/a");
    EXPECT_EQ(store_->secrets_with_prefix("").value().size(), 5U);
    EXPECT_EQ(store_->secrets_with_prefix("\xff").value().size(), 2U);
    ASSERT_TRUE(store_->append(kMain, {}, { .secrets = { { "token/b", std::nullopt } } }).ok());
    EXPECT_EQ(store_->secret("token/b").value(), std::nullopt);
    EXPECT_FALSE(on_disk(digest + "x"));
}

TEST_F(SideTablesTest, AnswersRepeatsUntilTheyExpire)
{
    const IdempotencyKey key { "user-1", "POST /incidents", "abc" };
    const IdempotencyRecord record { key, sha256("body"), 1, 2, 201, { 1'000 } };
    EntryMaker maker;
    ASSERT_TRUE(
        store_
            ->append(kMain, maker.batch(2),
                { .idempotency = { record }, .deliveries = { { 1, 2, SourceId { "prom" }, { 1'000 }, "{}", 2 } } })
            .ok());
    const auto found = store_->find_idempotency(kMain, key);
    ASSERT_TRUE(found.ok() && found.value());
    EXPECT_EQ(found.value()->request, record.request);
    EXPECT_EQ(found.value()->last_seq, 2U);
    EXPECT_EQ(found.value()->status, 201);
    EXPECT_EQ(store_->find_idempotency(kMain, { "user-2", key.route, key.key }).value().has_value(), false);
    EXPECT_EQ(store_->append(kMain, {}, { .idempotency = { record } }).error().code, ErrorCode::Conflict);

    const Timestamp at_age = Timestamp { 1'000 } + std::chrono::duration_cast<Millis>(kSideTableAge);
    EXPECT_EQ(store_->expire(at_age).value(), false);
    EXPECT_TRUE(store_->find_idempotency(kMain, key).value().has_value());
    EXPECT_EQ(store_->expire(at_age + Millis { 1 }).value(), false);
    EXPECT_FALSE(store_->find_idempotency(kMain, key).value().has_value());
    EXPECT_FALSE(store_->delivery(kMain, 1).value().has_value());
}

TEST_F(SideTablesTest, ExpiresABoundedNumberPerCall)
{
    Extras extras;
    for (int i = 0; i < 2500; ++i) {
        extras.idempotency.push_back({ { "u", "r", std::to_string(i) }, {}, 0, 0, 200, { i } });
    }
    ASSERT_TRUE(store_->append(kMain, {}, extras).ok());
    const Timestamp later = Timestamp { 10'000 } + std::chrono::duration_cast<Millis>(kSideTableAge);
    int calls = 1;
    while (store_->expire(later).value()) {
        ++calls;
    }
    EXPECT_EQ(calls, 3);
    EXPECT_FALSE(store_->find_idempotency(kMain, { "u", "r", "2499" }).value().has_value());
}

TEST_F(SideTablesTest, FindsTheDeliveryThatCausedAnEntryAndCutsItsBody)
{
    EntryMaker maker;
    const std::string large(kRawDeliveryLimit + 10, 'y');
    ASSERT_TRUE(
        store_->append(kMain, maker.batch(6), { .deliveries = { { 2, 4, SourceId { "zabbix" }, { 5 }, large, 0 } } })
            .ok());
    const auto found = store_->delivery(kMain, 3);
    ASSERT_TRUE(found.ok() && found.value());
    EXPECT_EQ(found.value()->first_seq, 2U);
    EXPECT_EQ(found.value()->body.size(), kRawDeliveryLimit);
    EXPECT_EQ(found.value()->full_bytes, large.size());
    EXPECT_EQ(found.value()->source.text, "zabbix");
    EXPECT_FALSE(store_->delivery(kMain, 1).value().has_value());
    EXPECT_FALSE(store_->delivery(kMain, 5).value().has_value());
}

TEST_F(SideTablesTest, RemembersSmallValues)
{
    EXPECT_EQ(store_->remembered("wall clock").value(), std::nullopt);
    ASSERT_TRUE(store_->append(kMain, {}, { .remembered = { { "wall clock", "12" } } }).ok());
    reopen();
    EXPECT_EQ(store_->remembered("wall clock").value(), std::optional<std::string> { "12" });
}

// A journal begins with what is kept beside it too, and its entries still follow from nothing.
TEST_F(SideTablesTest, BeginsAJournalWithWhatIsKeptBesideIt)
{
    ASSERT_TRUE(store_->append(kMain, {}, { .remembered = { { "a", "1" } } }).ok());
    ASSERT_TRUE(store_->append(kDrill, {}, { .leases = { { AlertId { "a" }, { 9 }, Millis { 1 } } } }).ok());
    reopen();
    EXPECT_EQ(store_->journals(), (std::vector { kDrill, kMain }));
    EXPECT_EQ(store_->head(kMain), JournalHead {});
    EXPECT_EQ(store_->leases(kDrill).value().size(), 1U);
    EXPECT_TRUE(store_->leases(kMain).value().empty());
    EXPECT_TRUE(store_->append(kDrill, EntryMaker {}.batch(2), {}).ok());
    EXPECT_TRUE(store_->append(kMain, EntryMaker {}.batch(1), {}).ok());
}

TEST_F(SideTablesTest, KeepsEveryFieldOfWhatIsKeptBesideTheEntries)
{
    EntryMaker maker;
    const IdempotencyKey key { "user-1", "POST /incidents", "abc" };
    const Extras extras { .leases = { { AlertId { "a" }, { 77 }, Millis { 5 } } },
        .idempotency = { { key, sha256("body"), 3, 4, 202, { 1'234 } } },
        .deliveries = { { 2, 3, SourceId { "zabbix" }, { 55 }, "body", 99 },
            { 5, 5, SourceId { "icinga" }, { 56 }, "other", 5 } } };
    ASSERT_TRUE(store_->append(kMain, maker.batch(6), extras).ok());
    ASSERT_TRUE(store_->append(kDrill, EntryMaker {}.batch(4), {}).ok());
    reopen();
    const auto lease = store_->leases(kMain).value().at(0);
    EXPECT_EQ(lease.alert.text, "a");
    EXPECT_EQ(lease.end, Timestamp { 77 });
    EXPECT_EQ(lease.length, Millis { 5 });
    const auto record = store_->find_idempotency(kMain, key).value().value();
    EXPECT_EQ(record.request, sha256("body"));
    EXPECT_EQ(record.first_seq, 3U);
    EXPECT_EQ(record.last_seq, 4U);
    EXPECT_EQ(record.status, 202);
    EXPECT_EQ(record.at, Timestamp { 1'234 });
    for (const IdempotencyKey& other :
        { IdempotencyKey { "user-1", "POST /incidents", "abd" }, IdempotencyKey { "user-1", "POST /others", "abc" },
            IdempotencyKey { "user-2", "POST /incidents", "abc" } }) {
        EXPECT_FALSE(store_->find_idempotency(kMain, other).value());
    }
    EXPECT_FALSE(store_->find_idempotency(kDrill, key).value());
    EXPECT_FALSE(store_->find_idempotency(JournalId { "none" }, key).value());
    for (const std::uint64_t seq : { 2U, 3U }) {
        const auto kept = store_->delivery(kMain, seq).value().value();
        EXPECT_EQ(kept.first_seq, 2U);
        EXPECT_EQ(kept.last_seq, 3U);
        EXPECT_EQ(kept.source.text, "zabbix");
        EXPECT_EQ(kept.received_at, Timestamp { 55 });
        EXPECT_EQ(kept.body, "body");
        EXPECT_EQ(kept.full_bytes, 99U);
    }
    EXPECT_EQ(store_->delivery(kMain, 5).value()->body, "other");
    for (const std::uint64_t seq : { 0U, 1U, 4U, 6U }) {
        EXPECT_FALSE(store_->delivery(kMain, seq).value()) << seq;
    }
    EXPECT_FALSE(store_->delivery(kDrill, 2).value());
}

TEST_F(SideTablesTest, ExpiresDeliveriesAndRecordsAtTheSameAge)
{
    EntryMaker maker;
    ASSERT_TRUE(store_
                    ->append(kMain, maker.batch(2),
                        { .deliveries = { { 1, 1, SourceId { "a" }, { 1'000 }, "{}", 2 },
                              { 2, 2, SourceId { "a" }, { 1'001 }, "{}", 2 } } })
                    .ok());
    const Timestamp at_age = Timestamp { 1'000 } + std::chrono::duration_cast<Millis>(kSideTableAge);
    ASSERT_TRUE(store_->expire(at_age).ok());
    EXPECT_TRUE(store_->delivery(kMain, 1).value());
    ASSERT_TRUE(store_->expire(at_age + Millis { 1 }).ok());
    EXPECT_FALSE(store_->delivery(kMain, 1).value());
    EXPECT_TRUE(store_->delivery(kMain, 2).value());
}

}
}
