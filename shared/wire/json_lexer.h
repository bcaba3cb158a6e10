// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

// Reads the tokens of JSON (RFC 8259) off the front of a text. What returns false has said why: at() is
// where it stopped, reason() a phrase about it.
class JsonLexer {
public:
    explicit JsonLexer(std::string_view text) : text_(text) { }

    struct Number {
        enum class Kind { Integer, BigInteger, Real } kind = Kind::Integer;
        std::int64_t integer = 0;
        std::uint64_t big_integer = 0;
        double real = 0;
        std::string_view text {};
    };

    void skip_space();
    bool at_end() const { return at_ == text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; } // '\0' is no part of any token
    bool accept(char c);
    bool expect(char c, const char* what);
    bool expect_word(std::string_view word);
    bool number(Number& number);
    // What stands between the quotes: a piece of the text itself, or, where something was escaped, of
    // a memory that the next string reuses.
    bool string(std::string_view& value);
    bool is_own(std::string_view value) const { return value.data() == unescaped_.data() && !value.empty(); }

    bool fail(std::string reason);
    std::size_t at() const { return at_; }
    const std::string& reason() const { return reason_; }

private:
    bool escape();
    bool unicode_escape();
    bool four_digits(std::uint32_t& code);
    std::size_t digits();
    bool whole_number(Number& number);

    std::string_view text_;
    std::size_t at_ = 0;
    std::string unescaped_ {};
    std::string reason_ {};
};

}
