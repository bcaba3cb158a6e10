// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/state_codec.h"

#include "shared/wire/fields/fields_json.h"

namespace watchfloor {
namespace {

// Names the fields of a State, which has no `fields` of its own: only the codec sees it as text.
struct WireState {
    State state {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        auto& state = self.state;
        visit("alerts", state.alerts);
        visit("as_of", state.as_of);
        visit("assets", state.assets);
        visit("bridges", state.bridges);
        visit("changes", state.changes);
        visit("firing", state.firing);
        visit("incidents", state.incidents);
        visit("journal", state.journal);
        visit("next_change", state.next_change);
        visit("next_incident", state.next_incident);
        visit("next_restricted", state.next_restricted);
        visit("next_window", state.next_window);
        visit("next_work_order", state.next_work_order);
        visit("purpose", state.purpose);
        visit("resources", state.resources);
        visit("seq", state.seq);
        visit("services", state.services);
        visit("sources", state.sources);
        visit("tokens", state.tokens);
        visit("users", state.users);
        visit("walls", state.walls);
        visit("windows", state.windows);
        visit("work_orders", state.work_orders);
    }
};

}

// Copying the state shares its structure.
std::string state_to_wire(const State& state)
{
    return to_json_text(WireState { state });
}

Result<State> state_from_wire(std::string_view text)
{
    ASSIGN_OR_RETURN(WireState wire, from_canonical_text<WireState>(text));
    return std::move(wire.state);
}

Digest state_digest(const State& state)
{
    return sha256(state_to_wire(state));
}

}
