// SPDX-License-Identifier: Apache-2.0
#include "server/journal/sqlite_tables.h"

#include "server/journal/sqlite_entries.h"
#include "server/journal/sqlite_schema.h"

#include <sqlite3.h>

#include <algorithm>

namespace watchfloor {
namespace {

Result<void> write_keys(SqliteConnection& connection, std::uint64_t journal, std::span<const UniqueKey> keys)
{
    if (keys.empty()) {
        return {};
    }
    SqliteQuery insert { connection,
        "INSERT INTO unique_keys(journal, scope, key, seq) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING" };
    for (const UniqueKey& key : keys) {
        RETURN_IF_ERROR(insert.number(journal).text(key.scope).text(key.key).number(key.seq).run_again());
        if (sqlite3_changes(connection.handle()) == 0) {
            return Error { ErrorCode::Conflict, "This was recorded before: read the entry that the key names.",
                { key.scope, key.key } };
        }
    }
    return {};
}

Result<void> write_subjects(SqliteConnection& connection, std::uint64_t journal, std::span<const SubjectRef> subjects)
{
    if (subjects.empty()) {
        return {};
    }
    SqliteQuery insert { connection, "INSERT INTO fresh_subjects(id, subject) VALUES(?1, ?2) ON CONFLICT DO NOTHING" };
    for (const SubjectRef& subject : subjects) {
        RETURN_IF_ERROR(insert.number(row_id(journal, subject.seq)).text(subject.subject).run_again());
    }
    return {};
}

Result<void> write_leases(SqliteConnection& connection, std::uint64_t journal, const Extras& extras)
{
    // First: what ended and fired again in the same batch has a lease.
    if (!extras.ended_leases.empty()) {
        SqliteQuery remove { connection, "DELETE FROM leases WHERE journal = ?1 AND alert = ?2" };
        for (const AlertId& alert : extras.ended_leases) {
            RETURN_IF_ERROR(remove.number(journal).text(alert.text).run_again());
        }
    }
    if (!extras.leases.empty()) {
        SqliteQuery put { connection,
            "INSERT OR REPLACE INTO leases(journal, alert, end_millis, length_millis) VALUES(?1, ?2, ?3, ?4)" };
        for (const Lease& lease : extras.leases) {
            RETURN_IF_ERROR(put.number(journal)
                                .text(lease.alert.text)
                                .integer(lease.end.millis)
                                .integer(lease.length.count())
                                .run_again());
        }
    }
    if (!extras.fresh_leases.empty()) {
        SqliteQuery put { connection,
            "INSERT OR REPLACE INTO fresh_leases(id, alert, end_millis, length_millis) VALUES(?1, ?2, ?3, ?4)" };
        for (const FreshLease& fresh : extras.fresh_leases) {
            RETURN_IF_ERROR(put.number(row_id(journal, fresh.seq))
                                .text(fresh.lease.alert.text)
                                .integer(fresh.lease.end.millis)
                                .integer(fresh.lease.length.count())
                                .run_again());
        }
    }
    return {};
}

Result<void> write_secrets(SqliteConnection& connection, std::span<const SecretChange> changes)
{
    for (const SecretChange& change : changes) {
        if (change.value) {
            SqliteQuery put { connection, "INSERT OR REPLACE INTO secrets(name, value) VALUES(?1, ?2)" };
            RETURN_IF_ERROR(put.text(change.name).blob(*change.value).run());
        } else {
            SqliteQuery remove { connection, "DELETE FROM secrets WHERE name = ?1" };
            RETURN_IF_ERROR(remove.text(change.name).run());
        }
    }
    return {};
}

Result<void> write_idempotency(
    SqliteConnection& connection, std::uint64_t journal, std::span<const IdempotencyRecord> records)
{
    if (records.empty()) {
        return {};
    }
    SqliteQuery insert { connection,
        "INSERT INTO idempotency(journal, actor, route, key, request, first_seq, last_seq, status, at_millis)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING" };
    for (const IdempotencyRecord& record : records) {
        insert.number(journal)
            .text(record.key.actor)
            .text(record.key.route)
            .text(record.key.key)
            .blob(as_view(record.request));
        insert.number(record.first_seq).number(record.last_seq).integer(record.status).integer(record.at.millis);
        RETURN_IF_ERROR(insert.run_again());
        if (sqlite3_changes(connection.handle()) == 0) {
            return Error { ErrorCode::Conflict,
                "A request with this idempotency key was answered before: ask for its outcome.",
                { record.key.route, record.key.key } };
        }
    }
    return {};
}

Result<void> write_deliveries(
    SqliteConnection& connection, std::uint64_t journal, std::span<const RawDelivery> deliveries)
{
    if (deliveries.empty()) {
        return {};
    }
    SqliteQuery insert { connection,
        "INSERT OR REPLACE INTO deliveries(id, last_seq, source, received_millis, full_bytes, body) VALUES(?1, ?2, ?3, "
        "?4, ?5, ?6)" };
    for (const RawDelivery& delivery : deliveries) {
        const auto full = std::max<std::uint64_t>(delivery.full_bytes, delivery.body.size());
        insert.number(row_id(journal, delivery.first_seq)).number(delivery.last_seq).text(delivery.source.text);
        insert.integer(delivery.received_at.millis)
            .number(full)
            .blob(std::string_view { delivery.body }.substr(0, kRawDeliveryLimit));
        RETURN_IF_ERROR(insert.run_again());
    }
    return {};
}

Result<void> write_remembered(SqliteConnection& connection, std::span<const Remembered> values)
{
    for (const Remembered& remembered : values) {
        SqliteQuery put { connection, "INSERT OR REPLACE INTO meta(name, value) VALUES('remembered/' || ?1, ?2)" };
        RETURN_IF_ERROR(put.text(remembered.name).blob(remembered.value).run());
    }
    return {};
}

Result<void> erase_text(SqliteConnection& connection, std::uint64_t row)
{
    SqliteQuery find { connection, "SELECT seal FROM entries WHERE id = ?1" };
    find.number(row);
    if (!find.step()) {
        RETURN_IF_ERROR(find.finish());
        return Error { ErrorCode::NotFound,
            "There is no entry " + std::to_string(seq_of(row)) + " whose text could be erased." };
    }
    const std::string_view seal = find.bytes_at(0);
    if (seal.size() != kSealBytes) {
        return Error { ErrorCode::Internal, "entry " + std::to_string(seq_of(row)) + ": its seal has the wrong size" };
    }
    SqliteQuery note { connection, "INSERT OR IGNORE INTO erasures(id, text_digest) VALUES(?1, ?2)" };
    RETURN_IF_ERROR(note.number(row).blob(as_view(text_digest_in(seal))).run());
    SqliteQuery erase { connection, "UPDATE entries SET text = NULL, text_salt = NULL WHERE id = ?1" };
    return erase.number(row).run();
}

}

Result<void> write_entries(
    SqliteConnection& connection, std::uint64_t journal_number, std::span<const SealedEntry> entries)
{
    if (entries.empty()) {
        return {};
    }
    SqliteQuery insert { connection,
        "INSERT INTO entries(id, seal, head, facts, text, text_salt) VALUES(?1, ?2, ?3, ?4, ?5, ?6)" };
    for (const SealedEntry& entry : entries) {
        const auto seal = pack_seal(entry);
        insert.number(row_id(journal_number, entry.seq))
            .blob(as_view(seal))
            .text(entry.head->bytes)
            .text(entry.facts->bytes);
        if (entry.text) {
            insert.text(entry.text->bytes).blob(as_view(entry.text->salt));
        } else {
            insert.null().null();
        }
        RETURN_IF_ERROR(insert.run_again());
    }
    return {};
}

Result<void> write_extras(SqliteConnection& connection, std::uint64_t journal_number, const Extras& extras)
{
    RETURN_IF_ERROR(write_keys(connection, journal_number, extras.keys));
    RETURN_IF_ERROR(write_subjects(connection, journal_number, extras.subjects));
    RETURN_IF_ERROR(write_leases(connection, journal_number, extras));
    RETURN_IF_ERROR(write_secrets(connection, extras.secrets));
    RETURN_IF_ERROR(write_idempotency(connection, journal_number, extras.idempotency));
    RETURN_IF_ERROR(write_deliveries(connection, journal_number, extras.deliveries));
    RETURN_IF_ERROR(write_remembered(connection, extras.remembered));
    for (const std::uint64_t seq : extras.erased_texts) {
        RETURN_IF_ERROR(erase_text(connection, row_id(journal_number, seq)));
    }
    if (!extras.erased_texts.empty()) {
        SqliteQuery purge { connection, "DELETE FROM deliveries WHERE id BETWEEN ?1 AND ?2" };
        RETURN_IF_ERROR(purge.number(row_id(journal_number, 0)).number(row_id(journal_number, kMaxSeq)).run());
    }
    return {};
}

Result<void> write_head(
    SqliteConnection& connection, std::uint64_t journal_number, const JournalId& journal, const JournalHead& head)
{
    SqliteQuery put { connection,
        "INSERT INTO journals(number, id, head_seq, head_hash) VALUES(?1, ?2, ?3, ?4)"
        " ON CONFLICT(number) DO UPDATE SET head_seq = excluded.head_seq, head_hash = excluded.head_hash" };
    return put.number(journal_number).text(journal.text).number(head.seq).blob(as_view(head.hash)).run();
}

Result<std::int64_t> delete_fresh_leases(
    SqliteConnection& connection, std::uint64_t journal_number, std::uint64_t up_to, std::int64_t limit)
{
    SqliteQuery fresh { connection,
        "DELETE FROM fresh_leases WHERE id IN (SELECT id FROM fresh_leases WHERE id BETWEEN ?1 AND ?2 ORDER BY id "
        "LIMIT ?3)" };
    RETURN_IF_ERROR(fresh.number(row_id(journal_number, 0))
                        .number(row_id(journal_number, std::min(up_to, kMaxSeq)))
                        .integer(limit)
                        .run());
    return sqlite3_changes(connection.handle());
}

Result<std::int64_t> delete_expired(SqliteConnection& connection, Timestamp deadline, std::int64_t limit)
{
    SqliteQuery records { connection,
        "DELETE FROM idempotency WHERE number IN (SELECT number FROM idempotency WHERE at_millis < ?1 ORDER BY "
        "at_millis LIMIT ?2)" };
    RETURN_IF_ERROR(records.integer(deadline.millis).integer(limit).run());
    const std::int64_t first = sqlite3_changes(connection.handle());
    SqliteQuery deliveries { connection,
        "DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE received_millis < ?1 ORDER BY "
        "received_millis LIMIT ?2)" };
    RETURN_IF_ERROR(deliveries.integer(deadline.millis).integer(limit).run());
    return first + sqlite3_changes(connection.handle());
}

}
