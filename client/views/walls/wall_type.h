// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/theme/theme.h"
#include "client/widgets/controls/badges.h"
#include "client/widgets/controls/rank_mark.h"
#include "shared/domain/entities/walls.h"

#include <imgui.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Heights of capital letters on a wall, in arc minutes at its distance.
inline constexpr float kLeastMinutes = 16;
inline constexpr float kFigureMinutes = 22;
inline constexpr float kTitleMinutes = 27.5F;
inline constexpr float kHeadlineMinutes = 44;
inline constexpr float kConditionMinutes = 48;

// The font size of capitals so high; at a desk in proportion to its body text.
float wall_letters(float arc_minutes);

// Less than this many lines of figures are no wall: what hangs farther away shows these.
inline constexpr double kLeastWallLines = 8;
// A display of these pixels where it was said to hang; null, or nothing said: as usual.
WallProfile placed_profile(WallProfile pixels, const WallDisplay* display);

// Where a text may stand: it takes up to `lines` lines at `largest` first, then smaller letters, and is cut only where
// not even `least` is small enough. Sizes are font sizes.
struct TextRoom {
    float width = 0;
    int lines = 1;
    float largest = 0;
    float least = 0;
    Face face = Face::Regular;
};

struct FittedText {
    std::vector<std::string> lines {};
    float size = 0;
    float width = 0; // of the longest line
    Face face = Face::Regular;
    bool cut = false; // its last line ends with an ellipsis

    float height() const { return size * static_cast<float>(lines.size()); }
};

FittedText fit_text(std::string_view text, const TextRoom& room);
// What one line takes.
float wall_line_width(std::string_view text, float size, Face face = Face::Regular);

// One thing on the wall's head: a text, an incident's mark or a severity's shape, at a place from the head's top left.
struct WallPiece {
    ImVec2 at {};
    FittedText text {};
    std::string spoken {}; // what it says in whole; empty where that is said already
    Colour ink = Colour::Text;
    std::optional<Rank> mark {};
    std::optional<Severity> shape {};
    float side = 0;         // of a mark's letters, of a shape's square
    bool gives_way = false; // it is cut before anything else gets smaller
};

struct WallLayout {
    std::vector<WallPiece> pieces {};
    float height = 0;
    std::size_t turns = 1;      // how many such layouts show everything, one after the other
    bool cut_on_a_turn = false; // something that may be on another one

    // Whether something is that should not be.
    bool cut() const;
    // How large the letters of its smallest mark are; nothing where it has none.
    std::optional<float> smallest_mark() const;
    WallPiece& add(ImVec2 at, FittedText text, std::string_view spoken, Colour ink = Colour::Text);
    void add_mark(ImVec2 at, Rank rank, float size);
    void add_shape(ImVec2 at, Severity severity, float side);
    // Both, as high as the text's letters: `gap` apart.
    void add_marked(ImVec2 at, Severity severity, float gap, FittedText text, std::string_view spoken);
    // What another layout placed, moved.
    void take(WallLayout other, ImVec2 by);
};

// Draws the pieces at the cursor and moves it below them.
void draw_layout(const WallLayout& layout);

}
