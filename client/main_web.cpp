// SPDX-License-Identifier: Apache-2.0
#include "client/app/app.h"
#include "client/window/window.h"

#include <cstdio>

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
