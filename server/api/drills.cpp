// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/requests/drills.h"
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "server/app/drill_player.h"
#include "shared/domain/decision/permissions.h"
#include "shared/wire/answers/drills.h"
#include "shared/wire/answers/writes.h"

namespace watchfloor {
namespace {

Response list_scenarios(App& app, const Request&)
{
    std::vector<ScenarioSummary> summaries;
    for (const DrillScenario& scenario : app.drills->scenarios()) {
        summaries.push_back({ scenario.id, scenario.steps.back().at_seconds, scenario.title });
    }
    return listing(std::move(summaries), app.journals->main().head().seq);
}

// Not everybody may start one (may_rehearse): what happens in it stays in its own journal.
Response play(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const PlayRequest asked, decode_command<PlayRequest>(request.body));
    if (!may_rehearse(main_actor(app, request))) {
        return error_response({ ErrorCode::Forbidden, "Ask somebody of the staff to start a drill." });
    }
    ASSIGN_OR_ANSWER(const JournalId journal, app.drills->play(asked.scenario, asked.speed));
    WriteAnswer answer;
    answer.created = journal.text;
    answer.first_seq = 1;
    answer.seq = app.store->head(journal).seq;
    return json_response(201, to_json_text(answer, Zeros::Written));
}

// And any of them may end its script: nothing is lost by it, and another can be started.
Response end(App& app, const Request& request)
{
    if (!may_rehearse(main_actor(app, request))) {
        return error_response({ ErrorCode::Forbidden, "Ask somebody of the staff to end a drill." });
    }
    const JournalId journal { std::string(request.path_parameter("id")) };
    ANSWER_IF_ERROR(app.drills->end(journal));
    WriteAnswer answer;
    answer.seq = app.store->head(journal).seq;
    return json_response(200, to_json_text(answer, Zeros::Written));
}

}

void register_drill_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/api/v1/drills", of_the_site(reads()),
        [&app](const Request& r) { return list_scenarios(app, r); });
    http.route(Method::Post, "/api/v1/drills", of_the_site(acts()), [&app](const Request& r) { return play(app, r); });
    http.route(
        Method::Delete, "/api/v1/drills/{id}", of_the_site(acts()), [&app](const Request& r) { return end(app, r); });
}

}
