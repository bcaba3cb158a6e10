// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/wire/fields/field_types.h"
#include "shared/wire/json/json_reader.h"
#include "shared/wire/json/json_text.h"

namespace watchfloor {

// Reads structs that name their fields out of a document from outside. Absent fields keep their
// defaults (what must be filled in is for `decide` to say), but for those that are demanded
// (kDemanded); null counts as absent where the field is optional. Unknown fields, wrong types and unknown words are refused by name.
class StrictReader {
public:
    template<typename T>
    bool value(const JsonValue& json, T& field)
    {
        using Kind = JsonValue::Kind;
        if constexpr (std::is_same_v<T, bool>) {
            field = json.boolean;
            return json.is(Kind::Boolean) || wrong("true or false", json);
        } else if constexpr (kIsInteger<T>) {
            return integer(json, field);
        } else if constexpr (std::is_same_v<T, std::string>) {
            field = json.string;
            return json.is(Kind::String) || wrong("text", json);
        } else if constexpr (kIsId<T>) {
            return value(json, field.text);
        } else if constexpr (std::is_same_v<T, Timestamp>) {
            return json.is(Kind::String) ? instant(json.string, field) : wrong("text", json);
        } else if constexpr (Enumeration<T>) {
            return json.is(Kind::String) ? word(json.string, field) : wrong("text", json);
        } else if constexpr (kIsOptional<T>) {
            return json.is(Kind::Null) || value(json, field.emplace());
        } else if constexpr (kIsVector<T>) {
            return json.is(Kind::Array) ? array(json, field) : wrong("a list", json);
        } else if constexpr (std::is_same_v<T, TextMap>) {
            return json.is(Kind::Object) ? text_map(json, field) : wrong("an object of texts", json);
        } else {
            return json.is(Kind::Object) ? object(json, field) : wrong("an object", json);
        }
    }

    // The first problem found, as a sentence that names the field.
    Error error() const;

private:
    struct Members {
        StrictReader& reader;
        const JsonValue& json;
        std::size_t used = 0;
        bool good = true;
        std::string_view missing {};

        template<typename Field>
        void operator()(std::string_view name, Field& field, FieldTraits traits = {})
        {
            const JsonValue* member = good ? json.find(name) : nullptr;
            if (member != nullptr) {
                ++used;
                good = reader.value(*member, field) || reader.inside(name);
            } else if (traits.has(kDemanded) && missing.empty()) {
                missing = name;
            }
        }
    };

    template<typename T>
    bool object(const JsonValue& json, T& fields)
    {
        Members members { *this, json };
        T::fields(members, fields);
        // A misspelt name is said before what is missing because of it.
        return members.good && (members.used == json.members.size() || unknown(json, field_names<AsFields>(fields)))
            && (members.missing.empty() || absent(members.missing));
    }

    template<typename T>
    bool array(const JsonValue& json, std::vector<T>& items)
    {
        items.reserve(json.items.size());
        for (const JsonValue& item : json.items) {
            T made {};
            if (!value(item, made)) {
                return inside("[" + std::to_string(items.size()) + "]");
            }
            items.push_back(std::move(made));
        }
        return true;
    }

    template<typename Enum>
    bool word(const std::string& text, Enum& field)
    {
        if (const auto parsed = parse_enum<Enum>(text)) {
            field = *parsed;
            return true;
        }
        const auto& allowed = EnumTexts<Enum>::texts;
        return not_a_word(text, { allowed.begin(), allowed.end() });
    }

    bool integer(const JsonValue& json, std::int64_t& field);
    bool integer(const JsonValue& json, std::uint64_t& field);
    bool instant(const std::string& text, Timestamp& field);
    bool text_map(const JsonValue& json, TextMap& map);
    // These note the problem and return false.
    bool wrong(std::string_view wanted, const JsonValue& json);
    bool not_a_word(std::string_view text, const std::vector<std::string_view>& allowed);
    bool unknown(const JsonValue& json, const std::vector<std::string_view>& known);
    bool absent(std::string_view name);
    bool inside(std::string_view name);

    std::string path_ {}; // the field, from the outermost object
    std::string complaint_ {};
};

// Reads untrusted text: first the limits of json_reader.h, then the shape of T.
template<typename T>
Result<T> from_json(std::string_view text, const JsonLimits& limits = {})
{
    ASSIGN_OR_RETURN(const JsonValue json, read_json(text, limits));
    T value {};
    StrictReader reader;
    if (!reader.value(json, value)) {
        return reader.error();
    }
    return value;
}

}
