// SPDX-License-Identifier: Apache-2.0
#include "server/app/commands.h"

#include <iostream>
#include <malloc.h>
#include <sodium.h>

// A hundred threads mostly wait; with heaps of their own each would keep what its last request needed.
constexpr int kHeaps = 2;

int main(int argc, char** argv)
{
    using namespace watchfloor;
    ::mallopt(M_ARENA_MAX, kHeaps);
    if (sodium_init() < 0) {
        std::cerr << "watchfloord: no source of randomness\n";
        return kExitFailed;
    }
    const auto parsed = parse_command_line({ argv + 1, argv + argc });
    if (!parsed.command) {
        (parsed.exit_code == kExitDone ? std::cout : std::cerr) << parsed.text;
        return parsed.exit_code;
    }
    return run(*parsed.command);
}
