// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/lease_table.h"

#include <algorithm>

namespace watchfloor {

void LeaseTable::load(std::span<const Lease> stored, Timestamp now)
{
    const std::scoped_lock lock { mutex_ };
    for (Lease lease : stored) {
        lease.end = std::max(lease.end, now + lease.length);
        held_[lease.alert.text] = Held { lease, false };
    }
}

void LeaseTable::renew(std::span<const AlertLease> leases, Timestamp now)
{
    const std::scoped_lock lock { mutex_ };
    for (const AlertLease& renewed : leases) {
        Held& held = held_[renewed.alert.text];
        if (renewed.until <= held.lease.end) {
            continue;
        }
        held.lease = { renewed.alert, renewed.until, std::max(renewed.until - now, Millis::zero()) };
        held.dirty = true;
    }
}

void LeaseTable::end(const AlertId& alert)
{
    const std::scoped_lock lock { mutex_ };
    held_.erase(alert.text);
}

std::vector<AlertId> LeaseTable::expired(Timestamp now) const
{
    const std::scoped_lock lock { mutex_ };
    std::vector<AlertId> alerts;
    for (const auto& [text, held] : held_) {
        if (held.lease.end <= now) {
            alerts.push_back(held.lease.alert);
        }
    }
    // A hash map has no order of its own, and the journal should not depend on one.
    std::sort(alerts.begin(), alerts.end());
    return alerts;
}

std::vector<Lease> LeaseTable::take_dirty()
{
    const std::scoped_lock lock { mutex_ };
    std::vector<Lease> leases;
    for (auto& [text, held] : held_) {
        if (held.dirty) {
            held.dirty = false;
            leases.push_back(held.lease);
        }
    }
    return leases;
}

}
