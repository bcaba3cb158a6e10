// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace watchfloor {

// Where somebody else's server is: "https://user:password@host:9090/prefix".
struct WebAddress {
    std::string origin {}; // scheme, host and port
    std::string path {};   // of all that is asked for; no slash at its end
    std::string user {};   // empty: nobody in particular
    std::string password {};

    // For people and logs: without what is secret.
    std::string shown() const { return origin + path; }
};

// Malformed: not an address of http or https, which the message says without repeating a password.
Result<WebAddress> parse_web_address(std::string_view text);

struct FetchOptions {
    std::chrono::milliseconds timeout { 5'000 };
    std::size_t max_bytes = std::size_t { 8 } << 20;
    std::string ca_file {}; // certificate authorities to trust in place of the system's
};

// GETs `path` below the address and returns the body of a 200 answer. An https server proves that it has the name
// asked for. Follows no redirect: what is asked for is what the operator configured. Unavailable: no answer, too
// late, too large or another status; the message says which.
Result<std::string> fetch(const WebAddress& address, const std::string& path, const FetchOptions& options = {});

// Percent-encodes everything but unreserved characters, for use within a query.
std::string query_encode(std::string_view text);

}
