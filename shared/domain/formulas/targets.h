// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/incidents/incident.h"
#include "shared/domain/formulas/business_calendar.h"

#include <optional>
#include <vector>

// Service targets (ISO 20000 8.7.3.3): elapsed = |[start, stop) within the calendar, less the pauses|,
// due is the first instant at which elapsed is the target, and a breach stays.
namespace watchfloor {

// What is promised for an incident of one priority, or a declared major.
struct TargetTerms {
    Millis respond {};
    Millis resolve {};
    std::optional<Millis> update_cadence {};
    const BusinessCalendar* calendar = nullptr; // static, or the caller's for the call
};

// Around the clock for majors, P1 and P2; in business hours for the rest.
TargetTerms target_terms(
    Priority priority, bool declared, const BusinessCalendar& business = default_business_calendar());
TargetTerms target_terms(const Incident& incident);

// The first stakeholder update after a declaration.
inline constexpr Millis kFirstUpdate = std::chrono::minutes { 15 };

using TargetClocks = std::vector<TargetClock>;

TargetClocks start_clocks(const TargetTerms& terms, Timestamp now);

// Time the target counts: from the start to the stop, or to `now` while it runs.
Millis elapsed(const TargetClock& clock, const BusinessCalendar& calendar, Timestamp now);

// Stops the clock, if it runs; it is breached when that is later than due. A stop before the
// start counts as none elapsed.
void stop_clock(TargetClocks& clocks, ClockKind kind, Timestamp at, const TargetTerms& terms);
void stop_all_clocks(TargetClocks& clocks, Timestamp at, const TargetTerms& terms);

// Resolution pauses only for reasons that lie with the customer; a pause while paused changes nothing.
bool pauses_targets(HoldReason reason);
void pause_resolution(TargetClocks& clocks, Timestamp at);
void resume_resolution(TargetClocks& clocks, Timestamp at, const TargetTerms& terms);

// Another priority: running clocks count anew from their original start, with all their pauses.
// An update clock appears or stops as the new terms ask.
void retarget_clocks(TargetClocks& clocks, const TargetTerms& terms, Timestamp now);

// Starts the promise of the next update afresh, due after `promise`.
void restart_update_clock(TargetClocks& clocks, const TargetTerms& terms, Millis promise, Timestamp now);

// A reopened incident: the time it stood resolved does not count, an earlier breach stays.
void reopen_clocks(TargetClocks& clocks, const TargetTerms& terms, Timestamp now);

}
