// SPDX-License-Identifier: Apache-2.0
#include "server/http/connection_table.h"

#include "server/http/limits.h"
#include "server/http/serving.h"

#include <algorithm>
#include <sys/socket.h>

namespace watchfloor {

Connection::Connection() = default;
Connection::~Connection() = default;

Connection* ConnectionTable::add(Channel channel, std::string peer)
{
    auto connection = std::make_unique<Connection>();
    connection->channel = std::move(channel);
    connection->peer = std::move(peer);
    const std::lock_guard lock { mutex_ };
    if (connections_.size() >= capacity_ && (connections_.size() >= most_ || !displace_one())) {
        return nullptr;
    }
    ++of_peer_[connection->peer];
    connection->table_index = connections_.size();
    connections_.push_back(std::move(connection));
    return connections_.back().get();
}

Channel ConnectionTable::remove(Connection& connection)
{
    const std::lock_guard lock { mutex_ };
    const auto index = connection.table_index;
    Channel channel = std::move(connection.channel);
    if (index + 1 != connections_.size()) {
        std::swap(connections_[index], connections_.back());
        connections_[index]->table_index = index;
    }
    const auto of_peer = of_peer_.find(connection.peer);
    if (--of_peer->second == 0) {
        of_peer_.erase(of_peer);
    }
    connections_.pop_back();
    return channel;
}

// Whoever is being served or written to stays.
bool ConnectionTable::displace_one()
{
    const auto most = std::max_element(
        of_peer_.begin(), of_peer_.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    Connection* first = nullptr;
    auto earliest = kNoDeadline;
    for (const auto& connection : connections_) {
        const auto deadline = connection->deadline.load(std::memory_order_acquire);
        const auto phase = connection->phase.load(std::memory_order_relaxed);
        const bool waits = phase != Phase::Serving && phase != Phase::Writing;
        if (waits && deadline < earliest && connection->peer == most->first) {
            first = connection.get();
            earliest = deadline;
        }
    }
    if (first == nullptr || !first->deadline.compare_exchange_strong(earliest, kNoDeadline)) {
        return false;
    }
    ::shutdown(first->channel.number(), SHUT_RDWR);
    displaced_.fetch_add(1, std::memory_order_relaxed);
    return true;
}

std::size_t ConnectionTable::end_late(std::int64_t now, std::chrono::milliseconds idle_limit, bool pressure)
{
    std::size_t ended = 0;
    const std::lock_guard lock { mutex_ };
    for (const auto& connection : connections_) {
        auto deadline = connection->deadline.load(std::memory_order_acquire);
        const auto phase = connection->phase.load(std::memory_order_relaxed);
        const bool hurried = pressure && phase == Phase::Idle;
        const auto earlier = hurried ? (idle_limit - std::min(idle_limit, kIdleUnderPressure)).count() : 0;
        if (deadline == kNoDeadline || deadline - earlier > now) {
            continue;
        }
        // Once per deadline, and not if its worker has meanwhile moved on.
        if (connection->deadline.compare_exchange_strong(deadline, kNoDeadline)) {
            ::shutdown(connection->channel.number(), phase == Phase::Body ? SHUT_RD : SHUT_RDWR);
            ++ended;
        }
    }
    return ended;
}

void ConnectionTable::shut_down_idle()
{
    const std::lock_guard lock { mutex_ };
    for (const auto& connection : connections_) {
        const auto phase = connection->phase.load(std::memory_order_relaxed);
        if (phase == Phase::Idle || phase == Phase::Header) {
            ::shutdown(connection->channel.number(), SHUT_RDWR);
        }
    }
}

void ConnectionTable::shut_down_all()
{
    const std::lock_guard lock { mutex_ };
    for (const auto& connection : connections_) {
        ::shutdown(connection->channel.number(), SHUT_RDWR);
    }
}

std::size_t ConnectionTable::size() const
{
    const std::lock_guard lock { mutex_ };
    return connections_.size();
}

}
