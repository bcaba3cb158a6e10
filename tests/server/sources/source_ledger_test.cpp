// SPDX-License-Identifier: Apache-2.0
#include "server/sources/source_ledger.h"

#include "server/journal/sqlite_store.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/forwarding_store.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(SourceLedgerTest, AddsUpAndOutlivesTheProcess)
{
    const TemporaryFolder folder;
    auto store = SqliteStore::open(folder / "journal.db", {});
    ASSERT_TRUE(store.ok());
    const SourceId source { "prometheus" };
    const JournalId journal { "main" };
    SourceCounts delivery;
    delivery.source = source;
    delivery.last_delivery_at = { 5'000 };
    delivery.deliveries = 1;
    delivery.received = 10;
    delivery.duplicate = 4;
    {
        SourceLedger ledger { *store.value() };
        ledger.add(delivery);
        delivery.last_delivery_at = { 4'000 };
        ledger.add(delivery);
        ledger.add_gap(source);
        ledger.flush(journal);
    }
    SourceLedger ledger { *store.value() };
    ASSERT_TRUE(ledger.load(journal, { source }).ok());
    const SourceCounts counts = ledger.of(source);
    EXPECT_EQ(counts.deliveries, 2);
    EXPECT_EQ(counts.received, 20);
    EXPECT_EQ(counts.duplicate, 8);
    EXPECT_EQ(counts.gaps, 1);
    EXPECT_EQ(counts.last_delivery_at, Timestamp { 5'000 });
}

TEST(SourceLedgerTest, ADeliveryAfterTheClockWasSetBackIsTheLast)
{
    const TemporaryFolder folder;
    auto store = SqliteStore::open(folder / "journal.db", {});
    ASSERT_TRUE(store.ok());
    SourceLedger ledger { *store.value() };
    SourceCounts delivery;
    delivery.source = SourceId { "prometheus" };
    delivery.last_delivery_at = { 9'000'000 };
    ledger.add(delivery);
    delivery.last_delivery_at = {};
    ledger.add(delivery);
    delivery.last_delivery_at = { 9'000'000 - 60'000 };
    ledger.add(delivery);
    EXPECT_EQ(ledger.of(delivery.source).last_delivery_at, Timestamp { 9'000'000 });
    delivery.last_delivery_at = { 9'000'000 - 60'001 };
    ledger.add(delivery);
    EXPECT_EQ(ledger.of(delivery.source).last_delivery_at, delivery.last_delivery_at);
}

// A store that refuses to write when told to, and counts what it was asked.
class RefusingStore final : public ForwardingStore {
public:
    using ForwardingStore::ForwardingStore;
    Result<void> append(const JournalId& journal, std::span<const SealedEntry> entries, const Extras& extras) override
    {
        ++appends;
        values += extras.remembered.size();
        return refuses ? Error { ErrorCode::Unavailable, "The disk is full." }
                       : ForwardingStore::append(journal, entries, extras);
    }

    bool refuses = false;
    int appends = 0;
    std::size_t values = 0;
};

class SourceLedgerStoreTest : public testing::Test {
protected:
    SourceLedgerStoreTest()
    {
        auto opened = SqliteStore::open(folder_ / "journal.db", {});
        VERIFY(opened.ok());
        sqlite_ = std::move(opened).value();
        store_ = std::make_unique<RefusingStore>(*sqlite_);
    }

    static SourceCounts delivery(const SourceId& source) { return { source, { 5'000 }, 1, 20, 3, 4, 5, 6, 0, 7 }; }

    SourceCounts stored(const SourceId& source)
    {
        SourceLedger ledger { *sqlite_ };
        VERIFY(ledger.load(kJournal, { source }).ok());
        return ledger.of(source);
    }

    const JournalId kJournal { "main" };
    const SourceId kFirst { "a" };
    const SourceId kSecond { "b" };
    TemporaryFolder folder_;
    std::unique_ptr<SqliteStore> sqlite_;
    std::unique_ptr<RefusingStore> store_;
};

TEST_F(SourceLedgerStoreTest, AddsUpEveryCountOfItsSource)
{
    SourceLedger ledger { *store_ };
    ledger.add(delivery(kFirst));
    ledger.add(delivery(kFirst));
    ledger.add_gap(kFirst);
    ledger.add(delivery(kSecond));
    EXPECT_EQ(
        to_json_text(ledger.of(kFirst)), to_json_text(SourceCounts { kFirst, { 5'000 }, 2, 40, 6, 8, 10, 12, 1, 14 }));
    EXPECT_EQ(to_json_text(ledger.of(kSecond)), to_json_text(delivery(kSecond)));
    EXPECT_EQ(to_json_text(ledger.of(SourceId { "c" })), to_json_text(SourceCounts { SourceId { "c" } }));
    ASSERT_EQ(ledger.all().size(), 2U);
    EXPECT_EQ(ledger.all()[1].source, kSecond);
    ledger.flush(kJournal);
    EXPECT_EQ(to_json_text(stored(kFirst)), to_json_text(ledger.of(kFirst)));
    EXPECT_EQ(to_json_text(stored(kSecond)), to_json_text(ledger.of(kSecond)));
    SourceLedger other { *sqlite_ };
    ASSERT_TRUE(other.load(JournalId { "drill-1" }, { kFirst }).ok());
    EXPECT_EQ(other.of(kFirst).deliveries, 0) << "another journal has its own";
}

TEST_F(SourceLedgerStoreTest, WritesWhatChangedAndTriesAgainWhatCouldNotBeWritten)
{
    SourceLedger ledger { *store_ };
    ledger.flush(kJournal);
    EXPECT_EQ(store_->appends, 0) << "nothing changed";
    ledger.add(delivery(kFirst));
    store_->refuses = true;
    ledger.flush(kJournal);
    EXPECT_EQ(store_->appends, 1);
    store_->refuses = false;
    ledger.flush(kJournal);
    EXPECT_EQ(stored(kFirst).deliveries, 1);
    ledger.flush(kJournal);
    EXPECT_EQ(store_->appends, 2);
    ledger.add_gap(kSecond);
    ledger.flush(kJournal);
    EXPECT_EQ(store_->values, 3U) << "only the source that changed";
    EXPECT_EQ(stored(kSecond).gaps, 1);

    SourceLedger again { *store_ };
    ASSERT_TRUE(again.load(kJournal, { kFirst, kSecond }).ok());
    again.flush(kJournal);
    EXPECT_EQ(store_->appends, 3) << "what was read is written already";
    again.add(delivery(kFirst));
    again.flush(kJournal);
    EXPECT_EQ(stored(kFirst).deliveries, 2);
}

}
}
