// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/contains.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/state/state.h"

#include <string>
#include <utility>
#include <vector>

// What every rule needs: finding its subject, refusing with a sentence, drafting entries about it.
namespace watchfloor {

Error malformed(std::string message);
Error forbidden(std::string message);
Error conflict(std::string message);
Error not_found(std::string what);

// GateNotMet with `missing`, where there is any.
Result<void> gate_met(std::vector<std::string> missing, std::string_view purpose);

// NotFound unless it exists and the actor may know that.
Result<const Incident*> find_incident(const State& state, const IncidentId& id, const Context& context);
// The same, and Conflict where it is closed or cancelled.
Result<const Incident*> find_open_incident(const State& state, const IncidentId& id, const Context& context);

template<typename Map, typename Key>
auto find_in(const Map& map, const Key& id, std::string_view what) -> Result<decltype(map.find(id))>
{
    if (const auto* found = map.find(id)) {
        return found;
    }
    return not_found(std::string(what).append(" ").append(id.text));
}

// An id that somebody chooses, of what is `known` by it already or not. Nothing new is called as the rules number
// things (INC-1, SEC-1, CHG-1, MW-1, WO-1): entries are found by such an id, and an incident's decides who sees them,
// so what became of a stranger's entry would tell whether there is a restricted one of that number.
Result<void> check_chosen_id(std::string_view id, bool known);

// Conflict where the author looked at another version than the present one; 0 = not stated.
Result<void> check_version(std::int64_t stated, std::int64_t actual, std::string_view subject);

// A claimed instant must not lie further ahead than clocks differ.
Result<void> check_not_future(std::string_view field, Timestamp at, const Context& context);

// Nor longer ago than anybody would still write down: a mistyped year is not the year 1.
inline constexpr Millis kMostPast = std::chrono::hours { 24 * 366 * 5 };
Result<void> check_past(std::string_view field, Timestamp at, const Context& context);

// Each exists (or is kUnknownService) and stands once. `field`: what they are given as.
Result<void> check_services(
    const State& state, const std::vector<ServiceId>& services, std::string_view field = "services");

// Exists and is not disabled. `field`: what they are given as.
Result<const User*> find_active_user(const State& state, const UserId& user, std::string_view field = "user");

bool holds_duty(const Incident& incident, Duty duty, const UserId& user);
// The first duty, in order of rank, that the actor holds.
std::optional<Duty> duty_of(const Incident& incident, const UserId& user);

// About a register or the platform: for staff, occurred now.
Draft draft_of(Payload payload, std::string subject, const Context& context);

// A decision that is this one entry, about a register or the platform.
Decision one_entry(Payload payload, const std::string& subject, const Context& context);

// About an incident: with the actor's duty on it, and restricted where it is.
Draft draft_of(Payload payload, const Incident& incident, const Context& context);

}
