// SPDX-License-Identifier: Apache-2.0
// Clients that say nothing, too little, or do not listen.
#include "server/http/json_error.h"
#include "server/http/limits.h"
#include "tests/server/http/http_server_fixture.h"
#include "tests/support/eventually.h"

#include <thread>

namespace watchfloor::test {
namespace {

TEST_F(HttpServerTest, ARequestTakesAPlaceOnceItsBodyIsWhole)
{
    start({ .quotas = { .api = 1, .intake = 1, .sign_in = 1, .live = 1 } });
    const std::string begun = "POST /items/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    std::vector<RawClient> unfinished;
    // More than there are workers.
    for (int i = 0; i < 12; ++i) {
        for (const char* rest : { "Transfer-Encoding: chunked\r\n\r\n2\r\n[", "Content-Length: 299999\r\n\r\n[",
                 "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n" }) {
            unfinished.emplace_back(port());
            ASSERT_TRUE(unfinished.back().send(begun + rest));
        }
    }
    EXPECT_EQ(status_of(get("/hello")), 200);
    EXPECT_EQ(server_->metrics().quota_refusals, 0U);
    ASSERT_TRUE(unfinished.front().send("1\r\n2\r\n2]\r\n0\r\n\r\n" + get("/hello")));
    EXPECT_EQ(unfinished.front().read_response()->body, "1=[12]");
    EXPECT_EQ(unfinished.front().read_response()->body, "hello");
}

TEST_F(HttpServerTest, TellsWhoseUnfinishedBodyHadToGo)
{
    start();
    // Whoever is invited is one of the unfinished.
    const std::string begun = "POST /items/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                              "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n";
    const auto begin = [&begun](RawClient& client) {
        const auto invitation = client.send(begun) ? client.read_response(true) : std::nullopt;
        return invitation && invitation->status == 100;
    };
    RawClient first { port() };
    ASSERT_TRUE(begin(first));
    std::vector<RawClient> others;
    for (std::size_t i = 0; i < kMaxUnfinishedOfAddress; ++i) {
        EXPECT_TRUE(first.receive_some() && first.received().empty()) << i;
        others.emplace_back(port());
        ASSERT_TRUE(begin(others.back()));
    }
    const auto told = first.read_response();
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->status, 503);
    EXPECT_NE(told->body.find("unfinished"), std::string::npos) << told->body;
    EXPECT_TRUE(first.wait_for_close());
    RawClient elsewhere { port(), 0, "127.0.0.2" };
    ASSERT_TRUE(begin(elsewhere));
    ASSERT_TRUE(elsewhere.send("[1,2,3,4]"));
    EXPECT_EQ(elsewhere.read_response()->status, 200);
    for (auto& other : others) {
        EXPECT_TRUE(other.receive_some() && other.received().empty());
    }
}

TEST_F(HttpServerTest, SomebodyWhoWaitsMakesRoomWhenAllConnectionsAreTaken)
{
    start({ .max_connections = 8 });
    std::vector<RawClient> crowd;
    for (int i = 0; i < 8; ++i) {
        crowd.emplace_back(port(), 0, "127.0.0.2");
        ASSERT_TRUE(crowd.back().send("GET /hello HTTP/1.1\r\n"));
    }
    ASSERT_TRUE(eventually([this] { return server_->metrics().connections == 8; }));
    RawClient kept { port() };
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(kept.send(get("/hello")));
        const auto response = kept.read_response();
        ASSERT_TRUE(response.has_value()) << i;
        EXPECT_EQ(response->body, "hello");
        crowd.emplace_back(port(), 0, "127.0.0.2");
        crowd.back().send("GET /hello HTTP/1.1\r\n");
    }
}

