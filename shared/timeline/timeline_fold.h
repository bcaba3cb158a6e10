// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state.h"
#include "shared/timeline/columns.h"

#include <functional>
#include <map>

namespace watchfloor {

// The lanes of a timeline, top to bottom. Alerts may be spread over more lanes behind the last.
enum class FoldLane : std::uint16_t {
    Alerts, Changes, People, States, Duties, Updates, Thresholds, Windows, WorkOrders
};
inline constexpr std::uint16_t kTimelineLanes = 9;

ItemSeverity item_severity(AlertSeverity severity);

// Folds entries into timeline items: the same fold on server, browser and native. It follows the
// state: apply(state, entry) first, then this. Single-threaded.
class TimelineFold {
public:
    // An empty id folds everything; otherwise what belongs to one incident: its own entries, the
    // alerts it links, changes, windows and crossings that touch its services.
    explicit TimelineFold(IncidentId scope = {}) : scope_(std::move(scope)) { }

    // Where an alert is drawn; by default all share FoldLane::Alerts.
    std::function<std::uint16_t(const Alert&)> lane_of_alert {};

    void apply(TimelineColumns& columns, const State& after, const Entry& entry);

private:
    void put(TimelineColumns& columns, const Entry& entry, FoldLane lane, ItemKind kind, ItemSeverity severity,
        Timestamp begin, Timestamp end, std::uint8_t flags = 0);
    void put_alert(TimelineColumns& columns, const State& after, const Entry& entry, const AlertId& id);
    void put_revision(TimelineColumns& columns, const Entry& entry, const std::string& id, const TimelineItem& item);
    void begin_open(TimelineColumns& columns, const Entry& entry, const std::string& name, FoldLane lane, ItemKind kind,
        ItemSeverity severity);
    void end_open(TimelineColumns& columns, const std::string& name, Timestamp end);
    void fold_incident(TimelineColumns& columns, const Entry& entry);
    void fold_resource(TimelineColumns& columns, const State& after, const Entry& entry);
    bool in_scope(const State& after, const std::vector<ServiceId>& services) const;
    bool in_scope(const State& after, const Alert& alert) const;

    IncidentId scope_;
    bool exercise_ = false;
    std::map<std::string, std::uint64_t> open_ {};        // state, duty or commander bars that still last
    std::map<std::string, std::uint64_t> revisions_ {};   // window or work order → its latest item
};

}
