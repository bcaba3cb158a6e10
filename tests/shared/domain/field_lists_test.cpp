// SPDX-License-Identifier: Apache-2.0
// A field is said once, in its entity's list; here every list is held to what follows from it.
#include "shared/domain/field_lists.h"

#include "shared/domain/apply/apply.h"
#include "shared/domain/visibility/visibility.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/shared/wire/filled.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace watchfloor {
namespace {

template<typename T>
std::string json_of(const T& value)
{
    std::string text;
    FieldsWriter(text, Zeros::Written).value(value);
    return text;
}

template<typename Field>
std::string told(const Field& field)
{
    if constexpr (kIsOptional<Field>) {
        return field ? json_of(*field) : "nothing";
    } else {
        return json_of(field);
    }
}

// An entity's fields as JSON by name, and their traits.
struct FieldsOf {
    std::map<std::string, std::string, std::less<>> values {};
    std::map<std::string, FieldTraits, std::less<>> traits {};

    template<typename Field>
    void operator()(std::string_view name, const Field& field, FieldTraits said = {})
    {
        values[std::string(name)] = told(field);
        traits[std::string(name)] = said;
    }
};

template<typename Entity>
FieldsOf fields_of(const Entity& entity)
{
    FieldsOf fields;
    Entity::fields(fields, entity);
    return fields;
}

// Every field has a value of its own, fit for walls, other with another seed; all are called ID-1.
class FitFiller : public Filler {
public:
    explicit FitFiller(int seed) : Filler(seed, Ids::Same), words_(seed) { }

    template<typename Field>
    void operator()(std::string_view name, Field& field, FieldTraits = {})
    {
        fit(field);
        if constexpr (std::is_same_v<Field, bool>) {
            field = field && name != "inside"; // or no wall would get the text of an update
        }
    }

private:
    template<typename T>
    void fit(T& field)
    {
        ++words_;
        if constexpr (std::is_same_v<T, std::string>) {
            field = std::string("word ")
                        .append(1, static_cast<char>('a' + words_ % 26))
                        .append(1, static_cast<char>('a' + words_ / 26 % 26));
        } else if constexpr (kIsVector<T>) {
            field.resize(2);
            fit(field[0]);
            fit(field[1]);
        } else if constexpr (kIsOptional<T>) {
            fit(field.emplace());
        } else if constexpr (ListsFields<T>) {
            T::fields(*this, field);
        } else {
            fill(field);
        }
    }

