// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <chrono>
#include <string>

namespace watchfloor {

struct FetchOptions {
    std::chrono::milliseconds timeout { 5'000 };
    std::size_t max_bytes = std::size_t { 8 } << 20;
};

// GETs `path` from "http://host:port" and returns the body of a 200 answer. Follows no redirect:
// what is asked for is what the operator configured. Unavailable: no answer, too late, too large or
// another status; the message says which.
Result<std::string> fetch(const std::string& origin, const std::string& path, const FetchOptions& options = {});

// Percent-encodes everything but unreserved characters, for use within a query.
std::string query_encode(std::string_view text);

}
