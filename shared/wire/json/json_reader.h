// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/wire/json/json_value.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

// Limits on JSON from outside. The defaults suit requests by people.
struct JsonLimits {
    std::size_t max_bytes = 1024 * 1024;
    std::size_t max_depth = 64;
    std::size_t max_string = 64 * 1024; // bytes of one text or key
    std::size_t max_items = 20'000;     // elements and members, counted over the whole document
    std::size_t max_keys = 1024;        // of one object
    bool integers_only = false;         // refuse 1.5 and 1e3
};

// Receives a document piece by piece. Each function returns whether to go on; one that does not
// says why in `reason`, a phrase that ends the sentence "Not acceptable JSON at byte 7, in 'labels.severity': …".
class JsonEvents {
public:
    virtual ~JsonEvents() = default;
    virtual bool null() = 0;
    virtual bool boolean(bool value) = 0;
    virtual bool integer(std::int64_t value) = 0;
    virtual bool big_integer(std::uint64_t value) = 0;               // beyond std::int64_t
    virtual bool real(double value, const std::string& written) = 0; // also a whole number beyond 64 bits
    virtual bool string(std::string& value) = 0;                     // may be moved from
    virtual bool begin_object() = 0;
    virtual bool key(std::string& name) = 0;
    virtual bool end_object() = 0;
    virtual bool begin_array() = 0;
    virtual bool end_array() = 0;

    std::string reason {};
};

// Reads JSON by RFC 8259 and refuses besides: keys that come twice, text that is not UTF-8, lone
// surrogates, NaN, Infinity, numbers beyond a double, anything after the document, and whatever
// exceeds the limits. Events may have been delivered before an error: drop what came of them.
// Malformed, or TooLarge beyond max_bytes.
Result<void> stream_json(std::string_view text, const JsonLimits& limits, JsonEvents& events);

// The same, as a document.
Result<JsonValue> read_json(std::string_view text, const JsonLimits& limits = {});

}
