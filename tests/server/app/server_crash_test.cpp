// SPDX-License-Identifier: Apache-2.0
#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "shared/wire/entries/entry_codec.h"
#include "tests/support/eventually.h"
#include "tests/support/killed_program.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <thread>
#include <variant>

namespace watchfloor {
namespace {

void expect_notes_there(Store& store, const std::unordered_map<std::string, std::uint64_t>& acks)
{
    for (const auto& [key, seq] : acks) {
        const auto entries = store.read_range(kMain, seq, seq, {});
        ASSERT_TRUE(entries.ok()) << entries.error().message;
        ASSERT_EQ(entries.value().size(), 1U) << key << " was answered 201 and is lost";
        const auto entry = decode_entry(entries.value().front());
        ASSERT_TRUE(entry.ok()) << entry.error().message;
        const auto* note = std::get_if<NoteAdded>(&entry.value().payload);
        ASSERT_NE(note, nullptr) << seq;
        ASSERT_EQ(note->note, key) << seq;
    }
}

// Whole, over HTTP, with several clients: whatever was answered 2xx is there after a kill, and the next start takes the
// folder as it was left. What the store makes of kills at any moment CrashTest tries more often.
TEST(CrashTest, AKilledServerLosesNothingThatItAnswered)
{
    const TemporaryFolder folder;
    const auto database = folder / "data" / "journal.db";
    std::mt19937 random { std::random_device {}() };
    std::uniform_int_distribution<int> life { 0, 120'000 };
    const int cycles = std::max(1, crash_cycles() / 12);
    std::size_t total = 0;
    for (int cycle = 0; cycle < cycles; ++cycle) {
        const auto acks = folder / ("acks-" + std::to_string(cycle));
        KilledProgram server(WATCHFLOOR_CRASH_SERVER, folder / "data", acks, cycle);
        ASSERT_TRUE(eventually([&] { return std::filesystem::exists(acks) && std::filesystem::file_size(acks) > 0; },
            std::chrono::seconds { 60 }));
        // The random moment under test: nothing is waited for.
        std::this_thread::sleep_for(std::chrono::microseconds { life(random) });
        ASSERT_TRUE(server.kill()) << "the server ended by itself in cycle " << cycle;
        total += acknowledged(acks).size();
        auto store = SqliteStore::open(database);
        ASSERT_TRUE(store.ok()) << store.error().message;
        for (int past = 0; past <= cycle; ++past) {
            expect_notes_there(*store.value(), acknowledged(folder / ("acks-" + std::to_string(past))));
        }
    }
    EXPECT_GE(total, static_cast<std::size_t>(cycles));
    const VerifyReport report = verify_database(database);
    EXPECT_TRUE(report.whole()) << report.defects.front().what;
    ASSERT_FALSE(report.journals.empty());
    EXPECT_GE(report.journals[0].entries, total);
}

}
}
