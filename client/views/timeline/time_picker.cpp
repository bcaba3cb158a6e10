// SPDX-License-Identifier: Apache-2.0
#include "client/views/timeline/time_picker.h"

#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/board/closed_list.h"
#include "client/views/incident_order.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/alert_search.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr int kChoicesShown = 8;
constexpr double kIncidentMargin = 0.1;
constexpr std::size_t kDateLength = 10; // of "2026-03-02"

Timestamp moved_by_offset(Timestamp at, const SiteZone& zone, int sign)
{
    return at + std::chrono::seconds { sign * zone.offset_at(at) };
}

// An incident that was left open after it was over ended when it was.
TimelineRange incident_stretch(const Incident& incident, Timestamp now)
{
    const Timestamp begin = std::min(incident.started_at, incident.detected_at);
    const Timestamp end = impact_goes_on(incident) ? now : ended_at(incident);
    return { begin, std::max(end, begin + std::chrono::minutes { 1 }) };
}

TimeChoice incident_choice(const ViewInput& input, const Incident& incident)
{
    TimeChoice choice;
    const TimelineRange stretch = incident_stretch(incident, input.as_of());
    choice.title = incident.id.text + "  " + incident.title;
    const std::string lasted = format_duration(impact_so_far(incident, input.as_of()).count());
    choice.right = past_date_and_clock(stretch.from, input.as_of(), input.zone.offset_at(stretch.from)) + ", "
        + (impact_goes_on(incident) ? lasted + ", " + std::string(tr(Text::TimelineOpen))
                                    : tr(Text::SimilarLasted, lasted));
    choice.goal = { stretch, false, kIncidentMargin };
    choice.incident = incident.id;
    return choice;
}

// "4" as well as "INC-4".
bool is_number_of(const IncidentId& id, std::string_view words)
{
    const std::string_view text = id.text;
    const auto dash = text.rfind('-');
    return !words.empty()
        && ((words.size() == text.size() && contains_folded(text, words))
            || (dash != std::string_view::npos && text.substr(dash + 1) == words));
}

}

std::vector<TimeChoice> time_choices(const ViewInput& input, std::string_view words)
{
    std::vector<TimeChoice> choices;
    const auto add = [&](TimeChoice choice) {
        if (contains_folded(choice.title, words)) {
            choices.push_back(std::move(choice));
        }
    };
    const auto add_incident = [&](const Incident& incident) {
        if (is_number_of(incident.id, words)) {
            choices.insert(choices.begin(), incident_choice(input, incident));
        } else {
            add(incident_choice(input, incident));
        }
    };
    const Timestamp now = input.now;
    const auto last = [&](Text title, std::chrono::hours span) {
        add({ std::string(tr(title)), {}, { TimelineRange { now - span, now }, true, 0 } });
    };
    last(Text::TimePickHour, std::chrono::hours { 1 });
    last(Text::TimePickDay, std::chrono::hours { 24 });
    last(Text::TimePickWeek, std::chrono::hours { 168 });
    add({ std::string(tr(Text::TimePickAll)), {}, { std::nullopt, false, kWholeMargin } });
    for (const Incident* incident : open_incidents(input.state, input.as_of())) {
        add_incident(*incident);
    }
    for (const Incident* incident : closed_incidents(input.state)) {
        add_incident(*incident);
    }
    // Days as the room's calendar has them, also where one of them has 23 hours.
    const auto begin_of_day = [&](Timestamp at) {
        return read_room_time(write_room_time(at, input.zone).substr(0, kDateLength), now, input.zone).value_or(at);
    };
    const Timestamp today = begin_of_day(now);
    add({ std::string(tr(Text::TimePickToday)), {},
        { TimelineRange { today, std::max(now, today + std::chrono::minutes { 1 }) }, false, 0 } });
    const Timestamp yesterday = begin_of_day(today - std::chrono::hours { 12 });
    add({ std::string(tr(Text::TimePickYesterday)), {}, { TimelineRange { yesterday, today }, false, 0 } });
    return choices;
}

std::optional<Timestamp> read_room_time(std::string_view text, Timestamp now, const SiteZone& zone)
{
    if (const auto when = read_when(text, now, zone)) {
        return when;
    }
    const auto begin = std::min(text.find_first_not_of(' '), text.size());
    std::string typed { text.substr(begin, text.find_last_not_of(' ') + 1 - begin) };
    if (typed.size() == kDateLength) {
        typed += " 00:00";
    }
    if (typed.size() == kDateLength + 6) {
        typed += ":00";
    }
    if (typed.size() <= kDateLength || typed[kDateLength] != ' ') {
        return std::nullopt;
    }
    typed[kDateLength] = 'T';
    const auto in_room = parse_timestamp(typed + "Z");
    if (!in_room.ok()) {
        return std::nullopt;
    }
    // The offset of the instant that is meant, not of the one that is called so in UTC.
    const Timestamp near = moved_by_offset(in_room.value(), zone, -1);
    return in_room.value() - std::chrono::seconds { zone.offset_at(near) };
}

