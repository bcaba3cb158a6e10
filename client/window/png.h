// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

// An RGB picture, top row first, three bytes a pixel.
struct Picture {
    int width = 0;
    int height = 0;
    std::string pixels {};
};

// Encodes as PNG. Screens are flat areas, so run lengths alone (deflate, distance 1, fixed codes)
// shrink them well; no compression library is needed for it.
std::string encode_png(const Picture& picture);

std::uint32_t png_crc(std::string_view bytes);
std::uint32_t zlib_adler(std::string_view bytes);

}
