// SPDX-License-Identifier: Apache-2.0
#include "server/samples/sqlite_samples_store.h"

#include "server/journal/sqlite_reads.h"
#include "server/samples/samples_tables.h"
#include "server/samples/samples_writer.h"

#include <sqlite3.h>

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::size_t kMostPoints = 10'000;
constexpr std::int64_t kExpirePerResource = 24;

bool is_hour(Timestamp at)
{
    return at.millis >= 0 && at.millis % kHourMillis == 0;
}

Result<void> delete_old(SqliteConnection& connection, const char* sql, std::uint64_t resource, std::int64_t before_hour,
    std::int64_t& deleted)
{
    SqliteQuery remove { connection, sql };
    RETURN_IF_ERROR(remove.number(period_row(resource, 0))
                        .number(period_row(resource, before_hour))
                        .integer(kExpirePerResource)
                        .run());
    deleted = std::max<std::int64_t>(deleted, sqlite3_changes(connection.handle()));
    return {};
}

}

struct SqliteSamplesStore::Parts {
    SamplesOptions options {};
    std::unique_ptr<SamplesWriter> writer {};
    std::unique_ptr<SqliteReaders> readers {};
    std::function<void(const std::string&)> damaged {};

    // What a read may answer with; what is the store's own fault is damage.
    Error told(Error error) const
    {
        if (damaged && error.code == ErrorCode::Internal) {
            damaged(error.message);
        }
        return error;
    }
};

SqliteSamplesStore::SqliteSamplesStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) { }
SqliteSamplesStore::~SqliteSamplesStore() = default;

Result<std::unique_ptr<SqliteSamplesStore>> SqliteSamplesStore::open(
    const std::filesystem::path& database, SamplesOptions options)
{
    auto parts = std::make_unique<Parts>();
    parts->options = options;
    ASSIGN_OR_RETURN(parts->writer, SamplesWriter::open(database, options));
    ASSIGN_OR_RETURN(parts->readers, SqliteReaders::open(database, options.vfs, options.readers));
    return std::unique_ptr<SqliteSamplesStore> { new SqliteSamplesStore { std::move(parts) } };
}

void SqliteSamplesStore::on_damage(std::function<void(const std::string& what)> told)
{
    parts_->damaged = std::move(told);
    parts_->readers->on_damage([this](const std::string& what) { parts_->damaged("of the samples, " + what); });
}

Result<SamplesStored> SqliteSamplesStore::append(
    const ResourceId& resource, std::span<const Sample> samples, Timestamp now)
{
    return parts_->writer->append(resource, samples, now);
}

bool SqliteSamplesStore::writable() const
{
    return parts_->writer->writable();
}
std::uint64_t SqliteSamplesStore::last_sample_seq() const
{
    return parts_->writer->last_seq();
}
Timestamp SqliteSamplesStore::sealed_until() const
{
    return parts_->writer->sealed_until();
}

std::vector<ResourceId> SqliteSamplesStore::resources() const
{
    std::vector<ResourceId> ids;
    for (const auto& [number, latest] : parts_->writer->known()) {
        ids.push_back(latest.resource);
    }
    return ids;
}

std::optional<LatestSample> SqliteSamplesStore::latest(const ResourceId& resource) const
{
    const auto known = parts_->writer->known(resource);
    return known ? std::optional { known->second } : std::nullopt;
}

std::vector<LatestSample> SqliteSamplesStore::since(std::uint64_t sample_seq) const
{
    std::vector<LatestSample> changed;
    for (const auto& [number, latest] : parts_->writer->known()) {
        if (latest.sample_seq > sample_seq) {
            changed.push_back(latest);
        }
    }
    return changed;
}

Result<std::vector<SeriesPoint>> SqliteSamplesStore::query(const SeriesQuery& query)
{
    if (query.from.millis < 0 || query.from >= query.to || query.max_points == 0 || query.max_points > kMostPoints) {
        return Error { ErrorCode::Malformed,
            "Ask for a series from an instant to a later one, in 1 to 10,000 points." };
    }
    SeriesBuilder builder { query };
    if (const auto known = parts_->writer->known(query.resource)) {
        const SqliteReaders::Borrowed reader { *parts_->readers };
        if (const auto fed = feed_series(*reader, known->first, query, builder); !fed.ok()) {
            return parts_->told(fed.error());
        }
    }
    return builder.finish();
}

Result<std::vector<Sample>> SqliteSamplesStore::raw(
    const ResourceId& resource, Timestamp from, Timestamp to, std::size_t limit)
{
    std::vector<Sample> found;
    const auto known = parts_->writer->known(resource);
    if (!known || from.millis < 0 || from >= to) {
        return found;
    }
    const SqliteReaders::Borrowed reader { *parts_->readers };
    SqliteQuery query { *reader, "SELECT id, samples FROM blocks WHERE id BETWEEN ?1 AND ?2 ORDER BY id" };
    query.number(period_row(known->first, hour_of(from))).number(period_row(known->first, hour_of({ to.millis - 1 })));
    while (found.size() < limit && query.step()) {
        const auto samples = decode_block({ period_in(query.number_at(0)) * kHourMillis }, query.bytes_at(1));
        if (!samples) {
            return parts_->told(damaged_block(query.number_at(0)));
        }
        for (const Sample& sample : *samples) {
            if (sample.at >= from && sample.at < to && found.size() < limit) {
                found.push_back(sample);
            }
        }
    }
    RETURN_IF_ERROR(query.finish());
    return found;
}

