// SPDX-License-Identifier: Apache-2.0
#include "client/views/timeline/timeline_rows.h"

#include "client/language/text.h"
#include "client/views/board/board_rows.h"
#include "client/views/timeline/entry_words.h"
#include "shared/domain/contains.h"
#include "shared/timeline_fold/timeline_items.h"

#include <algorithm>
#include <concepts>
#include <variant>

namespace watchfloor {
LaneModel lane_model(FoldLane fold, Text name, LaneStyle style, Icon icon)
{
    LaneModel made;
    made.name = tr(name);
    made.style = style;
    made.icon = icon;
    made.lane = static_cast<std::uint16_t>(fold);
    return made;
}

TimelineModel timeline_at(const ViewInput& input, const TimelineColumns& columns)
{
    TimelineModel model;
    model.columns = &columns;
    model.now = input.now;
    model.zone = input.zone;
    if (input.frozen) {
        model.frozen_since = input.replica.heard_at();
    }
    input.state.windows.for_each([&](const WindowId&, const MaintenanceWindow& window) {
        if (window.state == WindowState::Planned) {
            model.planned.push_back({ window.from, window.to });
        }
    });
    return model;
}

const Incident* known_incident(const ViewInput& input, const IncidentId& id)
{
    const Incident* incident = input.state.incidents.find(id);
    if (incident != nullptr || id.empty()) {
        return incident;
    }
    const auto& past = input.replica.past_incident(id).incident;
    return past ? &*past : nullptr;
}

bool timeline_came(const ViewInput& input, const TimelineScope& scope)
{
    return !scope.incident.empty() ? input.replica.incident_log(scope.incident).timeline_loaded()
        : !scope.service.empty()   ? input.replica.service_timeline_loaded(scope.service)
                                   : input.replica.timeline_loaded();
}

namespace {

const TimelineColumns& columns_of(const ViewInput& input, const TimelineScope& scope)
{
    return !scope.incident.empty() ? input.replica.incident_log(scope.incident).timeline()
        : !scope.service.empty()   ? input.replica.service_timeline(scope.service)
                                   : input.replica.timeline();
}

bool hatches(const ViewInput& input, const TimelineScope& scope, const MaintenanceWindow& window)
{
    if (scope.incident.empty()) {
        return scope.service.empty() || contains(window.services, scope.service);
    }
    const Incident* incident = known_incident(input, scope.incident);
    return incident != nullptr && concerns(*incident, window.services);
}

}

TimelineModel room_timeline(const ViewInput& input, const TimelineScope& scope)
{
    TimelineModel model = timeline_at(input, columns_of(input, scope));
    model.partial = !timeline_came(input, scope);
    model.lanes = {
        lane_model(FoldLane::Decisions, Text::LaneDecisions, LaneStyle::Notes, kIconGavel),
        lane_model(FoldLane::Alerts, Text::LaneAlerts, LaneStyle::Bars, kIconBellO),
        lane_model(FoldLane::Changes, Text::LaneChanges, LaneStyle::Notes, kIconCodeFork),
        lane_model(FoldLane::Entries, Text::LaneEntries, LaneStyle::Notes, kIconComment),
        lane_model(FoldLane::States, Text::LaneStates, LaneStyle::Notes, kIconFlag),
        lane_model(FoldLane::Duties, Text::LaneDuties, LaneStyle::Bands, kIconUser),
        lane_model(FoldLane::Updates, Text::LaneUpdates, LaneStyle::Diamonds, kIconBullhorn),
        lane_model(FoldLane::Capacity, Text::LaneThresholds, LaneStyle::Notes, kIconTachometer),
        lane_model(FoldLane::Maintenance, Text::LaneMaintenance, LaneStyle::Hatched, kIconWrench),
        lane_model(FoldLane::WorkOrders, Text::LaneWorkOrders, LaneStyle::Bars, kIconWrench),
    };
    for (LaneModel& shown : model.lanes) {
        shown.shows_windows = shown.lane == static_cast<std::uint16_t>(FoldLane::Alerts);
    }
    input.state.windows.for_each([&](const WindowId&, const MaintenanceWindow& window) {
        if (window.state == WindowState::Approved && hatches(input, scope, window)) {
            model.windows.push_back({ window.from, window.to });
        }
    });
    return model;
}

const Entry* room_entry(const ViewInput& input, std::uint64_t seq)
{
    const auto& recent = input.replica.recent_entries();
    const auto at = std::lower_bound(recent.begin(), recent.end(), seq,
        [](const Entry& entry, std::uint64_t wanted) { return entry.head.seq < wanted; });
    return at != recent.end() && at->head.seq == seq ? &*at : input.replica.entry(seq);
}

namespace {

// Of an alert the incident it is linked to now.
IncidentId incident_of(const State& state, const Entry& entry)
{
    if (const auto* fired = std::get_if<AlertFired>(&entry.payload)) {
        const Alert* alert = state.alerts.find(fired->alert.id);
        return alert != nullptr ? alert->incident : fired->alert.incident;
    }
    return std::visit(
        [](const auto& payload) {
            if constexpr (requires {
                              {
                                  payload.incident
                                  } -> std::convertible_to<const IncidentId&>;
                          }) {
                return payload.incident;
            } else if constexpr (requires {
                                     {
                                         payload.incident.id
                                         } -> std::convertible_to<const IncidentId&>;
                                 }) {
                return payload.incident.id;
            } else {
                return IncidentId {};
            }
        },
        entry.payload);
}

}

Location with_timeline(Location location, const QueryPairs& query)
{
    for (const std::string_view name : kTimelineParameters) {
        location.set(name, "");
    }
    for (const auto& [name, value] : query) {
        location.set(name, value);
    }
    return location;
}

ServiceId service_of_item(const ViewInput& input, std::uint64_t seq)
{
    const Entry* entry = room_entry(input, seq);
    if (entry == nullptr) {
        return {};
    }
    if (const Incident* incident = input.state.incidents.find(incident_of(input.state, *entry));
        incident != nullptr && !incident->services.empty() && !std::holds_alternative<AlertFired>(entry->payload)) {
        return incident->services.front();
    }
    for (const TimelineOperation& operation : timeline_operations(input.state, *entry)) {
        if (!operation.subject.services.empty()) {
            return operation.subject.services.front();
        }
    }
    return {};
}

Location board_filtered(const std::string& words)
{
    Location location { "/", {} };
    location.set("filter", words);
    return location;
}

std::string room_note(const ViewInput& input, std::uint64_t seq)
{
    const Entry* entry = room_entry(input, seq);
    if (entry == nullptr) {
        return {};
    }
    const IncidentId id = incident_of(input.state, *entry);
    const Incident* incident = input.state.incidents.find(id);
    const std::string where = incident != nullptr ? id.text + " " + incident->title : id.text;
    const std::string who = entry_author(input.state, *entry);
    return who.empty() || where.empty() ? who + where : who + ", " + where;
}

SavedWords room_saved_words(const ViewInput& input, std::uint64_t seq)
{
    const Entry* entry = room_entry(input, seq);
    if (entry == nullptr) {
        return {};
    }
    SavedWords words { room_label(input, seq), entry_writer(input.state, *entry),
        incident_of(input.state, *entry).text };
    // Alerts of one cause have one name: a row says what it concerns, as on the board.
    if (const auto* fired = std::get_if<AlertFired>(&entry->payload)) {
        const Alert* alert = &fired->alert;
        const std::string thing = alert_things({ &alert, 1 }).front().words;
        words.text += thing.empty() ? "" : ", " + thing;
    }
    return words;
}

std::optional<Location> item_target(const ViewInput& input, std::uint64_t seq)
{
    const Entry* entry = room_entry(input, seq);
    if (entry == nullptr) {
        return std::nullopt;
    }
    const IncidentId id = incident_of(input.state, *entry);
    if (!id.empty()) {
        return Location { "/incidents/" + id.text, {} };
    }
    if (const auto* fired = std::get_if<AlertFired>(&entry->payload)) {
        return board_filtered(fired->alert.name);
    }
    if (const auto* recorded = std::get_if<ChangeRecorded>(&entry->payload)) {
        return board_filtered(service_name(input.state, recorded->change.service));
    }
    if (const auto* crossed = std::get_if<CapacityCrossed>(&entry->payload)) {
        return Location { "/capacity/" + crossed->resource.text, {} };
    }
    return Location { "/maintenance", {} };
}

std::string room_label(const ViewInput& input, std::uint64_t seq)
{
    const Entry* entry = room_entry(input, seq);
    if (entry == nullptr) {
        return {};
    }
    // As the board calls it: a service may have been defined since it began.
    if (const auto* fired = std::get_if<AlertFired>(&entry->payload)) {
        const Alert* alert = input.state.alerts.find(fired->alert.id);
        return alert_service(input.state, alert != nullptr ? *alert : fired->alert) + ": " + fired->alert.name;
    }
    return entry_text(input.state, *entry);
}

}
