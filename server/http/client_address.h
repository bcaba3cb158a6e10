// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Addresses and networks whose forwarding headers count. IPv4 is kept as IPv4-mapped IPv6.
class PeerList {
public:
    // "127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8".
    static Result<PeerList> parse(const std::vector<std::string>& entries);

    bool contains(std::string_view address) const;

private:
    using Bytes = std::array<std::uint8_t, 16>;
    struct Network {
        Bytes address {};
        int prefix_bits = 128;
    };

    static std::optional<Network> parse_network(std::string_view text);
    static bool covers(const Network& network, const Bytes& address);

    std::vector<Network> networks_;
};

// Whose request it is: the peer, or, if the peer is listed, the rightmost X-Forwarded-For address
// that is not. An element that is not an address ends the walk: what stands left of it is hearsay.
std::string resolve_client_address(
    std::string_view peer, const std::vector<std::string_view>& forwarded_for, const PeerList& trusted);

// The canonical text of an address ("::ffff:10.0.0.1" becomes "10.0.0.1"); nothing for anything else.
std::optional<std::string> canonical_address(std::string_view text);

}
