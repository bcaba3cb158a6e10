// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_rows.h"

#include "client/language/text.h"
#include "shared/domain/visibility/visibility.h"

#include <algorithm>

namespace watchfloor {
namespace {

WallMajor wall_major(const State& state, const Incident& incident, Timestamp now)
{
    WallMajor major;
    major.id = incident.id;
    major.service = service_names(state, incident.services);
    major.rank
        = incident.severity ? std::string(to_string(*incident.severity)) : std::string(to_string(incident.priority));
    major.since = format_age((incident.restored_at.value_or(now) - incident.started_at).count());
    major.state = state_text(incident.state);
    const DutyHeld* commander = incident.holder_of(Duty::IncidentCommander);
    major.no_commander = commander == nullptr;
    major.command_uncertain = incident.command_uncertain;
    major.commander = commander != nullptr ? user_name(state, commander->user) : std::string();
    const DutyHeld* communications = incident.holder_of(Duty::CommunicationsLead);
    major.communications = communications != nullptr ? user_name(state, communications->user) : std::string();
    // Visitors get neither: what was published says enough.
    const std::string& words = incident.headline.empty() ? incident.title : incident.headline;
    major.headline = words.empty() ? words : incident.id.text + ": " + words;
    const Bridge* bridge = incident.bridge.empty() ? nullptr : state.bridges.find(incident.bridge);
    major.bridge = bridge != nullptr ? bridge->name : std::string();
    const TargetClock* update = incident.clock(ClockKind::NextUpdate);
    if (update != nullptr && !update->stopped_at) {
        major.update_overdue = update->due_at < now;
        major.update = tr(major.update_overdue ? Text::UpdateOverdue : Text::UpdateIn,
            format_duration(major.update_overdue ? (now - update->due_at).count() : (update->due_at - now).count()));
    }
    for (const StatusUpdate& published : incident.updates) {
        if (published.audience == UpdateAudience::Customers) {
            major.published = published.text;
        }
    }
    return major;
}

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
    for (const IncidentRow& incident : board.incidents) {
        if (incident.major) {
            rows.majors.push_back(wall_major(state, *state.incidents.find(incident.id), now));
        } else {
            rows.incidents.push_back(incident);
        }
    }
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
