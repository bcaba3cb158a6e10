// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace watchfloor {

// The texts of an enumeration, in the order of its enumerators; specialised beside each one.
// They are what the journal stores and the API speaks, so they never change once released.
template<typename Enum>
struct EnumTexts;

template<typename Enum>
concept Enumeration = std::is_enum_v<Enum> && requires
{
    EnumTexts<Enum>::texts;
};

template<Enumeration Enum>
constexpr std::string_view to_string(Enum value)
{
    return EnumTexts<Enum>::texts[static_cast<std::size_t>(value)];
}

template<Enumeration Enum>
constexpr std::optional<Enum> parse_enum(std::string_view text)
{
    for (std::size_t i = 0; i < EnumTexts<Enum>::texts.size(); ++i) {
        if (EnumTexts<Enum>::texts[i] == text) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

}

// Declares the texts and checks that there is one for each enumerator up to `last`.
#define WATCHFLOOR_ENUM_TEXTS(Enum, last, ...)                                          \
    template<>                                                                          \
    struct EnumTexts<Enum> {                                                            \
        static constexpr auto texts = std::to_array<std::string_view>({ __VA_ARGS__ }); \
        static_assert(texts.size() == static_cast<std::size_t>(Enum::last) + 1);        \
    }
