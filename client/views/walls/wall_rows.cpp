// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_rows.h"

#include "client/language/text.h"
#include "shared/domain/visibility/visibility.h"

#include <algorithm>
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

WallRows wall_rows(const State& state, Timestamp now)
{
    const BoardRows board = board_rows(state, now, {});
    WallRows rows;
    rows.majors = wall_majors(state, now, WallAudience::Room);
    std::copy_if(board.incidents.begin(), board.incidents.end(), std::back_inserter(rows.incidents),
        [](const IncidentRow& incident) { return !incident.major; });
    for (const AlertGroup& group : board.groups) {
        rows.alerts.insert(rows.alerts.end(), group.alerts.begin(), group.alerts.end());
    }
    rows.firing = board.alerts + board.assigned + board.left_out;
    rows.per_ten_minutes = board.recent;
    rows.muted = board.muted;
    state.sources.for_each([&](const SourceId& id, const Source& source) {
        if (source.silent()) {
            rows.lost_sources.push_back(id.text);
        }
    });
    std::sort(rows.lost_sources.begin(), rows.lost_sources.end());
    state.windows.for_each([&](const WindowId& id, const MaintenanceWindow& window) {
        if (window.state == WindowState::Approved && window.from <= now && now < window.to) {
            rows.maintenance.push_back(window.title.empty() ? id.text : window.title);
        }
    });
    std::sort(rows.maintenance.begin(), rows.maintenance.end());
    for (const AlertRow& alert : rows.alerts) {
        if (alert.severity == Severity::Critical && !alert.acknowledged
            && (!rows.unacknowledged_critical || alert.fired_ago_millis < rows.newest_critical_age_millis)) {
            rows.unacknowledged_critical = true;
            rows.newest_critical_age_millis = alert.fired_ago_millis;
        }
    }
    return rows;
}

bool Rotation::pinned(const WallRows& rows) const
{
    return rows.unacknowledged_critical && rows.newest_critical_age_millis < kPinned.count();
}

void Rotation::update(const WallRows& rows, int pages, Timestamp now)
{
    if (pages <= 0) {
        return;
    }
    if (pinned(rows)) {
        page = 0;
        turned_at = now;
        return;
    }
    if (paused) {
        return;
    }
    if (turned_at.millis == 0 || now < turned_at) {
        turned_at = now;
    }
    if (now - turned_at >= kPage) {
        page = (page + 1) % pages;
        turned_at = now;
    }
    page = std::min(page, pages - 1);
}

float Rotation::progress(Timestamp now) const
{
    return paused
        ? 0.0F
        : std::clamp(static_cast<float>((now - turned_at).count()) / static_cast<float>(kPage.count()), 0.0F, 1.0F);
}

}
