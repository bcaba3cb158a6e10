// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/auth.h"
#include "server/journal/sqlite_store.h"
#include "shared/wire/fields/fields_json.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// One command of the command line, as it goes through the command socket: one line of JSON.
struct DeskRequest {
    std::string command {}; // "user add", "token list", "backup", …
    std::int64_t expires_days = 0;
    std::string file {};
    std::string name {};
    std::string password {};
    std::vector<std::string> roles {};
    std::string scenario {};
    std::vector<std::string> scopes {};
    std::int64_t speed = 10;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("command", self.command);
        visit("expires_days", self.expires_days);
        visit("file", self.file);
        visit("name", self.name);
        visit("password", self.password);
        visit("roles", self.roles);
        visit("scenario", self.scenario);
        visit("scopes", self.scopes);
        visit("speed", self.speed);
    }
};

struct DeskAnswer {
    bool done = false;
    std::string text {}; // for standard output, or what went wrong

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("done", self.done);
        visit("text", self.text);
    }
};

// What the commands work on, with or without a server around it.
struct CommandContext {
    SqliteStore& store;
    Sequencer& main;
    Auth& auth;
    Clock& clock;
    // Starts a drill and returns its journal; empty where no server runs.
    std::function<Result<JournalId>(const std::string& scenario, std::int64_t speed)> play {};
};

Result<std::string> run_command(const CommandContext& context, const DeskRequest& request);

// The same for a line of the command socket.
std::string run_command_line(const CommandContext& context, std::string_view line);

}
