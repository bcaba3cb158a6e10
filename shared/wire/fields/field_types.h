// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/persistent_map.h"
#include "shared/core/text_map.h"
#include "shared/core/time.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// What a field named by a `fields`, `facts` or `text` function may be: bool, std::int64_t,
// std::uint64_t, std::string, Timestamp, an Id, an enumeration with texts, a digest or salt, a map of
// texts, a PersistentMap of entities with an `id`, another struct with `fields`, and optionals and
// vectors of those.
namespace watchfloor {

template<typename T>
inline constexpr bool kIsId = false;
template<typename Tag>
inline constexpr bool kIsId<Id<Tag>> = true;
template<typename T>
inline constexpr bool kIsOptional = false;
template<typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template<typename T>
inline constexpr bool kIsVector = false;
template<typename T>
inline constexpr bool kIsVector<std::vector<T>> = true;
template<typename T>
inline constexpr bool kIsBytes = false;
template<std::size_t N>
inline constexpr bool kIsBytes<std::array<std::uint8_t, N>> = true;
template<typename T>
inline constexpr bool kIsPersistentMap = false;
template<typename Key, typename Value>
inline constexpr bool kIsPersistentMap<PersistentMap<Key, Value>> = true;
template<typename T>
inline constexpr bool kIsInteger = std::is_same_v<T, std::int64_t> || std::is_same_v<T, std::uint64_t>;

// Which of a struct's functions names the fields.
struct AsFields {
    template<typename Visitor, typename T>
    static void visit(Visitor& visitor, T& self)
    {
        std::remove_const_t<T>::fields(visitor, self);
    }
};
struct AsFacts {
    template<typename Visitor, typename T>
    static void visit(Visitor& visitor, T& self)
    {
        std::remove_const_t<T>::facts(visitor, self);
    }
};
struct AsText {
    template<typename Visitor, typename T>
    static void visit(Visitor& visitor, T& self)
    {
        std::remove_const_t<T>::text(visitor, self);
    }
};

}
