// SPDX-License-Identifier: Apache-2.0
#include "server/app/commands.h"

#include <iostream>
#include <sodium.h>

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
