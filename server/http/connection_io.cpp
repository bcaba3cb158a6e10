// SPDX-License-Identifier: Apache-2.0
#include "server/http/connection_io.h"

#include "server/http/limits.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
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
        const auto received = ::recv(connection.socket.number(), chunk.data(), wanted, MSG_DONTWAIT);
        if (received > 0) {
            connection.input.append(chunk.data(), static_cast<std::size_t>(received));
            any = true;
            if (static_cast<std::size_t>(received) < wanted) {
                return ReadOutcome::Data;
            }
        } else if (received < 0 && errno == EINTR) {
            continue;
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
    if (!ready.empty()) {
        const auto taken = std::min(size, ready.size());
        std::memcpy(target, ready.data(), taken);
        consumed_ += taken;
        return taken;
    }
    if (!pending_.empty() && !flush({}, {}, kNoDeadline)) {
        return 0;
    }
    for (;;) {
        const auto count = ::recv(connection_.socket.number(), target, size, MSG_DONTWAIT);
        if (count > 0) {
            return static_cast<std::size_t>(count);
        }
        const bool again = count < 0 && (errno == EINTR || (would_block() && wait_for(POLLIN)));
        if (!again) {
            return 0;
        }
    }
}

bool ConnectionIo::send_at_once()
{
    const auto sent
        = ::send(connection_.socket.number(), pending_.data(), pending_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
        pending_.erase(0, static_cast<std::size_t>(sent));
    }
    return pending_.empty();
}

bool ConnectionIo::send_answer(std::string_view body, std::chrono::milliseconds stall)
{
    const auto now = monotonic_millis();
    const auto size = static_cast<std::int64_t>(pending_.size() + body.size());
    const auto until = now + stall.count() + size * 1'000 / kSlowestWriteBytesPerSecond;
    connection_.enter(Phase::Writing, now + stall.count());
    return flush(body, stall, until);
}

// With no `until` the phase and its deadline stay as they are.
bool ConnectionIo::flush(std::string_view body, std::chrono::milliseconds stall, std::int64_t until)
{
    std::string_view head { pending_ };
    while (!head.empty() || !body.empty()) {
        std::array<iovec, 2> parts { iovec { const_cast<char*>(head.data()), head.size() },
            iovec { const_cast<char*>(body.data()), body.size() } };
        msghdr message {};
        message.msg_iov = parts.data();
        message.msg_iovlen = parts.size();
        const auto sent = ::sendmsg(connection_.socket.number(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            if (errno == EINTR || (would_block() && wait_for(POLLOUT))) {
                continue;
            }
            return false;
        }
        const auto from_head = std::min(head.size(), static_cast<std::size_t>(sent));
        head.remove_prefix(from_head);
        body.remove_prefix(static_cast<std::size_t>(sent) - from_head);
        if (until != kNoDeadline && !body.empty()) {
            connection_.enter(Phase::Writing, std::min(monotonic_millis() + stall.count(), until));
        }
    }
    pending_.clear();
    return true;
}

void ConnectionIo::finish_request()
{
    auto& input = connection_.input;
    input.erase(0, consumed_);
    consumed_ = 0;
    connection_.scanned = 0;
    if (input.empty() && input.capacity() > kKeptInputCapacity) {
        std::string {}.swap(input);
    }
}

// Waits without a limit of its own: the table's watch shuts the socket down at the deadline, which
// ends the wait.
bool ConnectionIo::wait_for(short events) const
{
    pollfd waiting { connection_.socket.number(), events, 0 };
    for (;;) {
        const int ready = ::poll(&waiting, 1, -1);
        if (ready > 0) {
            return true;
        }
        if (ready < 0 && errno != EINTR) {
            return false;
        }
    }
}

}
