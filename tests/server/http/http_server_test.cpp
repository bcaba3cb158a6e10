// SPDX-License-Identifier: Apache-2.0
#include "server/http/http_server.h"

#include "server/http/json_error.h"
#include "server/http/limits.h"
#include "server/posix/descriptor.h"
#include "tests/server/http/http_server_fixture.h"
#include "tests/support/eventually.h"

#include <array>
#include <atomic>
#include <future>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace watchfloor::test {
namespace {

TEST_F(HttpServerTest, AnswersOnAKeptConnection)
{
    start();
    RawClient client { port() };
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(client.send(get("/hello")));
        const auto response = client.read_response();
        ASSERT_TRUE(response.has_value());
        EXPECT_EQ(response->status, 200);
        EXPECT_EQ(response->body, "hello");
        EXPECT_EQ(response->header("connection"), "keep-alive");
        EXPECT_EQ(response->header("cache-control"), "no-store");
        EXPECT_FALSE(response->header("x-request-id").empty());
    }
    EXPECT_EQ(server_->metrics().accepted, 1U);
    EXPECT_TRUE(eventually([this] { return server_->metrics().requests == 3; }));
}

TEST_F(HttpServerTest, ServesPipelinedRequestsInOrder)
{
    start();
    RawClient client { port() };
    ASSERT_TRUE(client.send(post_json("/items/1", "[1]") + post_json("/items/2", "[2]") + get("/hello")));
    EXPECT_EQ(client.read_response()->body, "1=[1]");
    EXPECT_EQ(client.read_response()->body, "2=[2]");
    EXPECT_EQ(client.read_response()->body, "hello");
}

TEST_F(HttpServerTest, TakesARequestSentByteByByte)
{
    start();
    RawClient client { port() };
    for (const char c : post_json("/items/a", "{\"slow\":true}")) {
        ASSERT_TRUE(client.send({ &c, 1 }));
    }
    EXPECT_EQ(client.read_response()->body, "a={\"slow\":true}");
}

TEST_F(HttpServerTest, KeepsErrorsInOneShape)
{
    start();
    for (const auto* request : { "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n",
             "BREW /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /hello HTTP/1.1\r\n\r\n", "nonsense\r\n\r\n" }) {
        const auto response = exchange_once(port(), request);
        ASSERT_TRUE(response.has_value()) << request;
        EXPECT_GE(response->status, 400);
        EXPECT_EQ(response->header("content-type"), "application/json");
        EXPECT_TRUE(response->body.starts_with("{\"error\":{\"code\":\"")) << response->body;
        EXPECT_NE(response->body.find("\"message\":\""), std::string::npos);
        EXPECT_TRUE(response->body.ends_with(",\"missing\":[]}}"));
    }
}

struct BadRequest {
    const char* name;
    std::string request;
    int status;
};

