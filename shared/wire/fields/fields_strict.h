// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/wire/fields/field_table.h"
#include "shared/wire/json/json_reader.h"
#include "shared/wire/json/json_text.h"

#include <span>
#include <string>
#include <string_view>

namespace watchfloor {

// Reads structs that name their fields out of a document from outside. Absent fields keep their
// defaults (what must be filled in is for `decide` to say), but for those that are demanded
// (kDemanded); null counts as absent where the field is optional. Unknown fields, wrong types and unknown words are refused by name.
class StrictReader {
public:
    template<typename T>
    bool value(const JsonValue& json, T& field)
    {
        return value(json, kFieldType<T>, &field);
    }
    bool value(const JsonValue& json, const FieldType& type, void* field);

    // The first problem found, as a sentence that names the field.
    Error error() const;

private:
    bool object(const JsonValue& json, const FieldTable& table, void* value);
    bool list(const JsonValue& json, const HolderAccess& holder, void* field);
    bool id(const std::string& text);
    bool word(const std::string& text, const WordAccess& access, void* field);
    bool integer(const JsonValue& json, std::int64_t& field);
    bool integer(const JsonValue& json, std::uint64_t& field);
    bool instant(const std::string& text, Timestamp& field);
    bool text_map(const JsonValue& json, TextMap& map);
    // These note the problem and return false.
    bool wrong(std::string_view wanted, const JsonValue& json);
    bool not_a_word(std::string_view text, std::span<const std::string_view> allowed);
    bool unknown(const JsonValue& json, const FieldTable& table);
    bool absent(std::string_view name);
    bool inside(std::string_view name);

    std::string path_ {}; // the field, from the outermost object
    std::string complaint_ {};
};

Result<void> read_json_into(std::string_view text, const JsonLimits& limits, const FieldType& type, void* value);

// Reads untrusted text: first the limits of json_reader.h, then the shape of T.
template<typename T>
Result<T> from_json(std::string_view text, const JsonLimits& limits = {})
{
    T value {};
    RETURN_IF_ERROR(read_json_into(text, limits, kFieldType<T>, &value));
    return value;
}

}
