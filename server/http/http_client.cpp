// SPDX-License-Identifier: Apache-2.0
#include "server/http/http_client.h"

#include <httplib.h>

namespace watchfloor {

Result<std::string> fetch(const std::string& origin, const std::string& path, const FetchOptions& options)
{
    httplib::Client client { origin };
    if (!client.is_valid()) {
        return Error { ErrorCode::Malformed, "The address " + origin + " is not of the form http://host:port." };
    }
    client.set_follow_location(false);
    client.set_connection_timeout(options.timeout);
    client.set_read_timeout(options.timeout);
    client.set_write_timeout(options.timeout);
    client.set_max_timeout(options.timeout);
    std::string body;
    bool too_large = false;
    const auto result = client.Get(path, [&](const char* bytes, std::size_t count) {
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
        return Error { ErrorCode::Unavailable,
            "No answer from " + origin + ": " + httplib::to_string(result.error()) + "." };
    }
    if (result->status != 200) {
        return Error { ErrorCode::Unavailable, origin + " answered " + std::to_string(result->status) + "." };
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