TEST_F(HttpServerTest, RefusesWhatItShould)
{
    start();
    const std::string host = " HTTP/1.1\r\nHost: localhost\r\n";
    const std::string json = "POST /items/1" + host + "Content-Type: application/json\r\n";
    const std::vector<BadRequest> cases {
        { "two hosts", "GET /hello" + host + "Host: u\r\n\r\n", 400 },
        { "malformed escape in the path", "GET /%zz" + host + "\r\n", 400 },
        { "cut escape in the query", "GET /query?q=%4" + host + "\r\n", 400 },
        { "encoded line break in the path", "GET /hello%0d%0aX:y" + host + "\r\n", 400 },
        { "encoded NUL in the query", "GET /query?q=%00" + host + "\r\n", 400 },
        { "invalid UTF-8 in the path", "GET /%ff%fe" + host + "\r\n", 400 },
        { "bare line break in a header", "GET /hello" + host + "X-A: a\nX-B: b\r\n\r\n", 400 },
        { "space before the colon", "GET /hello" + host + "X-A : b\r\n\r\n", 400 },
        { "folded header", "GET /hello" + host + "X-A: b\r\n c\r\n\r\n", 400 },
        { "both lengths", json + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
        { "a zero length and chunks", json + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
        { "two equal lengths", json + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n[]", 400 },
        { "negative length", json + "Content-Length: -1\r\n\r\n", 400 },
        { "signed length", json + "Content-Length: +2\r\n\r\n[]", 400 },
        { "overflowing length", json + "Content-Length: 99999999999999999999\r\n\r\n", 400 },
        { "negative chunk", json + "Transfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n", 400 },
        { "hexadecimal prefix in a chunk", json + "Transfer-Encoding: chunked\r\n\r\n0x2\r\n[]\r\n0\r\n\r\n", 400 },
        { "huge chunk", json + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", 400 },
        { "chunk longer than stated", json + "Transfer-Encoding: chunked\r\n\r\n2\r\n[1]\r\n0\r\n\r\n", 400 },
        { "chunks of the old version",
            "POST /items/1 HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            "Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
            400 },
        { "unknown coding", json + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400 },
        { "body where none is taken", "GET /hello" + host + "Content-Length: 2\r\n\r\n{}", 400 },
        { "missing content type", "POST /items/1" + host + "Content-Length: 2\r\n\r\n{}", 415 },
        { "wrong content type", "POST /items/1" + host + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
            415 },
        { "compressed body", json + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", 415 },
        { "stated too large", json + "Content-Length: 300001\r\n\r\n", 413 },
        { "grown too large", json + "Transfer-Encoding: chunked\r\n\r\nfffff\r\n", 413 },
        { "address too long", "GET /" + std::string(8'200, 'a') + host + "\r\n", 414 },
        { "headers too long", "GET /hello" + host + "X-A: " + std::string(17'000, 'a') + "\r\n\r\n", 431 },
        { "unknown version", "GET /hello HTTP/9.9\r\nHost: localhost\r\n\r\n", 400 },
        { "asterisk", "OPTIONS *" + host + "\r\n", 400 },
        { "full address", "GET http://t/hello" + host + "\r\n", 400 },
    };
    for (const auto& bad : cases) {
        EXPECT_EQ(status_of(bad.request), bad.status) << bad.name;
    }
    std::string many = "GET /hello" + host;
    for (int i = 0; i < 70; ++i) {
        many += "X-" + std::to_string(i) + ": 1\r\n";
    }
    EXPECT_EQ(status_of(many + "\r\n"), 431);
    EXPECT_EQ(status_of(get("/hello")), 200);
}

TEST_F(HttpServerTest, NamesTheMethodsOfAPath)
{
    start();
    const auto response = exchange_once(port(), "DELETE /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 405);
    EXPECT_EQ(response->header("allow"), "GET, HEAD");
}

TEST_F(HttpServerTest, AnswersHeadWithoutABody)
{
    start();
    RawClient client { port() };
    ASSERT_TRUE(client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/hello")));
    const auto head = client.read_response(true);
    ASSERT_TRUE(head.has_value());
    EXPECT_EQ(head->header("content-length"), "5");
    EXPECT_EQ(client.read_response()->body, "hello");
}

TEST_F(HttpServerTest, AnswersHeadWithoutABodyWhateverIsWrong)
{
    start();
    for (const std::string& head : std::vector<std::string> {
             "HEAD /throw HTTP/1.1\r\nHost: localhost\r\n\r\n",
             "HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n",
             "HEAD /slow HTTP/1.1\r\nHost: localhost\r\n\r\n",
             "HEAD /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
             "HEAD /hello HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n",
             "HEAD /hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
             "HEAD /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
             "HEAD /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
             "HEAD /hello HTTP/1.1\r\nHost: localhost\r\nX-A : b\r\n\r\n",
             "HEAD /" + std::string(8'200, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
             "HEAD /hello HTTP/1.1\r\nHost: localhost\r\nX-A: " + std::string(17'000, 'a') + "\r\n\r\n",
         }) {
        RawClient client { port() };
        ASSERT_TRUE(client.send(head + get("/hello", "Connection: close\r\n")));
        const auto response = client.read_response(true);
        ASSERT_TRUE(response.has_value()) << head.substr(0, 80);
        EXPECT_GE(response->status, 400) << head.substr(0, 80);
        // Nothing, or the next answer.
        client.wait_for_close();
        EXPECT_TRUE(client.received().empty() || client.received().starts_with("HTTP/1.1 200"))
            << head.substr(0, 80) << client.received();
    }
}

TEST_F(HttpServerTest, DecodesTheQueryOnce)
{
    start();
    EXPECT_EQ(exchange_once(port(), get("/query?q=a%252Bb+c%C3%A9"))->body, "a%2Bb c\xC3\xA9");
    EXPECT_EQ(exchange_once(port(), get("/query?q="))->body, "");
    EXPECT_EQ(exchange_once(port(), get("/query"))->body, "(none)");
}

TEST_F(HttpServerTest, RefusesParametersThatTheRouteDoesNotRead)
{
    start();
    const auto refused = exchange_once(port(), get("/query?q=1&p=2"));
    EXPECT_EQ(refused->status, 400);
    EXPECT_NE(refused->body.find("`p` is not a parameter of this address; it takes q and r."), std::string::npos)
        << refused->body;
    EXPECT_NE(exchange_once(port(), get("/hello?x"))->body.find("`x` is not known here; this address takes no"),
        std::string::npos);
    const auto odd = exchange_once(port(), get("/hello?" + std::string(7'000, 'y')));
    EXPECT_EQ(odd->status, 400);
    EXPECT_LT(odd->body.size(), 200U);
    EXPECT_EQ(exchange_once(port(), get("/query?q=1&r=2&q=3"))->status, 200);
    const auto twice = exchange_once(port(), get("/query?r=1&q=2&r=1"));
    EXPECT_EQ(twice->status, 400);
    EXPECT_NE(twice->body.find("give the parameter `r` once"), std::string::npos) << twice->body;
    EXPECT_EQ(exchange_once(port(), get("/query?"))->status, 200);
}

TEST_F(HttpServerTest, WordsErrorsAsTheRoutesClientsReadThem)
{
    HttpServer worded { { .port = 0 } };
    const RouteOptions options { .body = BodyKind::Json,
        .max_body = 10,
        .parameters = { "known" },
        .refusal_body = [](const Refusal& refusal) { return "<" + refusal.message + ">"; } };
    worded.route(Method::Post, "/worded", options, [](const Request& request) {
        return request.body == "{}" ? json_response(200, "{}") : error_response(409, "conflict", "not now");
    });
    ASSERT_TRUE(worded.start().ok());
    const std::string begin = "POST /worded";
    const std::string host = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ";
    const auto answer = [&](const std::string& request) { return exchange_once(worded.port(), request)->body; };
    EXPECT_EQ(answer(begin + host + "2\r\n\r\n{}"), "{}");
    EXPECT_EQ(answer(begin + host + "2\r\n\r\n[]"), "<not now>");
    EXPECT_TRUE(answer(begin + "?other=1" + host + "2\r\n\r\n{}").starts_with("<`other` is not a parameter"));
    EXPECT_TRUE(answer(begin + host + "11\r\n\r\n").starts_with("<the body is larger"));
    EXPECT_TRUE(answer("POST /worded HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}").starts_with("<send"));
}

TEST_F(HttpServerTest, ReadsChunkedBodies)
{
    start();
    const std::string request
        = "POST /items/c HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          "Transfer-Encoding: chunked\r\n\r\n3;name=value\r\n[1,\r\n2\r\n2]\r\n0\r\nX-T: 1\r\n\r\n";
    RawClient client { port() };
    ASSERT_TRUE(client.send(request + get("/hello")));
    EXPECT_EQ(client.read_response()->body, "c=[1,2]");
    EXPECT_EQ(client.read_response()->body, "hello");
}

TEST_F(HttpServerTest, ReadsBodiesLargerThanWhatIsCollected)
{
    start();
    const std::string large = "\"" + std::string(290'000, 'x') + "\"";
    const auto response = exchange_once(port(), post_json("/items/l", large));
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->body, "l=" + large);
}

TEST_F(HttpServerTest, InvitesTheBodyOfAClientThatWaits)
{
    start();
    RawClient client { port() };
    ASSERT_TRUE(client.send("POST /items/e HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
    const auto invitation = client.read_response(true);
    ASSERT_TRUE(invitation.has_value());
    EXPECT_EQ(invitation->status, 100);
    ASSERT_TRUE(client.send("{}"));
    EXPECT_EQ(client.read_response()->body, "e={}");
}

TEST_F(HttpServerTest, TellsAClientThatWaitsThatItsBodyIsNotWanted)
{
    start();
    const auto response = exchange_once(port(),
        "POST /items/e HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Expect: 100-continue\r\nContent-Length: 400000\r\n\r\n");
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 413);
    EXPECT_EQ(response->header("connection"), "close");
}

TEST_F(HttpServerTest, LetsTheRefusalArriveWhileTheBodyIsStillBeingSent)
{
    start();
    RawClient client { port() };
    const std::string large(900'000, 'x');
    client.send(post_json("/items/l", large));
    const auto response = client.read_response();
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 413);
}

TEST_F(HttpServerTest, HidesWhatAHandlerThrew)
{
    start();
    const auto response = exchange_once(port(), get("/throw"));
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 500);
    EXPECT_EQ(response->body.find("secret"), std::string::npos);
    EXPECT_NE(response->body.find(response->header("x-request-id")), std::string::npos);
}

TEST_F(HttpServerTest, TakesWhatHeadersSayAsItStands)
{
    start();
    const auto refused = exchange_once(
        port(), "POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: %35\r\nConnection: close\r\n\r\nhello");
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->status, 400) << "a per cent sign begins nothing there";
    const auto odd = exchange_once(port(), get("/hello", "Cookie: a=%0A\r\n"));
    ASSERT_TRUE(odd.has_value());
    EXPECT_EQ(odd->status, 200) << "what another page of the same domain put there is nobody's fault";
}

TEST_F(HttpServerTest, LeavesUnsafeResponseHeadersOut)
{
    start();
    const auto response = exchange_once(port(), get("/unsafe"));
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->header("x-injected"), "");
}

TEST_F(HttpServerTest, BelievesForwardingHeadersOnlyFromListedPeers)
{
    start();
    EXPECT_EQ(exchange_once(port(), get("/client", "X-Forwarded-For: 9.9.9.9\r\n"))->body, "127.0.0.1");
    start({ .trusted_peers = { "127.0.0.0/8", "10.0.0.0/8" } });
    const auto forwarded = [this](const std::string& value) {
        return exchange_once(port(), get("/client", "X-Forwarded-For: " + value + "\r\n"))->body;
    };
    EXPECT_EQ(forwarded("1.1.1.1, 9.9.9.9, 10.1.2.3"), "9.9.9.9");
    EXPECT_EQ(forwarded("9.9.9.9, [2001:db8::1]:443"), "2001:db8::1");
    EXPECT_EQ(forwarded("9.9.9.9, not an address, 10.1.2.3"), "10.1.2.3");
    EXPECT_EQ(forwarded(",,,"), "127.0.0.1");
}

TEST_F(HttpServerTest, SaysOnceThatAProxyOnThisMachineIsNotListed)
{
    std::array<int, 2> ends {};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const Descriptor reading { ends[0] };
    const Descriptor writing { ends[1] };
    Log log { writing.number(), LogLevel::Warning };
    for (const std::vector<std::string>& trusted : { std::vector<std::string> { "127.0.0.1" }, {} }) {
        start({ .trusted_peers = trusted, .log = &log });
        for (const char* headers : { "", "X-Forwarded-For: 9.9.9.9\r\n", "Via: 1.1 proxy\r\n" }) {
            EXPECT_EQ(exchange_once(port(), get("/client", headers))->status, 200);
        }
        server_->stop();
    }
    std::string said(4096, '\0');
    said.resize(static_cast<std::size_t>(::read(reading.number(), said.data(), said.size())));
    EXPECT_NE(said.find("\"event\":\"unlisted_proxy\",\"peer\":\"127.0.0.1\""), std::string::npos) << said;
    EXPECT_NE(said.find("--trusted-peers"), std::string::npos) << said;
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
}

TEST_F(HttpServerTest, RefusesAboveTheQuotaWithoutTouchingOtherClasses)
{
    start({ .quotas = { .api = 2, .intake = 1, .sign_in = 4, .live = 1 } });
    std::vector<RawClient> busy;
    for (int i = 0; i < 2; ++i) {
        busy.emplace_back(port());
        ASSERT_TRUE(busy.back().send("POST /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        ASSERT_TRUE(eventually([&] { return entered_.load() == i + 1; }));
    }
    const auto refused = exchange_once(port(), "POST /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->status, 503);
    EXPECT_FALSE(refused->header("retry-after").empty());
    EXPECT_EQ(status_of(get("/hello")), 200);
    EXPECT_EQ(server_->metrics().quota_refusals, 1U);
    release_.set_value();
}

TEST_F(HttpServerTest, WhatIsRefusedBecauseItIsBusyIsToldAsTurnedDown)
{
    server_ = std::make_unique<HttpServer>(
        HttpServerOptions { .port = 0, .quotas = { .api = 2, .intake = 1, .sign_in = 1, .live = 1 } });
    std::atomic<int> told { 0 };
    server_->route(Method::Post, "/deliver",
        { .body = BodyKind::Json, .quota = QuotaClass::Intake, .turned_down = [&told](const Request&) { ++told; } },
        [this](const Request&) {
            entered_.fetch_add(1);
            released_.wait();
            return empty_response(204);
        });
    ASSERT_TRUE(server_->start().ok());
    const std::string delivery = "POST /deliver HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                 "Content-Length: 2\r\n\r\n{}";
    RawClient busy(port());
    ASSERT_TRUE(busy.send(delivery));
    ASSERT_TRUE(eventually([&] { return entered_.load() == 1; }));
    EXPECT_EQ(told.load(), 0);
    const auto refused = exchange_once(port(), delivery);
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->status, 503);
    EXPECT_EQ(told.load(), 1);
    release_.set_value();
    server_.reset(); // before what it tells
}

TEST_F(HttpServerTest, AsksTheGuardBeforeTheBodyIsSent)
{
    server_.reset();
    HttpServer guarded { { .port = 0 } };
    guarded.route(Method::Post, "/secret", { .body = BodyKind::Any, .needs = "act" },
        [](const Request& request) { return text_response(200, std::any_cast<std::string>(request.principal)); });
    guarded.set_guard([](const Route& route, Request& request) -> std::optional<Response> {
        if (request.header("authorization").value_or("") != "Bearer good") {
            return error_response(Error { ErrorCode::Unauthorised, "sign in to " + route.options.needs });
        }
        request.principal = std::string { "someone" };
        return std::nullopt;
    });
    ASSERT_TRUE(guarded.start().ok());
    const auto refused = exchange_once(guarded.port(),
        "POST /secret HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\nExpect: 100-continue\r\n\r\n");
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->status, 401);
    const auto taken = exchange_once(guarded.port(), post_json("/secret", "{}", "Authorization: Bearer good\r\n"));
    ASSERT_TRUE(taken.has_value());
    EXPECT_EQ(taken->body, "someone");
}

TEST_F(HttpServerTest, AHeadOfAStreamIsAnsweredWithoutTheStream)
{
    std::atomic<int> taken { 0 };
    server_ = std::make_unique<HttpServer>(HttpServerOptions { .port = 0 });
    server_->route(Method::Get, "/live", { .quota = QuotaClass::Live }, [&taken](const Request&) {
        Response response = hand_over([&taken](const Channel&) { taken.fetch_add(1); });
        response.content_type = "text/event-stream";
        return response;
    });
    server_->route(Method::Get, "/hello", {}, [](const Request&) { return text_response(200, "hello"); });
    ASSERT_TRUE(server_->start().ok());
    RawClient client { port() };
    ASSERT_TRUE(client.send("HEAD /live HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/hello")));
    const auto head = client.read_response(true);
    ASSERT_TRUE(head.has_value());
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->header("content-type"), "text/event-stream");
    EXPECT_EQ(head->header("content-length"), "");
    EXPECT_EQ(client.read_response()->body, "hello");
    EXPECT_EQ(taken.load(), 0);
}

TEST_F(HttpServerTest, HandsTheSocketOver)
{
    std::promise<Channel> taken;
    server_ = std::make_unique<HttpServer>(HttpServerOptions { .port = 0 });
    server_->route(Method::Get, "/live", { .quota = QuotaClass::Live }, [&taken](const Request&) {
        return hand_over([&taken](Channel channel) { taken.set_value(std::move(channel)); });
    });
    ASSERT_TRUE(server_->start().ok());
    RawClient client { server_->port() };
    ASSERT_TRUE(client.send(get("/live")));
    const Channel channel = taken.get_future().get();
    int buffer = 0;
    socklen_t size = sizeof(buffer);
    ASSERT_EQ(::getsockopt(channel.number(), SOL_SOCKET, SO_SNDBUF, &buffer, &size), 0);
    EXPECT_LE(buffer, 2 * kKernelSendBytes) << "the kernel doubles it for its own";
    EXPECT_EQ(::write(channel.number(), "mine", 4), 4);
    EXPECT_EQ(client.read_until("mine"), "mine");
    EXPECT_TRUE(eventually([this] { return server_->metrics().connections == 0; }));
}

TEST_F(HttpServerTest, FinishesWhatRunsWhenStopped)
{
    start();
    RawClient client { port() };
    RawClient idle { port() };
    ASSERT_TRUE(client.send("POST /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    ASSERT_TRUE(eventually([this] { return entered_.load() == 1; }));
    auto stopping = std::async(std::launch::async, [this] { server_->stop(); });
    EXPECT_TRUE(idle.wait_for_close());
    release_.set_value();
    const auto response = client.read_response();
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 204);
    EXPECT_EQ(response->header("connection"), "close");
    stopping.wait();
    EXPECT_LT(RawClient { port() }.number(), 0);
}

TEST_F(HttpServerTest, SaysThatThePortIsTaken)
{
    start();
    HttpServer second { { .port = port() } };
    const auto started = second.start();
    ASSERT_FALSE(started.ok());
    EXPECT_NE(started.error().message.find("another program has it"), std::string::npos);
}

TEST_F(HttpServerTest, ListsItsRoutes)
{
    start();
    ASSERT_FALSE(server_->routes().empty());
    EXPECT_EQ(server_->routes().front()->pattern, "/hello");
    EXPECT_EQ(server_->routes().front()->method, Method::Get);
}

}
}
