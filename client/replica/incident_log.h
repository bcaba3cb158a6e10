// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/domain/state.h"
#include "shared/timeline/timeline_fold.h"

#include <map>
#include <string>
#include <vector>

namespace watchfloor {

// One incident's entries with their texts, in order of seq, and its own timeline with a lane for
// each of its alerts. Loads pages until it has met the present, then follows the stream.
class IncidentLog {
public:
    IncidentLog(Transport& transport, std::string journal, IncidentId incident);

    void load(const State& state);
    // An entry of the journal just folded; only what concerns the incident is kept.
    void follow(const State& state, const Entry& entry);

    bool loaded() const { return loaded_; }
    const std::string& trouble() const { return trouble_; }
    const std::vector<Entry>& entries() const { return entries_; }
    const Entry* entry(std::uint64_t seq) const;
    const TimelineColumns& timeline() const { return timeline_; }
    // The alert drawn in a lane behind the fixed ones; empty for others.
    AlertId alert_in_lane(std::uint16_t lane) const;
    std::size_t alert_lanes() const { return alert_lanes_.size(); }

private:
    void request_page(const State* state);
    void take(const State& state, Entry entry);
    void fold_alerts(const State& state);

    static constexpr int kPage = 500;

    Transport& transport_;
    std::string journal_;
    IncidentId incident_;
    bool loading_ = false;
    bool loaded_ = false;
    std::string trouble_;
    std::vector<Entry> entries_;
    TimelineColumns timeline_;
    TimelineFold fold_;
    std::vector<AlertId> alert_lanes_;
    std::uint64_t loaded_through_ = 0;
    std::vector<Entry> waiting_;   // from the stream while pages are still coming
};

}
