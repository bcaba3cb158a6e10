// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/connection.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace watchfloor {

// Owns the open connections and ends those whose deadline has passed. It only ever shuts sockets
// down: closing stays with the worker that gets the hang-up, so no number is reused under anybody.
class ConnectionTable {
public:
    explicit ConnectionTable(std::size_t capacity) : capacity_(capacity) { }

    // Null when the table is full.
    Connection* add(Descriptor socket, std::string peer);

    // By the owning worker; the connection is gone afterwards. The socket is returned, still open.
    Descriptor remove(Connection& connection);

    // Shuts down what is late. Under pressure idle connections are late much earlier.
    // Returns how many.
    std::size_t end_late(std::int64_t now, std::chrono::milliseconds idle_limit, bool pressure);

    void shut_down_idle();
    void shut_down_all();

    std::size_t size() const;
    bool crowded() const { return size() > capacity_ - capacity_ / 4; }

private:
    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> connections_;
};

}
