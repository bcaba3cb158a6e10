// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/visibility/visibility.h"

#include "shared/domain/field_lists.h"
#include "shared/domain/numbering.h"
#include "shared/domain/visibility/wall_text.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

// Kinds whose entries a room wall receives, and how much of them. Everything not listed is a
// stub there: a new kind is hidden until somebody decides otherwise.
struct WallRule {
    std::string_view kind;
    Sight room;
};

constexpr auto kWallRules = std::to_array<WallRule>({
    { JournalOpened::kind, Sight::Whole },
    { UserSet::kind, Sight::Whole },
    { WallsSwitched::kind, Sight::Whole },
    { ServiceSet::kind, Sight::Whole },
    { SourceSet::kind, Sight::WithoutText },
    { SourceLost::kind, Sight::Whole },
    { SourceRegained::kind, Sight::Whole },
    { BridgeSet::kind, Sight::Whole },
    { ChangeRecorded::kind, Sight::Whole },
    { TextErased::kind, Sight::Whole },
    { AlertFired::kind, Sight::WithoutText },
    { AlertChanged::kind, Sight::WithoutText },
    { AlertResolved::kind, Sight::WithoutText },
    { AlertAcknowledged::kind, Sight::WithoutText },
    { IncidentLogged::kind, Sight::Whole },
    { IncidentAcknowledged::kind, Sight::Whole },
    { IncidentMoved::kind, Sight::Whole },
    { IncidentClassified::kind, Sight::Whole },
    { SeveritySet::kind, Sight::Whole },
    { HeadlineSet::kind, Sight::Whole },
    { MajorMoved::kind, Sight::Whole },
    { DutyMoved::kind, Sight::Whole },
    { TaskSet::kind, Sight::Whole },
    { NoteAdded::kind, Sight::Whole },
    { UpdatePublished::kind, Sight::Whole },
    { AlertLinked::kind, Sight::Whole },
    { AlarmRaised::kind, Sight::Whole },
    { CapacityDefined::kind, Sight::Whole },
    { CapacityCrossed::kind, Sight::Whole },
    { SamplesSealed::kind, Sight::Whole },
    { AssetSet::kind, Sight::Whole },
    { WorkOrderSet::kind, Sight::Whole },
    { WindowSet::kind, Sight::Whole },
    { WallFitted::kind, Sight::Whole },
    { WallPagesSet::kind, Sight::Whole },
});

// Visitors receive no entry at all: each tells who wrote it, and of what by our own names.
Sight sight_of_wall(WallAudience wall, const EntryHead& head, std::string_view text)
{
    if (wall == WallAudience::Visitor || head.audience == Audience::Restricted) {
        return Sight::Stub;
    }
    for (const WallRule& rule : kWallRules) {
        if (rule.kind == head.kind) {
            return rule.room == Sight::Whole && unfit_for_walls(text) ? Sight::WithoutText : rule.room;
        }
    }
    return Sight::Stub;
}

template<typename Map, typename Change>
void change_all(Map& map, Change change)
{
    const Map before = map;
    before.for_each([&](const auto& id, const auto& value) {
        auto changed = value;
        change(changed);
        map.set(id, std::move(changed));
    });
}

// As change_all, of those wanted alone: the others stay the very same, which costs nothing however many there are.
template<typename Map, typename Wanted, typename Change>
void change_some(Map& map, Wanted wanted, Change change)
{
    std::vector<std::decay_t<decltype(map.find({})->id)>> ids;
    map.for_each([&](const auto& id, const auto& value) {
        if (wanted(value)) {
            ids.push_back(id);
        }
    });
    for (const auto& id : ids) {
        map.update(id, change);
    }
}

bool on_wall(FieldTraits seen)
{
    return seen.has_any(kWalls);
}

template<typename Entity>
void narrow(Entity& entity, FieldTraits seen);
template<typename Key, typename Entity>
void narrow(PersistentMap<Key, Entity>& map, FieldTraits seen);

// Entities within a field are narrowed as well; anything else is seen as it is.
template<typename Field>
void narrow_within(Field& field, FieldTraits seen)
{
    if constexpr (ListsFields<Field>) {
        narrow(field, seen);
    }
}
template<typename Element>
void narrow_within(std::vector<Element>& elements, FieldTraits seen)
{
    if constexpr (ListsFields<Element>) {
        for (Element& element : elements) {
            narrow(element, seen);
        }
    }
}
template<typename Key, typename Entity>
void narrow_within(PersistentMap<Key, Entity>& map, FieldTraits seen)
{
    narrow(map, seen);
}

