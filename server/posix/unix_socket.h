// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/posix/descriptor.h"
#include "shared/core/result.h"

#include <chrono>
#include <filesystem>
#include <string>

namespace watchfloor {

// Non-blocking stream sockets at a path of any length (the system's own limit is 107 bytes).
// Listening replaces what is at the path and opens it to its owner only. Connecting waits while
// the other side has a full queue.
Result<Descriptor> listen_on(const std::filesystem::path& path);
Result<Descriptor> connect_to(const std::filesystem::path& path, std::chrono::milliseconds patience);

// Sends what it can of `output`, or, once that is empty, receives some more into `input`. False
// when the other side is gone.
bool exchange_some(const Descriptor& socket, std::string& output, std::string& input);

}
