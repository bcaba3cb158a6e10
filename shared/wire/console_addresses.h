// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace watchfloor {

// What the console may show in the address bar. The server answers each with the page, so that a reload, a bookmark
// and a link in a chat lead back to the same screen.
struct ConsoleAddress {
    std::string_view path;
    bool holds_more = false; // what lies below it too: "/capacity/orders-disk"
};

constexpr std::array kConsoleAddresses {
    ConsoleAddress { "/" },
    ConsoleAddress { "/board" },
    ConsoleAddress { "/incidents", true },
    ConsoleAddress { "/timeline" },
    ConsoleAddress { "/capacity", true },
    ConsoleAddress { "/maintenance" },
    ConsoleAddress { "/sources" },
    ConsoleAddress { "/wall" },
    ConsoleAddress { "/walls" },
};

constexpr bool console_shows(std::string_view path)
{
    return std::any_of(kConsoleAddresses.begin(), kConsoleAddresses.end(), [path](const ConsoleAddress& address) {
        const bool below = address.holds_more && path.size() > address.path.size()
            && path.substr(0, address.path.size()) == address.path && path[address.path.size()] == '/';
        return path == address.path || below;
    });
}

}
