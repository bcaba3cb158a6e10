// SPDX-License-Identifier: Apache-2.0
#include "client/views/sources/heartbeat_rows.h"

#include "client/language/text.h"
#include "shared/core/sorting.h"
#include "shared/domain/decide/cadence.h"
#include "shared/domain/decide/heartbeats.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

constexpr std::int64_t kMinuteSeconds = 60;
constexpr std::int64_t kHourSeconds = 3'600;
constexpr std::int64_t kDaySeconds = 86'400;

struct IntervalUnit {
    std::string_view word;
    std::int64_t seconds;
};
constexpr std::array kIntervalUnits { IntervalUnit { "d", kDaySeconds }, IntervalUnit { "h", kHourSeconds },
    IntervalUnit { "m", kMinuteSeconds }, IntervalUnit { "s", 1 }, IntervalUnit { "min", kMinuteSeconds } };
constexpr std::size_t kWrittenUnits = 4; // each of the first

std::string_view take_while(std::string_view& text, bool (*takes)(char))
{
    const auto end = std::find_if_not(text.begin(), text.end(), takes);
    const auto taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(taken.size());
    return taken;
}

bool is_blank_character(char c)
{
    return c == ' ';
}

bool is_digit_character(char c)
{
    return c >= '0' && c <= '9';
}

bool is_unit_character(char c)
{
    return c >= 'a' && c <= 'z';
}

std::string interval_words(const HeartbeatRow& row)
{
    if (row.said_seconds > 0) {
        return tr(Text::HeartbeatConfirmed, write_interval(row.said_seconds));
    }
    return row.learnt_seconds > 0 ? tr(Text::HeartbeatLearnt, write_interval(rounded_interval(row.learnt_seconds)))
                                  : std::string(tr(Text::HeartbeatUnlearnt));
}

void say_state(HeartbeatRow& row, const HeartbeatSeen& seen, const MissedHeartbeat* missed, Timestamp now)
{
    if (row.retired) {
        row.state = tr(Text::HeartbeatRetired);
        row.severity = Severity::Unknown;
    } else if (missed != nullptr) {
        const std::string lasted = format_duration((now - missed->since).count());
        row.state = tr(seen.ended_at ? Text::HeartbeatEndedFor : Text::HeartbeatMissedFor, lasted);
        row.severity = Severity::Major;
    } else if (row.said_seconds <= 0 && row.learnt_seconds <= 0) {
        row.state = tr(Text::HeartbeatNoInterval);
        row.severity = Severity::Unknown;
    } else {
        row.state = tr(Text::SourceHeard);
    }
}

HeartbeatRow heartbeat_row(const Source& source, const HeartbeatRule& rule, const HeartbeatSeen& seen, Timestamp now)
{
    HeartbeatRow row;
    row.source = source.id;
    row.labels = seen.labels;
    row.name = heartbeat_words(seen.labels);
    row.age = format_age((now - seen.last_at).count());
    row.said_seconds = rule.interval_seconds;
    row.learnt_seconds = seen.learnt_seconds;
    row.retired = rule.retired;
    row.interval = interval_words(row);
    const auto missed = std::find_if(
        source.missed.begin(), source.missed.end(), [&](const MissedHeartbeat& one) { return one.id == seen.id; });
    say_state(row, seen, missed != source.missed.end() ? &*missed : nullptr, now);
    return row;
}

}

std::vector<HeartbeatRow> heartbeat_rows(const State& state, const std::vector<SourceCounts>& counts, Timestamp now)
{
    std::vector<HeartbeatRow> rows;
    for (const SourceCounts& of : counts) {
        const Source* source = state.sources.find(of.source);
        for (const HeartbeatSeen& seen : of.heartbeats) {
            const HeartbeatRule* rule
                = source != nullptr ? heartbeat_rule(heartbeat_rules(*source), seen.labels) : nullptr;
            if (rule != nullptr) {
                rows.push_back(heartbeat_row(*source, *rule, seen, now));
            }
        }
    }
    sort_stably(rows, [](const HeartbeatRow& a, const HeartbeatRow& b) {
        return a.severity != b.severity ? a.severity < b.severity
            : a.source != b.source      ? a.source < b.source
                                        : a.name < b.name;
    });
    return rows;
}

std::optional<std::int64_t> read_interval(std::string_view text)
{
    std::int64_t total = 0;
    take_while(text, is_blank_character);
    while (!text.empty()) {
        const std::string digits { take_while(text, is_digit_character) };
        take_while(text, is_blank_character);
        const std::string_view word = take_while(text, is_unit_character);
        take_while(text, is_blank_character);
        const auto unit = std::find_if(
            kIntervalUnits.begin(), kIntervalUnits.end(), [&](const IntervalUnit& one) { return one.word == word; });
        if (digits.empty() || digits.size() > 8 || unit == kIntervalUnits.end()) {
            return std::nullopt;
        }
        total += std::stoll(digits) * unit->seconds;
    }
    return total > 0 && total <= kMaxCadenceSeconds ? std::optional { total } : std::nullopt;
}

std::string write_interval(std::int64_t seconds)
{
    std::string text;
    for (std::size_t i = 0; i < kWrittenUnits; ++i) {
        const IntervalUnit& unit = kIntervalUnits[i];
        if (seconds >= unit.seconds) {
            text.append(text.empty() ? "" : " ").append(std::to_string(seconds / unit.seconds)).append(unit.word);
            seconds %= unit.seconds;
        }
    }
    return text;
}

std::int64_t rounded_interval(std::int64_t learnt_seconds)
{
    constexpr std::int64_t kRoundedFrom = 10 * kMinuteSeconds;
    if (learnt_seconds < kRoundedFrom) {
        return learnt_seconds;
    }
    return (learnt_seconds + kMinuteSeconds / 2) / kMinuteSeconds * kMinuteSeconds;
}

}
