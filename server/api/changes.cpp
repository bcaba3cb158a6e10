// SPDX-License-Identifier: Apache-2.0
// What was changed on purpose: recording it, and what changed about an incident or a service.
#include "shared/wire/answers/changes.h"
#include "server/api/caller.h"
#include "server/api/routes.h"

namespace watchfloor {
namespace {

constexpr std::uint64_t kMostHours = 24;

struct Touched {
    std::vector<ServiceId> services {}; // empty: all
    const State& state;

    bool service(const ServiceId& id) const
    {
        return services.empty() || std::find(services.begin(), services.end(), id) != services.end();
    }
    bool any(const std::vector<ServiceId>& ids) const
    {
        return services.empty()
            || std::any_of(ids.begin(), ids.end(), [&](const ServiceId& id) { return service(id); });
    }
    bool asset(const AssetId& id) const
    {
        const Asset* found = state.assets.find(id);
        return services.empty() || (found != nullptr && any(found->services));
    }
};

Result<std::vector<ServiceId>> affected_services(const Request& request, const State& visible)
{
    std::vector<ServiceId> services;
    for (std::string& text : request.query_values("service")) {
        services.emplace_back(std::move(text));
    }
    if (const auto id = request.query("incident")) {
        const Incident* incident = visible.incidents.find(IncidentId { std::string(*id) });
        if (incident == nullptr) {
            return Error { ErrorCode::NotFound, "There is no such incident; see GET /api/v1/incidents." };
        }
        services.insert(services.end(), incident->services.begin(), incident->services.end());
    }
    return services;
}

Response what_changed(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ASSIGN_OR_ANSWER(const auto hours, number_parameter(request, "hours", kMostHours, kMostHours, 1));
    const State visible = caller.visible_beside_alerts();
    Touched touched { {}, visible };
    ASSIGN_OR_ANSWER(touched.services, affected_services(request, visible));
    WhatChangedAnswer answer;
    const Timestamp now = caller.journal->clock->now();
    answer.from = now - std::chrono::hours { hours };
    answer.seq = visible.seq;
    answer.changes = values_of(
        visible.changes,
        [&](const Change& c) { return c.at >= answer.from && c.at <= now && touched.service(c.service); },
        [](const Change& a, const Change& b) { return a.at != b.at ? b.at < a.at : b.id < a.id; });
    answer.windows = values_of(
        visible.windows,
        [&](const MaintenanceWindow& w) {
            const bool about = touched.any(w.services)
                || std::any_of(w.assets.begin(), w.assets.end(), [&](const AssetId& id) { return touched.asset(id); });
            return w.state != WindowState::Cancelled && w.to >= answer.from && w.from <= now && about;
        },
        [](const MaintenanceWindow& a, const MaintenanceWindow& b) {
            return a.from != b.from ? b.from < a.from : b.id < a.id;
        });
    answer.work_orders = values_of(
        visible.work_orders,
        [&](const WorkOrder& o) {
            return o.actual_start && *o.actual_start <= now && o.actual_end.value_or(now) >= answer.from
                && touched.asset(o.asset);
        },
        [](const WorkOrder& a, const WorkOrder& b) {
            return *a.actual_start != *b.actual_start ? *b.actual_start < *a.actual_start : b.id < a.id;
        });
    return ok(to_json_text(answer));
}

}

void register_change_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/api/v1/changes",
        repeating(reads_much(kNeedsRead, { "hours", "incident", "service" }), { "service" }),
        [&app](const Request& r) { return what_changed(app, r); });
    http.route(Method::Post, "/api/v1/changes", acts(), command_route<RecordChange>(app, 201));
}

}
