// SPDX-License-Identifier: Apache-2.0
#include "client/frame/frame_schedule.h"
#include "client/platform/location.h"

#include <array>
#include <csignal>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace watchfloor {
namespace {

constexpr std::size_t kMaxHistory = 200;

struct History {
    std::vector<Location> entries { Location {} };
    std::size_t at = 0;
    bool moved = false;
};

History& history()
{
    static History instance;
    return instance;
}

void step(std::size_t to)
{
    history().at = to;
    history().moved = true;
    request_frame();
}

}

std::string page_origin()
{
    return {};
}

const Location& current_location()
{
    return history().entries[history().at];
}

void push_location(const Location& location)
{
    auto& past = history();
    if (location == current_location()) {
        return;
    }
    past.entries.resize(past.at + 1);
    past.entries.push_back(location);
    if (past.entries.size() > kMaxHistory) {
        past.entries.erase(past.entries.begin());
    }
    past.at = past.entries.size() - 1;
    request_frame();
}

void replace_location(const Location& location)
{
    history().entries[history().at] = location;
}

void go_back()
{
    if (history().at > 0) {
        step(history().at - 1);
    }
}

void go_forward()
{
    if (history().at + 1 < history().entries.size()) {
        step(history().at + 1);
    }
}

void start_location(const Location& location)
{
    history() = History { { location }, 0, false };
}

void location_moved(const Location& location)
{
    replace_location(location);
    history().moved = true;
    request_frame();
}

bool take_location_moved()
{
    return std::exchange(history().moved, false);
}

bool open_address(std::string_view address)
{
    if (!may_open_address(address)) {
        return false;
    }
    // An argument vector, never a shell: an address is text from outside.
    std::string program = "xdg-open";
    std::string argument { address };
    std::array<char*, 3> arguments { program.data(), argument.data(), nullptr };
    std::signal(SIGCHLD, SIG_IGN);
    pid_t child = 0;
    return posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) == 0;
}

}
