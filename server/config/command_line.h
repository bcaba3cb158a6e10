// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/config/settings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;

// What was asked for: "serve", "user add", "token list", "verify", …
struct CommandLine {
    std::string command {};
    Settings settings {};
    bool print_config = false;
    std::string name {};
    std::vector<std::string> roles {};
    std::vector<std::string> scopes {};
    std::int64_t expires_days = 0; // of a token; 0: never
    std::string file {};           // of a backup or restore; the record to verify
    std::string lists {};          // the folder with what was erased and revoked, for a restore
    bool without_lists = false;
    std::string scenario {};
    std::int64_t speed = 10;
};

// Either a command to run, or a text to print (help, version, what was wrong) and the exit code.
struct ParsedCommandLine {
    std::optional<CommandLine> command {};
    std::string text {};
    int exit_code = kExitDone;
};

ParsedCommandLine parse_command_line(const std::vector<std::string>& arguments);

std::string_view product_version();

// "reporter, service_desk, …": what --role takes.
std::string role_names();

}
