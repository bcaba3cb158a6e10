// SPDX-License-Identifier: Apache-2.0
#include "server/http/conditional.h"

#include "server/http/url_decoding.h"
#include "shared/core/sha256.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::size_t kTagDigits = 32;

}

bool matches_etag(std::string_view if_none_match, std::string_view etag)
{
    while (!if_none_match.empty()) {
        const auto part = if_none_match.substr(0, if_none_match.find(','));
        if_none_match.remove_prefix(std::min(if_none_match.size(), part.size() + 1));
        auto candidate = trimmed(part);
        if (candidate.starts_with("W/")) {
            candidate.remove_prefix(2);
        }
        if (candidate == "*" || candidate == etag) {
            return true;
        }
    }
    return false;
}

Response if_changed(const Request& request, Response response)
{
    const std::string etag = '"' + to_hex(as_view(sha256(response.body))).substr(0, kTagDigits) + '"';
    if (matches_etag(request.header("if-none-match").value_or(""), etag)) {
        response = empty_response(304);
    }
    return std::move(response).with_header("ETag", etag).with_header("Cache-Control", "private, no-cache");
}

}
