// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/request.h"
#include "server/http/response.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// What a route accepts as a body. Json also takes application/<anything>+json.
enum class BodyKind { None, Json, Form, Any };

// Each class has its own share of the fixed pool of workers, so that none starves the others. Reading is what goes
// through much of the journal or of the state for one answer: it holds up neither writing nor what is quick. A handler
// of the class Live hands its connection on and waits for nothing, so of these none is refused.
enum class QuotaClass { Api, Intake, SignIn, Live, Reading };
inline constexpr std::size_t kQuotaClasses = 5;

inline constexpr std::size_t kDefaultMaxBody = 64 * 1024;
inline constexpr std::size_t kMonitoringMaxBody = 64 * 1024 * 1024;

struct RouteOptions {
    BodyKind body = BodyKind::None;
    std::size_t max_body = kDefaultMaxBody;
    QuotaClass quota = QuotaClass::Api;
    std::string needs {}; // an opaque label for the guard ("act", "public" …), listed with the route
    // Told of a request that the guard let in and that was refused all the same before the handler saw it, be it for its
    // form, its size, or because the server is busy.
    std::function<void(const Request&)> turned_down {};
    // The query parameters it reads. Any other is refused: a misspelt filter must not answer with everything.
    std::vector<std::string_view> parameters {};
    // The body of an error, where the route's clients expect another shape than everywhere else.
    std::function<std::string(const Refusal&)> refusal_body {};
    // Those of the parameters that may be given several times. Of any other, two say two things.
    std::vector<std::string_view> repeatable {};
};

using Handler = std::function<Response(const Request&)>;

struct Route {
    Method method = Method::Get;
    std::string pattern;
    RouteOptions options;
    Handler handler;
};

// Matches by segment, no regular expressions: time and stack are bounded by the path's length.
// Filled before the server starts, read-only afterwards.
class Router {
public:
    Router();
    ~Router();

    // `{name}` matches one whole non-empty segment. A literal segment wins over a {name}.
    // Registering the same method and pattern twice is a bug.
    void add(Method method, std::string pattern, RouteOptions options, Handler handler);

    struct Match {
        const Route* route = nullptr;               // null: no such path, or no such method on it
        std::vector<NamedValue> path_parameters {}; // decoded
        std::string_view allow {};                  // the path's methods; empty: no such path
    };

    // `raw_path` is still percent-encoded and begins with "/"; an encoded slash never splits a segment.
    // A method nobody registers is asked for as nothing, to learn what is allowed.
    Match match(std::optional<Method> method, std::string_view raw_path) const;

    const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

private:
    struct Node;
    std::vector<std::unique_ptr<Route>> routes_;
    std::unique_ptr<Node> root_;
};

}
