// SPDX-License-Identifier: Apache-2.0
#include "client/window/png.h"

#include <png.h>

namespace watchfloor {

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
