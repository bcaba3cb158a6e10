// SPDX-License-Identifier: Apache-2.0
#include "server/journal/entry_check.h"

#include "server/journal/sqlite_entries.h"
#include "server/journal/sqlite_schema.h"

namespace watchfloor {

std::string about_entry(std::uint64_t seq, const std::string& what)
{
    return "entry " + std::to_string(seq) + ": " + what;
}

std::string defect_of(const SealedEntry& entry, const std::optional<Digest>& previous)
{
    const auto differs = [](const std::optional<SealedPart>& part, const Digest& digest) {
        return part && part_digest(*part) != digest;
    };
    if (differs(entry.head, entry.head_digest)) {
        return about_entry(entry.seq, "the head does not match its digest");
    }
    if (differs(entry.facts, entry.facts_digest)) {
        return about_entry(entry.seq, "the facts do not match their digest");
    }
    if (differs(entry.text, entry.text_digest)) {
        return about_entry(entry.seq, "the text does not match its digest");
    }
    if (previous && chain_hash(*previous, entry.head_digest, entry.facts_digest, entry.text_digest) != entry.hash) {
        return about_entry(
            entry.seq, "its hash does not follow from entry " + std::to_string(entry.seq - 1) + " and its own digests");
    }
    return {};
}

std::optional<Digest> hash_before(SqliteConnection& connection, std::uint64_t row)
{
    if (seq_of(row) == 1) {
        return Digest {};
    }
    SqliteQuery query { connection, "SELECT seal FROM entries WHERE id = ?1" };
    query.number(row - 1);
    if (!query.step() || query.bytes_at(0).size() != kSealBytes) {
        return std::nullopt;
    }
    return chain_hash_in(query.bytes_at(0));
}

bool lost_its_text(const SealedEntry& entry)
{
    static const Digest without_text = part_digest({});
    return !entry.text && entry.text_digest != without_text;
}

bool erasure_ordered(SqliteConnection& connection, std::uint64_t row, const SealedEntry& entry)
{
    SqliteQuery query { connection, "SELECT text_digest FROM erasures WHERE id = ?1" };
    query.number(row);
    return query.step() && query.bytes_at(0) == as_view(entry.text_digest);
}

std::string ReadCheck::next(std::uint64_t row, const SealedEntry& entry)
{
    const bool follows = last_row_ != 0 && row == last_row_ + 1;
    std::string defect = defect_of(entry, follows ? std::optional { last_hash_ } : hash_before(connection_, row));
    if (defect.empty() && lost_its_text(entry) && !erasure_ordered(connection_, row, entry)) {
        defect = about_entry(entry.seq, kTextWithoutErasure);
    }
    last_row_ = row;
    last_hash_ = entry.hash;
    return defect;
}

}
