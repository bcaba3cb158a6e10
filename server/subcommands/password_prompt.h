// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <istream>
#include <ostream>
#include <string>

namespace watchfloor {

// Reads one line from `in`. If `terminal` (a file descriptor) is a terminal it first says on `out` whose password is
// wanted and how long it must be, and shows nothing of what is typed.
std::string read_password(std::istream& in, int terminal, std::ostream& out, const std::string& name);

}
