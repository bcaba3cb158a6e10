// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/sha256.h"
#include "shared/wire/fields/field_types.h"
#include "shared/wire/json/canonical_reader.h"
#include "shared/wire/json/json_text.h"

#include <algorithm>

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
        if (!reader_.expect('{')) {
            return;
        }
        Members members { *this, &field_names<Part, T> };
        members.next(true);
        if (fields_sorted<Part, T>()) {
            Part::visit(members, value);
        } else {
            object_unsorted<Part>(members, value);
        }
        if (members.present) {
            refuse(members.name, members.names);
        }
    }

    template<typename T>
    void value(T& field)
    {
        if constexpr (std::is_same_v<T, bool>) {
            reader_.boolean(field);
        } else if constexpr (kIsInteger<T>) {
            reader_.integer(field);
        } else if constexpr (std::is_same_v<T, std::string>) {
            reader_.string(field);
        } else if constexpr (kIsId<T>) {
            reader_.string(field.text);
        } else if constexpr (kIsOptional<T>) {
            value(field.emplace());
        } else if constexpr (kIsVector<T>) {
            array(field);
        } else if constexpr (std::is_same_v<T, TextMap>) {
            text_map(field);
        } else if constexpr (kIsPersistentMap<T>) {
            entities(field);
        } else if constexpr (std::is_same_v<T, Timestamp>) {
            token(field, "an instant such as 2026-01-02T03:04:05.678Z expected", read_canonical_timestamp);
        } else if constexpr (Enumeration<T>) {
            token(field, "not one of the words of its list", parse_enum<T>);
        } else if constexpr (kIsBytes<T>) {
            token(field, "hexadecimal digits of the right number expected", bytes_from_text<T>);
        } else {
            object<AsFields>(field);
        }
    }

private:
    void refuse(std::string_view name, FieldNames names)
    {
        const auto known = names();
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            reader_.fail_unknown(name);
        } else {
            reader_.fail(std::string("the field '").append(name).append("' is misplaced"));
        }
    }

    // Walks the fields of a struct and the members of the text side by side.
    struct Members {
        FieldsReader& owner;
        FieldNames names = nullptr;
        std::string_view name {};
        bool present = false;

        void next(bool first)
        {
            present = false;
            CanonicalReader& reader = owner.reader_;
            if (first ? reader.accept('}') : !reader.accept(',')) {
                if (!first) {
                    reader.expect('}');
                }
                return;
            }
            present = reader.plain(name) && reader.expect(':');
        }

        // Whether the member that is present is the wanted one. The same for all types of fields: compiled once.
        bool at(std::string_view wanted)
        {
            if (present && name == wanted) {
                return true;
            }
            // Names are sorted: what would have come before is none of this struct's.
            if (present && name < wanted) {
                owner.refuse(name, names);
            }
            return false;
        }

        template<typename Field>
        void operator()(std::string_view wanted, Field& field, FieldTraits = {})
        {
            if (at(wanted)) {
                owner.value(field);
                next(false);
            } else {
                owner.absent(field);
            }
        }
    };

    // Reads the present member where it is the wanted one; zeroes nothing.
    struct OneMember {
        FieldsReader& owner;
        std::string_view wanted {};
        bool found = false;

        template<typename Field>
        void operator()(std::string_view name, Field& field, FieldTraits = {})
        {
            if (!found && name == wanted) {
                owner.value(field);
                found = true;
            }
        }
    };

    struct Absence {
        FieldsReader& owner;
        const std::vector<std::string_view>& seen;

        template<typename Field>
        void operator()(std::string_view name, Field& field, FieldTraits = {})
        {
            if (!std::binary_search(seen.begin(), seen.end(), name)) {
                owner.absent(field);
            }
        }
    };

    // For the few structs whose fields are not declared in sorted order.
    template<typename Part, typename T>
    void object_unsorted(Members& members, T& value)
    {
        std::vector<std::string_view> seen;
        while (members.present && (seen.empty() || seen.back() < members.name)) {
            OneMember one { *this, members.name };
            Part::visit(one, value);
            if (!one.found) {
                return;
            }
            seen.push_back(members.name);
            members.next(false);
        }
        Absence absence { *this, seen };
        Part::visit(absence, value);
    }

    template<typename T>
    void absent(T& field)
    {
        if constexpr (std::is_same_v<T, bool>) {
            field = false;
        } else if constexpr (kIsInteger<T>) {
            field = 0;
        } else if constexpr (Enumeration<T> || kIsBytes<T>) {
            reader_.fail("a field that is always written is missing");
        }
    }

    template<typename T>
    static std::optional<T> bytes_from_text(std::string_view text)
    {
        if constexpr (std::is_same_v<T, Digest>) {
            return digest_from_hex(text);
        } else {
            return salt_from_hex(text);
        }
    }

    template<typename T, typename Parse>
    void token(T& field, std::string_view complaint, Parse parse)
    {
        std::string_view text;
        if (!reader_.plain(text)) {
            return;
        }
        if (const auto parsed = parse(text)) {
            field = *parsed;
        } else {
            reader_.fail(complaint);
        }
    }

    template<typename T>
    void array(std::vector<T>& items)
    {
        if (!reader_.expect('[') || reader_.accept(']')) {
            return;
        }
        do {
            T item {};
            value(item);
            items.push_back(std::move(item));
        } while (reader_.accept(','));
        reader_.expect(']');
    }

    void text_map(TextMap& map)
    {
        if (!reader_.expect('{') || reader_.accept('}')) {
            return;
        }
        do {
            std::string key;
            std::string text;
            if (!reader_.string(key) || !reader_.expect(':') || !reader_.string(text)) {
                return;
            }
            if (!map.empty() && key <= map.last_name()) {
                reader_.fail("keys must be sorted and unique");
                return;
            }
            map.append(key, text);
        } while (reader_.accept(','));
        reader_.expect('}');
        map = map.copy(); // kept for long: no more memory than needed
    }

    template<typename Key, typename Entity>
    void entities(PersistentMap<Key, Entity>& map)
    {
        std::vector<Entity> items;
        array(items);
        for (Entity& item : items) {
            const Key id = item.id;
            if (id.empty() || map.contains(id)) {
                reader_.fail("ids must be given and unique");
                return;
            }
            map.set(id, std::move(item));
        }
    }

    CanonicalReader& reader_;
};

// Reads a whole text that to_json_text wrote.
template<typename T>
Result<T> from_canonical_text(std::string_view text)
{
    CanonicalReader reader(text);
    T value {};
    FieldsReader(reader).value(value);
    if (!reader.expect_end()) {
        return reader.error();
    }
    return value;
}

}
