// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/sources.h"

#include <algorithm>

namespace watchfloor {
namespace {

// What version 1 wrote by itself of any alert named Watchdog, whatever its interval: nobody promised that.
constexpr std::int64_t kAssumedCadence = 60;

bool was_assumed(const EntryHead& head, const Source& source)
{
    return head.version == 1 && head.actor.text == source.id.text && source.cadence_seconds == kAssumedCadence;
}

void drop_missed(Source& source, const AlertId& heartbeat)
{
    std::erase_if(source.missed, [&](const MissedHeartbeat& missed) { return missed.id == heartbeat; });
}

}

void apply_payload(State& state, const EntryHead& head, const SourceSet& set)
{
    Source source = set.source;
    source.cadence_seconds = was_assumed(head, source) ? 0 : source.cadence_seconds;
    state.sources.set(source.id, source);
}

void apply_payload(State& state, const EntryHead& head, const SourceLost& lost)
{
    state.sources.update(lost.source, [&](Source& source) {
        source.id = lost.source;
        if (!lost.heartbeat.empty()) {
            drop_missed(source, lost.heartbeat);
            source.missed.push_back({ lost.heartbeat, head.recorded_at });
            return;
        }
        source.lost = true;
        source.lost_since = head.recorded_at;
    });
}

void apply_payload(State& state, const EntryHead&, const SourceRegained& regained)
{
    state.sources.update(regained.source, [&](Source& source) {
        source.id = regained.source;
        if (!regained.heartbeat.empty()) {
            drop_missed(source, regained.heartbeat);
            return;
        }
        source.lost = false;
        source.lost_since.reset();
    });
}

}
