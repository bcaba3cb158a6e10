// SPDX-License-Identifier: Apache-2.0
#include "server/samples/samples_tables.h"

namespace watchfloor {
namespace {

constexpr std::int64_t kSamplesApplication = 0x57465350; // "WFSP"

// `rolled` is 0 while the roll-ups of that hour are behind its samples; readers then take the
// samples themselves, so that nothing depends on when roll-ups are made.
constexpr const char* kSchema = R"(
CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE resources(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, last_seq INTEGER NOT NULL);
CREATE TABLE blocks(id INTEGER PRIMARY KEY, rolled INTEGER NOT NULL, samples BLOB NOT NULL);
CREATE INDEX blocks_behind ON blocks(id) WHERE rolled = 0;
CREATE TABLE minutes(id INTEGER PRIMARY KEY, roll_ups BLOB NOT NULL);
CREATE TABLE hours(id INTEGER PRIMARY KEY, roll_ups BLOB NOT NULL);
CREATE TABLE days(id INTEGER PRIMARY KEY, roll_ups BLOB NOT NULL);
CREATE TABLE seals(id INTEGER PRIMARY KEY, count INTEGER NOT NULL, hash BLOB NOT NULL);
CREATE TABLE kept(resource INTEGER NOT NULL, first_hour INTEGER NOT NULL, last_hour INTEGER NOT NULL, PRIMARY KEY(resource, first_hour, last_hour)) WITHOUT ROWID;
)";

constexpr std::int64_t kHoursPerDay = 24;

Result<void> put_roll_ups(
    SqliteConnection& connection, const char* sql, std::uint64_t row, std::span<const RollUp> roll_ups)
{
    const std::string bytes = encode_roll_ups(roll_ups);
    SqliteQuery put { connection, sql };
    return put.number(row).blob(bytes).run();
}

Result<void> roll_up_day(SqliteConnection& connection, std::uint64_t resource, std::int64_t day)
{
    std::optional<RollUp> whole;
    SqliteQuery hours { connection, "SELECT roll_ups FROM hours WHERE id BETWEEN ?1 AND ?2 ORDER BY id" };
    hours.number(period_row(resource, day * kHoursPerDay))
        .number(period_row(resource, day * kHoursPerDay + kHoursPerDay - 1));
    while (hours.step()) {
        const auto parts = decode_roll_ups(hours.bytes_at(0));
        if (!parts) {
            return damaged_block(period_row(resource, day * kHoursPerDay));
        }
        for (const RollUp& part : *parts) {
            whole = whole ? merge(*whole, part) : part;
        }
    }
    RETURN_IF_ERROR(hours.finish());
    if (!whole) {
        return {};
    }
    return put_roll_ups(connection, "INSERT OR REPLACE INTO days(id, roll_ups) VALUES(?1, ?2)",
        period_row(resource, day), { &*whole, 1 });
}

// Each yields (row, whether raw, bytes, hour) in order of time. ?1 and ?2 bound hours; the
// last also has ?3 and ?4, days. Where an hour's roll-ups are behind, its samples take their place at every level.
constexpr const char* kFromSamples
    = "SELECT id, 1, samples, id FROM blocks WHERE id BETWEEN ?1 AND ?2"
      " UNION ALL SELECT m.id, 0, m.roll_ups, m.id FROM minutes m WHERE m.id BETWEEN ?1 AND ?2"
      "  AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.id = m.id)"
      " UNION ALL SELECT h.id, 0, h.roll_ups, h.id FROM hours h WHERE h.id BETWEEN ?1 AND ?2"
      "  AND NOT EXISTS (SELECT 1 FROM minutes m WHERE m.id = h.id) AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.id "
      "= h.id) ORDER BY 4";
constexpr const char* kFromMinutes
    = "SELECT id, 1, samples, id FROM blocks WHERE rolled = 0 AND id BETWEEN ?1 AND ?2"
      " UNION ALL SELECT m.id, 0, m.roll_ups, m.id FROM minutes m WHERE m.id BETWEEN ?1 AND ?2"
      "  AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.id = m.id AND b.rolled = 0)"
      " UNION ALL SELECT h.id, 0, h.roll_ups, h.id FROM hours h WHERE h.id BETWEEN ?1 AND ?2"
      "  AND NOT EXISTS (SELECT 1 FROM minutes m WHERE m.id = h.id) AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.id "
      "= h.id AND b.rolled = 0) ORDER BY 4";
constexpr const char* kFromHours
    = "SELECT id, 1, samples, id FROM blocks WHERE rolled = 0 AND id BETWEEN ?1 AND ?2"
      " UNION ALL SELECT h.id, 0, h.roll_ups, h.id FROM hours h WHERE h.id BETWEEN ?1 AND ?2"
      "  AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.id = h.id AND b.rolled = 0) ORDER BY 4";
constexpr const char* kFromDays
    = "SELECT id, 1, samples, id FROM blocks WHERE rolled = 0 AND id BETWEEN ?1 AND ?2"
      " UNION ALL SELECT h.id, 0, h.roll_ups, h.id FROM hours h WHERE h.id BETWEEN ?1 AND ?2"
      "  AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.id = h.id AND b.rolled = 0)"
      "  AND EXISTS (SELECT 1 FROM blocks b WHERE b.rolled = 0 AND b.id BETWEEN h.id - (h.id & 4294967295) % 24 AND "
      "h.id - (h.id & 4294967295) % 24 + 23)"
      " UNION ALL SELECT d.id, 0, d.roll_ups, (d.id >> 32 << 32) + (d.id & 4294967295) * 24 FROM days d WHERE d.id "
      "BETWEEN ?3 AND ?4"
      "  AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.rolled = 0 AND b.id BETWEEN (d.id >> 32 << 32) + (d.id & "
      "4294967295) * 24"
      "   AND (d.id >> 32 << 32) + (d.id & 4294967295) * 24 + 23) ORDER BY 4";

const char* source_for(std::int64_t step)
{
    if (step < kMinuteMillis) {
        return kFromSamples;
    }
    if (step < kHourMillis) {
        return kFromMinutes;
    }
    return step < kDayMillis ? kFromHours : kFromDays;
}

// Parts that lie wholly outside the query are left out; one across its edge belongs to it.
Result<void> feed_row(const SqliteQuery& row, const SeriesQuery& query, SeriesBuilder& builder)
{
    if (row.integer_at(1) != 0) {
        const auto samples = decode_block({ period_in(row.number_at(0)) * kHourMillis }, row.bytes_at(2));
        if (!samples) {
            return damaged_block(row.number_at(0));
        }
        builder.add(*samples);
        return {};
    }
    const auto parts = decode_roll_ups(row.bytes_at(2));
    if (!parts) {
        return damaged_block(row.number_at(0));
    }
    for (const RollUp& part : *parts) {
        if (part.last >= query.from && part.first < query.to) {
            builder.add(part);
        }
    }
    return {};
}

}

