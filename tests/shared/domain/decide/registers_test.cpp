// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

TEST(SetServiceTest, KeepsContactsInAnEntryNoWallReceives)
{
    Room room;
    Service service { .id = ServiceId { "pay" },
        .name = "Payments",
        .depends_on = { ServiceId { "shop" } },
        .support_number = "+49 30 1234567" };
    const Decision decision = room.done(SetService { service }, room.administrator);
    EXPECT_EQ(decision.created, "pay");
    EXPECT_EQ(kinds_of(decision), (Texts { "service.set", "service.contacts_set" }));
    EXPECT_EQ(kinds_of(room.done(SetService { service }, room.administrator)), Texts {}) << "it is so already";
    service.match.set("app", "pay");
    EXPECT_EQ(kinds_of(room.done(SetService { service }, room.administrator)), (Texts { "service.set" }));
    EXPECT_EQ(kinds_of(room.done(SetService { service }, room.administrator)), Texts {});
    EXPECT_EQ(room.state.services.find(ServiceId { "pay" })->support_number, "+49 30 1234567");
    service.support_number.clear();
    room.done(SetService { service }, room.administrator);
    EXPECT_EQ(room.state.services.find(ServiceId { "pay" })->support_number, "");
}

TEST(SetServiceTest, RefusesBadInput)
{
    Room room;
    const std::vector<Service> bad {
        {},
        { .id = ServiceId { "a/b" }, .name = "x" },
        { .id = ServiceId { "a" } },
        { .id = ServiceId { "a" }, .name = "x", .depends_on = { ServiceId { "nowhere" } } },
        { .id = ServiceId { "shop" }, .name = "x", .depends_on = { ServiceId { "shop" } } },
        { .id = kUnknownService, .name = "x", .match = { { "a", "b" } } },
        { .id = ServiceId { "a" }, .name = "x", .match = { { "", "b" } } },
    };
    for (const Service& service : bad) {
        EXPECT_EQ(room.refused(SetService { service }, kSystem).code, ErrorCode::Malformed);
    }
}

TEST(SetBridgeTest, KeepsAccessApartAndOccupancyAsItIs)
{
    Room room;
    const IncidentId id = room.declared();
    Bridge bridge { .id = BridgeId { "bridge-1" }, .name = "Red", .link = "https://meet.example/red", .pin = "42" };
    EXPECT_EQ(kinds_of(room.done(SetBridge { bridge }, room.manager)), (Texts { "bridge.set", "bridge.access_set" }));
    EXPECT_EQ(room.state.bridges.find(bridge.id)->in_use_by, id);
    EXPECT_EQ(kinds_of(room.done(SetBridge { bridge }, room.manager)), Texts {})
        << "and that it is in use sets nothing";
    bridge.link = "javascript:alert(1)";
    EXPECT_EQ(room.refused(SetBridge { bridge }, room.manager).code, ErrorCode::Malformed);
}

TEST(RecordChangeTest, NumbersChangesAndPlacesThemInTime)
{
    Room room;
    const Change change { .kind = ChangeKind::Deployment,
        .summary = "shop 4.2",
        .link = "https://ci.example/7",
        .service = ServiceId { "shop" },
        .source = SourceId { "webhook" },
        .at = room.now - minutes { 3 } };
    const Decision decision = room.done(RecordChange { change }, kSystem);
    EXPECT_EQ(decision.created, "CHG-1");
    EXPECT_EQ(decision.entries.at(0).occurred_at, room.now - minutes { 3 });
    EXPECT_EQ(room.done(RecordChange { change }, kSystem).created, "CHG-2");
    EXPECT_EQ(room.state.changes.find(ChangeId { "CHG-1" })->source, SourceId { "webhook" });
}

TEST(RecordChangeTest, PeopleCannotClaimASourceAndUnknownServicesAreSaid)
{
    Room room;
    room.done(RecordChange { { .summary = "x", .source = SourceId { "webhook" } } }, room.resolver);
    const Change* change = room.state.changes.find(ChangeId { "CHG-1" });
    EXPECT_TRUE(change->source.empty());
    EXPECT_EQ(change->service, kUnknownService);
    EXPECT_EQ(change->at, room.now);
}

TEST(RecordChangeTest, RefusesBadInput)
{
    Room room;
    const std::vector<Change> bad {
        {},
        { .summary = "x", .link = "ftp://x" },
        { .summary = "x", .service = ServiceId { "nowhere" } },
        { .summary = "x", .at = room.now + hours { 1 } },
    };
    for (const Change& change : bad) {
        EXPECT_EQ(room.refused(RecordChange { change }, kSystem).code, ErrorCode::Malformed);
    }
}

