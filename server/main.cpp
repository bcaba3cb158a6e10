// SPDX-License-Identifier: Apache-2.0
#include "server/subcommands/subcommands.h"

#include <iostream>
#include <sodium.h>

// Read by jemalloc before anything else runs. A hundred threads mostly wait; with heaps of their own each would keep
// what its last request needed, so they share two.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "narenas:2";
}

int main(int argc, char** argv)
{
    using namespace watchfloor;
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
