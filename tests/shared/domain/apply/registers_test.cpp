// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/state/state.h"

#include "shared/domain/apply/apply.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/shared/wire/filled.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr Timestamp kRecorded { 1'000 };
constexpr Timestamp kOccurred { 900 };

void fold(State& state, Payload payload)
{
    Entry entry;
    entry.head.seq = state.seq + 1;
    entry.head.journal = JournalId { "main" };
    entry.head.recorded_at = kRecorded;
    entry.head.occurred_at = kOccurred;
    entry.payload = std::move(payload);
    apply(state, entry);
}

template<typename Entity>
Entity filled_entity(const char* id, int seed)
{
    Entity entity {};
    Filler filler(seed);
    Entity::fields(filler, entity);
    entity.id.text = id;
    return entity;
}

template<typename Entity>
std::string text_of(const Entity* entity)
{
    return entity == nullptr ? "nothing" : to_json_text(*entity);
}

TEST(ApplyRegistersTest, AJournalKnowsItsNameAndPurpose)
{
    State state;
    fold(state, JournalOpened { .purpose = JournalPurpose::Drill });
    EXPECT_EQ(state.journal, JournalId { "main" });
    EXPECT_EQ(state.purpose, JournalPurpose::Drill);
    fold(state, WallsSwitched { .audience = WallAudience::Visitor });
    EXPECT_EQ(state.walls, WallAudience::Visitor);
}

TEST(ApplyRegistersTest, AWallsPlaceAndItsPagesAreSetApart)
{
    const TokenId id { "wall-1" };
    State state;
    fold(state, WallFitted { 55, 400, WallRole::All, id });
    fold(state, WallPagesSet { { { "", WallPageKind::Hour, 20 } }, id });
    fold(state, WallFitted { 75, 600, WallRole::Majors, id });
    const WallDisplay* display = state.displays.find(id);
    ASSERT_NE(display, nullptr);
    EXPECT_EQ(display->id, id);
    EXPECT_EQ(display->diagonal_inches, 75);
    EXPECT_EQ(display->distance_centimetres, 600);
    EXPECT_EQ(display->role, WallRole::Majors);
    ASSERT_EQ(display->pages.size(), 1U);
    EXPECT_EQ(display->pages[0].page, WallPageKind::Hour);
    fold(state, WallPagesSet { {}, id });
    EXPECT_TRUE(state.displays.find(id)->pages.empty());
    EXPECT_EQ(state.displays.find(id)->diagonal_inches, 75);
}

TEST(ApplyRegistersTest, AServiceAndItsContactsAreSetApart)
{
    const ServiceId id { "shop" };
    State state;
    const Service first = filled_entity<Service>("shop", 100);
    fold(state, ServiceSet { .service = first });
    Service expected = first;
    expected.business_owner.clear();
    expected.service_owner.clear();
    expected.supplier.clear();
    expected.support_number.clear();
    EXPECT_EQ(text_of(state.services.find(id)), text_of(&expected)) << "contacts come in an entry of their own";
    const ServiceContactsSet contacts { .service = { .id = id,
                                            .service_owner = "So",
                                            .business_owner = "Bo",
                                            .supplier = "Supply Ltd",
                                            .support_number = "1234" } };
    fold(state, contacts);
    expected.business_owner = "Bo";
    expected.service_owner = "So";
    expected.supplier = "Supply Ltd";
    expected.support_number = "1234";
    EXPECT_EQ(text_of(state.services.find(id)), text_of(&expected));
    const Service second = filled_entity<Service>("shop", 200);
    fold(state, ServiceSet { .service = second });
    expected = second;
    expected.business_owner = "Bo";
    expected.service_owner = "So";
    expected.supplier = "Supply Ltd";
    expected.support_number = "1234";
    EXPECT_EQ(text_of(state.services.find(id)), text_of(&expected));
    State apart;
    fold(apart, contacts);
    EXPECT_EQ(apart.services.find(id)->id, id);
}

