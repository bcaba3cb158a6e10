// SPDX-License-Identifier: Apache-2.0
#include "server/log/json_text.h"

#include <cstddef>
#include <cstdint>

namespace watchfloor {

namespace {

std::uint8_t byte_at(std::string_view text, std::size_t index)
{
    return static_cast<std::uint8_t>(text[index]);
}

bool is_continuation(std::string_view text, std::size_t index)
{
    return index < text.size() && (byte_at(text, index) & 0xC0U) == 0x80U;
}

// The length of the sequence that begins at `index`, or 0 if none does (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t index)
{
    const auto lead = byte_at(text, index);
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4 || !is_continuation(text, index + 1)) {
        return 0;
    }
    if (lead < 0xE0) {
        return 2;
    }
    const auto second = byte_at(text, index + 1);
    if (!is_continuation(text, index + 2) || (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) {
        return 0;
    }
    if (lead < 0xF0) {
        return 3;
    }
    if (!is_continuation(text, index + 3) || (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
        return 0;
    }
    return 4;
}

void append_control(std::string& out, char c)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    switch (c) {
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        out += "\\u00";
        out += kDigits[(static_cast<unsigned char>(c) >> 4U) & 0xFU];
        out += kDigits[static_cast<unsigned char>(c) & 0xFU];
    }
}

}

void append_json_quoted(std::string& out, std::string_view text)
{
    out += '"';
    for (std::size_t i = 0; i < text.size();) {
        const auto length = sequence_length(text, i);
        if (length == 0) {
            out += "\xEF\xBF\xBD";
            ++i;
            continue;
        }
        if (text[i] == '"' || text[i] == '\\') {
            out += '\\';
            out += text[i];
        } else if (byte_at(text, i) < 0x20 || byte_at(text, i) == 0x7F) {
            append_control(out, text[i]);
        } else {
            out.append(text.substr(i, length));
        }
        i += length;
    }
    out += '"';
}

bool is_valid_utf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto length = sequence_length(text, i);
        if (length == 0) {
            return false;
        }
        i += length;
    }
    return true;
}

}
