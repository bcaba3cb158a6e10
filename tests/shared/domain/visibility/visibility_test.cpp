// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/visibility/visibility.h"

#include "shared/domain/visibility/wall_text.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/json/json_reader.h"
#include "shared/wire/state_codec.h"
#include "tests/shared/wire/filled.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace watchfloor {
namespace {

const IncidentId kOpen { "INC-5" };
const IncidentId kAdas { "SEC-4" };
const IncidentId kBobs { "SEC-7" };
const UserId kAda { "ada" };
const UserId kBob { "bob" };

template<typename Entity>
Entity filled_entity(const std::string& id, int seed)
{
    Entity entity {};
    Filler filler(seed);
    Entity::fields(filler, entity);
    entity.id.text = id;
    return entity;
}

template<typename Key, typename Entity>
Entity& put_filled(PersistentMap<Key, Entity>& map, Entity& entity)
{
    map.set(entity.id, entity);
    return entity;
}

Incident filled_incident(const IncidentId& id, int seed, bool restricted, UserId member)
{
    Incident incident = filled_entity<Incident>(id.text, seed);
    incident.restricted = restricted;
    incident.members = { std::move(member) };
    incident.updates.clear();
    for (std::size_t i = 0; i < EnumTexts<UpdateAudience>::texts.size(); ++i) {
        StatusUpdate update;
        update.audience = static_cast<UpdateAudience>(i);
        update.text = "For " + std::string(to_string(update.audience));
        update.published_at = Timestamp { 1'767'322'800'000 };
        update.published_by = kAda;
        incident.updates.push_back(std::move(update));
    }
    return incident;
}

// A room in which every field of everything has a value, with an incident for all and those of the
// restricted ones that are asked for. What is not asked for has left no trace.
State room_with(const std::vector<IncidentId>& restricted)
{
    State state;
    state.journal = JournalId { "drill-1" };
    state.purpose = JournalPurpose::Drill;
    state.seq = 12'345;
    state.as_of = Timestamp { 1'767'322'800'123 };
    state.next_incident = 43;
    state.next_change = 11;
    state.next_work_order = 12;
    state.next_window = 13;
    state.firing = 7;
    auto user = filled_entity<User>("ada", 100);
    put_filled(state.users, user);
    auto token = filled_entity<Token>("t1", 200);
    put_filled(state.tokens, token);
    auto service = filled_entity<Service>("shop", 300);
    put_filled(state.services, service);
    auto source = filled_entity<Source>("prometheus", 400);
    put_filled(state.sources, source);
    auto change = filled_entity<Change>("CHG-1", 500);
    put_filled(state.changes, change);
    auto resource = filled_entity<CapacityResource>("disk", 600);
    put_filled(state.resources, resource);
    auto asset = filled_entity<Asset>("ups", 700);
    put_filled(state.assets, asset);
    auto order = filled_entity<WorkOrder>("WO-1", 800);
    put_filled(state.work_orders, order);
    auto window = filled_entity<MaintenanceWindow>("MW-1", 900);
    put_filled(state.windows, window);
    auto display = filled_entity<WallDisplay>("t1", 950);
    put_filled(state.displays, display);
    state.incidents.set(kOpen, filled_incident(kOpen, 1000, false, kBob));
    int seed = 2000;
    for (const IncidentId& id : { kOpen, kAdas, kBobs }) {
        seed += 1000;
        const bool known = id == kOpen || std::find(restricted.begin(), restricted.end(), id) != restricted.end();
        if (known && id != kOpen) {
            state.incidents.set(id, filled_incident(id, seed, true, id == kAdas ? kAda : kBob));
        }
        auto alert = filled_entity<Alert>("alert of " + id.text, seed + 300);
        alert.incident = known ? id : IncidentId {};
        put_filled(state.alerts, alert);
        auto bridge = filled_entity<Bridge>("bridge of " + id.text, seed + 600);
        bridge.in_use_by = known ? id : IncidentId {};
        put_filled(state.bridges, bridge);
    }
    return state;
}

State whole_room()
{
    State state = room_with({ kAdas, kBobs });
    state.next_restricted = 9;
    return state;
}

JsonValue parsed(const State& state)
{
    auto read = read_json(state_to_wire(state));
    EXPECT_TRUE(read.ok());
    return read.ok() ? std::move(read).value() : JsonValue {};
}

std::string text_of(const JsonValue* value)
{
    std::string text;
    if (value != nullptr) {
        append_canonical(text, *value);
    }
    return text;
}

std::set<std::string> words(const std::string& text)
{
    std::istringstream in(text);
    return { std::istream_iterator<std::string>(in), {} };
}

// The fields of each collection that a viewer gets; "" are the room's own. What is not named is as if
// nothing had been told, also a field that is added one day.
using Shown = std::map<std::string, std::set<std::string>>;

const char* const kServiceFields = "criticality depends_on id match name on_call_group public_name";

Shown shown_to_a_room_wall()
{
    return {
        { "",
            words("as_of firing journal next_change next_incident next_restricted next_window next_work_order purpose "
                  "seq walls") },
        { "users", words("disabled id name roles") },
        { "services", words(kServiceFields) },
        { "sources", words("cadence_seconds domain id kind lost lost_since missed") },
        { "bridges", words("id in_use_by name") },
        { "changes", words("at component id kind link service source summary") },
        { "alerts",
            words("acknowledged_at acknowledged_by ended_at id incident known_ends known_starts lapsed muted_by name "
                  "opened_seq service severity source started_at state") },
        { "incidents",
            words("acknowledged_at alarms alerts bridge category clocks closed_at command_uncertain commander_seen_at "
                  "contained_at criterion declared_at declared_by detected_at duties fill_later headline hold_reason "
                  "id impact logged_at major mitigated_at owner personal_data priority proposed_at ratified "
                  "reopen_count resolution_code resolved_at restored_at resume_review_at security_relevant services "
                  "severity started_at state tasks title updates urgency version") },
        { "resources",
            words("cadence_seconds critical_percent equal_nodes growth_percent id key_person kind lead_time_days level "
                  "level_since margin_days name owner planned_changes query reserved_milli review_due services "
                  "single_point site source stress_test_note stress_tested_at total_milli unit warn_percent") },
        { "assets",
            words("contract criticality custodian documents holds_information id insurer_interval_days "
                  "insurer_interval_hours last_maintained_at match media_held model name parent policy_interval_days "
                  "policy_interval_hours redundancy_group retired running_hours_per_day serial services site "
                  "vendor_interval_days vendor_interval_hours warranty_until work_ahead_days work_made_for") },
        { "work_orders",
            words("actual_end actual_start alone_at alone_by approver asset confirmed_at confirmed_by due_at "
                  "handed_over_by "
                  "id inspection_passed inspector interval kind maintainer planned_by planned_end planned_start reason "
                  "state title version work_done") },
        { "windows",
            words("alone_at alone_by approved_at approved_by assets confirmed_at confirmed_by emergency from id match "
                  "override_reason overrides planned_by reason rule series services state title to version") },
        { "displays", words("diagonal_inches distance_centimetres id pages role") },
    };
}

Shown shown_to_a_visitor_wall()
{
    return {
        { "", words("as_of journal purpose seq walls") },
        { "services", words("id public_name") },
        { "incidents", words("closed_at id major resolved_at restored_at services severity started_at state updates") },
    };
}

Shown shown_to_a_reporter()
{
    return {
        { "", words("as_of journal purpose seq") },
        { "services", words(kServiceFields) },
    };
}

// What of a field is written whose viewer was told nothing: that of an entity of which nothing is known.
std::string untold_text(const std::string& collection, const std::string& name)
{
    State fresh;
    fresh.services.set(ServiceId { "s" }, Service {});
    fresh.incidents.set(kOpen, Incident {});
    const JsonValue written = parsed(fresh);
    const JsonValue* all = written.find(collection);
    return all == nullptr || all->items.empty() ? std::string() : text_of(all->items.front().find(name));
}

void expect_entities(
    const std::string& collection, const JsonValue& known, const JsonValue* given, const std::set<std::string>& fields)
{
    if (fields.empty()) {
        EXPECT_EQ(given, nullptr) << collection << " is shown";
        return;
    }
    ASSERT_NE(given, nullptr) << collection;
    ASSERT_EQ(given->items.size(), known.items.size()) << collection;
    for (std::size_t i = 0; i < known.items.size(); ++i) {
        for (const auto& [name, value] : known.items[i].members) {
            const JsonValue* field = given->items[i].find(name);
            EXPECT_EQ(text_of(field), fields.count(name) == 1 ? text_of(&value) : untold_text(collection, name))
                << collection << "." << name;
        }
        for (const auto& [name, value] : given->items[i].members) {
            EXPECT_TRUE(fields.count(name) == 1 || text_of(&value) == untold_text(collection, name))
                << collection << "." << name << " is shown";
        }
    }
}

// Of `known` the viewer gets what `fields` names.
void expect_shown(const State& given, const State& known, const Shown& fields)
{
    const JsonValue given_json = parsed(given);
    const JsonValue known_json = parsed(known);
    const JsonValue untold = parsed(State {});
    const auto of = [&](const std::string& collection) {
        const auto at = fields.find(collection);
        return at == fields.end() ? std::set<std::string> {} : at->second;
    };
    for (const auto& [name, value] : known_json.members) {
        if (value.is(JsonValue::Kind::Array)) {
            expect_entities(name, value, given_json.find(name), of(name));
        } else {
            const bool told = of("").count(name) == 1;
            EXPECT_EQ(text_of(given_json.find(name)), text_of(told ? &value : untold.find(name))) << name;
        }
    }
    for (const auto& member : given_json.members) {
        EXPECT_NE(known_json.find(member.first), nullptr) << member.first << " was made up";
    }
}

// What visitors may know of the room, before its fields are chosen: services by their public names, and of the updates
// what customers were told, without its author.
State told_outside()
{
    State state = room_with({});
    Service service = *state.services.find(ServiceId { "shop" });
    state.services = {};
    service.id = ServiceId { service.public_name };
    state.services.set(ServiceId { service.public_name }, service);
    state.incidents.update(kOpen, [&](Incident& incident) {
        incident.services.assign(incident.services.size(), kUnnamedService);
        std::erase_if(
            incident.updates, [](const StatusUpdate& update) { return update.audience != UpdateAudience::Customers; });
        for (StatusUpdate& update : incident.updates) {
            update.published_by = UserId {};
        }
    });
    return state;
}

Visibility wall(WallAudience audience)
{
    Visibility viewer;
    viewer.wall = audience;
    return viewer;
}

TEST(ProjectTest, ARoomWallGetsNoTokensContactsMembersOrLabels)
{
    expect_shown(project(whole_room(), wall(WallAudience::Room)), room_with({}), shown_to_a_room_wall());
}

TEST(ProjectTest, AVisitorWallGetsIncidentsWithoutNamesAndWhatCustomersWereTold)
{
    const State known = told_outside();
    expect_shown(project(whole_room(), wall(WallAudience::Visitor)), known, shown_to_a_visitor_wall());
}

TEST(ProjectTest, RoomWallsThatAreSwitchedGetWhatVisitorsGet)
{
    State whole = whole_room();
    whole.walls = WallAudience::Visitor;
    State known = told_outside();
    known.walls = WallAudience::Visitor;
    for (const WallAudience audience : { WallAudience::Room, WallAudience::Visitor }) {
        expect_shown(project(whole, wall(audience)), known, shown_to_a_visitor_wall());
    }
}

TEST(ProjectTest, AReporterGetsTheServicesWithoutTheirContacts)
{
    Visibility reporter;
    reporter.staff = false;
    State whole = whole_room();
    whole.walls = WallAudience::Visitor;
    expect_shown(project(whole, reporter), room_with({}), shown_to_a_reporter());
}

TEST(ProjectTest, StaffGetAllButTheRestrictedIncidentsOfOthersAndTheirTraces)
{
    struct Case {
        std::vector<IncidentId> member_of;
        std::int64_t next_restricted; // as far as they may know
    };
    for (const Case& c : std::vector<Case> { { {}, 1 }, { { kAdas }, 5 }, { { kBobs }, 8 }, { { kAdas, kBobs }, 8 } }) {
        Visibility staff;
        staff.restricted = c.member_of;
        State expected = room_with(c.member_of);
        expected.next_restricted = c.next_restricted;
        EXPECT_EQ(state_to_wire(project(whole_room(), staff)), state_to_wire(expected));
    }
}

TEST(ProjectTest, AuditorsGetTheWholeButAWallNever)
{
    Visibility auditor;
    auditor.reads_everything = true;
    EXPECT_EQ(state_to_wire(project(whole_room(), auditor)), state_to_wire(whole_room()));
    Visibility odd = wall(WallAudience::Room);
    odd.reads_everything = true;
    odd.restricted = { kAdas };
    expect_shown(project(whole_room(), odd), room_with({}), shown_to_a_room_wall());
}

TEST(ProjectTest, NoWallShowsTextThatIsUnfitForIt)
{
    const std::string unfit = "See 10.0.0.7";
    Incident incident;
    incident.id = kOpen;
    incident.title = unfit;
    incident.headline = "Restored at noon";
    incident.duties = { { .user = kAda, .briefing = unfit }, { .user = kBob, .briefing = "Node 2 is up" } };
    incident.tasks = { { .id = TaskId { "T-1" }, .title = "Ring +49 30 123456" },
        { .id = TaskId { "T-2" }, .title = "Write to users" } };
    incident.updates = { { .text = unfit, .published_by = kAda }, { .text = "We look into it." } };
    Incident other = incident;
    other.id = IncidentId { "INC-6" };
    other.title = "Shop is down";
    other.headline = "CVE-2021-44228";
    State state;
    state.incidents.set(incident.id, incident);
    state.incidents.set(other.id, other);
    const State shown = project(state, wall(WallAudience::Room));
    const Incident& first = *shown.incidents.find(incident.id);
    EXPECT_EQ(first.title, "");
    EXPECT_EQ(first.headline, "Restored at noon");
    EXPECT_EQ(first.duties[0].briefing, "");
    EXPECT_EQ(first.duties[1].briefing, "Node 2 is up");
    EXPECT_EQ(first.duties[0].user, kAda);
    EXPECT_EQ(first.tasks[0].title, "");
    EXPECT_EQ(first.tasks[1].title, "Write to users");
    EXPECT_EQ(first.updates[0].text, "");
    EXPECT_EQ(first.updates[0].published_by, kAda);
    EXPECT_EQ(first.updates[1].text, "We look into it.");
    const Incident& second = *shown.incidents.find(other.id);
    EXPECT_EQ(second.title, "Shop is down");
    EXPECT_EQ(second.headline, "");
}

TEST(ProjectTest, AVisitorWallDoesNotSayAgainWhatARestrictionTookAway)
{
    Incident incident;
    incident.id = kOpen;
    incident.updates = { { .audience = UpdateAudience::Customers, .text = "We look into it.", .inside = true },
        { .audience = UpdateAudience::Customers, .text = "It is over." } };
    State state;
    state.incidents.set(incident.id, incident);
    const State projected = project(state, wall(WallAudience::Visitor));
    const Incident& shown = *projected.incidents.find(kOpen);
    ASSERT_EQ(shown.updates.size(), 1U);
    EXPECT_EQ(shown.updates[0].text, "It is over.");
}

TEST(ProjectTest, VisitorsLearnOfAnIncidentOnceSomethingWasSaidOfIt)
{
    const StatusUpdate told { .audience = UpdateAudience::Customers, .text = "We look into it." };
    const StatusUpdate within { .audience = UpdateAudience::Regulator, .text = "We look into it." };
    State state;
    state.incidents.set(IncidentId { "INC-1" }, { .id = IncidentId { "INC-1" }, .updates = { within } });
    state.incidents.set(IncidentId { "INC-2" }, { .id = IncidentId { "INC-2" }, .updates = { told } });
    state.incidents.set(IncidentId { "INC-3" }, { .id = IncidentId { "INC-3" }, .major = MajorState::Proposed });
    state.incidents.set(
        IncidentId { "INC-4" }, { .id = IncidentId { "INC-4" }, .major = MajorState::Declared, .updates = { within } });
    const State shown = project(state, wall(WallAudience::Visitor));
    EXPECT_EQ(shown.incidents.size(), 2U);
    ASSERT_TRUE(shown.incidents.contains(IncidentId { "INC-2" }));
    ASSERT_TRUE(shown.incidents.contains(IncidentId { "INC-4" }));
    EXPECT_TRUE(shown.incidents.find(IncidentId { "INC-4" })->updates.empty()) << "nor whom else somebody told";
    EXPECT_EQ(project(state, wall(WallAudience::Room)).incidents.size(), 4U);
}

// Neither our name for a service nor the id that was made of it leaves for visitors.
TEST(ProjectTest, VisitorsKnowAServiceByItsPublicNameAlone)
{
    State state;
    const auto add = [&](const char* id, const char* public_name) {
        state.services.set(
            ServiceId { id }, { .id = ServiceId { id }, .name = std::string("our ") + id, .public_name = public_name });
    };
    add("hr-secret-project", "");
    add("pay-db", "Payments");
    add("pay-api", "Payments");
    add("gateway", "Gateway 10.0.0.7");
    Incident major { .id = kOpen, .major = MajorState::Declared };
    major.services = { ServiceId { "pay-db" }, ServiceId { "hr-secret-project" }, ServiceId { "pay-api" },
        ServiceId { "gateway" }, ServiceId { "gone" } };
    state.incidents.set(kOpen, major);
    const State shown = project(state, wall(WallAudience::Visitor));
    EXPECT_EQ(shown.services.size(), 1U);
    const Service* payments = shown.services.find(ServiceId { "Payments" });
    ASSERT_NE(payments, nullptr);
    EXPECT_EQ(payments->public_name, "Payments");
    EXPECT_EQ(shown.incidents.find(kOpen)->services,
        (std::vector<ServiceId> { ServiceId { "Payments" }, kUnnamedService, kUnnamedService, kUnnamedService }))
        << "those without a name are counted";
    const std::string wire = state_to_wire(shown);
    for (const char* ours : { "secret", "pay-", "our ", "10.0.0.7", "gone" }) {
        EXPECT_EQ(wire.find(ours), std::string::npos) << wire;
    }
}

TEST(VisibilityTest, WhoIsNotToldIsNotToldNone)
{
    Visibility reporter;
    reporter.staff = false;
    Visibility auditor = reporter;
    auditor.reads_everything = true;
    for (const Visibility& viewer : { Visibility {}, auditor, wall(WallAudience::Room) }) {
        EXPECT_TRUE(is_told(viewer, WallAudience::Room, "firing"));
    }
    EXPECT_FALSE(is_told(reporter, WallAudience::Room, "firing"));
    EXPECT_FALSE(is_told(wall(WallAudience::Visitor), WallAudience::Room, "firing"));
    EXPECT_FALSE(is_told(wall(WallAudience::Room), WallAudience::Visitor, "firing"));
    EXPECT_TRUE(is_told(wall(WallAudience::Visitor), WallAudience::Room, "services"));
    EXPECT_FALSE(is_told(Visibility { .wall = WallAudience::Visitor }, WallAudience::Room, "of later"));
}

TEST(ProjectTest, AVisitorWallShowsNothingUnfitEvenIfCustomersWereTold)
{
    Incident incident;
    incident.id = kOpen;
    incident.updates = { { .audience = UpdateAudience::Customers, .text = "Ring +49 30 123456" } };
    State state;
    state.incidents.set(incident.id, incident);
    ASSERT_TRUE(project(state, wall(WallAudience::Visitor)).incidents.contains(kOpen));
    EXPECT_EQ(project(state, wall(WallAudience::Visitor)).incidents.find(kOpen)->updates[0].text, "");
}

TEST(ProjectTest, AChangeLosesAllItsTextIfAnyOfItIsUnfit)
{
    const Change fit { .summary = "shop 4.2", .link = "https://ci.example/7", .component = "api" };
    for (std::string Change::*field : { &Change::summary, &Change::link, &Change::component }) {
        Change unfit = fit;
        unfit.id = ChangeId { "CHG-1" };
        unfit.*field = "on 10.0.0.7";
        State state;
        state.changes.set(unfit.id, unfit);
        const State projected = project(state, wall(WallAudience::Room));
        const Change& shown = *projected.changes.find(unfit.id);
        EXPECT_EQ(shown.summary + shown.link + shown.component, "");
    }
}

// What the live stream withholds of an entry is not to be had from the state either.
template<typename Entity>
Entity shown_on(WallAudience audience, PersistentMap<decltype(Entity::id), Entity> State::*map, Entity entity)
{
    entity.id.text = "one";
    State state;
    (state.*map).set(entity.id, entity);
    return *(project(state, wall(audience)).*map).find(entity.id);
}

TEST(ProjectTest, ARegisterWithUnfitTextLosesWhatItsEntryWouldLose)
{
    const std::string unfit = "See 10.0.0.7";
    const Service named { .id = ServiceId { "one" }, .name = "shop", .public_name = unfit };
    const Service service = shown_on(WallAudience::Room, &State::services, named);
    EXPECT_EQ(service.name + service.public_name, "");
    State room;
    room.services.set(named.id, named);
    EXPECT_TRUE(project(room, wall(WallAudience::Visitor)).services.empty()) << "visitors know it by that name alone";
    for (std::string Asset::*field : { &Asset::name, &Asset::model, &Asset::serial, &Asset::site }) {
        Asset asset { .name = "a", .model = "b", .serial = "c", .site = "d" };
        asset.*field = unfit;
        const Asset shown = shown_on(WallAudience::Room, &State::assets, asset);
        EXPECT_EQ(shown.name + shown.model + shown.serial + shown.site, "");
    }
    for (std::string WorkOrder::*field : { &WorkOrder::title, &WorkOrder::work_done, &WorkOrder::reason }) {
        WorkOrder order { .title = "a", .work_done = "b", .reason = "c" };
        order.*field = unfit;
        const WorkOrder shown = shown_on(WallAudience::Room, &State::work_orders, order);
        EXPECT_EQ(shown.title + shown.work_done + shown.reason, "");
    }
    for (std::string CapacityResource::*field : { &CapacityResource::name, &CapacityResource::owner }) {
        CapacityResource resource { .name = "a", .owner = "b" };
        resource.*field = unfit;
        const CapacityResource shown = shown_on(WallAudience::Room, &State::resources, resource);
        EXPECT_EQ(shown.name + shown.owner, "");
    }
    EXPECT_EQ(shown_on(WallAudience::Room, &State::windows, MaintenanceWindow { .title = unfit }).title, "");
    EXPECT_EQ(shown_on(WallAudience::Room, &State::users, User { .name = unfit }).name, "");
    EXPECT_EQ(shown_on(WallAudience::Room, &State::bridges, Bridge { .name = unfit }).name, "");
}

TEST(ProjectTest, OnlyWallsAreSparedUnfitText)
{
    State state;
    state.services.set(ServiceId { "shop" }, { .name = "See 10.0.0.7" });
    Visibility reporter;
    reporter.staff = false;
    for (const Visibility& viewer : { reporter, Visibility {} }) {
        EXPECT_EQ(project(state, viewer).services.find(ServiceId { "shop" })->name, "See 10.0.0.7");
    }
}

TEST(VisibilityTest, FollowsFromRolesAndMembership)
{
    State state;
    for (const auto& [id, restricted, member] : { std::tuple { kBobs, true, kAda }, std::tuple { kOpen, false, kAda },
             std::tuple { kAdas, true, kAda }, std::tuple { IncidentId { "SEC-8" }, true, kBob } }) {
        Incident incident;
        incident.id = id;
        incident.restricted = restricted;
        incident.members = { UserId { "somebody" }, member };
        state.incidents.set(id, incident);
    }
    const auto key_of = [&](Actor actor) { return visibility_of(state, actor).key(); };
    EXPECT_EQ(key_of({ .user = kAda, .roles = { SystemRole::Resolver } }), "staff SEC-4 SEC-7");
    EXPECT_EQ(key_of({ .user = UserId { "carl" }, .roles = { SystemRole::Resolver } }), "staff");
    EXPECT_EQ(key_of({ .user = UserId { "carl" }, .roles = { SystemRole::Reporter } }), "reporter");
    EXPECT_EQ(key_of({ .user = kBob, .roles = { SystemRole::Reporter } }), "reporter SEC-8");
    EXPECT_EQ(
        key_of({ .user = UserId { "carl" }, .roles = { SystemRole::Reporter, SystemRole::Maintainer } }), "staff");
    EXPECT_EQ(key_of({ .user = UserId { "carl" } }), "reporter");
    EXPECT_EQ(key_of({ .user = UserId { "carl" }, .roles = { SystemRole::Auditor } }), "everything");
    EXPECT_EQ(key_of({ .system = true }), "everything");
    EXPECT_TRUE(visibility_of(state, { .system = true }).staff);
    const Visibility auditor = visibility_of(state, { .roles = { SystemRole::Auditor } });
    EXPECT_EQ(auditor.restricted, (std::vector<IncidentId> { kAdas, kBobs, IncidentId { "SEC-8" } }));
    EXPECT_FALSE(auditor.wall.has_value());
    for (int i = 10; i < 30; ++i) {
        Incident incident;
        incident.id = IncidentId { "SEC-" + std::to_string(i) };
        incident.restricted = true;
        state.incidents.set(incident.id, incident);
    }
    const std::vector<IncidentId> many = visibility_of(state, { .roles = { SystemRole::Auditor } }).restricted;
    EXPECT_EQ(many.size(), 23U);
    EXPECT_TRUE(std::is_sorted(many.begin(), many.end()));
    EXPECT_EQ(wall(WallAudience::Room).key(), "wall:room");
    EXPECT_EQ(wall(WallAudience::Visitor).key(), "wall:visitor");
}

TEST(UnfitForWallsTest, FindsAddressesVulnerabilitiesAndTelephoneNumbers)
{
    for (const char* text : { "10.0.0.7", "at 10.0.0.7:9100.", "v1.2.3.4", "1234.5.6.7", "x10.0.0.255", "1.2.10.0.0.7",
             "fe80::1", "AA:BF:CC", "a::b", "::12", "00:1a:2b:3c", "12:34:56:78", "a:b:c", "1::2",
             "on 2001:db8:0:0:0:0:0:1 now", "noon 10:30 fe80::1", "CVE-2021-1", "CVE-2021-", "cve-20-x-1",
             "see Cve-1999-0", "030 1234 56", "(0)30/123-45.67", "+49 30 12", "12345+123456", "030_1234567",
             "170\u00a01234567", "0170\u20111234567", "CVE 2021-1", "cve_2021-1", "12026-03-02" }) {
        EXPECT_TRUE(unfit_for_walls(text)) << text;
    }
}

TEST(UnfitForWallsTest, LeavesTimesVersionsAndFiguresAlone)
{
    for (const char* text : { "", "Shop is down", "4.2.1", "1.2.3.", "1..2.3.4", "10.0.0", "at 10:30", "12:34:56",
             "1:2:3", "::1", "ab:c", "2026-03-02", "2026-03-02T10:30:00Z", "2026-03-02 10:30:00 failed", "2026-03-02 7",
             "from 2026-03-02 to 2026-03-09", "CVE-2021", "CVEX2021-1", "CVE-2X21-1", "CVE-X021-1", "XVE-2021-1",
             "CXE-2021-1", "CVX-2021-1", "+49 30 1", "+49 x 30123456", "1234567 of 89", "12345+1234", "12345678",
             "1234x5678x9" }) {
        EXPECT_FALSE(unfit_for_walls(text)) << text;
    }
}

// Reading is asked for by everybody all the time: hiding an incident must not cost a copy of each alert there is.
TEST(ProjectTest, WhatNamesNothingHiddenIsTheSameAsBefore)
{
    State state = whole_room();
    for (int number = 0; number < 100; ++number) {
        auto alert = filled_entity<Alert>("free " + std::to_string(number), number);
        alert.incident = number % 2 == 0 ? IncidentId {} : kOpen;
        put_filled(state.alerts, alert);
    }
    const State seen = project(state, Visibility { .staff = true });
    ASSERT_EQ(seen.alerts.size(), state.alerts.size());
    std::size_t changed = 0;
    state.alerts.for_each([&](const AlertId& id, const Alert& alert) {
        changed += seen.alerts.find(id) != &alert ? 1U : 0U;
        if (alert.incident == kAdas || alert.incident == kBobs) {
            EXPECT_TRUE(seen.alerts.find(id)->incident.empty());
        }
    });
    EXPECT_EQ(changed, 2U) << "those of the hidden incidents alone";
}

}
}
