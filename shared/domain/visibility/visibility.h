// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/entry.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// How much of an entry a viewer gets. A stub is seq and digests: the chain verifies, nothing shows.
enum class Sight { Stub, WithoutText, Whole };

// What a viewer may see: a staff member (with the restricted incidents they belong to), or a wall.
struct Visibility {
    std::optional<WallAudience> wall {};
    bool reads_everything = false;         // auditors
    std::vector<IncidentId> restricted {}; // sorted
    bool staff = true;                     // false: a reporter, who sees own reports only

    // Viewers with equal keys see the same; frames are serialised once per key.
    std::string key() const;
};

Visibility visibility_of(const State& state, const Actor& actor);

// Whether the actor may see the incident at all; where not, it "does not exist".
bool may_see(const Actor& actor, const Incident& incident);

// `text` is the entry's free text (or its stored bytes), looked at only for walls; `walls` is the
// audience all room walls were switched to (State::walls).
Sight sight_of(const Visibility& viewer, const EntryHead& head, std::string_view text, WallAudience walls);

// Whether free text holds what no wall may show: an IP address, a CVE number, a telephone number.
bool unfit_for_walls(std::string_view text);

// The state as the viewer may know it; equal to folding only what they may see.
State project(const State& state, const Visibility& viewer);

}
