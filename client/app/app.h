// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/window/window.h"

#include <memory>
#include <string>
#include <vector>

namespace watchfloor {

struct AppOptions {
    // Native: addresses of the server. Empty on the web: the page's own origin.
    std::vector<std::string> servers {};
    std::string token {};
    // Native: a file of certificate authorities to trust for https, in place of the system's.
    std::string ca_file {};
    // Shows the wall display; on the web the path /wall does the same.
    bool wall = false;
    // The view to open; empty: as the location says.
    std::string view {};
    // What the screens speak, as use_language() takes it; anything else is English.
    std::string language {};
};

// The program behind the window.
std::unique_ptr<WindowContent> make_app(const AppOptions& options);

}
