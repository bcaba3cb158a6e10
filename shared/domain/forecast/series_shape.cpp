// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/forecast/series_shape.h"

#include "shared/domain/forecast/robust.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

constexpr double kNearTop = 0.005;  // of the range: as good as the highest value
constexpr double kLeastAtTop = 0.1; // share of the last week that stands there
constexpr std::size_t kLeastResets = 3;
constexpr double kResetOfRange = 0.5;  // a reset takes back at least so much of the range
constexpr double kClearStep = 5;       // times what days differ otherwise
constexpr double kLeastOfRange = 0.05; // is a step
constexpr double kLeastStep = 0.5;     // times what values differ from their day's median
constexpr double kBetterByStep = 25;   // F statistic: the best of many places is asked for
constexpr std::size_t kLeastDays = 3;  // on either side: less is an outage, or a day off

struct LowHigh {
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
};

LowHigh low_and_high(std::span<const double> values)
{
    LowHigh range;
    for (const double value : values) {
        if (is_measured(value)) {
            range.low = std::min(range.low, value);
            range.high = std::max(range.high, value);
        }
    }
    return range;
}

// Takes from each day what its weekday differs from the week around it.
void without_weekdays(std::vector<double>& days)
{
    if (days.size() < 3 * kWeekDays) {
        return;
    }
    std::vector<double> rest(days.size(), kNotMeasured);
    for (std::size_t i = kWeekDays / 2; i + kWeekDays / 2 < days.size(); ++i) {
        rest[i] = days[i] - median_of(std::span<const double>(days).subspan(i - kWeekDays / 2, kWeekDays));
    }
    for (std::size_t weekday = 0; weekday < kWeekDays; ++weekday) {
        std::vector<double> same;
        for (std::size_t i = weekday; i < days.size(); i += kWeekDays) {
            same.push_back(rest[i]);
        }
        const double usual = median_of(same);
        for (std::size_t i = weekday; i < days.size(); i += kWeekDays) {
            days[i] -= usual;
        }
    }
}

struct Jump {
    std::size_t at = 0;
    double height = 0;
    double better = 0; // F statistic
    double scale = 0;  // of what the step leaves unsaid
};

// Sums of products of (1, t, step) with each other and y, eliminated by Gauss: the step beside a common slope.
Jump jump_at(std::span<const double> days, std::size_t at)
{
    std::array<std::array<double, 4>, 3> m {};
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (!is_measured(days[i])) {
            continue;
        }
        const std::array<double, 4> x { 1, static_cast<double>(i), i >= at ? 1.0 : 0.0, days[i] };
        for (std::size_t r = 0; r < 3; ++r) {
            for (std::size_t c = 0; c < 4; ++c) {
                m[r][c] += x[r] * x[c];
            }
        }
    }
    for (std::size_t pivot = 0; pivot < 3; ++pivot) {
        if (m[pivot][pivot] < 1e-9) {
            return {};
        }
        for (std::size_t r = pivot + 1; r < 3; ++r) {
            const double factor = m[r][pivot] / m[pivot][pivot];
            for (std::size_t c = pivot; c < 4; ++c) {
                m[r][c] -= factor * m[pivot][c];
            }
        }
    }
    const double height = m[2][3] / m[2][2];
    const double slope = (m[1][3] - m[1][2] * height) / m[1][1];
    std::vector<double> rest(days.begin(), days.end());
    for (std::size_t i = 0; i < days.size(); ++i) {
        rest[i] -= slope * static_cast<double>(i) + (i >= at ? height : 0);
    }
    const double base = median_of(rest);
    double squares = 0;
    for (double& value : rest) {
        value -= base;
        squares += is_measured(value) ? value * value : 0;
    }
    const double freedom = static_cast<double>(measured_in(days)) - 4;
    const double gained = height * height * m[2][2];
    Jump jump { at, height, 0, robust_scale(rest) };
    jump.better = freedom <= 0 ? 0 : squares > 0 ? gained / (squares / freedom) : HUGE_VAL;
    return jump;
}

// As many days behind it as must be, and the last, are nearer to the new level than to the one before.
bool lasts(std::span<const double> days, const Jump& jump)
{
    const double before = median_of(days.subspan(jump.at - kLeastDays, kLeastDays));
    const auto there = [&](double day) { return !is_measured(day) || (day - before) / jump.height > 0.5; };
    const auto after = days.subspan(jump.at);
    return std::count_if(after.begin(), after.end(), there) >= static_cast<std::ptrdiff_t>(kLeastDays)
        && there(days.back());
}