Result<std::vector<ClosedBlock>> SqliteSamplesStore::close_hour(Timestamp hour, Timestamp now)
{
    const Timestamp end { hour.millis + kHourMillis };
    if (!is_hour(hour) || end > now) {
        return Error { ErrorCode::Malformed, "Only a whole hour that is over can be sealed." };
    }
    std::vector<ClosedBlock> closed;
    const auto seals = [&](SqliteConnection& connection) -> Result<void> {
        for (const auto& [number, latest] : parts_->writer->known()) {
            const std::uint64_t row = period_row(number, hour_of(hour));
            SqliteQuery block { connection,
                "SELECT b.samples, s.count, s.hash FROM blocks b LEFT JOIN seals s ON s.id = b.id WHERE b.id = ?1" };
            block.number(row);
            if (!block.step()) {
                RETURN_IF_ERROR(block.finish());
                continue;
            }
            const std::string_view bytes = block.bytes_at(0);
            ClosedBlock sealed { latest.resource, hour, static_cast<std::uint32_t>(bytes.size() / kSampleBytes),
                block_hash(latest.resource, hour, bytes) };
            if (const std::string_view before = block.bytes_at(2); before.size() == sealed.hash.size()) {
                sealed.count = static_cast<std::uint32_t>(block.integer_at(1));
                std::copy(before.begin(), before.end(), sealed.hash.begin());
            }
            closed.push_back(sealed);
            SqliteQuery put { connection, "INSERT OR IGNORE INTO seals(id, count, hash) VALUES(?1, ?2, ?3)" };
            RETURN_IF_ERROR(put.number(row).integer(sealed.count).blob(as_view(sealed.hash)).run());
        }
        return {};
    };
    RETURN_IF_ERROR(parts_->writer->seal_until(end, seals));
    return closed;
}

Result<std::vector<ResourceId>> SqliteSamplesStore::verify_hour(Timestamp hour, std::span<const ClosedBlock> sealed)
{
    std::vector<ResourceId> broken;
    const SqliteReaders::Borrowed reader { *parts_->readers };
    for (const ClosedBlock& expected : sealed) {
        const auto known = parts_->writer->known(expected.resource);
        SqliteQuery block { *reader, "SELECT samples FROM blocks WHERE id = ?1" };
        block.number(period_row(known ? known->first : 0, hour_of(hour)));
        const bool matches = block.step() && block_hash(expected.resource, hour, block.bytes_at(0)) == expected.hash;
        RETURN_IF_ERROR(block.finish());
        if (!matches) {
            broken.push_back(expected.resource);
        }
    }
    return broken;
}

Result<void> SqliteSamplesStore::keep(const ResourceId& resource, Timestamp from, Timestamp to)
{
    const auto known = parts_->writer->known(resource);
    if (!known || from.millis < 0 || from >= to) {
        return Error { ErrorCode::Malformed, "Name a resource that has samples, and an instant before a later one." };
    }
    return parts_->writer->write([&](SqliteConnection& connection) {
        SqliteQuery put { connection,
            "INSERT OR IGNORE INTO kept(resource, first_hour, last_hour) VALUES(?1, ?2, ?3)" };
        return put.number(known->first).integer(hour_of(from)).integer(hour_of({ to.millis - 1 })).run();
    });
}

Result<bool> SqliteSamplesStore::expire(Timestamp now)
{
    std::int64_t deleted = 0;
    const auto raw_hour = hour_of({ std::max<std::int64_t>(
        now.millis - std::chrono::duration_cast<Millis>(parts_->options.raw_age).count(), 0) });
    const auto minutes_hour = hour_of({ std::max<std::int64_t>(
        now.millis - std::chrono::duration_cast<Millis>(parts_->options.minutes_age).count(), 0) });
    const auto deletions = [&](SqliteConnection& connection) -> Result<void> {
        for (const auto& [number, latest] : parts_->writer->known()) {
            RETURN_IF_ERROR(delete_old(connection,
                "DELETE FROM blocks WHERE id IN (SELECT b.id FROM blocks b WHERE b.id >= ?1 AND b.id < ?2 AND b.rolled "
                "= 1 AND NOT EXISTS"
                " (SELECT 1 FROM kept k WHERE k.resource = b.id >> 32 AND (b.id & 4294967295) BETWEEN k.first_hour AND "
                "k.last_hour) LIMIT ?3)",
                number, raw_hour, deleted));
            RETURN_IF_ERROR(delete_old(connection,
                "DELETE FROM minutes WHERE id IN (SELECT m.id FROM minutes m WHERE m.id >= ?1 AND m.id < ?2 LIMIT ?3)",
                number, minutes_hour, deleted));
        }
        return {};
    };
    RETURN_IF_ERROR(parts_->writer->write(deletions));
    return deleted >= kExpirePerResource;
}

}
