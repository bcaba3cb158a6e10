// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/apply/tokens.h"

namespace watchfloor {

void apply_payload(State& state, const EntryHead&, const TokenSet& set)
{
    state.tokens.set(set.token.id, set.token);
}

}
