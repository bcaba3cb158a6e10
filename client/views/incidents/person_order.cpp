// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/person_order.h"

#include "shared/core/sorting.h"
#include "shared/domain/state/alert_search.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace watchfloor {
namespace {

enum class NameMatch : std::uint8_t { Whole, Beginning, WordsBeginning, Inside, Elsewhere };

// Equal but for capitals.
bool is_same(std::string_view text, std::string_view words)
{
    return text.size() == words.size() && contains_folded(text, words);
}

std::optional<NameMatch> match_of(const Person& person, std::string_view words)
{
    const std::string_view name = person.name;
    if (is_same(name, words) || is_same(person.id.text, words)) {
        return NameMatch::Whole;
    }
    if (is_same(name.substr(0, words.size()), words)) {
        return NameMatch::Beginning;
    }
    for (std::size_t at = name.find(' '); at != std::string_view::npos; at = name.find(' ', at + 1)) {
        if (is_same(name.substr(at + 1, words.size()), words)) {
            return NameMatch::WordsBeginning;
        }
    }
    if (contains_folded(name, words)) {
        return NameMatch::Inside;
    }
    const bool found = contains_folded(person.name + " " + person.roles + " " + person.id.text, words);
    return found ? std::optional { NameMatch::Elsewhere } : std::nullopt;
}

}

std::vector<Person> found_people(const std::vector<Person>& people, std::string_view words)
{
    if (words.empty()) {
        return people;
    }
    std::vector<std::pair<NameMatch, const Person*>> matches;
    for (const Person& person : people) {
        if (const auto match = match_of(person, words)) {
            matches.emplace_back(*match, &person);
        }
    }
    sort_stably(matches, [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Person> found;
    for (const auto& match : matches) {
        found.push_back(*match.second);
    }
    return found;
}

}
