// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/timeline/sample_series.h"
#include "shared/wire/answers/capacity.h"

#include <map>
#include <optional>

namespace watchfloor {

// Capacity curves as far as they were asked for, kept current by the stream. What lies further back than twice the
// longest stretch anybody looked at is dropped: a wall runs for months. Single-threaded.
class SampleCache {
public:
    explicit SampleCache(Transport& transport) : transport_(transport) { }

    // The curve since `from`; loaded when it is first asked for, or asked for from earlier on.
    const SampleSeries& series(const ResourceId& resource, Timestamp from, Timestamp now, const std::string& journal);
    std::optional<SamplePoint> latest(const ResourceId& resource) const;
    // What each resource measured last, however long ago: a curve says it only where its stretch reaches that far.
    void load_latest(const std::string& journal);

    void take(const SampleFrame& live);
    // The stream was interrupted: what is shown is asked for again, so that no gap stays.
    void refresh();
    void clear();

private:
    struct Held {
        SampleSeries series {};
        Timestamp from {};
        Millis span {}; // the longest stretch asked for
        bool loading = false;
        bool wanted = false;
        std::optional<SamplePoint> latest {};
    };
    static void drop_old(Held& held);
    void load(const ResourceId& resource, Timestamp from, Timestamp to, const std::string& journal);

    static constexpr int kPoints = 1500;

    Transport& transport_;
    std::map<ResourceId, Held> held_;
};

}
