// SPDX-License-Identifier: Apache-2.0
// What a chart shows, without drawing: reduction, scale, crossings, words.
#include "client/widgets/chart/chart.h"

#include "client/widgets/controls/shown_severity.h"
#include "shared/domain/formulas/level_severity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace watchfloor {

namespace {

struct Scaled {
    double factor = 1;
    const char* prefix = "";
};

Scaled scale_of(double value, double base, const std::array<const char*, 5>& prefixes)
{
    Scaled scaled { 1, prefixes[0] };
    for (std::size_t i = 1; i < prefixes.size() && std::abs(value) >= scaled.factor * base * 0.9995; ++i) {
        scaled = { scaled.factor * base, prefixes[i] };
    }
    return scaled;
}

constexpr std::array<const char*, 5> kDecimal { "", "k", "M", "G", "T" };
constexpr std::array<const char*, 5> kBinary { " B", " KiB", " MiB", " GiB", " TiB" };

double unit_factor(double value, ChartUnit unit)
{
    const bool bytes = unit == ChartUnit::Bytes || unit == ChartUnit::BytesPerSecond;
    return bytes ? scale_of(value, 1024, kBinary).factor : 1;
}

// Round steps: 1, 2 and 5 of a power of ten, of the prefix the value is written with.
double round_step(double wanted, double factor_of_unit)
{
    if (!(wanted > 0) || !std::isfinite(wanted)) {
        return 1;
    }
    if (factor_of_unit > 1) {
        return round_step(wanted / factor_of_unit, 1) * factor_of_unit;
    }
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    for (const double factor : { 1.0, 2.0, 5.0 }) {
        if (factor * power >= wanted) {
            return factor * power;
        }
    }
    return 10 * power;
}

void widen_for(ValueScale& scale, const std::optional<double>& threshold)
{
    const double span = std::max(scale.high - scale.low, std::abs(scale.high) * 0.1);
    if (threshold && *threshold <= scale.high + 1.5 * span && *threshold >= scale.low - span) {
        scale.low = std::min(scale.low, *threshold);
        scale.high = std::max(scale.high, *threshold);
    }
}

std::string fixed(double value, int digits, const char* suffix)
{
    char buffer[64];
    const int length = std::snprintf(buffer, sizeof buffer, "%.*f%s", digits, value, suffix);
    return { buffer, static_cast<std::size_t>(std::clamp(length, 0, static_cast<int>(sizeof buffer) - 1)) };
}

// Digits after the point that tell neighbours a step apart; without a step, three in all.
int digits_for(double value, double step)
{
    if (step > 0) {
        return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
    }
    const double size = std::abs(value);
    if (size >= 100 || size == std::floor(size)) {
        return 0;
    }
    return size >= 10 ? 1 : 2;
}

std::string scaled_text(double value, double step, const Scaled& scaled, const char* suffix)
{
    const double shown = value / scaled.factor;
    return fixed(shown, digits_for(shown, step / scaled.factor), (std::string { scaled.prefix } + suffix).c_str());
}

std::string seconds_text(double value, double step)
{
    const double size = std::max(std::abs(value), std::abs(step));
    if (size >= 1) {
        return fixed(value, digits_for(value, step), " s");
    }
    const bool micro = size < 0.001;
    const double factor = micro ? 1e6 : 1e3;
    return fixed(value * factor, digits_for(value * factor, step * factor), micro ? " µs" : " ms");
}

bool beyond(const ChartSeries& series, double value, double threshold)
{
    return series.low_is_bad ? value <= threshold : value >= threshold;
}

// Noise about a threshold is one crossing, not fifty: the curve is out again only after it stayed out
// for this many columns. Going in counts at once, however short.
constexpr int kColumnsToLeave = 8;

void add_crossings(std::vector<Crossing>& found, const ChartSeries& series, const SeriesReduction& reduction,
    double threshold, bool critical)
{
    std::optional<bool> in;
    if (reduction.before) {
        in = beyond(series, reduction.before->value, threshold);
    }
    int out_for = 0;
    Timestamp left_at {};
    for (const SeriesColumn& column : reduction.columns) {
        if (!column.finite) {
            continue;
        }
        const bool touched = beyond(series, series.low_is_bad ? column.min : column.max, threshold);
        const bool started = in && column.joined;
        if (touched) {
            if (started && !*in) {
                found.push_back({ column.first.at, true, critical });
            }
            in = true;
            out_for = 0;
        } else if (started && *in) {
            left_at = out_for == 0 ? column.first.at : left_at;
            if (++out_for >= kColumnsToLeave) {
                found.push_back({ left_at, false, critical });
                in = false;
                out_for = 0;
            }
        } else {
            in = false;
        }
    }
}

}

