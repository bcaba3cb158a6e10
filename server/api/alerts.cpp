// SPDX-License-Identifier: Apache-2.0
// What monitoring says: the list, worst first, and its acknowledgement.
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "shared/domain/state/alert_search.h"

namespace watchfloor {
namespace {

constexpr std::uint64_t kMostAlerts = 1'000;
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
    filter.services = request.query_values("service");
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
    return listing(std::move(page));
}

}

void register_alert_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/api/v1/alerts",
        repeating(
            reads_much(kNeedsRead, { "filter", "limit", "offset", "service", "severity", "state" }), { "service" }),
        [&app](const Request& r) { return list_alerts(app, r); });
    http.route(Method::Post, "/api/v1/alerts/{id}/acknowledge", acts(),
        command_route<AcknowledgeAlert>(app, 200, [](AcknowledgeAlert& command, const Request& request) {
            command.alert = AlertId { std::string(request.path_parameter("id")) };
        }));
}

}
