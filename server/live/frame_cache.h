// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/live/live_hub.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace watchfloor {

// Entries rendered together: the viewers of one visibility key share the bytes.
struct LiveSlice {
    std::shared_ptr<const std::string> frames; // null: the journal could not be read
    std::uint64_t to_seq = 0;
    bool rendered = false;              // not found in the cache: this one cost something
    std::uint64_t sight_changed_at = 0; // as LiveFrames has it
};

// One journal as the hub sees it: how far it goes, and where its latest batches begin and end.
// The hub's thread only.
class LiveJournal {
public:
    LiveJournal(std::string name, std::string id, std::uint64_t head, std::size_t ring_batches)
        : name_(std::move(name)), id_(std::move(id)), head_(head), ring_batches_(ring_batches)
    {
    }

    void advance(std::uint64_t head);

    // Where the slice that begins after `seq` ends: with its batch while the ring remembers it,
    // otherwise at the next multiple of kLiveSliceEntries, so that viewers catching up from
    // different places soon share slices. `seq` is below the head.
    std::uint64_t slice_end(std::uint64_t seq) const;

    const std::string& name() const { return name_; }
    const std::string& id() const { return id_; }
    std::uint64_t head() const { return head_; }

private:
    const std::string name_;
    const std::string id_;
    std::uint64_t head_;
    const std::size_t ring_batches_;
    std::deque<std::uint64_t> batch_ends_; // ascending; the first is where the ring begins, exclusive
};

// Each visibility key in use, as a small number.
class VisibilityKeys {
public:
    std::uint64_t acquire(const std::string& key);
    void release(const std::string& key);

private:
    struct Use {
        std::uint64_t number = 0;
        std::size_t count = 0;
    };
    std::unordered_map<std::string, Use> uses_;
    std::uint64_t next_ = 1;
};

// Rendered slices, the oldest dropped beyond a number of bytes. The hub's thread only.
class FrameCache {
public:
    FrameCache(LiveSource& source, std::size_t max_bytes) : source_(source), max_bytes_(max_bytes) { }

    LiveSlice slice_after(
        const LiveJournal& journal, std::uint64_t seq, std::uint64_t key_number, const std::string& key);

    // What was rendered may not be seen by everybody any more who shares it.
    void forget();

    std::uint64_t renders() const { return renders_; }

private:
    struct Name {
        const LiveJournal* journal = nullptr;
        std::uint64_t key_number = 0;
        std::uint64_t from = 0;
        std::uint64_t to = 0;

        bool operator==(const Name&) const = default;
    };
    struct NameHash {
        std::size_t operator()(const Name& name) const;
    };

    void keep(const Name& name, LiveFrames frames);

    LiveSource& source_;
    const std::size_t max_bytes_;
    std::size_t bytes_ = 0;
    std::uint64_t renders_ = 0;
    std::unordered_map<Name, LiveFrames, NameHash> frames_;
    std::deque<Name> age_;
};

}
