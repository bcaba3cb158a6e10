// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_rows.h"

#include "client/language/text.h"
#include "shared/core/sorting.h"
#include "shared/domain/visibility/visibility.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace watchfloor {
namespace {

// As its traits say (field_traits.h): what the server tells nobody of that audience.
template<typename Entity>
bool field_is_shown(WallAudience audience, std::string_view field)
{
    static const Entity fresh {};
    const FieldTraits seen = audience == WallAudience::Visitor ? kVisitor : kRoom;
    bool shown = false;
    const auto look = [&](std::string_view name, const auto&, FieldTraits traits = {}) {
        shown = shown || (name == field && traits.has(seen));
    };
    Entity::fields(look, fresh);
    return shown;
}

}

WallAudience wall_audience_of(const ViewInput& input)
{
    const auto& me = input.replica.me();
    const WallAudience own = me && me->wall ? *me->wall : WallAudience::Room;
    return wall_audience(own, input.state.walls);
}

const WallDisplay* own_display(const ViewInput& input)
{
    const auto& me = input.replica.me();
    if (!me || !me->display) {
        return nullptr;
    }
    // An exercise's journal knows of no display, nor do visitors: it hangs there as the server said of this one alone.
    const WallDisplay* known = input.state.displays.find(me->display->id);
    return input.replica.exercise() || known == nullptr ? &*me->display : known;
}

bool may_know(WallAudience audience, WallSubject subject)
{
    switch (subject) {
    case WallSubject::Alerts:
        return field_is_shown<State>(audience, "alerts");
    case WallSubject::Sources:
        return field_is_shown<State>(audience, "sources");
    case WallSubject::Capacity:
        return field_is_shown<State>(audience, "resources");
    case WallSubject::Maintenance:
        return field_is_shown<State>(audience, "windows");
    case WallSubject::Services:
        return field_is_shown<State>(audience, "services");
    case WallSubject::Timeline:
        // Who decided and wrote what: as the people themselves.
        return field_is_shown<State>(audience, "users");
    case WallSubject::Command:
        return field_is_shown<Incident>(audience, "duties");
    }
    return false;
}

namespace {

void add_lost_source(WallRows& rows, const Source& source)
{
    rows.lost_sources.push_back(source.id.text);
    std::vector<Timestamp> since;
    if (source.lost_since) {
        since.push_back(*source.lost_since);
    }
    for (const MissedHeartbeat& missed : source.missed) {
        since.push_back(missed.since);
    }
    for (const Timestamp at : since) {
        rows.lost_since = std::min(rows.lost_since.value_or(at), at);
    }
}

}

WallRows wall_rows(const State& state, Timestamp now, const StateFrame& frame)
{
    const BoardRows board = board_rows(state, now, {}, nullptr, frame);
    WallRows rows;
    rows.majors = wall_majors(state, now, WallAudience::Room);
    std::copy_if(board.incidents.begin(), board.incidents.end(), std::back_inserter(rows.incidents),
        [](const IncidentRow& incident) { return !incident.major; });
    for (const AlertGroup& group : board.groups) {
        rows.alerts.insert(rows.alerts.end(), group.alerts.begin(), group.alerts.end());
    }
    rows.firing = board.firing;
    rows.per_ten_minutes = board.recent;
    rows.assigned = board.assigned;
    rows.muted = board.muted;
    rows.flood = board.flood;
    rows.holds_all_of_alerts = board.holds_all_of_alerts;
    rows.severities = board.severities;
    rows.left_out = board.left_out;
    state.sources.for_each([&](const SourceId&, const Source& source) {
        if (source.silent()) {
            add_lost_source(rows, source);
        }
    });
    sort_stably(rows.lost_sources, std::less {});
    return rows;
}

std::optional<Timestamp> newest_critical_at(const WallRows& rows, const TimelineColumns& timeline)
{
    std::optional<Timestamp> newest;
    for (const AlertRow& row : rows.alerts) {
        if (row.severity != Severity::Critical || row.acknowledged) {
            continue;
        }
        // Until the timeline has come there is only what monitoring says.
        const auto item = timeline.find(row.alert->opened_seq);
        const Timestamp at = item ? item->recorded_at : row.alert->started_at;
        newest = newest ? std::max(*newest, at) : at;
    }
    return newest;
}

}
