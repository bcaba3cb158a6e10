// SPDX-License-Identifier: Apache-2.0
#include "client/views/deadlines.h"

#include "client/language/text.h"
#include "client/views/view.h"
#include "shared/core/sorting.h"
#include "shared/domain/decide/incidents/timers.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr Millis kWindowWithin = std::chrono::hours { 24 };

bool of_its_services(const State& state, const Incident& incident, const MaintenanceWindow& window)
{
    return concerns(incident, window.services)
        || std::any_of(window.assets.begin(), window.assets.end(), [&](const AssetId& id) {
               const Asset* asset = state.assets.find(id);
               return asset != nullptr && concerns(incident, asset->services);
           });
}

void add_promises(std::vector<Deadline>& deadlines, const Incident& incident)
{
    for (const TargetClock& clock : incident.clocks) {
        if (!clock.stopped_at && !clock.paused_at) {
            deadlines.push_back({ .at = clock.due_at, .what = clock_title(clock.kind), .clock = clock.kind });
        }
    }
}

void add_tasks(std::vector<Deadline>& deadlines, const State& state, const Incident& incident)
{
    for (const Task& task : incident.tasks) {
        if (task.due_at && task.state == TaskState::Open) {
            const std::string owner = task.owner.empty() ? std::string() : ", " + user_name(state, task.owner);
            deadlines.push_back(
                { .at = *task.due_at, .what = std::string(tr(Text::DueTask)), .which = task.title + owner });
        }
    }
}

// What the server's timers wait for, apart from the promises.
void add_timers(std::vector<Deadline>& deadlines, const State& state, const Incident& incident, Timestamp now)
{
    for (const FireTimer& timer : timers_of(state, incident)) {
        const auto add = [&](Text what) {
            deadlines.push_back({ .at = timer.due_at, .what = std::string(tr(what)), .alarm = timer.alarm });
        };
        switch (timer.alarm) {
        case Alarm::TargetBreached:
        case Alarm::CommandRegained:
            break;
        case Alarm::CommandUncertain:
            // Past it and not uncertain: the server sees the commander's console, which no state tells.
            if (timer.due_at > now) {
                add(Text::DueCommand);
                deadlines.back().why = tr(Text::DueCommandWhy);
            }
            break;
        case Alarm::DeclarationUnratified:
            add(Text::DueRatify);
            break;
        case Alarm::ProposalUndecided:
            add(Text::DueDecide);
            break;
        case Alarm::HoldEnded:
            add(Text::DueHold);
            break;
        case Alarm::CriticalServiceDown:
            add(Text::DuePropose);
            break;
        }
    }
}

// Only what is approved: the rest mutes nothing and may never take place.
void add_windows(std::vector<Deadline>& deadlines, const State& state, const Incident& incident, Timestamp now)
{
    state.windows.for_each([&](const WindowId& id, const MaintenanceWindow& window) {
        const Timestamp at = window.from <= now ? window.to : window.from;
        if (window.state == WindowState::Approved && at >= now && at <= now + kWindowWithin
            && of_its_services(state, incident, window)) {
            deadlines.push_back({ .at = at,
                .what = std::string(tr(window.from <= now ? Text::DueWindowEnds : Text::DueWindowBegins)),
                .which = window.title.empty() ? id.text : window.title,
                .window = true });
        }
    });
}

}

std::string clock_title(ClockKind kind)
{
    switch (kind) {
    case ClockKind::Respond:
        return std::string(tr(Text::ClockRespond));
    case ClockKind::Resolve:
        return std::string(tr(Text::ClockResolve));
    case ClockKind::NextUpdate:
        return std::string(tr(Text::ClockUpdate));
    }
    return {};
}

std::vector<Deadline> deadlines_of(const State& state, const Incident& incident, Timestamp now)
{
    std::vector<Deadline> deadlines;
    if (!incident.open()) {
        return deadlines;
    }
    add_promises(deadlines, incident);
    add_tasks(deadlines, state, incident);
    add_timers(deadlines, state, incident, now);
    add_windows(deadlines, state, incident, now);
    sort_stably(deadlines, [](const Deadline& a, const Deadline& b) { return a.at < b.at; });
    return deadlines;
}

std::string time_left(Timestamp at, Timestamp now)
{
    return tr(at < now ? Text::ClockLate : Text::ClockIn,
        format_duration(at < now ? (now - at).count() : (at - now).count()));
}

}
