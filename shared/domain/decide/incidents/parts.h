// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

#include <string>
#include <string_view>

// Parts that several rules about incidents share. `after` is a working copy on which a rule
// repeats what its earlier drafts will have done, because each draft records outcomes whole.
namespace watchfloor {

inline constexpr std::size_t kMaxLinkedAlerts = 100;
inline constexpr std::int64_t kCriteriaVersion = 1;
inline constexpr std::size_t kMaxCode = 64;

// Empty, or [A-Za-z0-9 ./-]{1,64}: a category, a criterion, a resolution. They are codes of a catalogue and stand among
// the facts, which no erasure reaches, so they have no room for a sentence about somebody.
Result<void> check_code(std::string_view code, std::string_view field);

// Conflict where the alert belongs to another open incident already; NotFound, as for an alert that does not exist,
// where the actor may not know of that incident.
Result<void> check_alert_free(
    const State& state, const Alert& alert, const IncidentId& incident, const Context& context);
Result<const Alert*> find_free_alert(
    const State& state, const AlertId& id, const IncidentId& incident, const Context& context);

// Whether they may say what leaves the house: during a major one voice speaks, the commander's or the communications
// lead's (or their stand-ins').
bool has_voice(const Incident& incident, const Actor& actor);

// What people call somebody: no sentence names an account by its id.
std::string called(const State& state, const UserId& user);

// Malformed unless the account is there, enabled and may see the incident it is to own something of.
Result<void> check_owner(const State& state, const Incident& incident, const UserId& owner);

// A rule proposes a major, which it never is, where nobody has proposed or decided yet.
void propose_by_rule(Decision& decision, const Incident& incident, std::string_view criterion, const Context& context);
void propose_by_priority(Decision& decision, const Incident& incident, const Context& context);

// The first human acceptance, where there was none: stops the response clock and drafts it.
void acknowledge(Decision& decision, Incident& after, const Context& context);

// A move that keeps everything it does not change.
IncidentMoved move_of(const Incident& incident, IncidentState to);
MajorMoved major_move_of(const Incident& incident, MajorState to);

// What triage would have filled in and nobody has, sorted.
std::vector<std::string> untriaged_fields(const Incident& incident);

bool affects_critical_service(const State& state, const Incident& incident);

// Whether some service is named, other than "unknown".
bool names_service(const Incident& incident);

// Majors (also those stood down), P1 and security incidents are reviewed before they close.
bool needs_review(const Incident& incident);

}
