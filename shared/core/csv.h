// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Adds a line of comma-separated values as RFC 4180 has them, with its line break (CR LF). A cell that a spreadsheet
// would take for a formula, because it begins with = + - @, a tab or a carriage return, gets an apostrophe before it:
// what monitoring and customers wrote is never run on the desk of who opens the file.
void add_csv_line(std::string& csv, std::initializer_list<std::string_view> cells);
void add_csv_line(std::string& csv, const std::vector<std::string>& cells);

struct CsvRow {
    std::size_t line = 0; // of the file, from 1, in which it begins
    std::vector<std::string> cells {};
};

// What a spreadsheet writes or copies: cells between commas, semicolons or tabs, whichever its first line has most of.
// Rows without any word are left out, and so is the apostrophe that add_csv_line put before what begins like a formula:
// every cell is text, and nothing is ever computed. A quotation mark that is not closed and more than `most_rows` are
// refused with a sentence.
Result<std::vector<CsvRow>> read_csv(std::string_view text, std::size_t most_rows);

}
