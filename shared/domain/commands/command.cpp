// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/command.h"

#include <memory>
#include <utility>

namespace watchfloor {

Command::Command() = default;
Command::Command(const Command& other) = default;
Command::Command(Command&& other) noexcept = default;
Command::~Command() = default;

Command& Command::operator=(const Command& other)
{
    return *this = Command(other);
}

// Made anew in its place, as a payload is.
Command& Command::operator=(Command&& other) noexcept
{
    if (this != &other) {
        std::destroy_at(this);
        std::construct_at(this, std::move(other));
    }
    return *this;
}

}
