// SPDX-License-Identifier: Apache-2.0
// The register of bridges.
#include "server/api/caller.h"
#include "server/api/registers.h"
#include "server/api/routes.h"

namespace watchfloor {

void register_bridge_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/api/v1/bridges", reads(),
        [&app](const Request& r) { return list_all(app, r, &State::bridges); });
    http.route(Method::Post, "/api/v1/bridges", acts(), register_route(app, &SetBridge::bridge, &State::bridges));
}

}
