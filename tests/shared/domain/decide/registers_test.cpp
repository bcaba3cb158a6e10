// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
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
    EXPECT_EQ(kinds_of(room.done(SetService { service }, room.administrator)), (Texts { "service.set" }));
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

}
}
