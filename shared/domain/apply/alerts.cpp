// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/alerts.h"

#include "shared/domain/state/alert_change.h"

#include <utility>

namespace watchfloor {

void apply_payload(State& state, const EntryHead& head, const AlertFired& fired)
{
    Alert alert = fired.alert;
    alert.opened_seq = head.seq;
    state.firing += counts_as_firing(alert) ? 1 : 0; // only what does not fire is fired
    put_alert(state, std::move(alert));
}

void apply_payload(State& state, const EntryHead&, const AlertChanged& changed)
{
    state.firing = changed.firing;
    change_alert(state, changed.alert, [&](Alert& alert) {
        alert.severity = changed.severity;
        alert.service = changed.service;
        alert.started_at = changed.started_at;
        alert.muted_by = changed.muted_by;
        alert.annotations = changed.annotations;
        alert.known_starts = changed.known_starts;
        alert.known_ends = changed.known_ends;
    });
}

void apply_payload(State& state, const EntryHead&, const AlertResolved& resolved)
{
    state.firing = resolved.firing;
    change_alert(state, resolved.alert, [&](Alert& alert) {
        alert.state = AlertState::Resolved;
        alert.ended_at = resolved.ended_at;
        alert.lapsed = resolved.lapsed;
        alert.known_starts = resolved.known_starts;
        alert.known_ends = resolved.known_ends;
    });
}

void apply_payload(State& state, const EntryHead&, const AlertAcknowledged& acknowledged)
{
    change_alert(state, acknowledged.alert, [&](Alert& alert) {
        alert.acknowledged_at = acknowledged.acknowledged_at;
        alert.acknowledged_by = acknowledged.by;
    });
}

}
