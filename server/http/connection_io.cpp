// SPDX-License-Identifier: Apache-2.0
#include "server/http/connection_io.h"

#include "server/http/limits.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/uio.h>

namespace watchfloor {

namespace {

constexpr std::size_t kReceiveChunk = 16 * 1024;

// More than this is given back when a connection goes idle: thousands of them may.
constexpr std::size_t kKeptInputCapacity = 4 * 1024;

bool would_block()
{
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

}

ReadOutcome receive_available(Connection& connection, std::size_t limit)
{
    std::array<char, kReceiveChunk> chunk;
    bool any = false;
    while (connection.input.size() < limit) {
        const auto wanted = std::min(chunk.size(), limit - connection.input.size());
        const auto received = connection.channel.receive(chunk.data(), wanted);
        if (received > 0) {
            connection.input.append(chunk.data(), static_cast<std::size_t>(received));
            any = true;
            if (static_cast<std::size_t>(received) < wanted) {
                return ReadOutcome::Data;
            }
        } else if (received < 0 && would_block()) {
            return any ? ReadOutcome::Data : ReadOutcome::Nothing;
        } else {
            return any ? ReadOutcome::Data : ReadOutcome::Closed;
        }
    }
    return ReadOutcome::Data;
}

std::size_t ConnectionIo::read(char* target, std::size_t size)
{
    const auto ready = received();
    const auto taken = std::min(size, ready.size());
    std::memcpy(target, ready.data(), taken);
    consumed_ += taken;
    return taken;
}

void ConnectionIo::forget_consumed()
{
    auto& input = connection_.input;
    input.erase(0, consumed_);
    consumed_ = 0;
    connection_.scanned = 0;
    if (input.empty() && input.capacity() > kKeptInputCapacity) {
        std::string {}.swap(input);
    }
}

void ConnectionIo::drop_pending()
{
    head_.clear();
    head_sent_ = 0;
    body_ = {};
}

Sent ConnectionIo::send()
{
    while (head_.size() - head_sent_ + body_.size() > 0) {
        const auto head = std::string_view { head_ }.substr(head_sent_);
        const std::array<iovec, 2> parts { iovec { const_cast<char*>(head.data()), head.size() },
            iovec { const_cast<char*>(body_.data()), body_.size() } };
        const auto sent = connection_.channel.send(parts.data(), parts.size());
        if (sent < 0) {
            return would_block() ? Sent::Some : Sent::Lost;
        }
        const auto of_head = std::min(head.size(), static_cast<std::size_t>(sent));
        head_sent_ += of_head;
        body_.remove_prefix(static_cast<std::size_t>(sent) - of_head);
    }
    if (connection_.channel.flush() != 0) {
        return would_block() ? Sent::Some : Sent::Lost;
    }
    drop_pending();
    return Sent::All;
}

}
