// SPDX-License-Identifier: Apache-2.0
#include "server/journal/verify.h"

#include "server/journal/entry_check.h"
#include "server/journal/head_file.h"
#include "server/journal/sqlite_entries.h"
#include "server/journal/sqlite_schema.h"
#include "server/journal/verify_derived.h"
#include "server/journal/verify_walk.h"

#include <algorithm>
#include <array>
#include <thread>

namespace watchfloor {
namespace {

constexpr std::size_t kMostWorkers = 4;

class Verifier {
public:
    Verifier(const std::filesystem::path& database, const VerifyOptions& options)
        : database_(database), options_(options)
    {
    }

    VerifyReport run()
    {
        if (const auto outcome = check(); !outcome.ok()) {
            add({}, 0, outcome.error().message);
        }
        return std::move(report_);
    }

private:
    Result<void> check();
    Result<std::vector<WalkedJournal>> load(SqliteConnection& connection);
    void check_journal(
        SqliteConnection& connection, const WalkedJournal& journal, const std::optional<JournalHead>& remembered);
    void check_end(const WalkedJournal& journal, const std::optional<Digest>& last_hash,
        const std::optional<JournalHead>& remembered);
    void check_known_heads(
        SqliteConnection& connection, const WalkedJournal& journal, const std::optional<JournalHead>& remembered);
    void check_references(SqliteConnection& connection);
    void check_pages(SqliteConnection& connection);
    Result<SqliteConnection> open() const
    {
        return SqliteConnection::open(database_, SqliteConnection::Mode::ReadOnly);
    }
    std::vector<std::optional<JournalHead>> remembered_heads();
    std::size_t workers() const;
    void add(const JournalId& journal, std::uint64_t seq, std::string what)
    {
        report_.defects.push_back({ journal, seq, std::move(what) });
    }

