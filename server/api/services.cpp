// SPDX-License-Identifier: Apache-2.0
// The register of services.
#include "server/api/caller.h"
#include "server/api/registers.h"
#include "server/api/routes.h"

namespace watchfloor {

void register_service_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/api/v1/services", reads(),
        [&app](const Request& r) { return list_all(app, r, &State::services); });
    http.route(Method::Post, "/api/v1/services", acts(), register_route(app, &SetService::service, &State::services));
}

}
