// SPDX-License-Identifier: Apache-2.0
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "shared/domain/apply/apply.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/visibility/visibility.h"
#include "shared/wire/entries/entry_codec.h"

namespace watchfloor {
namespace {

const Error kNoIncident { ErrorCode::NotFound, "There is no such incident; see GET /api/v1/incidents." };

// Most urgent first: declared, then by priority, then the oldest.
bool more_urgent(const Incident& a, const Incident& b)
{
    const auto rank = [](const Incident& incident) {
        return std::tuple(!incident.open(), !incident.declared(), incident.priority, incident.logged_at.millis);
    };
    return rank(a) != rank(b) ? rank(a) < rank(b) : a.id < b.id;
}

Response list_incidents(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    const std::string_view which = request.query("state").value_or("open");
    if (which != "open" && which != "all") {
        return error_response({ ErrorCode::Malformed, "Give `state` as open or all." });
    }
    const State visible = caller.visible();
    return listing(values_of(
                       visible.incidents, [&](const Incident& i) { return which == "all" || i.open(); }, more_urgent),
        visible.seq);
}

// An incident that has left the working set is folded from its own entries.
Result<Incident> incident_from_journal(App& app, const Caller& caller, const IncidentId& id)
{
    State fold;
    std::uint64_t after = 0;
    for (;;) {
        ASSIGN_OR_RETURN(
            const auto entries, app.store->read_subject(caller.journal->sequencer->journal(), id.text, after, {}));
        if (entries.empty()) {
            break;
        }
        for (const SealedEntry& sealed : entries) {
            ASSIGN_OR_RETURN(const Entry entry, decode_entry(sealed));
            if (entry_sight(caller.viewer, *caller.state, entry.head, "") != Sight::Whole) {
                return kNoIncident;
            }
            std::visit([&](const auto&) { apply(fold, entry); }, entry.payload);
        }
        after = entries.back().seq;
    }
    const Incident* incident = fold.incidents.find(id);
    if (incident == nullptr || (incident->restricted && !may_see(caller.actor, *incident))) {
        return kNoIncident;
    }
    return *incident;
}

Response read_incident(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    const IncidentId id { std::string(request.path_parameter("id")) };
    if (caller.state->incidents.contains(id)) {
        const State visible = caller.visible();
        const Incident* incident = visible.incidents.find(id);
        return incident == nullptr ? error_response(kNoIncident) : ok(to_json_text(*incident));
    }
    ASSIGN_OR_ANSWER(const Incident incident, incident_from_journal(app, caller, id));
    return ok(to_json_text(incident));
}

// A correction strikes out the note it names: that must be one of this incident which the author sees. It tells what
// happened then, not now: it keeps the note's time unless it names another.
Result<void> take_superseded(App& app, const Caller& caller, AddNote& command)
{
    const Incident* incident = caller.state->incidents.find(command.incident);
    if (command.supersedes == 0 || incident == nullptr || !may_see(caller.actor, *incident)) {
        return {}; // the rules say what is wrong
    }
    const auto sealed = visible_entry(app, caller, command.supersedes);
    if (!sealed.ok() && sealed.error().code != ErrorCode::NotFound) {
        return sealed.error();
    }
    const auto entry = sealed.ok() ? decode_entry(sealed.value()) : Result<Entry> { sealed.error() };
    const auto* note = entry.ok() ? std::get_if<NoteAdded>(&entry.value().payload) : nullptr;
    if (note == nullptr || note->incident != command.incident) {
        return Error { ErrorCode::Malformed,
            "Name a note of " + command.incident.text
                + " in `supersedes`; GET /api/v1/journal?subject=" + command.incident.text + " lists them." };
    }
    command.occurred_at = command.occurred_at.value_or(entry.value().head.occurred_at);
    return {};
}

Response add_note(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(AddNote command, decode_command<AddNote>(request.body));
    command.incident = IncidentId { std::string(request.path_parameter("id")) };
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ANSWER_IF_ERROR(check_permission(caller.actor, act_of(command)));
    ANSWER_IF_ERROR(take_superseded(app, caller, command));
    return submit(app, request, Command { std::move(command) }, 201);
}

template<typename T>
void incident_command(HttpServer& http, App& app, const std::string& part, int status)
{
    http.route(Method::Post, "/api/v1/incidents/{id}/" + part, acts(),
        command_route<T>(app, status, [](T& command, const Request& request) {
            command.incident = IncidentId { std::string(request.path_parameter("id")) };
        }));
}

}

void register_incident_routes(HttpServer& http, App& app)
{
    http.route(Method::Get, "/api/v1/incidents", reads_much(kNeedsRead, { "state" }),
        [&app](const Request& r) { return list_incidents(app, r); });
    http.route(Method::Post, "/api/v1/incidents", acts(), command_route<LogIncident>(app, 201));
    http.route(
        Method::Get, "/api/v1/incidents/{id}", reads(), [&app](const Request& r) { return read_incident(app, r); });
    http.route(
        Method::Post, "/api/v1/incidents/{id}/entries", acts(), [&app](const Request& r) { return add_note(app, r); });
    incident_command<MoveIncident>(http, app, "transitions", 200);
    incident_command<ClassifyIncident>(http, app, "classification", 200);
    incident_command<DecideMajor>(http, app, "major", 200);
    incident_command<MoveDuty>(http, app, "duties", 200);
    incident_command<SetTask>(http, app, "tasks", 200);
    incident_command<PublishUpdate>(http, app, "updates", 201);
    incident_command<LinkAlert>(http, app, "alerts", 200);
    incident_command<AddReference>(http, app, "references", 201);
    incident_command<SetMembers>(http, app, "members", 200);
}

}
