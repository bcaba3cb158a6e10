// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/due_rows.h"

#include "client/language/text.h"
#include "client/views/capacity/time_to_limit.h"
#include "client/views/timeline/entry_words.h"
#include "shared/core/sorting.h"
#include "shared/domain/decide/incidents/timers.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr Millis kDueWithin = std::chrono::hours { 24 };

bool of_its_services(const State& state, const Incident& incident, const MaintenanceWindow& window)
{
    return concerns(incident, window.services)
        || std::any_of(window.assets.begin(), window.assets.end(), [&](const AssetId& id) {
               const Asset* asset = state.assets.find(id);
               return asset != nullptr && concerns(incident, asset->services);
           });
}

void add_promises(std::vector<DueRow>& rows, const Incident& incident)
{
    for (const TargetClock& clock : incident.clocks) {
        if (!clock.stopped_at && !clock.paused_at) {
            rows.push_back({ .at = clock.due_at,
                .what = clock_title(clock.kind),
                .opens = clock.kind == ClockKind::NextUpdate ? PanelKind::Update : PanelKind::Move });
        }
    }
}

void add_tasks(std::vector<DueRow>& rows, const State& state, const Incident& incident)
{
    for (const Task& task : incident.tasks) {
        if (task.due_at && task.state == TaskState::Open) {
            const std::string owner = task.owner.empty() ? std::string() : ", " + user_name(state, task.owner);
            rows.push_back({ .at = *task.due_at, .what = std::string(tr(Text::DueTask)), .which = task.title + owner });
        }
    }
}

// What the server's timers wait for, apart from the promises.
void add_timers(std::vector<DueRow>& rows, const State& state, const Incident& incident)
{
    const auto add = [&](const FireTimer& timer, Text what, std::optional<PanelKind> opens = {}) {
        rows.push_back({ .at = timer.due_at, .what = std::string(tr(what)), .opens = opens });
    };
    for (const FireTimer& timer : timers_of(state, incident)) {
        switch (timer.alarm) {
        case Alarm::TargetBreached:
        case Alarm::CommandRegained:
            break;
        case Alarm::CommandUncertain:
            add(timer, Text::DueCommand, PanelKind::TakeCommand);
            break;
        case Alarm::DeclarationUnratified:
            add(timer, Text::DueRatify, PanelKind::Ratify);
            break;
        case Alarm::ProposalUndecided:
            add(timer, Text::DueDecide, PanelKind::Declare);
            break;
        case Alarm::HoldEnded:
            add(timer, Text::DueHold, PanelKind::Move);
            break;
        case Alarm::CriticalServiceDown:
            add(timer, Text::DuePropose, PanelKind::Declare);
            break;
        }
    }
}

// Only what is approved: the rest mutes nothing and may never take place.
void add_windows(std::vector<DueRow>& rows, const State& state, const Incident& incident, Timestamp now)
{
    state.windows.for_each([&](const WindowId& id, const MaintenanceWindow& window) {
        const Timestamp at = window.from <= now ? window.to : window.from;
        if (window.state == WindowState::Approved && at >= now && at <= now + kDueWithin
            && of_its_services(state, incident, window)) {
            rows.push_back({ .at = at,
                .what = std::string(tr(window.from <= now ? Text::DueWindowEnds : Text::DueWindowBegins)),
                .which = window.title.empty() ? id.text : window.title,
                .place = "/maintenance" });
        }
    });
}

void add_capacity(std::vector<DueRow>& rows, const ViewInput& input, const Incident& incident)
{
    input.state.resources.for_each([&](const ResourceId& id, const CapacityResource& resource) {
        if (!concerns(incident, resource.services)) {
            return;
        }
        // As the wall says it: two screens that name two times are believed by nobody.
        if (const auto limit = time_to_limit(input, resource); limit && limit->early <= kDueWithin) {
            rows.push_back({ .at = input.as_of() + limit->early,
                .what = std::string(tr(Text::DueFull)),
                .which = resource.name.empty() ? id.text : resource.name,
                .place = "/capacity/" + id.text });
        }
    });
}

}

std::vector<DueRow> due_rows(const ViewInput& input, const Incident& incident)
{
    std::vector<DueRow> rows;
    if (!incident.open()) {
        return rows;
    }
    const Timestamp now = input.as_of();
    add_promises(rows, incident);
    add_tasks(rows, input.state, incident);
    add_timers(rows, input.state, incident);
    add_windows(rows, input.state, incident, now);
    add_capacity(rows, input, incident);
    for (DueRow& row : rows) {
        row.overdue = row.at < now;
        row.left = tr(row.overdue ? Text::ClockLate : Text::ClockIn,
            format_duration(row.overdue ? (now - row.at).count() : (row.at - now).count()));
    }
    sort_stably(rows, [](const DueRow& a, const DueRow& b) { return a.at < b.at; });
    return rows;
}

}
