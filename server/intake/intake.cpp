// SPDX-License-Identifier: Apache-2.0
#include "server/intake/intake.h"

#include <algorithm>
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

bool is_heartbeat(const AlertReport& alert)
{
    const auto name = alert.labels.find("alertname");
    return name != alert.labels.end() && name->second == Intake::kHeartbeatRule;
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

Result<void> Intake::know_source(Sequencer& sequencer, const SourceId& source, SourceKind kind, bool heartbeat)
{
    const auto state = sequencer.state();
    const Source* known = state->sources.find(source);
    if (known != nullptr && (!heartbeat || known->cadence_seconds > 0)) {
        return {};
    }
    Source registered;
    if (known != nullptr) {
        registered = *known;
    } else {
        registered.id = source;
        registered.kind = kind;
        registered.domain = kDefaultDomain;
    }
    registered.cadence_seconds = heartbeat ? kHeartbeatSeconds : 0;
    Submission submission;
    submission.command = SetSource { registered };
    submission.actor = actor_of_source(source);
    RETURN_IF_ERROR(sequencer.execute(std::move(submission)));
    return {};
}

Result<void> Intake::take(Sequencer& sequencer, Delivery delivery)
{
    const Timestamp now = clock_.now();
    std::vector<AlertReport>& alerts = delivery.batch.alerts;
    const auto sent = static_cast<std::int64_t>(alerts.size());
    const auto beats = std::remove_if(alerts.begin(), alerts.end(), is_heartbeat);
    const bool heartbeat = beats != alerts.end();
    alerts.erase(beats, alerts.end());
    RETURN_IF_ERROR(know_source(sequencer, delivery.source, delivery.kind, heartbeat));

    SourceCounts counts;
    counts.source = delivery.source;
    counts.last_delivery_at = now;
    const auto decided = decide_in_slices(sequencer, delivery, now, counts);
    if (decided.ok()) {
        counts.deliveries = 1;
        counts.received = sent + delivery.batch.invalid;
        counts.rejected = delivery.batch.invalid;
        counts.truncated = delivery.truncated;
    }
    // The sender tries again what was refused, and only that is counted; slices before it stand and
    // will be its repeats.
    if (counts.received > 0 || decided.ok()) {
        ledger_.add(counts);
    }
    return decided;
}

// One command each, in the order of the delivery; the next is queued once the one before is durable,
// so that what others want recorded never waits for more than one slice of each sender.
Result<void> Intake::decide_in_slices(Sequencer& sequencer, Delivery& delivery, Timestamp now, SourceCounts& counts)
{
    std::vector<AlertReport>& alerts = delivery.batch.alerts;
    const auto size = static_cast<std::ptrdiff_t>(Sequencer::kSlice);
    std::string_view body = delivery.body;
    auto from = alerts.begin();
    do {
        const auto to = from + std::min(size, alerts.end() - from);
        Submission submission;
        submission.command
            = ReportAlerts { delivery.source, { std::make_move_iterator(from), std::make_move_iterator(to) } };
        submission.actor = actor_of_source(delivery.source);
        submission.delivery = raw(delivery.source, body, now);
        submission.delivery->full_bytes = delivery.body.size();
        submission.bulk = true;
        ASSIGN_OR_RETURN(const Outcome outcome, sequencer.execute(std::move(submission)));
        counts.received += to - from;
        counts.duplicate += outcome.duplicates;
        counts.muted += outcome.muted;
        body = outcome.first_seq > 0 ? std::string_view {} : body; // kept once
        from = to;
    } while (from != alerts.end());
    return {};
}

Result<Outcome> Intake::take_change(Sequencer& sequencer, const SourceId& source, Change change, std::string_view body)
{
    const Timestamp now = clock_.now();
    RETURN_IF_ERROR(know_source(sequencer, source, SourceKind::PagerDuty, false));
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
        ledger_.add(counts);
    }
    return outcome;
}

Result<Outcome> Intake::acknowledge(Sequencer& sequencer, const SourceId& source, const Labels& labels)
{
    RETURN_IF_ERROR(know_source(sequencer, source, SourceKind::PagerDuty, false));
    const Source* known = sequencer.state()->sources.find(source);
    Submission submission;
    submission.command
        = AcknowledgeAlert { alert_id(known != nullptr ? known->domain : std::string(kDefaultDomain), labels) };
    submission.actor = actor_of_source(source);
    return sequencer.execute(std::move(submission));
}

void Intake::count_refused(const SourceId& source)
{
    SourceCounts counts;
    counts.source = source;
    counts.last_delivery_at = clock_.now();
    counts.deliveries = 1;
    counts.rejected = 1;
    ledger_.add(counts);
}

}
