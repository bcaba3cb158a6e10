// SPDX-License-Identifier: Apache-2.0
// What monitoring says, where it comes from, and what was changed on purpose.
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "shared/domain/state/alert_search.h"
#include "shared/wire/answers/changes.h"

namespace watchfloor {
namespace {

constexpr std::uint64_t kMostAlerts = 1'000;
constexpr std::uint64_t kMostHours = 24;
constexpr std::size_t kLongestFilter = 200; // bytes

struct AlertFilter {
    std::string_view state = "firing";
    std::optional<AlertSeverity> severity {};
    std::vector<std::string> services {};
    std::string_view words {};

    bool takes(const State& visible, const Alert& alert) const
    {
        const bool service
            = services.empty() || std::find(services.begin(), services.end(), alert.service.text) != services.end();
        return service && (!severity || alert.severity == *severity)
            && (state == "all" || to_string(alert.state) == state)
            && (words.empty() || alert_matches(visible, alert, words));
    }
};

Result<AlertFilter> filter_of(const Request& request)
{
    AlertFilter filter;
    filter.state = request.query("state").value_or("firing");
    filter.services = text_parameters(request, "service");
    filter.words = request.query("filter").value_or("");
    if (filter.words.size() > kLongestFilter) {
        return Error { ErrorCode::Malformed, "Give `filter` as at most 200 bytes of text." };
    }
    if (filter.state != "firing" && filter.state != "resolved" && filter.state != "all") {
        return Error { ErrorCode::Malformed, "Give `state` as firing, resolved or all." };
    }
    if (const auto severity = request.query("severity")) {
        filter.severity = parse_enum<AlertSeverity>(*severity);
        if (!filter.severity) {
            return Error { ErrorCode::Malformed, "Give `severity` as critical, major, minor, info or unknown." };
        }
    }
    return filter;
}

// A page of the list, worst first, at the seq it states.
Response list_alerts(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ASSIGN_OR_ANSWER(const AlertFilter filter, filter_of(request));
    ASSIGN_OR_ANSWER(const auto offset, number_parameter(request, "offset", 0, kMaxItemSeq));
    ASSIGN_OR_ANSWER(const auto limit, number_parameter(request, "limit", 200, kMostAlerts));
    const State visible = caller.visible();
    std::vector<const Alert*> taken;
    visible.alerts.for_each([&](const AlertId&, const Alert& alert) {
        if (filter.takes(visible, alert)) {
            taken.push_back(&alert);
        }
    });
    Listing<Alert> page;
    page.total = taken.size();
    page.seq = visible.seq;
    const std::size_t first = std::min<std::size_t>(static_cast<std::size_t>(offset), taken.size());
    const std::size_t last = std::min<std::size_t>(first + static_cast<std::size_t>(limit), taken.size());
    std::partial_sort(taken.begin(), taken.begin() + static_cast<std::ptrdiff_t>(last), taken.end(),
        [](const Alert* a, const Alert* b) { return worse(*a, *b); });
    for (std::size_t i = first; i < last; ++i) {
        page.items.push_back(*taken[i]);
    }
    return ok(to_json_text(page));
}

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
    for (std::string& text : text_parameters(request, "service")) {
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
    ASSIGN_OR_ANSWER(const auto hours, number_parameter(request, "hours", kMostHours, kMostHours));
    const State visible = caller.visible();
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

void register_alert_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/api/v1/alerts", reads(), [&app](const Request& r) { return list_alerts(app, r); });
    http.route(Method::Post, "/api/v1/alerts/{id}/acknowledge", acts(),
        command_route<AcknowledgeAlert>(app, 200, [](AcknowledgeAlert& command, const Request& request) {
            command.alert = AlertId { std::string(request.path_parameter("id")) };
        }));
    http.route(Method::Get, "/api/v1/changes", reads(), [&app](const Request& r) { return what_changed(app, r); });
    http.route(Method::Post, "/api/v1/changes", acts(), command_route<RecordChange>(app, 201));
}

}
