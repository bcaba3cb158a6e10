// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/sha256.h"
#include "shared/wire/fields/field_types.h"
#include "shared/wire/json/canonical_reader.h"
#include "shared/wire/json/json_text.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace watchfloor {

class FieldsReader;

// How to read a field of one type, whichever struct it stands in.
struct FieldAccess {
    void (*read)(FieldsReader& reader, void* field) = nullptr;
    void (*absent)(FieldsReader& reader, void* field) = nullptr; // none where it keeps what a fresh struct holds
};

// A field of one struct: its name, its distance in bytes from the struct's beginning, and how its type is read.
struct FieldPlace {
    std::string_view name {};
    std::size_t distance = 0;
    const FieldAccess* access = nullptr;
};

// Reads what FieldsWriter wrote with Zeros::Omitted, into freshly made structs: an absent number
// becomes 0 and an absent bool false, whatever their defaults. Anything else (other fields, another
// order, an enumeration left out) is refused, a field that is not known as Unsupported. Check the CanonicalReader once at the end.
class FieldsReader {
public:
    explicit FieldsReader(CanonicalReader& reader) : reader_(reader) { }

    // The places are found once for each struct, and one function walks them for all: code of its own for each of the
    // hundreds of structs was a tenth of the browser's page.
    template<typename Part, typename T>
    void object(T& value)
    {
        object(places<Part>(value), &value);
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
    using Places = std::vector<FieldPlace>;

    // The fields of one struct, sorted by their names, as canonical text has them.
    class PlaceCollector {
    public:
        explicit PlaceCollector(const void* begin) : begin_(static_cast<const std::byte*>(begin)) { }

        template<typename Field>
        void operator()(std::string_view name, Field& field, FieldTraits = {})
        {
            add(name, &field, kAccess<Field>);
        }
        Places sorted();

    private:
        void add(std::string_view name, const void* field, const FieldAccess& access);

        const std::byte* begin_;
        Places places_ {};
    };

    // Found in the first value that comes along: they are the same in all, and one made for this only is more code.
    template<typename Part, typename T>
    static const Places& places(T& value)
    {
        static const Places made = [&] {
            PlaceCollector collector(&value);
            Part::visit(collector, value);
            return collector.sorted();
        }();
        return made;
    }

    template<typename Field>
    static void read_as(FieldsReader& reader, void* field)
    {
        reader.value(*static_cast<Field*>(field));
    }
    template<typename Field>
    static void absent_as(FieldsReader& reader, void* field)
    {
        if constexpr (std::is_same_v<Field, bool> || kIsInteger<Field>) {
            *static_cast<Field*>(field) = Field {};
        } else {
            reader.miss();
        }
    }
    template<typename Field>
    static constexpr bool kMayBeAbsent
        = !(std::is_same_v<Field, bool> || kIsInteger<Field> || Enumeration<Field> || kIsBytes<Field>);
    template<typename Field>
    static constexpr FieldAccess kAccess { &read_as<Field>, kMayBeAbsent<Field> ? nullptr : &absent_as<Field> };

    // Walks the fields of a struct and the members of the text side by side.
    void object(const Places& places, void* value);
    // Goes to the next member; false where there is none.
    bool next(bool first, std::string_view& name);
    void refuse(std::string_view name, const Places& places);
    void miss();

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
