// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/client_address.h"
#include "server/http/connection_io.h"
#include "server/http/host_names.h"
#include "server/http/http_server.h"
#include "server/http/limits.h"
#include "server/http/places.h"
#include "server/http/request_body.h"
#include "server/http/unfinished_bodies.h"
#include "server/http/unread_answers.h"

#include <atomic>
#include <memory>
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
    HostNames names;
    Router router;
    Guard guard;
    Handler fallback;
    Places places;
    std::atomic<std::size_t> body_memory { 0 };
    UnreadAnswers unread { kMaxUnreadBytes };
    UnfinishedBodies unfinished { { kMaxUnfinished, kMaxUnfinishedOfAddress, kMaxUnfinishedBytes,
        kMaxUnfinishedBytesOfAddress } };
    std::atomic<bool> stopping { false };
    std::atomic<bool> unlisted_proxy_logged { false };
};

// One request from its parsed head to its response. `begin` refuses what can be refused without the body;
// `receive_body` takes what has arrived of it; `run` takes a place in the request's class and calls the handler.
// One worker at a time.
class Exchange {
public:
    Exchange(ExchangeContext& context, ConnectionIo& io);
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    // False: refused, `response()` says why. Called once.
    bool begin(RequestHead head);

    // False: more of the body has to arrive.
    bool receive_body();

    // With a body that was refused it does nothing: `response()` says why.
    void run();

    // Before the first wait for more of the body: from now on it is one of the unfinished.
    void wait_for_body();
    bool waits_for_body() const { return waits_for_body_; }
    bool invites_body() const { return request_.header("expect") == "100-continue"; }

    // Nothing more of the body will come.
    void lose_body();

    // Gives back the place in its class: the handler is done, and who reads the answer slowly must not hold it.
    void leave_place();

    // The answer waits for its reader. False: too much does that was made for one request each.
    bool keep_unread();

    // Whether the answer goes out in pieces, of which the response's body is the present one, and has not ended.
    bool in_pieces() const { return in_pieces_; }
    // Makes the next one; empty: that was the end. Nothing where it could not be made, so that the answer is never whole.
    std::optional<std::string_view> next_piece();

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
    std::optional<Response> check_host();
    std::optional<Response> take_target(const std::string& target);
    std::optional<Response> find_route(std::optional<Method> method, std::string_view raw_path);
    std::optional<Response> check_body_headers();
    std::optional<Response> check_parameters();
    std::optional<Response> check_repeated();
    std::optional<Response> check_body_size();
    void tell_turned_down();
    std::optional<Response> take_place();
    Result<void> take_body();
    void refuse_body(Response response);
    Response call_handler();
    Response handle();
    void log_failure(std::string_view kind) const;
    void refuse(Response response);

    ExchangeContext& context_;
    ConnectionIo& io_;
    Request request_;
    Response response_;
    BodyFraming framing_;
    std::optional<BodyReader> body_;
    std::unique_ptr<UnfinishedBodies::Place> unfinished_;
    std::optional<BodyMemory> body_memory_; // held until nobody needs the body any more
    std::unique_ptr<UnreadAnswers::Kept> unread_;
    const Route* route_ = nullptr; // null: the fallback
    std::optional<QuotaClass> held_quota_;
    std::string place_holder_; // for whom
    bool begun_ = false;
    bool waits_for_body_ = false;
    bool body_refused_ = false;
    bool takes_pieces_ = false; // HTTP/1.0 has no chunks
    bool in_pieces_ = false;
    bool close_after_ = false;
    bool body_left_unread_ = false;
};

}
