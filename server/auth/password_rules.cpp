// SPDX-License-Identifier: Apache-2.0
#include "server/auth/password_rules.h"

#include "server/auth/common_passwords.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace watchfloor {
namespace {

constexpr std::size_t kShortestCommon = 4; // of the list

Error bad_password(std::string_view advice)
{
    return { ErrorCode::Malformed, "Choose another password: " + std::string(advice) };
}

std::string in_small_letters(std::string_view text)
{
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return small;
}

bool begins_character(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

// What there is to be seen of it: blanks between words, but nothing that shows nothing.
std::string shown_of(std::string_view text)
{
    std::string shown;
    for (auto at = text.begin(); at != text.end();) {
        const auto next = std::find_if(at + 1, text.end(), begins_character);
        const std::string_view character
            = text.substr(static_cast<std::size_t>(at - text.begin()), static_cast<std::size_t>(next - at));
        shown.append(character == " " || !is_blank(character) ? character : std::string_view {});
        at = next;
    }
    return shown;
}

// One character again and again.
bool is_all_alike(std::string_view small)
{
    const auto second = std::find_if(small.begin() + 1, small.end(), begins_character);
    const std::string_view first = small.substr(0, static_cast<std::size_t>(second - small.begin()));
    for (std::size_t at = 0; at < small.size(); at += first.size()) {
        if (small.substr(at, first.size()) != first) {
            return false;
        }
    }
    return true;
}

// Letters and digits; what is not ASCII counts as letters.
std::string letters_of(std::string_view text)
{
    std::string letters = in_small_letters(text);
    std::erase_if(letters, [](char c) {
        return (c >= 0 && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c <= '~');
    });
    return letters;
}

// "maria.sommer", "MariaSommer!" and "mariamaria" say no more than a name.
bool only_repeats(std::string_view name, std::string_view password)
{
    const std::string word = letters_of(name);
    const std::string letters = letters_of(password);
    if (word.empty() || letters.empty() || letters.size() % word.size() != 0) {
        return false;
    }
    for (std::size_t at = 0; at < letters.size(); at += word.size()) {
        if (std::string_view(letters).substr(at, word.size()) != word) {
            return false;
        }
    }
    return true;
}

const std::unordered_set<std::string_view>& common_passwords()
{
    static const std::unordered_set<std::string_view> passwords = [] {
        std::unordered_set<std::string_view> found;
        std::string_view rest = common_passwords_text();
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(','), rest.size());
            if (end > 0) {
                found.insert(rest.substr(0, end));
            }
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return found;
    }();
    return passwords;
}

bool is_made_of(std::string_view text, std::string_view word)
{
    for (; text.starts_with(word); text.remove_prefix(word.size())) { }
    return text.empty();
}

// Hardly one of the common ones is long enough: people write them twice, or digits behind them.
bool is_common_made_longer(std::string_view password)
{
    const std::string small = in_small_letters(password);
    for (std::size_t length = kShortestCommon; length < small.size(); ++length) {
        const std::string_view word = std::string_view(small).substr(0, length);
        const bool digits = small.find_first_not_of("0123456789", length) == std::string::npos;
        if ((digits || is_made_of(small, word)) && is_common_password(word)) {
            return true;
        }
    }
    return false;
}

}

Result<void> check_password(std::string_view password, const User& user)
{
    const std::string shown = shown_of(password);
    const std::size_t characters = character_count(shown);
    if (characters < kMinPassword || character_count(password) > kMaxPassword) {
        return bad_password("it needs at least " + std::to_string(kMinPassword) + " characters, at most "
            + std::to_string(kMaxPassword) + ", and some that can be seen.");
    }
    if (is_all_alike(in_small_letters(shown))) {
        return bad_password("this one is the same character again and again.");
    }
    if (only_repeats(user.name, shown) || only_repeats(user.id.text, shown)) {
        return bad_password("this one is only the name of the account.");
    }
    if (is_common_password(shown) || is_common_made_longer(shown)) {
        return bad_password("this one is among the most common, which are tried first. Three or four unrelated words "
                            "are good.");
    }
    return {};
}

bool is_common_password(std::string_view password)
{
    return common_passwords().contains(in_small_letters(password));
}

std::size_t common_password_count()
{
    return common_passwords().size();
}

}
