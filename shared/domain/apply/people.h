// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/entry.h"
#include "shared/domain/entries/people.h"
#include "shared/domain/state/state.h"

namespace watchfloor {

// Called by `apply` alone.
void apply_payload(State& state, const EntryHead& head, const UserSet& set);
void apply_payload(State& state, const EntryHead& head, const SignedIn& signed_in);
void apply_payload(State& state, const EntryHead& head, const SignedOut& signed_out);
void apply_payload(State& state, const EntryHead& head, const SignInRefused& refused);

}
