// SPDX-License-Identifier: Apache-2.0
#include "server/journal/data_folder.h"
#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "tests/support/killed_program.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <random>
#include <thread>
#include <unordered_map>

namespace watchfloor {
namespace {

void expect_all_there(Store& store, const std::unordered_map<std::string, std::uint64_t>& acks)
{
    for (const auto& [key, seq] : acks) {
        const auto found = store.find_key(kMain, "crash", key);
        ASSERT_TRUE(found.ok()) << found.error().message;
        ASSERT_EQ(found.value(), std::optional { seq }) << "acknowledged " << key << " is lost or moved";
    }
}

TEST(CrashTest, KilledWritersLoseAndDoubleNothingAcknowledged)
{
    const TemporaryFolder folder;
    const auto database = folder / "data" / "journal.db";
    std::mt19937 random { std::random_device {}() };
    std::uniform_int_distribution<int> life { 0, 250'000 };
    std::size_t total = 0;
    const auto enough = static_cast<std::size_t>(crash_cycles());
    int cycle = 0;
    // A machine that is busy otherwise gets more cycles rather than an empty test.
    for (; cycle < crash_cycles() || (total <= enough && cycle < 5 * crash_cycles()); ++cycle) {
        const auto acks = folder / ("acks-" + std::to_string(cycle));
        KilledProgram writer(WATCHFLOOR_CRASH_WRITER, folder / "data", acks, cycle);
        // The random moment under test: nothing is waited for.
        std::this_thread::sleep_for(std::chrono::microseconds { life(random) });
        ASSERT_TRUE(writer.kill()) << "the writer ended by itself in cycle " << cycle;
        const auto seqs = acknowledged(acks);
        total += seqs.size();
        if (!std::filesystem::exists(database)) {
            ASSERT_TRUE(seqs.empty());
            continue;
        }
        auto store = SqliteStore::open(database);
        ASSERT_TRUE(store.ok()) << store.error().message;
        expect_all_there(*store.value(), seqs);
    }
    std::cout << "acknowledged " << total << " entries in " << cycle << " cycles\n";
    EXPECT_GT(total, enough);

    // Each acknowledgement once, the chain whole, and as many keys as entries: nothing doubled.
    auto store = SqliteStore::open(database);
    ASSERT_TRUE(store.ok()) << store.error().message;
    for (int past = 0; past < cycle; ++past) {
        expect_all_there(*store.value(), acknowledged(folder / ("acks-" + std::to_string(past))));
    }
    const VerifyReport report = verify_database(database);
    EXPECT_TRUE(report.whole()) << report.defects.front().what;
    ASSERT_EQ(report.journals.size(), 1U);
    EXPECT_GE(report.journals[0].entries, total);
    EXPECT_EQ(report.journals[0].erased_texts > 0, report.journals[0].entries >= 20);
}

}
}
