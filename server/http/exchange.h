// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/client_address.h"
#include "server/http/http_server.h"
#include "server/http/request_body.h"

#include <array>
#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// A request line and headers as parsed: names in lower case, the target still percent-encoded.
struct RequestHead {
    std::string method;
    std::string target;
    std::string version;
    std::vector<NamedValue> headers;
};

// What all exchanges of a server share. Immutable once the server runs, except the atomics.
struct ExchangeContext {
    explicit ExchangeContext(HttpServerOptions from) : options(std::move(from)) { }

    HttpServerOptions options;
    PeerList trusted_peers;
    Router router;
    Guard guard;
    Handler fallback;
    std::array<int, 4> quota {};
    std::array<std::atomic<int>, 4> running {};
    std::atomic<std::size_t> body_memory { 0 };
    std::atomic<std::uint64_t> quota_refusals { 0 };
    std::atomic<bool> stopping { false };
    std::atomic<bool> unlisted_proxy_logged { false };
};

// One request from its parsed head to its response, on one worker. `begin` refuses what can be
// refused without the body; `run` reads the body and calls the handler.
class Exchange {
public:
    Exchange(ExchangeContext& context, ConnectionIo& io);
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    // False: refused, `response()` says why. Called once.
    bool begin(RequestHead head);
    void run();

    // The protocol layer could not read the request.
    void refuse(int status);

    // The answer that a handler promised for later.
    void reply(Response response);

    Response& response() { return response_; }
    const Response& response() const { return response_; }
    const Request& request() const { return request_; }
    bool begun() const { return begun_; }
    bool close_after() const { return close_after_ || context_.stopping.load(std::memory_order_relaxed); }
    bool body_left_unread() const { return body_left_unread_; }

private:
    std::optional<Response> check_head(const RequestHead& head);
    std::optional<Response> check_headers(const RequestHead& head);
    void take_addresses(std::string_view version, const std::vector<std::string_view>& forwarded_for);
    std::optional<Response> take_target(const std::string& target);
    std::optional<Response> find_route(std::optional<Method> method, std::string_view raw_path);
    std::optional<Response> check_body_headers();
    std::optional<Response> check_parameters();
    std::optional<Response> check_body_size();
    void tell_turned_down();
    std::optional<Response> take_quota();
    Response call_handler();
    void refuse(Response response);

    ExchangeContext& context_;
    ConnectionIo& io_;
    Request request_;
    Response response_;
    BodyFraming framing_;
    std::optional<BodyMemory> body_memory_; // held until nobody needs the body any more
    const Route* route_ = nullptr;          // null: the fallback
    std::optional<QuotaClass> held_quota_;
    bool begun_ = false;
    bool close_after_ = false;
    bool body_left_unread_ = false;
};

}
