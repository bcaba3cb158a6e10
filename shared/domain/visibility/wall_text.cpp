// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/visibility/wall_text.h"

#include <algorithm>

namespace watchfloor {
namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// What stands between the digits of one number; of other scripts the bytes of spaces and hyphens that do not break.
bool is_separator(char c)
{
    return std::string_view(" -/.()_\xC2\xA0\xE2\x80\x90\x91\x92\x93\xAF").find(c) != std::string_view::npos;
}

// Runs of digits and dots such as "10.0.0.7".
bool holds_ipv4(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        int groups = 0;
        while (groups < 4) {
            std::size_t digits = 0;
            while (end < text.size() && is_digit(text[end]) && digits < 3) {
                ++end;
                ++digits;
            }
            if (digits == 0) {
                break;
            }
            ++groups;
            if (groups == 4 || end >= text.size() || text[end] != '.') {
                break;
            }
            ++end;
        }
        if (groups == 4) {
            return true;
        }
        ++i;
    }
    return false;
}

// Two or more colons within one run of hexadecimal groups, one of them with a letter, doubled or
// four groups long: an IPv6 or a hardware address, but not a time of day.
bool holds_ipv6(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::size_t end = i;
        int colons = 0;
        bool telling = false;
        while (end < text.size() && (is_hex(text[end]) || text[end] == ':')) {
            if (text[end] == ':') {
                ++colons;
                telling = telling || (end > i && text[end - 1] == ':');
            } else {
                telling = telling || !is_digit(text[end]);
            }
            ++end;
        }
        if (colons >= 2 && end - i >= 4 && (telling || colons >= 3)) {
            return true;
        }
        i = std::max(i, end);
    }
    return false;
}

bool holds_cve(std::string_view text)
{
    for (std::size_t i = 0; i + 8 < text.size(); ++i) {
        const bool letters = (text[i] | 0x20) == 'c' && (text[i + 1] | 0x20) == 'v' && (text[i + 2] | 0x20) == 'e';
        if (letters && is_separator(text[i + 3]) && is_digit(text[i + 4]) && is_digit(text[i + 5])) {
            return true;
        }
    }
    return false;
}

// "2026-01-02" with no digit beside it.
bool is_date_at(std::string_view text, std::size_t at)
{
    constexpr std::string_view kShape = "dddd-dd-dd";
    if (text.size() < at + kShape.size() || (at > 0 && is_digit(text[at - 1]))
        || (text.size() > at + kShape.size() && is_digit(text[at + kShape.size()]))) {
        return false;
    }
    for (std::size_t i = 0; i < kShape.size(); ++i) {
        if (kShape[i] == 'd' ? !is_digit(text[at + i]) : text[at + i] != '-') {
            return false;
        }
    }
    return true;
}

// Nine or more digits with only separators between them, or six after a plus sign. Times of day break on their colons,
// dates are passed over.
bool holds_telephone(std::string_view text)
{
    int digits = 0;
    bool plus = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_date_at(text, i)) {
            plus = false;
            digits = 0;
            i += std::string_view("2026-01-0").size();
        } else if (is_digit(c)) {
            ++digits;
        } else if (c == '+') {
            digits = 0;
            plus = true;
        } else if (!is_separator(c)) {
            digits = 0;
            plus = false;
        }
        if (digits >= 9 || (plus && digits >= 6)) {
            return true;
        }
    }
    return false;
}

}

bool unfit_for_walls(std::string_view text)
{
    return holds_ipv4(text) || holds_ipv6(text) || holds_cve(text) || holds_telephone(text);
}

}
