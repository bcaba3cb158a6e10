// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/config/command_line.h"

namespace watchfloor {

// Carries out a command line and returns the exit code. What people asked for goes to standard
// output, what went wrong to standard error.
int run(const CommandLine& line);

int run_serve(const CommandLine& line);

// Says so on standard error; the exit code of a command that failed.
int fail(const std::string& message);

}
