// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/entry.h"
#include "shared/wire/fields/field_types.h"

#include <variant>

namespace watchfloor {

enum class Ids { Distinct, Same };

// Gives every field of a struct that names its fields a value of its own, none of them a default;
// runs with other seeds give other values. With Ids::Same all entries are about the same things.
class Filler {
public:
    explicit Filler(int seed, Ids ids = Ids::Distinct) : next_(seed), ids_(ids) { }

    template<typename Field>
    void operator()(std::string_view, Field& field, FieldTraits = {})
    {
        fill(field);
    }

    template<typename T>
    void fill(T& field)
    {
        ++next_;
        if constexpr (std::is_same_v<T, bool>) {
            field = true;
        } else if constexpr (kIsInteger<T>) {
            field = static_cast<T>(next_) * 1'000'003;
        } else if constexpr (std::is_same_v<T, std::string>) {
            field = "text \"" + std::to_string(next_) + "\" \\ \n\t\x01 \xC3\xA4 \xF0\x9F\x94\xA5";
        } else if constexpr (kIsId<T>) {
            field = T { ids_ == Ids::Same ? "ID-1" : "ID-" + std::to_string(next_) };
        } else if constexpr (std::is_same_v<T, Timestamp>) {
            field = Timestamp { 1'767'322'800'123 + next_ * 77'777'777LL };
        } else if constexpr (Enumeration<T>) {
            field = static_cast<T>(static_cast<std::size_t>(next_) % EnumTexts<T>::texts.size());
        } else if constexpr (kIsOptional<T>) {
            fill(field.emplace());
        } else if constexpr (kIsVector<T>) {
            field.resize(2);
            fill(field[0]);
            fill(field[1]);
        } else if constexpr (std::is_same_v<T, TextMap>) {
            field = { { "b" + std::to_string(next_), "x" }, { "a\"", "\xE2\x82\xAC" } };
        } else {
            T::fields(*this, field);
        }
    }

private:
    int next_;
    Ids ids_;
};

template<typename T>
T filled_payload(int seed, Ids ids)
{
    Filler filler(seed, ids);
    T payload {};
    T::facts(filler, payload);
    T::text(filler, payload);
    return payload;
}

template<std::size_t... Index>
std::vector<Payload> all_payloads(int seed, Ids ids, std::index_sequence<Index...>)
{
    return { Payload {
        filled_payload<std::variant_alternative_t<Index, AnyPayload>>(seed + static_cast<int>(Index), ids) }... };
}

// One filled payload of every kind.
inline std::vector<Payload> filled_payloads(int seed, Ids ids = Ids::Distinct)
{
    return all_payloads(seed, ids, std::make_index_sequence<std::variant_size_v<AnyPayload>> {});
}

template<std::size_t... Index>
std::vector<Payload> all_default_payloads(std::index_sequence<Index...>)
{
    return { Payload { std::variant_alternative_t<Index, AnyPayload> {} }... };
}

inline std::vector<Payload> default_payloads()
{
    return all_default_payloads(std::make_index_sequence<std::variant_size_v<AnyPayload>> {});
}

}
