// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_majors.h"

#include "client/language/text.h"
#include "client/views/board/board_rows.h"
#include "client/views/public_names.h"
#include "client/views/walls/wall_rows.h"
#include "shared/domain/formulas/duty_holder.h"
#include "shared/domain/visibility/published.h"

#include <algorithm>

namespace watchfloor {
namespace {

std::string holder_name(const State& state, const Incident& incident, Duty duty)
{
    const DutyHeld* held = duty_holder(state, incident, duty);
    return held != nullptr ? user_name(state, held->user) : std::string();
}

// The room's own promise: of what was published nothing says when the next comes.
void add_update(WallMajor& major, const Incident& incident, Timestamp as_of)
{
    const TargetClock* update = incident.clock(ClockKind::NextUpdate);
    if (update == nullptr || update->stopped_at) {
        return;
    }
    major.update_overdue = update->due_at < as_of;
    const std::string span
        = format_duration(major.update_overdue ? (as_of - update->due_at).count() : (update->due_at - as_of).count());
    major.update = tr(major.update_overdue ? Text::UpdateOverdue : Text::UpdateIn, span);
    major.due = tr(major.update_overdue ? Text::WallDueOverdue : Text::WallDueIn, span);
}

// Who is in command, what they know and where they talk is the room's, and so is the incident's number.
void add_command(WallMajor& major, const State& state, const Incident& incident)
{
    major.number = incident.id.text;
    major.commander = holder_name(state, incident, Duty::IncidentCommander);
    major.communications = holder_name(state, incident, Duty::CommunicationsLead);
    major.no_commander = major.commander.empty();
    major.command_uncertain = incident.command_uncertain && !major.no_commander;
    major.headline = incident.headline.empty() ? incident.title : incident.headline;
    const Bridge* bridge = incident.bridge.empty() ? nullptr : state.bridges.find(incident.bridge);
    major.bridge = bridge != nullptr ? bridge->name : std::string();
}

WallMajor wall_major(const State& state, const Incident& incident, Timestamp as_of, WallAudience audience)
{
    WallMajor major;
    major.id = incident.id;
    major.mark = rank_of(incident);
    major.service = audience == WallAudience::Visitor ? services_for_visitors(state, incident.services)
                                                      : service_names(state, incident.services);
    major.rank = rank_code(major.mark);
    // From the first minute on in minutes, as those beside it.
    const std::int64_t impact = impact_so_far(incident, as_of).count();
    constexpr std::int64_t kMinute = 60'000;
    major.since = impact >= kMinute && impact < 2 * kMinute ? tr(Text::AgeMinutes, "1") : format_age(impact);
    major.state = state_text(incident.state);
    if (may_know(audience, WallSubject::Command)) {
        add_update(major, incident, as_of);
        add_command(major, state, incident);
    }
    return major;
}

}

std::vector<WallMajor> wall_majors(const State& state, Timestamp as_of, WallAudience audience)
{
    const bool visitors = audience == WallAudience::Visitor;
    const auto published = published_lines(state, as_of, PublishedOn::Wall);
    std::vector<WallMajor> majors;
    for (const Incident* incident : open_incidents(state, as_of)) {
        // A wall that a person opened holds more than its audience may know.
        if (!incident->declared() || (visitors && !is_public(*incident))) {
            continue;
        }
        majors.push_back(wall_major(state, *incident, as_of, audience));
        const auto told = std::find_if(published.begin(), published.end(),
            [&](const PublishedLine& line) { return line.incident == incident->id; });
        if (told != published.end() && !told->text.empty()) {
            majors.back().published = told->text;
            majors.back().published_at = told->at;
        }
    }
    return majors;
}

}
