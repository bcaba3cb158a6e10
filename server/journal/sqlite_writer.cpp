// SPDX-License-Identifier: Apache-2.0
#include "server/journal/sqlite_writer.h"

#include "server/journal/snapshot_files.h"
#include "server/journal/sqlite_entries.h"
#include "server/journal/sqlite_schema.h"
#include "server/journal/sqlite_tables.h"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kMaxJournalIdBytes = 64;
constexpr std::int64_t kExpirePerCall = 1000;
constexpr std::int64_t kDropPerCall = 4096; // about 2 ms: they lie side by side
// So many that pages of the index take several; as few that reading a subject can look at all.
constexpr std::size_t kFileSubjectsAt = 65'536;

bool is_journal_id(const std::string& text)
{
    const auto allowed
        = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
    return !text.empty() && text.size() <= kMaxJournalIdBytes && std::all_of(text.begin(), text.end(), allowed);
}

Error broken_batch(std::uint64_t seq, const char* what)
{
    return Error { ErrorCode::Internal, "The batch was dropped: entry " + std::to_string(seq) + " " + what + "." };
}

// The batch continues the head without a gap, carries head and facts, and its chain hashes follow.
Result<void> check_batch(const JournalHead& head, std::span<const SealedEntry> entries)
{
    JournalHead at = head;
    for (const SealedEntry& entry : entries) {
        if (entry.seq != at.seq + 1 || entry.seq > kMaxSeq) {
            return broken_batch(entry.seq, "does not follow the journal's head");
        }
        if (!entry.head || !entry.facts) {
            return broken_batch(entry.seq, "lacks its head or its facts");
        }
        if (chain_hash(at.hash, entry.head_digest, entry.facts_digest, entry.text_digest) != entry.hash) {
            return broken_batch(entry.seq, "does not continue the hash chain");
        }
        at = { entry.seq, entry.hash };
    }
    return {};
}

int remember_log_pages(void* pages, sqlite3*, const char*, int count)
{
    *static_cast<std::size_t*>(pages) = static_cast<std::size_t>(count);
    return SQLITE_OK;
}

}

std::filesystem::path verify_needed_beside(const std::filesystem::path& database)
{
    return database.string() + "-verify-needed";
}

SqliteWriter::SqliteWriter(std::filesystem::path database, SqliteOptions options, std::unique_ptr<GatheringVfs> files,
    SqliteConnection connection, HeadFile heads)
    : database_(std::move(database))
    , options_(std::move(options))
    , files_(std::move(files))
    , connection_(std::move(connection))
    , heads_(std::move(heads))
    , checkpoint_at_(options_.checkpoint_pages)
{
}

Result<std::unique_ptr<SqliteWriter>> SqliteWriter::open(
    const std::filesystem::path& database, const SqliteOptions& options)
{
    auto files = std::make_unique<GatheringVfs>(options.vfs);
    ASSIGN_OR_RETURN(
        auto connection, SqliteConnection::open(database, SqliteConnection::Mode::ReadWrite, files->name()));
    RETURN_IF_ERROR(configure_writer(connection));
    ASSIGN_OR_RETURN(auto heads, HeadFile::open(HeadFile::beside(database)));
    std::unique_ptr<SqliteWriter> writer { new SqliteWriter {
        database, options, std::move(files), std::move(connection), std::move(heads) } };
    const std::lock_guard lock { writer->mutex_ };
    RETURN_IF_ERROR(writer->load_journals());
    RETURN_IF_ERROR(writer->erase_what_is_listed());
    RETURN_IF_ERROR(writer->catch_up_ledger());
    RETURN_IF_ERROR(writer->connection_.execute(WATCHFLOOR_LATER_TABLES)); // journals from before have none
    ASSIGN_OR_RETURN(const auto fresh, writer->connection_.integer("SELECT count(*) FROM fresh_subjects"));
    writer->fresh_subjects_ = static_cast<std::size_t>(fresh);
    sqlite3_wal_hook(writer->connection_.handle(), remember_log_pages, &writer->log_pages_);
    // Starts with an empty log. Failing here is no reason to refuse: a full disk still serves
    // reads, and the health says that it cannot write.
    const bool emptied = writer->checkpoint(true);
    writer->truncate_wanted_ = writer->erased_again_ > 0 && !emptied; // the keeper finishes it
    writer->keeper_ = std::thread { [raw = writer.get()] { raw->keep(); } };
    return writer;
}

SqliteWriter::~SqliteWriter()
{
    if (!keeper_.joinable()) {
        return; // never opened: what was refused stays as it was found
    }
    {
        const std::lock_guard lock { mutex_ };
        stopping_ = true;
    }
    wake_.notify_all();
    keeper_.join();
    // After a failed sync nothing more is written, not even by closing.
    while (health_ == StoreHealth::Writable && fresh_subjects_ > 0 && file_some_subjects()) { }
    if (health_ != StoreHealth::RestartRequired) {
        checkpoint(true);
    }
}

