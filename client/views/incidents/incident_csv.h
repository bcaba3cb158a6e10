// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/timeline/entry_words.h"

namespace watchfloor {

// An incident's entries, those of its list and its record, a line each in that order: number, kind, occurred, recorded
// (both in UTC as RFC 3339 has them), text, author, incident, author_id, marks. What only touches it is not among them.
SaveRows incident_csv(
    const State& state, const IncidentId& incident, const std::vector<Entry>& entries, TimeOrder order);

}
