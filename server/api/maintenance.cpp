// SPDX-License-Identifier: Apache-2.0
#include "server/api/caller.h"
#include "server/api/maintenance_calendar.h"
#include "server/api/routes.h"

namespace watchfloor {
namespace {

Response calendar(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    return text_response(200, maintenance_calendar(caller.visible(), app.clock->now()), "text/calendar; charset=utf-8")
        .with_header("Cache-Control", "no-store");
}

}

void register_maintenance_routes(HttpServer& http, App& app)
{
    http.route(
        Method::Get, "/api/v1/assets", reads(), [&app](const Request& r) { return list_all(app, r, &State::assets); });
    http.route(Method::Post, "/api/v1/assets", acts(), command_route<SetAsset>(app, 200));
    http.route(Method::Get, "/api/v1/work-orders", reads(),
        [&app](const Request& r) { return list_all(app, r, &State::work_orders); });
    http.route(Method::Post, "/api/v1/work-orders", acts(), command_route<PlanWorkOrder>(app, 201));
    http.route(Method::Post, "/api/v1/work-orders/{id}/transitions", acts(),
        command_route<MoveWorkOrder>(app, 200, [](MoveWorkOrder& command, const Request& request) {
            command.order = WorkOrderId { std::string(request.path_parameter("id")) };
        }));
    http.route(Method::Get, "/api/v1/maintenance-windows", reads(),
        [&app](const Request& r) { return list_all(app, r, &State::windows); });
    http.route(Method::Post, "/api/v1/maintenance-windows", acts(), command_route<PlanWindow>(app, 201));
    http.route(Method::Post, "/api/v1/maintenance-windows/{id}/transitions", acts(),
        command_route<MoveWindow>(app, 200, [](MoveWindow& command, const Request& request) {
            command.window = WindowId { std::string(request.path_parameter("id")) };
        }));
    http.route(
        Method::Get, "/calendar/maintenance.ics", reads(), [&app](const Request& r) { return calendar(app, r); });
}

}