TEST(SetAssetTest, ChecksWhatItIsGiven)
{
    Room room;
    const Asset asset {
        .id = AssetId { "ups-1" }, .name = "UPS", .vendor_interval_days = 180, .last_maintained_at = room.now
    };
    EXPECT_EQ(room.done(SetAsset { asset }, room.planner).created, "ups-1");
    const std::vector<Asset> bad {
        {},
        { .id = AssetId { "a" }, .name = "x", .vendor_interval_days = -1 },
        { .id = AssetId { "a" }, .name = "x", .last_maintained_at = room.now + hours { 1 } },
        { .id = AssetId { "a" }, .name = "x", .services = { ServiceId { "nowhere" } } },
    };
    for (const Asset& one : bad) {
        EXPECT_EQ(room.refused(SetAsset { one }, room.planner).code, ErrorCode::Malformed);
    }
}

TEST(SetServiceTest, EveryFieldHasItsLimit)
{
    Room room;
    const auto taken = [&](auto change) {
        Service service { .id = ServiceId { "pay" }, .name = "Payments" };
        change(service);
        return room.when(SetService { service }, kSystem).ok();
    };
    for (std::string Service::*field : { &Service::name, &Service::public_name, &Service::on_call_group,
             &Service::service_owner, &Service::business_owner, &Service::supplier, &Service::support_number }) {
        EXPECT_TRUE(taken([&](Service& service) { service.*field = std::string(120, 'x'); }));
        EXPECT_FALSE(taken([&](Service& service) { service.*field = std::string(121, 'x'); }));
        EXPECT_FALSE(taken([&](Service& service) { service.*field = "two\nlines"; }));
    }
    const Labels match { { "service", "pay" } };
    EXPECT_TRUE(taken([&](Service& service) { service.match = match; }));
    EXPECT_TRUE(taken([&](Service& service) { service.id = kUnknownService; }));
    EXPECT_FALSE(taken([&](Service& service) {
        service.id = kUnknownService;
        service.match = match;
    }));
    EXPECT_TRUE(taken([](Service& service) { service.depends_on = { kUnknownService, ServiceId { "shop" } }; }));
    EXPECT_FALSE(taken([](Service& service) { service.depends_on = { ServiceId { "shop" }, ServiceId { "shop" } }; }));
}

TEST(SetServiceTest, EveryContactIsRecordedWhenItChanges)
{
    for (std::string Service::*field :
        { &Service::service_owner, &Service::business_owner, &Service::supplier, &Service::support_number }) {
        Room room;
        Service service { .id = ServiceId { "pay" }, .name = "Payments" };
        EXPECT_EQ(kinds_of(room.done(SetService { service }, kSystem)), (Texts { "service.set" }));
        service.*field = "Ada";
        const Decision decision = room.done(SetService { service }, kSystem);
        EXPECT_EQ(kinds_of(decision), (Texts { "service.set", "service.contacts_set" }));
        EXPECT_EQ(decision.created, "");
        EXPECT_EQ(to_json_text(*room.state.services.find(service.id)), to_json_text(service));
        EXPECT_EQ(kinds_of(room.done(SetService { service }, kSystem)), Texts {});
        service.*field = "Bea";
        EXPECT_EQ(room.done(SetService { service }, kSystem).entries.size(), 2U);
    }
}

TEST(SetBridgeTest, IsRecordedWholeWithinItsLimits)
{
    Room room;
    const Bridge red {
        .id = BridgeId { "red" }, .name = "Red", .link = "https://meet.example/red", .number = "12", .pin = "34"
    };
    EXPECT_EQ(room.done(SetBridge { red }, kSystem).created, "red");
    EXPECT_EQ(room.done(SetBridge { red }, kSystem).created, "");
    EXPECT_EQ(to_json_text(*room.state.bridges.find(red.id)), to_json_text(red));
    for (std::string Bridge::*field : { &Bridge::name, &Bridge::number, &Bridge::pin }) {
        Bridge bridge = red;
        bridge.*field = std::string(120, 'x');
        EXPECT_TRUE(room.when(SetBridge { bridge }, kSystem).ok());
        bridge.*field = std::string(121, 'x');
        EXPECT_EQ(room.refused(SetBridge { bridge }, kSystem).code, ErrorCode::Malformed);
    }
    Bridge nameless = red;
    nameless.name.clear();
    EXPECT_EQ(room.refused(SetBridge { nameless }, kSystem).code, ErrorCode::Malformed);
    nameless = red;
    nameless.id = BridgeId { "a b" };
    EXPECT_EQ(room.refused(SetBridge { nameless }, kSystem).code, ErrorCode::Malformed);
}

