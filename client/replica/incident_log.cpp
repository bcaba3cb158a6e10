// SPDX-License-Identifier: Apache-2.0
#include "client/replica/incident_log.h"

#include "client/frame/frame_schedule.h"
#include "shared/timeline/column_codec.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"
#include "shared/wire/error_codec.h"

#include <algorithm>

namespace watchfloor {

IncidentLog::IncidentLog(Transport& transport, std::string journal, IncidentId incident)
    : transport_(transport), journal_(std::move(journal)), incident_(std::move(incident))
{
}

void IncidentLog::load(Timestamp now)
{
    now_ = now;
    if (!items_loaded_ && !loading_items_ && items_retry_.due(now)) {
        loading_items_ = true;
        request_items();
    }
    if (!loaded_ && !loading_ && page_retry_.due(now)) {
        loading_ = true;
        request_page();
    }
}

void IncidentLog::note_failure(const HttpResponse& response, Retry& retry)
{
    const auto error = error_from_json(response.body);
    trouble_ = error ? error->message : response.failure;
    retry.failed(now_);
    request_frame();
}

// The geometry of all that touches the incident comes from the server; texts come with the pages.
void IncidentLog::request_items()
{
    items_.asked();
    HttpRequest request;
    request.path = "/api/v1/timeline?journal=" + journal_ + "&scope=" + incident_.text;
    request.tag = tag();
    transport_.send(std::move(request), [this](const HttpResponse& response) { take_items(response); });
}

void IncidentLog::take_items(const HttpResponse& response)
{
    loading_items_ = false;
    const auto items = response.ok() ? decode_items(response.body) : Result<std::vector<TimelineItem>> { Error {} };
    if (!items.ok()) {
        note_failure(response, items_retry_);
        return;
    }
    items_.take(timeline_, items.value());
    items_loaded_ = true;
    if (loaded_) {
        trouble_.clear();
    }
    request_frame();
}

void IncidentLog::request_page()
{
    HttpRequest request;
    request.path = "/api/v1/journal?journal=" + journal_ + "&subject=" + incident_.text
        + "&after=" + std::to_string(loaded_through_) + "&limit=" + std::to_string(kPage);
    request.tag = tag();
    transport_.send(std::move(request), [this](const HttpResponse& response) { take_page(response); });
}

void IncidentLog::take_page(const HttpResponse& response)
{
    auto page = response.ok() ? page_from_wire(response.body) : Result<JournalPage> { Error {} };
    if (!page.ok()) {
        loading_ = false;
        note_failure(response, page_retry_);
        return;
    }
    for (const SealedEntry& sealed : page.value().entries) {
        loaded_through_ = sealed.seq;
        if (auto entry = decode_entry(sealed); entry.ok()) {
            entries_.push_back(std::move(entry).value());
        }
    }
    // A server ends a page early where it grows too large.
    if (page.value().entries.size() >= kPage || response.body.size() >= kLargePage) {
        request_page();
        return;
    }
    loading_ = false;
    loaded_ = true;
    if (items_loaded_) {
        trouble_.clear();
    }
    for (Entry& entry : waiting_) {
        if (entry.head.seq > loaded_through_) {
            entries_.push_back(std::move(entry));
        }
    }
    waiting_.clear();
    request_frame();
}

bool IncidentLog::concerns(const State& after, const TimelineSubject& subject) const
{
    if (subject.incident == incident_) {
        return true;
    }
    const Incident* incident = after.incidents.find(incident_);
    if (incident == nullptr || !subject.incident.empty()) {
        return false;
    }
    const auto holds
        = [](const auto& all, const auto& one) { return std::find(all.begin(), all.end(), one) != all.end(); };
    return (!subject.alert.empty() && holds(incident->alerts, subject.alert))
        || (subject.alert.empty()
            && std::any_of(subject.services.begin(), subject.services.end(),
                [&](const ServiceId& service) { return holds(incident->services, service); }));
}

void IncidentLog::draw(const TimelineOperation& operation)
{
    if (!items_loaded_) {
        items_.follow(operation);
    }
    apply_operation(timeline_, operation);
}

void IncidentLog::follow(const State& before, const State& after, const Entry& entry)
{
    for (const TimelineOperation& operation : timeline_operations(before, entry)) {
        const bool put = operation.act == TimelineOperation::Act::Put;
        if (!put || concerns(after, operation.subject)) {
            draw(operation);
        }
    }
    // An alert that is linked now was drawn before it belonged here; one that comes back has been drawn here already.
    if (const auto* linked = std::get_if<AlertLinked>(&entry.payload);
        linked != nullptr && linked->incident == incident_) {
        const Alert* alert = after.alerts.find(linked->alert);
        if (alert != nullptr && !timeline_.find(alert->opened_seq)) {
            Entry fired;
            fired.head.seq = alert->opened_seq;
            fired.head.recorded_at = alert->started_at;
            fired.payload = AlertFired { *alert };
            for (const TimelineOperation& operation : timeline_operations(State {}, fired)) {
                draw(operation);
            }
        }
    }
    // A page may hold what the stream brings only afterwards.
    if (entry.head.subject == incident_.text && entry.head.seq > loaded_through_) {
        (loaded_ ? entries_ : waiting_).push_back(entry);
    }
}

const Entry* IncidentLog::entry(std::uint64_t seq) const
{
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), seq,
        [](const Entry& entry, std::uint64_t wanted) { return entry.head.seq < wanted; });
    return at != entries_.end() && at->head.seq == seq ? &*at : nullptr;
}

}
