// SPDX-License-Identifier: Apache-2.0
#include "server/http/client_address.h"

#include "server/http/url_decoding.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <netinet/in.h>

namespace watchfloor {

namespace {

constexpr std::size_t kPrefixOfSubscriber = 8;    // bytes of an IPv6 address that one subscriber cannot choose
constexpr std::size_t kPrefixOfNeighbourhood = 6; // nor one who was given a site's
constexpr std::array<std::uint8_t, 12> kMappedPrefix { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };

std::optional<std::array<std::uint8_t, 16>> parse_address(std::string_view text)
{
    std::array<std::uint8_t, 16> bytes {};
    const std::string terminated { text };
    if (::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) {
        return bytes;
    }
    std::copy(kMappedPrefix.begin(), kMappedPrefix.end(), bytes.begin());
    if (::inet_pton(AF_INET, terminated.c_str(), bytes.data() + kMappedPrefix.size()) == 1) {
        return bytes;
    }
    return std::nullopt;
}

bool is_mapped(const std::array<std::uint8_t, 16>& bytes)
{
    return std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), bytes.begin());
}

std::string format_address(const std::array<std::uint8_t, 16>& bytes)
{
    char text[INET6_ADDRSTRLEN] = {};
    if (is_mapped(bytes)) {
        ::inet_ntop(AF_INET, bytes.data() + kMappedPrefix.size(), text, sizeof(text));
    } else {
        ::inet_ntop(AF_INET6, bytes.data(), text, sizeof(text));
    }
    return text;
}

// What begins with zeros is IPv4, or ::1: no subscriber's network.
bool is_no_subscribers(const std::array<std::uint8_t, 16>& bytes)
{
    constexpr std::array<std::uint8_t, kPrefixOfSubscriber> kZeros {};
    return std::equal(kZeros.begin(), kZeros.end(), bytes.begin());
}

// "2001:0db8:0001:0002::/64"; of whole groups, two bytes each.
std::string prefix_text(const std::array<std::uint8_t, 16>& bytes, std::size_t length)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string prefix;
    for (std::size_t i = 0; i < length; ++i) {
        prefix.append(i > 0 && i % 2 == 0 ? ":" : "");
        prefix.push_back(kDigits[bytes[i] >> 4U]);
        prefix.push_back(kDigits[bytes[i] & 15U]);
    }
    return prefix + "::/" + std::to_string(8 * length);
}

// Proxies write "1.2.3.4", "1.2.3.4:567", "[::1]" and "[::1]:567".
std::string_view without_port(std::string_view text)
{
    if (!text.empty() && text.front() == '[') {
        const auto close = text.find(']');
        return close == std::string_view::npos ? std::string_view {} : text.substr(1, close - 1);
    }
    const bool one_colon = std::count(text.begin(), text.end(), ':') == 1;
    return one_colon ? text.substr(0, text.find(':')) : text;
}

// Beside everything that begins with "x-forwarded".
constexpr std::array<std::string_view, 10> kProxyHeaders { "forwarded", "via", "x-real-ip", "x-client-ip",
    "x-cluster-client-ip", "x-original-forwarded-for", "x-original-host", "true-client-ip", "cf-connecting-ip",
    "cdn-loop" };

// "localhost:8470", "127.0.0.1", "[::1]:8470".
bool names_this_machine(std::string_view authority)
{
    const std::string name = ascii_lower(without_port(authority));
    return name == "localhost" || name.ends_with(".localhost") || is_loopback(name);
}

std::string_view authority_of(std::string_view origin)
{
    const auto scheme = origin.find("://");
    return scheme == std::string_view::npos ? std::string_view {} : origin.substr(scheme + 3);
}

std::vector<std::string_view> elements_from_the_right(const std::vector<std::string_view>& lines)
{
    std::vector<std::string_view> elements;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        auto rest = *line;
        for (;;) {
            const auto comma = rest.rfind(',');
            elements.push_back(trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1)));
            if (comma == std::string_view::npos) {
                break;
            }
            rest = rest.substr(0, comma);
        }
    }
    return elements;
}

}

