// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/request.h"
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

// Whether the request's own headers say that a proxy passed it on.
bool names_a_proxy(const std::vector<NamedValue>& headers);

// Whether the request is this very machine's own. What a proxy on this machine passes on comes from loopback as well, so
// nothing in the head may say that it was meant for another name or came by way of a proxy, listed or not: that proxies
// with HTTP/1.0 and nothing else to show for it are nginx's, left as they are.
bool is_local(std::string_view peer, std::string_view version, const std::vector<NamedValue>& headers);

// "127.…" and "::1", in any spelling; of no name.
bool is_loopback(std::string_view address);

// Who has one share of what is there for all: an address, of IPv6 the network of one subscriber ("…::/64"), who has 2^64
// addresses and changes them daily. Of what is no address the text itself.
std::string network_of(std::string_view address);

// Whose networks may well be one attacker's: who has one of them easily has all. Of IPv4 "192.0.2.0/24", of IPv6 the
// "…::/48" that is given out whole; of this machine's own addresses, and of what is no address, the text itself.
std::string neighbourhood_of(std::string_view address);

// The canonical text of an address ("::ffff:10.0.0.1" becomes "10.0.0.1"); nothing for anything else.
std::optional<std::string> canonical_address(std::string_view text);

}
