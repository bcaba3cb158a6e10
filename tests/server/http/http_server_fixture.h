// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/http_server.h"
#include "tests/server/http/raw_client.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace watchfloor::test {

// A server with a few routes of every kind.
class HttpServerTest : public testing::Test {
protected:
    void start(HttpServerOptions options = {})
    {
        options.port = 0;
        server_ = std::make_unique<HttpServer>(std::move(options));
        server_->route(Method::Get, "/hello", {}, [](const Request&) { return text_response(200, "hello"); });
        server_->route(
            Method::Post, "/items/{id}", { .body = BodyKind::Json, .max_body = 300'000 }, [](const Request& request) {
                return json_response(200, std::string { request.path_parameter("id") } + "=" + request.body);
            });
        server_->route(Method::Post, "/slow", { .quota = QuotaClass::SignIn }, [this](const Request&) {
            entered_.fetch_add(1);
            released_.wait();
            return empty_response(204);
        });
        server_->route(Method::Get, "/throw", {},
            [](const Request&) -> Response { throw std::runtime_error { "secret of the library" }; });
        server_->route(Method::Get, "/client", {},
            [](const Request& request) { return text_response(200, request.client_address); });
        const RouteOptions query { .parameters = { "q", "r" }, .repeatable = { "q" } };
        server_->route(Method::Get, "/query", query, [](const Request& request) {
            return text_response(200, std::string { request.query("q").value_or("(none)") });
        });
        server_->route(Method::Get, "/unsafe", {}, [](const Request& request) {
            return text_response(200, "x").with_header("X-Echo", "a\r\nX-Injected: " + request.path);
        });
        const auto started = server_->start();
        ASSERT_TRUE(started.ok()) << started.error().message;
    }

    std::uint16_t port() const { return server_->port(); }

    int status_of(std::string_view request) const
    {
        const auto response = exchange_once(port(), request);
        return response ? response->status : 0;
    }

    std::atomic<int> entered_ { 0 };
    std::promise<void> release_;
    std::shared_future<void> released_ { release_.get_future().share() };
    std::unique_ptr<HttpServer> server_;
};

}
