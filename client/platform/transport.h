// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace watchfloor {

struct HttpHeader {
    std::string name;
    std::string value;
};

struct HttpRequest {
    std::string method = "GET";
    std::string path {};
    std::string body {};
    std::string content_type = "application/json";
    std::vector<HttpHeader> headers {};
    // Says what the request is for, in logs and in `Transport::cancel`.
    std::string tag {};
    std::chrono::milliseconds timeout { 30'000 };
};

struct HttpResponse {
    // 0: no answer; `failure` is a sentence for the user.
    int status = 0;
    std::string body {};
    std::string content_type {};
    std::string etag {};
    std::string retry_after {};
    std::string failure {};

    bool ok() const { return status >= 200 && status < 300; }
};

using HttpCallback = std::function<void(const HttpResponse&)>;

struct LiveEvent {
    std::string event;
    std::string id;
    std::string data;
    // Events wait for the frame that takes them.
    std::chrono::steady_clock::time_point arrived = std::chrono::steady_clock::now();

    // Nobody waits for it: it is drawn with the next tick of the clock.
    bool can_wait() const { return event == "clock" || event == "sample"; }
};

struct LiveOptions {
    // With its query but without `after`; the transport adds that.
    std::string path = "/api/v1/live";
    // Who is watching: part of the shared stream's name, so that a wall never shares a user's.
    std::string scope {};
    // The last sequence number the replica holds.
    std::uint64_t after = 0;
};

using LiveCallback = std::function<void(const LiveEvent&)>;

enum class LiveState { Closed, Connecting, Open, Lost };

struct LiveStatus {
    LiveState state = LiveState::Closed;
    // When the stream last gave a sign of life; the screens' "frozen at".
    std::chrono::steady_clock::time_point last_heard {};
    // When it left Open; equal to last_heard at most.
    std::chrono::steady_clock::time_point since {};
    int failed_attempts = 0;
};

// The server sends `clock` every 5 s; a stream silent for this long counts as lost.
constexpr std::chrono::milliseconds kLiveSilence { 12'000 };
constexpr std::size_t kMaxResponseBytes = std::size_t { 64 } << 20;
constexpr std::size_t kMaxLiveEventBytes = std::size_t { 4 } << 20;

// HTTP and the live stream. All methods and all callbacks belong to the client's one thread;
// callbacks run inside `poll`, which the application calls first in every frame, so that it draws what they
// brought. Arrivals ask for a frame. Reconnects by itself with jittered delays, resuming after the last event id delivered.
class Transport {
public:
    virtual ~Transport() = default;

    virtual void send(HttpRequest request, HttpCallback callback) = 0;
    // Drops the callbacks of all requests with this tag; the server may still act on them.
    virtual void cancel(const std::string& tag) = 0;

    virtual void open_live(LiveOptions options, LiveCallback callback) = 0;
    virtual void close_live() = 0;
    // Sign-out: also ends the stream shared with the browser's other tabs and forgets the token.
    virtual void sign_out() = 0;
    // On the web the browser keeps who is signed in. Natively the transport holds the session's cookie
    // in memory, and a wall's token is for its owner to keep and to give back with `use_token`.
    virtual bool browser_keeps_session() const { return true; }
    virtual void use_token(std::string) { }
    virtual LiveStatus live_status() const = 0;
    // The server hands out a page of another build than this one. Never natively: consoles are installed.
    virtual bool newer_build() const { return false; }
    // Loads the page anew. Unasked it does so at most once for a build.
    virtual void load_newer_build(bool) { }

    virtual void poll() = 0;
};

struct TransportOptions {
    // Native: addresses of the same server, tried in turn. The web uses the page's origin.
    std::vector<std::string> servers {};
    // Native: a bearer token. The web has its cookie.
    std::string bearer_token {};
    // Native: a file of certificate authorities to trust for https, in place of the system's.
    std::string ca_file {};
};

std::unique_ptr<Transport> make_transport(TransportOptions options);

}
