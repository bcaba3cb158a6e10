// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/requests/capacity.h"
#include "server/api/caller.h"
#include "server/api/registers.h"
#include "server/api/routes.h"
#include "server/app/sample_points.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/formulas/forecast.h"
#include "shared/wire/answers/writes.h"

namespace watchfloor {
namespace {

constexpr std::uint64_t kMostPoints = 5'000;
constexpr std::int64_t kMostMilli = 9'000'000'000'000'000'000; // where to_milli ends
constexpr std::size_t kMaxSamplesBody = 4 * 1024 * 1024;
constexpr Millis kSeriesDefault = std::chrono::hours { 6 };
constexpr Millis kForecastWindow = std::chrono::hours { 30 * 24 };

// Capacity is in one store, the main journal's; a drill defines its own resources but measures nothing.
Result<CapacityResource> resource_of(const Caller& caller, const Request& request)
{
    const State visible = caller.visible();
    const CapacityResource* resource = visible.resources.find(ResourceId { std::string(request.path_parameter("id")) });
    if (resource == nullptr) {
        return Error { ErrorCode::NotFound, "There is no such resource; see GET /api/v1/capacity." };
    }
    return *resource;
}

Response list_capacity(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    const State visible = caller.visible();
    CapacityAnswer answer;
    answer.seq = visible.seq;
    answer.resources = values_of(
        visible.resources, [](const auto&) { return true; },
        [](const CapacityResource& a, const CapacityResource& b) { return a.id < b.id; });
    for (const CapacityResource& resource : answer.resources) {
        if (const auto latest = app.samples->latest(resource.id)) {
            answer.samples.push_back(sample_point(*latest));
        }
    }
    return ok(to_json_text(answer));
}

SeriesStretch stretch_of(const SeriesPoint& point)
{
    SeriesStretch stretch;
    stretch.count = point.count;
    stretch.from = point.from;
    stretch.gap_before = point.gap_before;
    stretch.max_milli = to_milli(point.max);
    stretch.mean_milli = to_milli(point.mean);
    stretch.min_milli = to_milli(point.min);
    stretch.p95_milli = to_milli(point.p95);
    stretch.to = point.to;
    return stretch;
}

Response read_samples(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ASSIGN_OR_ANSWER(const CapacityResource resource, resource_of(caller, request));
    const Timestamp now = app.clock->now();
    SeriesQuery query;
    query.resource = resource.id;
    ASSIGN_OR_ANSWER(query.to, instant_parameter(request, "to", now + Millis { 1 }));
    ASSIGN_OR_ANSWER(query.from, instant_parameter(request, "from", query.to - kSeriesDefault));
    ASSIGN_OR_ANSWER(const auto points, number_parameter(request, "points", 1'000, kMostPoints, 1));
    if (query.to <= query.from) {
        return error_response({ ErrorCode::Malformed, "Give a `to` that is after `from`." });
    }
    query.max_points = static_cast<std::size_t>(points);
    SeriesAnswer answer;
    answer.resource = resource.id;
    answer.sample_seq = app.samples->last_sample_seq();
    ASSIGN_OR_ANSWER(const auto series, app.samples->query(query));
    for (const SeriesPoint& point : series) {
        answer.stretches.push_back(stretch_of(point));
    }
    return ok(to_json_text(answer));
}

Result<std::vector<Sample>> samples_in(const Request& request)
{
    ASSIGN_OR_RETURN(const GivenSamples given,
        from_json<GivenSamples>(request.body, { .max_bytes = kMaxSamplesBody, .max_depth = 4, .max_items = 400'000 }));
    std::vector<Sample> samples;
    samples.reserve(given.samples.size());
    for (const GivenSample& sample : given.samples) {
        const auto quality = parse_quality(sample.quality);
        if (!quality) {
            return Error { ErrorCode::Malformed, "Give `quality` as good, estimated or suspect." };
        }
        if (!sample.value_milli) {
            return Error { ErrorCode::Malformed, "Give `value_milli` with each sample: the value in thousandths." };
        }
        if (*sample.value_milli > kMostMilli || *sample.value_milli < -kMostMilli) {
            return Error { ErrorCode::Malformed,
                "Give `value_milli` from " + std::to_string(-kMostMilli) + " to " + std::to_string(kMostMilli)
                    + ": what is more cannot be told again as it was." };
        }
        samples.push_back({ sample.at, static_cast<double>(*sample.value_milli) / 1000, *quality });
    }
    if (samples.empty()) {
        return Error { ErrorCode::Malformed, "Give at least one sample in `samples`." };
    }
    return samples;
}

Response add_samples(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ANSWER_IF_ERROR(check_permission(caller.actor, Act::DefineCapacity));
    ASSIGN_OR_ANSWER(const CapacityResource resource, resource_of(caller, request));
    if (caller.journal->sequencer->journal() != kMainJournal) {
        return error_response({ ErrorCode::Conflict, "A drill takes no samples; leave out journal=." });
    }
    ASSIGN_OR_ANSWER(const auto samples, samples_in(request));
    ASSIGN_OR_ANSWER(const SamplesStored stored, app.capacity->record(resource.id, samples));
    WriteAnswer answer;
    answer.duplicates = static_cast<decltype(answer.duplicates)>(stored.duplicates);
    answer.seq = stored.sample_seq;
    return json_response(201, to_json_text(answer, Zeros::Written));
}

ForecastQuestion question_of(const CapacityResource& resource, std::span<const SeriesPoint> series, Timestamp now)
{
    ForecastQuestion question;
    question.limit = static_cast<double>(resource.usable_milli()) / 1000;
    question.now = now;
    question.cadence_seconds = resource.cadence_seconds;
    question.lead_time_days = resource.lead_time_days;
    for (const SeriesPoint& point : series) {
        question.samples += point.count;
    }
    return question;
}

Response forecast(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ASSIGN_OR_ANSWER(const CapacityResource resource, resource_of(caller, request));
    ForecastAnswer answer;
    answer.resource = resource.id;
    answer.method = "linear";
    answer.to = app.clock->now();
    answer.from = answer.to - kForecastWindow;
    answer.limit_milli = resource.usable_milli();
    if (resource.usable_milli() <= 0) {
        answer.reason = "undefined: the usable capacity is not above zero";
        return ok(to_json_text(answer));
    }
    ASSIGN_OR_ANSWER(
        const auto series, app.samples->query({ resource.id, answer.from, answer.to + Millis { 1 }, 1'000 }));
    std::vector<Measured> points;
    for (const SeriesPoint& point : series) {
        points.push_back({ { point.from.millis + (point.to.millis - point.from.millis) / 2 }, point.mean });
    }
    const Forecast made = forecast_linear(points, question_of(resource, series, answer.to));
    answer.points = points.size();
    answer.sufficient = made.sufficient;
    answer.reason = made.reason;
    answer.slope_milli_per_day = to_milli(made.slope_per_day);
    answer.r_squared_permille = to_milli(made.r_squared);
    answer.exhausted_now = made.exhausted_now;
    answer.exhaustion = made.exhaustion;
    answer.early = made.early;
    answer.late = made.late;
    answer.act_by = made.act_by;
    return ok(to_json_text(answer));
}

}

void register_capacity_routes(HttpServer& http, App& app)
{
    RouteOptions samples_options = acts();
    samples_options.parameters = { "journal" }; // samples are no entries: nothing was seen before them
    samples_options.max_body = kMaxSamplesBody;
    http.route(Method::Get, "/api/v1/capacity", reads(kNeedsSight),
        [&app](const Request& r) { return list_capacity(app, r); });
    http.route(
        Method::Post, "/api/v1/capacity", acts(), register_route(app, &DefineCapacity::resource, &State::resources));
    http.route(Method::Get, "/api/v1/capacity/{id}/samples", reads_much(kNeedsSight, { "from", "points", "to" }),
        [&app](const Request& r) { return read_samples(app, r); });
    http.route(Method::Post, "/api/v1/capacity/{id}/samples", samples_options,
        [&app](const Request& r) { return add_samples(app, r); });
    http.route(Method::Get, "/api/v1/capacity/{id}/forecast", reads(kNeedsSight),
        [&app](const Request& r) { return forecast(app, r); });
}

}
