// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/connection.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace watchfloor {

enum class ReadOutcome { Data, Nothing, Closed };

// Takes what the socket has, without waiting, onto the end of `connection.input`.
ReadOutcome receive_available(Connection& connection, std::size_t limit);

enum class Sent {
    All,
    Some, // the peer takes no more at present
    Lost, // the peer is gone
};

// One request's bytes and its answer's, for the worker that owns the connection. Nothing here waits.
class ConnectionIo {
public:
    explicit ConnectionIo(Connection& connection) : connection_(connection) { }

    // Of what was received and not consumed, at most `size`; 0 when there is no more.
    std::size_t read(char* target, std::size_t size);

    // Input already received and not yet consumed.
    std::string_view received() const { return std::string_view { connection_.input }.substr(consumed_); }
    void skip_received(std::size_t size) { consumed_ += size; }

    // Drops what was consumed; what follows belongs to the same request or is the next, pipelined, one.
    void forget_consumed();

    // An answer is held back until `send`, so that it leaves in one system call. The body must outlive that.
    void write(std::string_view bytes) { head_.append(bytes); }
    void write_body(std::string_view body) { body_ = body; }
    void drop_pending();

    // Sends of what is pending what can be sent without waiting.
    Sent send();
    std::size_t unsent() const { return head_.size() - head_sent_ + body_.size() + connection_.channel.unflushed(); }

    Connection& connection() { return connection_; }

private:
    Connection& connection_;
    std::size_t consumed_ = 0;
    std::string head_;
    std::size_t head_sent_ = 0;
    std::string_view body_;
};

}
