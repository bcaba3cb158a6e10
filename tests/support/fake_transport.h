// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// The far side of the network: keeps what was sent, and answers when it is polled.
class FakeTransport final : public Transport {
public:
    // Answers a request; without one, or with status 0, nobody answers.
    std::function<HttpResponse(const HttpRequest&)> answer {};
    std::vector<HttpRequest> sent {};
    LiveState state = LiveState::Open;
    int failed_attempts = 0;
    LiveOptions live_options {}; // of the stream opened last

    void send(HttpRequest request, HttpCallback callback) override
    {
        sent.push_back(request);
        waiting_.emplace_back(std::move(request), std::move(callback));
    }

    void cancel(const std::string& tag) override
    {
        for (auto* requests : { &waiting_, &due_ }) {
            std::erase_if(*requests, [&](const auto& request) { return request.first.tag == tag; });
        }
    }

    void open_live(LiveOptions options, LiveCallback callback) override
    {
        live_options = std::move(options);
        on_event_ = std::move(callback);
    }
    void close_live() override { on_event_ = nullptr; }
    void sign_out() override { close_live(); }
    LiveStatus live_status() const override
    {
        return { .state = on_event_ ? state : LiveState::Closed, .failed_attempts = failed_attempts };
    }

    void poll() override
    {
        due_ = std::exchange(waiting_, {});
        while (!due_.empty()) {
            const auto [request, callback] = std::move(due_.front());
            due_.pop_front();
            callback(answer ? answer(request) : HttpResponse { .failure = "nobody answers" });
        }
    }

    // `waited`: how long before the frame that takes it the event arrived.
    void live(const std::string& event, const std::string& data,
        std::chrono::milliseconds waited = std::chrono::milliseconds::zero())
    {
        if (on_event_) {
            on_event_({ event, {}, data, std::chrono::steady_clock::now() - waited });
        }
    }

    // The writes sent so far: method and path are what tests ask for.
    std::vector<HttpRequest> writes() const
    {
        std::vector<HttpRequest> found;
        for (const HttpRequest& request : sent) {
            if (request.method != "GET") {
                found.push_back(request);
            }
        }
        return found;
    }

private:
    using Requests = std::deque<std::pair<HttpRequest, HttpCallback>>;
    Requests waiting_ {};
    Requests due_ {}; // answered in this poll
    LiveCallback on_event_ {};
};

}
