// SPDX-License-Identifier: Apache-2.0
#include "server/intake/intake.h"

#include "server/sources/declare_source.h"
#include "shared/domain/decide/alerts/alerts.h"
#include "shared/domain/decide/heartbeats.h"

#include <algorithm>
#include <future>
#include <iterator>

namespace watchfloor {
namespace {

Actor actor_of_source(const SourceId& source)
{
    Actor actor;
    actor.user = UserId { source.text };
    actor.system = true;
    return actor;
}

// What was taken for an alert before it was known to be a heartbeat would fire for ever: its next sign of life ends it.
bool ends_as_alert(const State& state, const Source& source, AlertReport& report, Timestamp now)
{
    const Labels& identity = report.whole.empty() ? report.labels : report.whole;
    const Alert* alert = state.alerts.find(alert_id(domain_of(source), identity));
    if (alert == nullptr || alert->state != AlertState::Firing) {
        return false;
    }
    report.started_at = alert->started_at;
    report.start_is_ours = true;
    report.ended_at = report.ended_at.value_or(now);
    report.lease_until.reset();
    return true;
}

}

RawDelivery Intake::raw(const SourceId& source, std::string_view body, Timestamp now) const
{
    RawDelivery delivery;
    delivery.source = source;
    delivery.received_at = now;
    delivery.body = body.substr(0, kRawDeliveryLimit);
    delivery.full_bytes = body.size();
    return delivery;
}

Result<void> Intake::know_source(Sequencer& sequencer, const SourceId& source, SourceKind kind)
{
    Source registered;
    registered.id = source;
    registered.kind = kind;
    registered.domain = kDefaultDomain;
    return declare_source(sequencer, registered, actor_of_source(source));
}

// A sign of life is noted, whatever becomes of the alerts beside it, and is none of them.
void Intake::take_heartbeats(const State& state, Delivery& delivery, Timestamp now)
{
    const Source* known = state.sources.find(delivery.source);
    Source unknown;
    unknown.id = delivery.source;
    unknown.domain = kDefaultDomain;
    const Source& source = known != nullptr ? *known : unknown;
    const auto rules = heartbeat_rules(source, delivery.kind);
    const auto is_heartbeat
        = [&](const AlertReport& report) { return heartbeat_rule(rules, report.labels) != nullptr; };
    if (std::none_of(delivery.batch.alerts.begin(), delivery.batch.alerts.end(), is_heartbeat)) {
        return;
    }
    // What an exercise plays is no sign of anybody's life.
    const bool noted = state.purpose == JournalPurpose::Main;
    const Millis running = clock_.running();
    const auto stays_alert = [&](AlertReport& report) {
        if (!is_heartbeat(report)) {
            return true;
        }
        if (noted && !ledger_.note_heartbeat(source.id, report.labels, !report.ended_at, now, running)) {
            return true;
        }
        return ends_as_alert(state, source, report, now);
    };
    std::vector<AlertReport> alerts;
    alerts.reserve(delivery.batch.alerts.size());
    for (AlertReport& report : delivery.batch.alerts) {
        if (stays_alert(report)) {
            alerts.push_back(std::move(report));
        }
    }
    delivery.batch.alerts = std::move(alerts);
}

// A delivery while it is decided.
struct Intake::Taking {
    Sequencer& sequencer;
    Delivery delivery;
    Taken taken;
    Timestamp now;
    std::int64_t sent = 0;
    std::size_t next = 0;     // the first alert of the next slice
    std::string_view body {}; // empty once it is kept
    SourceCounts counts {};
};

void Intake::take(Sequencer& sequencer, Delivery delivery, Taken taken)
{
    const auto taking
        = std::make_shared<Taking>(Taking { sequencer, std::move(delivery), std::move(taken), clock_.now() });
    taking->sent = static_cast<std::int64_t>(taking->delivery.batch.alerts.size());
    taking->body = taking->delivery.body;
    taking->counts.source = taking->delivery.source;
    taking->counts.last_delivery_at = taking->now;
    take_heartbeats(*sequencer.state(), taking->delivery, taking->now);
    const auto known = know_source(sequencer, taking->delivery.source, taking->delivery.kind);
    if (known.ok()) {
        decide_slice(taking);
    } else {
        taking->taken(known);
    }
}

Result<void> Intake::take(Sequencer& sequencer, Delivery delivery)
{
    std::promise<Result<void>> promise;
    auto answer = promise.get_future();
    take(sequencer, std::move(delivery), [&](Result<void> taken) { promise.set_value(std::move(taken)); });
    return answer.get();
}

// One command each, in the order of the delivery; the next is queued once the one before is durable,
// so that what others want recorded never waits for more than one slice of each sender.
void Intake::decide_slice(const std::shared_ptr<Taking>& taking)
{
    std::vector<AlertReport>& alerts = taking->delivery.batch.alerts;
    const std::size_t size = std::min(Sequencer::kSlice, alerts.size() - taking->next);
    const auto from = alerts.begin() + static_cast<std::ptrdiff_t>(taking->next);
    const auto to = from + static_cast<std::ptrdiff_t>(size);
    Submission submission;
    submission.command
        = ReportAlerts { taking->delivery.source, { std::make_move_iterator(from), std::make_move_iterator(to) } };
    submission.actor = actor_of_source(taking->delivery.source);
    submission.delivery = raw(taking->delivery.source, taking->body, taking->now);
    submission.delivery->full_bytes = taking->delivery.body.size();
    submission.bulk = true;
    taking->next += size;
    taking->sequencer.submit(std::move(submission), [this, taking, size](const Result<Outcome>& outcome) {
        if (!outcome.ok()) {
            finish(*taking, outcome.error());
            return;
        }
        SourceCounts& counts = taking->counts;
        counts.received += static_cast<std::int64_t>(size);
        counts.duplicate += outcome.value().duplicates;
        counts.muted += outcome.value().muted;
        if (outcome.value().first_seq > 0) {
            taking->body = {}; // kept once
        }
        taking->next < taking->delivery.batch.alerts.size() ? decide_slice(taking) : finish(*taking, {});
    });
}

void Intake::finish(Taking& taking, const Result<void>& decided)
{
    SourceCounts& counts = taking.counts;
    if (decided.ok()) {
        counts.deliveries = 1;
        counts.received = taking.sent + taking.delivery.batch.invalid;
        counts.rejected = taking.delivery.batch.invalid;
        counts.truncated = taking.delivery.truncated;
        counts.mended = taking.delivery.batch.mended;
    }
    // The sender tries again what was refused, and only that is counted; slices before it stand and
    // will be its repeats.
    if (counts.received > 0 || decided.ok()) {
        account(taking.sequencer, counts);
    }
    taking.taken(decided);
}

Result<Outcome> Intake::take_change(Sequencer& sequencer, const SourceId& source, Change change, std::string_view body)
{
    const Timestamp now = clock_.now();
    RETURN_IF_ERROR(know_source(sequencer, source, SourceKind::PagerDuty));
    change.source = source;
    Submission submission;
    submission.command = RecordChange { std::move(change) };
    submission.actor = actor_of_source(source);
    submission.delivery = raw(source, body, now);
    auto outcome = sequencer.execute(std::move(submission));
    if (outcome.ok()) {
        SourceCounts counts;
        counts.source = source;
        counts.last_delivery_at = now;
        counts.deliveries = 1;
        counts.received = 1;
        account(sequencer, counts);
    }
    return outcome;
}

Result<void> Intake::acknowledge(
    Sequencer& sequencer, const SourceId& source, const Labels& labels, std::string_view body)
{
    const Timestamp now = clock_.now();
    RETURN_IF_ERROR(know_source(sequencer, source, SourceKind::PagerDuty));
    const auto state = sequencer.state();
    const Source* known = state->sources.find(source);
    Submission submission;
    submission.command = AcknowledgeAlert { alert_id(known != nullptr ? domain_of(*known) : kDefaultDomain, labels) };
    submission.actor = actor_of_source(source);
    submission.delivery = raw(source, body, now);
    const auto outcome = sequencer.execute(std::move(submission));
    const bool repeated = !outcome.ok() && outcome.error().code == ErrorCode::Conflict;
    if (!outcome.ok() && !repeated) {
        if (outcome.error().code != ErrorCode::Unavailable) {
            account(sequencer, refused(source));
        }
        return outcome.error().code == ErrorCode::NotFound
            ? Error { ErrorCode::NotFound, "No alert has this dedup_key; send a trigger first." }
            : outcome.error();
    }
    SourceCounts counts;
    counts.source = source;
    counts.last_delivery_at = now;
    counts.deliveries = 1;
    counts.received = 1;
    counts.duplicate = repeated ? 1 : 0;
    account(sequencer, counts);
    return {};
}

void Intake::account(const Sequencer& sequencer, const SourceCounts& counts)
{
    if (sequencer.state()->purpose == JournalPurpose::Main) {
        ledger_.add(counts);
    }
}

SourceCounts Intake::refused(const SourceId& source) const
{
    SourceCounts counts;
    counts.source = source;
    counts.last_delivery_at = clock_.now();
    counts.deliveries = 1;
    counts.rejected = 1;
    return counts;
}

void Intake::count_refused(const SourceId& source)
{
    ledger_.add(refused(source));
}

}
