// SPDX-License-Identifier: Apache-2.0
#include "server/journal/verify_walk.h"

#include "server/journal/entry_check.h"
#include "server/journal/sqlite_entries.h"
#include "server/journal/sqlite_schema.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <thread>

namespace watchfloor {
namespace {

// Small enough for a transaction of some 20 ms, so that the log never waits for us.
constexpr std::uint64_t kSlice = 4096;

// Shared by the workers of one journal.
struct Walk {
    const WalkedJournal& journal;
    const std::function<bool()>& go_on;
    std::atomic<std::uint64_t> next_slice { 0 };
    std::atomic<bool> given_up { false };
    std::atomic<bool> not_opened { false };
    std::atomic<std::uint64_t> first_bad { std::numeric_limits<std::uint64_t>::max() };
    std::mutex mutex {};
    WalkResult result {};

    void report(std::uint64_t seq, std::string what)
    {
        const std::lock_guard lock { mutex };
        if (seq < first_bad) {
            first_bad = seq;
            result.first = Defect { journal.id, seq, std::move(what) };
        }
    }
};

struct SliceTally {
    std::uint64_t entries = 0;
    std::uint64_t erased = 0;
};

void check_slice(Walk& walk, SqliteConnection& connection, std::uint64_t first, std::uint64_t last, SliceTally& tally)
{
    const std::uint64_t number = walk.journal.number;
    std::optional<Digest> previous = hash_before(connection, row_id(number, first));
    std::uint64_t expected = first;
    SqliteQuery query { connection,
        "SELECT " WATCHFLOOR_ENTRY_COLUMNS " FROM entries e WHERE e.id BETWEEN ?1 AND ?2 ORDER BY e.id" };
    query.number(row_id(number, first)).number(row_id(number, last));
    for (; query.step(); ++expected) {
        const std::uint64_t row = query.number_at(0);
        if (seq_of(row) != expected) {
            return walk.report(expected, about_entry(expected, "it is missing"));
        }
        const auto entry = read_entry(query);
        if (!entry.ok()) {
            return walk.report(expected, entry.error().message);
        }
        if (auto defect = defect_of(entry.value(), previous); !defect.empty()) {
            return walk.report(expected, std::move(defect));
        }
        if (lost_its_text(entry.value())) {
            ++tally.erased;
            if (!erasure_ordered(connection, row, entry.value())) {
                return walk.report(expected, about_entry(expected, kTextWithoutErasure));
            }
        }
        previous = entry.value().hash;
        ++tally.entries;
    }
    if (const auto finished = query.finish(); !finished.ok()) {
        return walk.report(expected, about_entry(expected, "it cannot be read: " + finished.error().message));
    }
    if (expected <= last) {
        walk.report(expected, about_entry(expected, "it is missing"));
    }
}

void work(Walk& walk, const OpenReader& open)
{
    auto connection = open();
    if (!connection.ok()) {
        walk.not_opened = true;
        return walk.report(1, about_entry(1, "it cannot be read: " + connection.error().message));
    }
    const std::uint64_t end = std::max(walk.journal.last, walk.journal.head.seq);
    SliceTally tally;
    while (true) {
        const std::uint64_t first = walk.next_slice++ * kSlice + 1;
        if (first > end || first > walk.first_bad) {
            break;
        }
        if (walk.go_on && !walk.go_on()) {
            walk.given_up = true;
            break;
        }
        check_slice(walk, connection.value(), first, std::min(first + kSlice - 1, end), tally);
    }
    const std::lock_guard lock { walk.mutex };
    walk.result.entries += tally.entries;
    walk.result.erased_texts += tally.erased;
}

}

WalkResult walk_journal(
    const WalkedJournal& journal, std::size_t workers, const OpenReader& open, const std::function<bool()>& go_on)
{
    Walk walk { journal, go_on };
    std::vector<std::thread> others;
    const std::uint64_t slices = std::max(journal.last, journal.head.seq) / kSlice + 1;
    for (std::size_t i = 1; i < std::min<std::uint64_t>(workers, slices); ++i) {
        others.emplace_back([&] { work(walk, open); });
    }
    work(walk, open);
    for (std::thread& other : others) {
        other.join();
    }
    walk.result.given_up = walk.given_up;
    walk.result.not_opened = walk.not_opened;
    return std::move(walk.result);
}

}