Jump best_jump(std::span<const double> days)
{
    Jump best;
    for (std::size_t at = kLeastDays; at + kLeastDays <= days.size(); ++at) {
        const Jump jump = jump_at(days, at);
        if (jump.better > best.better && lasts(days, jump)) {
            best = jump;
        }
    }
    return best;
}

// The day is known; the value in it, or beside it, is where the two sides differ most.
std::size_t refine(std::span<const double> values, std::size_t near, std::size_t day, double height)
{
    const std::size_t from = near > day ? near - day : 1;
    const std::size_t to = std::min(near + day, values.size() - 1);
    std::size_t best = near;
    double most = 0;
    for (std::size_t i = from; i < to; ++i) {
        const std::size_t width = std::min({ day / 4, i, values.size() - i });
        const double change = median_of(values.subspan(i, width)) - median_of(values.subspan(i - width, width));
        const double along = height > 0 ? change : -change;
        if (along > most) {
            most = along;
            best = i;
        }
    }
    return best;
}

}

bool is_constant(std::span<const double> values)
{
    const LowHigh range = low_and_high(values);
    return range.high - range.low <= 1e-9 * std::max(std::abs(range.high), std::abs(range.low));
}

bool is_at_ceiling(std::span<const double> values, const Seasons& seasons)
{
    const auto recent = values.last(std::min(values.size(), std::max<std::size_t>(seasons.week, 1)));
    const LowHigh range = low_and_high(values);
    const double near = range.high - kNearTop * (range.high - range.low);
    std::vector<double> copy(recent.begin(), recent.end());
    const auto at_top
        = static_cast<double>(std::count_if(recent.begin(), recent.end(), [&](double v) { return v >= near; }));
    // Where most values are the highest this is the usual level, not a lid on it.
    return at_top >= kLeastAtTop * static_cast<double>(recent.size()) && median_of(copy) < near;
}

bool is_saw_tooth(std::span<const double> values)
{
    std::vector<double> known;
    for (const double value : values) {
        if (is_measured(value)) {
            known.push_back(value);
        }
    }
    const LowHigh range = low_and_high(known);
    const double reset = kResetOfRange * (range.high - range.low);
    std::size_t resets = 0;
    std::size_t rising = 0;
    for (std::size_t i = 1; i < known.size(); ++i) {
        const double change = known[i] - known[i - 1];
        resets += change < -reset ? 1 : 0;
        rising += change > reset ? 1 : 0;
    }
    // Spikes fall as suddenly as they rose.
    return range.high > range.low && resets >= kLeastResets && rising * 4 < resets;
}

ShapeFound find_step(std::span<const double> values, const Seasons& seasons)
{
    ShapeFound found;
    if (seasons.day == 0) {
        return found;
    }
    std::vector<double> days = block_medians(values, seasons.day);
    without_weekdays(days);
    const LowHigh range = low_and_high(values);
    std::size_t from = 0;
    while (days.size() - from >= 2 * kLeastDays) {
        const Jump jump = best_jump(std::span<const double>(days).subspan(from));
        const double least = std::max(kClearStep * jump.scale, kLeastOfRange * (range.high - range.low));
        if (jump.better < kBetterByStep || std::abs(jump.height) < least) {
            break;
        }
        from += jump.at;
        found.step = values.size() - (days.size() - from) * seasons.day;
        found.step_height = jump.height;
    }
    if (!found.step) {
        return found;
    }
    std::vector<double> within;
    for (std::size_t i = *found.step; i < values.size(); ++i) {
        within.push_back(values[i] - days[days.size() - 1 - (values.size() - 1 - i) / seasons.day]);
    }
    if (std::abs(found.step_height) < kLeastStep * robust_scale(within)) {
        return {};
    }
    found.step = refine(values, *found.step, seasons.day, found.step_height);
    return found;
}

ShapeFound shape_of(std::span<const double> values, const Seasons& seasons)
{
    ShapeFound found;
    if (measured_in(values) < std::max<std::size_t>(10, 2 * seasons.day)) {
        found.shape = SeriesShape::TooLittle;
    } else if (is_constant(values)) {
        found.shape = SeriesShape::Constant;
    } else {
        const bool teeth = is_saw_tooth(values);
        if (!teeth) {
            found = find_step(values, seasons);
        }
        found.shape = teeth                                                  ? SeriesShape::SawTooth
            : is_at_ceiling(values.subspan(found.step.value_or(0)), seasons) ? SeriesShape::Ceiling
                                                                             : SeriesShape::Usual;
    }
    return found;
}

std::vector<double> on_last_level(std::span<const double> values, const ShapeFound& found)
{
    std::vector<double> lifted(values.begin(), values.end());
    for (std::size_t i = 0; i < found.step.value_or(0); ++i) {
        lifted[i] += found.step_height;
    }
    return lifted;
}

}