TEST_F(HttpServerTest, WhoDoesNotReadTheAnswerHoldsNoPlace)
{
    server_ = std::make_unique<HttpServer>(
        HttpServerOptions { .port = 0, .quotas = { .api = 2, .intake = 1, .sign_in = 1, .live = 1 } });
    const auto large = std::make_shared<const std::string>(24 * 1024 * 1024, 'x'); // much more than buffers take
    server_->route(Method::Get, "/hello", {}, [](const Request&) { return text_response(200, "hello"); });
    server_->route(Method::Get, "/large", {}, [&large](const Request&) { return json_response(200, large); });
    ASSERT_TRUE(server_->start().ok());
    std::vector<RawClient> idlers;
    for (int i = 0; i < 12; ++i) {
        idlers.emplace_back(port(), 4096);
        ASSERT_TRUE(idlers.back().send(get("/large")));
        ASSERT_TRUE(idlers.back().read_until("200 OK"));
    }
    EXPECT_EQ(status_of(get("/hello")), 200);
    EXPECT_EQ(server_->metrics().quota_refusals, 0U);
}

TEST_F(HttpServerTest, TheNextRequestIsServedOnceTheAnswerBeforeWasTaken)
{
    constexpr int kAsked = 20;
    server_ = std::make_unique<HttpServer>(HttpServerOptions { .port = 0 });
    const auto answer = std::make_shared<const std::string>(172 * 1024, 'x'); // nothing to a socket's buffers
    server_->route(Method::Get, "/hello", {}, [](const Request&) { return text_response(200, "hello"); });
    server_->route(Method::Get, "/answer", {}, [this, answer](const Request&) {
        entered_.fetch_add(1);
        return json_response(200, answer);
    });
    ASSERT_TRUE(server_->start().ok());
    std::string requests;
    for (int i = 0; i < kAsked; ++i) {
        requests += get("/answer");
    }
    RawClient idler { port() };
    ASSERT_TRUE(idler.send(requests));
    ASSERT_TRUE(eventually([this] { return entered_.load() > 0; }));
    // Whoever came later has been served: the worker is done with the first, as far as it goes.
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(status_of(get("/hello")), 200);
    }
    EXPECT_LE(entered_.load(), 3);
    for (int i = 0; i < kAsked; ++i) {
        const auto taken = idler.read_response();
        ASSERT_TRUE(taken.has_value()) << i;
        EXPECT_EQ(taken->body.size(), answer->size());
    }
    EXPECT_EQ(entered_.load(), kAsked) << "in time each of them is answered";
}

TEST_F(HttpServerTest, WhoDoesNotReadMakesRoomWhenOneAddressHasTakenAllConnections)
{
    server_ = std::make_unique<HttpServer>(HttpServerOptions { .port = 0, .max_connections = 8 });
    const auto large = std::make_shared<const std::string>(24 * 1024 * 1024, 'x'); // much more than buffers take
    server_->route(Method::Get, "/hello", {}, [](const Request&) { return text_response(200, "hello"); });
    server_->route(Method::Get, "/large", {}, [&large](const Request&) { return json_response(200, large); });
    ASSERT_TRUE(server_->start().ok());
    std::vector<RawClient> idlers;
    for (int i = 0; i < 8; ++i) {
        idlers.emplace_back(port(), 4096, "127.0.0.2");
        ASSERT_TRUE(idlers.back().send(get("/large")));
        ASSERT_TRUE(idlers.back().read_until("200 OK"));
    }
    // The last of them is perhaps still being sent to.
    EXPECT_TRUE(eventually([this] { return status_of(get("/hello")) == 200; }));
    EXPECT_GE(server_->metrics().displaced, 1U);
}

