// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/visibility/visibility.h"

#include "shared/domain/numbering.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Runs of digits and dots such as "10.0.0.7".
bool holds_ipv4(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        int groups = 0;
        while (groups < 4) {
            std::size_t digits = 0;
            while (end < text.size() && is_digit(text[end]) && digits < 3) {
                ++end;
                ++digits;
            }
            if (digits == 0) {
                break;
            }
            ++groups;
            if (groups == 4 || end >= text.size() || text[end] != '.') {
                break;
            }
            ++end;
        }
        if (groups == 4) {
            return true;
        }
        ++i;
    }
    return false;
}

// Two or more colons within one run of hexadecimal groups, one of them with a letter, doubled or
// four groups long: an IPv6 or a hardware address, but not a time of day.
bool holds_ipv6(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::size_t end = i;
        int colons = 0;
        bool telling = false;
        while (end < text.size() && (is_hex(text[end]) || text[end] == ':')) {
            if (text[end] == ':') {
                ++colons;
                telling = telling || (end > i && text[end - 1] == ':');
            } else {
                telling = telling || !is_digit(text[end]);
            }
            ++end;
        }
        if (colons >= 2 && end - i >= 4 && (telling || colons >= 3)) {
            return true;
        }
        i = std::max(i, end);
    }
    return false;
}

bool holds_cve(std::string_view text)
{
    for (std::size_t i = 0; i + 8 < text.size(); ++i) {
        const bool letters = (text[i] | 0x20) == 'c' && (text[i + 1] | 0x20) == 'v' && (text[i + 2] | 0x20) == 'e';
        if (letters && text[i + 3] == '-' && is_digit(text[i + 4]) && is_digit(text[i + 5])) {
            return true;
        }
    }
    return false;
}

// Eight or more digits with only spaces, dashes, slashes, dots and brackets between them, or
// six after a plus sign. Instants ("2026-01-02T03:04") break on their letters and colons.
bool holds_telephone(std::string_view text)
{
    int digits = 0;
    bool plus = false;
    for (const char c : text) {
        if (is_digit(c)) {
            ++digits;
        } else if (c == '+') {
            digits = 0;
            plus = true;
        } else if (std::string_view(" -/.()").find(c) == std::string_view::npos) {
            digits = 0;
            plus = false;
        }
        if (digits >= 9 || (plus && digits >= 6)) {
            return true;
        }
    }
    return false;
}

// Kinds whose entries a room wall receives, and how much of them. Everything not listed is a
// stub there: a new kind is hidden until somebody decides otherwise.
struct WallRule {
    std::string_view kind;
    Sight room;
    Sight visitor;
};

constexpr auto kWallRules = std::to_array<WallRule>({
    { JournalOpened::kind, Sight::Whole, Sight::Whole },
    { UserSet::kind, Sight::Whole, Sight::Stub },
    { WallsSwitched::kind, Sight::Whole, Sight::Whole },
    { ServiceSet::kind, Sight::Whole, Sight::Whole },
    { SourceSet::kind, Sight::Whole, Sight::Stub },
    { SourceLost::kind, Sight::Whole, Sight::Stub },
    { SourceRegained::kind, Sight::Whole, Sight::Stub },
    { BridgeSet::kind, Sight::Whole, Sight::Stub },
    { ChangeRecorded::kind, Sight::Whole, Sight::Stub },
    { TextErased::kind, Sight::Whole, Sight::Stub },
    { AlertFired::kind, Sight::WithoutText, Sight::Stub },
    { AlertChanged::kind, Sight::WithoutText, Sight::Stub },
    { AlertResolved::kind, Sight::WithoutText, Sight::Stub },
    { AlertAcknowledged::kind, Sight::WithoutText, Sight::Stub },
    { IncidentLogged::kind, Sight::Whole, Sight::WithoutText },
    { IncidentAcknowledged::kind, Sight::Whole, Sight::WithoutText },
    { IncidentMoved::kind, Sight::Whole, Sight::WithoutText },
    { IncidentClassified::kind, Sight::Whole, Sight::WithoutText },
    { SeveritySet::kind, Sight::Whole, Sight::WithoutText },
    { HeadlineSet::kind, Sight::Whole, Sight::Stub },
    { MajorMoved::kind, Sight::Whole, Sight::WithoutText },
    { DutyMoved::kind, Sight::Whole, Sight::Stub },
    { TaskSet::kind, Sight::Whole, Sight::Stub },
    { NoteAdded::kind, Sight::Whole, Sight::Stub },
    { UpdatePublished::kind, Sight::Whole, Sight::WithoutText },
    { AlertLinked::kind, Sight::Whole, Sight::Stub },
    { AlarmRaised::kind, Sight::Whole, Sight::WithoutText },
    { CapacityDefined::kind, Sight::Whole, Sight::Stub },
    { CapacityCrossed::kind, Sight::Whole, Sight::Stub },
    { SamplesSealed::kind, Sight::Whole, Sight::Stub },
    { AssetSet::kind, Sight::Whole, Sight::Stub },
    { WorkOrderSet::kind, Sight::Whole, Sight::Stub },
    { WindowSet::kind, Sight::Whole, Sight::Stub },
});

