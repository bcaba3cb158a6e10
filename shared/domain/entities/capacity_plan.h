// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"
#include "shared/domain/forecast/outcome.h"

#include <cstdint>
#include <optional>
#include <string>

// What is planned week by week of the resources, for the staff alone: what was found, what was decided of it, and the
// forecasts that the plan was signed on (ISO 27001 A.12.1.3, ISO 20000 8.4.3).
namespace watchfloor {

// Why a resource stands on the week's page.
enum class CapacityFinding {
    ActByMoved,     // by more than a week since the plan was signed, or there is one now, or none any more
    LeadTime,       // acting is due within a week, or was
    ForecastMissed, // it did not come as the signed plan foretold
    Stale,          // nothing was measured lately
    Unmapped,       // nothing was ever measured, or it is of no service
    ReviewDue       // within a week, or overdue
};
WATCHFLOOR_ENUM_TEXTS(
    CapacityFinding, ReviewDue, "act_by_moved", "lead_time", "forecast_missed", "stale", "unmapped", "review_due");

enum class CapacityChoice { Accept, Tune, Buy, ShiftDemand };
WATCHFLOOR_ENUM_TEXTS(CapacityChoice, ShiftDemand, "accept", "tune", "buy", "shift_demand");

// The last decision on one finding of a resource.
struct CapacityDecision {
    CapacityFinding finding = CapacityFinding::ActByMoved;
    CapacityChoice choice = CapacityChoice::Accept;
    std::string note {};
    UserId owner {};
    std::optional<Timestamp> due {};
    std::int64_t cost_milli = 0; // in thousandths of the house's currency
    UserId decided_by {};
    Timestamp decided_at {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("choice", self.choice);
        visit("cost_milli", self.cost_milli);
        visit("decided_at", self.decided_at);
        visit("decided_by", self.decided_by);
        visit("due", self.due);
        visit("finding", self.finding);
        visit("note", self.note, kText);
        visit("owner", self.owner);
    }
};

// What became of a published forecast.
enum class ForecastScore {
    Open,     // its time is not over
    Held,     // it came when it was foretold, or did not come as foretold
    TooSoon,  // it came before the range
    Missed,   // it did not come by the end of the range, or came where no date was foretold
    Overtaken // what can be used was changed meanwhile
};
WATCHFLOOR_ENUM_TEXTS(ForecastScore, Overtaken, "open", "held", "too_soon", "missed", "overtaken");

// When a resource was said to be used up, as of the signing of a plan. Without `early` no date was foretold.
struct PublishedForecast {
    Timestamp made_at {};
    std::optional<Timestamp> act_by {};
    std::optional<Timestamp> early {};
    std::optional<Timestamp> exhaustion {};
    std::optional<Timestamp> late {};
    std::optional<ForecastMethod> method {}; // nothing: by the last hour, or by what is planned alone
    bool reached = false;                    // it was used up already
    std::int64_t usable_milli = 0;
    ForecastScore score = ForecastScore::Open;
    std::optional<Timestamp> scored_at {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("act_by", self.act_by);
        visit("early", self.early);
        visit("exhaustion", self.exhaustion);
        visit("late", self.late);
        visit("made_at", self.made_at);
        visit("method", self.method);
        visit("reached", self.reached);
        visit("score", self.score);
        visit("scored_at", self.scored_at);
        visit("usable_milli", self.usable_milli);
    }
};

// So many of a resource's published forecasts are in the state; the journal holds all.
inline constexpr std::size_t kPublishedKept = 12;

// A line of the week's page. `before` and `after` are the dates that it is about: of acting, of the last sample, of the
// review.
struct CapacityRow {
    ResourceId resource {};
    CapacityFinding finding = CapacityFinding::ActByMoved;
    std::optional<Timestamp> before {}; // in the signed plan
    std::optional<Timestamp> after {};
    bool decided = false; // since the plan was signed

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("after", self.after);
        visit("before", self.before);
        visit("decided", self.decided);
        visit("finding", self.finding);
        visit("resource", self.resource);
    }
};

// A forecast that is published with a plan, and the score of an earlier one.
struct ResourcePublished {
    ResourceId resource {};
    PublishedForecast forecast {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("forecast", self.forecast);
        visit("resource", self.resource);
    }
};
struct ResourceScored {
    ResourceId resource {};
    Timestamp made_at {}; // of the forecast
    ForecastScore score = ForecastScore::Open;

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("made_at", self.made_at);
        visit("resource", self.resource);
        visit("score", self.score);
    }
};

}
