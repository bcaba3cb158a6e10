// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/connection.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace watchfloor {

enum class ReadOutcome { Data, Nothing, Closed };

// Takes what the socket has, without waiting, onto the end of `connection.input`.
ReadOutcome receive_available(Connection& connection, std::size_t limit);

// The reading and writing of the worker that owns the connection. Small writes are held back until
// `send_answer`, so that an answer leaves in one system call; a read that must wait flushes first.
class ConnectionIo {
public:
    explicit ConnectionIo(Connection& connection) : connection_(connection) { }

    // At least one byte, up to `size`; 0 when the peer is gone or the deadline has passed.
    std::size_t read(char* target, std::size_t size);

    void write(std::string_view bytes) { pending_.append(bytes); }
    void drop_pending() { pending_.clear(); }

    // Sends of what is pending what can be sent without waiting. False: something is left for send_answer.
    bool send_at_once();

    // Sends what is pending, then `body`. False if the peer is gone, takes nothing for `stall`, or
    // takes less than kSlowestWriteBytesPerSecond.
    bool send_answer(std::string_view body, std::chrono::milliseconds stall);

    // Input already received and not yet consumed.
    std::string_view received() const { return std::string_view { connection_.input }.substr(consumed_); }
    void skip_received(std::size_t size) { consumed_ += size; }

    // Drops what was consumed; what follows is the next, pipelined, request.
    void finish_request();

    Connection& connection() { return connection_; }

private:
    bool flush(std::string_view body, std::chrono::milliseconds stall, std::int64_t until);
    bool wait_for(short events) const;

    Connection& connection_;
    std::size_t consumed_ = 0;
    std::string pending_;
};

}
