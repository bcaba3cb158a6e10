// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/domain/forecast/suite.h"

#include <algorithm>
#include <array>
#include <numbers>

namespace watchfloor::suite {
namespace {

constexpr std::size_t kDay = 24;
constexpr std::size_t kWeek = 168;
constexpr std::size_t kFutures = 31; // of which the middle one is the label

// SplitMix64; the library's distributions differ between machines.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) { }

    double uniform(double from, double to)
    {
        state_ += 0x9e37'79b9'7f4a'7c15;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9;
        z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11eb;
        z ^= z >> 31;
        return from + (to - from) * static_cast<double>(z >> 11) * 0x1.0p-53;
    }
    double normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; ++i) {
            sum += uniform(0, 1);
        }
        return sum;
    }
    bool chance(double share) { return uniform(0, 1) < share; }

private:
    std::uint64_t state_;
};

struct Shape {
    double level = 0;
    double per_hour = 0;
    double day = 0; // height of the day's wave
    double phase = 0;
    double weekend = 1; // of the day's wave and level, what a weekend has
    double tooth = 0;   // what a tooth rises
    std::size_t tooth_hours = kWeek;
    std::size_t tooth_begins = 0;
    double step = 0;
    std::size_t step_at = 0;
    double noise = 0;
    double kept = 0.6; // of the noise, from hour to hour
    double spikes = 0; // share of hours
    double lid = 0;
};

double at(const Shape& shape, std::size_t hour)
{
    const double turn = 2 * std::numbers::pi * (static_cast<double>(hour) - shape.phase) / static_cast<double>(kDay);
    const bool weekend = hour / kDay % 7 >= 5;
    const double wave = shape.level + shape.day * (std::sin(turn) + 0.3 * std::sin(2 * turn + 1));
    double value = wave * (weekend ? shape.weekend : 1) + shape.per_hour * static_cast<double>(hour);
    if (shape.tooth > 0) {
        const std::size_t within = (hour + shape.tooth_begins) % shape.tooth_hours;
        value += shape.tooth * static_cast<double>(within) / static_cast<double>(shape.tooth_hours);
    }
    return value + (shape.step_at > 0 && hour >= shape.step_at ? shape.step : 0);
}

Shape shape_of(Kind kind, Random& random)
{
    Shape shape;
    shape.level = random.uniform(30, 60);
    shape.phase = random.uniform(0, 24);
    shape.noise = random.uniform(0.5, 1.5);
    shape.day = random.uniform(2, 6);
    switch (kind) {
    case Kind::Trend:
        shape.per_hour = random.uniform(15, 50) / kHours;
        break;
    case Kind::Season:
    case Kind::Gaps:
        shape.day = random.uniform(8, 20);
        shape.weekend = random.uniform(0.4, 0.8);
        shape.noise = random.uniform(1, 3);
        break;
    case Kind::Step:
        shape.step = random.uniform(10, 30) * (random.chance(0.3) ? -1 : 1);
        shape.step_at = static_cast<std::size_t>(random.uniform(kWeek, kHours - kDay));
        // Behind a fresh step nobody can see growth.
        shape.per_hour = shape.step_at + 10 * kDay < kHours && random.chance(0.6) ? random.uniform(15, 50) / kHours : 0;
        break;
    case Kind::SawTooth:
        shape.tooth = random.uniform(20, 50);
        shape.tooth_hours = random.chance(0.75) ? kWeek : kDay;
        shape.tooth_begins = static_cast<std::size_t>(random.uniform(0, kWeek));
        shape.day = random.uniform(0, 2);
        break;
    case Kind::Noise:
        shape.day = 0;
        shape.noise = random.uniform(2, 6);
        shape.kept = random.uniform(0, 0.9);
        shape.spikes = random.uniform(0, 0.02);
        break;
    case Kind::Ceiling:
        shape.day = random.uniform(10, 20);
        shape.lid = shape.level + random.uniform(0.3, 0.7) * shape.day;
        break;
    }
    return shape;
}

struct Noise {
    double rest = 0;
};

std::vector<double> draw(const Shape& shape, std::size_t from, std::size_t hours, Noise& noise, Random& random)
{
    std::vector<double> values;
    for (std::size_t hour = from; hour < from + hours; ++hour) {
        noise.rest = shape.kept * noise.rest + std::sqrt(1 - shape.kept * shape.kept) * random.normal();
        const double spike = random.chance(shape.spikes) ? random.uniform(5, 15) * shape.noise : 0;
        const double value = std::max(0.0, at(shape, hour) + shape.noise * noise.rest + spike);
        values.push_back(shape.lid > 0 ? std::min(value, shape.lid) : value);
    }
    return values;
}

void cut_gaps(std::vector<double>& values, Random& random)
{
    const auto gaps = static_cast<std::size_t>(random.uniform(1, 5));
    for (std::size_t i = 0; i < gaps; ++i) {
        const auto from = static_cast<std::size_t>(random.uniform(0, kHours - 12));
        const auto length = static_cast<std::size_t>(random.uniform(1, 10));
        std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(from), length, kNotMeasured);
    }
}

// The first hour of the future at which a value is at the limit.
std::optional<std::size_t> first_at(const std::vector<double>& future, double limit)
{
    const auto found = std::find_if(future.begin(), future.end(), [&](double v) { return v >= limit; });
    return found == future.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - future.begin()));
}

// The hour by which half of what may come is at the limit.
std::optional<std::size_t> half_at(const Shape& shape, double limit, const Noise& noise, Random& random)
{
    std::vector<std::size_t> hours;
    for (std::size_t i = 0; i < kFutures; ++i) {
        Noise other = noise;
        hours.push_back(first_at(draw(shape, kHours, kFuture, other, random), limit).value_or(kFuture));
    }
    std::sort(hours.begin(), hours.end());
    return hours[kFutures / 2] < kFuture ? std::optional(hours[kFutures / 2]) : std::nullopt;
}

}

std::string_view name_of(Kind kind)
{
    static constexpr std::array<std::string_view, kKinds> kNames { "trend", "season", "step", "saw-tooth", "gaps",
        "noise", "ceiling" };
    return kNames[static_cast<std::size_t>(kind)];
}

Labelled make(Kind kind, std::uint64_t number)
{
    Random random(number * 1000 + static_cast<std::uint64_t>(kind));
    const Shape shape = shape_of(kind, random);
    Labelled made;
    made.kind = kind;
    made.series.start = { 1'767'571'200'000 };   // a Monday
    const double sight = random.uniform(2, 6.5); // days until the limit
    Noise noise;
    made.series.values = draw(shape, 0, kHours, noise, random);
    Noise at_end = noise;
    made.future = draw(shape, kHours, kFuture, noise, random);
    if (shape.per_hour > 0) {
        const double last_day = *std::max_element(made.series.values.end() - kDay, made.series.values.end());
        made.limit = last_day + shape.per_hour * kDay * sight;
        made.happened = first_at(made.future, made.limit);
        made.exhausted = half_at(shape, made.limit, at_end, random);
    } else {
        made.limit = 1.3 * *std::max_element(made.series.values.begin(), made.series.values.end());
    }
    if (shape.step_at > 0) {
        made.step = shape.step_at;
    }
    if (kind == Kind::Gaps) {
        cut_gaps(made.series.values, random);
    }
    return made;
}

}