std::string write_room_time(Timestamp at, const SiteZone& zone)
{
    std::string text = format_timestamp(moved_by_offset(at, zone, 1)).substr(0, kDateLength + 9);
    text[kDateLength] = ' ';
    return text;
}

void TimePicker::open(const TimelineViewState& timeline, const SiteZone& zone)
{
    open_ = true;
    words_.clear();
    from_ = write_room_time(timeline.axis.from(), zone);
    to_ = write_room_time(timeline.axis.to(), zone);
    times_meant_ = false;
    chosen_ = 0;
    incident_ = {};
}

TimePicker::Typed TimePicker::read(const ViewInput& input) const
{
    return { read_room_time(from_, input.now, input.zone), read_room_time(to_, input.now, input.zone) };
}

std::optional<TimelineGoal> TimePicker::draw_rows(const std::vector<TimeChoice>& choices, bool entered)
{
    const int count = static_cast<int>(choices.size());
    const int step = choice_step();
    chosen_ = std::clamp(chosen_ + step, 0, std::max(0, count - 1));
    times_meant_ = times_meant_ && step == 0;
    if (choices.empty()) {
        label(tr(Text::TimePickNothing), { .colour = Colour::Secondary, .wrap = true });
    }
    std::optional<TimelineGoal> goal;
    const int first = std::clamp(chosen_ - kChoicesShown / 2, 0, std::max(0, count - kChoicesShown));
    for (int i = first; i < std::min(count, first + kChoicesShown); ++i) {
        const TimeChoice& choice = choices[static_cast<std::size_t>(i)];
        const bool marked = i == chosen_ && !times_meant_;
        const ListRow row {
            .title = choice.title, .right = choice.right, .selected = marked, .position = i + 1, .set_size = count
        };
        if (list_row(i, row).activated || (i == chosen_ && entered)) {
            goal = choice.goal;
            incident_ = choice.incident;
        }
    }
    if (count > kChoicesShown) {
        label(tr(Text::More, std::to_string(count - kChoicesShown)), { .colour = Colour::Secondary });
    }
    return goal;
}

// True once Enter was pressed in one of them.
bool TimePicker::draw_times(const ViewInput& input)
{
    const Typed typed = read(input);
    const float width = column_width(2); // of both: beside the first there is less left
    const auto field = [&](Text name, std::string& value, std::string_view error) {
        return text_field(tr(name), value,
            { .error = times_meant_ ? error : std::string_view {},
                .max_characters = kMaxShortField,
                .width = width,
                .passing = true });
    };
    const std::string_view unreadable = tr(Text::TimePickUnreadable);
    ImGui::BeginGroup();
    const FieldResult from = field(Text::TimePickFrom, from_, typed.from ? std::string_view {} : unreadable);
    ImGui::EndGroup();
    same_line(3);
    ImGui::BeginGroup();
    const bool backwards = typed.from && typed.to && *typed.to <= *typed.from;
    const FieldResult to = field(Text::TimePickTo, to_,
        !typed.to       ? unreadable
            : backwards ? tr(Text::TimePickBackwards)
                        : std::string_view {});
    ImGui::EndGroup();
    label(tr(Text::TimePickClock), { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
    const bool entered = from.committed || to.committed;
    times_meant_ = times_meant_ || from.changed || to.changed || entered;
    return entered;
}

std::optional<TimelineGoal> TimePicker::draw(const ViewInput& input)
{
    if (!open_) {
        return std::nullopt;
    }
    const bool ready = times_meant_ ? read(input).whole() : !time_choices(input, words_).empty();
    if (!begin_modal("time",
            { .title = tr(Text::TimePickTitle),
                .commit = tr(Text::TimePickCommit),
                .can_commit = ready,
                .why_not = tr(times_meant_ ? Text::TimePickUnreadable : Text::TimePickNothing),
                .width = 760 })) {
        return std::nullopt;
    }
    const FieldResult jump = text_field(tr(Text::TimePickJump), words_,
        { .hint = tr(Text::TimePickHint), .max_characters = kMaxName, .autofocus = true, .passing = true });
    if (jump.changed) {
        chosen_ = 0;
        times_meant_ = false;
    }
    const auto choices = time_choices(input, words_);
    std::optional<TimelineGoal> goal = draw_rows(choices, jump.committed && !times_meant_);
    gap(3);
    const bool entered = draw_times(input) || jump.committed;
    const ModalOutcome outcome = end_modal();
    const bool committed = outcome == ModalOutcome::Committed;
    if (!goal && times_meant_ && (entered || committed)) {
        const Typed typed = read(input);
        goal = typed.whole() ? std::optional { typed.goal() } : std::nullopt;
    } else if (!goal && committed && !choices.empty()) {
        const TimeChoice& choice = choices[static_cast<std::size_t>(chosen_)];
        goal = choice.goal;
        incident_ = choice.incident;
    }
    open_ = outcome == ModalOutcome::Open && !goal;
    if (goal) {
        request_frame();
    }
    return goal;
}

}
