// SPDX-License-Identifier: Apache-2.0
// Where alerts come from, with their accounts.
#include "server/api/caller.h"
#include "server/api/registers.h"
#include "server/api/routes.h"
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

void register_source_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/api/v1/sources", reads(), [&app](const Request& r) { return list_sources(app, r); });
    http.route(
        Method::Post, "/api/v1/sources", acts(kNeedsAdmin), register_route(app, &SetSource::source, &State::sources));
}

}
