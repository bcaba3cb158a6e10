// SPDX-License-Identifier: Apache-2.0
#include "client/app/palette.h"

#include "client/views/board/closed_list.h"
#include "client/views/incident_order.h"
#include "client/views/timeline/entry_words.h"
#include "client/views/timeline/timeline_rows.h"
#include "shared/core/sorting.h"
#include "shared/domain/state/alert_search.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

namespace watchfloor {
namespace {

constexpr int kOtherwise = 3;
constexpr int kNoMatch = 4;
constexpr int kMostUses = 1'000'000;
constexpr std::size_t kMostEntries = 2'000;

bool letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || static_cast<unsigned char>(c) >= 0x80U;
}

bool begins_at(std::string_view title, std::size_t at, std::string_view words)
{
    return contains_folded(title.substr(at, words.size()), words);
}

// 0: the title begins so, 1: one of its words does, 2: they stand within; otherwise it is called so as well.
int match_of(const PaletteHit& hit, std::string_view words)
{
    const std::string_view title = hit.title;
    if (!contains_folded(title, words)) {
        return contains_folded(hit.also, words) ? kOtherwise : kNoMatch;
    }
    if (begins_at(title, 0, words)) {
        return 0;
    }
    for (std::size_t i = 1; i < title.size(); ++i) {
        if (!letter_or_digit(title[i - 1]) && letter_or_digit(title[i]) && begins_at(title, i, words)) {
            return 1;
        }
    }
    return 2;
}

Location asset_place(const AssetId& asset)
{
    Location place { "/maintenance", {} };
    place.set("asset", asset.text);
    return place;
}

// What a person works on: the first open incident in which they hold a duty, else the board.
Location place_of(const std::vector<const Incident*>& open, const UserId& user)
{
    for (const Incident* incident : open) {
        const auto& duties = incident->duties;
        if (std::any_of(duties.begin(), duties.end(), [&](const DutyHeld& duty) { return duty.user == user; })) {
            return { "/incidents/" + incident->id.text, {} };
        }
    }
    return { "/", {} };
}

// Names are what people know; an id stands beside one only where several of a kind have it.
void tell_namesakes_apart(std::vector<PaletteHit>& hits, std::size_t from)
{
    std::map<std::pair<std::string, std::string>, int> bearers;
    for (std::size_t i = from; i < hits.size(); ++i) {
        ++bearers[{ hits[i].right, hits[i].title }];
    }
    for (std::size_t i = from; i < hits.size(); ++i) {
        if (!hits[i].also.empty() && bearers[{ hits[i].right, hits[i].title }] > 1) {
            hits[i].title += "  " + hits[i].also;
        }
    }
}

}

PaletteHit palette_place(std::string title, std::string right, Location place)
{
    PaletteHit hit;
    hit.key = format_location(place);
    hit.title = std::move(title);
    hit.right = std::move(right);
    hit.place = std::move(place);
    return hit;
}

void add_palette_places(std::vector<PaletteHit>& hits, const ViewInput& input)
{
    const State& state = input.state;
    const std::vector<const Incident*> open = open_incidents(state, input.as_of());
    const std::size_t before = hits.size();
    const auto add = [&](const std::string& id, const std::string& name, Text kind, Location place) {
        hits.push_back(palette_place(name.empty() ? id : name, std::string(tr(kind)), std::move(place)));
        hits.back().also = id;
        hits.back().key += "#" + id; // several may lead to one place
    };
    const auto add_incident = [&](const Incident& incident) {
        const std::string& id = incident.id.text;
        hits.push_back(palette_place(
            id + "  " + incident.title, std::string(tr(Text::ColumnIncident)), { "/incidents/" + id, {} }));
    };
    for (const Incident* incident : open) {
        add_incident(*incident);
    }
    for (const Incident* incident : closed_incidents(state)) {
        add_incident(*incident);
    }
    state.services.for_each([&](const ServiceId& id, const Service& service) {
        add(id.text, service.name, Text::ColumnService, board_filtered(service.name.empty() ? id.text : service.name));
        add(id.text, tr(Text::TimelineOfService, service.name.empty() ? id.text : service.name), Text::NavTimeline,
            service_place(id));
    });
    state.users.for_each([&](const UserId& id, const User& user) {
        if (!user.disabled) {
            add(id.text, user.name, Text::FieldPerson, place_of(open, id));
        }
    });
    state.resources.for_each([&](const ResourceId& id, const CapacityResource& resource) {
        add(id.text, resource.name, Text::PaletteResource, { "/capacity/" + id.text, {} });
    });
    state.assets.for_each(
        [&](const AssetId& id, const Asset& asset) { add(id.text, asset.name, Text::PaletteAsset, asset_place(id)); });
    state.sources.for_each([&](const SourceId& id, const Source&) {
        add(id.text, {}, Text::ColumnSource, { "/sources", {} });
    });
    if (const auto& walls = input.replica.access().walls()) {
        for (const WallSummary& wall : *walls) {
            add(wall.token.id.text, wall.token.name, Text::ColumnWall, { "/walls", {} });
        }
    }
    tell_namesakes_apart(hits, before);
}

