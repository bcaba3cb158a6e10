// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Where it is read: on the page that is everybody's, as it was written, or on a visitors' wall, which leaves out what no
// wall shows (wall_text.h).
enum class PublishedOn : std::uint8_t { StatusPage, Wall };

// The last that customers were told of one incident.
struct PublishedLine {
    IncidentId incident {};
    Timestamp at {};
    std::vector<std::string> services {}; // by their public names, each once, sorted; empty: others than those
    std::string text {};                  // on a wall empty where it may not show it
    std::optional<Timestamp> restored_at {};
    bool over = false;     // the incident ended, up to seven days ago
    bool declared = false; // and is a major that goes on
};

// Of a restricted or cancelled incident nothing is public.
bool is_public(const Incident& incident);
// What it disturbs, as above.
std::vector<std::string> public_services(const State& state, const Incident& incident, PublishedOn where);
// Everything published that still counts, the newest first: the same of the whole state and of what a visitors' wall
// holds of it, but for what a wall leaves out.
std::vector<PublishedLine> published_lines(const State& state, Timestamp now, PublishedOn where);

}
