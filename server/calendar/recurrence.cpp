// SPDX-License-Identifier: Apache-2.0
#include "server/calendar/recurrence.h"

#include "server/calendar/calendar_text.h"
#include "server/calendar/recurrence_rule.h"

#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace watchfloor {
namespace {

constexpr Millis kOldestStart = std::chrono::hours { 24 * 366 * 5 };
constexpr std::size_t kMostSteps = 20'000;
constexpr std::int64_t kDaySeconds = 86'400;

Error refused(std::string message)
{
    return Error { ErrorCode::Malformed, std::move(message) };
}

// libical's zones and its last error are those of the whole program.
std::mutex& libical_mutex()
{
    static std::mutex mutex;
    return mutex;
}

// A time as a wall clock shows it, and whose clock; null: UTC.
struct WallTime {
    icaltimetype at = icaltime_null_time();
    icaltimezone* zone = nullptr;
};

// Seconds of the wall clock since 1970, as if it were in UTC.
std::int64_t wall_seconds(icaltimetype at)
{
    at.zone = nullptr;
    return icaltime_as_timet_with_zone(at, nullptr);
}

std::int64_t offset_at(icaltimezone* zone, std::int64_t utc_seconds)
{
    icaltimetype at = icaltime_from_timet_with_zone(utc_seconds, 0, nullptr);
    int daylight = 0;
    return icaltimezone_get_utc_offset_of_utc_time(zone, &at, &daylight);
}

// Not icaltime_convert_to_zone: of a time that a change of the clock skips or repeats the standard (§3.3.5) wants the
// offset before the change, and libical takes the one after it.
Timestamp instant_of(const WallTime& wall)
{
    const std::int64_t local = wall_seconds(wall.at);
    if (wall.zone == nullptr) {
        return { local * 1000 };
    }
    const std::int64_t before = offset_at(wall.zone, local - kDaySeconds);
    const std::int64_t after = offset_at(wall.zone, local + kDaySeconds);
    const bool is_before = offset_at(wall.zone, local - before) == before;
    const bool is_after = offset_at(wall.zone, local - after) == after;
    return { (local - (!is_before && is_after ? after : before)) * 1000 };
}

bool all_digits(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "20260302T220000", with a Z in UTC.
Result<WallTime> read_wall(std::string_view text, icaltimezone* zone, const std::string& name)
{
    const bool utc = text.size() == 16 && text.back() == 'Z';
    const bool read = (utc || text.size() == 15) && all_digits(text.substr(0, 8)) && text[8] == 'T'
        && all_digits(text.substr(9, 6));
    const Error error = refused("Give " + name + " as date and time like 20260302T220000: “"
        + std::string(text.substr(0, 40)) + "” cannot be read.");
    if (!read) {
        return error;
    }
    WallTime wall { icaltime_from_string(std::string(text.substr(0, 15)).c_str()), utc ? nullptr : zone };
    const icaltimetype normal = icaltime_normalize(wall.at);
    if (icaltime_is_null_time(wall.at) || icaltime_compare(normal, wall.at) != 0 || wall.at.hour > 23
        || wall.at.minute > 59 || wall.at.second > 59 || wall.at.month < 1 || wall.at.month > 12 || wall.at.day < 1
        || wall.at.day > icaltime_days_in_month(wall.at.month, wall.at.year)) {
        return error;
    }
    if (!utc && zone == nullptr) {
        return refused("Give " + name + " with its zone, like " + name + ";TZID=Europe/Berlin:" + std::string(text)
            + ", or in UTC with a Z.");
    }
    return wall;
}

// The zone that its parameters name; null without one. Other parameters say what is not known here.
Result<icaltimezone*> zone_of(const CalendarProperty& property)
{
    icaltimezone* zone = nullptr;
    for (const auto& [name, value] : property.parameters) {
        if (name == "VALUE" && value == "DATE-TIME") {
            continue;
        }
        if (name != "TZID") {
            return refused(
                "Leave " + name.substr(0, 40) + "=" + value.substr(0, 40) + " out of " + property.name + ".");
        }
        zone = icaltimezone_get_builtin_timezone(value.c_str());
        if (zone == nullptr) {
            return refused("Name the zone like Europe/Berlin: “" + value.substr(0, 60) + "” is not known.");
        }
    }
    return zone;
}

Result<std::vector<WallTime>> read_times(const CalendarProperty& property)
{
    ASSIGN_OR_RETURN(icaltimezone* const zone, zone_of(property));
    std::vector<WallTime> times;
    std::string_view left = property.value;
    while (true) {
        const std::size_t end = left.find(',');
        ASSIGN_OR_RETURN(const WallTime time, read_wall(left.substr(0, end), zone, property.name));
        times.push_back(time);
        if (end == std::string_view::npos) {
            return times;
        }
        left.remove_prefix(end + 1);
    }
}

Result<WallTime> read_time(const CalendarProperty& property)
{
    ASSIGN_OR_RETURN(const std::vector<WallTime> times, read_times(property));
    if (times.size() != 1) {
        return refused("Give " + property.name + " one time.");
    }
    return times.front();
}

// Days are those of the calendar, so that one across a change of the clock lasts 23 or 25 hours; the rest is exact.
struct Lasting {
    int days = 0;
    std::int64_t seconds = 0;
};

// "PT2H", "P1DT30M", "P2W".
Result<Lasting> read_duration(const std::string& text)
{
    const Error error = refused("Give DURATION like PT2H, PT90M or P1D: “" + text.substr(0, 40) + "” cannot be read.");
    Lasting lasting;
    bool time = false;
    bool any = false;
    std::string number;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (i == 0 || (c == 'T' && !time && number.empty())) {
            time = i > 0;
            if (i == 0 && c != 'P') {
                return error;
            }
            continue;
        }
        if (c >= '0' && c <= '9' && number.size() < 6) {
            number += c;
            continue;
        }
        const std::string units = time ? "HMS" : "WD";
        if (number.empty() || units.find(c) == std::string::npos) {
            return error;
        }
        const int value = std::stoi(number);
        number.clear();
        any = true;
        lasting.days += c == 'W' ? 7 * value : c == 'D' ? value : 0;
        lasting.seconds += std::int64_t { value } * (c == 'H' ? 3600 : c == 'M' && time ? 60 : c == 'S' ? 1 : 0);
    }
    return any && number.empty() && lasting.days <= 366 * 10 ? Result<Lasting> { lasting } : error;
}

// How long the event that begins then lasts.
Result<Lasting> lasting_of(const CalendarEvent& event, const WallTime& start)
{
    const CalendarProperty* duration = event.find("DURATION");
    const CalendarProperty* end = event.find("DTEND");
    if ((duration != nullptr) == (end != nullptr)) {
        return refused("Give DURATION or DTEND, and not both.");
    }
    if (duration != nullptr) {
        if (!duration->parameters.empty()) {
            return refused("Leave " + duration->parameters.front().first.substr(0, 40) + " out of DURATION.");
        }
        return read_duration(duration->value);
    }
    ASSIGN_OR_RETURN(const WallTime to, read_time(*end));
    return Lasting { 0, (instant_of(to) - instant_of(start)).count() / 1000 };
}

PlannedSpan span_of(const WallTime& start, const Lasting& lasting)
{
    WallTime end = start;
    icaltime_adjust(&end.at, lasting.days, 0, 0, 0);
    const Millis exact = std::chrono::seconds { lasting.seconds };
    return { instant_of(start), (lasting.days > 0 ? instant_of(end) : instant_of(start)) + exact };
}

// Whether an occurrence lies after what UNTIL says: a day of the wall clock, a time of it, or an instant.
Result<bool> is_after(const WallTime& at, const std::string& until)
{
    if (until.empty()) {
        return false;
    }
    const bool date = until.size() == 8;
    ASSIGN_OR_RETURN(const WallTime last, read_wall(date ? until + "T235959" : until, at.zone, "UNTIL"));
    return until.back() == 'Z' ? instant_of(last) < instant_of(at) : wall_seconds(last.at) < wall_seconds(at.at);
}

struct CloseIterator {
    void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

// Gathers what begins, by its instant; what is over, or begins after the reach, is only told of.
class Expansion {
public:
    explicit Expansion(Timestamp now) : now_(now) { }

