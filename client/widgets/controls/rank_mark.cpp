// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/rank_mark.h"

#include "client/theme/fonts.h"
#include "client/widgets/controls/item.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace watchfloor {
namespace {

constexpr int kPriorityBars = 4;

bool is_sev(Rank rank)
{
    return rank <= Rank::Sev4;
}

float shape_side(float size)
{
    return std::round(size * 0.86F);
}

float shape_gap(float size)
{
    return std::round(size * 0.22F);
}

// A diamond that empties: full with a ring around it, full, half full, empty. Told apart without any colour.
void draw_sev_diamond(ImDrawList& list, int level, ImVec2 centre, float half, ImU32 ink)
{
    const float line = std::max(1.5F, half * 0.16F);
    const auto corners = [&](float reach) {
        return std::array<ImVec2, 4> { ImVec2 { centre.x, centre.y - reach }, ImVec2 { centre.x + reach, centre.y },
            ImVec2 { centre.x, centre.y + reach }, ImVec2 { centre.x - reach, centre.y } };
    };
    const auto outer = corners(half - line / 2);
    if (level != 1) {
        list.AddQuad(outer[0], outer[1], outer[2], outer[3], ink, line);
    }
    if (level == 0) {
        const auto inner = corners(half * 0.66F);
        list.AddQuadFilled(inner[0], inner[1], inner[2], inner[3], ink);
    } else if (level == 1) {
        list.AddQuadFilled(outer[0], outer[1], outer[2], outer[3], ink);
    } else if (level == 2) {
        list.AddTriangleFilled(outer[1], outer[2], outer[3], ink);
    }
}

// Bars that get fewer: what is not there yet is an outline.
void draw_priority_bars(ImDrawList& list, int level, ImVec2 centre, float half, ImU32 ink)
{
    const int filled = std::max(0, kPriorityBars - level);
    const float width = half * 2 / static_cast<float>(kPriorityBars);
    for (int bar = 0; bar < kPriorityBars; ++bar) {
        const float height = half * 2 * static_cast<float>(bar + 1) / static_cast<float>(kPriorityBars);
        const ImVec2 from { centre.x - half + width * static_cast<float>(bar), centre.y + half - height };
        const ImVec2 to { from.x + width * 0.72F, centre.y + half };
        if (bar < filled) {
            list.AddRectFilled(from, to, ink);
        } else {
            list.AddRect(from, to, ink, 0, 0, std::max(1.0F, half * 0.07F));
        }
    }
}

}

std::string_view rank_code(Rank rank)
{
    switch (rank) {
    case Rank::Sev1:
        return "SEV1";
    case Rank::Sev2:
        return "SEV2";
    case Rank::Sev3:
        return "SEV3";
    case Rank::Sev4:
        return "SEV4";
    case Rank::P1:
        return "P1";
    case Rank::P2:
        return "P2";
    case Rank::P3:
        return "P3";
    case Rank::P4:
        return "P4";
    case Rank::P5:
        return "P5";
    }
    return "";
}

int rank_level(Rank rank)
{
    return static_cast<int>(rank) - (is_sev(rank) ? 0 : static_cast<int>(Rank::P1));
}

Colour rank_colour(Rank rank)
{
    constexpr std::array kColours { Colour::Critical, Colour::Major, Colour::Minor, Colour::Info };
    return kColours[static_cast<std::size_t>(std::min(rank_level(rank), 3))];
}

void draw_rank_shape(ImDrawList& list, Rank rank, ImVec2 centre, float side)
{
    const ImU32 ink = colour(rank_colour(rank));
    if (is_sev(rank)) {
        draw_sev_diamond(list, rank_level(rank), centre, side / 2, ink);
    } else {
        draw_priority_bars(list, rank_level(rank), centre, side * 0.42F, ink);
    }
}

ImVec2 rank_mark_size(Rank rank, float size)
{
    const auto code = rank_code(rank);
    const float text = font(Face::Medium)->CalcTextSizeA(size, 1e6F, 0, code.data(), code.data() + code.size()).x;
    return { std::ceil(shape_side(size) + shape_gap(size) + text), size };
}

void draw_rank_mark(Rank rank, ImVec2 at, float size)
{
    const auto code = rank_code(rank);
    declare({ .id = text_id(code),
        .role = Role::Text,
        .label = std::string { code },
        .rect = visible_rect(at, rank_mark_size(rank, size)) });
    auto& list = *ImGui::GetWindowDrawList();
    const float side = shape_side(size);
    const bool behind = marks_stand_behind();
    const float right = at.x + rank_mark_size(rank, size).x;
    draw_rank_shape(list, rank, { behind ? right - side / 2 : at.x + side / 2, at.y + size / 2 }, side);
    // The code is in text colour: Critical misses 7:1 as text, and the shape has the colour already.
    list.AddText(font(Face::Medium), size, { behind ? at.x : at.x + side + shape_gap(size), at.y },
        colour(Colour::Text), code.data(), code.data() + code.size());
}

void rank_mark(Rank rank)
{
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float size = ImGui::GetFontSize();
    draw_rank_mark(rank, at, size);
    ImGui::Dummy(rank_mark_size(rank, size));
}

}
