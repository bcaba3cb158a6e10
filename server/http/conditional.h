// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/request.h"
#include "server/http/response.h"

#include <string_view>

namespace watchfloor {

// Whether an If-None-Match names the entity tag (quoted, as it is sent), by weak comparison: RFC 9110 section 13.1.2.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

// The answer with the tag of its text, or 304 without it where the caller holds that text already. For answers that
// are asked for again and again and only the caller may keep.
Response if_changed(const Request& request, Response response);

}
