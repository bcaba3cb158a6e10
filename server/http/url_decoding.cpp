// SPDX-License-Identifier: Apache-2.0
#include "server/http/url_decoding.h"

#include "server/http/limits.h"
#include "shared/wire/json/utf8.h"

#include <algorithm>
#include <cctype>
#include <httplib.h>

namespace watchfloor {

namespace {

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool is_line_or_tab(char c)
{
    return c == '\n' || c == '\r' || c == '\t';
}

bool is_hexadecimal(char c)
{
    return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

// The library passes half an escape on as it stands; here it is refused.
bool escapes_are_whole(std::string_view text)
{
    for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        if (at + 2 >= text.size() || !is_hexadecimal(text[at + 1]) || !is_hexadecimal(text[at + 2])) {
            return false;
        }
    }
    return true;
}

// Unescapes only; what the bytes mean is judged by the callers.
std::optional<std::string> unescape(std::string_view text, PlusSign plus)
{
    if (!escapes_are_whole(text)) {
        return std::nullopt;
    }
    std::string escaped { text };
    if (plus == PlusSign::Space) {
        std::replace(escaped.begin(), escaped.end(), '+', ' ');
    }
    return httplib::decode_uri_component(escaped);
}

std::optional<std::string> decode(std::string_view text, PlusSign plus, bool multiline)
{
    auto out = unescape(text, plus);
    if (!out || !is_utf8(*out)) {
        return std::nullopt;
    }
    const bool clean = std::none_of(
        out->begin(), out->end(), [multiline](char c) { return is_control(c) && !(multiline && is_line_or_tab(c)); });
    return clean ? out : std::nullopt;
}

}

std::optional<std::string> percent_decode(std::string_view text, PlusSign plus)
{
    return decode(text, plus, false);
}

std::optional<std::vector<NamedValue>> parse_query(std::string_view text, bool multiline)
{
    std::vector<NamedValue> values;
    while (!text.empty()) {
        const auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        if (pair.empty()) {
            continue;
        }
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decode(pair.substr(0, equals), PlusSign::Space, false);
        auto value = decode(pair.substr(std::min(pair.size(), equals + 1)), PlusSign::Space, multiline);
        if (!name || !value || values.size() == kMaxQueryParameters) {
            return std::nullopt;
        }
        values.push_back({ std::move(*name), std::move(*value) });
    }
    return values;
}

std::vector<NamedValue> parse_cookies(std::string_view text)
{
    std::vector<NamedValue> cookies;
    while (!text.empty() && cookies.size() < kMaxHeaderCount) {
        const auto part = text.substr(0, text.find(';'));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        const auto equals = part.find('=');
        if (equals != std::string_view::npos) {
            cookies.push_back(
                { std::string { trimmed(part.substr(0, equals)) }, std::string { trimmed(part.substr(equals + 1)) } });
        }
    }
    return cookies;
}

std::string media_type_of(std::string_view content_type)
{
    return ascii_lower(trimmed(content_type.substr(0, content_type.find(';'))));
}

std::string ascii_lower(std::string_view text)
{
    std::string out { text };
    for (auto& c : out) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return out;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}
