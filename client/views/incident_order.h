// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/widgets/controls/rank_mark.h"
#include "shared/domain/state/state.h"

#include <span>
#include <string>
#include <vector>

namespace watchfloor {

// What an incident is marked with and ordered by.
Rank rank_of(const Incident& incident);

// The one order of incidents on every list: majors, then by severity, then what is overdue, then the oldest.
bool comes_before(const Incident& a, const Incident& b, Timestamp now);

// Open incidents in that order.
std::vector<const Incident*> open_incidents(const State& state, Timestamp now);

// When it ended for those who use the service: restored, or where nobody said so resolved, or closed. What an incident
// lasted is counted to the same instant.
Timestamp ended_at(const Incident& incident);
std::string lasted_words(const Incident& incident);
// Whether it goes on for them, and for how long it did or does: one rule for every screen.
bool impact_goes_on(const Incident& incident);
Millis impact_so_far(const Incident& incident, Timestamp now);
// "Fri 21 Nov, 14:03:27", and of another year than now "Fri 21 Nov 2025, 14:03:27".
std::string past_date_and_clock(Timestamp at, Timestamp now, int offset_seconds);

// What a list had to leave out, worst first: "SEV1 1, SEV2 3".
std::string counts_by_rank(std::span<const Rank> left_out);

}