TEST(ApplyRegistersTest, ABridgeAndItsAccessAreSetApart)
{
    const BridgeId id { "red" };
    State state;
    fold(state, BridgeSet { .bridge = { .id = id, .name = "Red" } });
    state.bridges.update(id, [](Bridge& bridge) { bridge.in_use_by = IncidentId { "INC-1" }; });
    fold(state, BridgeAccessSet { .bridge = { .id = id, .link = "https://x", .number = "12", .pin = "34" } });
    fold(state, BridgeSet { .bridge = { .id = id, .name = "Crimson" } });
    Bridge expected { .id = id, .name = "Crimson", .link = "https://x", .number = "12", .pin = "34" };
    expected.in_use_by = IncidentId { "INC-1" };
    EXPECT_EQ(text_of(state.bridges.find(id)), text_of(&expected));
    State apart;
    fold(apart, BridgeAccessSet { .bridge = { .id = id, .pin = "34" } });
    EXPECT_EQ(apart.bridges.find(id)->id, id);
}

TEST(ApplyRegistersTest, ASourceIsLostFromTheTimeItWasRecordedUntilItIsBack)
{
    State state;
    Source source { .id = SourceId { "prometheus" }, .domain = "site", .cadence_seconds = 60 };
    fold(state, SourceSet { .source = source });
    EXPECT_EQ(text_of(state.sources.find(source.id)), text_of(&source));
    fold(state, SourceLost { .source = source.id, .last_delivery_at = { 5 } });
    Source lost = source;
    lost.lost = true;
    lost.lost_since = kRecorded;
    EXPECT_EQ(text_of(state.sources.find(source.id)), text_of(&lost));
    fold(state, SourceRegained { .source = source.id });
    EXPECT_EQ(text_of(state.sources.find(source.id)), text_of(&source));
}

TEST(ApplyRegistersTest, AMissedHeartbeatIsOneOfItsSourcesAndLeavesTheSourceItself)
{
    State state;
    Source source { .id = SourceId { "prometheus" }, .domain = "site" };
    fold(state, SourceSet { .source = source });
    fold(state, SourceLost { .source = source.id, .heartbeat = AlertId { "a" } });
    fold(state, SourceLost { .source = source.id, .heartbeat = AlertId { "b" } });
    fold(state, SourceLost { .source = source.id, .heartbeat = AlertId { "a" } });
    Source missing = source;
    missing.missed = { { AlertId { "b" }, kRecorded }, { AlertId { "a" }, kRecorded } };
    EXPECT_EQ(text_of(state.sources.find(source.id)), text_of(&missing));
    fold(state, SourceRegained { .source = source.id, .heartbeat = AlertId { "b" } });
    missing.missed.erase(missing.missed.begin());
    EXPECT_EQ(text_of(state.sources.find(source.id)), text_of(&missing));
    fold(state, SourceLost { .source = source.id });
    fold(state, SourceRegained { .source = source.id, .heartbeat = AlertId { "a" } });
    EXPECT_TRUE(state.sources.find(source.id)->lost);
    EXPECT_TRUE(state.sources.find(source.id)->missed.empty());
}

// Version 1 took any alert named Watchdog for a promise to deliver every minute.
TEST(ApplyRegistersTest, ACadenceThatWasAssumedIsNoPromise)
{
    const auto cadence = [](std::int64_t version, const char* actor, std::int64_t seconds) {
        State state;
        Entry entry;
        entry.head.seq = 1;
        entry.head.version = version;
        entry.head.actor = UserId { actor };
        entry.payload = SourceSet { { .id = SourceId { "prometheus" }, .cadence_seconds = seconds } };
        apply(state, entry);
        return state.sources.find(SourceId { "prometheus" })->cadence_seconds;
    };
    EXPECT_EQ(cadence(1, "prometheus", 60), 0);
    EXPECT_EQ(cadence(1, "prometheus", 61), 61);
    EXPECT_EQ(cadence(1, "ada", 60), 60);
    EXPECT_EQ(cadence(2, "prometheus", 60), 60);
}

