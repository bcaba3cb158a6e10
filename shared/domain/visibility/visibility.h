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
    bool staff = true;                     // false: a reporter, who sees services and what was told to customers

    // Viewers with equal keys see the same; frames are serialised once per key.
    std::string key() const;
};

// What a wall shows now: its own audience's part, or the visitors' where all room walls were switched.
WallAudience wall_audience(WallAudience own, WallAudience walls);

// Need to know: members and auditors see a restricted incident, and never a wall.
bool sees_restricted(const Visibility& viewer, const IncidentId& incident);

// Whether what was written about the incident is for its members only. That follows from what the incident is now, not
// from what it was then: a restriction takes its past along, and opening it gives the past back. `written` counts where
// the state does not know the incident.
bool is_restricted(const State& state, const IncidentId& incident, Audience written);

// Whether the viewer may be told that something belongs to the incident. Of one that the state does not know any more
// nobody can say whether it was restricted since.
bool may_be_named(const Visibility& viewer, const State& state, const IncidentId& incident);

// Samples are of capacity: for the staff and the room, not for visitors and reporters. Of a wall its present audience
// counts, as Visibility::key() has it.
bool sees_samples(const Visibility& viewer);

Visibility visibility_of(const State& state, const Actor& actor);

// Whether the actor may see the incident at all; where not, it "does not exist".
bool may_see(const Actor& actor, const Incident& incident);

// `text` is the entry's free text (or its stored bytes), looked at only for walls; `walls` is the
// audience all room walls were switched to (State::walls).
Sight sight_of(const Visibility& viewer, const EntryHead& head, std::string_view text, WallAudience walls);

// Sight of one entry as things stand now: see is_restricted.
Sight entry_sight(const Visibility& viewer, const State& state, const EntryHead& head, std::string_view text);

// The names of the facts that a room wall may have of such an entry; nothing: all of them. What is a field of an
// incident is as its traits say. Visitors receive stubs.
std::optional<std::vector<std::string_view>> facts_seen(
    const Visibility& viewer, std::string_view kind, WallAudience walls);

// Whether visitors' walls may know another state after such an entry, of which they receive a stub: they load it anew.
// What changes sight (a restriction, the walls' audience, an erasure) is said otherwise.
bool changes_what_visitors_know(const EntryHead& head);

// Whether such a viewer is told this field of the state at all: what nobody tells them is not none.
bool is_told(const Visibility& viewer, WallAudience walls, std::string_view field);

// Whether such a viewer may hold words that this entry, a TextErased, took away: those of a restricted incident are with
// its members alone.
bool erasure_concerns(const Visibility& viewer, const EntryHead& erasure);

// The state as the viewer may know it: of each entity the fields whose traits name them (field_traits.h); equal to
// folding only what they may see, but for visitors, who fold nothing. To them services are known by their public names.
State project(const State& state, const Visibility& viewer);

}
