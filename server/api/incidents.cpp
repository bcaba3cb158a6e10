// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/answers/incidents.h"
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "shared/domain/apply/apply.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/numbering.h"
#include "shared/domain/visibility/visibility.h"
#include "shared/wire/entries/entry_codec.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::string_view kIncidentPrefix = "INC-";
constexpr std::uint64_t kClosedPage = 20;
constexpr std::uint64_t kMostClosed = 100;
constexpr std::int64_t kMostLookedAt = 200;

const Error kNoIncident { ErrorCode::NotFound, "There is no such incident; see GET /api/v1/incidents." };

// Most urgent first: declared, then by priority, then the oldest.
bool more_urgent(const Incident& a, const Incident& b)
{
    const auto rank = [](const Incident& incident) {
        return std::tuple(!incident.open(), !incident.declared(), incident.priority, incident.logged_at.millis);
    };
    return rank(a) != rank(b) ? rank(a) < rank(b) : a.id < b.id;
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
            fold.seq = 0; // what is folded here is not too old for here, as it is for the working set
            apply(fold, entry);
        }
        after = entries.back().seq;
    }
    const Incident* incident = fold.incidents.find(id);
    if (incident == nullptr || (incident->restricted && !may_see(caller.actor, *incident))) {
        return kNoIncident;
    }
    return *incident;
}

// Of whatever age; `visible` is what of the working set the caller may know.
Result<Incident> incident_of(App& app, const Caller& caller, const State& visible, const IncidentId& id)
{
    if (!caller.state->incidents.contains(id)) {
        return incident_from_journal(app, caller, id);
    }
    const Incident* incident = visible.incidents.find(id);
    if (incident == nullptr) {
        return kNoIncident;
    }
    return *incident;
}

Response read_incident(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    const IncidentId id { std::string(request.path_parameter("id")) };
    ASSIGN_OR_ANSWER(const Incident incident, incident_of(app, caller, caller.visible_beside_alerts(), id));
    return ok(to_json_text(incident));
}

// Those that ended, whenever that was, the highest number first. One that has left the working set is folded from its
// entries, so a page ends after so many numbers, whatever it found, and says where the next one begins. One that cannot
// be read is left out, as is what the caller may not know: the rest of the past stays within reach.
Response list_closed(App& app, const Request& request, const Caller& caller)
{
    ASSIGN_OR_ANSWER(const auto limit, number_parameter(request, "limit", kClosedPage, kMostClosed, 1));
    const std::string_view before = request.query("before").value_or("");
    const std::int64_t given = before.starts_with(kIncidentPrefix) ? number_in(before) : 0;
    if (!before.empty() && given == 0) {
        return error_response({ ErrorCode::Malformed, "Give `before` as the number of an incident, such as INC-12." });
    }
    const State visible = caller.visible_beside_alerts();
    std::int64_t number = caller.state->next_incident;
    number = before.empty() ? number : std::min(number, given);
    const std::int64_t last = std::max<std::int64_t>(1, number - kMostLookedAt);
    ClosedIncidents page;
    page.seq = visible.seq;
    while (number > last && page.items.size() < limit) {
        --number;
        auto incident
            = incident_of(app, caller, visible, IncidentId { std::string(kIncidentPrefix) + std::to_string(number) });
        if (incident.ok() && !incident.value().open()) {
            page.items.push_back(std::move(incident).value());
        }
    }
    page.older = IncidentId { number > 1 ? std::string(kIncidentPrefix) + std::to_string(number) : std::string() };
    return ok(to_json_text(page));
}

Response list_incidents(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    const std::string_view which = request.query("state").value_or("open");
    if (which == "closed") {
        return list_closed(app, request, caller);
    }
    if (which != "open" && which != "all") {
        return error_response({ ErrorCode::Malformed, "Give `state` as open, all or closed." });
    }
    if (request.query("before") || request.query("limit")) {
        return error_response(
            { ErrorCode::Malformed, "`before` and `limit` page through state=closed; the others are whole." });
    }
    const State visible = caller.visible_beside_alerts();
    return listing(values_of(
                       visible.incidents, [&](const Incident& i) { return which == "all" || i.open(); }, more_urgent),
        visible.seq);
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
    http.route(Method::Get, "/api/v1/incidents", reads_much(kNeedsRead, { "before", "limit", "state" }),
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
    incident_command<OfferUpdate>(http, app, "offers", 200);
    incident_command<LinkAlert>(http, app, "alerts", 200);
    incident_command<AddReference>(http, app, "references", 201);
    incident_command<SetMembers>(http, app, "members", 200);
}

}
