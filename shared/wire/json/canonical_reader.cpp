// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/json/canonical_reader.h"

#include "shared/wire/json/json_text.h"
#include "shared/wire/json/utf8.h"

#include <charconv>

namespace watchfloor {
namespace {

constexpr int kMaxDepth = 64;

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char short_escape(char letter)
{
    switch (letter) {
    case '"':
        return '"';
    case '\\':
        return '\\';
    case 'b':
        return '\b';
    case 't':
        return '\t';
    case 'n':
        return '\n';
    case 'f':
        return '\f';
    case 'r':
        return '\r';
    default:
        return '\0';
    }
}

bool has_short_escape(int code)
{
    return code == '\b' || code == '\t' || code == '\n' || code == '\f' || code == '\r';
}

template<typename Integer>
bool parse_all(std::string_view digits, Integer& value)
{
    const auto end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, value);
    return parsed.ec == std::errc {} && parsed.ptr == end;
}

bool fits_plain(std::int64_t value)
{
    return value >= -kMaxPlainInteger && value <= kMaxPlainInteger;
}
bool fits_plain(std::uint64_t value)
{
    return value <= static_cast<std::uint64_t>(kMaxPlainInteger);
}

bool any_value(CanonicalReader& reader, int depth);

bool any_object(CanonicalReader& reader, int depth)
{
    if (reader.accept('}')) {
        return true;
    }
    std::string last;
    std::string key;
    for (bool first = true;; first = false) {
        key.clear();
        if (!reader.string(key) || !reader.expect(':')) {
            return false;
        }
        if (!first && key <= last) {
            reader.fail("keys must be sorted and unique");
            return false;
        }
        if (!any_value(reader, depth)) {
            return false;
        }
        std::swap(last, key);
        if (!reader.accept(',')) {
            return reader.expect('}');
        }
    }
}

bool any_array(CanonicalReader& reader, int depth)
{
    if (reader.accept(']')) {
        return true;
    }
    while (any_value(reader, depth)) {
        if (!reader.accept(',')) {
            return reader.expect(']');
        }
    }
    return false;
}

bool any_value(CanonicalReader& reader, int depth)
{
    if (depth == 0) {
        reader.fail("nested deeper than 64 levels");
        return false;
    }
    if (reader.accept('{')) {
        return any_object(reader, depth - 1);
    }
    if (reader.accept('[')) {
        return any_array(reader, depth - 1);
    }
    if (reader.peek() == '"') {
        std::string ignored;
        return reader.string(ignored);
    }
    if (reader.peek() == 't' || reader.peek() == 'f') {
        bool ignored = false;
        return reader.boolean(ignored);
    }
    std::int64_t ignored = 0;
    return reader.integer(ignored);
}

}

Error CanonicalReader::error() const
{
    if (code_ == ErrorCode::Unsupported) {
        return { code_, "Update needed: " + failure_ + "." };
    }
    return { code_, "Not canonical JSON at byte " + std::to_string(at_) + ": " + failure_ + "." };
}

void CanonicalReader::fail_unknown(std::string_view field)
{
    if (ok()) {
        code_ = ErrorCode::Unsupported;
        fail(std::string("the field '").append(field).append("' is not known to this program yet"));
    }
}

void CanonicalReader::fail(std::string_view reason)
{
    if (ok()) {
        failure_ = reason;
    }
}

bool CanonicalReader::expect(char c)
{
    if (accept(c)) {
        return true;
    }
    if (ok()) {
        failure_ = std::string("'") + c + "' expected";
    }
    return false;
}

bool CanonicalReader::expect_end()
{
    if (ok() && at_ != text_.size()) {
        fail("nothing may follow the value");
    }
    return ok();
}

bool CanonicalReader::plain(std::string_view& value)
{
    if (!expect('"')) {
        return false;
    }
    const std::size_t start = at_;
    while (at_ < text_.size() && kPlainJsonBytes[static_cast<unsigned char>(text_[at_])]) {
        ++at_;
    }
    value = text_.substr(start, at_ - start);
    return expect('"');
}

bool CanonicalReader::string(std::string& value)
{
    if (!expect('"')) {
        return false;
    }
    value.clear();
    while (true) {
        const std::size_t start = at_;
        while (at_ < text_.size() && kPlainJsonBytes[static_cast<unsigned char>(text_[at_])]) {
            ++at_;
        }
        value.append(text_, start, at_ - start);
        if (accept('"')) {
            return true;
        }
        if (accept('\\')) {
            if (!escape(value)) {
                return false;
            }
            continue;
        }
        const std::size_t length = utf8_sequence_length(text_.substr(at_));
        if (length < 2) {
            fail("a string holds a raw control character or invalid UTF-8, or does not end");
            return false;
        }
        value.append(text_, at_, length);
        at_ += length;
    }
}

bool CanonicalReader::escape(std::string& value)
{
    const char letter = peek();
    if (const char plain = short_escape(letter); plain != '\0') {
        value.push_back(plain);
        ++at_;
        return true;
    }
    const std::string_view rest = text_.substr(at_);
    if (rest.size() >= 5 && rest.starts_with("u00")) {
        const int high = hex_digit(rest[3]);
        const int low = hex_digit(rest[4]);
        const int code = high * 16 + low;
        if ((high == 0 || high == 1) && low >= 0 && !has_short_escape(code)) {
            value.push_back(static_cast<char>(code));
            at_ += 5;
            return true;
        }
    }
    fail("this escape is not the canonical one");
    return false;
}

bool CanonicalReader::digits(std::string_view& value, bool& quoted)
{
    quoted = accept('"');
    const std::size_t start = at_;
    accept('-');
    const std::size_t first = at_;
    while (peek() >= '0' && peek() <= '9') {
        ++at_;
    }
    value = text_.substr(start, at_ - start);
    const bool leading_zero = at_ > first && text_[first] == '0' && value != "0";
    if (!ok() || at_ == first || leading_zero) {
        fail("a whole number expected, without leading zeros");
        return false;
    }
    return !quoted || expect('"');
}

bool CanonicalReader::integer(std::int64_t& value)
{
    std::string_view text;
    bool quoted = false;
    std::int64_t parsed = 0;
    if (!digits(text, quoted)) {
        return false;
    }
    if (!parse_all(text, parsed) || quoted == fits_plain(parsed)) {
        fail("the number is out of range, or quoted though it is within 2^53, or not though it is beyond");
        return false;
    }
    value = parsed;
    return true;
}

bool CanonicalReader::integer(std::uint64_t& value)
{
    std::string_view text;
    bool quoted = false;
    std::uint64_t parsed = 0;
    if (!digits(text, quoted)) {
        return false;
    }
    if (!parse_all(text, parsed) || quoted == fits_plain(parsed)) {
        fail("the number is negative or out of range, or quoted though it is within 2^53, or not though it is beyond");
        return false;
    }
    value = parsed;
    return true;
}

bool CanonicalReader::boolean(bool& value)
{
    const std::string_view rest = ok() ? text_.substr(at_) : std::string_view {};
    if (rest.starts_with("true")) {
        value = true;
        at_ += 4;
        return true;
    }
    if (rest.starts_with("false")) {
        value = false;
        at_ += 5;
        return true;
    }
    fail("true or false expected");
    return false;
}

bool is_canonical(std::string_view text)
{
    CanonicalReader reader(text);
    return any_value(reader, kMaxDepth) && reader.expect_end();
}

}
