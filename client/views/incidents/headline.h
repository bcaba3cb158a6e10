// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/keys/keymap.h"
#include "client/views/advice.h"
#include "client/views/incidents/incident_panels.h"
#include "client/views/incidents/incident_rows.h"

#include <optional>
#include <vector>

namespace watchfloor {

// One button of the action bar: what the rules say of it, and the panel it opens.
struct IncidentAction {
    Text name {};
    Icon icon = nullptr;
    std::optional<Action> key {};
    PanelKind opens = PanelKind::Declare;
    bool urgent = false; // drawn as the thing to do now
    bool enabled = false;
    std::string why_not {};
};

// What can be done to the incident, in the order of the first ten minutes; disabled ones say why.
std::vector<IncidentAction> incident_actions(const ViewInput& input, const Incident& incident);

// The block that stays on top; `sets` is whether one may set its headline. Returns the panel that was asked for.
std::optional<PanelKind> draw_headline(const Headline& shown, const IncidentId& id, const Permit& sets);

// The buttons and their keys. A key whose action is not possible says why.
std::optional<PanelKind> draw_actions(const std::vector<IncidentAction>& actions, Intents& intents);

}
