// SPDX-License-Identifier: Apache-2.0
// The store's readings of everything beside the entries.
#include "server/journal/sqlite_schema.h"
#include "server/journal/sqlite_store_parts.h"

#include <algorithm>

namespace watchfloor {
namespace {

// The first text that does not start with `prefix` any more; empty: there is none.
std::string end_of_prefix(std::string_view prefix)
{
    std::string end { prefix };
    while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) {
        end.pop_back();
    }
    if (!end.empty()) {
        end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
    }
    return end;
}

Digest digest_at(const SqliteQuery& query, int column)
{
    Digest digest {};
    const std::string_view bytes = query.bytes_at(column);
    std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
    return digest;
}

Result<std::optional<std::string>> read_value(SqliteQuery& query)
{
    std::optional<std::string> value;
    if (query.step()) {
        value = std::string { query.bytes_at(0) };
    }
    RETURN_IF_ERROR(query.finish());
    return value;
}

}

Result<std::vector<Lease>> SqliteStore::leases(const JournalId& journal)
{
    std::vector<Lease> leases;
    const auto place = parts_->writer->place(journal);
    if (!place) {
        return leases;
    }
    const SqliteReaders::Borrowed reader { *parts_->readers };
    SqliteQuery query { *reader, "SELECT alert, end_millis, length_millis FROM leases WHERE journal = ?1" };
    query.number(place->number);
    while (query.step()) {
        leases.push_back(
            { AlertId { std::string { query.bytes_at(0) } }, { query.integer_at(1) }, Millis { query.integer_at(2) } });
    }
    RETURN_IF_ERROR(query.finish());
    SqliteQuery fresh { *reader,
        "SELECT alert, end_millis, length_millis FROM fresh_leases WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC" };
    fresh.number(row_id(place->number, 0)).number(row_id(place->number, kMaxSeq));
    while (fresh.step()) {
        leases.push_back({ AlertId { std::string { fresh.bytes_at(0) } }, { fresh.integer_at(1) },
            Millis { fresh.integer_at(2) }, true });
    }
    RETURN_IF_ERROR(fresh.finish());
    return leases;
}

Result<std::optional<std::string>> SqliteStore::secret(std::string_view name)
{
    const SqliteReaders::Borrowed reader { *parts_->readers };
    SqliteQuery query { *reader, "SELECT value FROM secrets WHERE name = ?1" };
    query.text(name);
    return read_value(query);
}

Result<std::vector<Secret>> SqliteStore::secrets_with_prefix(std::string_view prefix)
{
    const std::string end = end_of_prefix(prefix);
    const SqliteReaders::Borrowed reader { *parts_->readers };
    SqliteQuery query { *reader,
        "SELECT name, value FROM secrets WHERE name >= ?1 AND (?2 = '' OR name < ?2) ORDER BY name" };
    query.text(prefix).text(end);
    std::vector<Secret> secrets;
    while (query.step()) {
        secrets.push_back({ std::string { query.bytes_at(0) }, std::string { query.bytes_at(1) } });
    }
    RETURN_IF_ERROR(query.finish());
    return secrets;
}

Result<std::optional<IdempotencyRecord>> SqliteStore::find_idempotency(
    const JournalId& journal, const IdempotencyKey& key)
{
    std::optional<IdempotencyRecord> found;
    const auto place = parts_->writer->place(journal);
    if (!place) {
        return found;
    }
    const SqliteReaders::Borrowed reader { *parts_->readers };
    SqliteQuery query { *reader,
        "SELECT request, first_seq, last_seq, status, at_millis FROM idempotency WHERE journal = ?1 AND actor = ?2 AND "
        "route = ?3 AND key = ?4" };
    query.number(place->number).text(key.actor).text(key.route).text(key.key);
    if (query.step()) {
        found = IdempotencyRecord { key, digest_at(query, 0), query.number_at(1), query.number_at(2),
            static_cast<int>(query.integer_at(3)), { query.integer_at(4) } };
    }
    RETURN_IF_ERROR(query.finish());
    return found;
}

Result<std::optional<RawDelivery>> SqliteStore::delivery(const JournalId& journal, std::uint64_t seq)
{
    std::optional<RawDelivery> found;
    const auto place = parts_->writer->place(journal);
    if (!place || seq > kMaxSeq) {
        return found;
    }
    const SqliteReaders::Borrowed reader { *parts_->readers };
    SqliteQuery query { *reader,
        "SELECT id, last_seq, source, received_millis, full_bytes, body FROM deliveries WHERE id BETWEEN ?1 AND ?2 "
        "ORDER BY id DESC LIMIT 1" };
    query.number(row_id(place->number, 0)).number(row_id(place->number, seq));
    if (query.step() && query.number_at(1) >= seq) {
        found = RawDelivery { seq_of(query.number_at(0)), query.number_at(1),
            SourceId { std::string { query.bytes_at(2) } }, { query.integer_at(3) }, std::string { query.bytes_at(5) },
            query.number_at(4) };
    }
    RETURN_IF_ERROR(query.finish());
    return found;
}

Result<std::optional<std::string>> SqliteStore::remembered(std::string_view name)
{
    const SqliteReaders::Borrowed reader { *parts_->readers };
    SqliteQuery query { *reader, "SELECT value FROM meta WHERE name = 'remembered/' || ?1" };
    query.text(name);
    return read_value(query);
}

}
