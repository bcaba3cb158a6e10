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
    keep_all(true);
}

void JournalKeeper::run()
{
    for (;;) {
        keep_all(false);
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, kTurn, [this] { return stopping_ || !forgotten_.empty(); });
        if (stopping_) {
            return;
        }
    }
}

void JournalKeeper::keep_all(bool last)
{
    for (OpenedJournal* opened : journals_.opened()) {
        keep(*opened, last);
    }
    // Last: what was stored a moment ago may have been taken before the erasure.
    std::set<JournalId> forgotten;
    {
        const std::lock_guard lock(mutex_);
        forgotten.swap(forgotten_);
    }
    for (const JournalId& journal : forgotten) {
        snapshots_.forget(journal);
        kept_.erase(journal);
    }
}

JournalKeeper::Slack JournalKeeper::slack_of(std::uint64_t entries_in_turn, bool last)
{
    if (last) {
        return { kTimelineSlack, kEntriesPerLastSnapshot };
    }
    return entries_in_turn > kStorm ? Slack { kStormLeaves, kStormLeaves }
                                    : Slack { kTimelineSlack, kEntriesPerSnapshot };
}

void JournalKeeper::keep(OpenedJournal& opened, bool last)
{
    const Sequencer& sequencer = *opened.sequencer;
    const auto [state, head] = sequencer.published();
    const auto [found, first] = kept_.try_emplace(sequencer.journal());
    Kept& kept = found->second;
    if (first) {
        kept = { snapshots_.newest_seq(sequencer.journal()), head.seq };
    }
    const Slack slack = slack_of(head.seq - kept.seen, last);
    kept.seen = head.seq;
    if (const auto done = opened.timeline->keep_up(head.seq, slack.timeline); !done.ok() && log_ != nullptr) {
        log_->write(LogLevel::Error, "timeline_unreadable", { { "detail", std::string_view(done.error().message) } });
    }
    if (head.seq < kept.stored + slack.snapshot) {
        return;
    }
    const auto done = snapshots_.store(sequencer.journal(), *state, head);
    if (!done.ok() && log_ != nullptr) {
        log_->write(LogLevel::Warning, "snapshot_not_stored", { { "detail", std::string_view(done.error().message) } });
    }
    kept.stored = head.seq; // also after a failure: the next is due as many entries later
}

}
