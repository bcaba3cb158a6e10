// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace watchfloor {

// The number behind the last dash of an id such as "INC-42"; 0 where there is none.
inline std::int64_t number_in(std::string_view id)
{
    const std::size_t dash = id.rfind('-');
    std::int64_t number = 0;
    for (const char c : id.substr(dash == std::string_view::npos ? id.size() : dash + 1)) {
        if (c < '0' || c > '9' || number > 1'000'000'000'000) {
            return 0;
        }
        number = number * 10 + (c - '0');
    }
    return number;
}

}
