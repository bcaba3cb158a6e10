// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/requests/capacity.h"
#include "server/api/caller.h"
#include "server/api/registers.h"
#include "server/api/routes.h"
#include "server/app/sample_points.h"
#include "server/samples/sample_block.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/formulas/capacity_plan.h"
#include "shared/wire/answers/writes.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace watchfloor {
namespace {

constexpr std::uint64_t kMostPoints = 5'000;
constexpr std::int64_t kMostMilli = 9'000'000'000'000'000'000; // where to_milli ends
constexpr std::size_t kMostRanked = 50'000;
constexpr std::size_t kMostStandIns = 20; // each is read as the one that was asked for
constexpr Millis kRawKept = std::chrono::hours { 44 * 24 };
constexpr std::size_t kMaxSamplesBody = 4 * 1024 * 1024;
constexpr Millis kSeriesDefault = std::chrono::hours { 6 };

Result<CapacityResource> resource_of(const Caller& caller, const Request& request)
{
    const State visible = caller.visible_beside_alerts();
    const CapacityResource* resource = visible.resources.find(ResourceId { std::string(request.path_parameter("id")) });
    if (resource == nullptr) {
        return Error { ErrorCode::NotFound, "There is no such resource; see GET /api/v1/capacity." };
    }
    return *resource;
}

Response list_capacity(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    const State visible = caller.visible_beside_alerts();
    CapacityAnswer answer;
    answer.seq = visible.seq;
    answer.resources = values_of(
        visible.resources, [](const auto&) { return true; },
        [](const CapacityResource& a, const CapacityResource& b) { return a.id < b.id; });
    for (const CapacityResource& resource : answer.resources) {
        if (const auto latest = caller.measures() ? app.samples->latest(resource.id) : std::nullopt) {
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

// Of the samples themselves where these are few enough and still kept; otherwise of what was rolled up, without p95:
// the largest of the parts' would be too much.
Result<std::optional<SeriesFigures>> figures_of(App& app, const CapacityResource& resource, SeriesQuery query)
{
    query.max_points = kMostPoints;
    ASSIGN_OR_RETURN(const auto series, app.samples->query(query));
    std::uint64_t count = 0;
    double sum = 0;
    double most = series.empty() ? 0 : series.front().max;
    for (const SeriesPoint& point : series) {
        count += point.count;
        sum += point.mean * point.count;
        most = std::max(most, point.max);
    }
    if (count == 0) {
        return std::optional<SeriesFigures> {};
    }
    SeriesFigures figures;
    figures.count = count;
    figures.max_milli = to_milli(most);
    figures.mean_milli = to_milli(sum / static_cast<double>(count));
    const Timestamp now = app.clock->now();
    if (count <= kMostRanked && now - query.from < kRawKept) {
        ASSIGN_OR_RETURN(const auto samples, app.samples->raw(resource.id, query.from, query.to, 2 * kMostRanked));
        if (samples.empty()) {
            return std::optional<SeriesFigures> {};
        }
        const RollUp all = roll_up(samples);
        figures.count = all.count;
        figures.max_milli = to_milli(all.max);
        figures.mean_milli = to_milli(all.mean);
        figures.p95_milli = to_milli(all.p95);
    }
    const auto seconds = static_cast<double>((std::min(query.to, now) - query.from).count()) / 1000;
    if (resource.cadence_seconds > 0 && seconds > 0) {
        const double expected = std::max(1.0, std::floor(seconds / static_cast<double>(resource.cadence_seconds)));
        figures.gap_permille = to_milli(std::max(0.0, 1 - static_cast<double>(figures.count) / expected));
    }
    return std::optional(figures);
}

// What is left once a node, or the whole site, is lost. A site's part is known where all that stand in were measured.
Result<void> add_losses(
    App& app, const State& visible, const CapacityResource& resource, SeriesQuery query, SeriesFigures& figures)
{
    if (!figures.p95_milli) {
        return {};
    }
    figures.node_loss_milli = node_loss_headroom_milli(resource, *figures.p95_milli);
    const auto others = values_of(
        visible.resources,
        [&](const CapacityResource& other) { return other.usable_milli() > 0 && stands_in(resource, other); },
        [](const CapacityResource& a, const CapacityResource& b) { return a.id < b.id; });
    if (others.size() > kMostStandIns) {
        return {};
    }
    std::vector<SiteLoad> loads;
    for (const CapacityResource& other : others) {
        query.resource = other.id;
        ASSIGN_OR_RETURN(const auto known, figures_of(app, other, query));
        if (!known || !known->p95_milli) {
            return {};
        }
        loads.push_back({ other.usable_milli(), *known->p95_milli });
    }
    figures.site_loss_milli = site_loss_headroom_milli(*figures.p95_milli, loads);
    return {};
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
    query.from = std::max(query.from, Timestamp {}); // nothing is older
    ASSIGN_OR_ANSWER(const auto points, number_parameter(request, "points", 1'000, kMostPoints, 1));
    ASSIGN_OR_ANSWER(const auto figures, number_parameter(request, "figures", 0, 1, 0));
    if (query.to <= query.from) {
        return error_response({ ErrorCode::Malformed, "Give a `to` that is after `from`." });
    }
    query.max_points = static_cast<std::size_t>(points);
    SeriesAnswer answer;
    answer.resource = resource.id;
    answer.sample_seq = app.samples->last_sample_seq();
    if (!caller.measures()) {
        return ok(to_json_text(answer));
    }
    ASSIGN_OR_ANSWER(const auto series, app.samples->query(query));
    if (figures != 0) {
        ASSIGN_OR_ANSWER(answer.figures, figures_of(app, resource, query));
        if (answer.figures) {
            ANSWER_IF_ERROR(add_losses(app, caller.visible(), resource, query, *answer.figures));
        }
    }
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
    if (!caller.measures()) {
        return error_response({ ErrorCode::Conflict, "A drill takes no samples; leave out journal=." });
    }
    ASSIGN_OR_ANSWER(const auto samples, samples_in(request));
    ASSIGN_OR_ANSWER(const SamplesStored stored, app.capacity->record(resource.id, samples));
    WriteAnswer answer;
    answer.duplicates = static_cast<decltype(answer.duplicates)>(stored.duplicates);
    answer.seq = stored.sample_seq;
    return json_response(201, to_json_text(answer, Zeros::Written));
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
    http.route(Method::Get, "/api/v1/capacity/{id}/samples",
        reads_much(kNeedsSight, { "figures", "from", "points", "to" }),
        [&app](const Request& r) { return read_samples(app, r); });
    http.route(Method::Post, "/api/v1/capacity/{id}/samples", samples_options,
        [&app](const Request& r) { return add_samples(app, r); });
}

}
