// SPDX-License-Identifier: Apache-2.0
#include "server/http/host_names.h"

#include "server/http/client_address.h"
#include "server/http/url_decoding.h"

#include <algorithm>
#include <array>
#include <unistd.h>

namespace watchfloor {

namespace {

constexpr std::size_t kMaxHostName = 253; // RFC 1035, section 2.3.4, as text

bool is_name(std::string_view text)
{
    const auto allowed
        = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_'; };
    return !text.empty() && text.size() <= kMaxHostName && std::all_of(text.begin(), text.end(), allowed);
}

bool is_port(std::string_view text)
{
    return text.size() <= 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool needs_no_listing(std::string_view host)
{
    return host == "localhost" || host.ends_with(".localhost") || canonical_address(host);
}

std::string own_name()
{
    std::array<char, kMaxHostName + 2> name {};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? ascii_lower(name.data()) : std::string {};
}

// "https://room.example:8443/wall" → "room.example:8443"
std::string_view name_and_port(std::string_view text)
{
    const auto scheme = text.find("://");
    text.remove_prefix(scheme == std::string_view::npos ? 0 : scheme + 3);
    return text.substr(0, text.find('/'));
}

}

std::optional<std::string> host_of(std::string_view header)
{
    std::string_view port;
    std::string host;
    if (header.starts_with('[')) {
        const auto end = header.find(']');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        host = header.substr(1, end - 1);
        port = header.substr(end + 1);
        if (host.find(':') == std::string::npos || !canonical_address(host)) {
            return std::nullopt;
        }
    } else {
        const auto colon = std::min(header.find(':'), header.size());
        host = ascii_lower(header.substr(0, colon));
        port = header.substr(colon);
        if (host.ends_with('.')) {
            host.pop_back();
        }
    }
    if (!port.empty() && !(port.front() == ':' && is_port(port.substr(1)))) {
        return std::nullopt;
    }
    if (auto address = canonical_address(host)) {
        return address;
    }
    return is_name(host) ? std::optional { host } : std::nullopt;
}

namespace {

// Here an address of the new kind may stand without its brackets.
std::optional<std::string> configured_host(std::string_view text)
{
    auto address = canonical_address(text);
    return address ? std::move(address) : host_of(text);
}

}

Result<HostNames> HostNames::of(const std::vector<std::string>& names, const std::string& listens_on)
{
    HostNames known;
    known.left_to_proxies_ = names.empty();
    for (const std::string& name : names) {
        const auto named = name_and_port(name);
        const bool all_below = named.starts_with("*.");
        const auto host = configured_host(all_below ? named.substr(2) : named);
        if (!host) {
            return Error { ErrorCode::Malformed,
                "\"" + name + "\" is not a name of a server; write room.example, *.example or https://room.example" };
        }
        known.names_.push_back((all_below ? "." : "") + *host);
    }
    if (const auto own = own_name(); is_name(own)) {
        known.names_.push_back(own);
        known.names_.push_back(own + ".local");
    }
    if (const auto host = configured_host(listens_on)) {
        known.names_.push_back(*host);
    }
    return known;
}

std::string first_plain_name(const std::vector<std::string>& names)
{
    for (const std::string& name : names) {
        if (const auto host = configured_host(name_and_port(name))) {
            return host->find(':') == std::string::npos ? *host : "[" + *host + "]";
        }
    }
    return {};
}

bool HostNames::contain(std::string_view host) const
{
    return needs_no_listing(host) || std::any_of(names_.begin(), names_.end(), [host](const std::string& name) {
        return name == host || (name.front() == '.' && host.ends_with(name));
    });
}

}
