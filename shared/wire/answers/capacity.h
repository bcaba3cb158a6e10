// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/capacity.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

struct SamplePoint {
    Timestamp at {};
    std::string quality {}; // good, estimated or suspect
    ResourceId resource {};
    std::uint64_t sample_seq = 0;
    std::int64_t value_milli = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("at", self.at);
        visit("quality", self.quality);
        visit("resource", self.resource);
        visit("sample_seq", self.sample_seq);
        visit("value_milli", self.value_milli);
    }
};

// Data of the live event `sample`, and part of GET /api/v1/capacity.
struct SampleFrame {
    std::vector<SamplePoint> samples {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("samples", self.samples);
    }
};

struct SeriesStretch {
    std::uint64_t count = 0;
    Timestamp from {};
    bool gap_before = false;
    std::int64_t max_milli = 0;
    std::int64_t mean_milli = 0;
    std::int64_t min_milli = 0;
    std::int64_t p95_milli = 0;
    Timestamp to {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("count", self.count);
        visit("from", self.from);
        visit("gap_before", self.gap_before);
        visit("max_milli", self.max_milli);
        visit("mean_milli", self.mean_milli);
        visit("min_milli", self.min_milli);
        visit("p95_milli", self.p95_milli);
        visit("to", self.to);
    }
};

struct SeriesAnswer {
    ResourceId resource {};
    std::uint64_t sample_seq = 0;
    std::vector<SeriesStretch> stretches {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("resource", self.resource);
        visit("sample_seq", self.sample_seq);
        visit("stretches", self.stretches);
    }
};

// GET /api/v1/capacity: what is defined, and the latest sample of each.
struct CapacityAnswer {
    std::vector<CapacityResource> resources {};
    std::vector<SamplePoint> samples {};
    std::uint64_t seq = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("resources", self.resources);
        visit("samples", self.samples);
        visit("seq", self.seq);
    }
};

// GET /api/v1/capacity/{id}/forecast. Without `sufficient` only `reason` counts: never a date.
struct ForecastAnswer {
    std::optional<Timestamp> act_by {};
    std::optional<Timestamp> early {};
    bool exhausted_now = false;
    std::optional<Timestamp> exhaustion {};
    Timestamp from {};
    std::optional<Timestamp> late {};
    std::int64_t limit_milli = 0;
    std::string method {};
    std::uint64_t points = 0;
    std::int64_t r_squared_permille = 0;
    std::string reason {};
    ResourceId resource {};
    std::int64_t slope_milli_per_day = 0;
    bool sufficient = false;
    Timestamp to {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("act_by", self.act_by);
        visit("early", self.early);
        visit("exhausted_now", self.exhausted_now);
        visit("exhaustion", self.exhaustion);
        visit("from", self.from);
        visit("late", self.late);
        visit("limit_milli", self.limit_milli);
        visit("method", self.method);
        visit("points", self.points);
        visit("r_squared_permille", self.r_squared_permille);
        visit("reason", self.reason);
        visit("resource", self.resource);
        visit("slope_milli_per_day", self.slope_milli_per_day);
        visit("sufficient", self.sufficient);
        visit("to", self.to);
    }
};

}
