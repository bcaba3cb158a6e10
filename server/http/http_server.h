// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/router.h"
#include "server/log/log.h"
#include "server/tls/tls_identity.h"
#include "shared/core/result.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Total time for each phase of a request, however the bytes trickle in.
struct HttpDeadlines {
    std::chrono::milliseconds header { 10'000 };
    std::chrono::milliseconds body { 30'000 };
    std::chrono::milliseconds idle { 60'000 };
    std::chrono::milliseconds write { 30'000 }; // without progress; slow progress is limited too
};

// Requests that may be inside handlers at once, by class; each takes its place once its body is whole, and gives it
// back when the handler is done. One caller alone gets half of a class (Places). The pool is their sum and four more, so
// that a worker is always free to refuse.
struct HttpQuotas {
    int api = 32;
    int intake = 48;
    int sign_in = 16; // half of them for eight who sit behind one address and come at the same time
    int live = 16;
    int reading = 16;
};

struct HttpServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8470;                 // 0: any free port, see HttpServer::port()
    std::vector<std::string> trusted_peers {}; // addresses, or networks such as "10.0.0.0/8"
    std::vector<std::string> names {};         // that Host may give beside those of HostNames::of()
    HttpDeadlines deadlines {};
    HttpQuotas quotas {};
    std::size_t max_connections = 8192;
    std::size_t max_body_memory = 256 * 1024 * 1024; // all request bodies together
    const TlsIdentity* tls = nullptr;                // outlives the server; null: plain HTTP
    Log* log = nullptr;                              // outlives the server; null: nothing is logged
};

struct HttpMetrics {
    std::uint64_t connections = 0; // open now
    std::uint64_t accepted = 0;
    std::uint64_t accept_failures = 0;
    std::uint64_t deadline_closes = 0;
    std::uint64_t displaced = 0; // connections that made room for others
    std::uint64_t requests = 0;
    std::uint64_t quota_refusals = 0;
    std::uint64_t unfinished_bodies = 0;                // arriving now
    std::uint64_t dropped_bodies = 0;                   // unfinished ones that had to go because there were too many
    std::array<std::uint64_t, 6> by_status_class {};    // index 2: 2xx
    std::array<std::int64_t, kQuotaClasses> running {}; // by QuotaClass
};

// Runs before the body is read, so that nobody uploads 64 MiB to be told 401. An answer refuses
// the request; otherwise it may set `request.principal`.
using Guard = std::function<std::optional<Response>(const Route&, Request&)>;

// HTTP/1.1 without any knowledge of the domain. One epoll set owns every connection that waits for its peer, be it for a
// header, a body or a reader of the answer: workers never do. Handlers run on the workers, at once.
class HttpServer {
public:
    explicit HttpServer(HttpServerOptions options);
    ~HttpServer(); // stops

    // All before start().
    void route(Method method, std::string pattern, RouteOptions options, Handler handler);
    void set_guard(Guard guard);
    void set_fallback(Handler handler); // GET of a path without a route, for the page's files

    // Listens and serves. Fails with a sentence if the address cannot be taken.
    Result<void> start();

    // Accepts nothing more, lets running requests finish within `grace`, closes the rest.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds { 5 });

    std::uint16_t port() const;
    const std::vector<std::unique_ptr<Route>>& routes() const;
    HttpMetrics metrics() const;

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}
