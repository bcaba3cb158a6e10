// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entries/entry.h"

#include <type_traits>

namespace watchfloor {

Payload::Payload() = default;
Payload::Payload(const Payload& other) = default;
Payload::Payload(Payload&& other) noexcept = default;
Payload& Payload::operator=(const Payload& other) = default;
Payload& Payload::operator=(Payload&& other) noexcept = default;
Payload::~Payload() = default;

std::string_view kind_of(const Payload& payload)
{
    return std::visit([](const auto& held) { return std::decay_t<decltype(held)>::kind; }, payload);
}

int version_of(const Payload& payload)
{
    return std::visit([](const auto& held) { return std::decay_t<decltype(held)>::version; }, payload);
}

}