    Result<void> take(const CalendarEvent& event)
    {
        ASSIGN_OR_RETURN(const WallTime start, read_start(event));
        ASSIGN_OR_RETURN(lasting_, lasting_of(event, start));
        const bool dates = event.find("RDATE") != nullptr;
        if (event.find("RRULE") == nullptr && !dates) {
            return refused("Give RRULE or RDATE: without them it happens once.");
        }
        add(start);
        for (const CalendarProperty& property : event.properties) {
            if (property.name == "RRULE") {
                RETURN_IF_ERROR(take_rule(property, start));
            } else if (property.name == "RDATE") {
                ASSIGN_OR_RETURN(const std::vector<WallTime> times, read_times(property));
                std::for_each(times.begin(), times.end(), [&](const WallTime& at) { add(at); });
            }
        }
        for (const CalendarProperty& property : event.properties) {
            if (property.name == "EXDATE") {
                ASSIGN_OR_RETURN(const std::vector<WallTime> times, read_times(property));
                for (const WallTime& at : times) {
                    spans_.erase(instant_of(at).millis);
                }
            }
        }
        return {};
    }

    // An event with a RECURRENCE-ID.
    Result<void> take_override(const CalendarEvent& event)
    {
        const CalendarProperty& property = *event.find("RECURRENCE-ID");
        ASSIGN_OR_RETURN(const WallTime of, read_time(property));
        if (event.find("RRULE") != nullptr || event.find("RDATE") != nullptr || event.find("EXDATE") != nullptr) {
            return refused("Give RRULE, RDATE and EXDATE to the event alone, not to one of its occurrences.");
        }
        if (instant_of(of) > now_ + kRecurrenceReach) {
            return {};
        }
        if (spans_.count(instant_of(of).millis) == 0) {
            return refused("Give as RECURRENCE-ID the begin of an occurrence: none begins at " + property.value + ".");
        }
        const CalendarProperty* status = event.find("STATUS");
        if (status != nullptr && status->value == "CANCELLED") {
            left_out_.push_back(instant_of(of).millis);
            return {};
        }
        ASSIGN_OR_RETURN(const WallTime start, read_start(event));
        ASSIGN_OR_RETURN(const Lasting lasting, lasting_of(event, start));
        left_out_.push_back(instant_of(of).millis);
        moved_.push_back(span_of(start, lasting));
        return {};
    }

