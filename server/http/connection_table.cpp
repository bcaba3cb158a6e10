// SPDX-License-Identifier: Apache-2.0
#include "server/http/connection_table.h"

#include "server/http/client_address.h"
#include "server/http/limits.h"
#include "server/http/serving.h"

#include <algorithm>
#include <sys/socket.h>
#include <tuple>
#include <utility>

namespace watchfloor {

Connection::Connection() = default;
Connection::~Connection() = default;

Connection* ConnectionTable::add(Channel channel, std::string peer)
{
    auto connection = std::make_unique<Connection>();
    connection->channel = std::move(channel);
    connection->peer = std::move(peer);
    const std::lock_guard lock { mutex_ };
    enter_shares(*connection);
    if (connections_.size() >= capacity_ && (connections_.size() >= most_ || !displace_one(*connection))) {
        leave_shares(*connection);
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
    leave_shares(connection);
    connections_.pop_back();
    return channel;
}

void ConnectionTable::enter_shares(Connection& connection)
{
    connection.network = &*networks_.try_emplace(network_of(connection.peer), 0).first;
    connection.neighbourhood = &*neighbourhoods_.try_emplace(neighbourhood_of(connection.peer), 0).first;
    ++connection.network->second;
    ++connection.neighbourhood->second;
}

void ConnectionTable::leave_shares(const Connection& connection)
{
    --connection.network->second;
    --connection.neighbourhood->second;
    leave(networks_, *connection.network);
    leave(neighbourhoods_, *connection.neighbourhood);
}

void ConnectionTable::leave(Shares& shares, const ConnectionShare& share)
{
    if (share.second == 0) {
        shares.erase(shares.find(share.first));
    }
}

// Whoever is being served stays; whoever reads too, unless the neighbourhood has more than its readers may keep.
Connection* ConnectionTable::first_to_go(const Connection& comer, std::int64_t& first_deadline)
{
    const auto share = [](const Connection& of) { return std::pair { of.neighbourhood->second, of.network->second }; };
    Connection* first = nullptr;
    std::tuple<std::pair<std::size_t, std::size_t>, bool, bool, std::int64_t> first_rank;
    for (const auto& connection : connections_) {
        const auto deadline = connection->deadline.load(std::memory_order_acquire);
        const auto phase = connection->phase.load(std::memory_order_relaxed);
        const bool reads = phase == Phase::Writing;
        const bool readers_stay = connection->neighbourhood->second <= capacity_ / kReadersShare;
        const bool stays = deadline == kNoDeadline || phase == Phase::Serving || (reads && readers_stay);
        const auto turn = reads ? connection->unread_since.load(std::memory_order_relaxed) : deadline;
        const std::tuple rank { share(*connection), connection->network == comer.network, !reads, -turn };
        if (!stays && share(*connection) >= share(comer) && (first == nullptr || rank > first_rank)) {
            first = connection.get();
            first_rank = rank;
            first_deadline = deadline;
        }
    }
    return first;
}

bool ConnectionTable::displace_one(const Connection& comer)
{
    std::int64_t deadline = kNoDeadline;
    Connection* first = first_to_go(comer, deadline);
    if (first == nullptr || !first->deadline.compare_exchange_strong(deadline, kNoDeadline)) {
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
