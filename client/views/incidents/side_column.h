// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/incidents/incident_panels.h"
#include "client/widgets/controls/badges.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// An alert of the incident, ready to be drawn.
struct LinkedAlertRow {
    AlertId id {};
    std::string name {};   // and what it concerns
    std::string detail {}; // service, and who acknowledged it
    std::string since {};
    Severity severity = Severity::Unknown;
    std::uint64_t opened_seq = 0; // its item on the timeline
    bool firing = false;
    bool acknowledged = false;
};

// Firing first, unacknowledged first, worst first.
std::vector<LinkedAlertRow> linked_alert_rows(const State& state, const Incident& incident, Timestamp now);

// The alert that X means: the selected one, or the first that nobody has acknowledged; pressed again, the next.
const LinkedAlertRow* alert_to_acknowledge(const std::vector<LinkedAlertRow>& rows, const AlertId& selected);

// The column beside the timeline: what runs out next, alerts, tasks, references. Returns the panel that was asked for.
struct SideState {
    AlertId selected {};
    AlertId opened {}; // by Enter, once
};
std::optional<PanelKind> draw_side(const PanelContext& context, const std::vector<LinkedAlertRow>& alerts,
    SideState& state, std::optional<std::uint64_t>& selected_item);

}
