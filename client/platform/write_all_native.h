// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <unistd.h>

namespace watchfloor {

// False where the file does not take it all.
inline bool write_all(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}
