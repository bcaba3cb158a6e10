// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply_parts.h"

namespace watchfloor {
namespace {

bool counts_as_firing(const Alert& alert)
{
    return alert.state == AlertState::Firing && alert.muted_by.empty();
}

// Changes the alert and keeps the count of firing ones true.
template<typename Change>
void change_alert(State& state, const AlertId& id, Change change)
{
    const Alert* before = state.alerts.find(id);
    const bool was_firing = before != nullptr && counts_as_firing(*before);
    bool is_firing = false;
    state.alerts.update(id, [&](Alert& alert) {
        alert.id = id;
        change(alert);
        is_firing = counts_as_firing(alert);
    });
    state.firing += (is_firing ? 1 : 0) - (was_firing ? 1 : 0);
}

}

void apply_payload(State& state, const EntryHead& head, const AlertFired& fired)
{
    change_alert(state, fired.alert.id, [&](Alert& alert) {
        alert = fired.alert;
        alert.opened_seq = head.seq;
    });
}

void apply_payload(State& state, const EntryHead&, const AlertChanged& changed)
{
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
