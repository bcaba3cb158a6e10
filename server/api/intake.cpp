// SPDX-License-Identifier: Apache-2.0
#include "server/api/intake.h"

#include "server/api/alertmanager_query.h"
#include "server/auth/request_identity.h"
#include "server/config/command_line.h"
#include "server/http/json_error.h"
#include "server/http/limits.h"
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/wire/intake/alertmanager_api.h"
#include "shared/wire/intake/alertmanager_webhook.h"
#include "shared/wire/intake/pagerduty_events.h"
#include "shared/wire/json/json_text.h"

namespace watchfloor {
namespace {

struct Adapters {
    Journals& journals;
    Auth& auth;
    Intake& intake;
    Clock& clock;
    Timestamp started_at {};

    Result<Sequencer*> sequencer_of(const Request& request) const
    {
        OpenedJournal* journal = journals.find(JournalId { std::string(request.query("journal").value_or("main")) });
        if (journal == nullptr) {
            return Error { ErrorCode::NotFound, "There is no such journal; leave out journal= for the main one." };
        }
        return journal->sequencer.get();
    }

    // The source a token delivers for, where the path does not name it.
    static Result<SourceId> source_of(const Request& request)
    {
        const auto sources = principal_of(request).intake_sources();
        if (sources.size() != 1) {
            return Error { ErrorCode::Forbidden,
                "Use a token with exactly one intake:<source> scope, so that the source is known." };
        }
        return SourceId { sources.front() };
    }

    // The delivery is lost, and must not be lost without a number.
    void count_turned_down(const Request& request) const;

    // Answers once the delivery is taken or refused; meanwhile the worker is free.
    Response answer_later(Sequencer& sequencer, Delivery delivery, Response success) const
    {
        return reply_later(
            [this, &sequencer, delivery = std::move(delivery), success = std::move(success)](Reply reply) mutable {
                intake.take(sequencer, std::move(delivery),
                    [reply = std::move(reply), success = std::move(success)](const Result<void>& taken) mutable {
                        reply(taken.ok() ? std::move(success) : error_response(taken.error()));
                    });
            });
    }

