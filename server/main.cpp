// SPDX-License-Identifier: Apache-2.0
#include "server/subcommands/subcommands.h"

#include <iostream>
#include <malloc.h>
#include <sodium.h>

// A hundred threads mostly wait; with heaps of their own each would keep what its last request needed.
constexpr int kHeaps = 2;

// Bodies of requests and batches are of this size and more: they go back to the system, and leave no holes
// between what stays.
constexpr int kOwnPages = 128 * 1024;
constexpr int kSpareAtTop = 1024 * 1024;

int main(int argc, char** argv)
{
    using namespace watchfloor;
    ::mallopt(M_ARENA_MAX, kHeaps);
    ::mallopt(M_MMAP_THRESHOLD, kOwnPages);
    ::mallopt(M_TRIM_THRESHOLD, kSpareAtTop);
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
