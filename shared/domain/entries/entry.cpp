// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entries/entry.h"

#include <memory>
#include <type_traits>
#include <utility>

namespace watchfloor {

Payload::Payload() = default;
Payload::Payload(const Payload& other) = default;
Payload::Payload(Payload&& other) noexcept = default;
Payload::~Payload() = default;

Payload& Payload::operator=(const Payload& other)
{
    return *this = Payload(other);
}

// Made anew in its place, so that assigning each of the alternatives is not compiled.
Payload& Payload::operator=(Payload&& other) noexcept
{
    if (this != &other) {
        std::destroy_at(this);
        std::construct_at(this, std::move(other));
    }
    return *this;
}

std::string_view kind_of(const Payload& payload)
{
    return std::visit([](const auto& held) { return std::decay_t<decltype(held)>::kind; }, payload);
}

int version_of(const Payload& payload)
{
    return std::visit([](const auto& held) { return std::decay_t<decltype(held)>::version; }, payload);
}

}