    int words_;
};

template<typename Entity>
Entity filled(int seed)
{
    FitFiller filler(seed);
    Entity entity {};
    Entity::fields(filler, entity);
    return entity;
}

void apply_alone(State& state, Payload payload)
{
    Entry entry;
    entry.head.seq = state.seq + 1;
    entry.head.recorded_at = Timestamp { 1'772'442'000'000 };
    entry.payload = std::move(payload);
    apply(state, entry);
}

// An entity as two readers of its entries would have it: through the bytes of a journal, not from memory.
template<typename Set>
Set through_the_journal(const Set& set)
{
    Set read {};
    std::string facts;
    std::string text;
    FieldsWriter(facts).template object<AsFacts>(set);
    FieldsWriter(text).template object<AsText>(set);
    CanonicalReader facts_reader(facts);
    FieldsReader(facts_reader).template object<AsFacts>(read);
    EXPECT_TRUE(facts_reader.expect_end()) << facts_reader.error().message;
    CanonicalReader text_reader(text);
    FieldsReader(text_reader).template object<AsText>(read);
    EXPECT_TRUE(text_reader.expect_end()) << text_reader.error().message;
    return read;
}

// Set twice, an entity is what it was set to the second time, but for what only the fold assigns.
template<typename Entity, typename Map, typename... Sets>
void expect_set_twice(std::string_view name, Map State::*map, Sets (*... set)(const Entity&))
{
    const auto first = filled<Entity>(3);
    const auto second = filled<Entity>(105);
    State state;
    (apply_alone(state, through_the_journal(set(first))), ...);
    const auto before = fields_of(*(state.*map).find(first.id));
    (apply_alone(state, through_the_journal(set(second))), ...);
    const auto after = fields_of(*(state.*map).find(second.id));
    const auto asked = fields_of(second);
    for (const auto& [field, value] : after.values) {
        const FieldTraits traits = after.traits.find(field)->second;
        if (traits.has(kFolded)) {
            EXPECT_NE(value, asked.values.find(field)->second) << name << '.' << field << " is the fold's";
        } else {
            EXPECT_EQ(value, asked.values.find(field)->second) << name << '.' << field << " was set";
        }
    }
    EXPECT_EQ(before.values.size(), after.values.size());
}

template<typename Entity>
Entity first_of_its_kind()
{
    Entity entity = filled<Entity>(3);
    if constexpr (std::is_same_v<Entity, Service>) {
        entity.id.text = entity.public_name; // as visitors know it
    }
    if constexpr (std::is_same_v<Entity, Incident>) {
        entity.services = { first_of_its_kind<Service>().id };
        entity.restricted = false;
        for (StatusUpdate& update : entity.updates) {
            update.audience = UpdateAudience::Customers; // what visitors may read
        }
    }
    return entity;
}

// Every entity there is, filled.
struct FillMaps {
    template<typename Field>
    void operator()(std::string_view, Field&, FieldTraits = {})
    {
    }
    template<typename Key, typename Entity>
    void operator()(std::string_view, PersistentMap<Key, Entity>& map, FieldTraits = {})
    {
        Entity entity = first_of_its_kind<Entity>();
        const Key id = entity.id;
        map.set(id, std::move(entity));
    }
};

State full_state()
{
    State state;
    FillMaps fill;
    State::fields(fill, state);
    return state;
}

template<typename Entity>
void expect_narrowed(std::string_view name, const Entity& shown, const Entity& whole, FieldTraits seen);

template<typename Field>
void expect_field(
    const std::string& name, const Field& shown, const Field& whole, const Field& fresh, bool sees, FieldTraits seen)
{
    if (!sees) {
        EXPECT_EQ(told(shown), told(fresh)) << name << " is hidden";
    } else if constexpr (ListsFields<Field>) {
        expect_narrowed(name, shown, whole, seen);
    } else {
        EXPECT_EQ(told(shown), told(whole)) << name << " is shown";
    }
}
template<typename Value>
void expect_field(const std::string& name, const std::optional<Value>& shown, const std::optional<Value>& whole,
    const std::optional<Value>& fresh, bool sees, FieldTraits)
{
    EXPECT_EQ(shown, sees ? whole : fresh) << name;
}
template<typename Element>
void expect_field(const std::string& name, const std::vector<Element>& shown, const std::vector<Element>& whole,
    const std::vector<Element>& fresh, bool sees, FieldTraits seen)
{
    if constexpr (ListsFields<Element>) {
        if (sees) {
            ASSERT_EQ(shown.size(), whole.size()) << name;
            for (std::size_t i = 0; i < shown.size(); ++i) {
                expect_narrowed(name, shown[i], whole[i], seen);
            }
            return;
        }
    }
    EXPECT_EQ(json_of(shown), json_of(sees ? whole : fresh)) << name;
}

template<typename Entity>
void expect_narrowed(std::string_view name, const Entity& shown, const Entity& whole, FieldTraits seen)
{
    const Entity fresh {};
    const auto look = [&](std::string_view field, const auto& value, FieldTraits traits = {}) {
        expect_field(std::string(name).append(".").append(field), value, same_field(shown, value, whole),
            same_field(shown, value, fresh), traits.has(seen), seen);
    };
    Entity::fields(look, shown);
}

struct ExpectMaps {
    const State& whole;
    const State& shown;
    FieldTraits seen;

