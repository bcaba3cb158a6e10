// SPDX-License-Identifier: Apache-2.0
// What the journal does on this machine: durable appends, reading for a refold, verifying,
// opening. One line of JSON per figure, medians of the rounds asked for.
//
// usage: journal_bench [FOLDER] [ROUNDS] [ENTRIES]
#include "server/journal/data_folder.h"
#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <ctime>
#include <functional>
#include <mutex>
#include <thread>

namespace watchfloor {
namespace {

using Clock = std::chrono::steady_clock;
const JournalId kMain { "main" };
const std::string kText(300, 't'); // with head and facts about 400 bytes a row, as alerts are

// Of the whole process: what a figure costs whatever else the machine does.
double cpu_seconds()
{
    timespec spent {};
    VERIFY(::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent) == 0);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

double seconds_since(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void report(const char* figure, std::vector<double> rounds, const char* unit)
{
    std::sort(rounds.begin(), rounds.end());
    std::printf("{\"figure\":\"%s\",\"median\":%.1f,\"least\":%.1f,\"most\":%.1f,\"unit\":\"%s\"}\n", figure,
        rounds[rounds.size() / 2], rounds.front(), rounds.back(), unit);
    std::fflush(stdout);
}

Extras extras_for(std::span<const SealedEntry> entries)
{
    Extras extras;
    for (const SealedEntry& entry : entries) {
        const std::string number = std::to_string(entry.seq);
        extras.keys.push_back({ "intake", "key-" + number, entry.seq });
        extras.subjects.push_back({ "incident/INC-" + std::to_string(entry.seq % 500), entry.seq });
    }
    return extras;
}

std::unique_ptr<SqliteStore> open_in(const std::filesystem::path& folder)
{
    auto store = SqliteStore::open(folder / "journal.db");
    VERIFY(store.ok());
    return std::move(store).value();
}

// One thread, one batch per transaction.
double appends(const std::filesystem::path& folder, std::size_t batch, int transactions)
{
    const auto store = open_in(folder);
    EntryMaker maker;
    const auto start = Clock::now();
    for (int i = 0; i < transactions; ++i) {
        const auto entries = maker.batch(batch, kText);
        VERIFY(store->append(kMain, entries, extras_for(entries)).ok());
    }
    return static_cast<double>(maker.head().seq) / seconds_since(start);
}

// Writers that each wait for their own entry; what queues during a commit is the next batch.
double grouped_appends(const std::filesystem::path& folder, int writers, int each)
{
    const auto store = open_in(folder);
    std::mutex mutex;
    std::condition_variable changed;
    std::uint64_t asked = 0;
    std::uint64_t durable = 0;
    const auto total = static_cast<std::uint64_t>(writers) * static_cast<std::uint64_t>(each);
    const auto start = Clock::now();
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w) {
        threads.emplace_back([&] {
            for (int i = 0; i < each; ++i) {
                std::unique_lock lock { mutex };
                const std::uint64_t mine = ++asked;
                changed.notify_all();
                changed.wait(lock, [&] { return durable >= mine; });
            }
        });
    }
    EntryMaker maker;
    while (maker.head().seq < total) {
        std::unique_lock lock { mutex };
        changed.wait(lock, [&] { return asked > durable; });
        const std::uint64_t count = asked - durable;
        lock.unlock();
        const auto entries = maker.batch(count, kText);
        VERIFY(store->append(kMain, entries, extras_for(entries)).ok());
        lock.lock();
        durable += count;
        changed.notify_all();
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    return static_cast<double>(total) / seconds_since(start);
}

double read_rate(SqliteStore& store, bool checked)
{
    const auto start = Clock::now();
    ChainCheck chain { {} };
    std::uint64_t after = 0;
    while (true) {
        const auto read = store.read_after(kMain, after, { .entries = 2000 });
        VERIFY(read.ok());
        if (read.value().empty()) {
            break;
        }
        for (const SealedEntry& entry : read.value()) {
            VERIFY(!checked || chain.next(entry).empty());
        }
        after = read.value().back().seq;
    }
    return static_cast<double>(after) / seconds_since(start);
}

double verify_rate(const std::filesystem::path& database, bool pages)
{
    const auto start = Clock::now();
    const VerifyReport found = verify_database(database, { .pages = pages });
    VERIFY(found.whole());
    return static_cast<double>(found.journals[0].entries) / seconds_since(start);
}

void on_empty(const char* figure, int rounds, const std::filesystem::path& base,
    const std::function<double(const std::filesystem::path&)>& run)
{
    std::vector<double> results;
    for (int i = 0; i < rounds; ++i) {
        const auto folder = base / "round";
        std::filesystem::create_directories(folder);
        results.push_back(run(folder));
        std::filesystem::remove_all(folder);
    }
    report(figure, results, "entries/s");
}

void measure(const std::filesystem::path& base, int rounds, std::uint64_t entries)
{
    on_empty("append, single", rounds, base, [](const auto& folder) { return appends(folder, 1, 2000); });
    on_empty("append, batches of 10", rounds, base, [](const auto& folder) { return appends(folder, 10, 1000); });
    on_empty("append, batches of 100", rounds, base, [](const auto& folder) { return appends(folder, 100, 300); });
    on_empty("append, batches of 1000", rounds, base, [](const auto& folder) { return appends(folder, 1000, 50); });
    on_empty("append, 8 writers of single entries", rounds, base,
        [](const auto& folder) { return grouped_appends(folder, 8, 1500); });
    on_empty("append, 64 writers of single entries", rounds, base,
        [](const auto& folder) { return grouped_appends(folder, 64, 300); });

    appends(base, 1000, static_cast<int>(entries / 1000));
    std::vector<double> opening;
    std::vector<double> plain;
    std::vector<double> checked;
    std::vector<double> chain;
    std::vector<double> all;
    std::vector<double> read_cpu;
    std::vector<double> verify_cpu;
    const auto micros_each = [&](double seconds) { return seconds * 1e6 / static_cast<double>(entries); };
    for (int i = 0; i < rounds; ++i) {
        const auto start = Clock::now();
        const auto store = open_in(base);
        opening.push_back(seconds_since(start) * 1000);
        const double before_read = cpu_seconds();
        plain.push_back(read_rate(*store, false));
        read_cpu.push_back(micros_each(cpu_seconds() - before_read));
        checked.push_back(read_rate(*store, true));
        const double before_verify = cpu_seconds();
        chain.push_back(verify_rate(base / "journal.db", false));
        verify_cpu.push_back(micros_each(cpu_seconds() - before_verify));
        all.push_back(verify_rate(base / "journal.db", true));
    }
    report("open", opening, "ms");
    report("read for a refold", plain, "entries/s");
    report("read for a refold, CPU", read_cpu, "us/entry");
    report("read and check the chain, one thread", checked, "entries/s");
    report("verify", chain, "entries/s");
    report("verify, CPU of all workers", verify_cpu, "us/entry");
    report("verify with pages", all, "entries/s");
    std::printf("{\"figure\":\"database\",\"bytes per entry\":%.0f}\n",
        static_cast<double>(std::filesystem::file_size(base / "journal.db")) / static_cast<double>(entries));
}

}
}

int main(int argc, char** argv)
{
    const watchfloor::TemporaryFolder temporary;
    const std::filesystem::path base = argc > 1 ? std::filesystem::path { argv[1] } : temporary.path();
    watchfloor::measure(
        base, argc > 2 ? std::max(std::atoi(argv[2]), 1) : 5, argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 200'000);
    return 0;
}
