// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/sha256.h"
#include "shared/wire/fields/field_types.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// What reading and writing need to know of a struct, as a table: one function walks the tables of all structs. Code of
// its own for each of the hundreds of structs was a tenth of the browser's page.
namespace watchfloor {

enum class FieldKind : std::uint8_t {
    Flag,    // bool
    Integer, // std::int64_t
    Natural, // std::uint64_t
    Text,    // std::string, or an Id, which is nothing else
    Instant, // Timestamp
    Word,    // an enumeration with texts
    HexDigest,
    HexSalt,
    Texts, // TextMap
    Optional,
    List,     // std::vector
    Entities, // PersistentMap of entities with an `id`
    Struct,   // names its fields
};

struct FieldTable;
struct FieldType;

// Values of one type beside each other.
struct FieldRun {
    const void* first = nullptr;
    std::size_t count = 0;
};

struct WordAccess {
    std::span<const std::string_view> texts {};
    std::size_t (*get)(const void* field) = nullptr;
    void (*set)(void* field, std::size_t word) = nullptr;
};

// An optional holds none or one.
struct HolderAccess {
    const FieldType& held;
    std::size_t stride = 0; // bytes from one to the next
    FieldRun (*items)(const void* field) = nullptr;
    void* (*append)(void* field) = nullptr; // a fresh one, at the end
};

struct EntitiesAccess {
    const FieldType& held;
    bool (*empty)(const void* field) = nullptr;
    // In the map's own order, which depends on its contents only.
    void (*each)(const void* field, void* context, void (*visit)(void* context, const void* entity)) = nullptr;
    // Adds what `fill` makes of a fresh one; false where it has no id or one that is there already.
    bool (*add)(void* field, void* context, void (*fill)(void* context, void* entity)) = nullptr;
};

// What the fields of one C++ type are. The kind says which of the pointers is set.
struct FieldType {
    FieldKind kind = FieldKind::Struct;
    const WordAccess* word = nullptr;
    const HolderAccess* holder = nullptr;
    const EntitiesAccess* entities = nullptr;
    const FieldTable& (*table)(const void* value) = nullptr;
    bool id = false; // of a text: it names something
};

// A field of one struct, at its distance in bytes from the struct's beginning.
struct FieldPlace {
    std::string_view name {};
    std::size_t distance = 0;
    const FieldType* type = nullptr;
    FieldTraits traits {};
};

struct FieldTable {
    std::vector<FieldPlace> declared {};
    std::vector<FieldPlace> by_name {}; // sorted, as canonical text has them
};

// Whether canonical text leaves the field out.
bool is_zero(const FieldType& type, const void* field);

template<typename Part, typename T>
const FieldTable& field_table(const T& value);

template<typename Enum>
struct WordOf {
    static std::size_t get(const void* field) { return static_cast<std::size_t>(*static_cast<const Enum*>(field)); }
    static void set(void* field, std::size_t word) { *static_cast<Enum*>(field) = static_cast<Enum>(word); }
    static constexpr WordAccess access { EnumTexts<Enum>::texts, &get, &set };
};

template<typename T>
struct FieldTypeOf;
template<typename T>
inline constexpr const FieldType& kFieldType = FieldTypeOf<T>::type;

template<typename T>
struct OptionalOf {
    static FieldRun items(const void* field)
    {
        const auto& optional = *static_cast<const std::optional<T>*>(field);
        return optional ? FieldRun { &*optional, 1 } : FieldRun {};
    }
    static void* append(void* field) { return &static_cast<std::optional<T>*>(field)->emplace(); }
    static constexpr HolderAccess access { kFieldType<T>, sizeof(T), &items, &append };
};

template<typename T>
struct ListOf {
    static FieldRun items(const void* field)
    {
        const auto& list = *static_cast<const std::vector<T>*>(field);
        return { list.data(), list.size() };
    }
    static void* append(void* field) { return &static_cast<std::vector<T>*>(field)->emplace_back(); }
    static constexpr HolderAccess access { kFieldType<T>, sizeof(T), &items, &append };
};

template<typename Map>
struct EntitiesOf;
template<typename Key, typename Entity>
struct EntitiesOf<PersistentMap<Key, Entity>> {
    using Map = PersistentMap<Key, Entity>;
    static bool empty(const void* field) { return static_cast<const Map*>(field)->empty(); }
    static void each(const void* field, void* context, void (*visit)(void* context, const void* entity))
    {
        static_cast<const Map*>(field)->for_each([&](const Key&, const Entity& entity) { visit(context, &entity); });
    }
    static bool add(void* field, void* context, void (*fill)(void* context, void* entity))
    {
        Entity entity {};
        fill(context, &entity);
        auto& map = *static_cast<Map*>(field);
        const Key id = entity.id;
        if (id.empty() || map.contains(id)) {
            return false;
        }
        map.set(id, std::move(entity));
        return true;
    }
    static constexpr EntitiesAccess access { kFieldType<Entity>, &empty, &each, &add };
};

template<typename T>
constexpr FieldType make_field_type()
{
    if constexpr (std::is_same_v<T, bool>) {
        return { FieldKind::Flag };
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return { FieldKind::Integer };
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
        return { FieldKind::Natural };
    } else if constexpr (std::is_same_v<T, std::string>) {
        return { FieldKind::Text };
    } else if constexpr (kIsId<T>) {
        static_assert(std::is_standard_layout_v<T> && sizeof(T) == sizeof(std::string));
        return { FieldKind::Text, nullptr, nullptr, nullptr, nullptr, true };
    } else if constexpr (std::is_same_v<T, Timestamp>) {
        return { FieldKind::Instant };
    } else if constexpr (Enumeration<T>) {
        return { FieldKind::Word, &WordOf<T>::access };
    } else if constexpr (std::is_same_v<T, Digest>) {
        return { FieldKind::HexDigest };
    } else if constexpr (std::is_same_v<T, Salt>) {
        return { FieldKind::HexSalt };
    } else if constexpr (std::is_same_v<T, TextMap>) {
        return { FieldKind::Texts };
    } else if constexpr (kIsOptional<T>) {
        return { FieldKind::Optional, nullptr, &OptionalOf<typename T::value_type>::access };
    } else if constexpr (kIsVector<T>) {
        return { FieldKind::List, nullptr, &ListOf<typename T::value_type>::access };
    } else if constexpr (kIsPersistentMap<T>) {
        return { FieldKind::Entities, nullptr, nullptr, &EntitiesOf<T>::access };
    } else {
        return { FieldKind::Struct, nullptr, nullptr, nullptr, [](const void* value) -> const FieldTable& {
                    return field_table<AsFields>(*static_cast<const T*>(value));
                } };
    }
}

template<typename T>
struct FieldTypeOf {
    static constexpr FieldType type = make_field_type<T>();
};

template<typename T>
bool is_zero(const T& field)
{
    return is_zero(kFieldType<T>, &field);
}

// Makes the table of a struct out of what it visits.
class FieldCollector {
public:
    FieldCollector(const void* begin, std::size_t size) : begin_(static_cast<const std::byte*>(begin)), size_(size) { }

    template<typename Field>
    void operator()(std::string_view name, const Field& field, FieldTraits traits = {})
    {
        add({ name, distance_of(&field), &kFieldType<Field>, traits });
    }
    // The chosen fields of an entity that lies in the struct, out of the entity's own table.
    template<typename Entity>
    void chosen(const Entity& entity, FieldChoice choice)
    {
        add_chosen(field_table<AsFields>(entity), distance_of(&entity), choice);
    }
    FieldTable made();

private:
    std::size_t distance_of(const void* field) const;
    void add(const FieldPlace& place);
    void add_chosen(const FieldTable& entity, std::size_t distance, FieldChoice choice);

    const std::byte* begin_;
    std::size_t size_;
    FieldTable table_ {};
};

FieldTable make_field_table(
    const void* value, std::size_t size, void (*visit)(FieldCollector& collector, const void* value));

// Found in the first value that comes along: it is the same for all, and one made for this only is more code.
template<typename Part, typename T>
const FieldTable& field_table(const T& value)
{
    static const FieldTable table = make_field_table(&value, sizeof(T),
        [](FieldCollector& collector, const void* first) { Part::visit(collector, *static_cast<const T*>(first)); });
    return table;
}

}
