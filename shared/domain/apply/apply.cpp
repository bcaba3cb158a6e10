// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/apply.h"

#include "shared/domain/apply/alerts.h"
#include "shared/domain/apply/bridges.h"
#include "shared/domain/apply/capacity.h"
#include "shared/domain/apply/changes.h"
#include "shared/domain/apply/incidents/incidents.h"
#include "shared/domain/apply/journal.h"
#include "shared/domain/apply/maintenance.h"
#include "shared/domain/apply/people.h"
#include "shared/domain/apply/services.h"
#include "shared/domain/apply/sources.h"
#include "shared/domain/apply/tokens.h"
#include "shared/domain/apply/walls.h"
#include "shared/domain/apply/working_set.h"

#include <algorithm>
#include <variant>

namespace watchfloor {
namespace {

std::int64_t hour_of(Timestamp at)
{
    return at.millis / 3'600'000;
}

}

void apply(State& state, const Entry& entry)
{
    // Trimming follows the journal's own clock, so that every replica trims at the same entry.
    if (hour_of(entry.head.recorded_at) > hour_of(state.as_of) && state.seq > 0) {
        trim_working_set(state, entry.head.recorded_at);
    }
    state.seq = entry.head.seq;
    state.as_of = std::max(state.as_of, entry.head.recorded_at);
    std::visit([&](const auto& payload) { apply_payload(state, entry.head, payload); }, entry.payload);
}

void apply_stub(State& state, std::uint64_t seq)
{
    state.seq = seq;
}

}
