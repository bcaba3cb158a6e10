// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/journals.h"
#include "server/live/live_hub.h"

namespace watchfloor {

// Frames of live streams straight from the store, as each visibility key may see them.
class LiveRenderer final : public LiveSource {
public:
    LiveRenderer(Store& store, Journals& journals) : store_(store), journals_(journals) { }

    LiveFrames render(std::string_view journal, std::uint64_t from_seq, std::uint64_t to_seq,
        std::string_view visibility_key) override;

private:
    bool was_open_before(const JournalId& journal, const IncidentId& incident, std::uint64_t seq) const;
    bool changes_sight(
        const JournalId& journal, const EntryHead& head, const SealedEntry& entry, const Visibility& viewer) const;

    Store& store_;
    Journals& journals_;
};

// One entry as a viewer may see it, as JSON; the whole of it is a stub when its head is unreadable.
bool is_visible(const SealedEntry& entry, const Visibility& viewer, const State& state);
std::string render_entry(const SealedEntry& entry, const Visibility& viewer, const State& state);

}
