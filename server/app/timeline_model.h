// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"
#include "shared/domain/visibility/visibility.h"
#include "shared/timeline/column_codec.h"
#include "shared/timeline_fold/timeline_items.h"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace watchfloor {

struct TimelineQuery {
    std::optional<IncidentId> incident {}; // its own items and what touches its services
    std::optional<ServiceId> service {};   // its own items and those of incidents that affect it
    Timestamp from {};
    Timestamp to {};
    std::uint64_t after = 0;  // only what an entry later than this drew or changed
    std::uint64_t before = 0; // only items of lower numbers than this; 0: of all
    std::size_t limit = kTimelinePage;
};

struct TimelineAnswer {
    std::uint64_t seq = 0;              // the journal position it stands at
    std::vector<TimelineItem> items {}; // the last ones, ascending by seq
    std::vector<std::uint64_t>
        gone {};              // erased since `after`, of what the viewer could see; one more than kMostGone: of many
    bool more_before = false; // `limit` left earlier ones out
};

// A journal's items, folded from its entries. Bounded: it begins at most kDepth entries before the
// head at first use. Any thread; one query at a time.
class TimelineModel {
public:
    static constexpr std::uint64_t kDepth = 1'000'000;
    // So many numbers are told of as gone: they travel in a header.
    static constexpr std::size_t kMostGone = 500;

    TimelineModel(Store& store, JournalId journal) : store_(store), journal_(std::move(journal)) { }

    // What the viewer may see; `state` is the journal's published one.
    Result<TimelineAnswer> query(const TimelineQuery& query, const Visibility& viewer, const State& state);

    // Folds on to `head` if that is more than `slack` entries ahead; a query then finds little to do.
    Result<void> keep_up(std::uint64_t head, std::uint64_t slack);

    // Folds anew at the next query: a text was erased.
    void forget();

private:
    struct Record {
        TimelineItem item {};
        TimelineSubject subject {};
        std::uint64_t changed_seq = 0;
        Audience audience = Audience::Staff; // the entry's
        bool on_walls = false;               // of rooms: visitors see none of it
        bool erased = false;
    };

    void begin(std::uint64_t head);
    Result<void> catch_up(std::uint64_t head);
    void take(const SealedEntry& sealed, Entry entry);
    Record* find(std::uint64_t seq);
    // Also of what was erased since: whether they could see it.
    static bool visible(const Record& record, const Visibility& viewer, const State& state);

    Store& store_;
    JournalId journal_;
    std::mutex mutex_;
    bool begun_ = false;
    State fold_ {};                  // without the words of alerts
    std::vector<Record> records_ {}; // ascending by seq
};

}
