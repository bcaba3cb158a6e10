// SPDX-License-Identifier: Apache-2.0
#include "client/platform/server_address.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::string_view kPortDigits = "0123456789";
constexpr int kMostPort = 65'535;

bool is_port(std::string_view text)
{
    if (text.empty() || text.size() > 5 || text.find_first_not_of(kPortDigits) != std::string_view::npos) {
        return false;
    }
    int port = 0;
    for (const char c : text) {
        port = port * 10 + (c - '0');
    }
    return port > 0 && port <= kMostPort;
}

bool is_host_name(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-'
            || c == '_';
    });
}

}

bool is_server_address(std::string_view text)
{
    const bool plain = text.starts_with("http://");
    if (!plain && !text.starts_with("https://")) {
        return false;
    }
    text.remove_prefix(plain ? 7 : 8);
    const bool bracket = text.starts_with("[");
    const std::size_t end = bracket ? text.find(']') : std::min(text.find(':'), text.size());
    if (end == std::string_view::npos) {
        return false;
    }
    const std::string_view host = bracket ? text.substr(1, end - 1) : text.substr(0, end);
    const std::string_view rest = text.substr(bracket ? end + 1 : end);
    const bool host_is_right = bracket
        ? !host.empty() && host.find_first_not_of("0123456789abcdefABCDEF:") == std::string_view::npos
        : is_host_name(host);
    return host_is_right && (rest.empty() || (rest.starts_with(":") && is_port(rest.substr(1))));
}

}
