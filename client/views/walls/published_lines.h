// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <string>
#include <vector>

namespace watchfloor {

// What was published of something that is no declared major, as visitors read it.
struct WallPublished {
    std::string about {};    // its services
    std::string standing {}; // when it was said, that it is restored, or over, and since when
    std::string text {};
    bool over = false;
};

// All that the status page has (published_lines), but for the declared majors above: what goes on first.
std::vector<WallPublished> wall_published(const ViewInput& input);

// "announced 14:03".
std::string announced_words(Timestamp at, const ViewInput& input);

// Into what is left of the window, where no page is: as many as fit, and how many more there are.
void draw_published(const std::vector<WallPublished>& published);

}
