// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/wire/fields/field_table.h"
#include "shared/wire/json/canonical_reader.h"
#include "shared/wire/json/json_text.h"

#include <string_view>

namespace watchfloor {

// Reads what FieldsWriter wrote with Zeros::Omitted, into freshly made structs: an absent number
// becomes 0 and an absent bool false, whatever their defaults. Anything else (other fields, another
// order, an enumeration left out) is refused, a field that is not known as Unsupported. Check the CanonicalReader once at the end.
class FieldsReader {
public:
    explicit FieldsReader(CanonicalReader& reader) : reader_(reader) { }

    template<typename Part, typename T>
    void object(T& value)
    {
        object(field_table<Part>(value), &value);
    }

    template<typename T>
    void value(T& field)
    {
        value(kFieldType<T>, &field);
    }
    void value(const FieldType& type, void* field);

private:
    // Walks the fields of a struct and the members of the text side by side.
    void object(const FieldTable& table, void* value);
    void absent(const FieldType& type, void* field);
    // Goes to the next member; false where there is none.
    bool next(bool first, std::string_view& name);
    void refuse(std::string_view name, const FieldTable& table);
    void word(const WordAccess& access, void* field);
    void list(const HolderAccess& holder, void* field);
    void text_map(TextMap& map);
    void entities(const EntitiesAccess& entities, void* field);

    template<typename T, typename Parse>
    void token(void* field, std::string_view complaint, Parse parse)
    {
        std::string_view text;
        if (!reader_.plain(text)) {
            return;
        }
        if (const auto parsed = parse(text)) {
            *static_cast<T*>(field) = *parsed;
        } else {
            reader_.fail(complaint);
        }
    }

    CanonicalReader& reader_;
};

Result<void> read_canonical_into(std::string_view text, const FieldType& type, void* value);

// Reads a whole text that to_json_text wrote.
template<typename T>
Result<T> from_canonical_text(std::string_view text)
{
    T value {};
    RETURN_IF_ERROR(read_canonical_into(text, kFieldType<T>, &value));
    return value;
}

}
