// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/severity_counts.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace watchfloor {

// Lines of a wall's page. Columns begin where they begin in every line, whatever stands before them: `share` is of the
// page's width.
float wall_line_height();
int wall_lines_that_fit();
void go_to_wall_column(float share);
float wall_column(float share);
// Where words begin behind a line's mark: a column, or farther right where the mark needs more.
float wall_words_at();
void go_to_wall_words();
// Too narrow for columns beside each other: a line's second half stands below its first.
bool wall_is_narrow();
// One line of text in this width: in smaller letters, down to those that can just be read from afar, before it is cut.
void wall_text(std::string_view text, float width, Face face = Face::Regular, Colour ink = Colour::Text,
    Type largest = Type::Body);
// Words at a place of their own, in letters of this size.
void draw_words(ImVec2 at, float size, std::string_view text, Face face = Face::Regular, Colour ink = Colour::Text);
// The last line of a list that was cut; nothing where it was not.
void draw_cut(const SeverityCounts& cut, std::size_t unseen = 0);

}
