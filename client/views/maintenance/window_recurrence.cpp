// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/window_recurrence.h"

#include "client/language/text.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <array>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::int64_t kDayMillis = 86'400'000;
constexpr std::array<std::string_view, 7> kWeekdays { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
constexpr std::array kRepeatWords { Text::RepeatsOnce, Text::RepeatsDaily, Text::RepeatsWeekly,
    Text::RepeatsFortnightly, Text::RepeatsMonthlyByDay, Text::RepeatsMonthlyByDate, Text::RepeatsRule };
static_assert(kRepeatWords.size() == kRepeatsCount);

// "2026-03-02T22:00:00" by the room's clock.
std::string wall_text(Timestamp at, const SiteZone& zone)
{
    return format_timestamp({ at.millis + std::int64_t { zone.offset_at(at) } * 1000 }).substr(0, 19);
}

// "2TU"; the fifth of a month is its last.
std::string numbered_weekday(Timestamp at, const SiteZone& zone)
{
    const std::int64_t local = at.millis + std::int64_t { zone.offset_at(at) } * 1000;
    const std::int64_t days = (local - ((local % kDayMillis) + kDayMillis) % kDayMillis) / kDayMillis;
    const auto weekday = static_cast<std::size_t>(((days + 3) % 7 + 7) % 7); // 1970 began on a Thursday
    const int which = (std::stoi(wall_text(at, zone).substr(8, 2)) - 1) / 7 + 1;
    return (which == 5 ? "-1" : std::to_string(which)) + std::string(kWeekdays[weekday]);
}

bool times_read(const std::string& times)
{
    return times.size() <= 3 && std::all_of(times.begin(), times.end(), [](char c) { return c >= '0' && c <= '9'; })
        && (times.empty() || std::stoi(times) > 0);
}

}

std::string repetition_rule(const WindowRepetition& repetition, Timestamp from, const SiteZone& zone)
{
    std::string rule;
    switch (repetition.repeats) {
    case Repeats::Once:
        return {};
    case Repeats::Daily:
        rule = "FREQ=DAILY";
        break;
    case Repeats::Weekly:
        rule = "FREQ=WEEKLY";
        break;
    case Repeats::Fortnightly:
        rule = "FREQ=WEEKLY;INTERVAL=2";
        break;
    case Repeats::MonthlyByDay:
        rule = "FREQ=MONTHLY;BYDAY=" + numbered_weekday(from, zone);
        break;
    case Repeats::MonthlyByDate:
        rule = "FREQ=MONTHLY;BYMONTHDAY=" + std::to_string(std::stoi(wall_text(from, zone).substr(8, 2)));
        break;
    case Repeats::Rule:
        return repetition.rule;
    }
    if (!times_read(repetition.times)) {
        return {};
    }
    return repetition.times.empty() ? rule : rule + ";COUNT=" + repetition.times;
}

std::string recurrence_lines(const WindowRepetition& repetition, Timestamp from, Timestamp to, const SiteZone& zone)
{
    const std::string rule = repetition_rule(repetition, from, zone);
    if (is_blank(rule) || is_blank(repetition.zone)) {
        return {};
    }
    std::string begin = wall_text(from, zone);
    std::erase_if(begin, [](char c) { return c == '-' || c == ':'; });
    return "DTSTART;TZID=" + repetition.zone + ":" + begin + "\nDURATION:PT"
        + std::to_string((to - from).count() / 1000) + "S\nRRULE:" + rule;
}

void draw_repetition(WindowRepetition& repetition, std::optional<Timestamp> from, const ViewInput& input, bool enabled)
{
    std::vector<std::string> choices;
    for (const Text words : kRepeatWords) {
        choices.emplace_back(tr(words));
    }
    const float third = column_width(3);
    int chosen = static_cast<int>(repetition.repeats);
    if (select(tr(Text::PlanRepeats), choices, chosen, { .width = third, .enabled = enabled })) {
        repetition.repeats = static_cast<Repeats>(chosen);
        repetition.zone = repetition.zone.empty() ? (input.zone.id.empty() ? "UTC" : input.zone.id) : repetition.zone;
    }
    if (repetition.repeats == Repeats::Once) {
        return;
    }
    same_line(3);
    if (repetition.repeats == Repeats::Rule) {
        text_field(tr(Text::PlanRule), repetition.rule,
            { .hint = tr(Text::PlanRuleHint),
                .max_characters = 1'000,
                .width = third,
                .enabled = enabled,
                .missing = is_blank(repetition.rule) });
    } else {
        const bool read = times_read(repetition.times);
        text_field(tr(Text::PlanRepeatTimes), repetition.times,
            { .hint = tr(Text::PlanRepeatTimesHint),
                .error = read ? std::string_view {} : tr(Text::PlanRepeatTimesUnread),
                .max_characters = kMaxShortField,
                .width = third,
                .enabled = enabled,
                .missing = !read });
    }
    same_line(3);
    text_field(tr(Text::PlanZone), repetition.zone,
        { .hint = tr(Text::PlanZoneHint),
            .max_characters = kMaxShortField,
            .width = third,
            .enabled = enabled,
            .missing = is_blank(repetition.zone) });
    if (const std::string rule = from ? repetition_rule(repetition, *from, input.zone) : std::string(); !rule.empty()) {
        label(tr(Text::PlanRuleIs, rule), { .colour = Colour::Secondary, .wrap = true });
    }
}

}
