// SPDX-License-Identifier: Apache-2.0
#include "client/language/pseudo_locale.h"

#include <algorithm>
#include <array>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::array<std::pair<char, std::string_view>, 12> kAccents { { { 'a', "ä" }, { 'e', "ë" }, { 'i', "ï" },
    { 'o', "ö" }, { 'u', "ü" }, { 'y', "ÿ" }, { 'A', "Ä" }, { 'E', "Ë" }, { 'I', "Ï" }, { 'O', "Ö" }, { 'U', "Ü" },
    { 'c', "ç" } } };
// Of each five letters two more.
constexpr std::size_t kLonger = 2;
constexpr std::size_t kOf = 5;

std::string_view accented(const char& letter)
{
    const auto* found
        = std::find_if(kAccents.begin(), kAccents.end(), [letter](const auto& each) { return each.first == letter; });
    return found == kAccents.end() ? std::string_view { &letter, 1 } : found->second;
}

bool is_placeholder(std::string_view rest)
{
    return rest.size() >= 3 && rest[0] == '{' && rest[2] == '}';
}

}

std::string pseudo_text(std::string_view english)
{
    std::string out;
    std::size_t letters = 0;
    std::size_t added = 0;
    for (std::size_t i = 0; i < english.size(); ++i) {
        if (is_placeholder(english.substr(i))) {
            out += english.substr(i, 3);
            i += 2;
            continue;
        }
        const auto letter = accented(english[i]);
        out += letter;
        ++letters;
        // Vowels are drawn out, as many as are needed so far.
        if (letter.size() > 1 && added * kOf < letters * kLonger) {
            out += letter;
            ++added;
        }
    }
    for (; added * kOf < letters * kLonger; ++added) {
        out += '~';
    }
    return out;
}

}
