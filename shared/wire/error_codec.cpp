// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/error_codec.h"

#include "shared/wire/json/json_reader.h"
#include "shared/wire/json/json_text.h"

namespace watchfloor {
namespace {

constexpr ErrorCode kAllCodes[] = { ErrorCode::Malformed, ErrorCode::Unauthorised, ErrorCode::Forbidden,
    ErrorCode::NotFound, ErrorCode::Conflict, ErrorCode::TooLarge, ErrorCode::Unsupported, ErrorCode::GateNotMet,
    ErrorCode::TooMany, ErrorCode::Unavailable, ErrorCode::Internal };

ErrorCode code_from_text(std::string_view text)
{
    for (const ErrorCode code : kAllCodes) {
        if (code_text(code) == text) {
            return code;
        }
    }
    return ErrorCode::Internal;
}

std::string text_of(const JsonValue* value)
{
    return value != nullptr && value->is(JsonValue::Kind::String) ? value->string : std::string {};
}

}

std::string_view code_text(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Malformed:
        return "malformed";
    case ErrorCode::Unauthorised:
        return "unauthorised";
    case ErrorCode::Forbidden:
        return "forbidden";
    case ErrorCode::NotFound:
        return "not_found";
    case ErrorCode::Conflict:
        return "conflict";
    case ErrorCode::TooLarge:
        return "too_large";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::GateNotMet:
        return "gate_not_met";
    case ErrorCode::TooMany:
        return "too_many";
    case ErrorCode::Unavailable:
        return "unavailable";
    case ErrorCode::Internal:
        return "internal";
    }
    VERIFY(false);
}

std::string error_to_json(const Error& error)
{
    std::string out = "{\"error\":{\"code\":";
    append_json_string(out, code_text(error.code));
    out += ",\"message\":";
    append_json_string(out, error.message);
    out += ",\"missing\":[";
    for (std::size_t i = 0; i < error.missing.size(); ++i) {
        out += i > 0 ? "," : "";
        append_json_string(out, error.missing[i]);
    }
    out += "]}}";
    return out;
}

std::optional<Error> error_from_json(std::string_view body)
{
    const auto document = read_json(body);
    const JsonValue* found = document.ok() ? document.value().find("error") : nullptr;
    if (found == nullptr || !found->is(JsonValue::Kind::Object)) {
        return std::nullopt;
    }
    Error error { code_from_text(text_of(found->find("code"))), text_of(found->find("message")) };
    if (const JsonValue* missing = found->find("missing")) {
        for (const JsonValue& item : missing->items) {
            error.missing.push_back(text_of(&item));
        }
    }
    return error;
}

}
