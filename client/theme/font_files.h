// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace watchfloor {

enum class FontFile : std::uint8_t { RobotoRegular, RobotoMedium, JetBrainsMono, Icons };

// TrueType data that lives as long as the program.
struct FontBytes {
    const unsigned char* data = nullptr;
    std::size_t size = 0;
};

// Natively a part of the program. The page fetches its fonts beside the program, before it starts; another takes the
// place of one that it could not get.
FontBytes font_bytes(FontFile file);

}
