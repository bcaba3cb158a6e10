// SPDX-License-Identifier: Apache-2.0
#include "server/journal/sqlite_entries.h"

#include "server/journal/sqlite_schema.h"

#include <algorithm>
#include <cstring>

namespace watchfloor {
namespace {

template<typename Bytes>
std::string_view take(Bytes& into, std::string_view from)
{
    std::memcpy(into.data(), from.data(), into.size());
    return from.substr(into.size());
}

}

std::array<std::uint8_t, kSealBytes> pack_seal(const SealedEntry& entry)
{
    VERIFY(entry.head && entry.facts);
    std::array<std::uint8_t, kSealBytes> seal;
    auto at = seal.begin();
    for (const Salt* salt : { &entry.head->salt, &entry.facts->salt }) {
        at = std::copy(salt->begin(), salt->end(), at);
    }
    for (const Digest* digest : { &entry.head_digest, &entry.facts_digest, &entry.text_digest, &entry.hash }) {
        at = std::copy(digest->begin(), digest->end(), at);
    }
    return seal;
}

Result<SealedEntry> read_entry(const SqliteQuery& row)
{
    const std::uint64_t seq = seq_of(row.number_at(0));
    const std::string_view seal = row.bytes_at(1);
    const bool has_text = !row.null_at(4);
    if (seal.size() != kSealBytes || (has_text && row.bytes_at(5).size() != sizeof(Salt))) {
        return Error { ErrorCode::Internal, "entry " + std::to_string(seq) + ": its seal has the wrong size" };
    }
    SealedEntry entry;
    entry.seq = seq;
    SealedPart& head = entry.head.emplace();
    SealedPart& facts = entry.facts.emplace();
    std::string_view rest = take(facts.salt, take(head.salt, seal));
    rest = take(entry.text_digest, take(entry.facts_digest, take(entry.head_digest, rest)));
    take(entry.hash, rest);
    head.bytes = row.bytes_at(2);
    facts.bytes = row.bytes_at(3);
    if (has_text) {
        SealedPart& text = entry.text.emplace();
        text.bytes = row.bytes_at(4);
        take(text.salt, row.bytes_at(5));
    }
    return entry;
}

Digest chain_hash_in(std::string_view seal)
{
    VERIFY(seal.size() == kSealBytes);
    Digest hash {};
    take(hash, seal.substr(kSealBytes - hash.size()));
    return hash;
}

Digest text_digest_in(std::string_view seal)
{
    VERIFY(seal.size() == kSealBytes);
    Digest digest {};
    take(digest, seal.substr(kSealBytes - 2 * digest.size()));
    return digest;
}

std::size_t stored_bytes(const SealedEntry& entry)
{
    const auto size
        = [](const std::optional<SealedPart>& part) { return part ? part->bytes.size() + sizeof(Salt) : 0; };
    return size(entry.head) + size(entry.facts) + size(entry.text) + 4 * sizeof(Digest);
}

}
