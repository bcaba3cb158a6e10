// SPDX-License-Identifier: Apache-2.0
// What needs no sign-in: health, metrics for this host, the status page, the interface's description.
#include "server/api/caller.h"
#include "server/api/metrics_text.h"
#include "server/api/routes.h"
#include "server/api/status_page.h"
#include "server/app/embedded_assets.h"
#include "server/app/health.h"
#include "server/auth/principal.h"
#include "server/http/limits.h"
#include "server/http/static_assets.h"

#include <utility>

namespace watchfloor {
namespace {

// Alive means that requests are answered, nothing more.
Response healthz(const Request&)
{
    return text_response(200, "ok\n");
}

// The world learns only that something is wrong, visitors' walls too. A damaged journal is still written and read: taking
// the server away would take the room's console away.
Response readyz(App& app, const Request& request)
{
    HealthAnswer health = health_of(app);
    const auto main = app.journals->main().state();
    const Visibility viewer = sight_for(principal_of(request), *main, *main);
    if (!request.local && !sees_samples(viewer)) {
        health = bare(std::move(health));
    }
    Response response = json_response(health.writable ? 200 : 503, to_json_text(health, Zeros::Written));
    if (!health.writable) {
        response.with_header("Retry-After", std::to_string(kRetryAfterSeconds));
    }
    return response.with_header("Cache-Control", "no-store");
}

// As GET /api/v1/sources: what monitoring calls its senders is for the staff.
Response metrics(App& app, const Request& request)
{
    const auto main = app.journals->main().state();
    const Visibility viewer = sight_for(principal_of(request), *main, *main);
    if (!request.local && !viewer.staff && !viewer.reads_everything) {
        return error_response({ ErrorCode::NotFound, "There is nothing here for you; ask the service desk." });
    }
    return text_response(200, metrics_text(app), "text/plain; version=0.0.4; charset=utf-8");
}

Response status(App& app, const Request&)
{
    Response response
        = text_response(200, status_page(*app.journals->main().state(), app.clock->now()), "text/html; charset=utf-8");
    for (const NamedValue& header : security_headers()) {
        response.with_header(header.name, header.value);
    }
    return response.with_header("Cache-Control", "public, max-age=15");
}

Response openapi(const Request&)
{
    static const auto text = std::make_shared<const std::string>(embedded_openapi());
    return json_response(200, text);
}

}

void register_public_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/healthz", of_the_site(reads(kNeedsNothing)), healthz);
    http.route(
        Method::Get, "/readyz", of_the_site(reads(kNeedsNothing)), [&app](const Request& r) { return readyz(app, r); });
    http.route(Method::Get, "/metrics", of_the_site(reads(kNeedsLocalOrRead)),
        [&app](const Request& r) { return metrics(app, r); });
    http.route(
        Method::Get, "/status", of_the_site(reads(kNeedsNothing)), [&app](const Request& r) { return status(app, r); });
    http.route(Method::Get, "/api/openapi.json", of_the_site(reads(kNeedsNothing)), openapi);
}

}
