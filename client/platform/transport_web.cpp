// SPDX-License-Identifier: Apache-2.0
#include "client/platform/transport.h"

#include "client/frame/frame_schedule.h"
#include "client/platform/live_monitor.h"

#include <emscripten.h>

#include <map>
#include <string_view>
#include <utility>

namespace watchfloor {
namespace {

// Headers come as "name\nvalue\n…". The body is copied before the call returns.
EM_JS(void, js_http,
    (double id, const char* method, const char* path, const char* body, int body_length, const char* headers,
        double timeout),
    {
        const lines = UTF8ToString(headers).split("\n");
        const pairs = [];
        for (let i = 0; i + 1 < lines.length; i += 2) {
            pairs.push([ lines[i], lines[i + 1] ]);
        }
        window["watchfloor"]["http"](
            id, UTF8ToString(method), UTF8ToString(path), HEAPU8.slice(body, body + body_length), pairs, timeout);
    });
EM_JS(void, js_open_live, (const char* path, const char* scope, double after),
    { window["watchfloor"]["openLive"](UTF8ToString(path), UTF8ToString(scope), after); });
EM_JS(void, js_close_live, (), { window["watchfloor"]["closeLive"](); });
EM_JS(void, js_load_newer_build, (int unasked), { window["watchfloor"]["loadNewerBuild"](unasked > 0); });
EM_JS(void, js_sign_out, (), { window["watchfloor"]["signOut"](); });

using Clock = std::chrono::steady_clock;

class WebTransport final : public Transport {
public:
    WebTransport();
    ~WebTransport() override;
    WebTransport(const WebTransport&) = delete;
    WebTransport& operator=(const WebTransport&) = delete;

    void send(HttpRequest request, HttpCallback callback) override;
    void cancel(const std::string& tag) override;
    void open_live(LiveOptions options, LiveCallback callback) override;
    void close_live() override;
    void sign_out() override;
    LiveStatus live_status() const override { return monitor_.status(); }
    bool newer_build() const override { return newer_build_; }
    void load_newer_build(bool unasked) override { js_load_newer_build(unasked ? 1 : 0); }
    void poll() override;

    void answered(double id, HttpResponse response);
    void live_event(LiveEvent event);
    void live_state(std::string_view state);
    void newer_build_found() { newer_build_ = true; }

private:
    struct Waiting {
        std::string tag;
        HttpCallback callback;
    };

    std::map<double, Waiting> waiting_;
    std::vector<std::pair<double, HttpResponse>> answers_;
    std::vector<LiveEvent> events_;
    LiveCallback on_event_;
    LiveMonitor monitor_;
    double next_id_ = 1;
    bool newer_build_ = false;
};

WebTransport* the_transport = nullptr;

WebTransport::WebTransport()
{
    the_transport = this;
}

WebTransport::~WebTransport()
{
    js_close_live();
    the_transport = nullptr;
}

void WebTransport::send(HttpRequest request, HttpCallback callback)
{
    const double id = next_id_++;
    std::string headers;
    for (const auto& header : request.headers) {
        headers += header.name + "\n" + header.value + "\n";
    }
    if (!request.body.empty()) {
        headers += "Content-Type\n" + request.content_type + "\n";
    }
    waiting_[id] = { std::move(request.tag), std::move(callback) };
    js_http(id, request.method.c_str(), request.path.c_str(), request.body.data(),
        static_cast<int>(request.body.size()), headers.c_str(), static_cast<double>(request.timeout.count()));
}

void WebTransport::cancel(const std::string& tag)
{
    std::erase_if(waiting_, [&](const auto& waiting) { return waiting.second.tag == tag; });
}

void WebTransport::open_live(LiveOptions options, LiveCallback callback)
{
    on_event_ = std::move(callback);
    events_.clear();
    monitor_.connecting(Clock::now());
    js_open_live(options.path.c_str(), options.scope.c_str(), static_cast<double>(options.after));
}

void WebTransport::close_live()
{
    js_close_live();
    events_.clear();
    monitor_.closed(Clock::now());
}

void WebTransport::sign_out()
{
    js_sign_out();
    events_.clear();
    monitor_.closed(Clock::now());
}

void WebTransport::poll()
{
    monitor_.check_silence(Clock::now());
    for (auto& [id, response] : std::exchange(answers_, {})) {
        if (auto found = waiting_.extract(id); !found.empty()) {
            found.mapped().callback(response);
        }
    }
    for (const auto& event : std::exchange(events_, {})) {
        on_event_(event);
    }
}

void WebTransport::answered(double id, HttpResponse response)
{
    answers_.emplace_back(id, std::move(response));
    request_frame();
}

void WebTransport::live_event(LiveEvent event)
{
    if (monitor_.status().state != LiveState::Closed) {
        monitor_.heard(Clock::now());
        event.can_wait() ? request_frame_by_tick() : request_frame();
        events_.push_back(std::move(event));
    }
}

void WebTransport::live_state(std::string_view state)
{
    const auto now = Clock::now();
    if (state == "open") {
        monitor_.opened(now);
    } else if (state == "lost") {
        monitor_.lost(now);
    } else if (state == "closed") {
        monitor_.closed(now);
    }
    request_frame();
}

std::string take_line(std::string_view& text)
{
    const auto end = std::min(text.find('\n'), text.size());
    std::string line { text.substr(0, end) };
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

}

std::unique_ptr<Transport> make_transport(TransportOptions)
{
    return std::make_unique<WebTransport>();
}

}

extern "C" {

using namespace watchfloor;

EMSCRIPTEN_KEEPALIVE void wf_http_done(double id, int status, const char* body, int length, const char* about)
{
    if (the_transport == nullptr) {
        return;
    }
    std::string_view rest { about };
    HttpResponse response;
    response.status = status;
    response.body.assign(body, static_cast<std::size_t>(length));
    response.content_type = take_line(rest);
    response.etag = take_line(rest);
    response.retry_after = take_line(rest);
    response.failure = std::string { rest };
    the_transport->answered(id, std::move(response));
}

EMSCRIPTEN_KEEPALIVE void wf_live_event(const char* name, double id, const char* data)
{
    if (the_transport != nullptr) {
        const auto text = id > 0 ? std::to_string(static_cast<unsigned long long>(id)) : std::string {};
        the_transport->live_event({ name, text, data });
    }
}

EMSCRIPTEN_KEEPALIVE void wf_newer_build()
{
    if (the_transport != nullptr) {
        the_transport->newer_build_found();
    }
}

EMSCRIPTEN_KEEPALIVE void wf_live_state(const char* state)
{
    if (the_transport != nullptr) {
        the_transport->live_state(state);
    }
}
}
