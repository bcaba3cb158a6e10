// SPDX-License-Identifier: Apache-2.0
// The week's page of capacity, what is decided there, and its signing.
#include "shared/domain/formulas/capacity_plan.h"
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "server/app/sample_points.h"
#include "shared/domain/formulas/capacity_week.h"
#include "shared/wire/answers/capacity.h"

#include <map>

namespace watchfloor {
namespace {

struct Week {
    CapacityWeekAnswer answer {};
    std::vector<ResourcePublished> forecasts {};
};

PublishedForecast forecast_now(const CapacityResource& resource, const RunsOut* runs_out, Timestamp now)
{
    PublishedForecast forecast;
    forecast.made_at = now;
    forecast.usable_milli = resource.usable_milli();
    if (runs_out != nullptr) {
        forecast.act_by = act_by(runs_out->when, resource);
        forecast.early = runs_out->when.early;
        forecast.exhaustion = runs_out->when.at;
        forecast.late = runs_out->when.late;
        forecast.method = runs_out->method;
        forecast.reached = runs_out->when.now;
    }
    return forecast;
}

// A drill measures nothing, so that all of it is unmapped there.
Result<Week> week_of(App& app, const Caller& caller)
{
    const State visible = caller.visible();
    const bool measures = caller.journal->sequencer->journal() == kMainJournal;
    const Timestamp now = caller.journal->clock->now();
    const auto resources = values_of(
        visible.resources, [](const auto&) { return true; },
        [](const CapacityResource& a, const CapacityResource& b) { return a.id < b.id; });
    AllRunOut all;
    if (measures) {
        ASSIGN_OR_RETURN(all, app.forecasts->run_out(resources, now));
    }
    const std::map<ResourceId, RunsOut> found(all.found.begin(), all.found.end());
    Week week;
    week.answer.at = now;
    week.answer.pending = all.pending;
    week.answer.signed_at = visible.plan_signed_at;
    week.answer.signed_by = visible.plan_signed_by;
    for (const CapacityResource& resource : resources) {
        const auto runs_out = found.find(resource.id);
        const auto newest = measures ? app.samples->latest(resource.id) : std::nullopt;
        CapacityOutlook outlook;
        outlook.forecast = forecast_now(resource, runs_out != found.end() ? &runs_out->second : nullptr, now);
        outlook.newest = newest ? std::optional { newest->sample.at } : std::nullopt;
        for (CapacityRow& row : capacity_rows(resource, outlook, visible.plan_signed_at, now)) {
            week.answer.rows.push_back(std::move(row));
        }
        if (outlook.newest) {
            week.forecasts.push_back({ resource.id, outlook.forecast });
        }
    }
    return week;
}

Response read_week(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ANSWER_IF_ERROR(check_staff(caller));
    ASSIGN_OR_ANSWER(const Week week, week_of(app, caller));
    return ok(to_json_text(week.answer));
}

Response sign_plan(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(SignCapacityPlan command, decode_command<SignCapacityPlan>(request.body));
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ANSWER_IF_ERROR(check_permission(caller.actor, act_of(command)));
    ASSIGN_OR_ANSWER(Week week, week_of(app, caller));
    if (week.answer.pending > 0) {
        return error_response({ ErrorCode::Conflict,
            std::to_string(week.answer.pending) + " resources are not computed yet; sign again in a moment." });
    }
    command.rows = std::move(week.answer.rows);
    command.forecasts = std::move(week.forecasts);
    return submit(app, request, Command { std::move(command) });
}

}

void register_capacity_plan_routes(HttpServer& http, App& app)
{
    http.route(
        Method::Get, "/api/v1/capacity/week", reads_much(), [&app](const Request& r) { return read_week(app, r); });
    http.route(Method::Post, "/api/v1/capacity/plan", acts(), [&app](const Request& r) { return sign_plan(app, r); });
    http.route(Method::Post, "/api/v1/capacity/{id}/decisions", acts(),
        command_route<DecideCapacity>(app, 200, [](DecideCapacity& command, const Request& request) {
            command.resource = ResourceId { std::string(request.path_parameter("id")) };
        }));
}

}
