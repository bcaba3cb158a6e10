// SPDX-License-Identifier: Apache-2.0
// The list of every part's routes.
#include "server/api/routes.h"

#include "server/api/intake.h"
#include "server/app/app.h"

namespace watchfloor {

void register_routes(HttpServer& http, App& app)
{
    register_session_routes(http, app);
    register_journal_routes(http, app);
    register_incident_routes(http, app);
    register_alert_routes(http, app);
    register_change_routes(http, app);
    register_service_routes(http, app);
    register_source_routes(http, app);
    register_bridge_routes(http, app);
    register_capacity_routes(http, app);
    register_capacity_plan_routes(http, app);
    register_forecast_routes(http, app);
    register_maintenance_routes(http, app);
    register_wall_routes(http, app);
    register_people_routes(http, app);
    register_token_routes(http, app);
    register_drill_routes(http, app);
    register_public_routes(http, app);
    register_intake_routes(http, *app.journals, *app.auth, *app.intake, *app.clock);
}

}
