// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/capacity.h"
#include "shared/domain/forecast/outcome.h"

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

// Of all samples of a series.
struct SeriesFigures {
    std::uint64_t count = 0;
    std::optional<std::int64_t> gap_permille {}; // of the expected samples; nothing where none are expected
    std::int64_t max_milli = 0;
    std::int64_t mean_milli = 0;
    std::optional<std::int64_t> p95_milli {};       // by nearest rank; nothing where too many samples were to be read
    std::optional<std::int64_t> node_loss_milli {}; // what is free at p95 once one of its equal nodes is lost
    std::optional<std::int64_t> site_loss_milli {}; // what is free at p95 on the other sites once its own is lost

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("count", self.count);
        visit("gap_permille", self.gap_permille);
        visit("max_milli", self.max_milli);
        visit("mean_milli", self.mean_milli);
        visit("node_loss_milli", self.node_loss_milli);
        visit("p95_milli", self.p95_milli);
        visit("site_loss_milli", self.site_loss_milli);
    }
};

struct SeriesAnswer {
    std::optional<SeriesFigures> figures {}; // where they were asked for and there are samples
    ResourceId resource {};
    std::uint64_t sample_seq = 0;
    std::vector<SeriesStretch> stretches {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("figures", self.figures);
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

struct ForecastPoint {
    Timestamp at {};
    std::int64_t high_milli = 0; // of the band
    std::int64_t low_milli = 0;
    std::int64_t value_milli = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("at", self.at);
        visit("high_milli", self.high_milli);
        visit("low_milli", self.low_milli);
        visit("value_milli", self.value_milli);
    }
};

// What a forecast was made from: the means of hours that are over.
struct ForecastWindow {
    Timestamp from {};
    std::uint64_t samples = 0; // hours of which something was measured
    std::int64_t step_seconds = 0;
    Timestamp to {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("from", self.from);
        visit("samples", self.samples);
        visit("step_seconds", self.step_seconds);
        visit("to", self.to);
    }
};

// When the peaks of days reach a limit. Without `exhaustion` no date is known: it is reached, or nothing clearly grows.
struct ForecastLimit {
    std::optional<Timestamp> act_by {}; // early - lead time - margin
    std::optional<Timestamp> early {};
    std::optional<Timestamp> exhaustion {};
    std::optional<Timestamp> late {}; // nothing beside `early`: perhaps never
    std::int64_t limit_milli = 0;
    std::int64_t percent = 0;
    bool planned = false; // by what is planned alone
    bool reached = false; // by the last day's peak

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("act_by", self.act_by);
        visit("early", self.early);
        visit("exhaustion", self.exhaustion);
        visit("late", self.late);
        visit("limit_milli", self.limit_milli);
        visit("percent", self.percent);
        visit("planned", self.planned);
        visit("reached", self.reached);
    }
};

// GET /api/v1/capacity/{id}/forecast. Where the verdict is `insufficient_data` there are no points and no dates, and
// `reason` says why.
struct ForecastAnswer {
    std::int64_t band_percent = 0;
    std::optional<std::int64_t> covered_permille {}; // of the back-test's values, by bands made without them
    std::uint64_t days = 0;                          // from which something may be concluded
    std::uint64_t days_needed = 0;
    std::vector<ForecastLimit> limits {};
    std::string mase {}; // of the back-test: "0.873"; empty where nothing differs from day to day
    std::optional<ForecastMethod> method {};
    std::vector<ForecastPoint> points {};
    std::string reason {};
    ResourceId resource {};
    SeriesShape shape = SeriesShape::TooLittle;
    std::optional<std::int64_t> trend_milli_per_day {}; // nothing where the days' middles do not clearly rise or fall
    ForecastVerdict verdict = ForecastVerdict::InsufficientData;
    ForecastWindow window {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("band_percent", self.band_percent);
        visit("covered_permille", self.covered_permille);
        visit("days", self.days);
        visit("days_needed", self.days_needed);
        visit("limits", self.limits);
        visit("mase", self.mase);
        visit("method", self.method);
        visit("points", self.points);
        visit("reason", self.reason);
        visit("resource", self.resource);
        visit("shape", self.shape);
        visit("trend_milli_per_day", self.trend_milli_per_day);
        visit("verdict", self.verdict);
        visit("window", self.window);
    }
};

// When one resource is used up.
struct ResourceLimit {
    std::optional<Timestamp> act_by {};
    bool by_hour = false; // by what the last hour rose, otherwise by the peaks of days
    std::optional<Timestamp> early {};
    std::optional<Timestamp> late {}; // nothing: perhaps never
    bool planned = false;             // by what is planned alone
    bool reached = false;
    ResourceId resource {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("act_by", self.act_by);
        visit("by_hour", self.by_hour);
        visit("early", self.early);
        visit("late", self.late);
        visit("planned", self.planned);
        visit("reached", self.reached);
        visit("resource", self.resource);
    }
};

// GET /api/v1/capacity/week: the page that a planner goes through, and what the last plan was.
struct CapacityWeekAnswer {
    Timestamp at {};
    std::uint64_t pending = 0; // resources that are not computed yet: ask again
    std::vector<CapacityRow> rows {};
    std::optional<Timestamp> signed_at {};
    UserId signed_by {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("at", self.at);
        visit("pending", self.pending);
        visit("rows", self.rows);
        visit("signed_at", self.signed_at);
        visit("signed_by", self.signed_by);
    }
};

// GET /api/v1/capacity/forecasts: of those resources only of which there is something to say.
struct ForecastsAnswer {
    std::vector<ResourceLimit> limits {};
    std::uint64_t pending = 0; // resources that are not computed yet: ask again

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("limits", self.limits);
        visit("pending", self.pending);
    }
};

}
