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
        if (letters && text[i + 3] == '-' && is_digit(text[i + 4]) && is_digit(text[i + 5])) {
            return true;
        }
    }
    return false;
}

// Eight or more digits with only spaces, dashes, slashes, dots and brackets between them, or
// six after a plus sign. Instants ("2026-01-02T03:04") break on their letters and colons.
bool holds_telephone(std::string_view text)
{
    int digits = 0;
    bool plus = false;
    for (const char c : text) {
        if (is_digit(c)) {
            ++digits;
        } else if (c == '+') {
            digits = 0;
            plus = true;
        } else if (std::string_view(" -/.()").find(c) == std::string_view::npos) {
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
