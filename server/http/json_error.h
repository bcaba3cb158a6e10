// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/response.h"
#include "shared/core/result.h"

#include <string_view>

namespace watchfloor {

// The one place that maps errors to HTTP.
int http_status(ErrorCode code);
std::string_view error_name(ErrorCode code);

// {"error":{"code":"…","message":"…","missing":["…"]}}; Unavailable also carries Retry-After.
Response error_response(const Error& error);

// For what HTTP knows and the domain does not (405, 408, 414, 431 …).
Response error_response(int status, std::string_view code, std::string_view message);

}
