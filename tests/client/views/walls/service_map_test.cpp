// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/service_map.h"

#include "tests/support/domain_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace watchfloor {
namespace {

Service service_of(const std::string& id, const std::string& group = {})
{
    Service service;
    service.id = ServiceId { id };
    service.name = id;
    service.on_call_group = group;
    return service;
}

Alert alert_on(const std::string& id, const std::string& service, AlertSeverity severity)
{
    Alert alert;
    alert.id = AlertId { id };
    alert.service = ServiceId { service };
    alert.severity = severity;
    alert.started_at = kMorning;
    return alert;
}

const ServiceTile& tile_named(const std::vector<ServiceTile>& tiles, std::string_view name)
{
    const auto found
        = std::find_if(tiles.begin(), tiles.end(), [&](const ServiceTile& tile) { return tile.name == name; });
    EXPECT_NE(found, tiles.end()) << name;
    return found == tiles.end() ? tiles.front() : *found;
}

TEST(ServiceTilesTest, TakeTheWorstOfTheirAlertsAndCountThoseNobodyAcknowledged)
{
    State state;
    for (const char* id : { "mail", "shop" }) {
        state.services.set(ServiceId { id }, service_of(id));
    }
    Alert seen = alert_on("seen", "shop", AlertSeverity::Major);
    seen.acknowledged_at = kMorning;
    Alert muted = alert_on("muted", "mail", AlertSeverity::Critical);
    muted.muted_by = WindowId { "MW-1" };
    for (const Alert& alert : { seen, muted, alert_on("open", "shop", AlertSeverity::Minor) }) {
        state.alerts.set(alert.id, alert);
    }
    const auto tiles = service_tiles(state, kMorning, false);
    ASSERT_EQ(tiles.size(), 2U);
    EXPECT_EQ(tile_named(tiles, "shop").severity, Severity::Major);
    EXPECT_EQ(tile_named(tiles, "shop").unacknowledged, 1U);
    EXPECT_TRUE(tile_named(tiles, "mail").quiet());
}

TEST(ServiceTilesTest, WhereNobodyHearsOfAlertsNothingIsWell)
{
    State state;
    state.services.set(ServiceId { "shop" }, service_of("shop"));
    EXPECT_EQ(service_tiles(state, kMorning, false).front().severity, Severity::Normal);
    EXPECT_EQ(service_tiles(state, kMorning, true).front().severity, Severity::Unknown);
}

TEST(ServiceTilesTest, AMajorStandsWithItsRankUntilItIsResolved)
{
    Room room;
    const IncidentId id = room.declared();
    const ServiceTile tile = tile_named(service_tiles(room.state, room.now, false), "shop");
    EXPECT_EQ(tile.severity, Severity::Critical);
    EXPECT_EQ(tile_words(tile, true), "SEV1  shop");
    ServiceTile several = tile;
    several.name = "+5";
    several.stands_for = 5;
    several.unacknowledged = 4;
    EXPECT_EQ(tile_words(several, true), "SEV1  +5") << "one count, of services";
    Incident resolved = room.incident(id);
    resolved.state = IncidentState::Resolved;
    room.state.incidents.set(id, resolved);
    EXPECT_TRUE(tile_named(service_tiles(room.state, room.now, false), "shop").quiet());
}

Incident major_on(const char* id, const char* service, IncidentSeverity severity, Timestamp started_at)
{
    Incident major;
    major.id = IncidentId { id };
    major.services = { ServiceId { service } };
    major.severity = severity;
    major.major = MajorState::Declared;
    major.started_at = started_at;
    return major;
}

TEST(ServiceTilesTest, MajorsStandBySeverityThenOverdueThenAgeAndBeforeWhatOnlyFires)
{
    State state;
    const Timestamp old = kMorning - hours { 2 };
    Incident late = major_on("INC-4", "wiki", IncidentSeverity::Sev3, kMorning);
    TargetClock update;
    update.kind = ClockKind::NextUpdate;
    update.due_at = kMorning - minutes { 1 };
    late.clocks = { update };
    for (const Incident& major : { major_on("INC-1", "mail", IncidentSeverity::Sev3, old), late,
             major_on("INC-2", "shop", IncidentSeverity::Sev3, old - hours { 1 }),
             major_on("INC-3", "shop", IncidentSeverity::Sev1, kMorning) }) {
        state.incidents.set(major.id, major);
    }
    const Alert alert = alert_on("open", "api", AlertSeverity::Critical);
    state.alerts.set(alert.id, alert);
    std::vector<ServiceTile> tiles = service_tiles(state, kMorning, false);
    std::sort(tiles.begin(), tiles.end(), stands_before);
    std::vector<std::string> words;
    for (const ServiceTile& tile : tiles) {
        words.push_back(tile_words(tile, true));
    }
    EXPECT_EQ(words, (std::vector<std::string> { "SEV1  shop", "SEV3  wiki", "SEV3  mail", "CRIT  api  1" }));
}

TEST(ServiceTilesTest, MaintenanceOfAnAssetConcernsItsServices)
{
    State state;
    state.services.set(ServiceId { "shop" }, service_of("shop"));
    Asset rack;
    rack.id = AssetId { "rack" };
    rack.services = { ServiceId { "shop" } };
    state.assets.set(rack.id, rack);
    MaintenanceWindow window;
    window.id = WindowId { "MW-1" };
    window.assets = { rack.id };
    window.state = WindowState::Approved;
    window.from = kMorning;
    window.to = kMorning + hours { 1 };
    state.windows.set(window.id, window);
    EXPECT_TRUE(service_tiles(state, kMorning, false).front().maintained);
    EXPECT_EQ(service_tiles(state, kMorning, false).front().severity, Severity::Maintenance);
    EXPECT_FALSE(service_tiles(state, window.to, false).front().maintained);
    window.state = WindowState::Planned;
    state.windows.set(window.id, window);
    EXPECT_FALSE(service_tiles(state, kMorning, false).front().maintained);
}

TEST(ServiceTilesTest, KeepTheirPlaceByGroupAndNameHoweverTheyStand)
{
    State state;
    for (const auto& [id, group] : std::vector<std::pair<std::string, std::string>> {
             { "zoo", "" }, { "api", "web" }, { "cart", "web" }, { "disk", "base" } }) {
        state.services.set(ServiceId { id }, service_of(id, group));
    }
    state.services.set(kUnknownService, service_of(kUnknownService.text));
    const auto names = [&] {
        std::vector<std::string> found;
        for (const ServiceTile& tile : service_tiles(state, kMorning, false)) {
            found.push_back(tile.name);
        }
        return found;
    };
    const std::vector<std::string> expected { "disk", "api", "cart", "zoo" };
    EXPECT_EQ(names(), expected) << "what matches nothing has a tile only while it has something";
    const Alert alert = alert_on("open", "zoo", AlertSeverity::Critical);
    state.alerts.set(alert.id, alert);
    EXPECT_EQ(names(), expected);
}

TEST(ServiceTilesTest, CodesAreShortAndNoTwoAlike)
{
    State state;
    for (const char* id : { "mail", "payments-api", "payments-app", "node-017", "node-018", "payroll-apex", "x" }) {
        state.services.set(ServiceId { id }, service_of(id));
    }
    const auto tiles = service_tiles(state, kMorning, false);
    EXPECT_EQ(tile_named(tiles, "mail").code, "MAIL");
    EXPECT_EQ(tile_named(tiles, "payments-api").code, "PAAP");
    EXPECT_EQ(tile_named(tiles, "node-017").code, "NO017");
    std::set<std::string> codes;
    for (const ServiceTile& tile : tiles) {
        EXPECT_LE(tile.code.size(), 5U) << tile.code;
        EXPECT_TRUE(codes.insert(tile.code).second) << tile.code;
    }
}

// A picture's width and height below the head of a wall at 1920×1080, and its sizes of text.
MapRoom wall_room()
{
    return { 1880, 800, { 82, 66, 48 } };
}

float half_a_letter(std::string_view text)
{
    return 0.5F * static_cast<float>(text.size());
}

std::vector<ServiceTile> many_tiles(std::size_t count, std::size_t critical)
{
    State state;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string id = "service-" + std::to_string(10'000 + i).substr(1);
        state.services.set(ServiceId { id }, service_of(id, "group " + std::to_string(i % 12 + 10)));
        if (i < critical) {
            const Alert alert = alert_on(id, id, AlertSeverity::Critical);
            state.alerts.set(alert.id, alert);
        }
    }
    return service_tiles(state, kMorning, false);
}

void expect_no_overlap(const ServiceMap& map, const MapRoom& room)
{
    for (std::size_t i = 0; i < map.tiles.size(); ++i) {
        const PlacedTile& a = map.tiles[i];
        EXPECT_LE(a.x + a.width, room.width + 1);
        EXPECT_LE(a.y + map.height, room.height + 1);
        if (i > 0) {
            const PlacedTile& before = map.tiles[i - 1];
            EXPECT_TRUE(a.y > before.y || a.x >= before.x + before.width) << i;
        }
    }
}

TEST(ServiceMapTest, AFewServicesStandWithTheirNamesInLettersForTheBackRow)
{
    const ServiceMap map = lay_out_services(many_tiles(20, 1), wall_room(), half_a_letter);
    EXPECT_TRUE(map.left_out.empty());
    EXPECT_GE(map.letters, 48);
    EXPECT_TRUE(std::all_of(map.tiles.begin(), map.tiles.end(), [](const PlacedTile& tile) { return tile.named; }));
    expect_no_overlap(map, wall_room());
}

// Of which group a tile is shows by where it stands, also in a group's second line.
TEST(ServiceMapTest, TilesMakeColumnsBehindTheNamesOfTheirGroups)
{
    State state;
    for (const auto& [id, group] :
        std::vector<std::pair<std::string, std::string>> { { "payments", "web" }, { "shop", "web" },
            { "catalogue", "web" }, { "search", "web" }, { "mail", "office work" }, { "wiki", "" } }) {
        state.services.set(ServiceId { id }, service_of(id, group));
    }
    const ServiceMap map = lay_out_services(service_tiles(state, kMorning, false), wall_room(), half_a_letter);
    ASSERT_EQ(map.groups.size(), 2U);
    std::map<float, float> first; // of each line
    for (const PlacedTile& tile : map.tiles) {
        first.try_emplace(tile.y, tile.x);
    }
    EXPECT_EQ(first.size(), 4U) << "two lines of four, one of one, one of no group";
    for (const auto& [y, x] : first) {
        EXPECT_EQ(x, first.begin()->second) << y;
        EXPECT_GT(x, 5.5F * map.letters) << "behind the longest name";
    }
    for (const PlacedGroup& group : map.groups) {
        EXPECT_EQ(group.x, 0.0F) << group.name;
        EXPECT_TRUE(first.contains(group.y)) << group.name;
    }
    expect_no_overlap(map, wall_room());
}

TEST(ServiceMapTest, GroupsKeepLinesOfTheirOwnInLettersForFigures)
{
    State state;
    for (int i = 0; i < 8; ++i) {
        const std::string id = "mail" + std::to_string(i);
        state.services.set(ServiceId { id }, service_of(id, "site " + std::to_string(i)));
    }
    const ServiceMap map = lay_out_services(service_tiles(state, kMorning, false), wall_room(), half_a_letter);
    EXPECT_EQ(map.letters, 66) << "in the largest they would flow into each other";
    ASSERT_EQ(map.groups.size(), 8U);
    for (const PlacedGroup& group : map.groups) {
        EXPECT_EQ(group.x, 0.0F) << group.name;
    }
}

TEST(ServiceMapTest, WhereNamesOfGroupsTakeTooMuchTheTilesFlow)
{
    State state;
    for (const char* id : { "payments", "shop", "mail" }) {
        state.services.set(ServiceId { id }, service_of(id, "those who are on call for everything that is sold"));
    }
    const ServiceMap map = lay_out_services(service_tiles(state, kMorning, false), wall_room(), half_a_letter);
    EXPECT_EQ(map.tiles.size(), 3U);
    EXPECT_EQ(map.letters, 82) << "no letters are lost to it";
    expect_no_overlap(map, wall_room());
}

TEST(ServiceMapTest, WhereGroupsFlowNoneIsNamedAtTheEndOfALineWithoutATile)
{
    const ServiceMap map = lay_out_services(many_tiles(40, 6), wall_room(), half_a_letter);
    ASSERT_FALSE(map.groups.empty());
    for (const PlacedGroup& group : map.groups) {
        EXPECT_TRUE(std::any_of(map.tiles.begin(), map.tiles.end(), [&](const PlacedTile& tile) {
            return tile.y == group.y && tile.x > group.x;
        })) << group.name;
    }
}

std::size_t services_on(const ServiceMap& map)
{
    std::size_t services = 0;
    for (const PlacedTile& placed : map.tiles) {
        services += map.shown[placed.tile].stands_for;
    }
    return services;
}

TEST(ServiceMapTest, ThreeHundredStandOnOnePictureTheQuietOnesOfAGroupAsOneTile)
{
    const ServiceMap map = lay_out_services(many_tiles(300, 8), wall_room(), half_a_letter);
    EXPECT_TRUE(map.left_out.empty());
    EXPECT_EQ(map.letters, 48) << "no smaller than can be read from afar";
    EXPECT_EQ(services_on(map), 300U);
    EXPECT_EQ(map.tiles.size(), 8U + 12U);
    for (const PlacedTile& placed : map.tiles) {
        const ServiceTile& tile = map.shown[placed.tile];
        EXPECT_EQ(tile.quiet(), tile.stands_for > 1) << tile.name;
        EXPECT_TRUE(placed.named || tile.quiet()) << tile.name;
    }
    expect_no_overlap(map, wall_room());
}

// A panel that stands, and one of 1366×768, below their heads.
TEST(ServiceMapTest, OnEveryPanelTheMapStaysOnThePictureAndASev1KeepsItsNameAndPlace)
{
    auto tiles = many_tiles(1'200, 900);
    tiles.back().severity = Severity::Critical;
    tiles.back().rank = Rank::Sev1;
    tiles.back().major = 1;
    for (const MapRoom& room : { MapRoom { 1040, 1500, { 82, 66, 48 } }, MapRoom { 1326, 520, { 58, 47, 34 } } }) {
        const ServiceMap map = lay_out_services(tiles, room, half_a_letter);
        expect_no_overlap(map, room);
        EXPECT_EQ(map.letters, room.sizes.back());
        EXPECT_EQ(services_on(map), 1'200U);
        const auto placed = std::find_if(map.tiles.begin(), map.tiles.end(),
            [&](const PlacedTile& tile) { return map.shown[tile.tile].rank.has_value(); });
        ASSERT_NE(placed, map.tiles.end()) << room.width;
        EXPECT_EQ(map.shown[placed->tile].stands_for, 1U);
        EXPECT_TRUE(placed->named);
    }
}

TEST(ServiceMapTest, WhatSharesATileIsToldByItsWorstStateAndAllItsCounts)
{
    const ServiceMap map = lay_out_services(many_tiles(2'000, 300), wall_room(), half_a_letter);
    EXPECT_EQ(services_on(map), 2'000U);
    EXPECT_EQ(map.letters, 48);
    std::size_t unacknowledged = 0;
    std::size_t own = 0;
    for (const PlacedTile& placed : map.tiles) {
        const ServiceTile& tile = map.shown[placed.tile];
        unacknowledged += tile.unacknowledged;
        own += tile.stands_for == 1 ? 1U : 0U;
        EXPECT_EQ(tile.unacknowledged > 0, tile.severity == Severity::Critical) << tile.name;
    }
    EXPECT_EQ(unacknowledged, 300U);
    EXPECT_GE(own, 8U) << "the worst keep tiles of their own";
    expect_no_overlap(map, wall_room());
}

}
}
