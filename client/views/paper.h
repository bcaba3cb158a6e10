// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

struct PaperTable {
    std::string title {};
    std::vector<std::string> columns {};
    std::vector<std::vector<std::string>> rows {}; // as many cells as columns; a line break stays one
    std::string none {};                           // what to say where there is no row
};

// A screen as a record on paper: everything it knows, in words, whatever fits on the display.
struct Paper {
    std::string title {};
    std::vector<std::pair<std::string, std::string>> head {}; // name and value; without a value it is left out
    std::vector<PaperTable> tables {};
    std::vector<std::string> notes {}; // what is missing, and why
    bool picture = false;              // that of the screen's timeline, chart or schedule belongs to it
};

// "Fri 21 Nov 2025, 14:03:27", in the site's zone; empty where it is not known.
std::string paper_time(std::optional<Timestamp> at, const SiteZone& zone);

// "UTC+05:30".
std::string zone_words(int offset_seconds);

// The whole document, with its own style and page numbers, and at its end when it was made, of which entry of the
// journal, and that entry's hash. What people and machines wrote is text in it and no markup.
std::string paper_html(const Paper& paper, const ViewInput& input);

// In a frame that is drawn as a picture of a part: what it is (empty: that stands there already), of
// which stretch of time, in which zone: it leaves the console alone.
void draw_picture_heading(std::string_view title, Timestamp from, Timestamp to, const SiteZone& zone);

}
