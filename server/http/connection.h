// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/tls/channel.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>

namespace watchfloor {

inline constexpr std::int64_t kNoDeadline = std::numeric_limits<std::int64_t>::max();

// Milliseconds of the monotonic clock.
inline std::int64_t monotonic_millis()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// Who is being waited for, and what the end of the deadline means.
enum class Phase : std::uint8_t {
    Idle,     // nothing received yet, or between requests
    Header,   // part of a header, or of the handshake before it
    Body,     // part of a body: only the reading side is shut down, so that it can still be answered
    Serving,  // a worker runs the handler, or it answers later: no deadline
    Writing,  // the peer has not taken all of the answer
    Draining, // answered and refused: the rest is thrown away
};

struct Serving;

// By whose name how many connections there are.
using ConnectionShare = std::pair<const std::string, std::size_t>;

// One socket. Between two epoll events exactly one worker owns it (EPOLLONESHOT); the phase and the
// deadline are also read by the table's watch.
struct Connection {
    Connection();
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Channel channel;
    std::string peer;
    std::string input;       // received and not yet consumed; pipelined requests stay here
    std::size_t scanned = 0; // input known to hold no end of a header
    std::size_t drained = 0;
    std::unique_ptr<Serving> serving;   // the request whose body or whose answer is on its way: phases Body and Writing
    std::size_t table_index = 0;        // guarded by the table's lock, as are the next two
    ConnectionShare* network = nullptr; // network_of(peer)
    ConnectionShare* neighbourhood = nullptr; // neighbourhood_of(peer)
    std::atomic<Phase> phase { Phase::Idle };
    std::atomic<std::int64_t> deadline { kNoDeadline };
    std::atomic<std::int64_t> unread_since { 0 }; // in phase Writing: when the peer first took less than was there
    std::atomic<std::uint32_t> handed_on { 0 };

    // The kernel orders what one worker did before it put the connection into the set and what the
    // next one does after it got the event; these two say so to the language as well.
    void release_to_next_worker() { handed_on.fetch_add(1, std::memory_order_release); }
    void acquire_from_last_worker() const { handed_on.load(std::memory_order_acquire); }

    void enter(Phase next, std::int64_t until)
    {
        phase.store(next, std::memory_order_relaxed);
        deadline.store(until, std::memory_order_release);
    }

    // A phase that had one has it no more once the watch has ended it.
    bool has_deadline() const { return deadline.load(std::memory_order_acquire) != kNoDeadline; }
};

}
