// SPDX-License-Identifier: Apache-2.0
#include "shared/core/csv.h"

namespace watchfloor {
namespace {

constexpr std::string_view kBeginsFormula = "=+-@\t\r";

void add_csv_cell(std::string& csv, std::string_view cell)
{
    const bool formula = !cell.empty() && kBeginsFormula.find(cell.front()) != std::string_view::npos;
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        csv.append(formula ? "'" : "").append(cell);
        return;
    }
    csv += formula ? "\"'" : "\"";
    for (const char c : cell) {
        csv.append(c == '"' ? 2U : 1U, c);
    }
    csv += '"';
}

}

void add_csv_line(std::string& csv, std::initializer_list<std::string_view> cells)
{
    bool first = true;
    for (const std::string_view cell : cells) {
        csv += first ? "" : ",";
        add_csv_cell(csv, cell);
        first = false;
    }
    csv += "\r\n";
}

}
