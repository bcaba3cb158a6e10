// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace watchfloor {

struct App;
class HttpServer;

void register_session_routes(HttpServer& http, App& app);
void register_journal_routes(HttpServer& http, App& app);
void register_incident_routes(HttpServer& http, App& app);
void register_alert_routes(HttpServer& http, App& app);
void register_change_routes(HttpServer& http, App& app);
void register_service_routes(HttpServer& http, App& app);
void register_source_routes(HttpServer& http, App& app);
void register_bridge_routes(HttpServer& http, App& app);
void register_capacity_routes(HttpServer& http, App& app);
void register_capacity_plan_routes(HttpServer& http, App& app);
void register_forecast_routes(HttpServer& http, App& app);
void register_maintenance_routes(HttpServer& http, App& app);
void register_wall_routes(HttpServer& http, App& app);
void register_people_routes(HttpServer& http, App& app);
void register_token_routes(HttpServer& http, App& app);
void register_drill_routes(HttpServer& http, App& app);
void register_public_routes(HttpServer& http, App& app);

}
