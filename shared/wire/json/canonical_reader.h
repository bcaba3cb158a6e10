// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

// Reads canonical JSON (json_text.h) piece by piece, as the caller expects it. Any byte that
// canonical text would not hold is refused: white space, other escapes, -0, floats, bad UTF-8.
// After the first failure every call fails and changes nothing; callers may check once, at the
// end. The text must outlive the reader.
class CanonicalReader {
public:
    // `partial`: of a struct only some members are there; what lacks keeps what a fresh struct holds.
    explicit CanonicalReader(std::string_view text, bool partial = false) : text_(text), partial_(partial) { }

    bool partial() const { return partial_; }

    bool ok() const { return failure_.empty(); }
    // Malformed or Unsupported, with the byte at which reading stopped.
    Error error() const;
    // Keeps the first reason only.
    void fail(std::string_view reason);
    // A field that this program has not heard of: error() is then Unsupported, because a newer one wrote it.
    void fail_unknown(std::string_view field);

    // Whether the next byte is `c`; takes it if so.
    bool accept(char c)
    {
        if (ok() && at_ < text_.size() && text_[at_] == c) {
            ++at_;
            return true;
        }
        return false;
    }
    bool expect(char c);
    bool expect_end();
    char peek() const { return ok() && at_ < text_.size() ? text_[at_] : '\0'; }

    // A string without escapes, as a view of the text: names of fields, enumerators, instants, digests.
    bool plain(std::string_view& value);
    bool string(std::string& value);
    bool integer(std::int64_t& value);
    bool integer(std::uint64_t& value);
    bool boolean(bool& value);

private:
    bool escape(std::string& value);
    // The digits of a number (or of its quoted form), with a sign where it has one.
    bool digits(std::string_view& value, bool& quoted);

    std::string_view text_;
    bool partial_ = false;
    std::size_t at_ = 0;
    std::string failure_ {};
    ErrorCode code_ = ErrorCode::Malformed;
};

// Whether the text is one canonical JSON value: keys sorted by their bytes and unique, no white
// space, no floats, no null, at most 64 levels deep. (Omitted defaults are a matter of each shape.)
bool is_canonical(std::string_view text);

}
