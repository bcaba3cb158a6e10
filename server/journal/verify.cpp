// SPDX-License-Identifier: Apache-2.0
#include "server/journal/verify.h"

#include "server/journal/head_file.h"
#include "server/journal/sqlite_entries.h"
#include "server/journal/sqlite_schema.h"
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
    Result<void> check_references(SqliteConnection& connection);
    Result<void> check_pages(SqliteConnection& connection);
    Result<SqliteConnection> open() const
    {
        return SqliteConnection::open(database_, SqliteConnection::Mode::ReadOnly);
    }
    std::vector<JournalHead> remembered_heads() const;
    std::size_t workers() const;
    void add(const JournalId& journal, std::uint64_t seq, std::string what)
    {
        report_.defects.push_back({ journal, seq, std::move(what) });
    }

    const std::filesystem::path& database_;
    const VerifyOptions& options_;
    VerifyReport report_ {};
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
    // What is remembered outside is read first: a running writer only moves the database on.
    const auto remembered = remembered_heads();
    ASSIGN_OR_RETURN(const auto journals, load(connection));
    for (std::size_t i = 0; i < journals.size() && !report_.given_up; ++i) {
        check_journal(connection, journals[i], i < remembered.size() ? std::optional { remembered[i] } : std::nullopt);
    }
    if (remembered.size() > journals.size()) {
        add({}, 0, "Journal number " + std::to_string(journals.size()) + " was acknowledged but is missing.");
    }
    if (report_.given_up) {
        return {};
    }
    RETURN_IF_ERROR(options_.references ? check_references(connection) : Result<void> {});
    return options_.pages ? check_pages(connection) : Result<void> {};
}

std::vector<JournalHead> Verifier::remembered_heads() const
{
    std::vector<JournalHead> remembered;
    if (const auto heads = HeadFile::existing(HeadFile::beside(database_))) {
        while (const auto head = heads->recall(remembered.size())) {
            remembered.push_back(*head);
        }
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

// Each query names one row that points nowhere, if there is any.
Result<void> Verifier::check_references(SqliteConnection& connection)
{
    struct Reference {
        const char* sql;
        const char* what;
    };
    static constexpr std::array kReferences {
        Reference { "SELECT k.scope || ' ' || k.key || ' -> ' || k.seq FROM unique_keys k WHERE NOT EXISTS"
                    " (SELECT 1 FROM entries e WHERE e.id = (k.journal << 40) + k.seq) LIMIT 1",
            "A unique key names an entry that does not exist: " },
        Reference { "SELECT s.subject || ' -> ' || (s.id & 1099511627775) FROM entry_subjects s WHERE NOT EXISTS"
                    " (SELECT 1 FROM entries e WHERE e.id = s.id) LIMIT 1",
            "A subject names an entry that does not exist: " },
        Reference { "SELECT s.subject || ' -> ' || (s.id & 1099511627775) FROM fresh_subjects s WHERE NOT EXISTS"
                    " (SELECT 1 FROM entries e WHERE e.id = s.id) LIMIT 1",
            "A subject names an entry that does not exist: " },
        Reference { "SELECT 'entry ' || (x.id & 1099511627775) FROM erasures x WHERE NOT EXISTS"
                    " (SELECT 1 FROM entries e WHERE e.id = x.id AND e.text IS NULL AND e.text_salt IS NULL) LIMIT 1",
            "A text was ordered to be erased but is there: " },
        Reference {
            "SELECT e.id FROM entries e WHERE e.id < 0 OR e.id >> 40 > (SELECT max(number) FROM journals) LIMIT 1",
            "An entry belongs to no journal: row " },
    };
    for (const Reference& reference : kReferences) {
        ASSIGN_OR_RETURN(const auto found, connection.text(reference.sql));
        if (!found.empty()) {
            add({}, 0, reference.what + found);
        }
    }
    return {};
}

// Table by table, so that no transaction spans the whole file while a server writes.
Result<void> Verifier::check_pages(SqliteConnection& connection)
{
    static constexpr std::array kChecks { "PRAGMA integrity_check(meta)", "PRAGMA integrity_check(journals)",
        "PRAGMA integrity_check(entries)", "PRAGMA integrity_check(entry_subjects)",
        "PRAGMA integrity_check(fresh_subjects)", "PRAGMA integrity_check(unique_keys)",
        "PRAGMA integrity_check(erasures)", "PRAGMA integrity_check(leases)", "PRAGMA integrity_check(secrets)",
        "PRAGMA integrity_check(idempotency)", "PRAGMA integrity_check(deliveries)" };
    for (const char* check : kChecks) {
        ASSIGN_OR_RETURN(const auto finding, connection.text(check));
        if (finding != "ok") {
            add({}, 0, "The database's pages are damaged: " + finding);
        }
    }
    return {};
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