TEST(RecordChangeTest, IsRecordedWholeAndWithinItsLimits)
{
    Room room;
    Change change { .kind = ChangeKind::Deployment,
        .summary = std::string(16'000, 's'),
        .link = "https://ci.example/7",
        .service = ServiceId { "mail" },
        .source = SourceId { "webhook" },
        .component = std::string(200, 'c'),
        .at = room.now + kFutureSlack };
    room.done(RecordChange { change }, kSystem);
    Change expected = change;
    expected.id = ChangeId { "CHG-1" };
    EXPECT_EQ(to_json_text(*room.state.changes.find(expected.id)), to_json_text(expected));
    const auto refused_with = [&](auto damage) {
        Change bad = change;
        damage(bad);
        return room.refused(RecordChange { bad }, kSystem).code;
    };
    EXPECT_EQ(refused_with([](Change& c) { c.summary += "s"; }), ErrorCode::Malformed);
    EXPECT_EQ(refused_with([](Change& c) { c.component += "c"; }), ErrorCode::Malformed);
    EXPECT_EQ(refused_with([](Change& c) { c.at = c.at + Millis { 1 }; }), ErrorCode::Malformed);
    EXPECT_EQ(refused_with([](Change& c) { c.source = SourceId { "nowhere" }; }), ErrorCode::NotFound);
    change.summary = "two\nlines";
    change.service = kUnknownService;
    EXPECT_TRUE(room.when(RecordChange { change }, kSystem).ok());
}

TEST(SetAssetTest, EveryIntervalAndTextHasItsLimit)
{
    Room room;
    const auto taken = [&](auto change) {
        Asset asset { .id = AssetId { "ups" }, .name = "UPS" };
        change(asset);
        return room.when(SetAsset { asset }, room.planner).ok();
    };
    for (std::int64_t Asset::*interval :
        { &Asset::vendor_interval_days, &Asset::insurer_interval_days, &Asset::policy_interval_days }) {
        EXPECT_FALSE(taken([&](Asset& asset) { asset.*interval = -1; }));
        EXPECT_TRUE(taken([&](Asset& asset) { asset.*interval = 36'500; }));
        EXPECT_FALSE(taken([&](Asset& asset) { asset.*interval = 36'501; }));
    }
    for (std::string Asset::*field : { &Asset::name, &Asset::model, &Asset::serial, &Asset::site }) {
        EXPECT_TRUE(taken([&](Asset& asset) { asset.*field = std::string(120, 'x'); }));
        EXPECT_FALSE(taken([&](Asset& asset) { asset.*field = std::string(121, 'x'); }));
    }
    EXPECT_TRUE(taken([&](Asset& asset) { asset.last_maintained_at = room.now + kFutureSlack; }));
    EXPECT_FALSE(taken([&](Asset& asset) { asset.last_maintained_at = room.now + kFutureSlack + Millis { 1 }; }));
    EXPECT_FALSE(taken([](Asset& asset) { asset.match = { { "", "x" } }; }));
    EXPECT_FALSE(taken([](Asset& asset) { asset.id = AssetId { "a b" }; }));
    const Asset asset { .id = AssetId { "ups" }, .name = "UPS" };
    EXPECT_EQ(room.done(SetAsset { asset }, room.planner).created, "ups");
    EXPECT_EQ(room.done(SetAsset { asset }, room.planner).created, "");
}

TEST(SetAssetTest, NothingIsAPartOfItself)
{
    Room room;
    const auto set = [&](const char* id, const char* parent) {
        return SetAsset { { .id = AssetId { id }, .name = id, .parent = AssetId { parent } } };
    };
    EXPECT_NE(room.refused(set("rack", "room-1"), room.planner).message.find("`parent`"), std::string::npos);
    EXPECT_EQ(room.refused(set("rack", "rack"), room.planner).code, ErrorCode::Malformed);
    room.done(set("rack", ""), room.planner);
    room.done(set("server", "rack"), room.planner);
    room.done(set("disk", "server"), room.planner);
    EXPECT_EQ(room.refused(set("rack", "server"), room.planner).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(set("rack", "disk"), room.planner).code, ErrorCode::Malformed);
    room.done(set("disk", "rack"), room.planner);
}

TEST(SetAssetTest, RunningHoursNeedToBeKnownByTheDay)
{
    Room room;
    Asset asset { .id = AssetId { "pump" }, .name = "Pump" };
    asset.vendor_interval_hours = 8'000;
    EXPECT_NE(
        room.refused(SetAsset { asset }, room.planner).message.find("`running_hours_per_day`"), std::string::npos);
    asset.running_hours_per_day = 25;
    EXPECT_EQ(room.refused(SetAsset { asset }, room.planner).code, ErrorCode::Malformed);
    asset.running_hours_per_day = 24;
    asset.custodian = UserId { "nobody" };
    EXPECT_EQ(room.refused(SetAsset { asset }, room.planner).code, ErrorCode::Malformed);
    asset.custodian = room.planner.user;
    room.done(SetAsset { asset }, room.planner);
    asset.vendor_interval_hours = 876'001;
    EXPECT_EQ(room.refused(SetAsset { asset }, room.planner).code, ErrorCode::Malformed);
}

}
}
