// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace watchfloor {

// Adds a line of comma-separated values as RFC 4180 has them, with its line break (CR LF). A cell that a spreadsheet
// would take for a formula, because it begins with = + - @, a tab or a carriage return, gets an apostrophe before it:
// what monitoring and customers wrote is never run on the desk of who opens the file.
void add_csv_line(std::string& csv, std::initializer_list<std::string_view> cells);

}