    template<typename Field>
    void operator()(std::string_view, const Field&, FieldTraits = {})
    {
    }
    template<typename Key, typename Entity>
    void operator()(std::string_view name, const PersistentMap<Key, Entity>& map, FieldTraits traits = {})
    {
        if (!traits.has(seen)) {
            EXPECT_EQ(map.size(), 0U) << name << " are hidden";
            return;
        }
        ASSERT_EQ(map.size(), 1U) << name;
        const Key id = first_of_its_kind<Entity>().id;
        expect_narrowed(name, *map.find(id), *same_field(shown, map, whole).find(id), seen);
    }
};

void expect_projection(const Visibility& viewer, FieldTraits seen)
{
    const State whole = full_state();
    const State shown = project(whole, viewer);
    ExpectMaps expect { whole, shown, seen };
    State::fields(expect, shown);
}

// Where each listed field of an entity lies.
template<typename Entity>
class Extents {
public:
    explicit Extents(const Entity& entity) : entity_(entity) { }

    template<typename Field>
    void operator()(std::string_view, const Field& field, FieldTraits = {})
    {
        const auto* const at = reinterpret_cast<const std::byte*>(&field);
        const auto begin = static_cast<std::size_t>(at - reinterpret_cast<const std::byte*>(&entity_));
        fields_[begin] = { begin + sizeof(Field), alignof(Field) };
    }

    // Bytes between the fields that are more than the next one's alignment asks for.
    std::size_t unlisted() const
    {
        std::size_t unlisted = 0;
        std::size_t end = 0;
        for (const auto& [begin, extent] : fields_) {
            unlisted += begin - end >= extent.alignment ? begin - end : 0;
            end = extent.end;
        }
        return unlisted + (sizeof(Entity) - end >= alignof(Entity) ? sizeof(Entity) - end : 0);
    }

private:
    struct Extent {
        std::size_t end = 0;
        std::size_t alignment = 1;
    };

    const Entity& entity_;
    std::map<std::size_t, Extent> fields_ {};
};

// `derived`: the bytes of what is reckoned from the others, and neither stored nor sent.
template<typename Entity>
void expect_all_listed(std::string_view name, std::size_t derived = 0)
{
    const Entity entity {};
    Extents<Entity> extents(entity);
    Entity::fields(extents, entity);
    const std::size_t padding = derived > 0 ? alignof(Entity) : 1; // before it, where addresses are short
    EXPECT_GE(extents.unlisted(), derived) << name;
    EXPECT_LT(extents.unlisted(), derived + padding) << name << " has a member that its `fields` does not list";
}

// "Service.supplier text apart", each field of each entity and entry on a line.
class Shapes {
public:
    template<typename Entity>
    void entity(std::string_view name)
    {
        prefix_ = name;
        const Entity value {};
        Entity::fields(*this, value);
    }
    template<typename Payload>
    void entry()
    {
        const Payload value {};
        prefix_ = std::string(Payload::kind) + " " + std::to_string(Payload::version) + " fact";
        Payload::facts(*this, value);
        prefix_ = std::string(Payload::kind) + " " + std::to_string(Payload::version) + " text";
        Payload::text(*this, value);
    }
    template<typename Field>
    void operator()(std::string_view name, const Field&, FieldTraits traits = {})
    {
        std::string line = prefix_ + "." + std::string(name);
        const std::pair<FieldTraits, std::string_view> words[] = { { kText, " text" }, { kApart, " apart" },
            { kFolded, " folded" }, { kRoom, " room" }, { kVisitor, " visitor" }, { kReporter, " reporter" },
            { kScreened, " screened" }, { kScreenedTogether, " screened-together" } };
        for (const auto& [trait, word] : words) {
            line.append(traits.has(trait) ? word : "");
        }
        lines_ += line + "\n";
    }
    const std::string& lines() const { return lines_; }

private:
    std::string prefix_ {};
    std::string lines_ {};
};

template<std::size_t... Index>
void list_entries(Shapes& shapes, std::index_sequence<Index...>)
{
    (shapes.entry<std::variant_alternative_t<Index, AnyPayload>>(), ...);
}

}

