// SPDX-License-Identifier: Apache-2.0
// Round instants on the axis, and how instants and spans are written.
#include "client/language/text.h"
#include "client/widgets/axis/time_axis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {

namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr double kMonth = 30.44 * static_cast<double>(kDay);

// A fixed step, or above 0 a number of months; `parts` says how minor ticks divide it.
struct Step {
    std::int64_t millis = 0;
    int months = 0;
    int parts = 1;

    double length() const { return months > 0 ? months * kMonth : static_cast<double>(millis); }
};

constexpr std::array kSteps { Step { 1, 0, 1 }, Step { 2, 0, 2 }, Step { 5, 0, 5 }, Step { 10, 0, 5 },
    Step { 20, 0, 4 }, Step { 50, 0, 5 }, Step { 100, 0, 5 }, Step { 200, 0, 4 }, Step { 500, 0, 5 },
    Step { kSecond, 0, 5 }, Step { 2 * kSecond, 0, 4 }, Step { 5 * kSecond, 0, 5 }, Step { 10 * kSecond, 0, 5 },
    Step { 15 * kSecond, 0, 3 }, Step { 30 * kSecond, 0, 3 }, Step { kMinute, 0, 4 }, Step { 2 * kMinute, 0, 4 },
    Step { 5 * kMinute, 0, 5 }, Step { 10 * kMinute, 0, 5 }, Step { 15 * kMinute, 0, 3 }, Step { 30 * kMinute, 0, 3 },
    Step { kHour, 0, 4 }, Step { 2 * kHour, 0, 4 }, Step { 3 * kHour, 0, 3 }, Step { 6 * kHour, 0, 6 },
    Step { 12 * kHour, 0, 4 }, Step { kDay, 0, 4 }, Step { 2 * kDay, 0, 2 }, Step { 7 * kDay, 0, 7 }, Step { 0, 1, 1 },
    Step { 0, 3, 3 }, Step { 0, 6, 6 }, Step { 0, 12, 4 }, Step { 0, 24, 2 }, Step { 0, 60, 5 }, Step { 0, 120, 10 },
    Step { 0, 240, 4 }, Step { 0, 600, 5 }, Step { 0, 1200, 10 }, Step { 0, 6000, 5 }, Step { 0, 12'000, 10 } };

const Step& step_for(const TimeAxis& axis, float least_pixels)
{
    const double wanted = axis.millis_per_pixel * static_cast<double>(least_pixels);
    const auto* found
        = std::find_if(kSteps.begin(), kSteps.end(), [&](const Step& step) { return step.length() >= wanted; });
    return found == kSteps.end() ? kSteps.back() : *found;
}

std::int64_t floor_to(std::int64_t value, std::int64_t step)
{
    const std::int64_t rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

struct Civil {
    int year = 1970;
    unsigned month = 1;
    unsigned day = 1;
    unsigned weekday = 0;
    std::int64_t of_day = 0;
};

Civil civil_of(std::int64_t local_millis)
{
    const std::int64_t days = floor_to(local_millis, kDay) / kDay;
    const std::chrono::sys_days date { std::chrono::days { static_cast<int>(days) } };
    const std::chrono::year_month_day ymd { date };
    return { static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
        std::chrono::weekday { date }.c_encoding(), local_millis - days * kDay };
}

std::int64_t month_start(std::int64_t month_number)
{
    const std::int64_t year = floor_to(month_number, 12) / 12;
    const auto month = static_cast<unsigned>(month_number - year * 12 + 1);
    const std::chrono::year_month_day first { std::chrono::year { static_cast<int>(year) },
        std::chrono::month { month }, std::chrono::day { 1 } };
    return std::int64_t { std::chrono::sys_days { first }.time_since_epoch().count() } * kDay;
}

std::int64_t month_number(std::int64_t local_millis)
{
    const Civil civil = civil_of(local_millis);
    return std::int64_t { civil.year } * 12 + civil.month - 1;
}

// The Monday of the epoch's week: weeks begin on Mondays.
constexpr std::int64_t kWeekShift = -3 * kDay;

std::int64_t step_start(const Step& step, std::int64_t local)
{
    if (step.months > 0) {
        return month_start(floor_to(month_number(local), step.months));
    }
    const std::int64_t shift = step.millis == 7 * kDay ? kWeekShift : 0;
    return floor_to(local - shift, step.millis) + shift;
}

std::int64_t step_after(const Step& step, std::int64_t local_start)
{
    return step.months > 0 ? month_start(month_number(local_start) + step.months) : local_start + step.millis;
}

std::string_view month_name(unsigned month)
{
    return tr(static_cast<Text>(static_cast<unsigned>(Text::MonthJan) + month - 1));
}

std::string_view weekday_name(unsigned weekday)
{
    return tr(static_cast<Text>(static_cast<unsigned>(Text::WeekdaySun) + weekday));
}

std::string padded(std::int64_t value, std::size_t digits)
{
    std::string text = std::to_string(value);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

std::string clock_of(const Civil& civil, std::int64_t precision)
{
    std::string text = padded(civil.of_day / kHour, 2) + ':' + padded(civil.of_day / kMinute % 60, 2);
    if (precision < kMinute) {
        text += ':' + padded(civil.of_day / kSecond % 60, 2);
    }
    if (precision < kSecond) {
        text += '.' + padded(civil.of_day % kSecond, 3);
    }
    return text;
}

std::string day_and_month(const Civil& civil)
{
    return std::to_string(civil.day) + ' ' + std::string { month_name(civil.month) };
}

// What a tick says depends on what its neighbours leave to be said.
std::string tick_text(const Step& step, std::int64_t local)
{
    const Civil civil = civil_of(local);
    if (step.months >= 12) {
        return std::to_string(civil.year);
    }
    if (step.months > 0) {
        return civil.month == 1 ? std::to_string(civil.year) : std::string { month_name(civil.month) };
    }
    if (step.millis >= kDay || civil.of_day == 0) {
        return day_and_month(civil);
    }
    return clock_of(civil, step.millis);
}

bool is_strong(const Step& step, std::int64_t local)
{
    const Civil civil = civil_of(local);
    if (step.months > 0) {
        return civil.month == 1 && step.months < 12;
    }
    return step.millis >= kDay ? civil.day == 1 : civil.of_day == 0;
}

std::int64_t offset_millis(const SiteZone& zone, std::int64_t millis)
{
    return std::int64_t { zone.offset_at({ millis }) } * 1000;
}

// Calls with each local and true instant of a step across the axis.
template<typename Visit>
void for_each_step(const TimeAxis& axis, const SiteZone& zone, const Step& step, const Visit& visit)
{
    const std::int64_t from = axis.from().millis;
    const std::int64_t to = axis.to().millis;
    std::int64_t local = step_start(step, from + offset_millis(zone, from));
    for (int guard = 0; guard < 4096; ++guard) {
        // The offset that holds there; across a change of clocks one step is an hour off at most.
        const std::int64_t guess = local - offset_millis(zone, from);
        const std::int64_t at = local - offset_millis(zone, guess);
        if (at > to) {
            return;
        }
        visit(local, at);
        local = step_after(step, local);
    }
}

}

std::vector<Tick> ticks(const TimeAxis& axis, const SiteZone& zone, float least_pixels)
{
    std::vector<Tick> found;
    const Step& step = step_for(axis, least_pixels);
    for_each_step(axis, zone, step, [&](std::int64_t local, std::int64_t at) {
        Tick tick;
        tick.at = { at };
        tick.x = axis.x(tick.at);
        tick.strong = is_strong(step, local);
        tick.site = tick_text(step, local);
        tick.utc = step.millis > 0 && step.millis < kDay ? clock_of(civil_of(at), step.millis) : std::string {};
        found.push_back(std::move(tick));
    });
    return found;
}

std::vector<float> minor_ticks(const TimeAxis& axis, const SiteZone& zone, float least_pixels)
{
    const Step& step = step_for(axis, least_pixels);
    std::vector<float> found;
    for_each_step(axis, zone, step, [&](std::int64_t local, std::int64_t at) {
        const auto length = static_cast<double>(step_after(step, local) - local);
        for (int part = 1; part < step.parts; ++part) {
            found.push_back(axis.x(static_cast<double>(at) + length * part / step.parts));
        }
    });
    return found;
}

std::string format_clock(Timestamp at, int offset_seconds, bool with_millis)
{
    return clock_of(civil_of(at.millis + std::int64_t { offset_seconds } * 1000), with_millis ? 1 : kSecond);
}

std::string format_date(Timestamp at, int offset_seconds)
{
    const Civil civil = civil_of(at.millis + std::int64_t { offset_seconds } * 1000);
    return std::string { weekday_name(civil.weekday) } + ' ' + day_and_month(civil) + ' ' + std::to_string(civil.year);
}

std::string format_date_and_clock(Timestamp at, int offset_seconds)
{
    const Civil civil = civil_of(at.millis + std::int64_t { offset_seconds } * 1000);
    return std::string { weekday_name(civil.weekday) } + ' ' + day_and_month(civil) + ", " + clock_of(civil, kSecond);
}

std::string format_span(Millis span)
{
    const std::int64_t millis = std::abs(span.count());
    const auto text = [](std::int64_t number, const char* unit) { return std::to_string(number) + unit; };
    if (millis < kSecond) {
        return text(millis, " ms");
    }
    if (millis < 10 * kSecond) {
        return text(millis / kSecond, ".") + text(millis / 100 % 10, " s");
    }
    if (millis < kMinute) {
        return text(millis / kSecond, " s");
    }
    if (millis < kHour) {
        return text(millis / kMinute, " min ") + text(millis / kSecond % 60, " s");
    }
    if (millis < kDay) {
        return text(millis / kHour, " h ") + text(millis / kMinute % 60, " min");
    }
    return text(millis / kDay, " d ") + text(millis / kHour % 24, " h");
}

}
