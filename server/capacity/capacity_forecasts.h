// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/samples/samples_store.h"
#include "shared/domain/entities/capacity.h"
#include "shared/domain/forecast/exhaustion.h"

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace watchfloor {

inline constexpr std::size_t kForecastHours = 7 * 24; // unless somebody asks for more or less
inline constexpr std::size_t kMostForecastHours = 30 * 24;

// What the hours of one resource foretell.
struct ResourceForecast {
    Timestamp from {}; // of the hours from which something may be concluded
    Timestamp to {};
    std::size_t hours = 0; // of them, those with samples
    std::size_t days = 0;
    std::size_t days_needed = 0;
    bool stale = false;       // nothing was measured lately: nobody knows how it goes on
    SeriesForecast series {}; // of the hours' means, from `to` on
    std::optional<double> trend_per_day {};
    std::array<std::int64_t, 3> percent {}; // warning, critical, all
    std::array<Exhaustion, 3> limits {};    // by the days' peaks; no date where seasonal naive foretells as well
};

// When a resource is used up, by its last hour where that says something, otherwise by its days.
struct RunsOut {
    Exhaustion when {};
    bool by_hour = false;
    std::optional<ForecastMethod> method {}; // of its days
};

struct AllRunOut {
    std::vector<std::pair<ResourceId, RunsOut>> found {}; // those of which there is something to say
    std::size_t pending = 0;                              // and those that are not looked at yet
};

// Forecasts of all resources. What was made of hours that are over holds until the next one with samples is; what the
// last hour says, for a minute. Any thread.
class CapacityForecasts {
public:
    explicit CapacityForecasts(SamplesStore& samples) : samples_(samples) { }

    Result<std::shared_ptr<const ResourceForecast>> of(
        const CapacityResource& resource, Timestamp now, std::size_t hours = kForecastHours);

    // Looks anew at as many as a moment allows; of the others it tells what was found an hour before, if anything was.
    Result<AllRunOut> run_out(std::span<const CapacityResource> resources, Timestamp now);

private:
    struct Held {
        std::vector<std::int64_t> made_for {}; // usable capacity, thresholds and what is planned
        std::size_t horizon = 0;
        bool whole = false; // with its series, not only when it is used up
        Timestamp end {};   // the hours' end
        std::shared_ptr<const ResourceForecast> forecast {};
    };
    struct HeldRise {
        std::int64_t usable_milli = 0;
        Timestamp at {};
        Exhaustion when {};
    };
    using Made = std::shared_ptr<const ResourceForecast>;

    Made held(const CapacityResource& resource, Timestamp end, std::size_t hours, bool whole);
    Result<Made> made(const CapacityResource& resource, Timestamp end, std::size_t hours, bool whole);
    Result<ResourceForecast> make(const CapacityResource& resource, Timestamp end, std::size_t hours, bool whole) const;
    Result<Exhaustion> rise_of(const CapacityResource& resource, const Sample& newest, Timestamp now);
    Result<Exhaustion> look_at_hour(const CapacityResource& resource, Timestamp now) const;

    SamplesStore& samples_;
    std::mutex making_; // one of those who ask for all of them makes what is not there
    std::mutex mutex_;  // guards what follows
    std::map<ResourceId, Held> held_;
    std::map<ResourceId, HeldRise> rises_;
};

// Of what nothing was measured.
ResourceForecast unmeasured_forecast(std::size_t hours);

}
