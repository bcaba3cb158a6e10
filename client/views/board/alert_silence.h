// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <optional>
#include <string>

namespace watchfloor {

// Since when nobody knows whether the alert still fires: its source fell silent, or a heartbeat of it did.
std::optional<Timestamp> unknown_since(const State& state, const Alert& alert);

// "monitoring silent since 01:02: its alerts may be stale", of every source that reported an alert of the incident;
// empty where all of them are heard.
std::string silence_notice(const State& state, const Incident& incident, const SiteZone& zone);

}