TEST_F(HttpServerTest, EndsConnectionsThatSayNothingOrTooLittle)
{
    using namespace std::chrono_literals;
    start({ .deadlines = { .header = 300ms, .body = 300ms, .idle = 600ms, .write = 1s } });
    RawClient silent { port() };
    RawClient half_sent { port() };
    RawClient half_body { port() };
    ASSERT_TRUE(half_sent.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n"));
    ASSERT_TRUE(half_body.send(
        "POST /items/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n[1"));
    EXPECT_TRUE(half_sent.wait_for_close());
    EXPECT_TRUE(half_body.wait_for_close());
    EXPECT_TRUE(silent.wait_for_close());
    EXPECT_TRUE(eventually([this] { return server_->metrics().deadline_closes >= 3; }));
    EXPECT_EQ(status_of(get("/hello")), 200);
}

TEST_F(HttpServerTest, TellsASlowSenderOfALargeBodyThatItWasTooSlow)
{
    using namespace std::chrono_literals;
    start({ .deadlines = { .header = 300ms, .body = 300ms, .idle = 600ms, .write = 1s } });
    const auto response = exchange_once(port(),
        "POST /items/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: "
        "chunked\r\n\r\n5\r\n[1");
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 408);
}

TEST_F(HttpServerTest, TrickledBytesDoNotExtendTheDeadline)
{
    using namespace std::chrono_literals;
    start({ .deadlines = { .header = 400ms, .body = 400ms, .idle = 5s, .write = 1s } });
    RawClient client { port() };
    ASSERT_TRUE(client.send("GET /hello HTTP/1.1\r\nX-A: "));
    EXPECT_TRUE(eventually([&client] { return !client.send("a") || !client.receive_some(); }));
}

TEST_F(HttpServerTest, EndsAClientThatDoesNotReadItsAnswer)
{
    using namespace std::chrono_literals;
    server_ = std::make_unique<HttpServer>(HttpServerOptions { .port = 0, .deadlines = { .write = 400ms } });
    // Much more than socket buffers take.
    const auto large = std::make_shared<const std::string>(24 * 1024 * 1024, 'x');
    server_->route(Method::Get, "/large", {}, [&large](const Request&) { return json_response(200, large); });
    ASSERT_TRUE(server_->start().ok());
    RawClient idler { server_->port(), 4096 };
    ASSERT_TRUE(idler.send(get("/large")));
    RawClient reader { server_->port() };
    ASSERT_TRUE(reader.send(get("/large")));
    const auto response = reader.read_response();
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->body.size(), large->size());
    EXPECT_TRUE(eventually([this] { return server_->metrics().deadline_closes == 1; }));
    EXPECT_TRUE(eventually([this] { return server_->metrics().running[0] == 0; }));
}

TEST_F(HttpServerTest, AnswersWhileHundredsOfSlowClientsHangOn)
{
    start();
    std::vector<RawClient> clients;
    for (int i = 0; i < 300; ++i) {
        clients.emplace_back(port());
        ASSERT_TRUE(clients.back().send("POST /items/1 HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
    }
    for (int i = 0; i < 100; ++i) {
        clients.emplace_back(port());
        ASSERT_TRUE(clients.back().send("POST /items/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                                        "application/json\r\nContent-Length: 50000\r\n\r\n["));
    }
    std::vector<RawClient> kept;
    for (int i = 0; i < 100; ++i) {
        kept.emplace_back(port());
        ASSERT_TRUE(kept.back().send(get("/hello")));
        ASSERT_EQ(kept.back().read_response()->body, "hello");
    }
    for (int round = 0; round < 3; ++round) {
        for (auto& client : kept) {
            ASSERT_TRUE(client.send(get("/hello")));
            ASSERT_EQ(client.read_response()->body, "hello");
        }
        EXPECT_EQ(status_of(get("/hello")), 200);
    }
    EXPECT_TRUE(eventually([this] { return server_->metrics().connections == 500; }));
}

TEST_F(HttpServerTest, WhoSendsEmptyLinesIsIdleAllTheSame)
{
    using namespace std::chrono_literals;
    start({ .deadlines = { .header = 300ms, .body = 300ms, .idle = 300ms, .write = 1s } });
    RawClient client { port() };
    ASSERT_TRUE(client.send(get("/hello") + "\r\n"));
    EXPECT_EQ(client.read_response()->body, "hello");
    EXPECT_TRUE(client.wait_for_close());
}

}
}
