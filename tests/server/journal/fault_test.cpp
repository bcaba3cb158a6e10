// SPDX-License-Identifier: Apache-2.0
#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "tests/fault/fault_vfs.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/support/eventually.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace watchfloor {
namespace {

// A store on the failing file layer, and what it acknowledged.
class Workload {
public:
    Workload() { VERIFY(open().ok()); }

    Result<void> open()
    {
        store_.reset();
        SqliteOptions options;
        options.vfs = vfs_.name();
        options.probe_every = std::chrono::milliseconds { 2 };
        options.checkpoint_pages = 25; // faults also meet checkpoints
        ASSIGN_OR_RETURN(store_, SqliteStore::open(database(), options));
        return {};
    }

    // Appends batches until one is refused or all are in.
    Result<void> append(int batches)
    {
        for (int i = 0; i < batches; ++i) {
            EntryMaker attempt { head_ };
            const auto entries = attempt.batch(4, std::string(400, 'x'));
            const auto done = store_->append(
                kMain, entries, { .keys = { { "k", std::to_string(attempt.head().seq), attempt.head().seq } } });
            if (!done.ok()) {
                return done;
            }
            head_ = attempt.head();
        }
        return {};
    }

    void expect_acknowledged_only()
    {
        EXPECT_EQ(store_->head(kMain), head_);
        const auto read = store_->read_after(kMain, 0, { .entries = 100'000, .bytes = 1U << 30U });
        ASSERT_TRUE(read.ok()) << read.error().message;
        EXPECT_EQ(read.value().size(), head_.seq);
    }

    void close() { store_.reset(); }
    void expect_whole() const
    {
        const VerifyReport report = verify_database(database());
        EXPECT_TRUE(report.whole()) << report.defects.front().what;
    }
    // After a failed sync, whether the refused batch is there is unknown until a restart.
    void accept_more() { head_ = store_->head(kMain); }

    FaultVfs& vfs() { return vfs_; }
    SqliteStore& store() { return *store_; }
    const JournalHead& head() const { return head_; }
    std::filesystem::path database() const { return folder_ / "journal.db"; }

private:
    TemporaryFolder folder_;
    FaultVfs vfs_;
    JournalHead head_ {};
    std::unique_ptr<SqliteStore> store_;
};

constexpr int kBatches = 12;

// Every write by turn is a longer run: WATCHFLOOR_EVERY_WRITE=1. Otherwise the first ones and every 13th after them.
int next_write(int nth)
{
    static const bool every = std::getenv("WATCHFLOOR_EVERY_WRITE") != nullptr;
    return nth + (every || nth < 15 ? 1 : 13);
}

struct WriteFault {
    FaultKind kind;
    bool lasting;
};

class WriteFaultTest : public testing::TestWithParam<WriteFault> { };

TEST_P(WriteFaultTest, AtAnyWriteNothingAcknowledgedIsLostAndItRecoversUnaided)
{
    int nth = 1;
    for (;; nth = next_write(nth)) {
        SCOPED_TRACE("write " + std::to_string(nth));
        Workload load;
        ASSERT_TRUE(load.append(2).ok());
        load.vfs().fail_write(nth, GetParam().kind, GetParam().lasting);
        const auto done = load.append(kBatches);
        if (!load.vfs().struck()) {
            ASSERT_TRUE(done.ok());
            break;
        }
        if (!done.ok()) {
            EXPECT_EQ(done.error().code, ErrorCode::Unavailable) << done.error().message;
        }
        load.expect_acknowledged_only();
        if (GetParam().lasting && !done.ok()) {
            EXPECT_EQ(load.store().status().health, StoreHealth::Unwritable);
            EXPECT_FALSE(load.store().status().reason.empty());
            EXPECT_EQ(load.append(1).error().code, ErrorCode::Unavailable);
        }
        load.vfs().heal();
        ASSERT_TRUE(eventually([&] { return load.store().writable(); }));
        ASSERT_TRUE(load.append(kBatches).ok());
        load.expect_acknowledged_only();
        ASSERT_TRUE(load.open().ok());
        load.expect_acknowledged_only();
        load.close();
        load.expect_whole();
    }
    EXPECT_GT(nth, 40) << "the workload must write often enough to mean something";
}

INSTANTIATE_TEST_SUITE_P(Kinds, WriteFaultTest,
    testing::Values(WriteFault { FaultKind::NoSpace, true }, WriteFault { FaultKind::NoSpace, false },
        WriteFault { FaultKind::WriteError, true }, WriteFault { FaultKind::ShortWrite, true },
        WriteFault { FaultKind::ShortWrite, false }, WriteFault { FaultKind::ReadOnly, true }));

TEST(SyncFaultTest, WritersStayRefusedUntilARestartThatVerifies)
{
    int nth = 1;
    for (;; ++nth) {
        SCOPED_TRACE("sync " + std::to_string(nth));
        Workload load;
        ASSERT_TRUE(load.append(2).ok());
        load.vfs().fail_sync(nth, false);
        const auto done = load.append(kBatches);
        if (!load.vfs().struck()) {
            ASSERT_TRUE(done.ok());
            break;
        }
        EXPECT_EQ(load.store().status().health, StoreHealth::RestartRequired);
        EXPECT_FALSE(eventually([&] { return load.store().writable(); }, std::chrono::milliseconds { 20 }));
        EXPECT_EQ(load.append(1).error().code, ErrorCode::Unavailable);
        load.expect_acknowledged_only();
        const int syncs = load.vfs().syncs();
        load.close();
        EXPECT_EQ(load.vfs().syncs(), syncs) << "a failed sync is never tried again, not even by closing";
        EXPECT_TRUE(std::filesystem::exists(load.database().string() + "-verify-needed"));
        const JournalHead acknowledged = load.head();
        ASSERT_TRUE(load.open().ok());
        EXPECT_FALSE(std::filesystem::exists(load.database().string() + "-verify-needed"));
        EXPECT_GE(load.store().head(kMain).seq, acknowledged.seq);
        load.accept_more();
        ASSERT_TRUE(load.append(3).ok());
        load.close();
        load.expect_whole();
    }
    EXPECT_GT(nth, kBatches) << "every append syncs";
}

TEST(SyncFaultTest, EveryAcknowledgedAppendWasSynced)
{
    Workload load;
    for (int i = 0; i < 20; ++i) {
        const int before = load.vfs().syncs();
        ASSERT_TRUE(load.append(1).ok());
        EXPECT_GT(load.vfs().syncs(), before);
    }
}

}
}
