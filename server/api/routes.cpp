// SPDX-License-Identifier: Apache-2.0
// The registers of services, sources and bridges, and the list of every part's routes.
#include "server/api/routes.h"

#include "server/api/caller.h"
#include "server/api/intake.h"
#include "server/sources/source_ledger.h"
#include "shared/wire/source_counts.h"

namespace watchfloor {
namespace {

// Each source the caller may see, with its accounts; and those that delivered without being known.
Response list_sources(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ANSWER_IF_ERROR(check_staff(caller));
    SourcesAnswer answer;
    answer.sources = app.ledger->all();
    return ok(to_json_text(answer));
}

}

void register_register_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/api/v1/services", reads(),
        [&app](const Request& r) { return list_all(app, r, &State::services); });
    http.route(Method::Post, "/api/v1/services", acts(), command_route<SetService>(app, 200));
    http.route(Method::Get, "/api/v1/bridges", reads(),
        [&app](const Request& r) { return list_all(app, r, &State::bridges); });
    http.route(Method::Post, "/api/v1/bridges", acts(), command_route<SetBridge>(app, 200));
    http.route(Method::Get, "/api/v1/sources", reads(), [&app](const Request& r) { return list_sources(app, r); });
    http.route(Method::Post, "/api/v1/sources", acts(kNeedsAdmin), command_route<SetSource>(app, 200));
}

void register_routes(HttpServer& http, App& app)
{
    register_session_routes(http, app);
    register_journal_routes(http, app);
    register_incident_routes(http, app);
    register_alert_routes(http, app);
    register_register_routes(http, app);
    register_capacity_routes(http, app);
    register_maintenance_routes(http, app);
    register_wall_routes(http, app);
    register_people_routes(http, app);
    register_drill_routes(http, app);
    register_public_routes(http, app);
    register_intake_routes(http, *app.journals, *app.auth, *app.intake, *app.clock);
}

}
