// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/connection.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace watchfloor {

// Owns the open connections and ends those whose deadline has passed. It only ever shuts sockets
// down: closing stays with the worker that gets the hang-up, so no number is reused under anybody.
class ConnectionTable {
public:
    explicit ConnectionTable(std::size_t capacity)
        : capacity_(capacity), most_(capacity + std::max<std::size_t>(capacity / 8, 1))
    {
    }

    // When the table is full, one who waits makes room: of the neighbourhood that has the most connections (with this
    // one), there of the network that has the most, of equal ones this one's, the one that would be ended first; then the
    // one whose answer has been unread for longest (kReadersShare). Nobody makes room for who has more. Null where
    // nobody can.
    Connection* add(Channel channel, std::string peer);

    // By the owning worker; the connection is gone afterwards. The channel is returned, still open.
    Channel remove(Connection& connection);

    // Shuts down what is late. Under pressure idle connections are late much earlier.
    // Returns how many.
    std::size_t end_late(std::int64_t now, std::chrono::milliseconds idle_limit, bool pressure);

    void shut_down_idle();
    void shut_down_all();

    std::size_t size() const;
    std::uint64_t displaced() const { return displaced_.load(std::memory_order_relaxed); }
    bool crowded() const { return size() > capacity_ - capacity_ / 4; }

private:
    using Shares = std::unordered_map<std::string, std::size_t>;

    bool displace_one(const Connection& comer);
    Connection* first_to_go(const Connection& comer, std::int64_t& deadline);
    void enter_shares(Connection& connection);
    void leave_shares(const Connection& connection);
    static void leave(Shares& shares, const ConnectionShare& share);

    const std::size_t capacity_;
    // Who makes room is still here until its worker has noticed.
    const std::size_t most_;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> connections_;
    Shares networks_;
    Shares neighbourhoods_;
    std::atomic<std::uint64_t> displaced_ { 0 };
};

}
