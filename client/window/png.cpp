// SPDX-License-Identifier: Apache-2.0
#include "client/window/png.h"

#include <png.h>

namespace watchfloor {

Picture cut_out(const Picture& whole, const PixelArea& area)
{
    constexpr std::size_t kPixel = 3;
    Picture part { area.width, area.height, {} };
    for (int row = area.y; row < area.y + area.height; ++row) {
        const auto first
            = static_cast<std::size_t>(row) * static_cast<std::size_t>(whole.width) + static_cast<std::size_t>(area.x);
        part.pixels.append(whole.pixels, first * kPixel, static_cast<std::size_t>(area.width) * kPixel);
    }
    return part;
}

std::string encode_png(const Picture& picture)
{
    png_image image {};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = PNG_FORMAT_RGB;
    png_alloc_size_t size = 0;
    if (png_image_write_to_memory(&image, nullptr, &size, 0, picture.pixels.data(), 0, nullptr) == 0) {
        return {};
    }
    std::string encoded(size, '\0');
    if (png_image_write_to_memory(&image, encoded.data(), &size, 0, picture.pixels.data(), 0, nullptr) == 0) {
        return {};
    }
    encoded.resize(size);
    return encoded;
}

}
