// SPDX-License-Identifier: Apache-2.0
#include "client/platform/location.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace watchfloor {
namespace {

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percent_decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape
            = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

bool stays_literal(char c)
{
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || std::string_view { "-._~/:,@" }.find(c) != std::string_view::npos;
}

std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (stays_literal(c)) {
            out += c;
        } else {
            const auto byte = static_cast<std::uint8_t>(c);
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

}

std::optional<std::string> Location::value(std::string_view name) const
{
    const auto found = std::find_if(query.begin(), query.end(), [&](const auto& pair) { return pair.first == name; });
    return found == query.end() ? std::nullopt : std::optional { found->second };
}

void Location::set(std::string_view name, std::string_view value)
{
    const auto found = std::find_if(query.begin(), query.end(), [&](const auto& pair) { return pair.first == name; });
    if (value.empty()) {
        if (found != query.end()) {
            query.erase(found);
        }
    } else if (found != query.end()) {
        found->second = std::string { value };
    } else {
        query.emplace_back(std::string { name }, std::string { value });
    }
}

Location parse_location(std::string_view text)
{
    text = text.substr(0, kMaxLocationBytes);
    text = text.substr(0, text.find('#'));
    Location location;
    const auto question = text.find('?');
    location.path = percent_decoded(text.substr(0, question));
    if (location.path.empty() || location.path.front() != '/') {
        location.path.insert(location.path.begin(), '/');
    }
    auto rest = question == std::string_view::npos ? std::string_view {} : text.substr(question + 1);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = percent_decoded(pair.substr(0, equals));
        if (!name.empty()) {
            location.set(name, percent_decoded(pair.substr(std::min(equals + 1, pair.size()))));
        }
    }
    return location;
}

std::string format_location(const Location& location)
{
    std::string out = percent_encoded(location.path);
    char separator = '?';
    for (const auto& [name, value] : location.query) {
        out += separator + percent_encoded(name) + '=' + percent_encoded(value);
        separator = '&';
    }
    return out;
}

std::string format_numbers(const std::vector<std::int64_t>& numbers)
{
    std::string text;
    for (const std::int64_t number : numbers) {
        text += text.empty() ? "" : ",";
        text += std::to_string(number);
    }
    return text;
}

std::vector<std::int64_t> parse_numbers(std::string_view text)
{
    std::vector<std::int64_t> numbers;
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        std::int64_t number = 0;
        const auto [stop, error] = std::from_chars(text.data(), text.data() + end, number);
        if (error == std::errc {} && stop == text.data() + end) {
            numbers.push_back(number);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return numbers;
}

std::string link_to(std::string_view server, const Location& location)
{
    while (server.ends_with('/')) {
        server.remove_suffix(1);
    }
    return std::string { server } + format_location(location);
}

bool may_open_address(std::string_view address)
{
    constexpr std::array<std::string_view, 5> schemes { "https://", "http://", "tel:", "sip:", "xmpp:" };
    const bool known
        = std::any_of(schemes.begin(), schemes.end(), [&](auto scheme) { return address.starts_with(scheme); });
    const bool clean
        = std::none_of(address.begin(), address.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; });
    return known && clean && address.size() <= kMaxLocationBytes;
}

}
