// SPDX-License-Identifier: Apache-2.0
#include "client/replica/rollback_watch.h"

namespace watchfloor {

bool RollbackWatch::may_be(const std::string& identity, std::uint64_t head) const
{
    return identity_.empty() || (identity == identity_ && head >= held_);
}

bool RollbackWatch::accepts(const SealedEntry& entry) const
{
    if (!hash_ || entry.seq < hash_seq_ || entry.seq > hash_seq_ + 1) {
        return true; // nothing is known beside it
    }
    if (entry.seq == hash_seq_) {
        return entry.hash == *hash_;
    }
    return chain_hash(*hash_, entry.head_digest, entry.facts_digest, entry.text_digest) == entry.hash;
}

bool RollbackWatch::accepts(const JournalPage& page) const
{
    return page.head_seq >= held_ && (page.entries.empty() || accepts(page.entries.front()));
}

void RollbackWatch::loaded(const std::string& identity, std::uint64_t seq)
{
    identity_ = identity;
    held_ = seq;
}

void RollbackWatch::take(const SealedEntry& entry, std::string_view line)
{
    know(entry);
    held_ = entry.seq;
    lines_.emplace_back(line);
    bytes_ += line.size();
    while (lines_.size() > kMostLines || bytes_ > kMostBytes) {
        bytes_ -= lines_.front().size();
        lines_.pop_front();
    }
}

void RollbackWatch::know(const SealedEntry& entry)
{
    hash_seq_ = entry.seq;
    hash_ = entry.hash;
}

void RollbackWatch::forget_words()
{
    lines_.clear();
    bytes_ = 0;
}

HistoryMark RollbackWatch::mark() const
{
    return { hash_ ? to_hex(as_view(*hash_)) : std::string(), hash_ ? hash_seq_ : 0, held_, identity_ };
}

void RollbackWatch::remember(const HistoryMark& mark)
{
    identity_ = mark.identity;
    held_ = mark.held;
    hash_ = digest_from_hex(mark.hash);
    hash_seq_ = hash_ ? mark.hash_seq : 0;
}

std::string RollbackWatch::page(const std::string& journal) const
{
    const std::vector<std::string> lines { lines_.begin(), lines_.end() };
    return page_to_wire(JournalId { journal }, held_, hash(), lines);
}

}