const SeriesReduction& ReductionCache::reduce(const SampleSeries& series, const TimeAxis& axis, Millis max_gap)
{
    const bool same = series_ == &series && version_ == series.version() && from_millis_ == axis.from_millis
        && millis_per_pixel_ == axis.millis_per_pixel && width_ == axis.width && max_gap_ == max_gap;
    if (!same) {
        const auto columns = static_cast<std::size_t>(std::clamp(std::ceil(axis.width), 1.0F, 16384.0F));
        reduction_ = series.reduce(axis.from(), axis.to(), columns, max_gap);
        series_ = &series;
        version_ = series.version();
        from_millis_ = axis.from_millis;
        millis_per_pixel_ = axis.millis_per_pixel;
        width_ = axis.width;
        max_gap_ = max_gap;
        ++reductions_;
    }
    return reduction_;
}

ValueScale value_scale(const ChartSeries& series, const SeriesReduction& reduction, int steps)
{
    ValueScale scale { 0, 1, 0.25 };
    if (reduction.finite) {
        scale.low = reduction.min;
        scale.high = reduction.max;
        // What starts near zero is honest only when it starts at zero.
        if (scale.low > 0 && scale.low < 0.5 * scale.high) {
            scale.low = 0;
        }
        for (const ForecastAt& expected : series.forecast) {
            scale.low = std::min(scale.low, expected.low);
            scale.high = std::max(scale.high, expected.high);
        }
        widen_for(scale, series.warning);
        widen_for(scale, series.critical);
    }
    if (scale.high - scale.low <= std::abs(scale.high) * 1e-9) {
        const double around = scale.high == 0 ? 1 : std::abs(scale.high) * 0.5;
        scale.low -= scale.low > 0 ? around : 0;
        scale.high += around;
    }
    const double factor = unit_factor(std::max(std::abs(scale.low), std::abs(scale.high)), series.unit);
    scale.step = round_step((scale.high - scale.low) * 1.04 / std::max(1, steps), factor);
    scale.low = std::floor(scale.low / scale.step + 1e-9) * scale.step;
    scale.high = std::ceil(scale.high / scale.step - 1e-9) * scale.step;
    scale.low = series.floor.value_or(scale.low);
    scale.high = series.ceiling.value_or(scale.high);
    if (!(scale.high > scale.low)) {
        scale.high = scale.low + 1;
    }
    scale.step = round_step((scale.high - scale.low) / std::max(1, steps), factor);
    return scale;
}

Severity level_severity(CapacityLevel level)
{
    return level == CapacityLevel::Normal ? Severity::Normal : shown_severity(severity_of(level));
}

std::vector<Crossing> crossings(const ChartSeries& series, const SeriesReduction& reduction)
{
    std::vector<Crossing> found;
    if (series.critical) {
        add_crossings(found, series, reduction, *series.critical, true);
    }
    if (series.warning) {
        add_crossings(found, series, reduction, *series.warning, false);
    }
    return found;
}

std::string format_value(double value, ChartUnit unit, double step)
{
    if (!std::isfinite(value)) {
        return "–";
    }
    switch (unit) {
    case ChartUnit::Plain:
        return scaled_text(value, step, scale_of(value, 1000, kDecimal), "");
    case ChartUnit::Percent:
        return fixed(value, digits_for(value, step), " %");
    case ChartUnit::Bytes:
        return scaled_text(value, step, scale_of(value, 1024, kBinary), "");
    case ChartUnit::BytesPerSecond:
        return scaled_text(value, step, scale_of(value, 1024, kBinary), "/s");
    case ChartUnit::PerSecond:
        return scaled_text(value, step, scale_of(value, 1000, kDecimal), "/s");
    case ChartUnit::Seconds:
        return seconds_text(value, step);
    }
    return {};
}

}
