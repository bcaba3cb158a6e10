// SPDX-License-Identifier: Apache-2.0
// What the samples of a resource foretell, and when each of them is used up.
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "server/app/sample_points.h"
#include "shared/domain/formulas/capacity_plan.h"
#include "shared/wire/answers/capacity.h"

#include <cstdio>

namespace watchfloor {
namespace {

constexpr std::int64_t kBandPercent = 80;
constexpr std::int64_t kStepSeconds = 3'600;
constexpr std::size_t kHourlyFor = 14 * 24;
constexpr std::size_t kDayOfHours = 24;

ForecastLimit limit_answer(const CapacityResource& resource, std::int64_t percent, const Exhaustion& found)
{
    ForecastLimit limit;
    limit.act_by = act_by(found, resource);
    limit.early = found.early;
    limit.exhaustion = found.at;
    limit.late = found.late;
    limit.limit_milli = resource.limit_milli(percent);
    limit.planned = found.planned;
    limit.percent = percent;
    limit.reached = found.now;
    return limit;
}

std::vector<ForecastPoint> points_of(const ResourceForecast& forecast)
{
    const SeriesForecast& series = forecast.series;
    std::vector<ForecastPoint> points;
    for (std::size_t hour = 0; hour < series.points.size(); hour += hour < kHourlyFor ? 1 : kDayOfHours) {
        ForecastPoint point;
        point.at = forecast.to + std::chrono::hours { hour };
        point.high_milli = to_milli(series.upper[hour]);
        point.low_milli = to_milli(series.lower[hour]);
        point.value_milli = to_milli(series.points[hour]);
        points.push_back(point);
    }
    return points;
}

std::string reason_of(const ResourceForecast& forecast, const ForecastAnswer& answer)
{
    if (answer.verdict == ForecastVerdict::NoBetterThanNaive) {
        return answer.shape == SeriesShape::Constant ? "it does not change" : "no better than seasonal naive";
    }
    if (answer.verdict == ForecastVerdict::Foretold) {
        return {};
    }
    if (forecast.stale) {
        return "insufficient data: nothing was measured since " + format_timestamp(forecast.to);
    }
    if (forecast.days < forecast.days_needed) {
        return "insufficient data: " + std::to_string(forecast.days) + " days of "
            + std::to_string(forecast.days_needed);
    }
    return "insufficient data: too much is missing";
}

std::string three_decimals(double value)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.3f", value);
    return buffer;
}

ForecastAnswer answer_of(const CapacityResource& resource, const ResourceForecast& forecast)
{
    const SeriesForecast& series = forecast.series;
    ForecastAnswer answer;
    answer.days = forecast.days;
    answer.days_needed = forecast.days_needed;
    answer.resource = resource.id;
    answer.shape = series.shape.shape;
    answer.verdict = series.verdict;
    answer.window.from = forecast.from;
    answer.window.samples = forecast.hours;
    answer.window.step_seconds = kStepSeconds;
    answer.window.to = forecast.to;
    answer.reason = reason_of(forecast, answer);
    if (series.verdict == ForecastVerdict::InsufficientData) {
        return answer;
    }
    answer.band_percent = kBandPercent;
    answer.method = series.method;
    answer.points = points_of(forecast);
    if (series.mase) {
        answer.mase = three_decimals(*series.mase);
    }
    if (series.held) {
        answer.covered_permille = to_milli(*series.held);
    }
    if (forecast.trend_per_day) {
        answer.trend_milli_per_day = to_milli(*forecast.trend_per_day);
    }
    for (std::size_t i = 0; i < forecast.limits.size() && resource.usable_milli() > 0; ++i) {
        answer.limits.push_back(limit_answer(resource, forecast.percent[i], forecast.limits[i]));
    }
    return answer;
}

Response forecast_one(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ASSIGN_OR_ANSWER(const auto hours, number_parameter(request, "hours", kForecastHours, kMostForecastHours, 1));
    const State visible = caller.visible_beside_alerts();
    const CapacityResource* resource = visible.resources.find(ResourceId { std::string(request.path_parameter("id")) });
    if (resource == nullptr) {
        return error_response({ ErrorCode::NotFound, "There is no such resource; see GET /api/v1/capacity." });
    }
    const auto horizon = static_cast<std::size_t>(hours);
    if (!caller.measures()) {
        return ok(to_json_text(answer_of(*resource, unmeasured_forecast(horizon))));
    }
    ASSIGN_OR_ANSWER(const auto forecast, app.forecasts->of(*resource, app.clock->now(), horizon));
    return ok(to_json_text(answer_of(*resource, *forecast)));
}

Response forecast_all(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ForecastsAnswer answer;
    if (!caller.measures()) {
        return ok(to_json_text(answer));
    }
    const State visible = caller.visible_beside_alerts();
    const auto resources = values_of(
        visible.resources, [](const auto&) { return true; },
        [](const CapacityResource& a, const CapacityResource& b) { return a.id < b.id; });
    ASSIGN_OR_ANSWER(const AllRunOut all, app.forecasts->run_out(resources, app.clock->now()));
    answer.pending = all.pending;
    for (const auto& [id, runs_out] : all.found) {
        ResourceLimit limit;
        limit.act_by = act_by(runs_out.when, *visible.resources.find(id));
        limit.by_hour = runs_out.by_hour;
        limit.early = runs_out.when.early;
        limit.late = runs_out.when.late;
        limit.planned = runs_out.when.planned;
        limit.reached = runs_out.when.now;
        limit.resource = id;
        answer.limits.push_back(std::move(limit));
    }
    return ok(to_json_text(answer));
}

}

void register_forecast_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/api/v1/capacity/{id}/forecast", reads_much(kNeedsSight, { "hours" }),
        [&app](const Request& r) { return forecast_one(app, r); });
    http.route(Method::Get, "/api/v1/capacity/forecasts", reads_much(kNeedsSight),
        [&app](const Request& r) { return forecast_all(app, r); });
}

}
