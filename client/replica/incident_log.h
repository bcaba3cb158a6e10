// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "client/replica/items_on_the_way.h"
#include "client/replica/retry.h"
#include "shared/domain/state/state.h"
#include "shared/timeline_fold/timeline_items.h"

#include <string>
#include <vector>

namespace watchfloor {

// One incident's entries with their texts, in order of seq, and the timeline of all that
// touches it. Loads pages until it has met the present, then follows the stream; what fails to load
// is tried again.
class IncidentLog {
public:
    IncidentLog(Transport& transport, std::string journal, IncidentId incident);
    // What is still on its way is not awaited any more.
    ~IncidentLog() { transport_.cancel(tag()); }
    IncidentLog(const IncidentLog&) = delete;
    IncidentLog& operator=(const IncidentLog&) = delete;

    // Once a frame: asks for what is missing.
    void load(Timestamp now);
    // An entry of the journal that was just folded; only what concerns the incident is kept.
    void follow(const State& before, const State& after, const Entry& entry);

    bool loaded() const { return loaded_; }
    bool timeline_loaded() const { return items_loaded_; }
    // Why the last answer did not come, for people; empty while nothing is wrong.
    const std::string& trouble() const { return trouble_; }
    const std::vector<Entry>& entries() const { return entries_; }
    const Entry* entry(std::uint64_t seq) const;
    const TimelineColumns& timeline() const { return timeline_; }

private:
    std::string tag() const { return "log/" + incident_.text; }
    void request_items();
    void request_page();
    void take_items(const HttpResponse& response);
    void take_page(const HttpResponse& response);
    void note_failure(const HttpResponse& response, Retry& retry);
    bool concerns(const State& after, const TimelineSubject& subject) const;
    void draw(const TimelineOperation& operation);

    static constexpr int kPage = 500;
    static constexpr std::size_t kLargePage = std::size_t { 4 } << 20;

    Transport& transport_;
    std::string journal_;
    IncidentId incident_;
    Timestamp now_ {}; // of the latest frame
    bool loading_ = false;
    bool loaded_ = false;
    bool loading_items_ = false;
    bool items_loaded_ = false;
    Retry page_retry_ {};
    Retry items_retry_ {};
    std::string trouble_;
    std::vector<Entry> entries_;
    TimelineColumns timeline_;
    ItemsOnTheWay items_;
    std::uint64_t loaded_through_ = 0;
    std::vector<Entry> waiting_; // from the stream while pages are still coming
};

}
