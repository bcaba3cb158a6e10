// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/theme/theme.h"

#include <imgui.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace watchfloor {

// How an incident is marked: by its SEV once somebody set one, by its priority until then. Always colour + shape + code;
// the shapes are none of an alert's, so that a SEV3 never passes for a critical alert.
enum class Rank : std::uint8_t { Sev1, Sev2, Sev3, Sev4, P1, P2, P3, P4, P5 };
inline constexpr std::array kRanks { Rank::Sev1, Rank::Sev2, Rank::Sev3, Rank::Sev4, Rank::P1, Rank::P2, Rank::P3,
    Rank::P4, Rank::P5 };

// "SEV1", "P3".
std::string_view rank_code(Rank rank);
// 0 is the worst; a SEV1 and a P1 are equally bad.
int rank_level(Rank rank);
Colour rank_colour(Rank rank);

// The shape alone, in the square with this centre and side.
void draw_rank_shape(ImDrawList& list, Rank rank, ImVec2 centre, float side);
// Shape and code at this place, and a mirror item. `size` is the code's letter size.
void draw_rank_mark(Rank rank, ImVec2 at, float size);
ImVec2 rank_mark_size(Rank rank, float size);
// The same at the cursor, as large as the text around it.
void rank_mark(Rank rank);

}
