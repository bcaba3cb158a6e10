// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/core/time.h"
#include "shared/wire/answers/capacity.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace watchfloor {

// What the server computes of capacity: when resources are used up, one's forecast, figures of a stretch. Each is asked
// for now and then while somebody reads it. `now` is the machine's own time. Single-threaded.
class ForecastCache {
public:
    template<typename T>
    struct Asked {
        std::optional<T> answer {};
        bool failed = false; // the last time it was asked for
        std::optional<Timestamp> asked_at {};
        bool asking = false;
    };

    explicit ForecastCache(Transport& transport) : transport_(transport) { }

    // Null where nothing is known of when the resource is used up.
    const ResourceLimit* limit(const ResourceId& resource, Timestamp now, const std::string& journal);
    const Asked<ForecastAnswer>& forecast(const ResourceId& resource, Timestamp now, const std::string& journal);
    // Of the time `span` until `to`, by the server's time.
    const Asked<SeriesAnswer>& figures(
        const ResourceId& resource, Millis span, Timestamp to, Timestamp now, const std::string& journal);

    // The page that a planner goes through each week; asked for anew at once where `seen` is another journal position.
    const Asked<CapacityWeekAnswer>& week(std::uint64_t seen, Timestamp now, const std::string& journal);

    // The stream was interrupted: what is read is asked for again.
    void refresh();
    void clear();

private:
    template<typename T>
    void ask(Asked<T>& held, std::string path, Timestamp now, Millis every);

    static constexpr std::chrono::minutes kListEvery { 2 };
    static constexpr std::chrono::seconds kPendingEvery { 5 };
    static constexpr std::chrono::minutes kForecastEvery { 5 };
    static constexpr std::chrono::minutes kFiguresEvery { 1 };
    static constexpr std::chrono::seconds kFailedEvery { 30 };
    static constexpr const char* kTag = "forecast";

    Transport& transport_;
    Asked<ForecastsAnswer> list_ {};
    Asked<CapacityWeekAnswer> week_ {};
    std::uint64_t week_seen_ = 0;
    std::map<ResourceId, Asked<ForecastAnswer>> forecasts_;
    std::map<std::pair<ResourceId, Millis>, Asked<SeriesAnswer>> figures_;
};

}
