// SPDX-License-Identifier: Apache-2.0
#include "server/http/http_client.h"

#include "server/http/url_decoding.h"

#include <httplib.h>

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

Error no_web_address()
{
    return { ErrorCode::Malformed,
        "Give the address as http://host:port or https://host:port, with user:password@ and a path where needed." };
}

bool is_certificate_trouble(httplib::Error error)
{
    constexpr std::array kTroubles { httplib::Error::SSLConnection, httplib::Error::SSLLoadingCerts,
        httplib::Error::SSLServerVerification, httplib::Error::SSLServerHostnameVerification };
    return std::find(kTroubles.begin(), kTroubles.end(), error) != kTroubles.end();
}

std::string no_answer(const std::string& origin, httplib::Error error)
{
    return "No answer from " + origin + ": " + httplib::to_string(error)
        + (is_certificate_trouble(error) ? "; check its certificate, or name its authority with --ca-file." : ".");
}

}

Result<WebAddress> parse_web_address(std::string_view text)
{
    const auto scheme = text.find("://");
    const std::string_view name = text.substr(0, std::min(scheme, text.size()));
    if (scheme == std::string_view::npos || (name != "http" && name != "https")
        || text.find_first_of(" \t\r\n?#") != std::string_view::npos) {
        return no_web_address();
    }
    std::string_view rest = text.substr(scheme + 3);
    const auto slash = std::min(rest.find('/'), rest.size());
    std::string_view host = rest.substr(0, slash);
    std::string_view path = rest.substr(slash);
    while (path.ends_with('/')) {
        path.remove_suffix(1);
    }
    WebAddress address;
    if (const auto at = host.rfind('@'); at != std::string_view::npos) {
        const std::string_view who = host.substr(0, at);
        const auto colon = std::min(who.find(':'), who.size());
        const auto user = percent_decode(who.substr(0, colon), PlusSign::Literal);
        const auto password = percent_decode(who.substr(std::min(colon + 1, who.size())), PlusSign::Literal);
        if (!user || !password) {
            return no_web_address();
        }
        address.user = *user;
        address.password = *password;
        host.remove_prefix(at + 1);
    }
    if (host.empty() || host.front() == ':') {
        return no_web_address();
    }
    address.origin = std::string(name) + "://" + std::string(host);
    address.path = path;
    return address;
}

Result<std::string> fetch(const WebAddress& address, const std::string& path, const FetchOptions& options)
{
    const std::string& origin = address.origin;
    httplib::Client client { origin };
    if (!client.is_valid()) {
        return no_web_address();
    }
    if (!options.ca_file.empty()) {
        client.set_ca_cert_path(options.ca_file);
    }
    if (!address.user.empty() || !address.password.empty()) {
        client.set_basic_auth(address.user, address.password);
    }
    client.set_follow_location(false);
    client.set_connection_timeout(options.timeout);
    client.set_read_timeout(options.timeout);
    client.set_write_timeout(options.timeout);
    client.set_max_timeout(options.timeout);
    std::string body;
    bool too_large = false;
    const auto result = client.Get(address.path + path, [&](const char* bytes, std::size_t count) {
        too_large = body.size() + count > options.max_bytes;
        if (!too_large) {
            body.append(bytes, count);
        }
        return !too_large;
    });
    if (too_large) {
        return Error { ErrorCode::Unavailable, "The answer of " + origin + " is larger than this server takes." };
    }
    if (!result) {
        return Error { ErrorCode::Unavailable, no_answer(origin, result.error()) };
    }
    if (result->status != 200) {
        return Error { ErrorCode::Unavailable,
            address.shown() + " answered " + std::to_string(result->status)
                + (result->status == 401 || result->status == 403 ? "; give user:password@ in its address." : ".") };
    }
    return body;
}

std::string query_encode(std::string_view text)
{
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
            || c == '_' || c == '.' || c == '~';
        if (plain) {
            encoded.push_back(c);
        } else {
            encoded.append({ '%', kDigits[byte >> 4U], kDigits[byte & 15U] });
        }
    }
    return encoded;
}

}