const DatabaseKind kSamplesKind { "samples", kSamplesApplication, 1, kSchema };

Error damaged_block(std::uint64_t row)
{
    return Error { ErrorCode::Internal,
        "The samples of " + format_timestamp({ period_in(row) * kHourMillis })
            + " are damaged: restore the newest backup of the samples." };
}

Result<std::vector<Sample>> read_block(SqliteConnection& connection, std::uint64_t row)
{
    std::vector<Sample> samples;
    SqliteQuery query { connection, "SELECT samples FROM blocks WHERE id = ?1" };
    query.number(row);
    if (query.step()) {
        auto decoded = decode_block({ period_in(row) * kHourMillis }, query.bytes_at(0));
        if (!decoded) {
            return damaged_block(row);
        }
        samples = std::move(*decoded);
    }
    RETURN_IF_ERROR(query.finish());
    return samples;
}

Result<void> write_block(SqliteConnection& connection, std::uint64_t row, std::span<const Sample> samples)
{
    const std::string bytes = encode_block({ period_in(row) * kHourMillis }, samples);
    SqliteQuery put { connection, "INSERT OR REPLACE INTO blocks(id, rolled, samples) VALUES(?1, 0, ?2)" };
    return put.number(row).blob(bytes).run();
}

Result<void> roll_up_hour(SqliteConnection& connection, std::uint64_t row)
{
    ASSIGN_OR_RETURN(const auto samples, read_block(connection, row));
    if (!samples.empty()) {
        const RollUp hour = roll_up(samples);
        RETURN_IF_ERROR(put_roll_ups(connection, "INSERT OR REPLACE INTO minutes(id, roll_ups) VALUES(?1, ?2)", row,
            roll_up_by(samples, kMinuteMillis)));
        RETURN_IF_ERROR(
            put_roll_ups(connection, "INSERT OR REPLACE INTO hours(id, roll_ups) VALUES(?1, ?2)", row, { &hour, 1 }));
    }
    RETURN_IF_ERROR(roll_up_day(connection, resource_in(row), period_in(row) / kHoursPerDay));
    SqliteQuery done { connection, "UPDATE blocks SET rolled = 1 WHERE id = ?1" };
    return done.number(row).run();
}

Result<std::vector<std::uint64_t>> hours_behind(
    SqliteConnection& connection, std::int64_t open_hour, std::int64_t limit)
{
    std::vector<std::uint64_t> rows;
    SqliteQuery query { connection, "SELECT id FROM blocks WHERE rolled = 0 AND (id & 4294967295) < ?1 LIMIT ?2" };
    query.integer(open_hour).integer(limit);
    while (query.step()) {
        rows.push_back(query.number_at(0));
    }
    RETURN_IF_ERROR(query.finish());
    return rows;
}

Result<void> feed_series(
    SqliteConnection& connection, std::uint64_t resource, const SeriesQuery& query, SeriesBuilder& builder)
{
    const std::int64_t first = query.from.millis / kHourMillis;
    const std::int64_t last = (query.to.millis - 1) / kHourMillis;
    SqliteQuery rows { connection, source_for(builder.step()) };
    rows.number(period_row(resource, first)).number(period_row(resource, last));
    if (builder.step() >= kDayMillis) {
        rows.number(period_row(resource, first / kHoursPerDay)).number(period_row(resource, last / kHoursPerDay));
    }
    while (rows.step()) {
        RETURN_IF_ERROR(feed_row(rows, query, builder));
    }
    return rows.finish();
}

}
