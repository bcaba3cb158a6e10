// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/json_lexer.h"

#include "shared/wire/json_text.h"
#include "shared/wire/utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace watchfloor {
namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// The character that stands for itself and the escape of one letter that means it; '\0': there is none.
char unescaped_letter(char letter)
{
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const std::size_t at = kLetters.find(letter);
    return at == std::string_view::npos ? '\0' : kMeanings[at];
}

void append_utf8(std::string& out, std::uint32_t code)
{
    const auto add = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    const auto add_rest = [&](unsigned shift) { add(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xC0U | (code >> 6U));
        add_rest(0);
    } else if (code < 0x10000) {
        add(0xE0U | (code >> 12U));
        add_rest(6);
        add_rest(0);
    } else {
        add(0xF0U | (code >> 18U));
        add_rest(12);
        add_rest(6);
        add_rest(0);
    }
}

}

void JsonLexer::skip_space()
{
    while (!at_end() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) {
        ++at_;
    }
}

bool JsonLexer::accept(char c)
{
    if (at_end() || text_[at_] != c) {
        return false;
    }
    ++at_;
    return true;
}

bool JsonLexer::expect(char c, const char* what)
{
    return accept(c) || fail(std::string(what) + " expected");
}

bool JsonLexer::expect_word(std::string_view word)
{
    if (text_.substr(at_, word.size()) != word) {
        return fail("a value expected");
    }
    at_ += word.size();
    return true;
}

bool JsonLexer::fail(std::string reason)
{
    reason_ = std::move(reason);
    return false;
}

std::size_t JsonLexer::digits()
{
    const std::size_t from = at_;
    while (!at_end() && is_digit(text_[at_])) {
        ++at_;
    }
    return at_ - from;
}

bool JsonLexer::number(Number& number)
{
    const std::size_t from = at_;
    accept('-');
    if (!accept('0') && digits() == 0) {
        return fail("a number must begin with a digit");
    }
    bool whole = true;
    if (accept('.')) {
        whole = false;
        if (digits() == 0) {
            return fail("a digit expected behind the decimal point");
        }
    }
    if (peek() == 'e' || peek() == 'E') {
        whole = false;
        ++at_;
        static_cast<void>(accept('+') || accept('-'));
        if (digits() == 0) {
            return fail("a digit expected in the exponent");
        }
    }
    number.text = text_.substr(from, at_ - from);
    if (whole && whole_number(number)) {
        return true;
    }
    // No library function for this reads text without an end of its own everywhere.
    number.kind = Number::Kind::Real;
    number.real = std::strtod(std::string(number.text).c_str(), nullptr);
    return std::isfinite(number.real) || fail("the number overflows");
}

// False where it fits no integer.
bool JsonLexer::whole_number(Number& number)
{
    const char* const end = number.text.data() + number.text.size();
    if (std::from_chars(number.text.data(), end, number.integer).ec == std::errc {}) {
        number.kind = Number::Kind::Integer;
        return true;
    }
    number.kind = Number::Kind::BigInteger;
    return number.text.front() != '-'
        && std::from_chars(number.text.data(), end, number.big_integer).ec == std::errc {};
}

bool JsonLexer::string(std::string_view& value)
{
    ++at_; // the quote
    std::size_t from = at_;
    bool escaped = false;
    for (;;) {
        while (!at_end() && kPlainJsonBytes[static_cast<unsigned char>(text_[at_])]) {
            ++at_;
        }
        if (at_end()) {
            return fail("a text is not closed");
        }
        const auto c = static_cast<unsigned char>(text_[at_]);
        if (c == '"') {
            break;
        }
        if (c == '\\') {
            if (!escaped) {
                unescaped_.clear();
                escaped = true;
            }
            unescaped_.append(text_, from, at_ - from);
            if (!escape()) {
                return false;
            }
            from = at_;
            continue;
        }
        const std::size_t length = c < 0x80 ? 0 : utf8_sequence_length(text_.substr(at_, 4));
        if (length == 0) {
            return fail(c < 0x80 ? "a control character must be escaped" : "the text is not valid UTF-8");
        }
        at_ += length;
    }
    value = text_.substr(from, at_ - from);
    ++at_;
    if (escaped) {
        value = unescaped_.append(value);
    }
    return true;
}

bool JsonLexer::escape()
{
    ++at_; // the backslash
    const char letter = peek();
    if (letter == 'u') {
        return unicode_escape();
    }
    const char meant = unescaped_letter(letter);
    if (at_end() || meant == '\0') {
        return fail("a backslash must be followed by one of \"\\/bfnrtu");
    }
    ++at_;
    unescaped_.push_back(meant);
    return true;
}

bool JsonLexer::unicode_escape()
{
    std::uint32_t code = 0;
    if (!four_digits(code)) {
        return false;
    }
    if (code >= 0xDC00 && code <= 0xDFFF) {
        return fail("a low surrogate must follow a high surrogate");
    }
    if (code >= 0xD800 && code <= 0xDBFF) {
        std::uint32_t low = 0;
        if (!accept('\\') || peek() != 'u' || !four_digits(low) || low < 0xDC00 || low > 0xDFFF) {
            return fail("a high surrogate must be followed by a low surrogate");
        }
        code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    }
    append_utf8(unescaped_, code);
    return true;
}

// Behind a "u".
bool JsonLexer::four_digits(std::uint32_t& code)
{
    ++at_;
    const std::string_view digits = text_.substr(std::min(at_, text_.size()), 4);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (digits.size() < 4 || read.ec != std::errc {} || read.ptr != digits.data() + 4) {
        return fail("\\u must be followed by four hexadecimal digits");
    }
    at_ += 4;
    return true;
}

}