Result<void> SqliteWriter::load_journals()
{
    std::map<JournalId, JournalPlace> found;
    SqliteQuery query { connection_, "SELECT number, id, head_seq, head_hash FROM journals" };
    while (query.step()) {
        JournalPlace place { query.number_at(0), { query.number_at(2), {} } };
        const std::string_view hash = query.bytes_at(3);
        const JournalId id { std::string { query.bytes_at(1) } };
        if (hash.size() != place.head.hash.size() || place.number > kMaxJournalNumber || place.head.seq > kMaxSeq) {
            return Error { ErrorCode::Unavailable,
                "The head of journal " + id.text
                    + " is damaged: run `watchfloord verify`, then restore the newest backup." };
        }
        std::copy(hash.begin(), hash.end(), place.head.hash.begin());
        next_number_ = std::max(next_number_, place.number + 1);
        found.emplace(id, place);
    }
    RETURN_IF_ERROR(query.finish());
    for (const auto& [id, place] : found) {
        RETURN_IF_ERROR(check_tail(id, place));
    }
    if (heads_.recall(next_number_)) {
        return Error { ErrorCode::Unavailable,
            "A journal that was acknowledged is missing, so the log was damaged: run `watchfloord verify`, then "
            "restore the newest backup. Nothing was changed." };
    }
    known_ = std::move(found);
    renew_heads();
    return {};
}

// The memory of the heads is of no use while part of it is damaged or lost; but that it was must not go unsaid.
void SqliteWriter::renew_heads()
{
    for (std::uint64_t number = 0; number < heads_.records() && mended_.empty(); ++number) {
        if (heads_.garbled(number)) {
            mended_ = garbled_heads(HeadFile::beside(database_));
            heads_.clear();
        }
    }
    for (const auto& [id, place] : known_) {
        heads_.remember(place.number, place.head);
    }
}

// The end of the journal is where a damaged log shows: what it says, what the head row says and
// what was remembered outside must agree.
Result<void> SqliteWriter::check_tail(const JournalId& journal, const JournalPlace& place)
{
    const auto damaged = [&](const std::string& what) {
        return Error { ErrorCode::Unavailable,
            "Journal " + journal.text + " " + what
                + ": run `watchfloord verify`, then restore the newest backup. Nothing was changed." };
    };
    SqliteQuery last { connection_,
        "SELECT id, seal FROM entries WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1" };
    last.number(row_id(place.number, 0)).number(row_id(place.number, kMaxSeq));
    const bool any = last.step();
    JournalHead stored;
    if (any && last.bytes_at(1).size() == kSealBytes) {
        stored = { seq_of(last.number_at(0)), chain_hash_in(last.bytes_at(1)) };
    }
    RETURN_IF_ERROR(last.finish());
    if (stored != place.head) {
        return damaged("should end with entry " + std::to_string(place.head.seq) + " but its last entry is "
            + std::to_string(stored.seq) + " or another one of that number");
    }
    const auto remembered = heads_.recall(place.number);
    if (remembered
        && (remembered->seq > stored.seq || (remembered->seq == stored.seq && remembered->hash != stored.hash))) {
        return damaged("was acknowledged up to entry " + std::to_string(remembered->seq) + " but ends at entry "
            + std::to_string(stored.seq) + ", so its log was damaged");
    }
    return {};
}

Result<JournalPlace> SqliteWriter::place_for_writing(const JournalId& journal) const
{
    if (const auto known = place(journal)) {
        return *known;
    }
    if (!is_journal_id(journal.text)) {
        return Error { ErrorCode::Malformed, "A journal's id is 1 to 64 lower-case letters, digits, '-' or '_'." };
    }
    if (next_number_ > kMaxJournalNumber) {
        return Error { ErrorCode::Unavailable, "There are too many journals." };
    }
    return JournalPlace { next_number_, {} };
}

Result<void> SqliteWriter::append(const JournalId& journal, std::span<const SealedEntry> entries, const Extras& extras)
{
    const std::lock_guard lock { mutex_ };
    RETURN_IF_ERROR(refuse_unless_writable());
    ASSIGN_OR_RETURN(JournalPlace place, place_for_writing(journal));
    RETURN_IF_ERROR(check_batch(place.head, entries));
    if (!entries.empty()) {
        place.head = { entries.back().seq, entries.back().hash };
    }
    const bool head_moves = !entries.empty() || place.number == next_number_;
    const auto rows = [&]() -> Result<void> {
        RETURN_IF_ERROR(write_entries(connection_, place.number, entries));
        RETURN_IF_ERROR(write_extras(connection_, place.number, extras));
        return head_moves ? write_head(connection_, place.number, journal, place.head) : Result<void> {};
    };
    RETURN_IF_ERROR(write(rows));
    fresh_subjects_ += extras.subjects.size();
    after_append(journal, place, !extras.erased_texts.empty());
    return {};
}