    const std::filesystem::path& database_;
    const VerifyOptions& options_;
    VerifyReport report_ {};
    bool garbled_ = false; // what is remembered of the heads
};

std::size_t Verifier::workers() const
{
    return options_.workers != 0 ? options_.workers
                                 : std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostWorkers);
}

std::optional<Digest> hash_of(SqliteConnection& connection, std::uint64_t journal, std::uint64_t seq)
{
    SqliteQuery query { connection, "SELECT seal FROM entries WHERE id = ?1" };
    query.number(row_id(journal, seq));
    if (seq == 0 || !query.step() || query.bytes_at(0).size() != kSealBytes) {
        return std::nullopt;
    }
    return chain_hash_in(query.bytes_at(0));
}

Result<void> Verifier::check()
{
    auto opened = open();
    report_.not_opened = !opened.ok();
    ASSIGN_OR_RETURN(auto connection, std::move(opened));
    RETURN_IF_ERROR(check_schema(connection, kJournalKind));
    // A journal of before subjects arrived apart has none that did.
    ASSIGN_OR_RETURN(
        const auto apart, connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'fresh_subjects'"));
    if (apart == 0) {
        RETURN_IF_ERROR(
            connection.execute("PRAGMA query_only = 0; CREATE TEMP TABLE fresh_subjects(id INTEGER, subject TEXT);"
                               " PRAGMA query_only = 1"));
    }
    // What is remembered outside is read first: a running writer only moves the database on.
    const auto remembered = remembered_heads();
    ASSIGN_OR_RETURN(const auto journals, load(connection));
    for (std::size_t i = 0; i < journals.size() && !report_.given_up; ++i) {
        check_journal(connection, journals[i], i < remembered.size() ? remembered[i] : std::nullopt);
    }
    for (std::size_t i = journals.size(); i < remembered.size(); ++i) {
        if (remembered[i]) {
            add({}, 0, "Journal number " + std::to_string(i) + " was acknowledged but is missing.");
            break;
        }
    }
    if (garbled_) {
        add({}, 0, garbled_heads(HeadFile::beside(database_)));
    }
    if (report_.given_up) {
        return {};
    }
    if (options_.references) {
        check_references(connection);
    }
    if (options_.pages && !report_.given_up) {
        check_pages(connection);
    }
    return {};
}

// By the number of their journal, as far as they can be read.
std::vector<std::optional<JournalHead>> Verifier::remembered_heads()
{
    std::vector<std::optional<JournalHead>> remembered;
    const auto heads = HeadFile::existing(HeadFile::beside(database_));
    for (std::uint64_t i = 0; heads && i < heads->records() && !garbled_; ++i) {
        remembered.push_back(heads->recall(i));
        garbled_ = heads->garbled(i);
    }
    return remembered;
}

// One statement, so that heads and last entries belong together while a server writes.
Result<std::vector<WalkedJournal>> Verifier::load(SqliteConnection& connection)
{
    std::vector<WalkedJournal> journals;
    SqliteQuery query { connection,
        "SELECT number, id, head_seq, head_hash, (SELECT max(e.id) FROM entries e"
        " WHERE e.id BETWEEN number << 40 AND (number << 40) + 1099511627775) FROM journals ORDER BY number" };
    static_assert(kSeqBits == 40 && kMaxSeq == 1099511627775);
    while (query.step()) {
        WalkedJournal journal { query.number_at(0), JournalId { std::string { query.bytes_at(1) } },
            { query.number_at(2), {} }, 0 };
        const std::string_view hash = query.bytes_at(3);
        std::copy_n(hash.begin(), std::min(hash.size(), journal.head.hash.size()), journal.head.hash.begin());
        journal.last = query.null_at(4) ? 0 : seq_of(query.number_at(4));
        if (journal.number != journals.size() || journal.head.seq > kMaxSeq) {
            return Error { ErrorCode::Internal,
                "The table of journals is damaged at number " + std::to_string(journals.size()) + "." };
        }
        journals.push_back(std::move(journal));
    }
    RETURN_IF_ERROR(query.finish());
    return journals;
}

void Verifier::check_journal(
    SqliteConnection& connection, const WalkedJournal& journal, const std::optional<JournalHead>& remembered)
{
    WalkResult walked = walk_journal(
        journal, workers(), [this] { return open(); }, options_.go_on);
    report_.not_opened = report_.not_opened || walked.not_opened;
    report_.journals.push_back({ journal.id, journal.head, walked.entries, walked.erased_texts });
    if (walked.first) {
        report_.defects.push_back(std::move(*walked.first));
        return;
    }
    if (walked.given_up) {
        report_.given_up = true;
        return;
    }
    check_end(journal, hash_of(connection, journal.number, journal.last), remembered);
    check_known_heads(connection, journal, remembered);
}

void Verifier::check_end(
    const WalkedJournal& journal, const std::optional<Digest>& last_hash, const std::optional<JournalHead>& remembered)
{
    if (journal.last != journal.head.seq) {
        add(journal.id, journal.head.seq,
            "entry " + std::to_string(journal.last) + " is the last one, but the head says "
                + std::to_string(journal.head.seq));
    } else if (last_hash.value_or(Digest {}) != journal.head.hash) {
        add(journal.id, journal.head.seq,
            "entry " + std::to_string(journal.last) + ": it is not the one that the head names");
    }
    if (remembered && remembered->seq > journal.last) {
        add(journal.id, journal.last + 1,
            "entry " + std::to_string(journal.last + 1) + ": it is missing, the journal was acknowledged up to entry "
                + std::to_string(remembered->seq));
    }
}

void Verifier::check_known_heads(
    SqliteConnection& connection, const WalkedJournal& journal, const std::optional<JournalHead>& remembered)
{
    std::vector<Anchor> anchors = options_.anchors;
    if (remembered && remembered->seq <= journal.last) {
        anchors.push_back({ journal.id, *remembered });
    }
    for (const Anchor& anchor : anchors) {
        if (anchor.journal == journal.id && anchor.head.seq != 0
            && hash_of(connection, journal.number, anchor.head.seq) != anchor.head.hash) {
            add(journal.id, anchor.head.seq,
                "entry " + std::to_string(anchor.head.seq) + ": it is not the one that was remembered elsewhere");
        }
    }
}

void Verifier::check_references(SqliteConnection& connection)
{
    PagedFindings findings;
    check_derived(connection, options_.go_on, findings);
    for (std::string& defect : findings.defects) {
        add({}, 0, std::move(defect));
    }
    report_.given_up = report_.given_up || findings.given_up;
}

struct LargeTable {
    const char* name;
    const char* is_short; // so few rows that a transaction over them all is soon over
};

constexpr std::array kLarge {
    LargeTable { "entries", "SELECT count(*) <= 1000 FROM (SELECT 1 FROM entries LIMIT 1001)" },
    LargeTable { "entry_subjects", "SELECT count(*) <= 1000 FROM (SELECT 1 FROM entry_subjects LIMIT 1001)" },
    LargeTable { "unique_keys", "SELECT count(*) <= 1000 FROM (SELECT 1 FROM unique_keys LIMIT 1001)" },
    LargeTable { "idempotency", "SELECT count(*) <= 1000 FROM (SELECT 1 FROM idempotency LIMIT 1001)" },
    LargeTable { "deliveries", "SELECT count(*) <= 1000 FROM (SELECT 1 FROM deliveries LIMIT 1001)" },
};

// Table by table, so that no transaction spans the whole file while a server writes. The large ones are read page by
// page elsewhere, entries by the walk and the others by what is derived from them: in slices that is enough.
void Verifier::check_pages(SqliteConnection& connection)
{
    static constexpr std::array kSmall { "sqlite_schema", "meta", "journals", "fresh_subjects", "erasures", "leases",
        "fresh_leases", "secrets" };
    if (const std::string foreign
        = foreign_schema(connection, kJournalKind.schema, { "fresh_subjects", "fresh_leases" });
        !foreign.empty()) {
        add({}, 0, foreign);
    }
    const auto check = [&](const char* table) {
        report_.given_up = report_.given_up || (options_.go_on && !options_.go_on());
        const std::string finding = report_.given_up ? std::string {} : check_table(connection, table);
        if (!finding.empty()) {
            add({}, 0, finding);
        }
    };
    std::for_each(kSmall.begin(), kSmall.end(), check);
    for (const LargeTable& table : kLarge) {
        // An index of what holds nothing is looked at by nobody else.
        const auto is_short = connection.integer(table.is_short);
        if (!options_.in_slices || !is_short.ok() || is_short.value() != 0) {
            check(table.name);
        }
    }
}

}

VerifyReport verify_database(const std::filesystem::path& database, const VerifyOptions& options)
{
    return Verifier { database, options }.run();
}

std::string ChainCheck::next(const SealedEntry& entry)
{
    if (entry.seq != head_.seq + 1) {
        return "entry " + std::to_string(head_.seq + 1) + ": it is missing";
    }
    std::string defect = defect_of(entry, head_.hash);
    if (defect.empty()) {
        head_ = { entry.seq, entry.hash };
    }
    return defect;
}

}