TEST(ApplyRegistersTest, DefiningAResourceKeepsItsLevel)
{
    const ResourceId id { "disk" };
    State state;
    CapacityResource expected = filled_entity<CapacityResource>("disk", 100);
    fold(state, CapacityDefined { .resource = expected });
    expected.level = CapacityLevel::Normal;
    expected.level_since.reset();
    expected.decisions.clear();
    expected.published.clear();
    EXPECT_EQ(text_of(state.resources.find(id)), text_of(&expected));
    fold(state, CapacityCrossed { .resource = id, .from = CapacityLevel::Normal, .to = CapacityLevel::Critical });
    expected.level = CapacityLevel::Critical;
    expected.level_since = kOccurred;
    EXPECT_EQ(text_of(state.resources.find(id)), text_of(&expected));
    expected = filled_entity<CapacityResource>("disk", 200);
    fold(state, CapacityDefined { .resource = expected });
    expected.decisions.clear();
    expected.published.clear();
    expected.level = CapacityLevel::Critical;
    expected.level_since = kOccurred;
    EXPECT_EQ(text_of(state.resources.find(id)), text_of(&expected));
}

TEST(ApplyRegistersTest, NumbersGoUpAndNeverBack)
{
    State state;
    const auto numbers = [&](std::string number) {
        fold(state, ChangeRecorded { .change = { .id = ChangeId { "CHG-" + number } } });
        fold(state, WorkOrderSet { .order = { .id = WorkOrderId { "WO-" + number } } });
        fold(state, WindowSet { .window = { .id = WindowId { "MW-" + number } } });
        return std::vector { state.next_change, state.next_work_order, state.next_window };
    };
    EXPECT_EQ(numbers("7"), (std::vector<std::int64_t> { 8, 8, 8 }));
    EXPECT_EQ(numbers("3"), (std::vector<std::int64_t> { 8, 8, 8 }));
    EXPECT_EQ(state.next_incident, 1);
}

TEST(ApplyRegistersTest, OnlyAReturnToServiceMaintainsItsAsset)
{
    const AssetId ups { "ups" };
    const AssetId other { "other" };
    for (std::size_t i = 0; i < EnumTexts<WorkOrderState>::texts.size(); ++i) {
        State state;
        fold(state, AssetSet { .asset = { .id = ups, .last_maintained_at = Timestamp { 1 } } });
        fold(state, AssetSet { .asset = { .id = other, .last_maintained_at = Timestamp { 1 } } });
        WorkOrder order = filled_entity<WorkOrder>("WO-1", 100);
        order.asset = ups;
        order.state = static_cast<WorkOrderState>(i);
        order.actual_end = Timestamp { 500 };
        fold(state, WorkOrderSet { .order = order });
        const bool returned = order.state == WorkOrderState::ReturnedToService;
        EXPECT_EQ(state.assets.find(ups)->last_maintained_at, (Timestamp { returned ? 500 : 1 }));
        EXPECT_EQ(state.assets.find(other)->last_maintained_at, (Timestamp { 1 }));
        order.version = static_cast<std::int64_t>(state.seq);
        EXPECT_EQ(text_of(state.work_orders.find(order.id)), text_of(&order));
        order.asset = AssetId { "gone" };
        fold(state, WorkOrderSet { .order = order });
        EXPECT_EQ(state.assets.size(), 2U) << "an asset that is not known is not made up";
    }
}

TEST(ApplyRegistersTest, AWindowCarriesTheVersionOfItsEntry)
{
    State state;
    state.seq = 40;
    MaintenanceWindow window = filled_entity<MaintenanceWindow>("MW-4", 100);
    fold(state, WindowSet { .window = window });
    window.version = 41;
    EXPECT_EQ(text_of(state.windows.find(window.id)), text_of(&window));
}

}
}
