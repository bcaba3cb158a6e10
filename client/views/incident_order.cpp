// SPDX-License-Identifier: Apache-2.0
#include "client/views/incident_order.h"

#include "client/language/text.h"
#include "client/widgets/axis/time_axis.h"
#include "shared/core/sorting.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Whether a promise is broken already: a response, a solution or an update that was due.
bool is_late(const Incident& incident, Timestamp now)
{
    return std::any_of(incident.clocks.begin(), incident.clocks.end(),
        [&](const TargetClock& clock) { return !clock.stopped_at && !clock.paused_at && clock.due_at < now; });
}

}

Rank rank_of(const Incident& incident)
{
    const auto first = static_cast<int>(incident.severity ? Rank::Sev1 : Rank::P1);
    const int level = incident.severity ? static_cast<int>(*incident.severity) : static_cast<int>(incident.priority);
    return static_cast<Rank>(first + level);
}

bool comes_before(const Incident& a, const Incident& b, Timestamp now)
{
    if (a.declared() != b.declared()) {
        return a.declared();
    }
    const int left = rank_level(rank_of(a));
    const int right = rank_level(rank_of(b));
    if (left != right) {
        return left < right;
    }
    if (const bool late = is_late(a, now); late != is_late(b, now)) {
        return late;
    }
    return a.started_at != b.started_at ? a.started_at < b.started_at : a.id < b.id;
}

std::vector<const Incident*> open_incidents(const State& state, Timestamp now)
{
    std::vector<const Incident*> incidents;
    state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        if (incident.open()) {
            incidents.push_back(&incident);
        }
    });
    sort_stably(incidents, [now](const Incident* a, const Incident* b) { return comes_before(*a, *b, now); });
    return incidents;
}

Timestamp ended_at(const Incident& incident)
{
    const Timestamp closed = incident.closed_at.value_or(incident.logged_at);
    return incident.restored_at.value_or(incident.resolved_at.value_or(closed));
}

std::string lasted_words(const Incident& incident)
{
    return format_duration((ended_at(incident) - incident.started_at).count());
}

bool impact_goes_on(const Incident& incident)
{
    return incident.open() && !incident.restored_at && !incident.resolved_at;
}

Millis impact_so_far(const Incident& incident, Timestamp now)
{
    return (impact_goes_on(incident) ? now : ended_at(incident)) - incident.started_at;
}

std::string past_date_and_clock(Timestamp at, Timestamp now, int offset_seconds)
{
    const std::string date = format_date(at, offset_seconds);
    constexpr std::size_t kYear = 4;
    const auto year_of = [](const std::string& words) { return words.substr(words.size() - kYear); };
    return year_of(date) == year_of(format_date(now, offset_seconds)) ? format_date_and_clock(at, offset_seconds)
                                                                      : date + ", " + format_clock(at, offset_seconds);
}

std::string counts_by_rank(std::span<const Rank> left_out)
{
    std::string counts;
    for (const Rank rank : kRanks) {
        const auto count = std::count(left_out.begin(), left_out.end(), rank);
        if (count > 0) {
            counts += counts.empty() ? "" : ", ";
            counts.append(rank_code(rank)).append(" ").append(std::to_string(count));
        }
    }
    return counts;
}

}