std::optional<PeerList::Network> PeerList::parse_network(std::string_view text)
{
    const auto slash = text.find('/');
    const auto bytes = parse_address(text.substr(0, slash));
    if (!bytes) {
        return std::nullopt;
    }
    if (slash == std::string_view::npos) {
        return Network { *bytes, 128 };
    }
    const auto digits = text.substr(slash + 1);
    int bits = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    const bool v4 = text.find(':') == std::string_view::npos;
    if (error != std::errc {} || end != digits.data() + digits.size() || bits < 0 || bits > (v4 ? 32 : 128)) {
        return std::nullopt;
    }
    return Network { *bytes, v4 ? bits + 96 : bits };
}

bool PeerList::covers(const Network& network, const Bytes& address)
{
    const auto whole = static_cast<std::size_t>(network.prefix_bits / 8);
    const int rest = network.prefix_bits % 8;
    if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(whole), network.address.begin())) {
        return false;
    }
    const auto mask = static_cast<std::uint8_t>(0xFF00U >> static_cast<unsigned>(rest));
    return rest == 0 || (address[whole] & mask) == (network.address[whole] & mask);
}

Result<PeerList> PeerList::parse(const std::vector<std::string>& entries)
{
    PeerList list;
    for (const auto& entry : entries) {
        const auto network = parse_network(entry);
        if (!network) {
            return Error { ErrorCode::Malformed,
                "\"" + entry + "\" is neither an address nor a network; write 10.0.0.1 or 10.0.0.0/8" };
        }
        list.networks_.push_back(*network);
    }
    return list;
}

bool PeerList::contains(std::string_view address) const
{
    if (networks_.empty()) {
        return false;
    }
    const auto bytes = parse_address(address);
    return bytes && std::any_of(networks_.begin(), networks_.end(), [&bytes](const Network& network) {
        return covers(network, *bytes);
    });
}

std::string resolve_client_address(
    std::string_view peer, const std::vector<std::string_view>& forwarded_for, const PeerList& trusted)
{
    std::string client { peer };
    if (!trusted.contains(peer)) {
        return client;
    }
    for (const auto element : elements_from_the_right(forwarded_for)) {
        const auto address = canonical_address(without_port(element));
        if (!address) {
            return client;
        }
        client = *address;
        if (!trusted.contains(client)) {
            return client;
        }
    }
    return client;
}

bool names_a_proxy(const std::vector<NamedValue>& headers)
{
    return std::any_of(headers.begin(), headers.end(), [](const NamedValue& header) {
        return header.name.starts_with("x-forwarded")
            || std::find(kProxyHeaders.begin(), kProxyHeaders.end(), header.name) != kProxyHeaders.end();
    });
}

bool is_local(std::string_view peer, std::string_view version, const std::vector<NamedValue>& headers)
{
    if (!is_loopback(peer) || version == "HTTP/1.0" || names_a_proxy(headers)) {
        return false;
    }
    return std::all_of(headers.begin(), headers.end(), [](const NamedValue& header) {
        return header.name == "host" ? names_this_machine(header.value)
                                     : header.name != "origin" || names_this_machine(authority_of(header.value));
    });
}

bool is_loopback(std::string_view address)
{
    const auto canonical = canonical_address(address);
    return canonical && (*canonical == "::1" || canonical->starts_with("127."));
}

std::string network_of(std::string_view address)
{
    const auto bytes = parse_address(address);
    return !bytes || is_no_subscribers(*bytes) ? std::string { address } : prefix_text(*bytes, kPrefixOfSubscriber);
}

std::string neighbourhood_of(std::string_view address)
{
    const auto bytes = parse_address(address);
    if (!bytes || is_loopback(address)) {
        return std::string { address };
    }
    if (is_mapped(*bytes)) {
        const std::string whole = format_address(*bytes);
        return whole.substr(0, whole.rfind('.')) + ".0/24";
    }
    return prefix_text(*bytes, kPrefixOfNeighbourhood);
}

std::optional<std::string> canonical_address(std::string_view text)
{
    const auto bytes = parse_address(text);
    return bytes ? std::optional { format_address(*bytes) } : std::nullopt;
}

}