// The audience a wall has now: a lead may have switched every room wall to visitor.
WallAudience effective(WallAudience wall, WallAudience walls)
{
    return walls == WallAudience::Visitor ? WallAudience::Visitor : wall;
}

Sight sight_of_wall(WallAudience wall, const EntryHead& head, std::string_view text)
{
    if (head.audience == Audience::Restricted) {
        return Sight::Stub;
    }
    for (const WallRule& rule : kWallRules) {
        if (rule.kind != head.kind) {
            continue;
        }
        Sight sight = wall == WallAudience::Room ? rule.room : rule.visitor;
        if (wall == WallAudience::Visitor && head.audience == Audience::Published && sight == Sight::WithoutText) {
            sight = Sight::Whole;
        }
        return sight == Sight::Whole && unfit_for_walls(text) ? Sight::WithoutText : sight;
    }
    return Sight::Stub;
}

template<typename Map, typename Change>
void change_all(Map& map, Change change)
{
    const Map before = map;
    before.for_each([&](const auto& id, const auto& value) {
        auto changed = value;
        if (change(changed)) {
            map.set(id, std::move(changed));
        } else {
            map.erase(id);
        }
    });
}

void blank_if_unfit(std::string& text)
{
    if (unfit_for_walls(text)) {
        text.clear();
    }
}

void blank_names_for_room(State& state)
{
    state.tokens = {};
    change_all(state.services, [](Service& service) {
        service.business_owner.clear();
        service.service_owner.clear();
        service.supplier.clear();
        service.support_number.clear();
        return true;
    });
    change_all(state.bridges, [](Bridge& bridge) {
        bridge.link.clear();
        bridge.number.clear();
        bridge.pin.clear();
        return true;
    });
    change_all(state.alerts, [](Alert& alert) {
        alert.labels.clear();
        alert.annotations.clear();
        return true;
    });
    change_all(state.changes, [](Change& change) {
        if (unfit_for_walls(change.summary) || unfit_for_walls(change.component) || unfit_for_walls(change.link)) {
            change.summary.clear();
            change.component.clear();
            change.link.clear();
        }
        return true;
    });
    change_all(state.incidents, [](Incident& incident) {
        incident.external_references.clear();
        incident.members.clear();
        blank_if_unfit(incident.title);
        blank_if_unfit(incident.headline);
        for (DutyHeld& held : incident.duties) {
            blank_if_unfit(held.briefing);
        }
        for (Task& task : incident.tasks) {
            blank_if_unfit(task.title);
        }
        for (StatusUpdate& update : incident.updates) {
            blank_if_unfit(update.text);
        }
        return true;
    });
}

State visitor_state(const State& whole)
{
    State state;
    state.journal = whole.journal;
    state.purpose = whole.purpose;
    state.seq = whole.seq;
    state.as_of = whole.as_of;
    state.walls = whole.walls;
    state.next_incident = whole.next_incident;
    state.services = whole.services;
    whole.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        Incident shown = incident;
        shown.title.clear();
        shown.headline.clear();
        shown.duties.clear();
        shown.tasks.clear();
        for (StatusUpdate& update : shown.updates) {
            if (update.audience != UpdateAudience::Customers) {
                update.text.clear();
            }
        }
        state.incidents.set(id, std::move(shown));
    });
    blank_names_for_room(state);
    return state;
}

