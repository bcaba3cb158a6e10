// SPDX-License-Identifier: Apache-2.0
#include "server/http/connection_table.h"

#include "server/http/client_address.h"
#include "server/http/limits.h"
#include "server/http/serving.h"

#include <algorithm>
#include <sys/socket.h>
#include <utility>

namespace watchfloor {

Connection::Connection() = default;
Connection::~Connection() = default;

Connection* ConnectionTable::add(Channel channel, std::string peer)
{
    auto connection = std::make_unique<Connection>();
    connection->channel = std::move(channel);
    connection->peer = std::move(peer);
    connection->network = network_of(connection->peer);
    const std::lock_guard lock { mutex_ };
    ++of_network_[connection->network];
    if (connections_.size() >= capacity_ && (connections_.size() >= most_ || !displace_one(connection->network))) {
        leave_share(connection->network);
        return nullptr;
    }
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
    leave_share(connection.network);
    connections_.pop_back();
    return channel;
}

void ConnectionTable::leave_share(const std::string& network)
{
    const auto share = of_network_.find(network);
    if (--share->second == 0) {
        of_network_.erase(share);
    }
}

// Whoever is being served stays; whoever reads too, unless the network has more than its readers may keep.
bool ConnectionTable::displace_one(const std::string& comer)
{
    const auto rank = [&comer](const auto& share) { return std::pair { share.second, share.first == comer }; };
    const auto most = std::max_element(
        of_network_.begin(), of_network_.end(), [&rank](const auto& a, const auto& b) { return rank(a) < rank(b); });
    const bool readers_stay = most->second <= capacity_ / kReadersShare;
    Connection* first = nullptr;
    auto first_turn = std::pair { true, kNoDeadline };
    auto first_deadline = kNoDeadline;
    for (const auto& connection : connections_) {
        const auto deadline = connection->deadline.load(std::memory_order_acquire);
        const auto phase = connection->phase.load(std::memory_order_relaxed);
        const bool reads = phase == Phase::Writing;
        const bool stays = deadline == kNoDeadline || phase == Phase::Serving || (reads && readers_stay);
        const auto turn
            = std::pair { reads, reads ? connection->unread_since.load(std::memory_order_relaxed) : deadline };
        if (!stays && turn < first_turn && connection->network == most->first) {
            first = connection.get();
            first_turn = turn;
            first_deadline = deadline;
        }
    }
    if (first == nullptr || !first->deadline.compare_exchange_strong(first_deadline, kNoDeadline)) {
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
