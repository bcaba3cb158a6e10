// SPDX-License-Identifier: Apache-2.0
#include "client/theme/font_files.h"

#include <emscripten.h>

#include <array>
#include <vector>

namespace watchfloor {
namespace {

EM_JS(int, js_font_size, (int index), { return globalThis["watchfloor"]["fonts"][index].length; });
EM_JS(void, js_copy_font, (int index, unsigned char* into),
    { HEAPU8.set(globalThis["watchfloor"]["fonts"][index], into); });

}

// In the order of loader.js.
FontBytes font_bytes(FontFile file)
{
    static std::array<std::vector<unsigned char>, 4> fonts;
    auto& bytes = fonts[static_cast<std::size_t>(file)];
    if (bytes.empty()) {
        const int index = static_cast<int>(file);
        bytes.resize(static_cast<std::size_t>(js_font_size(index)));
        js_copy_font(index, bytes.data());
    }
    return { bytes.data(), bytes.size() };
}

}
