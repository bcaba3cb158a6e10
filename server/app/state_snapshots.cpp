// SPDX-License-Identifier: Apache-2.0
#include "server/app/state_snapshots.h"

#include "server/sequencer/fold.h"
#include "shared/wire/state_codec.h"

namespace watchfloor {

Result<State> StateSnapshots::start(const JournalId& journal)
{
    const auto snapshot = files_.newest(journal, kFoldVersion);
    if (!snapshot) {
        return fold_journal(store_, journal);
    }
    auto state = from_snapshot(journal, *snapshot);
    if (!state.ok()) {
        say(LogLevel::Warning, "snapshot_not_used", journal, state.error().message);
        return fold_journal(store_, journal);
    }
    say(LogLevel::Info, "snapshot_used", journal, std::to_string(snapshot->head.seq));
    return state;
}

Result<State> StateSnapshots::from_snapshot(const JournalId& journal, const Snapshot& snapshot)
{
    const std::uint64_t seq = snapshot.head.seq;
    ASSIGN_OR_RETURN(const auto entries, store_.read_range(journal, seq, seq, { .damaged = Damaged::AsStored }));
    if (entries.empty() || entries.front().hash != snapshot.head.hash) {
        return Error { ErrorCode::Conflict, "It is of another history than this journal's." };
    }
    ASSIGN_OR_RETURN(State state, state_from_wire(snapshot.bytes));
    if (state.seq != seq || state.journal != journal) {
        return Error { ErrorCode::Conflict, "It is not what its name says." };
    }
    return fold_on(store_, journal, std::move(state));
}

Result<void> StateSnapshots::store(const JournalId& journal, const State& state, const JournalHead& head)
{
    return files_.put(journal, { head, kFoldVersion, state_to_wire(state) });
}

void StateSnapshots::forget(const JournalId& journal)
{
    if (const auto removed = files_.remove_all(journal); !removed.ok()) {
        say(LogLevel::Error, "snapshots_not_removed", journal, removed.error().message);
    }
}

void StateSnapshots::say(LogLevel level, std::string_view event, const JournalId& journal, std::string_view detail)
{
    if (log_ != nullptr) {
        log_->write(level, event, { { "journal", std::string_view(journal.text) }, { "detail", detail } });
    }
}

}