TEST(FieldListsTest, ListsEveryMember)
{
    expect_all_listed<State>("State", sizeof(AlertTally));
    expect_all_listed<EntryHead>("EntryHead");
    expect_all_listed<User>("User");
    expect_all_listed<Token>("Token");
    expect_all_listed<Service>("Service");
    expect_all_listed<Source>("Source");
    expect_all_listed<HeartbeatRule>("HeartbeatRule");
    expect_all_listed<MissedHeartbeat>("MissedHeartbeat");
    expect_all_listed<Bridge>("Bridge");
    expect_all_listed<Change>("Change");
    expect_all_listed<Alert>("Alert");
    expect_all_listed<Incident>("Incident");
    expect_all_listed<DutyHeld>("DutyHeld");
    expect_all_listed<TargetClock>("TargetClock");
    expect_all_listed<PauseInterval>("PauseInterval");
    expect_all_listed<Task>("Task");
    expect_all_listed<StatusUpdate>("StatusUpdate");
    expect_all_listed<OfferedUpdate>("OfferedUpdate");
    expect_all_listed<ExternalReference>("ExternalReference");
    expect_all_listed<CapacityResource>("CapacityResource");
    expect_all_listed<PlannedChange>("PlannedChange");
    expect_all_listed<CapacityDecision>("CapacityDecision");
    expect_all_listed<PublishedForecast>("PublishedForecast");
    expect_all_listed<CapacityRow>("CapacityRow");
    expect_all_listed<ResourcePublished>("ResourcePublished");
    expect_all_listed<ResourceScored>("ResourceScored");
    expect_all_listed<Asset>("Asset");
    expect_all_listed<WorkOrder>("WorkOrder");
    expect_all_listed<MaintenanceWindow>("MaintenanceWindow");
    expect_all_listed<WallDisplay>("WallDisplay");
    expect_all_listed<WallTurn>("WallTurn");
}

TEST(FieldListsTest, AnEntitySetTwiceIsWhatItWasSetToLast)
{
    expect_set_twice<User>(
        "User", &State::users, +[](const User& user) { return UserSet { user }; });
    expect_set_twice<Token>(
        "Token", &State::tokens, +[](const Token& token) { return TokenSet { token }; });
    expect_set_twice<Service>(
        "Service", &State::services, +[](const Service& service) { return ServiceSet { service }; },
        +[](const Service& service) { return ServiceContactsSet { service }; });
    expect_set_twice<Source>(
        "Source", &State::sources, +[](const Source& source) { return SourceSet { source }; });
    expect_set_twice<Bridge>(
        "Bridge", &State::bridges, +[](const Bridge& bridge) { return BridgeSet { bridge }; },
        +[](const Bridge& bridge) { return BridgeAccessSet { bridge }; });
    expect_set_twice<Change>(
        "Change", &State::changes, +[](const Change& change) { return ChangeRecorded { change }; });
    expect_set_twice<Alert>(
        "Alert", &State::alerts, +[](const Alert& alert) { return AlertFired { alert }; });
    expect_set_twice<Incident>(
        "Incident", &State::incidents, +[](const Incident& incident) { return IncidentLogged { incident }; });
    expect_set_twice<CapacityResource>(
        "CapacityResource", &State::resources,
        +[](const CapacityResource& resource) { return CapacityDefined { resource }; });
    expect_set_twice<Asset>(
        "Asset", &State::assets, +[](const Asset& asset) { return AssetSet { asset }; });
    expect_set_twice<WorkOrder>(
        "WorkOrder", &State::work_orders, +[](const WorkOrder& order) { return WorkOrderSet { order }; });
    expect_set_twice<MaintenanceWindow>(
        "MaintenanceWindow", &State::windows, +[](const MaintenanceWindow& window) { return WindowSet { window }; });
}