void add_palette_entries(std::vector<PaletteHit>& hits, const ViewInput& input)
{
    const IncidentId id { id_in_path(input.location, "/incidents/") };
    if (id.empty() || !input.state.incidents.contains(id)) {
        return;
    }
    const std::vector<Entry>& entries = input.replica.incident_log(id).entries();
    const std::size_t count = std::min(entries.size(), kMostEntries);
    for (auto entry = entries.rbegin(); entry != entries.rbegin() + static_cast<std::ptrdiff_t>(count); ++entry) {
        std::string text = entry_text(input.state, *entry);
        std::replace(text.begin(), text.end(), '\n', ' ');
        Location place = input.location;
        place.set("sel", std::to_string(entry->head.seq));
        place.set("axis", {}); // the list is what shows it
        const std::string at = site_time(entry->head.occurred_at, input.zone);
        hits.push_back(palette_place(std::move(text), tr(Text::PaletteEntry, at), std::move(place)));
        hits.back().key = "entry:" + std::to_string(entry->head.seq); // whatever else the address says by then
        hits.back().only_found = true;
    }
}

// "3 command:note", a line each.
void PaletteUses::read(std::string_view text)
{
    counts_.clear();
    while (!text.empty() && counts_.size() < kMost) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t space = line.find(' ');
        const long count = std::strtol(line.c_str(), nullptr, 10);
        if (space != std::string::npos && space + 1 < line.size() && count > 0) {
            counts_.emplace_back(line.substr(space + 1), static_cast<int>(std::min<long>(count, kMostUses)));
        }
    }
}

std::string PaletteUses::text() const
{
    std::string text;
    for (const auto& [key, count] : counts_) {
        text += std::to_string(count) + " " + key + "\n";
    }
    return text;
}

void PaletteUses::used(const std::string& key)
{
    const auto is_it = [&](const auto& each) { return each.first == key; };
    const auto found = std::find_if(counts_.begin(), counts_.end(), is_it);
    const int before = found == counts_.end() ? 0 : found->second;
    if (found != counts_.end()) {
        counts_.erase(found);
    }
    counts_.emplace(counts_.begin(), key, std::min(before + 1, kMostUses));
    if (counts_.size() > kMost) {
        counts_.pop_back();
    }
}

int PaletteUses::of(std::string_view key) const
{
    const auto found
        = std::find_if(counts_.begin(), counts_.end(), [&](const auto& each) { return each.first == key; });
    return found == counts_.end() ? 0 : found->second;
}

std::vector<PaletteHit> ranked_palette(
    const std::vector<PaletteHit>& hits, std::string_view words, const PaletteUses& uses)
{
    struct Ranked {
        std::size_t position;
        int match;
        int uses;
    };
    std::vector<Ranked> found;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        if (words.empty() && hits[i].only_found) {
            continue;
        }
        if (const int match = match_of(hits[i], words); match != kNoMatch) {
            found.push_back({ i, match, uses.of(hits[i].key) });
        }
    }
    sort_stably(found,
        [](const Ranked& a, const Ranked& b) { return a.match != b.match ? a.match < b.match : a.uses > b.uses; });
    std::vector<PaletteHit> ranked;
    ranked.reserve(found.size());
    for (const Ranked& each : found) {
        ranked.push_back(hits[each.position]);
    }
    // One that is not held is read from the journal.
    const std::string typed = incident_typed(words).text;
    const std::string place = "/incidents/" + typed;
    if (!typed.empty()
        && std::none_of(ranked.begin(), ranked.end(), [&](const PaletteHit& hit) { return hit.place.path == place; })) {
        ranked.push_back(palette_place(typed, std::string(tr(Text::ColumnIncident)), { place, {} }));
    }
    return ranked;
}

}
