// SPDX-License-Identifier: Apache-2.0
#include "server/journal/sqlite_store.h"

#include "server/journal/sqlite_schema.h"
#include "server/journal/sqlite_store_parts.h"
#include "server/journal/verify.h"

#include <algorithm>

namespace watchfloor {

namespace {

// After a failed sync the next start must not trust what it reads.
Result<void> verify_if_needed(const std::filesystem::path& database)
{
    const auto marker = verify_needed_beside(database);
    std::error_code failed;
    if (!std::filesystem::exists(marker, failed) && !failed) {
        return {};
    }
    const VerifyReport report = verify_database(database);
    if (!report.whole()) {
        return Error { ErrorCode::Unavailable,
            "The last run could not sync to disk, and the journal did not survive it whole ("
                + report.defects.front().what + "): restore the newest backup." };
    }
    std::filesystem::remove(marker, failed);
    return {};
}

}

SqliteStore::SqliteStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) { }

SqliteStore::~SqliteStore()
{
    parts_->writer->fold_back_beside(nullptr); // the readers go first
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& database, SqliteOptions options)
{
    RETURN_IF_ERROR(prepare_database(database, kJournalKind, options.vfs));
    RETURN_IF_ERROR(verify_if_needed(database));
    auto parts = std::make_unique<Parts>();
    ASSIGN_OR_RETURN(parts->writer, SqliteWriter::open(database, options));
    ASSIGN_OR_RETURN(parts->readers, SqliteReaders::open(database, options.vfs, options.readers));
    parts->writer->fold_back_beside(parts->readers.get());
    return std::unique_ptr<SqliteStore> { new SqliteStore { std::move(parts) } };
}

Result<void> SqliteStore::append(const JournalId& journal, std::span<const SealedEntry> entries, const Extras& extras)
{
    return parts_->writer->append(journal, entries, extras);
}

bool SqliteStore::writable() const
{
    return parts_->writer->writable();
}
StoreStatus SqliteStore::status() const
{
    return parts_->writer->status();
}
std::vector<JournalId> SqliteStore::journals() const
{
    return parts_->writer->journals();
}
Result<bool> SqliteStore::expire(Timestamp now)
{
    return parts_->writer->expire(now);
}
Result<bool> SqliteStore::drop_fresh_leases(const JournalId& journal, std::uint64_t up_to)
{
    return parts_->writer->drop_fresh_leases(journal, up_to);
}
Result<void> SqliteStore::backup_to(const std::filesystem::path& target)
{
    return parts_->writer->backup_to(target);
}

const std::string& SqliteStore::mended() const
{
    return parts_->writer->mended();
}

std::uint64_t SqliteStore::erased_again() const
{
    return parts_->writer->erased_again();
}

void SqliteStore::on_damage(OnDamage told)
{
    parts_->on_damage = std::move(told);
    parts_->readers->on_damage([this](const std::string& what) { parts_->on_damage({}, 0, what); });
}

TellDamage SqliteStore::tells_of(const JournalId& journal) const
{
    return parts_->on_damage ? TellDamage { [this, &journal](std::uint64_t seq, const std::string& defect) {
        parts_->on_damage(journal, seq, defect);
    } }
                             : TellDamage {};
}

JournalHead SqliteStore::head(const JournalId& journal) const
{
    const auto place = parts_->writer->place(journal);
    return place ? place->head : JournalHead {};
}

Result<std::vector<SealedEntry>> SqliteStore::read_after(
    const JournalId& journal, std::uint64_t after, ReadLimits limits)
{
    return after >= kMaxSeq ? Result<std::vector<SealedEntry>> { SealedEntries {} }
                            : read_range(journal, after + 1, kMaxSeq, limits);
}

Result<std::vector<SealedEntry>> SqliteStore::read_range(
    const JournalId& journal, std::uint64_t first, std::uint64_t last, ReadLimits limits)
{
    const auto place = parts_->writer->place(journal);
    first = std::max<std::uint64_t>(first, 1);
    if (!place || first > std::min(last, kMaxSeq)) {
        return SealedEntries {};
    }
    const SqliteReaders::Borrowed reader { *parts_->readers };
    const TellDamage tell = tells_of(journal);
    auto entries = read_rows(
        *reader, row_id(place->number, first), row_id(place->number, std::min(last, kMaxSeq)), limits, tell);
    const bool cut_off = entries.ok() && entries.value().empty() && first <= std::min(last, place->head.seq);
    return cut_off && limits.damaged == Damaged::Refused ? missing_entry(first, tell) : std::move(entries);
}

Result<std::vector<SealedEntry>> SqliteStore::read_subject(
    const JournalId& journal, std::string_view subject, std::uint64_t after, ReadLimits limits)
{
    const auto place = parts_->writer->place(journal);
    if (!place || after >= kMaxSeq) {
        return SealedEntries {};
    }
    const SqliteReaders::Borrowed reader { *parts_->readers };
    return read_subject_rows(
        *reader, subject, row_id(place->number, after + 1), row_id(place->number, kMaxSeq), limits, tells_of(journal));
}

Result<std::optional<std::uint64_t>> SqliteStore::find_key(
    const JournalId& journal, std::string_view scope, std::string_view key)
{
    std::optional<std::uint64_t> found;
    const auto place = parts_->writer->place(journal);
    if (!place) {
        return found;
    }
    const SqliteReaders::Borrowed reader { *parts_->readers };
    SqliteQuery query { *reader, "SELECT seq FROM unique_keys WHERE journal = ?1 AND scope = ?2 AND key = ?3" };
    query.number(place->number).text(scope).text(key);
    if (query.step()) {
        found = query.number_at(0);
    }
    RETURN_IF_ERROR(query.finish());
    return found;
}

}
