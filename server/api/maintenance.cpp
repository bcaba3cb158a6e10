// SPDX-License-Identifier: Apache-2.0
#include "server/api/caller.h"
#include "server/api/maintenance_calendar.h"
#include "server/api/maintenance_preview.h"
#include "server/api/registers.h"
#include "server/api/routes.h"
#include "server/calendar/recurrence.h"
#include "server/http/conditional.h"
#include "shared/wire/entries/entry_codec.h"

namespace watchfloor {
namespace {

// Of the first entry's hash: no two journals share it.
constexpr std::size_t kOriginDigits = 16;

Result<SealedEntry> entry_at(App& app, const JournalId& journal, std::uint64_t seq)
{
    ASSIGN_OR_RETURN(auto entries, app.store->read_range(journal, seq, seq, {}));
    if (entries.empty()) {
        return Error { ErrorCode::Internal, "Entry " + std::to_string(seq) + " of the journal is missing." };
    }
    return std::move(entries.front());
}

Result<Timestamp> recorded_at(App& app, const JournalId& journal, std::uint64_t seq)
{
    ASSIGN_OR_RETURN(const SealedEntry entry, entry_at(app, journal, seq));
    ASSIGN_OR_RETURN(const EntryHead head, decode_head(entry));
    return head.recorded_at;
}

Response calendar(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    const JournalId journal = caller.journal->sequencer->journal();
    ASSIGN_OR_ANSWER(const SealedEntry first, entry_at(app, journal, 1));
    Result<void> readable;
    CalendarOrigin origin;
    origin.name = journal == kMainJournal ? "Maintenance" : "Maintenance, drill " + journal.text;
    origin.journal = to_hex(as_view(first.hash)).substr(0, kOriginDigits);
    origin.recorded_at = [&](std::uint64_t seq) {
        const auto at = recorded_at(app, journal, seq);
        if (!at.ok()) {
            readable = at.error();
        }
        return at.ok() ? at.value() : Timestamp {};
    };
    std::string text = maintenance_calendar(caller.visible_beside_alerts(), origin, caller.journal->clock->now());
    ANSWER_IF_ERROR(readable);
    return if_changed(request, text_response(200, std::move(text), "text/calendar; charset=utf-8"));
}

// The zones are expanded here, so that the rules and the journal know instants alone.
Response plan_series(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(PlanWindowSeries command, decode_command<PlanWindowSeries>(request.body));
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ANSWER_IF_ERROR(check_permission(caller.actor, act_of(command)));
    ASSIGN_OR_ANSWER(Recurrence made, expand_recurrence(command.recurrence, caller.journal->clock->now()));
    command.occurrences = std::move(made.occurrences);
    command.rule = std::move(made.rule);
    return submit(app, request, Command { std::move(command) }, 201);
}

template<typename T>
Handler about_window(App& app)
{
    return command_route<T>(app, 200, [](T& command, const Request& request) {
        command.window = WindowId { std::string(request.path_parameter("id")) };
    });
}

// A return to service says of the asset when it was maintained: not while somebody sets the asset as a whole.
Handler move_order_route(App& app)
{
    const Handler move = command_route<MoveWorkOrder>(app, 200, [](MoveWorkOrder& command, const Request& request) {
        command.order = WorkOrderId { std::string(request.path_parameter("id")) };
    });
    return [&app, move](const Request& request) {
        ASSIGN_OR_ANSWER(OpenedJournal* const journal, app.journal_of(request));
        const auto lock = journal->sequencer->hold_entities();
        return move(request);
    };
}

}

void register_maintenance_routes(HttpServer& http, App& app)
{
    http.route(
        Method::Get, "/api/v1/assets", reads(), [&app](const Request& r) { return list_all(app, r, &State::assets); });
    http.route(Method::Post, "/api/v1/assets", acts(), register_route(app, &SetAsset::asset, &State::assets));
    http.route(Method::Get, "/api/v1/work-orders", reads(),
        [&app](const Request& r) { return list_all(app, r, &State::work_orders); });
    http.route(Method::Post, "/api/v1/work-orders", acts(), command_route<PlanWorkOrder>(app, 201));
    http.route(Method::Post, "/api/v1/work-orders/{id}/plan", acts(),
        command_route<ReplanWorkOrder>(app, 200, [](ReplanWorkOrder& command, const Request& request) {
            command.order = WorkOrderId { std::string(request.path_parameter("id")) };
        }));
    http.route(Method::Post, "/api/v1/work-orders/{id}/transitions", acts(), move_order_route(app));
    http.route(Method::Get, "/api/v1/maintenance-windows", reads(),
        [&app](const Request& r) { return list_all(app, r, &State::windows); });
    http.route(Method::Post, "/api/v1/maintenance-windows", acts(), command_route<PlanWindow>(app, 201));
    http.route(Method::Post, "/api/v1/maintenance-windows/series", acts(),
        [&app](const Request& r) { return plan_series(app, r); });
    http.route(Method::Post, "/api/v1/maintenance-windows/preview", acts(),
        [&app](const Request& r) { return preview_window(app, r); });
    http.route(Method::Post, "/api/v1/maintenance-windows/{id}/transitions", acts(), about_window<MoveWindow>(app));
    http.route(Method::Post, "/api/v1/maintenance-windows/{id}/times", acts(), about_window<RescheduleWindow>(app));
    http.route(
        Method::Get, "/calendar/maintenance.ics", reads_much(), [&app](const Request& r) { return calendar(app, r); });
}

}
