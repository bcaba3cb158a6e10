// SPDX-License-Identifier: Apache-2.0
// Opening the samples' database, its health, and what readers ask of memory.
#include "server/samples/samples_tables.h"
#include "server/samples/samples_writer.h"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>

namespace watchfloor {
namespace {

constexpr int kCheckpointPatienceMillis = 250;
constexpr int kLockPatienceMillis = 2000;
constexpr const char* kProbe = "INSERT OR REPLACE INTO meta(name, value) VALUES('probe', random())";

int remember_log_pages(void* pages, sqlite3*, const char*, int count)
{
    *static_cast<std::size_t*>(pages) = static_cast<std::size_t>(count);
    return SQLITE_OK;
}

std::filesystem::path check_needed_beside(const std::filesystem::path& database)
{
    return database.string() + "-verify-needed";
}

// After a failed sync, or damage found while running.
Result<void> check_if_needed(const std::filesystem::path& database, SqliteConnection& connection)
{
    const auto marker = check_needed_beside(database);
    std::error_code failed;
    if (!std::filesystem::exists(marker, failed)) {
        return {};
    }
    ASSIGN_OR_RETURN(const auto finding, connection.text("PRAGMA integrity_check"));
    if (finding != "ok") {
        return Error { ErrorCode::Unavailable,
            "The samples " + database.string() + " are damaged (" + finding
                + "): restore their newest backup, or move the file away to begin anew." };
    }
    std::filesystem::remove(marker, failed);
    return {};
}

}

Result<std::unique_ptr<SamplesWriter>> SamplesWriter::open(
    const std::filesystem::path& database, const SamplesOptions& options)
{
    RETURN_IF_ERROR(prepare_database(database, kSamplesKind, options.vfs));
    ASSIGN_OR_RETURN(auto connection, SqliteConnection::open(database, SqliteConnection::Mode::ReadWrite, options.vfs));
    RETURN_IF_ERROR(check_if_needed(database, connection));
    RETURN_IF_ERROR(configure_writer(connection));
    std::unique_ptr<SamplesWriter> writer { new SamplesWriter { database, options, std::move(connection) } };
    RETURN_IF_ERROR(writer->load());
    sqlite3_wal_hook(writer->connection_.handle(), remember_log_pages, &writer->log_pages_);
    {
        const std::lock_guard lock { writer->write_mutex_ };
        writer->checkpoint(true);
    }
    writer->thread_ = std::thread { [raw = writer.get()] { raw->run(); } };
    return writer;
}

SamplesWriter::~SamplesWriter()
{
    if (!thread_.joinable()) {
        return; // never opened
    }
    {
        const std::lock_guard lock { queue_mutex_ };
        stopping_ = true;
    }
    queued_.notify_all();
    thread_.join();
    const std::lock_guard lock { write_mutex_ };
    if (trouble_ != SqliteTrouble::Lasting) {
        checkpoint(true);
    }
}

Result<void> SamplesWriter::load()
{
    SqliteQuery query { connection_, "SELECT number, id, last_seq FROM resources" };
    while (query.step()) {
        const ResourceId id { std::string { query.bytes_at(1) } };
        Resource resource { query.number_at(0), { id, {}, query.number_at(2) } };
        RETURN_IF_ERROR(load_latest(resource));
        last_seq_ = std::max(last_seq_, resource.latest.sample_seq);
        known_.emplace(id, std::move(resource));
    }
    RETURN_IF_ERROR(query.finish());
    ASSIGN_OR_RETURN(const auto sealed, connection_.integer("SELECT value FROM meta WHERE name = 'sealed_until'"));
    sealed_until_ = sealed;
    return {};
}

// From the newest block; from the newest day where every block is past its age.
Result<void> SamplesWriter::load_latest(Resource& resource)
{
    SqliteQuery block { connection_, "SELECT id FROM blocks WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1" };
    block.number(period_row(resource.number, 0)).number(period_row(resource.number, 0xffff'ffff));
    if (block.step()) {
        ASSIGN_OR_RETURN(const auto samples, read_block(connection_, block.number_at(0)));
        resource.latest.sample = samples.empty() ? Sample {} : samples.back();
        open_hour_ = std::max(open_hour_, period_in(block.number_at(0)));
        return block.finish();
    }
    RETURN_IF_ERROR(block.finish());
    SqliteQuery day { connection_, "SELECT roll_ups FROM days WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1" };
    day.number(period_row(resource.number, 0)).number(period_row(resource.number, 0xffff'ffff));
    if (day.step()) {
        const auto parts = decode_roll_ups(day.bytes_at(0));
        if (parts && !parts->empty()) {
            resource.latest.sample = { parts->back().last, parts->back().mean, SampleQuality::Estimated };
        }
    }
    return day.finish();
}

Result<void> SamplesWriter::write(const std::function<Result<void>(SqliteConnection&)>& body)
{
    const std::lock_guard lock { write_mutex_ };
    RETURN_IF_ERROR(refuse_unless_writable());
    connection_.clear_failure();
    const Result<void> outcome = connection_.transaction([&] { return body(connection_); });
    note(outcome);
    return outcome;
}

Result<void> SamplesWriter::seal_until(Timestamp end, const std::function<Result<void>(SqliteConnection&)>& body)
{
    const std::lock_guard lock { write_mutex_ };
    RETURN_IF_ERROR(refuse_unless_writable());
    connection_.clear_failure();
    const Result<void> outcome = connection_.transaction([&]() -> Result<void> {
        SqliteQuery put { connection_,
            "INSERT OR REPLACE INTO meta(name, value) VALUES('sealed_until', max(?1, coalesce((SELECT value FROM meta "
            "WHERE name = 'sealed_until'), 0)))" };
        RETURN_IF_ERROR(put.integer(end.millis).run());
        return body(connection_);
    });
    note(outcome);
    if (outcome.ok()) {
        sealed_until_ = std::max(sealed_until_.load(), end.millis);
    }
    return outcome;
}

void SamplesWriter::note(const Result<void>& outcome)
{
    const SqliteTrouble trouble = outcome.ok() ? SqliteTrouble::None : sqlite_trouble(connection_.failure());
    if (trouble == SqliteTrouble::None || trouble_ == SqliteTrouble::Lasting) {
        return;
    }
    {
        const std::lock_guard known_lock { known_mutex_ };
        reason_ = trouble == SqliteTrouble::Passing
            ? outcome.error().message
            : "Samples are refused until the server is restarted (" + outcome.error().message + ")";
    }
    if (trouble == SqliteTrouble::Lasting) {
        std::ofstream { check_needed_beside(database_) } << outcome.error().message << "\n";
    }
    trouble_.store(trouble, std::memory_order_release);
    queued_.notify_all();
}

void SamplesWriter::probe()
{
    const std::lock_guard lock { write_mutex_ };
    checkpoint(false);
    if (trouble_ != SqliteTrouble::Passing) {
        return;
    }
    connection_.clear_failure();
    const Result<void> outcome = connection_.transaction([&] { return connection_.execute(kProbe); });
    note(outcome);
    if (outcome.ok()) {
        trouble_.store(SqliteTrouble::None, std::memory_order_release);
    }
}

void SamplesWriter::checkpoint(bool truncate)
{
    connection_.clear_failure();
    sqlite3_busy_timeout(connection_.handle(), kCheckpointPatienceMillis);
    const int code = sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr,
        truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    sqlite3_busy_timeout(connection_.handle(), kLockPatienceMillis);
    if (code == SQLITE_OK && truncate) {
        log_pages_ = 0;
    }
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) {
        note(connection_.report(code));
    }
}

Result<void> SamplesWriter::refuse_unless_writable() const
{
    if (writable()) {
        return {};
    }
    const std::lock_guard known_lock { known_mutex_ };
    return Error { ErrorCode::Unavailable, reason_ };
}

std::uint64_t SamplesWriter::last_seq() const
{
    const std::lock_guard known_lock { known_mutex_ };
    return last_seq_;
}

std::vector<std::pair<std::uint64_t, LatestSample>> SamplesWriter::known() const
{
    const std::lock_guard known_lock { known_mutex_ };
    std::vector<std::pair<std::uint64_t, LatestSample>> result;
    for (const auto& [id, resource] : known_) {
        result.emplace_back(resource.number, resource.latest);
    }
    return result;
}

std::optional<std::pair<std::uint64_t, LatestSample>> SamplesWriter::known(const ResourceId& resource) const
{
    const std::lock_guard known_lock { known_mutex_ };
    const auto found = known_.find(resource);
    return found == known_.end() ? std::nullopt
                                 : std::optional { std::pair { found->second.number, found->second.latest } };
}

}
