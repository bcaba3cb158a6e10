// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/people.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const UserSet& set)
{
    state.users.set(set.user.id, set.user);
}

void apply_payload(State&, const EntryHead&, const SignedIn&) { }

void apply_payload(State&, const EntryHead&, const SignedOut&) { }

void apply_payload(State&, const EntryHead&, const SignInRefused&) { }

}
