// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/business_calendar.h"

#include <algorithm>
#include <optional>

namespace watchfloor {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDayMinutes = 1'440;
constexpr std::int64_t kDay = kDayMinutes * kMinute;
// A calendar without working time for this long is taken to have none at all.
constexpr int kMaxIdleDays = 800;

struct Span {
    Timestamp from {};
    Timestamp to {};
};

// A stretch of time with one offset.
struct OffsetSpan {
    std::int64_t offset_millis = 0;
    Timestamp until {};
};

OffsetSpan offset_span_at(const BusinessCalendar& calendar, Timestamp at)
{
    const auto& offsets = calendar.offsets;
    const auto next = std::upper_bound(offsets.begin(), offsets.end(), at,
        [](Timestamp instant, const OffsetChange& change) { return instant < change.at; });
    const std::int64_t minutes = offsets.empty() ? 0
        : next == offsets.begin()                ? next->minutes_east
                                                 : std::prev(next)->minutes_east;
    return { minutes * kMinute, next == offsets.end() ? kNoWorkingTime : next->at };
}

std::int64_t day_of(std::int64_t local_millis)
{
    const std::int64_t day = local_millis / kDay;
    return local_millis % kDay < 0 ? day - 1 : day;
}

// 1970-01-01 was a Thursday; Monday is 0.
std::int64_t weekday_of(std::int64_t day)
{
    return ((day + 3) % 7 + 7) % 7;
}

// The first working stretch of one local day that ends after `from`, cut to [from, span end).
std::optional<Span> work_on_day(
    const BusinessCalendar& calendar, std::int64_t day, const OffsetSpan& span, Timestamp from)
{
    if (std::binary_search(calendar.holidays.begin(), calendar.holidays.end(), day)) {
        return std::nullopt;
    }
    const std::int64_t day_start = weekday_of(day) * kDayMinutes;
    for (const WorkingInterval& interval : calendar.week) {
        const std::int64_t first = std::max(interval.from_minute - day_start, std::int64_t { 0 });
        const std::int64_t last = std::min(interval.to_minute - day_start, kDayMinutes);
        const auto instant
            = [&](std::int64_t minute) { return Timestamp { day * kDay + minute * kMinute - span.offset_millis }; };
        const Span work { std::max(instant(first), from), std::min(instant(last), span.until) };
        if (first < last && work.from < work.to) {
            return work;
        }
    }
    return std::nullopt;
}

// The next working stretch at or after `from`.
std::optional<Span> next_work(const BusinessCalendar& calendar, Timestamp from)
{
    for (int idle = 0; idle < kMaxIdleDays && from < kNoWorkingTime; ++idle) {
        const OffsetSpan span = offset_span_at(calendar, from);
        const std::int64_t day = day_of(from.millis + span.offset_millis);
        if (const auto work = work_on_day(calendar, day, span, from)) {
            return work;
        }
        from = std::min(Timestamp { (day + 1) * kDay - span.offset_millis }, span.until);
    }
    return std::nullopt;
}

}

const BusinessCalendar& default_business_calendar()
{
    static const BusinessCalendar calendar { .week = {
                                                 { 8 * 60, 18 * 60 },
                                                 { kDayMinutes + 8 * 60, kDayMinutes + 18 * 60 },
                                                 { 2 * kDayMinutes + 8 * 60, 2 * kDayMinutes + 18 * 60 },
                                                 { 3 * kDayMinutes + 8 * 60, 3 * kDayMinutes + 18 * 60 },
                                                 { 4 * kDayMinutes + 8 * 60, 4 * kDayMinutes + 18 * 60 },
                                             } };
    return calendar;
}

const BusinessCalendar& around_the_clock()
{
    static const BusinessCalendar calendar { .week = { { 0, 7 * kDayMinutes } } };
    return calendar;
}

Millis working_time(const BusinessCalendar& calendar, Timestamp from, Timestamp to)
{
    Millis total { 0 };
    while (from < to) {
        const auto work = next_work(calendar, from);
        if (!work || work->from >= to) {
            break;
        }
        total += std::min(work->to, to) - work->from;
        from = work->to;
    }
    return total;
}

Timestamp after_working_time(const BusinessCalendar& calendar, Timestamp from, Millis amount)
{
    while (amount > Millis { 0 }) {
        const auto work = next_work(calendar, from);
        if (!work) {
            return kNoWorkingTime;
        }
        const Millis available = work->to - work->from;
        if (amount <= available) {
            return work->from + amount;
        }
        amount -= available;
        from = work->to;
    }
    return from;
}

Millis business_day(const BusinessCalendar& calendar)
{
    std::int64_t minutes = 0;
    std::vector<bool> worked(7, false);
    for (const WorkingInterval& interval : calendar.week) {
        minutes += interval.to_minute - interval.from_minute;
        for (std::int64_t day = interval.from_minute / kDayMinutes; day * kDayMinutes < interval.to_minute && day < 7;
             ++day) {
            worked[static_cast<std::size_t>(day)] = true;
        }
    }
    const auto days = std::count(worked.begin(), worked.end(), true);
    return Millis { days == 0 ? 0 : minutes * kMinute / days };
}

}
