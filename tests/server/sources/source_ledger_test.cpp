// SPDX-License-Identifier: Apache-2.0
#include "server/sources/source_ledger.h"

#include "server/journal/sqlite_store.h"
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

}
}
