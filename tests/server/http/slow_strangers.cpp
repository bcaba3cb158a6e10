// SPDX-License-Identifier: Apache-2.0
#include "tests/server/http/slow_strangers.h"

#include <algorithm>
#include <array>

namespace watchfloor::test {

namespace {

constexpr auto kBeginnings = std::to_array<const char*>({
    "Transfer-Encoding: chunked\r\n\r\nfff0\r\n{",
    "Content-Length: 60000\r\n\r\n{",
    "Expect: 100-continue\r\nContent-Length: 60000\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n",
    "Content-Length: 60000\r\n\r\n",
});

}

SlowStrangers::SlowStrangers(std::uint16_t port, std::vector<std::string> paths, std::size_t count, int addresses)
    : port_(port), paths_(std::move(paths)), addresses_(addresses)
{
    for (std::size_t i = 0; i < count; ++i) {
        clients_.emplace_back(port_, 0, "127.0.0." + std::to_string(i % static_cast<std::size_t>(addresses_) + 1));
        begin(i);
    }
}

void SlowStrangers::begin(std::size_t index)
{
    const auto addresses = static_cast<std::size_t>(addresses_);
    const auto turn = index / addresses;
    clients_[index].send("POST " + paths_[turn % paths_.size()]
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + kBeginnings[turn / paths_.size() % kBeginnings.size()]);
}

std::size_t SlowStrangers::trickle()
{
    std::size_t again = 0;
    for (std::size_t i = 0; i < clients_.size(); ++i) {
        if (clients_[i].receive_some() && clients_[i].send(" ")) {
            continue;
        }
        ++again;
        clients_[i] = RawClient { port_, 0, "127.0.0." + std::to_string(i % static_cast<std::size_t>(addresses_) + 1) };
        begin(i);
    }
    return again;
}

std::size_t SlowStrangers::connected() const
{
    return static_cast<std::size_t>(
        std::count_if(clients_.begin(), clients_.end(), [](const RawClient& client) { return client.number() >= 0; }));
}

}
