// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"
#include "shared/timeline/columns.h"

#include <optional>
#include <string>
#include <vector>

// What an entry draws on the time axis. The server folds with it for /api/v1/timeline, a console for
// what arrives live, so that both draw the same.
namespace watchfloor {

// Lanes of the incident view, top to bottom.
enum class FoldLane : std::uint16_t {
    Alerts,
    Changes,
    Decisions,
    Entries,
    States,
    Duties,
    Updates,
    Capacity,
    Maintenance,
    WorkOrders
};
inline constexpr std::uint16_t kFoldLaneCount = 10;

// What the item is about: for the choice of one incident's items.
struct TimelineSubject {
    IncidentId incident {};
    AlertId alert {};
    std::vector<ServiceId> services {};
    std::vector<AssetId> assets {};
};

// Whether it is about the service: an alert, a change, work or a threshold of its own, or something of an incident that
// affects it, which the state knows.
bool concerns_service(const TimelineSubject& subject, const ServiceId& service, const State& state);

// One change of the columns.
struct TimelineOperation {
    enum class Act { Put, Amend, Close, Erase };

    Act act = Act::Put;
    TimelineItem item {};                    // Put: whole. Otherwise only its seq counts.
    TimelineSubject subject {};              // Put only
    std::optional<Timestamp> end {};         // Close
    bool if_open = false;                    // Close: what has an end keeps it
    std::optional<Timestamp> begin {};       // Amend: an earlier start became known…
    std::optional<Timestamp> begin_known {}; // …than this one; an item that began otherwise keeps its begin
    std::optional<ItemSeverity> severity {}; // Amend
    std::uint8_t set_flags = 0;              // Amend
    std::uint8_t clear_flags = 0;            // Amend
};

// The operations of one entry; `before` is the state just before it was applied. Entries that draw
// nothing give none. An operation on an item that is not in the columns is to be passed over.
std::vector<TimelineOperation> timeline_operations(const State& before, const Entry& entry);

// The item after an Amend or Close.
TimelineItem amended(TimelineItem item, const TimelineOperation& operation);

// Carries the operation out; one the columns cannot hold is left out.
void apply_operation(TimelineColumns& columns, const TimelineOperation& operation);

ItemSeverity item_severity(AlertSeverity severity);
ItemKind item_kind(NoteKind kind);

}
