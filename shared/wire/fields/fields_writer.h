// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/sha256.h"
#include "shared/wire/fields/field_types.h"
#include "shared/wire/json/json_text.h"

namespace watchfloor {

// Omitted: the canonical form of the journal, where an absent number is 0 and an absent bool false.
// Written: for requests, where the reader takes an absent field for the field's own default.
enum class Zeros { Omitted, Written };

// Appends canonical JSON of structs that name their fields.
class FieldsWriter {
public:
    explicit FieldsWriter(std::string& out, Zeros zeros = Zeros::Omitted) : out_(out), zeros_(zeros) { }

    template<typename Part, typename T>
    void object(const T& value)
    {
        out_.push_back('{');
        if (fields_sorted<Part>(value)) {
            Members members { *this };
            Part::visit(members, value);
        } else {
            object_sorted<Part>(value);
        }
        out_.push_back('}');
    }

    template<typename T>
    void value(const T& field)
    {
        if constexpr (std::is_same_v<T, bool>) {
            out_ += field ? "true" : "false";
        } else if constexpr (kIsInteger<T>) {
            append_json_integer(out_, field);
        } else if constexpr (std::is_same_v<T, std::string>) {
            append_json_string(out_, field);
        } else if constexpr (kIsId<T>) {
            append_json_string(out_, field.text);
        } else if constexpr (std::is_same_v<T, Timestamp>) {
            append_json_timestamp(out_, field);
        } else if constexpr (Enumeration<T>) {
            append_json_string(out_, to_string(field));
        } else if constexpr (kIsBytes<T>) {
            append_json_string(out_, to_hex(as_view(field)));
        } else if constexpr (kIsOptional<T>) {
            value(*field);
        } else if constexpr (kIsVector<T>) {
            array(field);
        } else if constexpr (std::is_same_v<T, TextMap>) {
            text_map(field);
        } else if constexpr (kIsPersistentMap<T>) {
            entities(field);
        } else {
            object<AsFields>(field);
        }
    }

private:
    struct Members {
        FieldsWriter& writer;
        bool first = true;

        template<typename Field>
        void operator()(std::string_view name, const Field& field, FieldTraits = {})
        {
            if (!writer.left_out(field)) {
                writer.separate(first);
                writer.key(name);
                writer.value(field);
            }
        }
    };

    // Writes each member apart, so that they can be sorted.
    struct ApartMembers {
        Zeros zeros;
        std::map<std::string_view, std::string> members {};

        template<typename Field>
        void operator()(std::string_view name, const Field& field, FieldTraits = {})
        {
            std::string text;
            FieldsWriter writer(text, zeros);
            if (!writer.left_out(field)) {
                writer.value(field);
                members[name] = std::move(text);
            }
        }
    };

    template<typename Part, typename T>
    void object_sorted(const T& value)
    {
        ApartMembers apart { zeros_ };
        Part::visit(apart, value);
        bool first = true;
        for (const auto& member : apart.members) {
            separate(first);
            key(member.first);
            out_ += member.second;
        }
    }

    template<typename T>
    bool left_out(const T& field) const
    {
        constexpr bool kNumber = std::is_same_v<T, bool> || kIsInteger<T>;
        return is_zero(field) && !(kNumber && zeros_ == Zeros::Written);
    }

    void separate(bool& first)
    {
        if (!first) {
            out_.push_back(',');
        }
        first = false;
    }

    // Names of fields are ours: ASCII, nothing to escape.
    void key(std::string_view name)
    {
        out_.push_back('"');
        out_ += name;
        out_ += "\":";
    }

    template<typename T>
    void array(const std::vector<T>& items)
    {
        out_.push_back('[');
        bool first = true;
        for (const T& item : items) {
            separate(first);
            value(item);
        }
        out_.push_back(']');
    }

    void text_map(const TextMap& map)
    {
        out_.push_back('{');
        bool first = true;
        for (const auto& item : map) {
            separate(first);
            append_json_string(out_, item.first);
            out_.push_back(':');
            append_json_string(out_, item.second);
        }
        out_.push_back('}');
    }

    // In the map's own order, which depends on its contents only.
    template<typename Key, typename Entity>
    void entities(const PersistentMap<Key, Entity>& map)
    {
        out_.push_back('[');
        bool first = true;
        map.for_each([&](const Key&, const Entity& entity) {
            separate(first);
            value(entity);
        });
        out_.push_back(']');
    }

    std::string& out_;
    Zeros zeros_;
};

// One line of canonical JSON: sorted keys, no white space, no floats.
template<typename T>
std::string to_json_text(const T& value, Zeros zeros = Zeros::Omitted)
{
    std::string out;
    FieldsWriter(out, zeros).value(value);
    return out;
}

}
