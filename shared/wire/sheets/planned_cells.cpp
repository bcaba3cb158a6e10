// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/sheets/planned_cells.h"

#include "shared/wire/sheets/sheet_cells.h"

#include <algorithm>
#include <optional>

namespace watchfloor {
namespace {

constexpr std::string_view kSpaces = " \t\r";

// The next word, taken off the text.
std::string_view next_word(std::string_view& text)
{
    text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
    const auto end = std::min(text.find_first_of(kSpaces), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

std::string_view without_spaces(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
    return text.substr(0, text.find_last_not_of(kSpaces) + 1);
}

std::optional<Timestamp> planned_day(std::string_view word, const std::vector<PlannedChange>* known)
{
    for (const PlannedChange& change : known != nullptr ? *known : std::vector<PlannedChange> {}) {
        if (const auto same = read_day(word, &change.at); same == change.at) {
            return same;
        }
    }
    return read_day(word, nullptr);
}

// The amounts before the colon, as "capacity +5 demand -2".
bool read_amounts(std::string_view text, PlannedChange& change)
{
    for (std::string_view word = next_word(text); !word.empty(); word = next_word(text)) {
        std::string_view number = next_word(text);
        number.remove_prefix(number.starts_with('+') ? 1 : 0);
        const auto amount = read_thousandths(number);
        if (!amount || (word != "capacity" && word != "demand")) {
            return false;
        }
        (word == "capacity" ? change.capacity_milli : change.demand_milli) = *amount;
    }
    return true;
}

std::optional<PlannedChange> read_change(std::string_view text, const std::vector<PlannedChange>* known)
{
    PlannedChange change;
    const auto at = planned_day(next_word(text), known);
    const auto colon = text.find(':'); // behind the day, which may hold colons of its time
    if (!at || colon == std::string_view::npos || !read_amounts(text.substr(0, colon), change)) {
        return std::nullopt;
    }
    change.at = *at;
    change.reason = without_spaces(text.substr(colon + 1));
    return change;
}

void write_amount(std::string& text, std::string_view name, std::int64_t milli)
{
    if (milli != 0) {
        text.append(" ").append(name).append(milli > 0 ? " +" : " ").append(write_thousandths(milli));
    }
}

}

bool read_planned_changes(
    std::string_view text, std::vector<PlannedChange>& changes, const std::vector<PlannedChange>* known)
{
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(";\n"), text.size());
        if (const std::string_view part = without_spaces(text.substr(0, end)); !part.empty()) {
            const auto change = read_change(part, known);
            if (!change) {
                return false;
            }
            changes.push_back(*change);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}

std::string write_planned_changes(const std::vector<PlannedChange>& changes)
{
    std::string text;
    for (const PlannedChange& change : changes) {
        text.append(text.empty() ? "" : "; ").append(write_day(change.at));
        write_amount(text, "capacity", change.capacity_milli);
        write_amount(text, "demand", change.demand_milli);
        text.append(": ").append(change.reason);
    }
    return text;
}

}
