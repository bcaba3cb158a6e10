// SPDX-License-Identifier: Apache-2.0
#include "client/app/app.h"
#include "client/app/gallery.h"
#include "client/language/text.h"
#include "client/platform/location.h"
#include "client/platform/server_address.h"
#include "client/window/window.h"
#include "shared/wire/console_addresses.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

struct Arguments {
    std::vector<std::string> servers { "http://127.0.0.1:8470" };
    std::string view;
    std::string language { "en" };
    std::string size;
    std::string token_file;
    std::string ca_file;
    std::string screenshot;
    std::string mirror_socket;
    bool wall = false;
};

std::string check_size(const std::string& text)
{
    int width = 0;
    int height = 0;
    char rest = 0;
    const bool read = std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest) == 2;
    return read && width >= 320 && height >= 240 && width <= 16384 && height <= 16384
        ? ""
        : "use WIDTHxHEIGHT, like 1920x1080";
}

std::string check_server(const std::string& text)
{
    return watchfloor::is_server_address(text)
        ? ""
        : "give the server's address as http://host:port or https://host:port, without a path";
}

std::string check_view(const std::string& text)
{
    return text == "gallery" || watchfloor::console_shows("/" + text)
        ? ""
        : "there is no view " + text + ": give board, timeline, capacity, maintenance, sources, walls or gallery";
}

void describe(CLI::App& options, Arguments& arguments)
{
    options.set_version_flag("--version", "watchfloor " WATCHFLOOR_VERSION);
    options.add_option("--server", arguments.servers, "Address of the server; give several to be tried in turn")
        ->check(check_server)
        ->envname("WATCHFLOOR_SERVER");
    options.add_flag("--wall", arguments.wall, "Show the wall display")->envname("WATCHFLOOR_WALL");
    options.add_option("--view", arguments.view, "Open this view, like board or gallery")
        ->check(check_view)
        ->envname("WATCHFLOOR_VIEW");
    options.add_option("--language", arguments.language, "en, or pseudo to see what longer words do to the screens")
        ->check(CLI::IsMember({ "en", "pseudo" }))
        ->envname("WATCHFLOOR_LANGUAGE");
    options.add_option("--screenshot", arguments.screenshot, "Write this PNG once there is something to see, and end");
    options.add_option("--size", arguments.size, "Window size, WIDTHxHEIGHT")
        ->check(check_size)
        ->envname("WATCHFLOOR_SIZE");
    options.add_option("--token-file", arguments.token_file, "Read the access token from this file")
        ->check(CLI::ExistingFile)
        ->envname("WATCHFLOOR_TOKEN_FILE");
    options
        .add_option("--ca-file", arguments.ca_file,
            "Certificate authorities to trust for an https server, in place of the system's")
        ->check(CLI::ExistingFile)
        ->envname("WATCHFLOOR_CA_FILE");
    options.add_option("--mirror-socket", arguments.mirror_socket,
        "For end-to-end tests: let this Unix socket read and drive the console");
    options.set_config("--config", "", "Read options from this TOML file")->envname("WATCHFLOOR_CONFIG");
}

watchfloor::WindowOptions window_options(const Arguments& arguments)
{
    watchfloor::WindowOptions options;
    if (!arguments.size.empty()) {
        // check_size has read it already.
        (void)std::sscanf(arguments.size.c_str(), "%dx%d", &options.width, &options.height);
    }
    options.fullscreen = arguments.wall && arguments.size.empty() && arguments.screenshot.empty();
    options.screenshot_path = arguments.screenshot;
    options.mirror_socket_path = arguments.mirror_socket;
    return options;
}

// Every widget on one page is for who draws them: the browser's page goes without.
std::unique_ptr<watchfloor::WindowContent> content_of(const watchfloor::AppOptions& app)
{
    if (app.view == "gallery") {
        watchfloor::use_language(app.language);
        return watchfloor::make_gallery(app.wall);
    }
    return watchfloor::make_app(app);
}

std::string first_line(const std::string& path)
{
    std::string line;
    if (!path.empty()) {
        std::ifstream file { path };
        std::getline(file, line);
    }
    return line;
}

}

int main(int count, char** values)
{
    Arguments arguments;
    CLI::App options { "Watchfloor, the console of a major incident room", "watchfloor" };
    describe(options, arguments);
    try {
        options.parse(count, values);
    } catch (const CLI::ParseError& error) {
        return options.exit(error, std::cout, std::cerr) == 0 ? 0 : kWrongUsage;
    }
    watchfloor::AppOptions app;
    app.servers = arguments.servers;
    app.token = first_line(arguments.token_file);
    app.ca_file = arguments.ca_file;
    app.wall = arguments.wall;
    app.view = arguments.view;
    app.language = arguments.language;
    const auto outcome = watchfloor::run_window(window_options(arguments), [&app] { return content_of(app); });
    if (!outcome.ok()) {
        std::fprintf(stderr, "watchfloor: %s\n", outcome.error().message.c_str());
        return kFailed;
    }
    return 0;
}
