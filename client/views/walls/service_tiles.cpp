// SPDX-License-Identifier: Apache-2.0
// How each service stands, for the map of all.
#include "client/views/walls/service_map.h"

#include "client/views/incident_order.h"
#include "shared/core/sorting.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace watchfloor {
namespace {

using TilesById = std::map<ServiceId, ServiceTile>;

bool is_letter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0;
}

// The first letters of a word, whole characters of it, in capitals where they have some.
std::string beginning(std::string_view word, std::size_t letters)
{
    std::string begun;
    for (const char c : word) {
        const bool starts = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        if (starts && letters-- == 0) {
            break;
        }
        begun += static_cast<unsigned char>(c) < 0x80 ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
                                                      : c;
    }
    return begun;
}

// "payments-api" → "PAAP", "mail" → "MAIL", "node 17" → "NO17".
std::string short_code(const std::string& name)
{
    std::vector<std::string> words { std::string() };
    for (const char c : name) {
        if (is_letter(c)) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty() && words.size() > 1) {
        words.pop_back();
    }
    const bool numbered = std::all_of(words.back().begin(), words.back().end(),
        [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
    constexpr std::size_t kDigits = 3;
    const std::string& last = words.back();
    const std::size_t before = numbered && last.size() > kDigits ? last.size() - kDigits : 0;
    return words.size() < 2 ? beginning(words.front(), 4)
                            : beginning(words.front(), 2) + beginning(last.substr(before), numbered ? kDigits : 2);
}

// In the order of their ids, so that a service keeps its code when another gets worse.
void give_codes(TilesById& tiles)
{
    std::set<std::string> taken;
    std::map<std::string, int> next; // of those that begin alike
    for (auto& [id, tile] : tiles) {
        const std::string code = short_code(tile.name.empty() ? id.text : tile.name);
        tile.code = code;
        for (int& again = next[code]; !taken.insert(tile.code).second;) {
            again = std::max(again, 1) + 1;
            tile.code = beginning(code, again < 10 ? 3 : 2) + std::to_string(again);
        }
    }
}

ServiceTile& tile_of(TilesById& tiles, const State& state, const ServiceId& id)
{
    ServiceTile& tile = tiles[id];
    if (tile.id.empty()) {
        tile.id = id;
        tile.name = service_name(state, id);
    }
    return tile;
}

void add_alerts(TilesById& tiles, const State& state)
{
    state.alerts.for_each([&](const AlertId&, const Alert& alert) {
        if (counts_as_firing(alert)) {
            ServiceTile& tile = tile_of(tiles, state, alert.service);
            tile.severity = std::min(tile.severity, shown_severity(alert.severity));
            tile.unacknowledged += alert.acknowledged_at ? 0U : 1U;
        }
    });
}

// What is restored is over for who looks from the door.
void add_incidents(TilesById& tiles, const State& state, Timestamp now)
{
    std::size_t place = 0;
    for (const Incident* incident : open_incidents(state, now)) {
        ++place;
        if (incident->state == IncidentState::Resolved || incident->state == IncidentState::InReview) {
            continue;
        }
        for (const ServiceId& service : incident->services) {
            ServiceTile& tile = tile_of(tiles, state, service);
            tile.severity = std::min(tile.severity, shown_severity(*incident));
            if (incident->declared() && !tile.rank) { // the gravest comes first
                tile.rank = rank_of(*incident);
                tile.major = place;
            }
        }
    }
}

void add_maintenance(TilesById& tiles, const State& state, Timestamp now)
{
    state.windows.for_each([&](const WindowId&, const MaintenanceWindow& window) {
        if (window.state != WindowState::Approved || now < window.from || window.to <= now) {
            return;
        }
        std::vector<ServiceId> services = window.services;
        for (const AssetId& id : window.assets) {
            if (const Asset* asset = state.assets.find(id)) {
                services.insert(services.end(), asset->services.begin(), asset->services.end());
            }
        }
        for (const ServiceId& service : services) {
            ServiceTile& tile = tile_of(tiles, state, service);
            tile.maintained = true;
            tile.severity = std::min(tile.severity, Severity::Maintenance);
        }
    });
}

}

std::vector<ServiceTile> service_tiles(const State& state, Timestamp now, bool blind)
{
    TilesById by_id;
    state.services.for_each([&](const ServiceId& id, const Service& service) {
        if (id != kUnknownService) { // where what matches nothing goes: only while it has something
            tile_of(by_id, state, id).group = service.on_call_group;
        }
    });
    add_alerts(by_id, state);
    add_incidents(by_id, state, now);
    add_maintenance(by_id, state, now);
    give_codes(by_id);
    std::vector<ServiceTile> tiles;
    for (auto& [id, tile] : by_id) {
        tile.severity = blind && tile.severity == Severity::Normal ? Severity::Unknown : tile.severity;
        tiles.push_back(std::move(tile));
    }
    // Those of no group come last, under no name.
    sort_stably(tiles, [](const ServiceTile& a, const ServiceTile& b) {
        if (a.group != b.group) {
            return a.group.empty() != b.group.empty() ? b.group.empty() : a.group < b.group;
        }
        return a.name < b.name;
    });
    return tiles;
}

bool stands_before(const ServiceTile& a, const ServiceTile& b)
{
    if (a.major != b.major) {
        return a.major < b.major;
    }
    return a.severity != b.severity ? a.severity < b.severity : a.unacknowledged > b.unacknowledged;
}

std::string tile_words(const ServiceTile& tile, bool named)
{
    std::string words { tile.rank ? rank_code(*tile.rank) : severity_code(tile.severity) };
    words += "  " + (named ? tile.name : tile.code);
    // Of a tile that stands for several two counts beside each other would say nothing: one is of services.
    return tile.unacknowledged == 0 || tile.stands_for > 1 ? words : words + "  " + std::to_string(tile.unacknowledged);
}

}
