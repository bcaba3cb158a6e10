// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite.h"
#include "server/journal/sqlite_schema.h"
#include "server/samples/sample_block.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace watchfloor {

extern const DatabaseKind kSamplesKind;

// Row id of what belongs to a resource and a period (an hour or a day since the epoch): periods
// of one resource lie together and in order.
constexpr std::uint64_t period_row(std::uint64_t resource, std::int64_t period)
{
    return resource << 32U | static_cast<std::uint64_t>(period);
}
constexpr std::int64_t hour_of(Timestamp at)
{
    return at.millis / kHourMillis;
}
constexpr std::int64_t period_in(std::uint64_t row)
{
    return static_cast<std::int64_t>(row & 0xffff'ffffU);
}
constexpr std::uint64_t resource_in(std::uint64_t row)
{
    return row >> 32U;
}

// Rows of the samples' database, within the caller's transaction where they write. Bytes that
// cannot be read are an error that names the damage.
Result<std::vector<Sample>> read_block(SqliteConnection& connection, std::uint64_t row);
Result<void> write_block(SqliteConnection& connection, std::uint64_t row, std::span<const Sample> samples);

// Brings the roll-ups of one hour, and of its day, up to its block.
Result<void> roll_up_hour(SqliteConnection& connection, std::uint64_t row);

// Hours before `open_hour` whose roll-ups are behind, at most `limit`.
Result<std::vector<std::uint64_t>> hours_behind(
    SqliteConnection& connection, std::int64_t open_hour, std::int64_t limit);

// Feeds what is stored for the query into the builder, in order of time, from the coarsest source
// that is finer than a stretch.
Result<void> feed_series(
    SqliteConnection& connection, std::uint64_t resource, const SeriesQuery& query, SeriesBuilder& builder);

Error damaged_block(std::uint64_t row);

}
