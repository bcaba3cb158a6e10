// SPDX-License-Identifier: Apache-2.0
#include "client/app/app.h"
#include "client/window/window.h"

#include "shared/wire/console_addresses.h"

#include <emscripten.h>

#include <cstdio>
#include <string>

int main()
{
    const auto outcome = watchfloor::run_window({}, [] {
        watchfloor::AppOptions app;
        const auto& location = watchfloor::current_location();
        app.wall = location.path == "/wall";
        app.view = location.value("view").value_or("");
        app.language = location.value("language").value_or("");
        return watchfloor::make_app(app);
    });
    if (!outcome.ok()) {
        std::fprintf(stderr, "%s\n", outcome.error().message.c_str());
    }
    // The runtime stays: the browser's events go on calling into the program.
    return 0;
}

// What the address bar may show, a line each; "/capacity/" also stands for what lies below. The page's tests load each.
extern "C" EMSCRIPTEN_KEEPALIVE const char* wf_addresses()
{
    static std::string lines;
    lines.clear();
    for (const watchfloor::ConsoleAddress& address : watchfloor::kConsoleAddresses) {
        lines += std::string(address.path) + "\n";
        lines += address.holds_more ? std::string(address.path) + "/\n" : std::string();
    }
    return lines.c_str();
}
