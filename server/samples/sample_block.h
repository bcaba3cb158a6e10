// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/samples/samples_store.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

inline constexpr std::size_t kSampleBytes = 16; // of one record in a block
inline constexpr std::int64_t kMinuteMillis = 60'000;
inline constexpr std::int64_t kHourMillis = 60 * kMinuteMillis;
inline constexpr std::int64_t kDayMillis = 24 * kHourMillis;

// Start of the period of this length that holds the instant; instants are never negative here.
constexpr std::int64_t start_of(std::int64_t millis, std::int64_t period)
{
    return millis - millis % period;
}

// A block holds the samples of one resource in one hour, in order of time, each instant once:
// records of 16 bytes, little-endian: milliseconds into the hour (u32), quality (u32), value (f64).
std::string encode_block(Timestamp hour, std::span<const Sample> samples);
// Nothing if the bytes are not a block.
std::optional<std::vector<Sample>> decode_block(Timestamp hour, std::string_view bytes);

// Adds samples to a block's; the first at an instant stands. How many were new.
std::size_t merge_samples(std::vector<Sample>& block, std::span<const Sample> added);

Digest block_hash(const ResourceId& resource, Timestamp hour, std::string_view bytes);

// A summary of a stretch of samples.
struct RollUp {
    Timestamp first {}; // of its samples
    Timestamp last {};
    std::uint32_t count = 0;
    double min = 0;
    double max = 0;
    double mean = 0;
    double p95 = 0;
};

// The samples of one stretch; not empty. p95 by nearest rank.
RollUp roll_up(std::span<const Sample> samples);
RollUp merge(const RollUp& a, const RollUp& b);

// One roll-up per period that has samples.
std::vector<RollUp> roll_up_by(std::span<const Sample> samples, std::int64_t period);

std::string encode_roll_ups(std::span<const RollUp> roll_ups);
std::optional<std::vector<RollUp>> decode_roll_ups(std::string_view bytes);

// Collects parts in order of time into at most `max_points` stretches of equal width.
class SeriesBuilder {
public:
    explicit SeriesBuilder(const SeriesQuery& query);

    std::int64_t step() const { return step_; } // milliseconds
    void add(const RollUp& part);
    void add(std::span<const Sample> samples); // within the query's time only
    std::vector<SeriesPoint> finish();

private:
    void close_stretch();

    const SeriesQuery& query_;
    std::int64_t step_ = 1;
    std::int64_t stretch_ = -1;
    std::optional<RollUp> open_ {};
    std::vector<SeriesPoint> points_ {};
};

}
