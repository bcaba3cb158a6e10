// SPDX-License-Identifier: Apache-2.0
#include "server/live/frame_cache.h"

#include <algorithm>

namespace watchfloor {

namespace {

// What a cached slice costs beside its bytes.
constexpr std::size_t kSliceOverhead = 256;

}

void LiveJournal::advance(std::uint64_t head)
{
    if (batch_ends_.empty()) {
        batch_ends_.push_back(head_);
    }
    while (head_ < head) {
        head_ = std::min(head, head_ + kLiveSliceEntries);
        batch_ends_.push_back(head_);
    }
    while (batch_ends_.size() > ring_batches_ + 1) {
        batch_ends_.pop_front();
    }
}

std::uint64_t LiveJournal::slice_end(std::uint64_t seq) const
{
    if (!batch_ends_.empty() && seq >= batch_ends_.front()) {
        return *std::upper_bound(batch_ends_.begin(), batch_ends_.end(), seq);
    }
    const auto aligned = (seq / kLiveSliceEntries + 1) * kLiveSliceEntries;
    return std::min(aligned, batch_ends_.empty() ? head_ : batch_ends_.front());
}

std::uint64_t VisibilityKeys::acquire(const std::string& key)
{
    auto& use = uses_[key];
    if (use.count++ == 0) {
        use.number = next_++;
    }
    return use.number;
}

void VisibilityKeys::release(const std::string& key)
{
    const auto use = uses_.find(key);
    if (use != uses_.end() && --use->second.count == 0) {
        uses_.erase(use);
    }
}

std::size_t FrameCache::NameHash::operator()(const Name& name) const
{
    std::size_t hash = std::hash<const void*> {}(name.journal);
    for (const auto part : { name.key_number, name.from, name.to }) {
        hash = (hash ^ part) * 0x9E3779B97F4A7C15ULL;
        hash ^= hash >> 32U;
    }
    return hash;
}

LiveSlice FrameCache::slice_after(
    const LiveJournal& journal, std::uint64_t seq, std::uint64_t key_number, const std::string& key)
{
    const Name name { &journal, key_number, seq + 1, journal.slice_end(seq) };
    if (const auto found = frames_.find(name); found != frames_.end()) {
        return { found->second.text, name.to, false, found->second.sight_changed_at };
    }
    ++renders_;
    const LiveFrames frames = source_.render(journal.name(), name.from, name.to, key);
    if (frames.text) {
        keep(name, frames);
    }
    return { frames.text, name.to, true, frames.sight_changed_at };
}

void FrameCache::forget()
{
    frames_.clear();
    age_.clear();
    bytes_ = 0;
}

void FrameCache::keep(const Name& name, LiveFrames frames)
{
    bytes_ += frames.text->size() + kSliceOverhead;
    frames_.emplace(name, std::move(frames));
    age_.push_back(name);
    while (bytes_ > max_bytes_ && age_.size() > 1) {
        const auto oldest = frames_.find(age_.front());
        bytes_ -= oldest->second.text->size() + kSliceOverhead;
        frames_.erase(oldest);
        age_.pop_front();
    }
}

}
