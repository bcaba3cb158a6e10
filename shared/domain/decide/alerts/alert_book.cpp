// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/alerts/alert_book.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entities/severity_words.h"

#include <algorithm>

namespace watchfloor {

const Alert* AlertBook::find(const AlertId& id) const
{
    const auto at = touched_.find(id.text);
    return at != touched_.end() ? &at->second : state_.alerts.find(id);
}

void AlertBook::fire(Alert alert)
{
    // What a delivery's thread allocated would keep that thread's heap from shrinking.
    alert.labels = alert.labels.copy();
    alert.annotations = alert.annotations.copy();
    alert.details = alert.details.copy();
    alert.links = alert.links.copy();
    // The facts of an alert are for everybody and for ever, and an incident may be restricted one day: that it has the
    // alert is said in an entry of its own, which goes with it.
    const Incident* incident = state_.incidents.find(alert.incident);
    Alert told = alert;
    told.incident = IncidentId {};
    Draft draft = draft_of(AlertFired { .alert = std::move(told) }, alert.id.text, context_);
    draft.occurred_at = alert.started_at;
    decision_.entries.push_back(std::move(draft));
    if (incident != nullptr) {
        AlertLinked linked { .incident = incident->id, .alert = alert.id };
        decision_.entries.push_back(draft_of(std::move(linked), *incident, context_));
    }
    firing_ += counts_as_firing(alert) ? 1 : 0;
    touched_.insert_or_assign(alert.id.text, std::move(alert));
}

void AlertBook::change(const Alert& alert)
{
    firing_ += (counts_as_firing(alert) ? 1 : 0) - (counts_as_firing(*find(alert.id)) ? 1 : 0);
    AlertChanged changed;
    changed.alert = alert.id;
    changed.firing = firing_;
    changed.severity = alert.severity;
    changed.service = alert.service;
    changed.started_at = alert.started_at;
    changed.muted_by = alert.muted_by;
    changed.known_starts = alert.known_starts;
    changed.known_ends = alert.known_ends;
    changed.annotations = alert.annotations;
    decision_.entries.push_back(draft_of(std::move(changed), alert.id.text, context_));
    touched_.insert_or_assign(alert.id.text, alert);
}

void AlertBook::resolve(
    const AlertId& id, Timestamp ended_at, std::vector<Timestamp> starts, std::vector<Timestamp> ends)
{
    Alert alert = *find(id);
    alert.known_starts = std::move(starts);
    alert.known_ends = std::move(ends);
    alert.lapsed = false;
    end(std::move(alert), ended_at);
}

void AlertBook::lapse(const AlertId& id, Timestamp ended_at)
{
    Alert alert = *find(id);
    alert.lapsed = true;
    end(std::move(alert), ended_at);
}

void AlertBook::end(Alert alert, Timestamp ended_at)
{
    firing_ -= counts_as_firing(alert) ? 1 : 0;
    alert.state = AlertState::Resolved;
    alert.ended_at = ended_at;
    AlertResolved resolved;
    resolved.alert = alert.id;
    resolved.ended_at = ended_at;
    resolved.firing = firing_;
    resolved.lapsed = alert.lapsed;
    resolved.known_starts = alert.known_starts;
    resolved.known_ends = alert.known_ends;
    Draft draft = draft_of(std::move(resolved), alert.id.text, context_);
    draft.occurred_at = ended_at;
    decision_.entries.push_back(std::move(draft));
    touched_.insert_or_assign(alert.id.text, alert);
}

void AlertBook::classify(Alert& alert) const
{
    const Labels words = words_of(alert);
    alert.service = matching_service(state_, words);
    const Source* source = state_.sources.find(alert.source);
    alert.severity = severity_from_labels(words, source != nullptr ? source->kind : SourceKind::Json);
}

void AlertBook::mute(Alert& alert)
{
    if (!windows_) {
        windows_.emplace(state_, context_.now);
    }
    alert.muted_by = windows_->of(alert);
}

void AlertBook::keep_open_incident(const Alert& known, Alert& after) const
{
    const Incident* incident = known.incident.empty() ? nullptr : state_.incidents.find(known.incident);
    if (incident != nullptr && incident->open()) {
        after.incident = known.incident;
    }
}

void AlertBook::review(const AlertId& id)
{
    const Alert* known = find(id);
    if (known == nullptr || known->state != AlertState::Firing) {
        return;
    }
    Alert alert = *known;
    if (alert.service == kUnknownService) {
        alert.service = matching_service(state_, words_of(alert));
    }
    mute(alert);
    if (alert.muted_by != known->muted_by || alert.service != known->service) {
        change(alert);
    }
}

std::vector<AlertId> outdated_services(const State& state)
{
    std::vector<AlertId> outdated;
    state.alerts.for_each([&](const AlertId& id, const Alert& alert) {
        if (alert.state == AlertState::Firing && alert.service == kUnknownService
            && matching_service(state, words_of(alert)) != kUnknownService) {
            outdated.push_back(id);
        }
    });
    return outdated;
}

ServiceId matching_service(const State& state, const Labels& labels)
{
    ServiceId best = kUnknownService;
    std::size_t most = 0;
    state.services.for_each([&](const ServiceId& id, const Service& service) {
        const bool closer = service.match.size() > most || (service.match.size() == most && id < best);
        if (closer && labels_match(service.match, labels)) {
            best = id;
            most = service.match.size();
        }
    });
    return best;
}

void set_own_alert(AlertBook& book, const Labels& labels, std::string summary, bool firing, const ServiceId& service,
    const Context& context)
{
    const AlertId id = alert_id(kOwnDomain, labels);
    const Alert* known = book.find(id);
    const bool fires_now = known != nullptr && known->state == AlertState::Firing;
    if (fires_now == firing) {
        return;
    }
    if (!firing) {
        book.resolve(id, context.now, known->known_starts, { context.now });
        return;
    }
    Alert alert;
    alert.id = id;
    alert.name = labels.at("alertname");
    alert.source = SourceId { std::string(kOwnDomain) };
    alert.started_at = context.now;
    alert.known_starts = { context.now };
    alert.labels = labels;
    alert.annotations = { { "summary", summary } };
    book.classify(alert);
    if (!service.empty()) {
        alert.service = service;
    }
    if (known != nullptr) {
        book.keep_open_incident(*known, alert);
    }
    book.mute(alert);
    book.fire(std::move(alert));
}

}