    Result<Recurrence> finish()
    {
        for (const std::int64_t begin : left_out_) {
            spans_.erase(begin);
        }
        Recurrence made { {}, goes_on_, rule_ };
        for (const auto& [begin, span] : spans_) {
            moved_.push_back(span);
        }
        std::sort(moved_.begin(), moved_.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
        for (const PlannedSpan& span : moved_) {
            if (span.to > now_) {
                made.occurrences.push_back(span);
            }
        }
        if (made.occurrences.size() > kMostOccurrences) {
            return refused("Give RRULE a COUNT or UNTIL: it makes more than " + std::to_string(kMostOccurrences)
                + " windows within 13 months.");
        }
        return made;
    }

private:
    Result<WallTime> read_start(const CalendarEvent& event) const
    {
        const CalendarProperty* property = event.find("DTSTART");
        if (property == nullptr) {
            return refused("Give DTSTART, when the first begins.");
        }
        ASSIGN_OR_RETURN(const WallTime start, read_time(*property));
        if (instant_of(start) < now_ - kOldestStart) {
            return refused("Let DTSTART lie within the last five years.");
        }
        return start;
    }

    void add(const WallTime& at)
    {
        const PlannedSpan span = span_of(at, lasting_);
        if (span.from > now_ + kRecurrenceReach) {
            goes_on_ = true;
        } else {
            spans_[span.from.millis] = span;
        }
    }

    Result<void> take_rule(const CalendarProperty& property, const WallTime& start)
    {
        if (!rule_.empty()) {
            return refused("Give one RRULE.");
        }
        ASSIGN_OR_RETURN(const RecurrenceRule rule, check_recurrence_rule(property.value));
        rule_ = rule.rule + (rule.until.empty() ? "" : ";UNTIL=" + rule.until);
        const icalrecurrencetype read = icalrecurrencetype_from_string(rule.rule.c_str());
        // Without a zone: the rule is of the wall clock, and what instants that are is known better here.
        const std::unique_ptr<icalrecur_iterator, CloseIterator> next(
            read.freq == ICAL_NO_RECURRENCE ? nullptr : icalrecur_iterator_new(read, start.at));
        icaltimetype at = next ? icalrecur_iterator_next(next.get()) : icaltime_null_time();
        if (icaltime_is_null_time(at) || icaltime_compare(at, start.at) != 0) {
            return refused("Let DTSTART be the first that RRULE makes: the rule does not make that time.");
        }
        for (std::size_t steps = 0; !icaltime_is_null_time(at); at = icalrecur_iterator_next(next.get())) {
            const WallTime wall { at, start.zone };
            ASSIGN_OR_RETURN(const bool after, is_after(wall, rule.until));
            if (after) {
                return {};
            }
            if (++steps > kMostSteps) {
                return refused("Let DTSTART lie nearer to today: the rule makes too much before that.");
            }
            add(wall);
            if (instant_of(wall) > now_ + kRecurrenceReach) {
                return {};
            }
        }
        return {};
    }

    Timestamp now_;
    Lasting lasting_ {};
    std::map<std::int64_t, PlannedSpan> spans_ {}; // by begin
    std::vector<std::int64_t> left_out_ {};
    std::vector<PlannedSpan> moved_ {};
    bool goes_on_ = false;
    std::string rule_ {};
};

}

Result<Recurrence> expand_recurrence(std::string_view text, Timestamp now)
{
    ASSIGN_OR_RETURN(const std::vector<CalendarEvent> events, read_calendar_events(text));
    const auto is_override = [](const CalendarEvent& event) { return event.find("RECURRENCE-ID") != nullptr; };
    if (std::count_if(events.begin(), events.end(), is_override) + 1 != static_cast<std::ptrdiff_t>(events.size())) {
        return refused("Give one event that recurs, and beside it only events with a RECURRENCE-ID.");
    }
    const std::lock_guard lock(libical_mutex());
    Expansion expansion(now);
    RETURN_IF_ERROR(expansion.take(*std::find_if_not(events.begin(), events.end(), is_override)));
    for (const CalendarEvent& event : events) {
        if (is_override(event)) {
            RETURN_IF_ERROR(expansion.take_override(event));
        }
    }
    return expansion.finish();
}

}
