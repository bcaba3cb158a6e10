// SPDX-License-Identifier: Apache-2.0
#include "client/replica/alert_refill.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

// The alert an entry is about, other than one it brings along.
const AlertId* alert_of(const Entry& entry)
{
    if (const auto* changed = std::get_if<AlertChanged>(&entry.payload)) {
        return &changed->alert;
    }
    if (const auto* acknowledged = std::get_if<AlertAcknowledged>(&entry.payload)) {
        return &acknowledged->alert;
    }
    if (const auto* linked = std::get_if<AlertLinked>(&entry.payload)) {
        return &linked->alert;
    }
    return nullptr;
}

std::int64_t held_firing(const State& state)
{
    std::int64_t count = 0;
    state.alerts.for_each([&](const AlertId&, const Alert& alert) { count += counts_as_firing(alert) ? 1 : 0; });
    return count;
}

}

void AlertRefill::loaded(const State& state)
{
    moved_ = missed_ = false;
    fetched_.reset();
    low_ = held_firing(state) / 2;
}

void AlertRefill::follow(const State& after, const Entry& entry)
{
    const AlertId* alert = alert_of(entry);
    missed_ = missed_ || (alert != nullptr && !after.alerts.contains(*alert));
    moved_ = moved_ || alert != nullptr || std::holds_alternative<AlertResolved>(entry.payload);
}

bool AlertRefill::due(const State& state, Timestamp now)
{
    if (!moved_ || fetched_ || now - asked_at_ < kEvery) {
        return false;
    }
    moved_ = false;
    if (!std::exchange(missed_, false) && held_firing(state) >= std::min(state.firing, low_)) {
        return false;
    }
    asked_at_ = now;
    return true;
}

std::optional<State> AlertRefill::ready(std::uint64_t seq)
{
    if (!fetched_ || fetched_->seq > seq) {
        return std::nullopt;
    }
    return std::exchange(fetched_, std::nullopt);
}

}
