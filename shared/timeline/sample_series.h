// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace watchfloor {

struct SeriesSample {
    Timestamp at {};
    double value = 0; // not a number: known to be missing
};

// What falls into one pixel column. `finite == false`: nothing to draw.
struct SeriesColumn {
    double min = 0;
    double max = 0;
    SeriesSample first {};
    SeriesSample last {};
    bool finite = false;
    bool joined = false; // the line runs on from the column before
};

struct SeriesReduction {
    std::vector<SeriesColumn> columns {};
    std::optional<SeriesSample> before {}; // the finite sample that leads into the first column…
    std::optional<SeriesSample> after {};  // …and the one that follows the last, when joined
    double min = 0;
    double max = 0;
    bool finite = false; // any value at all in the columns
};

// Samples in order of time with a minimum and maximum over blocks, so that a picture of a million
// costs what its pixels do. 16 bytes a sample and 3 % more. Not-a-number and infinities are gaps.
class SampleSeries {
public:
    // Adds a sample, or replaces the one of the same instant. Cheap at the end; a late one moves
    // what follows it.
    void put(SeriesSample sample);
    // Drops what is older.
    void evict_before(Timestamp from);
    void clear();

    std::size_t size() const { return times_.size(); }
    bool empty() const { return times_.empty(); }
    SeriesSample at(std::size_t index) const { return { { times_[index] }, values_[index] }; }
    std::uint64_t version() const { return version_; }
    std::size_t memory_bytes() const;

    // The latest finite sample.
    std::optional<SeriesSample> latest() const;
    // The finite sample nearest to an instant, at most `within` away.
    std::optional<SeriesSample> nearest(Timestamp at, Millis within) const;

    // The stretch [from, to) as `column_count` columns. Neighbours further apart than `max_gap`, or
    // with a missing sample between them, are not joined.
    SeriesReduction reduce(Timestamp from, Timestamp to, std::size_t column_count, Millis max_gap) const;

private:
    // Empty while min > max. Missing values are stored as not-a-number, which no comparison lets in.
    struct Range {
        double min = std::numeric_limits<double>::infinity();
        double max = -std::numeric_limits<double>::infinity();

        bool finite() const { return min <= max; }
        void add(double value)
        {
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        void add(const Range& other)
        {
            min = other.min < min ? other.min : min;
            max = other.max > max ? other.max : max;
        }
    };

    std::size_t lower_bound(std::int64_t millis, std::size_t from = 0) const;
    Range range(std::size_t from, std::size_t to) const;
    std::optional<std::size_t> next_finite(std::size_t from, std::size_t to) const;
    std::optional<std::size_t> previous_finite(std::size_t from, std::size_t to) const;
    bool joined(std::size_t earlier, std::size_t later, Millis max_gap) const;
    Range block_range(std::size_t level, std::size_t number) const;
    void rebuild_levels(std::size_t from_index);

    std::vector<std::int64_t> times_ {};
    std::vector<double> values_ {};
    // levels_[k] holds one range per kFirstBlock * kFanOut^k samples; the last may be partial.
    std::vector<std::vector<Range>> levels_ {};
    std::uint64_t version_ = 0;
};

}