bool holds_unfit(const std::string& text)
{
    return unfit_for_walls(text);
}
template<typename Field>
bool holds_unfit(const Field&)
{
    return false; // only texts are screened
}
// Of what a list holds, each screened text.
template<typename Element>
bool holds_unfit(const std::vector<Element>& elements)
{
    bool unfit = false;
    if constexpr (ListsFields<Element>) {
        const auto look = [&](std::string_view, const auto& field, FieldTraits traits = {}) {
            unfit = unfit || (traits.has_any(kScreened) && holds_unfit(field));
        };
        for (const Element& element : elements) {
            Element::fields(look, element);
        }
    }
    return unfit;
}

// Leaves of an entity what these viewers see, each other field as a new entity has it.
template<typename Entity>
void narrow(Entity& entity, FieldTraits seen)
{
    [[maybe_unused]] static const Entity fresh {};
    bool unfit_together = false;
    const auto look = [&](std::string_view, const auto& field, FieldTraits traits = {}) {
        unfit_together = unfit_together || (traits.has(kScreenedTogether) && holds_unfit(field));
    };
    if (on_wall(seen)) {
        Entity::fields(look, entity);
    }
    const auto leave = [&](std::string_view, auto& field, FieldTraits traits = {}) {
        const bool unfit = on_wall(seen)
            && ((traits.has(kScreened) && holds_unfit(field)) || (traits.has(kScreenedTogether) && unfit_together));
        if (!traits.has(seen) || unfit) {
            field = same_field(entity, field, fresh);
        } else {
            narrow_within(field, seen);
        }
    };
    Entity::fields(leave, entity);
}

// Whether narrowing changes anything of such an entity at all.
template<typename Entity>
bool narrows(FieldTraits seen)
{
    bool changes = false;
    const auto look = [&](std::string_view, const auto& field, FieldTraits traits = {}) {
        changes
            = changes || !traits.has(seen) || traits.has_any(kScreened | kScreenedTogether) || holds_entities(field);
    };
    const Entity fresh {};
    Entity::fields(look, fresh);
    return changes;
}

template<typename Key, typename Entity>
void narrow(PersistentMap<Key, Entity>& map, FieldTraits seen)
{
    if (narrows<Entity>(seen)) {
        change_all(map, [&](Entity& entity) { narrow(entity, seen); });
    }
}

// Visitors read what was published to customers, and learn of no other update, nor of an incident of which the house has
// neither said anything nor that it is a major.
void keep_what_was_told(State& state)
{
    std::vector<IncidentId> untold;
    change_all(state.incidents, [&](Incident& incident) {
        std::erase_if(incident.updates, [](const StatusUpdate& update) { return !is_told_outside(update); });
        if (!incident.declared() && incident.updates.empty()) {
            untold.push_back(incident.id);
        }
    });
    for (const IncidentId& id : untold) {
        state.incidents.erase(id);
    }
}

// A service is known by its public name alone, which is its id as well; one that has none is any of them.
void call_by_public_names(State& state)
{
    const auto known = state.services;
    const auto public_id = [&](const ServiceId& id) {
        const Service* service = known.find(id);
        return service != nullptr && !service->public_name.empty() ? ServiceId { service->public_name }
                                                                   : kUnnamedService;
    };
    state.services = {};
    known.for_each([&](const ServiceId&, Service service) {
        service.id = public_id(service.id);
        if (!service.public_name.empty()) {
            const ServiceId id = service.id;
            state.services.set(id, std::move(service));
        }
    });
    change_all(state.incidents, [&](Incident& incident) {
        std::vector<ServiceId> services;
        for (const ServiceId& id : incident.services) {
            const ServiceId shown = public_id(id);
            if (shown == kUnnamedService || std::find(services.begin(), services.end(), shown) == services.end()) {
                services.push_back(shown);
            }
        }
        incident.services = std::move(services);
    });
}

// As which of the viewers beside the staff somebody sees; nothing for the staff.
std::optional<FieldTraits> seen_as(const Visibility& viewer, WallAudience walls)
{
    if (viewer.wall) {
        return wall_audience(*viewer.wall, walls) == WallAudience::Visitor ? kVisitor : kRoom;
    }
    return viewer.staff ? std::nullopt : std::optional { kReporter };
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
    change_some(
        state.alerts, [&](const Alert& alert) { return !alert.incident.empty() && is_hidden(alert.incident); },
        [](Alert& alert) { alert.incident = IncidentId {}; });
    change_some(
        state.bridges, [&](const Bridge& bridge) { return is_hidden(bridge.in_use_by); },
        [](Bridge& bridge) { bridge.in_use_by = IncidentId {}; });
}

}

WallAudience wall_audience(WallAudience own, WallAudience walls)
{
    return walls == WallAudience::Visitor ? WallAudience::Visitor : own;
}

