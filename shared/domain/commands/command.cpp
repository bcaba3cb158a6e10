// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/command.h"

namespace watchfloor {

Command::Command() = default;
Command::Command(const Command& other) = default;
Command::Command(Command&& other) noexcept = default;
Command& Command::operator=(const Command& other) = default;
Command& Command::operator=(Command&& other) noexcept = default;
Command::~Command() = default;

}
