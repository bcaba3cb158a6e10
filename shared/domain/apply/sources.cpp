// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/sources.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const SourceSet& set)
{
    state.sources.set(set.source.id, set.source);
}

void apply_payload(State& state, const EntryHead& head, const SourceLost& lost)
{
    state.sources.update(lost.source, [&](Source& source) {
        source.id = lost.source;
        source.lost = true;
        source.lost_since = head.recorded_at;
    });
}

void apply_payload(State& state, const EntryHead&, const SourceRegained& regained)
{
    state.sources.update(regained.source, [&](Source& source) {
        source.id = regained.source;
        source.lost = false;
        source.lost_since.reset();
    });
}

}
