// SPDX-License-Identifier: Apache-2.0
#include "server/app/timeline_model.h"

#include "shared/domain/apply/apply.h"
#include "shared/wire/entries/entry_codec.h"

#include <algorithm>

namespace watchfloor {
namespace {

template<typename Id>
bool share(const std::vector<Id>& a, const std::vector<Id>& b)
{
    return std::any_of(a.begin(), a.end(), [&](const Id& id) { return std::find(b.begin(), b.end(), id) != b.end(); });
}

// An incident as far as it chooses items.
struct Scope {
    IncidentId incident {};
    std::vector<AlertId> alerts {};
    std::vector<ServiceId> services {};
    std::vector<AssetId> assets {};
};

Scope scope_of(const IncidentId& id, const State& state)
{
    Scope scope { id, {}, {}, {} };
    if (const Incident* incident = state.incidents.find(id)) {
        scope.alerts = incident->alerts;
        scope.services = incident->services;
    }
    state.assets.for_each([&](const AssetId& asset_id, const Asset& asset) {
        if (share(asset.services, scope.services)) {
            scope.assets.push_back(asset_id);
        }
    });
    return scope;
}

// No item shows an alert's words, and they are most of it.
void forget_words(Payload& payload)
{
    if (auto* fired = std::get_if<AlertFired>(&payload)) {
        fired->alert.labels.clear();
        fired->alert.annotations.clear();
    } else if (auto* changed = std::get_if<AlertChanged>(&payload)) {
        changed->annotations.clear();
    }
}

bool touches(const TimelineSubject& subject, const Scope& scope)
{
    if (!subject.incident.empty()) {
        return subject.incident == scope.incident;
    }
    if (!subject.alert.empty()) {
        return std::find(scope.alerts.begin(), scope.alerts.end(), subject.alert) != scope.alerts.end();
    }
    return share(subject.services, scope.services) || share(subject.assets, scope.assets);
}

}

void TimelineModel::forget()
{
    const std::lock_guard lock(mutex_);
    begun_ = false;
    fold_ = State {};
    records_.clear();
}

TimelineModel::Record* TimelineModel::find(std::uint64_t seq)
{
    const auto at = std::lower_bound(records_.begin(), records_.end(), seq,
        [](const Record& record, std::uint64_t wanted) { return record.item.seq < wanted; });
    return at != records_.end() && at->item.seq == seq ? &*at : nullptr;
}

void TimelineModel::take(const SealedEntry& sealed, Entry entry)
{
    const std::string_view text = sealed.text ? std::string_view(sealed.text->bytes) : std::string_view {};
    // As far as it is of an incident for all: whether it is, is asked when somebody looks.
    EntryHead head = entry.head;
    head.audience = head.audience == Audience::Restricted ? Audience::Staff : head.audience;
    Visibility room;
    room.wall = WallAudience::Room;
    const bool on_walls = sight_of(room, head, text, WallAudience::Room) != Sight::Stub;
    for (TimelineOperation& operation : timeline_operations(fold_, entry)) {
        if (operation.act == TimelineOperation::Act::Put) {
            if (!check_item(operation.item).ok()) {
                continue;
            }
            records_.push_back(
                { operation.item, std::move(operation.subject), entry.head.seq, entry.head.audience, on_walls, false });
        } else if (Record* record = find(operation.item.seq)) {
            const TimelineItem item = amended(record->item, operation);
            record->item = check_item(item).ok() ? item : record->item;
            record->erased = record->erased || operation.act == TimelineOperation::Act::Erase;
            record->changed_seq = entry.head.seq;
        }
    }
    forget_words(entry.payload);
    apply(fold_, entry);
}

void TimelineModel::begin(std::uint64_t head)
{
    if (!begun_) {
        fold_.seq = head > kDepth ? head - kDepth : 0;
        begun_ = true;
    }
}

Result<void> TimelineModel::keep_up(std::uint64_t head, std::uint64_t slack)
{
    const std::lock_guard lock(mutex_);
    begin(head);
    return head > fold_.seq + slack ? catch_up(head) : Result<void> {};
}

Result<void> TimelineModel::catch_up(std::uint64_t head)
{
    begin(head);
    while (fold_.seq < head) {
        ASSIGN_OR_RETURN(const auto entries, store_.read_after(journal_, fold_.seq, { .damaged = Damaged::AsStub }));
        if (entries.empty()) {
            break;
        }
        for (const SealedEntry& sealed : entries) {
            if (!sealed.head) {
                fold_.seq = sealed.seq; // it does not verify: the timeline goes on behind it
                continue;
            }
            ASSIGN_OR_RETURN(Entry entry, decode_entry(sealed));
            take(sealed, std::move(entry));
        }
    }
    return {};
}

bool TimelineModel::visible(const Record& record, const Visibility& viewer, const State& state)
{
    const bool restricted = is_restricted(state, record.subject.incident, record.audience);
    if (viewer.wall) {
        const bool visitor = wall_audience(*viewer.wall, state.walls) == WallAudience::Visitor;
        return !restricted && !visitor && record.on_walls;
    }
    return restricted ? sees_restricted(viewer, record.subject.incident) : viewer.staff || viewer.reads_everything;
}

Result<TimelineAnswer> TimelineModel::query(const TimelineQuery& query, const Visibility& viewer, const State& state)
{
    const std::lock_guard lock(mutex_);
    RETURN_IF_ERROR(catch_up(state.seq));
    TimelineAnswer answer;
    answer.seq = fold_.seq;
    const auto scope = query.incident ? std::optional { scope_of(*query.incident, state) } : std::nullopt;
    const bool tells_of_gone = query.after > 0 && query.before == 0; // the first page does, of all
    for (auto record = records_.rbegin(); record != records_.rend(); ++record) {
        const TimelineItem& item = record->item;
        const bool asked = record->changed_seq > query.after && (query.before == 0 || item.seq < query.before);
        if (!asked || (scope && !touches(record->subject, *scope))) {
            continue;
        }
        if (query.service && !concerns_service(record->subject, *query.service, state)) {
            continue;
        }
        if (!visible(*record, viewer, state)) {
            continue; // nor that it is there no more
        }
        if (record->erased) {
            if (tells_of_gone && answer.gone.size() <= kMostGone) {
                answer.gone.push_back(item.seq);
            }
        } else if (item.begin <= query.to && (item.open() || item.end >= query.from)) {
            answer.more_before = answer.items.size() == query.limit;
            if (!answer.more_before) {
                answer.items.push_back(item);
            }
        }
        if (answer.more_before && (!tells_of_gone || answer.gone.size() > kMostGone)) {
            break;
        }
    }
    std::reverse(answer.items.begin(), answer.items.end());
    std::reverse(answer.gone.begin(), answer.gone.end());
    return answer;
}

}
