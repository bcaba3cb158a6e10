// SPDX-License-Identifier: Apache-2.0
// The write-ahead log beside readers that never leave: it can only be folded back where no reader still needs it.
#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/server/journal/foreign_program.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <thread>

namespace watchfloor {
namespace {

constexpr std::uint64_t kMostLogBytes = 64U << 20U;
constexpr std::uint64_t kEntryBytes = 128U << 20U;

// A longer run sets WATCHFLOOR_READING_SECONDS.
std::chrono::seconds reading_time()
{
    const char* asked = std::getenv("WATCHFLOOR_READING_SECONDS");
    return std::chrono::seconds { asked != nullptr ? std::atoi(asked) : 3 };
}

class StandingReaderTest : public testing::Test {
protected:
    // The options of a server.
    void SetUp() override { open({}); }

    void open(const SqliteOptions& options)
    {
        auto opened = SqliteStore::open(database(), options);
        ASSERT_TRUE(opened.ok());
        store_ = std::move(opened).value();
    }

    // As long as the test lasts, page after page, as consoles and exports do.
    void read_on()
    {
        for (std::uint64_t after = 0; !stop_;) {
            const auto page = store_->read_after(kMain, after, {});
            VERIFY(page.ok());
            after = page.value().empty() ? 0 : page.value().back().seq;
        }
    }

    // As the server's watch over the chain does, but without its rests.
    void verify_on()
    {
        VerifyOptions options;
        options.workers = 1;
        options.references = false;
        options.pages = false;
        options.go_on = [this] { return !stop_; };
        while (!stop_) {
            VERIFY(verify_database(database(), options).whole());
        }
    }

    std::filesystem::path database() const { return folder_ / "journal.db"; }

    TemporaryFolder folder_;
    std::unique_ptr<SqliteStore> store_;
    std::atomic<bool> stop_ { false };
};

TEST_F(StandingReaderTest, TheLogStaysBelow64MiBUnderAWriterAtFullSpeed)
{
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([this] { read_on(); });
    }
    readers.emplace_back([this] { verify_on(); });
    EntryMaker maker;
    std::uint64_t longest = 0;
    std::uint64_t written = 0;
    const std::string note(1'000, 'z');
    const auto until = std::chrono::steady_clock::now() + reading_time();
    while (std::chrono::steady_clock::now() < until || written < kEntryBytes) {
        // A long run goes on with what replaces itself, so that it fills the log and not the disk.
        const bool entries = written < kEntryBytes;
        const auto batch = entries ? maker.batch(100, note) : std::vector<SealedEntry> {};
        Extras extras;
        extras.remembered.push_back({ "churn", std::string(entries ? 10 : 100 * note.size(), 'z') });
        ASSERT_TRUE(store_->append(kMain, batch, extras).ok());
        written += 100 * note.size();
        longest = std::max(longest, store_->status().log_bytes);
    }
    stop_ = true;
    for (std::thread& reader : readers) {
        reader.join();
    }
    std::cout << "wrote " << (written >> 20U) << " MiB, the log was at most " << (longest >> 20U) << " MiB\n";
    EXPECT_LE(longest, kMostLogBytes);
}

// However slow the machine: some reader is in the way at every moment, for each of two stays in its reading until the
// other asks for one.
TEST_F(StandingReaderTest, TheLogIsFoldedBackThoughSomebodyReadsAtEveryMoment)
{
    EntryMaker maker;
    ASSERT_TRUE(store_->append(kMain, maker.batch(3), {}).ok());
    store_.reset();
    run_foreign_sql(database(), "UPDATE entries SET text = replace(text, 'note', 'nope') WHERE id = 2");
    SqliteOptions options;
    options.checkpoint_pages = 50;
    options.truncate_pages = 200;
    open(options);
    std::array<std::atomic<int>, 2> asked {};
    static thread_local std::size_t reader = 0;
    // Called within the reading.
    store_->on_damage([&](const JournalId&, std::uint64_t, const std::string&) {
        const int mine = asked[reader];
        while (!stop_ && asked[1 - reader] < mine + static_cast<int>(reader)) {
            std::this_thread::yield();
        }
    });
    std::vector<std::thread> readers;
    for (std::size_t number = 0; number < asked.size(); ++number) {
        readers.emplace_back([&, number] {
            reader = number;
            while (!stop_) {
                ++asked[number];
                VERIFY(store_->read_after(kMain, 0, { .entries = 5, .damaged = Damaged::AsStub }).ok());
            }
        });
    }
    std::uint64_t longest = 0;
    for (int i = 0; i < 200; ++i) {
        EXPECT_TRUE(store_->append(kMain, maker.batch(20, std::string(500, 'z')), {}).ok());
        longest = std::max(longest, store_->status().log_bytes);
    }
    stop_ = true;
    for (std::thread& one : readers) {
        one.join();
    }
    EXPECT_LT(longest, 600U * 4096U) << "about 3 times truncate_pages";
}

}
}