bool sees_restricted(const Visibility& viewer, const IncidentId& incident)
{
    return !viewer.wall
        && (viewer.reads_everything
            || std::binary_search(viewer.restricted.begin(), viewer.restricted.end(), incident));
}

bool is_restricted(const State& state, const IncidentId& incident, Audience written)
{
    const Incident* known = state.incidents.find(incident);
    return known != nullptr ? known->restricted : written == Audience::Restricted;
}

bool may_be_named(const Visibility& viewer, const State& state, const IncidentId& incident)
{
    const bool reads_all = viewer.reads_everything && !viewer.wall;
    const Incident* known = state.incidents.find(incident);
    return reads_all || (known != nullptr && (!known->restricted || sees_restricted(viewer, incident)));
}

bool sees_samples(const Visibility& viewer)
{
    return viewer.wall ? *viewer.wall == WallAudience::Room : viewer.staff || viewer.reads_everything;
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
        return sight_of_wall(wall_audience(*viewer.wall, walls), head, text);
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
    return sees_restricted(viewer, IncidentId { head.subject }) ? Sight::Whole : Sight::Stub;
}

namespace {

// What customers were told before a restriction is away since, until it is published again in an entry of its own: what
// was written up to what the incident keeps within.
bool kept_within(const State& state, const EntryHead& head)
{
    const Incident* incident = state.incidents.find(IncidentId { head.subject });
    return incident != nullptr
        && std::any_of(incident->updates.begin(), incident->updates.end(), [&](const StatusUpdate& update) {
               return update.inside && update.audience == UpdateAudience::Customers
                   && head.recorded_at <= update.published_at;
           });
}

}

Sight entry_sight(const Visibility& viewer, const State& state, const EntryHead& head, std::string_view text)
{
    const IncidentId incident { head.subject };
    if (is_restricted(state, incident, head.audience)) {
        return sees_restricted(viewer, incident) ? sight_of(viewer, head, text, state.walls) : Sight::Stub;
    }
    EntryHead open = head;
    const bool away = head.audience == Audience::Published && kept_within(state, head);
    open.audience = head.audience == Audience::Restricted || away ? Audience::Staff : head.audience;
    return sight_of(viewer, open, text, state.walls);
}

std::optional<std::vector<std::string_view>> facts_seen(
    const Visibility& viewer, std::string_view kind, WallAudience walls)
{
    const auto seen = viewer.wall ? seen_as(viewer, walls) : std::nullopt;
    // A room sees all but what an incident is logged with and has no place on a wall.
    if (!seen || kind != IncidentLogged::kind) {
        return std::nullopt;
    }
    std::vector<std::string_view> names;
    const auto add = [&](std::string_view name, const auto&, FieldTraits traits = {}) {
        if (traits.has(*seen)) {
            names.push_back(name);
        }
    };
    const Incident fresh {};
    Incident::fields(add, fresh);
    return names;
}

bool changes_what_visitors_know(const EntryHead& head)
{
    constexpr auto kKinds
        = std::to_array<std::string_view>({ IncidentClassified::kind, IncidentLogged::kind, IncidentMoved::kind,
            MajorMoved::kind, ServiceSet::kind, SeveritySet::kind, UpdatePublished::kind, WallFitted::kind });
    const bool open = head.audience != Audience::Restricted;
    return open && std::find(kKinds.begin(), kKinds.end(), head.kind) != kKinds.end();
}

bool is_told(const Visibility& viewer, WallAudience walls, std::string_view field)
{
    const auto seen = viewer.reads_everything && !viewer.wall ? std::nullopt : seen_as(viewer, walls);
    bool told = !seen;
    const auto look = [&](std::string_view name, const auto&, FieldTraits traits = {}) {
        told = told || (name == field && traits.has(*seen));
    };
    static const State fresh {};
    State::fields(look, fresh);
    return told;
}

bool erasure_concerns(const Visibility& viewer, const EntryHead& erasure)
{
    return erasure.audience != Audience::Restricted || sees_restricted(viewer, IncidentId { erasure.subject });
}

State project(const State& whole, const Visibility& viewer)
{
    if (viewer.reads_everything && !viewer.wall) {
        return whole;
    }
    State state = whole;
    drop_restricted(state, viewer.wall ? std::vector<IncidentId> {} : viewer.restricted);
    const auto seen = seen_as(viewer, whole.walls);
    const bool visitor = seen && seen->has(kVisitor);
    if (visitor) {
        keep_what_was_told(state);
    }
    if (seen) {
        narrow(state, *seen);
    }
    if (visitor) {
        call_by_public_names(state);
    }
    return state;
}

}
