// SPDX-License-Identifier: Apache-2.0
#include "server/journal/data_folder.h"
#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <random>
#include <thread>
#include <unordered_map>

extern char** environ;

namespace watchfloor {
namespace {

// A longer run sets WATCHFLOOR_CRASH_CYCLES.
int cycles()
{
    const char* asked = std::getenv("WATCHFLOOR_CRASH_CYCLES");
    return asked != nullptr ? std::atoi(asked) : 100;
}

// Starts the writer with its acknowledgements appended to `acks`, kills it after `life`. True if
// the kill is what ended it.
bool run_and_kill(
    const TemporaryFolder& folder, const std::filesystem::path& acks, int run, std::chrono::microseconds life)
{
    const std::string data = folder / "data";
    const std::string number = std::to_string(run);
    std::string program = WATCHFLOOR_CRASH_WRITER;
    char* arguments[] = { program.data(), const_cast<char*>(data.c_str()), const_cast<char*>(number.c_str()), nullptr };
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, acks.c_str(), O_WRONLY | O_APPEND | O_CREAT, 0600);
    pid_t child = 0;
    const int spawned = ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    EXPECT_EQ(spawned, 0);
    if (spawned != 0) {
        return false;
    }
    std::this_thread::sleep_for(life); // the random moment under test, nothing is waited for
    ::kill(child, SIGKILL);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFSIGNALED(status);
}

std::unordered_map<std::string, std::uint64_t> acknowledged(const std::filesystem::path& acks)
{
    std::unordered_map<std::string, std::uint64_t> seqs;
    std::ifstream stream { acks };
    std::string key;
    for (std::uint64_t seq = 0; stream >> key >> seq;) {
        EXPECT_TRUE(seqs.emplace(key, seq).second) << key << " was acknowledged twice";
    }
    return seqs;
}

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
    const auto enough = static_cast<std::size_t>(cycles());
    int cycle = 0;
    // A machine that is busy otherwise gets more cycles rather than an empty test.
    for (; cycle < cycles() || (total <= enough && cycle < 5 * cycles()); ++cycle) {
        const auto acks = folder / ("acks-" + std::to_string(cycle));
        ASSERT_TRUE(run_and_kill(folder, acks, cycle, std::chrono::microseconds { life(random) }))
            << "the writer ended by itself in cycle " << cycle;
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