// The transaction is durable: nothing in here can fail it any more.
void SqliteWriter::after_append(const JournalId& journal, const JournalPlace& place, bool erased)
{
    heads_.remember(place.number, place.head);
    next_number_ = std::max(next_number_, place.number + 1);
    {
        const std::lock_guard known_lock { known_mutex_ };
        known_[journal] = place;
    }
    if (erased) {
        truncate_wanted_ = true;
        ledger_behind_ = true;
        tend();
        wake_.notify_all(); // the keeper finishes what readers hold up
        [[maybe_unused]] const auto removed
            = SnapshotFiles { database_.parent_path() / "snapshots" }.remove_all(journal);
    }
    if (fresh_subjects_ >= kFileSubjectsAt && !std::exchange(filing_, true)) {
        wake_.notify_all();
    }
    checkpoint_if_due();
}

Result<bool> SqliteWriter::drop_fresh_leases(const JournalId& journal, std::uint64_t up_to)
{
    const std::lock_guard lock { mutex_ };
    RETURN_IF_ERROR(refuse_unless_writable());
    const auto known = place(journal);
    if (!known) {
        return false;
    }
    std::int64_t deleted = 0;
    RETURN_IF_ERROR(write([&]() -> Result<void> {
        ASSIGN_OR_RETURN(deleted, delete_fresh_leases(connection_, known->number, up_to, kDropPerCall));
        return {};
    }));
    checkpoint_if_due();
    return deleted == kDropPerCall;
}

Result<bool> SqliteWriter::expire(Timestamp now)
{
    const std::lock_guard lock { mutex_ };
    RETURN_IF_ERROR(refuse_unless_writable());
    std::int64_t deleted = 0;
    const auto rows = [&]() -> Result<void> {
        ASSIGN_OR_RETURN(deleted,
            delete_expired(connection_, now - std::chrono::duration_cast<Millis>(kSideTableAge), kExpirePerCall));
        return {};
    };
    RETURN_IF_ERROR(write(rows));
    checkpoint_if_due();
    return deleted >= kExpirePerCall;
}

Result<void> SqliteWriter::write(const std::function<Result<void>()>& body)
{
    connection_.clear_failure();
    return note_failure(connection_.transaction(body));
}

// Decides from SQLite's own code whether writers go on.
Result<void> SqliteWriter::note_failure(Result<void> outcome)
{
    if (outcome.ok()) {
        return outcome;
    }
    const SqliteTrouble trouble = sqlite_trouble(connection_.failure());
    if (trouble == SqliteTrouble::Passing) {
        set_health(StoreHealth::Unwritable, outcome.error().message);
    } else if (trouble == SqliteTrouble::Lasting) {
        const std::string reason = "Writing to disk failed in a way that may have lost data (" + outcome.error().message
            + ") Entries are refused until the server is restarted, which verifies the journal first.";
        set_health(StoreHealth::RestartRequired, reason);
        std::ofstream { verify_needed_beside(database_) } << reason << "\n";
    }
    return outcome;
}

void SqliteWriter::set_health(StoreHealth health, const std::string& reason)
{
    if (health_ == StoreHealth::RestartRequired) {
        return;
    }
    {
        const std::lock_guard known_lock { known_mutex_ };
        reason_ = reason;
    }
    health_.store(health, std::memory_order_release);
    if (health == StoreHealth::Unwritable) {
        wake_.notify_all();
    }
}

Result<void> SqliteWriter::refuse_unless_writable() const
{
    if (writable()) {
        return {};
    }
    return Error { ErrorCode::Unavailable, status().reason };
}

StoreStatus SqliteWriter::status() const
{
    std::error_code failed;
    const auto log = std::filesystem::file_size(database_.string() + "-wal", failed);
    const std::lock_guard known_lock { known_mutex_ };
    return { health_.load(std::memory_order_acquire), reason_, failed ? 0 : static_cast<std::uint64_t>(log) };
}

std::vector<JournalId> SqliteWriter::journals() const
{
    const std::lock_guard known_lock { known_mutex_ };
    std::vector<JournalId> ids;
    for (const auto& [id, place] : known_) {
        ids.push_back(id);
    }
    return ids;
}

std::optional<JournalPlace> SqliteWriter::place(const JournalId& journal) const
{
    const std::lock_guard known_lock { known_mutex_ };
    const auto found = known_.find(journal);
    return found == known_.end() ? std::nullopt : std::optional { found->second };
}

}
