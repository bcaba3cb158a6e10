// SPDX-License-Identifier: Apache-2.0
#include "server/app/journal_keeper.h"

#include <utility>

namespace watchfloor {
namespace {

constexpr std::chrono::seconds kTurn { 5 };

// A timeline further behind than this is folded on here; what is less costs a query nothing.
constexpr std::uint64_t kTimelineSlack = 10'000;

}

JournalKeeper::JournalKeeper(Journals& journals, StateSnapshots& snapshots, Log* log)
    : journals_(journals), snapshots_(snapshots), log_(log), thread_([this] { run(); })
{
}

JournalKeeper::~JournalKeeper()
{
    stop();
}

void JournalKeeper::forget(const JournalId& journal)
{
    {
        const std::lock_guard lock(mutex_);
        forgotten_.insert(journal);
    }
    wake_.notify_all();
}

void JournalKeeper::stop()
{
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(stopping_, true)) {
            return;
        }
    }
    wake_.notify_all();
    thread_.join();
    keep_all(kEntriesPerLastSnapshot);
}

void JournalKeeper::run()
{
    for (;;) {
        keep_all(kEntriesPerSnapshot);
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, kTurn, [this] { return stopping_ || !forgotten_.empty(); });
        if (stopping_) {
            return;
        }
    }
}

void JournalKeeper::keep_all(std::uint64_t entries_per_snapshot)
{
    for (OpenedJournal* opened : journals_.opened()) {
        keep(*opened, entries_per_snapshot);
    }
    // Last: what was stored a moment ago may have been taken before the erasure.
    std::set<JournalId> forgotten;
    {
        const std::lock_guard lock(mutex_);
        forgotten.swap(forgotten_);
    }
    for (const JournalId& journal : forgotten) {
        snapshots_.forget(journal);
        stored_.erase(journal);
    }
}

void JournalKeeper::keep(OpenedJournal& opened, std::uint64_t entries_per_snapshot)
{
    const Sequencer& sequencer = *opened.sequencer;
    const auto [state, head] = sequencer.published();
    if (const auto kept = opened.timeline->keep_up(head.seq, kTimelineSlack); !kept.ok() && log_ != nullptr) {
        log_->write(LogLevel::Error, "timeline_unreadable", { { "detail", std::string_view(kept.error().message) } });
    }
    const auto [stored, first] = stored_.try_emplace(sequencer.journal(), snapshots_.newest_seq(sequencer.journal()));
    if (head.seq < stored->second + entries_per_snapshot) {
        return;
    }
    const auto done = snapshots_.store(sequencer.journal(), *state, head);
    if (!done.ok() && log_ != nullptr) {
        log_->write(LogLevel::Warning, "snapshot_not_stored", { { "detail", std::string_view(done.error().message) } });
    }
    stored->second = head.seq; // also after a failure: the next is due as many entries later
}

}
