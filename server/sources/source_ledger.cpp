// SPDX-License-Identifier: Apache-2.0
#include "server/sources/source_ledger.h"

#include "shared/domain/decide/heartbeats.h"
#include "shared/wire/fields/fields_json.h"

#include <algorithm>
#include <limits>

namespace watchfloor {
namespace {

// Deliveries taken side by side are added in any order; one this much earlier came after the clock was set back.
constexpr Millis kOutOfOrder = std::chrono::minutes { 1 };

std::string remembered_name(const JournalId& journal, const SourceId& source)
{
    return "source/" + journal.text + "/" + source.text;
}

// The longest but one: of two senders that share a heartbeat the rhythm of both counts, not the moment between them;
// and one outage is no habit. Whoever repeats it every two seconds promises nothing by that.
std::int64_t learnt_from(std::vector<std::int64_t> intervals)
{
    if (intervals.size() < SourceLedger::kEnoughIntervals) {
        return 0;
    }
    // Of the first few the longest: a pair that began together has shown its rhythm only once.
    const bool few = intervals.size() == SourceLedger::kEnoughIntervals;
    const auto wanted = intervals.end() - (few ? 1 : 2);
    std::nth_element(intervals.begin(), wanted, intervals.end());
    return std::max(*wanted, kMinHeartbeatSeconds);
}

bool has_room(const std::vector<HeartbeatSeen>& heartbeats, const Labels& labels)
{
    std::size_t bytes = 0;
    for (const auto& [name, value] : labels) {
        bytes += name.size() + value.size();
    }
    return heartbeats.size() < SourceLedger::kMaxHeartbeats && bytes <= SourceLedger::kMaxHeartbeatLabels;
}

// What a sender says of itself may be any number, and a count never turns over.
void add_to(std::int64_t& count, std::int64_t more)
{
    more = std::max<std::int64_t>(more, 0);
    count = count > std::numeric_limits<std::int64_t>::max() - more ? std::numeric_limits<std::int64_t>::max()
                                                                    : count + more;
}

void learn(HeartbeatSeen& seen, Millis interval)
{
    const std::int64_t seconds = (interval.count() + 500) / 1000;
    if (seconds <= 0) {
        return; // sent twice
    }
    if (seen.intervals.size() == SourceLedger::kMaxIntervals) {
        seen.intervals.erase(seen.intervals.begin());
    }
    seen.intervals.push_back(seconds);
    seen.learnt_seconds = learnt_from(seen.intervals);
}

}

Result<void> SourceLedger::load(const JournalId& journal, const std::vector<SourceId>& sources)
{
    for (const SourceId& source : sources) {
        ASSIGN_OR_RETURN(const auto text, store_.remembered(remembered_name(journal, source)));
        if (!text) {
            continue;
        }
        ASSIGN_OR_RETURN(SourceCounts counts, from_canonical_text<SourceCounts>(*text));
        counts.failure.clear();
        counts.failing_since = {};
        const std::scoped_lock lock { mutex_ };
        held_[source] = Held { std::move(counts), false, {} };
    }
    return {};
}

void SourceLedger::add(const SourceCounts& delivery)
{
    const std::scoped_lock lock { mutex_ };
    Held& held = held_[delivery.source];
    SourceCounts& counts = held.counts;
    counts.source = delivery.source;
    const Millis goes_back = counts.last_delivery_at - delivery.last_delivery_at;
    if (delivery.last_delivery_at.millis > 0 && (goes_back < Millis::zero() || goes_back > kOutOfOrder)) {
        counts.last_delivery_at = delivery.last_delivery_at;
    }
    add_to(counts.deliveries, delivery.deliveries);
    add_to(counts.received, delivery.received);
    add_to(counts.duplicate, delivery.duplicate);
    add_to(counts.mended, delivery.mended);
    add_to(counts.muted, delivery.muted);
    add_to(counts.truncated, delivery.truncated);
    add_to(counts.rejected, delivery.rejected);
    held.dirty = true;
}

void SourceLedger::add_gap(const SourceId& source)
{
    const std::scoped_lock lock { mutex_ };
    Held& held = held_[source];
    held.counts.source = source;
    ++held.counts.gaps;
    held.dirty = true;
}

bool SourceLedger::note_heartbeat(
    const SourceId& source, const Labels& labels, bool fires, Timestamp now, Millis running)
{
    const AlertId id = heartbeat_id(source, labels);
    const std::scoped_lock lock { mutex_ };
    Held& held = held_[source];
    held.counts.source = source;
    std::vector<HeartbeatSeen>& all = held.counts.heartbeats;
    auto seen = std::find_if(all.begin(), all.end(), [&](const HeartbeatSeen& one) { return one.id == id; });
    if (seen == all.end()) {
        if (!fires) {
            return true; // of one that was never heard nothing is over
        }
        if (!has_room(all, labels)) {
            return false;
        }
        seen = all.insert(all.end(), HeartbeatSeen { .id = id, .labels = labels.copy() });
    }
    held.dirty = true;
    if (!fires) {
        seen->ended_at = seen->ended_at.value_or(now);
        return true;
    }
    const auto before = held.beats.find(id);
    if (before != held.beats.end() && !seen->ended_at) {
        learn(*seen, running - before->second);
    }
    held.beats[id] = running;
    seen->last_at = now;
    seen->ended_at.reset();
    return true;
}

void SourceLedger::forget_heartbeat(const SourceId& source, const AlertId& heartbeat)
{
    const std::scoped_lock lock { mutex_ };
    Held& held = held_[source];
    const auto forgotten
        = std::erase_if(held.counts.heartbeats, [&](const HeartbeatSeen& seen) { return seen.id == heartbeat; });
    held.beats.erase(heartbeat);
    held.dirty = held.dirty || forgotten > 0;
}

bool SourceLedger::set_failure(const SourceId& source, const std::string& failure, Timestamp now)
{
    const std::scoped_lock lock { mutex_ };
    SourceCounts& counts = held_[source].counts;
    counts.source = source;
    if (counts.failure == failure) {
        return false;
    }
    if (failure.empty()) {
        counts.failing_since = {};
    } else if (counts.failure.empty()) {
        counts.failing_since = now;
    }
    counts.failure = failure;
    return true;
}

SourceCounts SourceLedger::of(const SourceId& source) const
{
    const std::scoped_lock lock { mutex_ };
    const auto held = held_.find(source);
    SourceCounts counts = held != held_.end() ? held->second.counts : SourceCounts {};
    counts.source = source;
    return counts;
}

std::vector<SourceCounts> SourceLedger::all() const
{
    const std::scoped_lock lock { mutex_ };
    std::vector<SourceCounts> counts;
    for (const auto& [source, held] : held_) {
        counts.push_back(held.counts);
    }
    return counts;
}

void SourceLedger::flush(const JournalId& journal)
{
    Extras extras;
    {
        const std::scoped_lock lock { mutex_ };
        for (auto& [source, held] : held_) {
            if (held.dirty) {
                extras.remembered.push_back({ remembered_name(journal, source), to_json_text(held.counts) });
                held.dirty = false;
            }
        }
    }
    if (extras.remembered.empty() || store_.append(journal, {}, extras).ok()) {
        return;
    }
    const std::scoped_lock lock { mutex_ };
    for (auto& [source, held] : held_) {
        held.dirty = true;
    }
}

}
