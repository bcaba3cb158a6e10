// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/picture.h"

#include <string>

namespace watchfloor {

// An RGB picture, top row first, three bytes a pixel.
struct Picture {
    int width = 0;
    int height = 0;
    std::string pixels {};
};

// The part that `area` covers, which lies within.
Picture cut_out(const Picture& whole, const PixelArea& area);

// Encodes as PNG, by libpng; empty where that is not possible (no memory, no pixels).
std::string encode_png(const Picture& picture);

}
