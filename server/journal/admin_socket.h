// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace watchfloor {

// A request or an answer is one line of at most this many bytes.
inline constexpr std::size_t kCommandLimit = 1U << 20U;

// Answers one-line requests on a Unix socket that only its owner can open (0600), on a thread
// of its own. The handler runs on that thread, one request at a time; it gets the line without
// its newline and returns one without newlines. Transport only: what the text means is the
// caller's.
class CommandServer {
public:
    using Handler = std::function<std::string(std::string_view)>;

    // Replaces a socket that a dead process left behind; the caller holds the data folder.
    static Result<std::unique_ptr<CommandServer>> serve(const std::filesystem::path& socket, Handler handler);
    ~CommandServer(); // stops listening, ends the thread, removes the socket

    CommandServer(const CommandServer&) = delete;
    CommandServer& operator=(const CommandServer&) = delete;

private:
    struct Loop;
    explicit CommandServer(std::unique_ptr<Loop> loop);

    std::unique_ptr<Loop> loop_;
};

// Sends one line and waits for the answer. NotFound: no server listens there. Unavailable: no
// answer in time.
Result<std::string> call_command(const std::filesystem::path& socket, std::string_view request,
    std::chrono::milliseconds patience = std::chrono::seconds { 30 });

}
