// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/persistent_map.h"
#include "shared/domain/entities/alerts.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace watchfloor {

// Whose alerts began in the last ten minutes are new.
inline constexpr Millis kNewAlertSpan = std::chrono::minutes { 10 };

// How many alerts there are of each kind, kept by the fold with each alert that it changes, so that nobody counts them
// all to tell. It follows from State::alerts alone.
class AlertTally {
public:
    // An alert that is there from now on, or not any more.
    void add(const Alert& alert) { count(alert, 1); }
    void remove(const Alert& alert) { count(alert, -1); }

    // Those that fire and are not muted.
    std::int64_t firing(AlertSeverity severity) const { return firing_[static_cast<std::size_t>(severity)]; }
    std::int64_t acknowledged() const { return acknowledged_; }
    // Which of them belong to which incident.
    const PersistentMap<IncidentId, std::int64_t>& of_incidents() const { return of_incidents_; }
    // Those that fire and are muted.
    std::int64_t muted() const { return muted_; }
    // Those that are not muted and began less than kNewAlertSpan before, to some seconds; also what fires no more.
    std::int64_t began_lately(Timestamp now) const;

private:
    static constexpr std::int64_t kSlotMillis = 10'000;
    static constexpr std::size_t kSlots = 64; // more than kNewAlertSpan has

    struct Slot {
        std::int64_t number = 0; // of the ten seconds since 1970
        std::int64_t count = 0;
    };

    void count(const Alert& alert, std::int64_t step);
    void count_start(Timestamp started_at, std::int64_t step);

    std::array<std::int64_t, EnumTexts<AlertSeverity>::texts.size()> firing_ {};
    std::int64_t acknowledged_ = 0;
    std::int64_t muted_ = 0;
    PersistentMap<IncidentId, std::int64_t> of_incidents_ {};
    std::array<Slot, kSlots> starts_ {};
};

AlertTally tally_of(const PersistentMap<AlertId, Alert>& alerts);

}
