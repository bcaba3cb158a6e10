// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

namespace watchfloor {

// Whether this holder can still act. Who was disabled cannot, though no entry took the duty from them; of whom nothing
// is known here (a narrowed state names nobody), nothing is assumed.
inline bool is_active_holder(const State& state, const DutyHeld& held)
{
    const User* user = state.users.find(held.user);
    return user == nullptr || !user->disabled;
}

// Who holds the duty and can act on it; null where it is vacant.
inline const DutyHeld* duty_holder(const State& state, const Incident& incident, Duty duty)
{
    for (const DutyHeld& held : incident.duties) {
        if (held.duty == duty && is_active_holder(state, held)) {
            return &held;
        }
    }
    return nullptr;
}

}
