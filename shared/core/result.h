// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Marks a condition that only a bug of ours can break. It stays on in release and never
// judges input.
#define VERIFY(condition)                                                                        \
    do {                                                                                         \
        if (!(condition)) [[unlikely]] {                                                         \
            std::fprintf(stderr, "VERIFY failed: %s (%s:%d)\n", #condition, __FILE__, __LINE__); \
            std::abort();                                                                        \
        }                                                                                        \
    } while (false)

#define RETURN_IF_ERROR(expression)                                    \
    do {                                                               \
        if (auto result_ = (expression); !result_.ok()) [[unlikely]] { \
            return std::move(result_).error();                         \
        }                                                              \
    } while (false)

#define WATCHFLOOR_CONCAT_INNER(a, b) a##b
#define WATCHFLOOR_CONCAT(a, b) WATCHFLOOR_CONCAT_INNER(a, b)
#define WATCHFLOOR_ASSIGN_OR_RETURN(temporary, target, expression) \
    auto temporary = (expression);                                 \
    if (!temporary.ok()) [[unlikely]] {                            \
        return std::move(temporary).error();                       \
    }                                                              \
    target = std::move(temporary).value()

// ASSIGN_OR_RETURN(const auto id, parse_id(text)); returns the error from the enclosing function.
#define ASSIGN_OR_RETURN(target, expression) \
    WATCHFLOOR_ASSIGN_OR_RETURN(WATCHFLOOR_CONCAT(result_at_, __LINE__), target, expression)

namespace watchfloor {

// One value per way an outside caller can be answered; one place maps them to HTTP.
enum class ErrorCode {
    Malformed,    // 400: cannot be read
    Unauthorised, // 401: who is asking is unknown
    Forbidden,    // 403: known, but may not
    NotFound,     // 404: does not exist, or the caller may not know that it does
    Conflict,     // 409: wrong state, or a stale version
    TooLarge,     // 413
    Unsupported,  // 415: content type
    GateNotMet,   // 422: `missing` lists what must be filled in
    TooMany,      // 429: never to monitoring
    Unavailable,  // 503: try again
    Internal,     // 500: our bug
};

// The message is a sentence that tells the reader what to do.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::vector<std::string> missing {};
};

// A value or an Error. `value()` on an error is a bug and aborts.
template<typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : value_(std::move(value)) { }
    Result(Error error) : error_(std::move(error)) { }

    bool ok() const { return value_.has_value(); }
    explicit operator bool() const { return ok(); }
    T& value() &
    {
        VERIFY(ok());
        return *value_;
    }
    const T& value() const&
    {
        VERIFY(ok());
        return *value_;
    }
    T&& value() &&
    {
        VERIFY(ok());
        return std::move(*value_);
    }
    const Error& error() const&
    {
        VERIFY(!ok());
        return error_;
    }
    Error&& error() &&
    {
        VERIFY(!ok());
        return std::move(error_);
    }

private:
    std::optional<T> value_;
    Error error_ {};
};

template<>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) { }

    bool ok() const { return !error_.has_value(); }
    explicit operator bool() const { return ok(); }
    const Error& error() const&
    {
        VERIFY(!ok());
        return *error_;
    }
    Error&& error() &&
    {
        VERIFY(!ok());
        return std::move(*error_);
    }

private:
    std::optional<Error> error_ {};
};

}
