// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

const ResourceId kDisk { "disk-1" };

CapacityResource disk()
{
    return {
        .id = kDisk, .name = "Disk /", .unit = "bytes", .total_milli = 1'000'000, .services = { ServiceId { "shop" } }
    };
}

const Alert* level_alert(const Room& room, const char* name, const char* severity)
{
    return room.state.alerts.find(
        alert_id("watchfloor", { { "alertname", name }, { "resource", "disk-1" }, { "severity", severity } }));
}

Decision cross(Room& room, CapacityLevel to, std::int64_t permille)
{
    return room.done(
        ReportCrossing { .resource = kDisk, .to = to, .utilisation_permille = permille, .at = room.now }, kSystem);
}

TEST(CapacityCrossingTest, AlertsPerLevelAndResolves)
{
    Room room;
    room.done(DefineCapacity { disk() }, room.capacity);
    EXPECT_EQ(kinds_of(cross(room, CapacityLevel::Warning, 812)), (Texts { "capacity.crossed", "alert.fired" }));
    EXPECT_EQ(level_alert(room, "CapacityWarning", "warning")->annotations.at("summary"), "Disk / is used to 81.2 %");
    EXPECT_EQ(level_alert(room, "CapacityWarning", "warning")->service, ServiceId { "shop" });
    EXPECT_EQ(cross(room, CapacityLevel::Warning, 820).duplicates, 1);

    room.pass(minutes { 1 });
    EXPECT_EQ(kinds_of(cross(room, CapacityLevel::Critical, 950)),
        (Texts { "capacity.crossed", "alert.resolved", "alert.fired" }));
    EXPECT_EQ(level_alert(room, "CapacityCritical", "major")->severity, AlertSeverity::Major);
    EXPECT_EQ(room.state.resources.find(kDisk)->level, CapacityLevel::Critical);

    room.pass(minutes { 1 });
    EXPECT_EQ(kinds_of(cross(room, CapacityLevel::Normal, 500)), (Texts { "capacity.crossed", "alert.resolved" }));
    EXPECT_EQ(room.state.firing, 0);

    room.pass(minutes { 1 });
    cross(room, CapacityLevel::Warning, 800);
    EXPECT_EQ(room.state.firing, 1);
}

TEST(DefineCapacityTest, KeepsTheLevelWhateverIsClaimed)
{
    Room room;
    room.done(DefineCapacity { disk() }, room.capacity);
    cross(room, CapacityLevel::Warning, 812);
    CapacityResource again = disk();
    again.level = CapacityLevel::Normal;
    again.critical_percent = 95;
    room.done(DefineCapacity { again }, room.capacity);
    EXPECT_EQ(room.state.resources.find(kDisk)->level, CapacityLevel::Warning);
    EXPECT_EQ(room.state.resources.find(kDisk)->critical_percent, 95);
}

TEST(DefineCapacityTest, RefusesBadAmounts)
{
    Room room;
    const auto with = [](auto change) {
        CapacityResource resource = disk();
        change(resource);
        return DefineCapacity { resource };
    };
    const std::vector<DefineCapacity> bad {
        with([](auto& r) { r.total_milli = -1; }),
        with([](auto& r) { r.reserved_milli = 2'000'000; }),
        with([](auto& r) { r.reserved_milli = -1; }),
        with([](auto& r) { r.warn_percent = 90; }),
        with([](auto& r) { r.warn_percent = 0; }),
        with([](auto& r) { r.critical_percent = 1'001; }),
        with([](auto& r) { r.lead_time_days = -1; }),
        with([](auto& r) { r.name.clear(); }),
        with([](auto& r) { r.unit.clear(); }),
        with([](auto& r) { r.id = ResourceId { "a/b" }; }),
        with([](auto& r) { r.services = { ServiceId { "nowhere" } }; }),
    };
    for (const DefineCapacity& command : bad) {
        EXPECT_EQ(room.refused(command, room.capacity).code, ErrorCode::Malformed);
    }
    EXPECT_EQ(room.refused(with([](auto& r) { r.source = SourceId { "nowhere" }; }), room.capacity).code,
        ErrorCode::NotFound);
}

TEST(SealSamplesTest, TakesADigestOncePerHour)
{
    Room room;
    const SealSamples seal { .hour = { 3'600'000 }, .digest = std::string(64, 'a'), .blocks = 3 };
    EXPECT_EQ(room.done(seal, kSystem).keys.at(0).key, "3600000");
    EXPECT_EQ(room.refused(SealSamples { .digest = "abc" }, kSystem).code, ErrorCode::Malformed);
}

}
}
