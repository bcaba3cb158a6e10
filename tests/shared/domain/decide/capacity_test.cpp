// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "shared/domain/formulas/level_severity.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

const ResourceId kDisk { "disk-1" };
constexpr Timestamp kPlannedFrom { 1'772'442'000'000 };

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
    EXPECT_EQ(level_alert(room, "CapacityCritical", "critical")->severity, severity_of(CapacityLevel::Critical));
    EXPECT_EQ(severity_of(CapacityLevel::Critical), AlertSeverity::Critical);
    EXPECT_EQ(severity_of(CapacityLevel::Warning), AlertSeverity::Minor);
    EXPECT_EQ(room.state.resources.find(kDisk)->level, CapacityLevel::Critical);

    room.pass(minutes { 1 });
    EXPECT_EQ(kinds_of(cross(room, CapacityLevel::Normal, 500)), (Texts { "capacity.crossed", "alert.resolved" }));
    EXPECT_EQ(room.state.firing, 0);

    room.pass(minutes { 1 });
    cross(room, CapacityLevel::Warning, 800);
    EXPECT_EQ(room.state.firing, 1);
}

// Earlier servers called the same alert major, and so by another id.
TEST(CapacityCrossingTest, WhatFiresUnderItsEarlierNameEndsWithTheNextCrossing)
{
    Room room;
    room.done(DefineCapacity { disk() }, room.capacity);
    cross(room, CapacityLevel::Critical, 950);
    Alert earlier = *level_alert(room, "CapacityCritical", "critical");
    earlier.labels = { { "alertname", "CapacityCritical" }, { "resource", "disk-1" }, { "severity", "major" } };
    earlier.severity = AlertSeverity::Major;
    earlier.id = alert_id("watchfloor", earlier.labels);
    Entry fired;
    fired.head.seq = room.state.seq + 1;
    fired.payload = AlertFired { earlier };
    apply(room.state, fired);
    EXPECT_EQ(room.state.firing, 2);
    room.pass(minutes { 1 });
    cross(room, CapacityLevel::Normal, 500);
    EXPECT_EQ(room.state.firing, 0);
    EXPECT_NE(level_alert(room, "CapacityCritical", "major")->state, AlertState::Firing);
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
        with([](auto& r) { r.margin_days = -1; }),
        with([](auto& r) { r.margin_days = 36'501; }),
        with([](auto& r) { r.equal_nodes = -1; }),
        with([](auto& r) { r.equal_nodes = 100'001; }),
        with([](auto& r) { r.growth_percent = -101; }),
        with([](auto& r) { r.growth_percent = 10'001; }),
        with([](auto& r) { r.site = std::string(121, 'x'); }),
        with([](auto& r) { r.key_person = std::string(121, 'x'); }),
        with([](auto& r) { r.stress_test_note = "held 120 %"; }),
        with([&room](auto& r) { r.stress_tested_at = room.now + hours { 24 }; }),
        with([](auto& r) {
            r.planned_changes = { { {}, 1, 0, "no day" } };
        }),
        with([](auto& r) {
            r.planned_changes = { { kPlannedFrom, 0, 0, "nothing changes" } };
        }),
        with([](auto& r) {
            r.planned_changes = { { kPlannedFrom, 1, 0, " " } };
        }),
        with([](auto& r) {
            r.planned_changes = { { kPlannedFrom, 1, 0, "one; two" } };
        }),
        with([](auto& r) {
            r.planned_changes.assign(101, { kPlannedFrom, 1, 0, "rack" });
        }),
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

TEST(DefineCapacityTest, KeepsPlannedChangesInOrderOfTime)
{
    Room room;
    CapacityResource resource = disk();
    resource.planned_changes
        = { { kPlannedFrom + hours { 48 }, 0, 500, "launch" }, { kPlannedFrom, 1'000, 0, "second rack" } };
    resource.margin_days = 7;
    resource.stress_tested_at = room.now;
    resource.stress_test_note = "held 120 %";
    room.done(DefineCapacity { resource }, room.capacity);
    const CapacityResource known = *room.state.resources.find(kDisk);
    ASSERT_EQ(known.planned_changes.size(), 2U);
    EXPECT_EQ(known.planned_changes[0].reason, "second rack");
    EXPECT_EQ(known.planned_changes[1].demand_milli, 500);
    EXPECT_EQ(known.stress_test_note, "held 120 %");
    EXPECT_TRUE(room.done(DefineCapacity { resource }, room.capacity).entries.empty()) << "the same in another order";
    resource.planned_changes.pop_back();
    room.done(DefineCapacity { resource }, room.capacity);
    EXPECT_EQ(room.state.resources.find(kDisk)->planned_changes.size(), 1U);
}

TEST(SealSamplesTest, TakesADigestOncePerHour)
{
    Room room;
    const SealSamples seal { .hour = { 3'600'000 }, .digest = std::string(64, 'a'), .blocks = 3 };
    EXPECT_EQ(room.done(seal, kSystem).keys.at(0).key, "3600000");
    EXPECT_EQ(room.refused(SealSamples { .digest = "abc" }, kSystem).code, ErrorCode::Malformed);
}

TEST(CapacityCrossingTest, IsRecordedWhole)
{
    Room room;
    room.done(DefineCapacity { disk() }, room.capacity);
    const Timestamp at = room.now - minutes { 1 };
    const Decision decision = room.done(
        ReportCrossing { .resource = kDisk, .to = CapacityLevel::Critical, .utilisation_permille = 1'005, .at = at },
        kSystem);
    const CapacityCrossed crossed = entries_of<CapacityCrossed>(decision).at(0);
    EXPECT_EQ(crossed.resource, kDisk);
    EXPECT_EQ(crossed.from, CapacityLevel::Normal);
    EXPECT_EQ(crossed.to, CapacityLevel::Critical);
    EXPECT_EQ(crossed.utilisation_permille, 1'005);
    EXPECT_EQ(decision.entries.at(0).occurred_at, at);
    const Alert* alert = level_alert(room, "CapacityCritical", "critical");
    ASSERT_NE(alert, nullptr);
    EXPECT_EQ(alert->annotations.at("summary"), "Disk / is used to 100.5 %");
    EXPECT_EQ(alert->name, "CapacityCritical");
    EXPECT_EQ(alert->source, SourceId { "watchfloor" });
    EXPECT_EQ(alert->started_at, room.now);
    EXPECT_EQ(level_alert(room, "CapacityWarning", "warning"), nullptr) << "one alert per level";
    EXPECT_EQ(room.state.resources.find(kDisk)->level_since, at);
    room.pass(minutes { 1 });
    const Decision milder = cross(room, CapacityLevel::Warning, 850);
    EXPECT_EQ(kinds_of(milder), (Texts { "capacity.crossed", "alert.fired", "alert.resolved" }));
    EXPECT_EQ(entries_of<CapacityCrossed>(milder).at(0).from, CapacityLevel::Critical);
}

TEST(CapacityCrossingTest, AResourceWithoutServicesAlertsForTheUnknownOne)
{
    Room room;
    CapacityResource resource = disk();
    resource.services.clear();
    room.done(DefineCapacity { resource }, room.capacity);
    cross(room, CapacityLevel::Warning, 812);
    EXPECT_EQ(level_alert(room, "CapacityWarning", "warning")->service, kUnknownService);
    EXPECT_EQ(level_alert(room, "CapacityWarning", "warning")->severity, severity_of(CapacityLevel::Warning));
}

TEST(CapacityCrossingTest, RefusesBadReports)
{
    Room room;
    room.done(DefineCapacity { disk() }, room.capacity);
    ReportCrossing report { .resource = kDisk, .to = CapacityLevel::Warning, .at = room.now + kFutureSlack };
    EXPECT_TRUE(room.when(report, kSystem).ok());
    report.utilisation_permille = -1;
    EXPECT_EQ(room.refused(report, kSystem).code, ErrorCode::Malformed);
    report.utilisation_permille = 0;
    report.at = report.at + Millis { 1 };
    EXPECT_EQ(room.refused(report, kSystem).code, ErrorCode::Malformed);
    report.resource = ResourceId { "nowhere" };
    EXPECT_EQ(room.refused(report, kSystem).code, ErrorCode::NotFound);
}

TEST(DefineCapacityTest, TakesAmountsUpToTheirLimits)
{
    Room room;
    const auto taken = [&](auto change) {
        CapacityResource resource = disk();
        change(resource);
        return room.when(DefineCapacity { resource }, room.capacity).ok();
    };
    EXPECT_TRUE(taken([](auto& r) { r.total_milli = 0; }));
    EXPECT_TRUE(taken([](auto& r) { r.reserved_milli = r.total_milli; }));
    EXPECT_FALSE(taken([](auto& r) { r.reserved_milli = r.total_milli + 1; }));
    EXPECT_TRUE(taken([](auto& r) { r.warn_percent = 1; }));
    EXPECT_TRUE(taken([](auto& r) { r.warn_percent = 89; }));
    EXPECT_TRUE(taken([](auto& r) { r.critical_percent = 1'000; }));
    EXPECT_TRUE(taken([](auto& r) { r.lead_time_days = 36'500; }));
    EXPECT_FALSE(taken([](auto& r) { r.lead_time_days = 36'501; }));
    EXPECT_TRUE(taken([](auto& r) { r.cadence_seconds = 0; }));
    EXPECT_FALSE(taken([](auto& r) { r.cadence_seconds = -1; }));
    EXPECT_TRUE(taken([](auto& r) { r.cadence_seconds = 366 * 24 * 3'600; }));
    EXPECT_FALSE(taken([](auto& r) { r.cadence_seconds = 366 * 24 * 3'600 + 1; }));
    EXPECT_TRUE(taken([](auto& r) { r.query = std::string(3'999, 'q') + "\n"; }));
    EXPECT_FALSE(taken([](auto& r) { r.query = std::string(4'001, 'q'); }));
    for (std::string CapacityResource::*field :
        { &CapacityResource::name, &CapacityResource::unit, &CapacityResource::owner }) {
        EXPECT_TRUE(taken([&](auto& r) { r.*field = std::string(120, 'x'); }));
        EXPECT_FALSE(taken([&](auto& r) { r.*field = std::string(121, 'x'); }));
    }
    EXPECT_TRUE(taken([](auto& r) { r.owner.clear(); }));
    EXPECT_EQ(room.done(DefineCapacity { disk() }, room.capacity).created, "disk-1");
    EXPECT_EQ(room.done(DefineCapacity { disk() }, room.capacity).created, "");
}

TEST(DefineCapacityTest, NobodyClaimsALevelForANewOne)
{
    Room room;
    CapacityResource resource = disk();
    resource.level = CapacityLevel::Critical;
    resource.level_since = room.now;
    const Decision decision = room.done(DefineCapacity { resource }, room.capacity);
    EXPECT_EQ(entries_of<CapacityDefined>(decision).at(0).resource.level, CapacityLevel::Normal);
    EXPECT_FALSE(entries_of<CapacityDefined>(decision).at(0).resource.level_since.has_value());
}

TEST(SealSamplesTest, IsRecordedWhole)
{
    Room room;
    SealSamples seal { .hour = room.now + kFutureSlack, .digest = std::string(63, '0') + "f", .blocks = 0 };
    const Decision decision = room.done(seal, kSystem);
    const SamplesSealed sealed = entries_of<SamplesSealed>(decision).at(0);
    EXPECT_EQ(sealed.hour, seal.hour);
    EXPECT_EQ(sealed.digest, seal.digest);
    EXPECT_EQ(sealed.blocks, 0);
    EXPECT_EQ(decision.keys.at(0).scope, "samples");
    seal.blocks = -1;
    EXPECT_EQ(room.refused(seal, kSystem).code, ErrorCode::Malformed);
    seal.blocks = 1;
    seal.hour = seal.hour + Millis { 1 };
    EXPECT_EQ(room.refused(seal, kSystem).code, ErrorCode::Malformed);
}

}
}