// Removes restricted incidents the viewer does not belong to, and every trace of them.
void drop_restricted(State& state, const std::vector<IncidentId>& visible)
{
    state.next_restricted = 1;
    std::vector<IncidentId> hidden;
    state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        if (!incident.restricted) {
            return;
        }
        if (std::binary_search(visible.begin(), visible.end(), id)) {
            state.next_restricted = std::max(state.next_restricted, number_in(id.text) + 1);
        } else {
            hidden.push_back(id);
        }
    });
    if (hidden.empty()) {
        return;
    }
    for (const IncidentId& id : hidden) {
        state.incidents.erase(id);
    }
    const auto is_hidden
        = [&](const IncidentId& id) { return std::find(hidden.begin(), hidden.end(), id) != hidden.end(); };
    change_all(state.alerts, [&](Alert& alert) {
        if (is_hidden(alert.incident)) {
            alert.incident = IncidentId {};
        }
        return true;
    });
    change_all(state.bridges, [&](Bridge& bridge) {
        if (is_hidden(bridge.in_use_by)) {
            bridge.in_use_by = IncidentId {};
        }
        return true;
    });
}

}

std::string Visibility::key() const
{
    if (wall) {
        return std::string("wall:").append(to_string(*wall));
    }
    if (reads_everything) {
        return "everything";
    }
    std::string key = staff ? "staff" : "reporter";
    for (const IncidentId& id : restricted) {
        key.append(" ").append(id.text);
    }
    return key;
}

Visibility visibility_of(const State& state, const Actor& actor)
{
    Visibility viewer;
    viewer.reads_everything = actor.system || actor.has(SystemRole::Auditor);
    viewer.staff = is_staff(actor);
    state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        const bool member
            = std::find(incident.members.begin(), incident.members.end(), actor.user) != incident.members.end();
        if (incident.restricted && (member || viewer.reads_everything)) {
            viewer.restricted.push_back(id);
        }
    });
    std::sort(viewer.restricted.begin(), viewer.restricted.end());
    return viewer;
}

bool unfit_for_walls(std::string_view text)
{
    return holds_ipv4(text) || holds_ipv6(text) || holds_cve(text) || holds_telephone(text);
}

bool may_see(const Actor& actor, const Incident& incident)
{
    if (actor.system || actor.has(SystemRole::Auditor)) {
        return true;
    }
    return incident.restricted
        ? std::find(incident.members.begin(), incident.members.end(), actor.user) != incident.members.end()
        : is_staff(actor);
}

Sight sight_of(const Visibility& viewer, const EntryHead& head, std::string_view text, WallAudience walls)
{
    if (viewer.wall) {
        return sight_of_wall(effective(*viewer.wall, walls), head, text);
    }
    if (viewer.reads_everything) {
        return Sight::Whole;
    }
    if (!viewer.staff) {
        const bool open_to_all = head.kind == ServiceSet::kind || head.kind == JournalOpened::kind
            || (head.audience == Audience::Published && head.kind == UpdatePublished::kind);
        return open_to_all ? Sight::Whole : Sight::Stub;
    }
    if (head.audience != Audience::Restricted) {
        return Sight::Whole;
    }
    const bool member
        = std::binary_search(viewer.restricted.begin(), viewer.restricted.end(), IncidentId { head.subject });
    return member ? Sight::Whole : Sight::Stub;
}

State project(const State& whole, const Visibility& viewer)
{
    if (viewer.reads_everything && !viewer.wall) {
        return whole;
    }
    State state = whole;
    drop_restricted(state, viewer.wall ? std::vector<IncidentId> {} : viewer.restricted);
    if (viewer.wall) {
        if (effective(*viewer.wall, whole.walls) == WallAudience::Visitor) {
            return visitor_state(state);
        }
        blank_names_for_room(state);
        return state;
    }
    if (!viewer.staff) {
        State shown;
        shown.journal = state.journal;
        shown.purpose = state.purpose;
        shown.seq = state.seq;
        shown.as_of = state.as_of;
        shown.services = state.services;
        change_all(shown.services, [](Service& service) {
            service.business_owner.clear();
            service.service_owner.clear();
            service.supplier.clear();
            service.support_number.clear();
            return true;
        });
        return shown;
    }
    return state;
}

}
