// SPDX-License-Identifier: Apache-2.0
// Every service a tile: what the eye finds from the door.
#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/views/incident_order.h"
#include "client/views/walls/service_map.h"
#include "client/views/walls/wall_pages.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace watchfloor {
namespace {

class ServicesPage final : public WallPage {
public:
    std::string_view id() const override { return "services"; }
    std::string title(const WallPageInput&) const override { return std::string(tr(Text::WallPageServices)); }
    // Where no alert can be heard of there is no state to show.
    bool lively(const WallPageInput& input) const override
    {
        const AlertSight sight = alert_sight(input);
        return input.knows(WallSubject::Services) && sight != AlertSight::NotShown && sight != AlertSight::NoSource
            && !service_tiles(input.view.state, input.view.now, false).empty();
    }
    void draw(const WallPageInput& input) override;
};

// The fill tells the worst from afar; it is weak, so that words on it keep their contrast and nothing burns in.
float fill_of(Severity severity)
{
    return severity == Severity::Critical ? 0.3F : severity == Severity::Major ? 0.2F : 0.0F;
}

std::string spoken_tile(const ServiceTile& tile)
{
    const bool many = tile.stands_for > 1 && !tile.group.empty();
    std::string words
        = (many ? tile.group + " " : std::string()) + tile.name + ", " + std::string(severity_name(tile.severity));
    words += tile.rank ? ", " + std::string(rank_code(*tile.rank)) : "";
    words += tile.unacknowledged == 0 ? "" : ", " + tr(Text::WallUnacknowledged, format_count(tile.unacknowledged));
    return tile.maintained ? words + ", " + std::string(tr(Text::WallUnderMaintenance)) : words;
}

// Words that are longer than their place stand in smaller letters, down to those that can just be read from afar; what
// is cut even so is no secret.
void text_on_tile(ImVec2 at, float size, Colour ink, std::string_view text, Face face, float width)
{
    const float wanted = font(face)->CalcTextSizeA(size, 1e6F, 0, text.data(), text.data() + text.size()).x;
    float fitting = size;
    if (wanted > width) {
        fitting = std::max(std::min(size, type_scale().size(Type::Caption)), std::floor(size * width / wanted));
        if (fitting * wanted / size > width + 1) {
            mirror().note_cut(text);
        }
    }
    draw_words({ at.x, at.y + (size - fitting) / 2 }, fitting, text, face, ink);
}

void draw_quiet_tile(
    ImDrawList& list, ImVec2 from, ImVec2 to, const ServiceTile& tile, const PlacedTile& placed, float letters)
{
    const float top = from.y + (to.y - from.y - letters) / 2;
    list.AddRectFilled(from, to, colour(Colour::Background1), letters * 0.15F);
    if (tile.severity == Severity::Unknown) {
        draw_hatch(list, from, to, colour(Colour::Unknown, kStaleHatch), letters * 0.4F);
    }
    list.PushClipRect(from, to, true);
    text_on_tile({ from.x + letters * 0.3F, top }, letters, Colour::Secondary, placed.named ? tile.name : tile.code,
        Face::Regular, to.x - from.x - letters * 0.3F);
    list.PopClipRect();
}

void draw_loud_tile(
    ImDrawList& list, ImVec2 from, ImVec2 to, const ServiceTile& tile, const PlacedTile& placed, float letters)
{
    const Colour hue = tile.rank ? rank_colour(*tile.rank) : severity_colour(tile.severity);
    const float rounding = letters * 0.15F;
    list.AddRectFilled(from, to, colour(Colour::Background2), rounding);
    list.AddRectFilled(from, to, colour(hue, fill_of(tile.severity)), rounding);
    if (tile.maintained) {
        draw_hatch(list, from, to, colour(Colour::Maintenance, 0.45F), letters * 0.4F);
    }
    list.AddRect(from, to, colour(edge_colour(hue)), rounding, 0, tile.severity <= Severity::Major ? 3.0F : 1.5F);
    const float middle = (from.y + to.y) / 2;
    const bool behind = marks_stand_behind();
    const ImVec2 shape { behind ? to.x - letters * 0.8F : from.x + letters * 0.8F, middle };
    const float words = letters * (behind ? 0.3F : 1.45F);
    if (tile.rank) {
        draw_rank_shape(list, *tile.rank, shape, letters * 0.9F);
    } else {
        draw_severity_shape(list, tile.severity, shape, letters * 0.9F);
    }
    list.PushClipRect(from, to, true);
    text_on_tile({ from.x + words, middle - letters / 2 }, letters, Colour::Text, tile_words(tile, placed.named),
        Face::Medium, to.x - from.x - letters * 1.45F);
    list.PopClipRect();
    const ImVec2 size { to.x - from.x, to.y - from.y };
    declare({ .id = item_id("tile" + tile.group + tile.id.text),
        .role = Role::Image,
        .label = spoken_tile(tile),
        .rect = visible_rect(from, size) });
}

std::string joined_counts(const std::string& ranks, const std::string& severities)
{
    return ranks + (ranks.empty() || severities.empty() ? "" : ", ") + severities;
}

// "3 of 142 services are not well, 2 under maintenance": and what the picture has no room for.
std::string map_summary(const WallPageInput& input, const std::vector<ServiceTile>& tiles, const ServiceMap& map)
{
    std::vector<Rank> majors;
    SeverityCounts states {};
    SeverityCounts cut {};
    for (const ServiceTile& tile : tiles) {
        if (tile.rank) {
            majors.push_back(*tile.rank);
        } else {
            count_severity(states, tile.severity);
        }
    }
    for (const std::size_t tile : map.left_out) {
        count_severity(cut, map.shown[tile].severity, map.shown[tile].stands_for);
    }
    const AlertSight sight = alert_sight(input);
    std::string words = sight == AlertSight::Blind ? std::string(tr(Text::WallMapBlind))
        : majors.empty() && counted(states) == states[static_cast<std::size_t>(Severity::Normal)]
        ? std::string(tr(sight == AlertSight::Clear ? Text::WallCalm : Text::WallCalmLost))
        : tr(Text::WallMapStates, joined_counts(counts_by_rank(majors), severity_split(states)));
    words += input.rows.left_out == 0 ? "" : "   " + tr(Text::WallCutUnseen, format_count(input.rows.left_out));
    const std::string left_out = cut_words(cut);
    return left_out.empty() ? words : words + "   " + left_out;
}

void ServicesPage::draw(const WallPageInput& input)
{
    const bool blind = alert_sight(input) == AlertSight::Blind;
    const std::vector<ServiceTile> tiles = service_tiles(input.view.state, input.view.now, blind);
    const float caption = type_scale().size(Type::Caption);
    // On a panel that stands its counts take two lines.
    const bool two_lines = text_width(map_summary(input, tiles, {}), Type::Caption) > available_width();
    const float wanted = caption * (two_lines ? 2 : 1) + ImGui::GetStyle().ItemSpacing.y;
    const bool summed = available_height() >= wanted + caption * 2; // the tiles say most of it
    const float below = summed ? wanted : 0;
    const MapRoom room { available_width(), std::max(caption, available_height() - below - grid(1)),
        { type_scale().size(Type::Title), type_scale().size(Type::Body), caption } };
    const ServiceMap map = lay_out_services(tiles, room, [&](std::string_view text) {
        return font(Face::Medium)->CalcTextSizeA(caption, 1e6F, 0, text.data(), text.data() + text.size()).x / caption;
    });
    if (map.tiles.empty()) { // not even one has room: their states do
        label(map_summary(input, tiles, map), { .type = Type::Caption, .colour = Colour::Secondary });
        return;
    }
    const ImVec2 at = ImGui::GetCursorScreenPos();
    auto& list = *ImGui::GetWindowDrawList();
    for (const PlacedGroup& group : map.groups) {
        text_on_tile({ at.x + group.x, at.y + group.y + (map.height - map.letters) / 2 }, map.letters,
            Colour::Secondary, group.name, Face::Medium, room.width - group.x);
    }
    for (const PlacedTile& placed : map.tiles) {
        const ServiceTile& tile = map.shown[placed.tile];
        const ImVec2 from { at.x + placed.x, at.y + placed.y };
        const ImVec2 to { from.x + placed.width, from.y + map.height };
        if (tile.quiet()) {
            draw_quiet_tile(list, from, to, tile, placed, map.letters);
        } else {
            draw_loud_tile(list, from, to, tile, placed, map.letters);
        }
    }
    ImGui::Dummy({ room.width, room.height });
    if (!summed) {
        return;
    }
    label(map_summary(input, tiles, map), { .type = Type::Caption, .colour = Colour::Secondary, .wrap = two_lines });
}

}

std::unique_ptr<WallPage> make_services_page()
{
    return std::make_unique<ServicesPage>();
}

}
