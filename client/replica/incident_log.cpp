// SPDX-License-Identifier: Apache-2.0
#include "client/replica/incident_log.h"

#include "client/platform/frame_schedule.h"
#include "shared/wire/entry_codec.h"
#include "shared/wire/entry_wire.h"
#include "shared/wire/error_codec.h"

#include <algorithm>

namespace watchfloor {

IncidentLog::IncidentLog(Transport& transport, std::string journal, IncidentId incident)
    : transport_(transport), journal_(std::move(journal)), incident_(std::move(incident)), fold_(incident_)
{
    fold_.lane_of_alert = [this](const Alert& alert) {
        auto at = std::find(alert_lanes_.begin(), alert_lanes_.end(), alert.id);
        if (at == alert_lanes_.end() && alert_lanes_.size() + kTimelineLanes < kMaxLanes) {
            alert_lanes_.push_back(alert.id);
            at = alert_lanes_.end() - 1;
        }
        return static_cast<std::uint16_t>(kTimelineLanes + (at - alert_lanes_.begin()));
    };
}

void IncidentLog::load(const State& state)
{
    if (!loading_ && !loaded_) {
        request_page(&state);
    }
}

void IncidentLog::request_page(const State* state)
{
    loading_ = true;
    HttpRequest request;
    request.path = "/api/v1/journal?journal=" + journal_ + "&subject=" + incident_.text
        + "&after=" + std::to_string(loaded_through_) + "&limit=" + std::to_string(kPage);
    request.tag = "log/" + incident_.text;
    // The state outlives the callback: the replica cancels by tag before it replaces its state.
    transport_.send(std::move(request), [this, state](const HttpResponse& response) {
        loading_ = false;
        auto page = response.ok() ? page_from_wire(response.body) : Result<JournalPage> { Error {} };
        if (!page.ok()) {
            const auto error = error_from_json(response.body);
            trouble_ = error ? error->message : response.failure;
            return;
        }
        trouble_.clear();
        for (const SealedEntry& sealed : page.value().entries) {
            loaded_through_ = sealed.seq;
            if (auto entry = decode_entry(sealed); entry.ok()) {
                take(*state, std::move(entry).value());
            }
        }
        if (page.value().entries.size() >= kPage) {
            request_page(state);
            return;
        }
        loaded_ = true;
        fold_alerts(*state);
        for (Entry& entry : waiting_) {
            if (entry.head.seq > loaded_through_ || entry.head.subject != incident_.text) {
                take(*state, std::move(entry));
            }
        }
        waiting_.clear();
        request_frame();
    });
}

// What monitoring says of the linked alerts lies under the alerts' own subjects: the state has it.
void IncidentLog::fold_alerts(const State& state)
{
    const Incident* incident = state.incidents.find(incident_);
    if (incident == nullptr) {
        return;
    }
    for (const AlertId& id : incident->alerts) {
        if (const Alert* alert = state.alerts.find(id)) {
            Entry entry;
            entry.head.seq = alert->opened_seq;
            entry.head.recorded_at = alert->started_at;
            entry.payload = AlertFired { *alert };
            fold_.apply(timeline_, state, entry);
        }
    }
    state.changes.for_each([&](const ChangeId&, const Change& change) {
        Entry entry;
        entry.head.seq = kMaxItemSeq - static_cast<std::uint64_t>(timeline_.size());
        entry.head.recorded_at = change.at;
        entry.head.occurred_at = change.at;
        entry.payload = ChangeRecorded { change };
        fold_.apply(timeline_, state, entry);
    });
}

void IncidentLog::take(const State& state, Entry entry)
{
    fold_.apply(timeline_, state, entry);
    if (entry.head.subject != incident_.text) {
        return;
    }
    if (!entries_.empty() && entries_.back().head.seq >= entry.head.seq) {
        return;   // seen already
    }
    entries_.push_back(std::move(entry));
}

void IncidentLog::follow(const State& state, const Entry& entry)
{
    if (!loaded_) {
        if (loading_) {
            waiting_.push_back(entry);
        }
        return;
    }
    take(state, entry);
}

const Entry* IncidentLog::entry(std::uint64_t seq) const
{
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), seq,
        [](const Entry& entry, std::uint64_t wanted) { return entry.head.seq < wanted; });
    return at != entries_.end() && at->head.seq == seq ? &*at : nullptr;
}

AlertId IncidentLog::alert_in_lane(std::uint16_t lane) const
{
    const std::size_t index = lane - std::size_t { kTimelineLanes };
    return lane >= kTimelineLanes && index < alert_lanes_.size() ? alert_lanes_[index] : AlertId {};
}

}
