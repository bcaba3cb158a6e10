// SPDX-License-Identifier: Apache-2.0
#include "shared/core/csv.h"

#include <algorithm>
#include <array>
#include <utility>

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

namespace {

constexpr std::string_view kSeparators = ",;\t";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

char separator_of(std::string_view text)
{
    std::array<std::size_t, kSeparators.size()> counts {};
    bool quoted = false;
    for (const char c : text.substr(std::min(text.find_first_not_of("\r\n"), text.size()))) {
        const std::size_t at = kSeparators.find(c);
        if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '\r' || c == '\n')) {
            break;
        } else if (!quoted && at != std::string_view::npos) {
            ++counts[at];
        }
    }
    return kSeparators[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

std::string without_apostrophe(std::string cell)
{
    if (cell.size() > 1 && cell[0] == '\'' && kBeginsFormula.find(cell[1]) != std::string_view::npos) {
        cell.erase(0, 1);
    }
    return cell;
}

bool is_blank_row(const std::vector<std::string>& cells)
{
    return std::all_of(cells.begin(), cells.end(),
        [](const std::string& cell) { return cell.find_first_not_of(" \t") == std::string::npos; });
}

class CsvReader {
public:
    explicit CsvReader(std::string_view text) : text_(text), separator_(separator_of(text)) { }

    bool at_end() const { return at_ == text_.size(); }

    Result<CsvRow> row()
    {
        CsvRow row;
        row.line = line_;
        for (;;) {
            ASSIGN_OR_RETURN(std::string cell, this->cell());
            row.cells.push_back(without_apostrophe(std::move(cell)));
            if (at_end() || text_[at_] != separator_) {
                break;
            }
            ++at_;
        }
        take_line_break();
        return row;
    }

private:
    bool ends_cell() const { return at_end() || text_[at_] == separator_ || text_[at_] == '\r' || text_[at_] == '\n'; }

    Result<std::string> cell()
    {
        if (!at_end() && text_[at_] == '"') {
            return quoted();
        }
        const std::size_t begin = at_;
        while (!ends_cell()) {
            ++at_;
        }
        return std::string(text_.substr(begin, at_ - begin));
    }

    Result<std::string> quoted()
    {
        const std::string begins = "Line " + std::to_string(line_);
        std::string cell;
        for (++at_; !at_end(); ++at_) {
            const char c = text_[at_];
            const bool twice = c == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"';
            if (c == '"' && !twice) {
                ++at_;
                return ends_cell()
                    ? Result<std::string> { std::move(cell) }
                    : Error { ErrorCode::Malformed, begins + ": write a quotation mark within a cell twice." };
            }
            at_ += twice ? 1 : 0;
            line_ += c == '\n' ? 1 : 0;
            cell += c;
        }
        return Error { ErrorCode::Malformed, begins + ": close the quotation mark that begins a cell there." };
    }

    void take_line_break()
    {
        if (at_end()) {
            return;
        }
        const bool both = text_.substr(at_, 2) == "\r\n";
        at_ += both ? 2 : 1;
        ++line_;
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

}

Result<std::vector<CsvRow>> read_csv(std::string_view text, std::size_t most_rows)
{
    text.remove_prefix(text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
    std::vector<CsvRow> rows;
    CsvReader reader(text);
    while (!reader.at_end()) {
        ASSIGN_OR_RETURN(CsvRow row, reader.row());
        if (is_blank_row(row.cells)) {
            continue;
        }
        if (rows.size() == most_rows) {
            return Error { ErrorCode::TooLarge,
                "Give at most " + std::to_string(most_rows) + " lines at once: split this list." };
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

namespace {

template<typename Cells>
void add_line_of(std::string& csv, const Cells& cells)
{
    bool first = true;
    for (const std::string_view cell : cells) {
        csv.append(first ? "" : ",");
        first = false;
        add_csv_cell(csv, cell);
    }
    csv += "\r\n";
}

}

void add_csv_line(std::string& csv, std::initializer_list<std::string_view> cells)
{
    add_line_of(csv, cells);
}

void add_csv_line(std::string& csv, const std::vector<std::string>& cells)
{
    add_line_of(csv, cells);
}

}
