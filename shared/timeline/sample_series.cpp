// SPDX-License-Identifier: Apache-2.0
#include "shared/timeline/sample_series.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {

namespace {

constexpr std::size_t kFirstBlock = 64;
constexpr std::size_t kFanOutShift = 4;
constexpr std::size_t kFanOut = 1 << kFanOutShift;

std::size_t block_samples(std::size_t level)
{
    return kFirstBlock << (kFanOutShift * level);
}

}

void SampleSeries::put(SeriesSample sample)
{
    ++version_;
    const std::int64_t millis = sample.at.millis;
    sample.value = std::isfinite(sample.value) ? sample.value : std::numeric_limits<double>::quiet_NaN();
    if (times_.empty() || millis > times_.back()) {
        times_.push_back(millis);
        values_.push_back(sample.value);
        return rebuild_levels(times_.size() - 1);
    }
    const std::size_t index = lower_bound(millis);
    if (times_[index] == millis) {
        values_[index] = sample.value;
    } else {
        times_.insert(times_.begin() + static_cast<std::ptrdiff_t>(index), millis);
        values_.insert(values_.begin() + static_cast<std::ptrdiff_t>(index), sample.value);
    }
    rebuild_levels(index);
}

void SampleSeries::evict_before(Timestamp from)
{
    const auto count = static_cast<std::ptrdiff_t>(lower_bound(from.millis));
    if (count == 0) {
        return;
    }
    ++version_;
    times_.erase(times_.begin(), times_.begin() + count);
    values_.erase(values_.begin(), values_.begin() + count);
    levels_.clear();
    rebuild_levels(0);
}

void SampleSeries::clear()
{
    const std::uint64_t version = version_ + 1;
    *this = {};
    version_ = version;
}

std::size_t SampleSeries::memory_bytes() const
{
    std::size_t total = times_.capacity() * sizeof(std::int64_t) + values_.capacity() * sizeof(double);
    for (const auto& level : levels_) {
        total += level.capacity() * sizeof(Range);
    }
    return total;
}

std::optional<SeriesSample> SampleSeries::latest() const
{
    const auto index = previous_finite(0, size());
    return index ? std::optional { at(*index) } : std::nullopt;
}

std::optional<SeriesSample> SampleSeries::nearest(Timestamp instant, Millis within) const
{
    const std::size_t middle = lower_bound(instant.millis);
    const std::size_t stop = lower_bound(instant.millis + within.count() + 1, middle);
    const auto after = next_finite(middle, stop);
    const auto before = previous_finite(lower_bound(instant.millis - within.count()), middle);
    if (!before || !after) {
        const auto only = before ? before : after;
        return only ? std::optional { at(*only) } : std::nullopt;
    }
    const bool earlier = instant.millis - times_[*before] <= times_[*after] - instant.millis;
    return at(earlier ? *before : *after);
}

// Gallops from a known lower position: the columns of a picture ask in ascending order.
std::size_t SampleSeries::lower_bound(std::int64_t millis, std::size_t from) const
{
    std::size_t step = 1;
    std::size_t low = from;
    std::size_t high = from;
    while (high < times_.size() && times_[high] < millis) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    high = std::min(high, times_.size());
    const auto begin = times_.begin();
    const auto found
        = std::lower_bound(begin + static_cast<std::ptrdiff_t>(low), begin + static_cast<std::ptrdiff_t>(high), millis);
    return static_cast<std::size_t>(found - begin);
}

SampleSeries::Range SampleSeries::range(std::size_t from, std::size_t to) const
{
    Range total;
    while (from < to) {
        if (from % kFirstBlock != 0 || from + kFirstBlock > to) {
            const std::size_t stop = std::min(to, (from / kFirstBlock + 1) * kFirstBlock);
            for (; from < stop; ++from) {
                total.add(values_[from]);
            }
            continue;
        }
        std::size_t level = 0;
        while (level + 1 < levels_.size() && from % block_samples(level + 1) == 0
            && from + block_samples(level + 1) <= to) {
            ++level;
        }
        total.add(levels_[level][from / block_samples(level)]);
        from += block_samples(level);
    }
    return total;
}

std::optional<std::size_t> SampleSeries::next_finite(std::size_t from, std::size_t to) const
{
    while (from < to) {
        if (std::isfinite(values_[from])) {
            return from;
        }
        const bool block_empty = from % kFirstBlock == 0 && !levels_[0][from / kFirstBlock].finite();
        from += block_empty ? kFirstBlock : 1;
    }
    return std::nullopt;
}

std::optional<std::size_t> SampleSeries::previous_finite(std::size_t from, std::size_t to) const
{
    while (to > from) {
        if (std::isfinite(values_[to - 1])) {
            return to - 1;
        }
        const bool block_empty = to % kFirstBlock == 0 && !levels_[0][to / kFirstBlock - 1].finite();
        to -= std::min(to, block_empty ? kFirstBlock : 1);
    }
    return std::nullopt;
}

bool SampleSeries::joined(std::size_t earlier, std::size_t later, Millis max_gap) const
{
    return later == earlier + 1 && times_[later] - times_[earlier] <= max_gap.count();
}

SampleSeries::Range SampleSeries::block_range(std::size_t level, std::size_t number) const
{
    Range total;
    if (level == 0) {
        const std::size_t stop = std::min(size(), (number + 1) * kFirstBlock);
        for (std::size_t i = number * kFirstBlock; i < stop; ++i) {
            total.add(values_[i]);
        }
        return total;
    }
    const auto& below = levels_[level - 1];
    const std::size_t stop = std::min(below.size(), (number + 1) * kFanOut);
    for (std::size_t i = number * kFanOut; i < stop; ++i) {
        total.add(below[i]);
    }
    return total;
}

// Brings the ranges from an index on up to date; for an appended sample that is one range per level.
void SampleSeries::rebuild_levels(std::size_t from_index)
{
    const bool appended = from_index + 1 == size();
    for (std::size_t level = 0; level == 0 || block_samples(level - 1) < size(); ++level) {
        if (levels_.size() <= level) {
            levels_.emplace_back();
        }
        auto& ranges = levels_[level];
        const std::size_t samples = block_samples(level);
        const std::size_t first = ranges.empty() ? 0 : from_index / samples;
        if (appended && first < ranges.size()) {
            ranges[first].add(values_[from_index]);
            continue;
        }
        ranges.resize((size() + samples - 1) / samples);
        for (std::size_t number = first; number < ranges.size(); ++number) {
            ranges[number] = block_range(level, number);
        }
    }
}

}
