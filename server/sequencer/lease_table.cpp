// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/lease_table.h"

#include "shared/domain/decision/decision.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace watchfloor {

void LeaseTable::load(std::span<const Lease> stored, Timestamp now)
{
    const std::scoped_lock lock { mutex_ };
    for (const Lease& lease : stored) {
        const auto [alert, added] = held_.try_emplace(AlertKey { lease.alert });
        if (added) {
            alert->second.end = std::max(lease.end, now + lease.length);
            alert->second.length = lease.length;
            queue(*alert);
            if (lease.fresh) {
                note_change(*alert);
            }
        }
    }
}

void LeaseTable::renew(std::span<const AlertLease> leases, Timestamp now)
{
    const std::scoped_lock lock { mutex_ };
    for (const AlertLease& renewed : leases) {
        const auto [alert, added] = held_.try_emplace(AlertKey { renewed.alert });
        Held& held = alert->second;
        if (!added && renewed.until <= held.end) {
            continue;
        }
        held.end = renewed.until;
        held.length = std::max(renewed.until - now, Millis::zero());
        if (added) {
            queue(*alert);
        }
        note_change(*alert);
    }
}

void LeaseTable::note_change(Alert& alert)
{
    if (alert.second.changed == kNowhere) {
        alert.second.changed = static_cast<std::uint32_t>(changed_.size());
        changed_.push_back(&alert);
    }
}

void LeaseTable::settled(std::uint64_t seq)
{
    const std::scoped_lock lock { mutex_ };
    settled_ = seq;
}

void LeaseTable::end(const AlertId& alert)
{
    const std::scoped_lock lock { mutex_ };
    const auto held = held_.find(AlertKey { alert });
    if (held == held_.end()) {
        return;
    }
    const Held& lease = held->second;
    if (lease.changed != kNowhere) {
        changed_[lease.changed] = nullptr;
    }
    if (const auto turn = turns_.find(lease.looked_at); turn != turns_.end() && lease.looked_at < kNeverLapses) {
        leave(turn->second, *held);
        if (turn->second == nullptr) {
            turns_.erase(turn);
        }
    }
    held_.erase(held);
}

std::vector<AlertId> LeaseTable::expired(Timestamp now)
{
    const std::scoped_lock lock { mutex_ };
    std::vector<AlertId> alerts;
    for (auto due = turns_.begin(); due != turns_.end() && due->first <= now;) {
        for (Alert* next = due->second; next != nullptr;) {
            Alert& alert = *std::exchange(next, next->second.after);
            if (alert.second.end == due->first) {
                alerts.push_back(alert.first.id());
            } else {
                leave(due->second, alert);
                queue(alert); // always for later: an end only moves on
            }
        }
        due = due->second == nullptr ? turns_.erase(due) : std::next(due);
    }
    // Their places have no order to rely on, and the journal should not depend on one.
    std::sort(alerts.begin(), alerts.end());
    return alerts;
}

std::pair<std::vector<Lease>, std::uint64_t> LeaseTable::take_dirty()
{
    std::vector<Lease> leases;
    std::uint64_t settled = 0;
    {
        const std::scoped_lock lock { mutex_ };
        settled = settled_;
        leases.reserve(changed_.size());
        for (Alert* alert : std::exchange(changed_, {})) {
            if (alert != nullptr) {
                alert->second.changed = kNowhere;
                leases.push_back({ alert->first.id(), alert->second.end, alert->second.length });
            }
        }
    }
    // In the order of the side table, so that each of its pages is written once.
    std::sort(leases.begin(), leases.end(), [](const Lease& a, const Lease& b) { return a.alert < b.alert; });
    return { std::move(leases), settled };
}

std::optional<Timestamp> LeaseTable::end_of(const AlertId& alert) const
{
    const std::scoped_lock lock { mutex_ };
    const auto held = held_.find(AlertKey { alert });
    return held == held_.end() ? std::nullopt : std::optional { held->second.end };
}

// What never lapses waits for nothing.
void LeaseTable::queue(Alert& alert)
{
    Held& lease = alert.second;
    lease.looked_at = lease.end;
    if (lease.end < kNeverLapses) {
        Alert*& turn = turns_[lease.end];
        lease.before = nullptr;
        lease.after = turn;
        if (turn != nullptr) {
            turn->second.before = &alert;
        }
        turn = &alert;
    }
}

void LeaseTable::leave(Alert*& turn, const Alert& alert)
{
    const Held& lease = alert.second;
    (lease.before != nullptr ? lease.before->second.after : turn) = lease.after;
    if (lease.after != nullptr) {
        lease.after->second.before = lease.before;
    }
}

}
