// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entries/entry.h"

#include <type_traits>

namespace watchfloor {

std::string_view kind_of(const Payload& payload)
{
    return std::visit([](const auto& held) { return std::decay_t<decltype(held)>::kind; }, payload);
}

int version_of(const Payload& payload)
{
    return std::visit([](const auto& held) { return std::decay_t<decltype(held)>::version; }, payload);
}

}
