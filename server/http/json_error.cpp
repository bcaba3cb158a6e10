// SPDX-License-Identifier: Apache-2.0
#include "server/http/json_error.h"

#include "server/http/limits.h"
#include "shared/wire/error_codec.h"
#include "shared/wire/json/json_text.h"

namespace watchfloor {

namespace {

std::string error_body(std::string_view code, std::string_view message, const std::vector<std::string>& missing)
{
    std::string body = "{\"error\":{\"code\":";
    append_json_string(body, code);
    body += ",\"message\":";
    append_json_string(body, message);
    body += ",\"missing\":[";
    for (std::size_t i = 0; i < missing.size(); ++i) {
        if (i > 0) {
            body += ',';
        }
        append_json_string(body, missing[i]);
    }
    body += "]}}";
    return body;
}

Response refused(int status, std::string_view code, Refusal refusal)
{
    Response response = json_response(status, error_body(code, refusal.message, refusal.missing));
    response.refusal = std::move(refusal);
    if (response.status == 503) {
        response.with_header("Retry-After", std::to_string(kRetryAfterSeconds));
    }
    return response;
}

}

int http_status(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Malformed:
        return 400;
    case ErrorCode::Unauthorised:
        return 401;
    case ErrorCode::Forbidden:
        return 403;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::Conflict:
        return 409;
    case ErrorCode::TooLarge:
        return 413;
    case ErrorCode::Unsupported:
        return 415;
    case ErrorCode::GateNotMet:
        return 422;
    case ErrorCode::TooMany:
        return 429;
    case ErrorCode::Unavailable:
        return 503;
    case ErrorCode::Internal:
        return 500;
    }
    return 500;
}

std::string_view error_name(ErrorCode code)
{
    return code_text(code);
}

Response error_response(const Error& error)
{
    return refused(http_status(error.code), error_name(error.code), { error.message, error.missing });
}

Response error_response(int status, std::string_view code, std::string_view message)
{
    return refused(status, code, { std::string(message) });
}

}
