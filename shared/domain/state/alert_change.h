// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

#include <utility>

namespace watchfloor {

// The fold sets alerts by these alone, so that State::tally follows.
inline void put_alert(State& state, Alert alert)
{
    if (const Alert* present = state.alerts.find(alert.id)) {
        state.tally.remove(*present);
    }
    state.tally.add(alert);
    const AlertId id = alert.id;
    state.alerts.set(id, std::move(alert));
}

// A console holds only the worst alerts: what befalls another one changes nothing here.
template<typename Change>
void change_alert(State& state, const AlertId& id, Change change)
{
    if (const Alert* present = state.alerts.find(id)) {
        Alert alert = *present;
        change(alert);
        put_alert(state, std::move(alert));
    }
}

}
