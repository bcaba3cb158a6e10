// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/domain/state.h"
#include "shared/timeline_fold/timeline_items.h"

#include <string>
#include <vector>

namespace watchfloor {

// One incident's entries with their texts, in order of seq, and the timeline of all that
// touches it. Loads pages until it has met the present, then
// follows the stream.
class IncidentLog {
public:
    IncidentLog(Transport& transport, std::string journal, IncidentId incident);

    void load();
    // An entry of the journal that was just folded; only what concerns the incident is kept.
    void follow(const State& before, const State& after, const Entry& entry);

    bool loaded() const { return loaded_; }
    const std::string& trouble() const { return trouble_; }
    const std::vector<Entry>& entries() const { return entries_; }
    const Entry* entry(std::uint64_t seq) const;
    const TimelineColumns& timeline() const { return timeline_; }

private:
    void request_items();
    void request_page();
    void take_page(const HttpResponse& response);
    bool concerns(const State& after, const TimelineSubject& subject) const;

    static constexpr int kPage = 500;

    Transport& transport_;
    std::string journal_;
    IncidentId incident_;
    bool loading_ = false;
    bool loaded_ = false;
    std::string trouble_;
    std::vector<Entry> entries_;
    TimelineColumns timeline_;
    std::uint64_t loaded_through_ = 0;
    std::vector<Entry> waiting_; // from the stream while pages are still coming
};

}
