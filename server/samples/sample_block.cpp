// SPDX-License-Identifier: Apache-2.0
#include "server/samples/sample_block.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace watchfloor {
namespace {

static_assert(std::endian::native == std::endian::little, "blocks are stored as they lie in memory");

constexpr std::size_t kRollUpBytes = 56;

template<typename Value>
void put(std::string& into, Value value)
{
    into.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template<typename Value>
Value take(std::string_view& from)
{
    Value value {};
    std::memcpy(&value, from.data(), sizeof value);
    from.remove_prefix(sizeof value);
    return value;
}

bool earlier(const Sample& a, const Sample& b)
{
    return a.at < b.at;
}

}

std::string encode_block(Timestamp hour, std::span<const Sample> samples)
{
    std::string bytes;
    bytes.reserve(samples.size() * kSampleBytes);
    for (const Sample& sample : samples) {
        put(bytes, static_cast<std::uint32_t>(sample.at.millis - hour.millis));
        put(bytes, static_cast<std::uint32_t>(sample.quality));
        put(bytes, sample.value);
    }
    return bytes;
}

std::optional<std::vector<Sample>> decode_block(Timestamp hour, std::string_view bytes)
{
    if (bytes.size() % kSampleBytes != 0) {
        return std::nullopt;
    }
    std::vector<Sample> samples;
    samples.reserve(bytes.size() / kSampleBytes);
    while (!bytes.empty()) {
        const auto offset = take<std::uint32_t>(bytes);
        const auto quality = take<std::uint32_t>(bytes);
        const auto value = take<double>(bytes);
        const Sample sample { { hour.millis + offset }, value, static_cast<SampleQuality>(quality) };
        const bool in_order = samples.empty() || samples.back().at < sample.at;
        if (offset >= kHourMillis || quality > static_cast<std::uint32_t>(SampleQuality::Suspect)
            || !std::isfinite(value) || !in_order) {
            return std::nullopt;
        }
        samples.push_back(sample);
    }
    return samples;
}

std::size_t merge_samples(std::vector<Sample>& block, std::span<const Sample> added)
{
    const std::size_t before = block.size();
    block.insert(block.end(), added.begin(), added.end());
    // Stable, so that of equal instants the one that was there first is kept.
    std::stable_sort(block.begin(), block.end(), earlier);
    block.erase(std::unique(block.begin(), block.end(), [](const Sample& a, const Sample& b) { return a.at == b.at; }),
        block.end());
    return block.size() - before;
}

Digest block_hash(const ResourceId& resource, Timestamp hour, std::string_view bytes)
{
    std::string input = resource.text;
    input.push_back('\0');
    put(input, hour.millis);
    input.append(bytes);
    return sha256(input);
}

RollUp roll_up(std::span<const Sample> samples)
{
    VERIFY(!samples.empty());
    std::vector<double> values;
    values.reserve(samples.size());
    RollUp result { samples.front().at, samples.back().at, static_cast<std::uint32_t>(samples.size()),
        samples.front().value, samples.front().value, 0, 0 };
    for (const Sample& sample : samples) {
        values.push_back(sample.value);
        result.min = std::min(result.min, sample.value);
        result.max = std::max(result.max, sample.value);
        // Never through a sum, which could overflow.
        const auto seen = static_cast<double>(values.size());
        result.mean += sample.value / seen - result.mean / seen;
    }
    // Nearest rank: the smallest value that at least 95 % do not exceed.
    const auto rank = (values.size() * 95 + 99) / 100 - 1;
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(rank), values.end());
    result.p95 = values[rank];
    return result;
}

RollUp merge(const RollUp& a, const RollUp& b)
{
    const double count = static_cast<double>(a.count) + b.count;
    return { std::min(a.first, b.first), std::max(a.last, b.last), a.count + b.count, std::min(a.min, b.min),
        std::max(a.max, b.max), a.mean * (a.count / count) + b.mean * (b.count / count), std::max(a.p95, b.p95) };
}

std::vector<RollUp> roll_up_by(std::span<const Sample> samples, std::int64_t period)
{
    std::vector<RollUp> result;
    while (!samples.empty()) {
        const std::int64_t end = start_of(samples.front().at.millis, period) + period;
        const auto stop = std::find_if(
            samples.begin(), samples.end(), [&](const Sample& sample) { return sample.at.millis >= end; });
        const auto count = static_cast<std::size_t>(stop - samples.begin());
        result.push_back(roll_up(samples.first(count)));
        samples = samples.subspan(count);
    }
    return result;
}

std::string encode_roll_ups(std::span<const RollUp> roll_ups)
{
    std::string bytes;
    bytes.reserve(roll_ups.size() * kRollUpBytes);
    for (const RollUp& part : roll_ups) {
        put(bytes, part.first.millis);
        put(bytes, part.last.millis);
        put(bytes, std::uint64_t { part.count });
        put(bytes, part.min);
        put(bytes, part.max);
        put(bytes, part.mean);
        put(bytes, part.p95);
    }
    return bytes;
}

std::optional<std::vector<RollUp>> decode_roll_ups(std::string_view bytes)
{
    if (bytes.size() % kRollUpBytes != 0) {
        return std::nullopt;
    }
    std::vector<RollUp> result;
    while (!bytes.empty()) {
        RollUp part;
        part.first.millis = take<std::int64_t>(bytes);
        part.last.millis = take<std::int64_t>(bytes);
        part.count = static_cast<std::uint32_t>(take<std::uint64_t>(bytes));
        part.min = take<double>(bytes);
        part.max = take<double>(bytes);
        part.mean = take<double>(bytes);
        part.p95 = take<double>(bytes);
        result.push_back(part);
    }
    return result;
}

SeriesBuilder::SeriesBuilder(const SeriesQuery& query) : query_(query)
{
    const auto points = static_cast<std::int64_t>(std::max<std::size_t>(query.max_points, 1));
    const std::int64_t span = std::max<std::int64_t>(query.to.millis - query.from.millis, 1);
    step_ = span / points + (span % points != 0 ? 1 : 0);
}

void SeriesBuilder::add(const RollUp& part)
{
    // A part that began before the query belongs to the first stretch.
    const std::int64_t stretch = std::max<std::int64_t>(part.first.millis - query_.from.millis, 0) / step_;
    if (open_ && stretch != stretch_) {
        close_stretch();
    }
    stretch_ = stretch;
    open_ = open_ ? merge(*open_, part) : part;
}

void SeriesBuilder::add(std::span<const Sample> samples)
{
    const auto before = [](const Sample& sample, Timestamp at) { return sample.at < at; };
    auto at = std::lower_bound(samples.begin(), samples.end(), query_.from, before);
    const auto end = std::lower_bound(at, samples.end(), query_.to, before);
    while (at != end) {
        const std::int64_t stretch = (at->at.millis - query_.from.millis) / step_;
        const Timestamp stretch_end { query_.from.millis + (stretch + 1) * step_ };
        const auto stop = std::lower_bound(at, end, stretch_end, before);
        add(roll_up({ at, stop }));
        at = stop;
    }
}

void SeriesBuilder::close_stretch()
{
    const RollUp& part = *open_;
    const std::int64_t gap = std::max<std::int64_t>(query_.gap.count(), step_);
    const bool after_gap = !points_.empty() && (part.first - points_.back().to).count() > gap;
    points_.push_back({ part.first, part.last, part.min, part.max, part.mean, part.p95, part.count, after_gap });
    open_.reset();
}

std::vector<SeriesPoint> SeriesBuilder::finish()
{
    if (open_) {
        close_stretch();
    }
    return std::move(points_);
}

}