    Response webhook(const Request& request) const;
    Response api_alerts(const Request& request) const;
    Response list_alerts(const Request& request) const;
    Response api_status(const Request& request) const;
    Response pagerduty_event(const Request& request) const;
    Response pagerduty_change(const Request& request) const;

private:
    void count_refused_event(const Request& request) const;
    Result<SourceId> pagerduty_source(const Request& request, const std::string& routing_key) const;
};

void Adapters::count_turned_down(const Request& request) const
{
    const auto source = request.path_parameters.empty()
        ? source_of(request)
        : Result<SourceId> { SourceId { std::string(request.path_parameter("source")) } };
    if (source.ok()) {
        intake.count_refused(source.value());
    }
}

Response Adapters::webhook(const Request& request) const
{
    const SourceId source { std::string(request.path_parameter("source")) };
    const auto sequencer = sequencer_of(request);
    if (!sequencer.ok()) {
        return error_response(sequencer.error());
    }
    auto delivered = decode_webhook(request.body, clock.now());
    if (!delivered.ok()) {
        intake.count_refused(source);
        return error_response(delivered.error());
    }
    const AlertBatch& batch = delivered.value().batch;
    Response success = batch.invalid > 0 ? error_response(not_all_taken(batch)) : json_response(200, "{}");
    Delivery delivery;
    delivery.source = source;
    delivery.kind = SourceKind::Alertmanager;
    delivery.batch = std::move(delivered.value().batch);
    delivery.truncated = delivered.value().frame.truncated_alerts;
    delivery.body = request.body;
    return answer_later(*sequencer.value(), std::move(delivery), std::move(success));
}

// Alertmanager's own answers: 200 without a body, 400 while the valid ones are kept.
Response Adapters::api_alerts(const Request& request) const
{
    const auto source = source_of(request);
    const auto sequencer = sequencer_of(request);
    if (!source.ok() || !sequencer.ok()) {
        return error_response(source.ok() ? sequencer.error() : source.error());
    }
    auto batch = decode_api_alerts(request.body, clock.now());
    if (!batch.ok()) {
        intake.count_refused(source.value());
        return error_response(batch.error());
    }
    Response success = batch.value().invalid > 0 ? error_response(not_all_taken(batch.value())) : empty_response(200);
    Delivery delivery;
    delivery.source = source.value();
    delivery.kind = SourceKind::PrometheusApi;
    delivery.batch = std::move(batch).value();
    delivery.body = request.body;
    return answer_later(*sequencer.value(), std::move(delivery), std::move(success));
}

Response Adapters::list_alerts(const Request& request) const
{
    const auto sequencer = sequencer_of(request);
    const auto query = AlertmanagerQuery::read(request);
    if (!sequencer.ok() || !query.ok()) {
        return error_response(sequencer.ok() ? query.error() : sequencer.error());
    }
    const Principal principal = principal_of(request);
    const auto state = sequencer.value()->state();
    const auto visible
        = std::make_shared<const State>(project(*state, sight_for(principal, *journals.main().state(), *state)));
    const Timestamp soon = clock.now() + kResolveTimeout;
    std::vector<ApiAlertShown> shown;
    visible->alerts.for_each([&](const AlertId& id, const Alert& alert) {
        if (query.value().takes(alert)) {
            shown.push_back({ &alert, sequencer.value()->lease_end(id).value_or(soon) });
        }
    });
    return pieced_response(200, [visible, json = ApiAlertsJson(shown, visible->as_of)](std::string& out) mutable {
        return json.append(out, kPieceBytes);
    }).with_header("Cache-Control", "no-store");
}

// What Alertmanager's clients ask before they do anything, as amtool does.
Response Adapters::api_status(const Request&) const
{
    ApiStatus status;
    status.version = product_version();
    status.up_since = started_at;
    return json_response(200, api_status_to_json(status)).with_header("Cache-Control", "no-store");
}

// PagerDuty's clients know only a routing key; others may send a bearer token as everywhere.
Result<SourceId> Adapters::pagerduty_source(const Request& request, const std::string& routing_key) const
{
    const auto sources = principal_of(request).intake_sources();
    if (sources.size() == 1) {
        return SourceId { sources.front() };
    }
    if (const auto principal = auth.by_routing_key(routing_key)) {
        const auto keyed = principal->intake_sources();
        if (keyed.size() == 1) {
            return SourceId { keyed.front() };
        }
    }
    return Error { ErrorCode::Forbidden, "This routing_key is not known; `watchfloord token create` prints one." };
}

void Adapters::count_refused_event(const Request& request) const
{
    const auto source = pagerduty_source(request, pagerduty_routing_key(request.body));
    if (source.ok()) {
        intake.count_refused(source.value());
    }
}

// What fires since before dedup keys counted per source is ended and acknowledged as it was begun.
Labels identity_of(const State& state, const SourceId& source, const PagerDutyEvent& event)
{
    const Source* known = state.sources.find(source);
    const Alert* before
        = known != nullptr ? state.alerts.find(alert_id(domain_of(*known), event.report.labels)) : nullptr;
    const bool own = before != nullptr && before->source == source && before->state == AlertState::Firing;
    return own ? event.report.labels : pagerduty_identity(source, event.dedup_key);
}

Response Adapters::pagerduty_event(const Request& request) const
{
    auto event = decode_pagerduty_event(request.body, clock.now());
    if (!event.ok()) {
        count_refused_event(request);
        return error_response(event.error());
    }
    const auto source = pagerduty_source(request, event.value().routing_key);
    const auto sequencer = sequencer_of(request);
    if (!source.ok() || !sequencer.ok()) {
        return error_response(source.ok() ? sequencer.error() : source.error());
    }
    const Labels identity = identity_of(*sequencer.value()->state(), source.value(), event.value());
    if (event.value().action == PagerDutyAction::Acknowledge) {
        const auto acknowledged = intake.acknowledge(*sequencer.value(), source.value(), identity, request.body);
        return acknowledged.ok() ? json_response(202, pagerduty_accepted(event.value()))
                                 : error_response(acknowledged.error());
    }
    Delivery delivery;
    delivery.source = source.value();
    delivery.kind = SourceKind::PagerDuty;
    AlertReport report = event.value().report;
    report.whole = identity;
    add_report(delivery.batch, 0, std::move(report));
    delivery.body = request.body;
    return answer_later(*sequencer.value(), std::move(delivery), json_response(202, pagerduty_accepted(event.value())));
}

Response Adapters::pagerduty_change(const Request& request) const
{
    auto change = decode_pagerduty_change(request.body, clock.now());
    if (!change.ok()) {
        count_refused_event(request);
        return error_response(change.error());
    }
    const auto source = pagerduty_source(request, change.value().routing_key);
    const auto sequencer = sequencer_of(request);
    if (!source.ok() || !sequencer.ok()) {
        return error_response(source.ok() ? sequencer.error() : source.error());
    }
    const auto outcome = intake.take_change(*sequencer.value(), source.value(), change.value().change, request.body);
    return outcome.ok() ? json_response(202, pagerduty_change_accepted()) : error_response(outcome.error());
}

// A text in JSON is all that Alertmanager's clients can read of an error.
std::string as_alertmanager_says(const Refusal& refusal)
{
    std::string body;
    append_json_string(body, refusal.message);
    return body;
}

std::string as_pagerduty_says(const Refusal& refusal)
{
    return pagerduty_refused({ ErrorCode::Malformed, refusal.message, refusal.missing });
}

}

void register_intake_routes(HttpServer& server, Journals& journals, Auth& auth, Intake& intake, Clock& clock)
{
    const auto adapters = std::make_shared<const Adapters>(Adapters { journals, auth, intake, clock, clock.now() });
    const auto to = [&](Response (Adapters::*adapter)(const Request&) const) {
        return [adapters, adapter](const Request& request) { return ((*adapters).*adapter)(request); };
    };
    RouteOptions delivery { BodyKind::Json, kMonitoringMaxBody, QuotaClass::Intake, std::string(kNeedsIntake),
        [adapters](const Request& request) { adapters->count_turned_down(request); }, { "journal" } };
    RouteOptions api = delivery;
    api.refusal_body = as_alertmanager_says;
    RouteOptions listed { BodyKind::None, 0, QuotaClass::Reading, std::string(kNeedsRead), {}, { "journal" },
        as_alertmanager_says };
    listed.parameters.insert(
        listed.parameters.end(), AlertmanagerQuery::kParameters.begin(), AlertmanagerQuery::kParameters.end());
    // Of what is no list the last one counts there.
    listed.repeatable.assign(AlertmanagerQuery::kParameters.begin(), AlertmanagerQuery::kParameters.end());
    server.route(Method::Post, "/intake/alertmanager/{source}", delivery, to(&Adapters::webhook));
    server.route(Method::Post, "/api/v2/alerts", api, to(&Adapters::api_alerts));
    server.route(Method::Get, "/api/v2/alerts", listed, to(&Adapters::list_alerts));
    RouteOptions status = listed;
    status.parameters.clear();
    status.quota = QuotaClass::Api;
    server.route(Method::Get, "/api/v2/status", status, to(&Adapters::api_status));
    // The routing key in the body is the credential here, so the guard cannot ask for one.
    RouteOptions keyed { BodyKind::Json, kPagerDutyLimits.max_bytes, QuotaClass::Intake, std::string(kNeedsNothing), {},
        { "journal" }, as_pagerduty_says };
    server.route(Method::Post, "/v2/enqueue", keyed, to(&Adapters::pagerduty_event));
    server.route(Method::Post, "/v2/change/enqueue", keyed, to(&Adapters::pagerduty_change));
}

}