TEST(FieldListsTest, AnEntryKeepsWhatItDoesNotBring)
{
    State state;
    apply_alone(state, ServiceSet { filled<Service>(3) });
    apply_alone(state, ServiceContactsSet { filled<Service>(104) });
    apply_alone(state, ServiceSet { filled<Service>(3) });
    const Service& service = *state.services.find(filled<Service>(3).id);
    EXPECT_TRUE(same_apart(service, filled<Service>(104)));
    EXPECT_EQ(service.name, filled<Service>(3).name);

    apply_alone(state, BridgeSet { filled<Bridge>(3) });
    apply_alone(state, BridgeAccessSet { filled<Bridge>(104) });
    apply_alone(state, BridgeSet { filled<Bridge>(3) });
    EXPECT_EQ(state.bridges.find(filled<Bridge>(3).id)->pin, filled<Bridge>(104).pin);
}

TEST(FieldListsTest, WhatIsKeptApartDiffersByEachOfItsFields)
{
    const auto service = filled<Service>(3);
    const auto other = filled<Service>(104);
    const auto differ = [&](std::string_view name, const auto& field, FieldTraits traits = {}) {
        Service changed = service;
        same_field(service, field, changed) = same_field(service, field, other);
        EXPECT_EQ(same_apart(service, changed), !traits.has(kApart)) << name;
    };
    Service::fields(differ, service);
}

TEST(FieldListsTest, EachViewerReceivesTheFieldsThatNameThemAndNoOther)
{
    Visibility room { .wall = WallAudience::Room, .staff = false };
    expect_projection(room, kRoom);
    Visibility visitor { .wall = WallAudience::Visitor, .staff = false };
    expect_projection(visitor, kVisitor);
    Visibility reporter { .staff = false };
    expect_projection(reporter, kReporter);
}

TEST(FieldListsTest, StaffReceivesEverythingThatIsNotRestricted)
{
    const State whole = full_state();
    EXPECT_EQ(json_of(project(whole, Visibility {})), json_of(whole));
}

// Whoever changes the shape of what is stored or sent comes past here.
TEST(FieldListsTest, ShapesAreTheReleasedOnes)
{
    Shapes shapes;
    shapes.entity<EntryHead>("EntryHead");
    shapes.entity<State>("State");
    shapes.entity<User>("User");
    shapes.entity<Token>("Token");
    shapes.entity<Service>("Service");
    shapes.entity<Source>("Source");
    shapes.entity<HeartbeatRule>("HeartbeatRule");
    shapes.entity<MissedHeartbeat>("MissedHeartbeat");
    shapes.entity<Bridge>("Bridge");
    shapes.entity<Change>("Change");
    shapes.entity<Alert>("Alert");
    shapes.entity<Incident>("Incident");
    shapes.entity<DutyHeld>("DutyHeld");
    shapes.entity<TargetClock>("TargetClock");
    shapes.entity<PauseInterval>("PauseInterval");
    shapes.entity<Task>("Task");
    shapes.entity<StatusUpdate>("StatusUpdate");
    shapes.entity<OfferedUpdate>("OfferedUpdate");
    shapes.entity<ExternalReference>("ExternalReference");
    shapes.entity<CapacityResource>("CapacityResource");
    shapes.entity<PlannedChange>("PlannedChange");
    shapes.entity<CapacityDecision>("CapacityDecision");
    shapes.entity<PublishedForecast>("PublishedForecast");
    shapes.entity<CapacityRow>("CapacityRow");
    shapes.entity<ResourcePublished>("ResourcePublished");
    shapes.entity<ResourceScored>("ResourceScored");
    shapes.entity<Asset>("Asset");
    shapes.entity<WorkOrder>("WorkOrder");
    shapes.entity<MaintenanceWindow>("MaintenanceWindow");
    shapes.entity<WallDisplay>("WallDisplay");
    shapes.entity<WallTurn>("WallTurn");
    list_entries(shapes, std::make_index_sequence<std::variant_size_v<AnyPayload>> {});
    EXPECT_EQ(
        to_hex(as_view(sha256(shapes.lines()))), "5086089498d8a078b5307eea01b9444d8d6b292d952802fcdf255d31b47a34e8")
        << "A field was added, removed, renamed, or given to other viewers. Follow \"A field in an entry\" in "
           "CONTRIBUTING (version, upcast, golden journal, kFoldVersion, who sees it), then pin the new digest here.\n"
        << shapes.lines();
}

}
