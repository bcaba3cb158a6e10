// SPDX-License-Identifier: Apache-2.0
#include "server/sources/source_ledger.h"

#include "shared/wire/fields/fields_json.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Deliveries taken side by side are added in any order; one this much earlier came after the clock was set back.
constexpr Millis kOutOfOrder = std::chrono::minutes { 1 };

std::string remembered_name(const JournalId& journal, const SourceId& source)
{
    return "source/" + journal.text + "/" + source.text;
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
        held_[source] = Held { std::move(counts), false };
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
    counts.deliveries += delivery.deliveries;
    counts.received += delivery.received;
    counts.duplicate += delivery.duplicate;
    counts.mended += delivery.mended;
    counts.muted += delivery.muted;
    counts.truncated += delivery.truncated;
    counts.rejected += delivery.rejected;
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
