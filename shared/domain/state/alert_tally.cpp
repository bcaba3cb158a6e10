// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/state/alert_tally.h"

namespace watchfloor {

void AlertTally::count(const Alert& alert, std::int64_t step)
{
    if (!alert.muted_by.empty()) {
        muted_ += alert.state == AlertState::Firing ? step : 0;
        return;
    }
    count_start(alert.started_at, step);
    if (alert.state != AlertState::Firing) {
        return;
    }
    firing_[static_cast<std::size_t>(alert.severity)] += step;
    acknowledged_ += alert.acknowledged_at ? step : 0;
    if (alert.incident.empty()) {
        return;
    }
    const std::int64_t* present = of_incidents_.find(alert.incident);
    const std::int64_t left = (present != nullptr ? *present : 0) + step;
    if (left == 0) {
        of_incidents_.erase(alert.incident);
    } else {
        of_incidents_.set(alert.incident, left);
    }
}

// A slot is of the latest ten seconds that fell into it: what it counted before is over by then.
void AlertTally::count_start(Timestamp started_at, std::int64_t step)
{
    const std::int64_t number = started_at.millis / kSlotMillis;
    Slot& slot = starts_[static_cast<std::size_t>(number) % kSlots];
    if (number > slot.number && step > 0) {
        slot = { number, 0 };
    }
    slot.count += number == slot.number ? step : 0;
}

std::int64_t AlertTally::began_lately(Timestamp now) const
{
    const std::int64_t first = (now - kNewAlertSpan).millis / kSlotMillis;
    std::int64_t count = 0;
    for (const Slot& slot : starts_) {
        count += slot.number > first ? slot.count : 0;
    }
    return count;
}

AlertTally tally_of(const PersistentMap<AlertId, Alert>& alerts)
{
    AlertTally tally;
    alerts.for_each([&](const AlertId&, const Alert& alert) { tally.add(alert); });
    return tally;
}

}
