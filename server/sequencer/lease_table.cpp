// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/lease_table.h"

#include <algorithm>
#include <utility>

namespace watchfloor {

void LeaseTable::load(std::span<const Lease> stored, Timestamp now)
{
    const std::scoped_lock lock { mutex_ };
    for (const Lease& lease : stored) {
        const auto [alert, added] = held_.try_emplace(lease.alert.text);
        if (added) {
            alert->second = { std::max(lease.end, now + lease.length), lease.length, {}, false };
            queue(*alert);
        }
    }
}

void LeaseTable::renew(std::span<const AlertLease> leases, Timestamp now)
{
    const std::scoped_lock lock { mutex_ };
    for (const AlertLease& renewed : leases) {
        const auto [alert, added] = held_.try_emplace(renewed.alert.text);
        Held& held = alert->second;
        if (!added && renewed.until <= held.end) {
            continue;
        }
        held.end = renewed.until;
        held.length = std::max(renewed.until - now, Millis::zero());
        if (added) {
            queue(*alert);
        }
        if (!std::exchange(held.dirty, true)) {
            dirty_.push_back(renewed.alert);
        }
    }
}

void LeaseTable::end(const AlertId& alert)
{
    const std::scoped_lock lock { mutex_ };
    const auto held = held_.find(alert.text);
    if (held != held_.end()) {
        queue_.erase({ held->second.looked_at, &*held });
        held_.erase(held);
    }
}

std::vector<AlertId> LeaseTable::expired(Timestamp now)
{
    const std::scoped_lock lock { mutex_ };
    std::vector<AlertId> alerts;
    for (auto due = queue_.begin(); due != queue_.end() && due->first <= now;) {
        Table::value_type& alert = *due->second;
        if (alert.second.end == due->first) {
            alerts.emplace_back(alert.first);
            ++due;
        } else {
            // Its new place is right here, or behind what comes next.
            const std::pair place { alert.second.end, &alert };
            due = queue_.erase(due);
            queue(alert);
            due = due == queue_.end() || place < *due ? queue_.lower_bound(place) : due;
        }
    }
    // Addresses have no order to rely on, and the journal should not depend on one.
    std::sort(alerts.begin(), alerts.end());
    return alerts;
}

std::vector<Lease> LeaseTable::take_dirty()
{
    std::vector<Lease> leases;
    {
        const std::scoped_lock lock { mutex_ };
        for (AlertId& alert : std::exchange(dirty_, {})) {
            const auto held = held_.find(alert.text);
            if (held != held_.end() && std::exchange(held->second.dirty, false)) {
                leases.push_back({ std::move(alert), held->second.end, held->second.length });
            }
        }
    }
    // In the order of the side table, so that each of its pages is written once.
    std::sort(leases.begin(), leases.end(), [](const Lease& a, const Lease& b) { return a.alert < b.alert; });
    return leases;
}

// What never lapses waits for nothing.
void LeaseTable::queue(Table::value_type& alert)
{
    alert.second.looked_at = alert.second.end;
    if (alert.second.end < kNeverLapses) {
        queue_.emplace(alert.second.end, &alert);
    }
}

}
