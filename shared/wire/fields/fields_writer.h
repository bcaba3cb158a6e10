// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/wire/fields/field_table.h"
#include "shared/wire/json/json_text.h"

#include <string>
#include <string_view>

namespace watchfloor {

// Omitted: the canonical form of the journal, where an absent number is 0 and an absent bool false.
// Written: for answers and short requests, where the reader takes an absent field for the field's own default.
// AndEmpty: for commands, where the reader may take what is absent for unchanged; only what is not set is left out.
enum class Zeros { Omitted, Written, AndEmpty };

// Appends canonical JSON of structs that name their fields.
class FieldsWriter {
public:
    explicit FieldsWriter(std::string& out, Zeros zeros = Zeros::Omitted) : out_(out), zeros_(zeros) { }

    template<typename Part, typename T>
    void object(const T& value)
    {
        object(field_table<Part>(value), &value);
    }

    template<typename T>
    void value(const T& field)
    {
        value(kFieldType<T>, &field);
    }
    // A field that a table told of.
    void value(const FieldType& type, const void* field);

private:
    void object(const FieldTable& table, const void* value);
    bool left_out(const FieldType& type, const void* field) const;
    void list(const HolderAccess& holder, const void* field);
    void text_map(const TextMap& map);
    void entities(const EntitiesAccess& entities, const void* field);
    void separate(bool& first);

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
