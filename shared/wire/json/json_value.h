// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchfloor {

// A JSON document in memory, for requests and other small texts. Members keep the order of the text;
// the reader has made sure that no key comes twice.
struct JsonValue {
    enum class Kind { Null, Boolean, Integer, BigInteger, Real, String, Array, Object };

    Kind kind = Kind::Null;
    bool boolean = false;
    std::int64_t integer = 0;      // Integer
    std::uint64_t big_integer = 0; // BigInteger: beyond std::int64_t
    double real = 0;
    std::string string {}; // String; of a Real how it was written
    std::vector<JsonValue> items {};
    std::vector<std::pair<std::string, JsonValue>> members {};

    bool is(Kind wanted) const { return kind == wanted; }
    // The member of that name, or none; none too if this is no object.
    const JsonValue* find(std::string_view name) const;
    JsonValue* find(std::string_view name);
    // Adds or replaces a member; a value that was no object becomes one.
    void set(std::string_view name, JsonValue value);
    // Whether there was such a member.
    bool erase(std::string_view name);

    static JsonValue text(std::string_view value);
    static JsonValue number(std::int64_t value);
    static JsonValue truth(bool value);
};

// "text", "a whole number", …: for messages.
std::string_view kind_name(JsonValue::Kind kind);

// Canonical text (json_text.h) with the members sorted by name. What no canonical text may hold
// is brought into it: nulls are left out of objects and are {} elsewhere, reals lose their fraction.
void append_canonical(std::string& out, const JsonValue& value);

}
