// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/entry.h"
#include "shared/domain/state/state.h"

#include <optional>

namespace watchfloor {

// A working set holds the worst alerts only. When half of them have ended while others still fire,
// or when something befalls one that it does not hold, it is fetched anew: this says when, and keeps
// the answer until the replica has come as far.
class AlertRefill {
public:
    // A working set was loaded.
    void loaded(const State& state);

    // An entry that was just folded, giving `after`.
    void follow(const State& after, const Entry& entry);

    // Whether a new working set is to be fetched; at most once every kEvery.
    bool due(const State& state, Timestamp now);

    void take(State fetched) { fetched_ = std::move(fetched); }
    // The fetched one, once the replica has reached it.
    std::optional<State> ready(std::uint64_t seq);

private:
    static constexpr std::chrono::seconds kEvery { 20 };

    Timestamp asked_at_ {};
    std::int64_t low_ = 0;
    bool moved_ = false;  // alerts ended or changed since the last look
    bool missed_ = false; // one of them is not held
    std::optional<State> fetched_ {};
};

}
