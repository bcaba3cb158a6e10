// SPDX-License-Identifier: Apache-2.0
// Handlers that answer later, from a thread of their own.
#include "server/http/http_server.h"
#include "tests/server/http/raw_client.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <mutex>

namespace watchfloor {
namespace {

using test::get;
using test::post_json;
using test::RawClient;

class LaterReplyTest : public testing::Test {
protected:
    void SetUp() override
    {
        server_ = std::make_unique<HttpServer>(HttpServerOptions { .port = 0 });
        server_->route(Method::Get, "/hello", {}, [](const Request&) { return text_response(200, "hello"); });
        server_->route(Method::Get, "/at-once", {}, [](const Request&) {
            return reply_later([](const Reply& reply) { reply(text_response(200, "at once")); });
        });
        server_->route(Method::Post, "/later/{name}", { .body = BodyKind::Json, .max_body = 1000 },
            [this](const Request& request) {
                return reply_later([this, &request](Reply reply) {
                    const std::scoped_lock lock { mutex_ };
                    waiting_[std::string { request.path_parameter("name") }] = { &request, std::move(reply) };
                });
            });
        ASSERT_TRUE(server_->start().ok());
    }

    void TearDown() override
    {
        for (const auto& name : names()) {
            answer(name, empty_response(200));
        }
    }

    std::vector<std::string> names()
    {
        const std::scoped_lock lock { mutex_ };
        std::vector<std::string> all;
        for (const auto& [name, waiting] : waiting_) {
            all.push_back(name);
        }
        return all;
    }

    bool asked(std::size_t count)
    {
        return eventually([&] { return names().size() == count; });
    }

    // Answers on the test's thread; gives what the request's body was meanwhile.
    std::string answer(const std::string& name, Response response)
    {
        Waiting waiting;
        {
            const std::scoped_lock lock { mutex_ };
            waiting = std::move(waiting_.extract(name).mapped());
        }
        std::string body = waiting.request->body;
        waiting.reply(std::move(response));
        return body;
    }

    struct Waiting {
        const Request* request = nullptr;
        Reply reply {};
    };
    std::mutex mutex_;
    std::map<std::string, Waiting> waiting_;
    std::unique_ptr<HttpServer> server_;
};

TEST_F(LaterReplyTest, AnswersInAnyOrderAndKeepsTheRequestUntilThen)
{
    RawClient one { server_->port() };
    RawClient two { server_->port() };
    ASSERT_TRUE(one.send(post_json("/later/one", "[1]")) && two.send(post_json("/later/two", "[2]")));
    ASSERT_TRUE(asked(2));
    EXPECT_EQ(answer("two", text_response(201, "2")), "[2]");
    const auto second = two.read_response();
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(second->status, 201);
    EXPECT_EQ(second->body, "2");
    EXPECT_EQ(second->header("connection"), "keep-alive");
    EXPECT_FALSE(second->header("x-request-id").empty());
    EXPECT_FALSE(one.receive_some() && !one.received().empty());
    EXPECT_EQ(answer("one", empty_response(204).with_header("X-Told", "yes")), "[1]");
    const auto first = one.read_response(true);
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->status, 204);
    EXPECT_EQ(first->header("x-told"), "yes");
    EXPECT_TRUE(eventually([this] { return server_->metrics().by_status_class[2] == 2; }));
    ASSERT_TRUE(one.send(get("/hello")));
    EXPECT_EQ(one.read_response()->body, "hello");
}

TEST_F(LaterReplyTest, MayAnswerAtOnce)
{
    RawClient client { server_->port() };
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(client.send(get("/at-once")));
        EXPECT_EQ(client.read_response()->body, "at once");
    }
}

TEST_F(LaterReplyTest, ServesWhatCameBehindIt)
{
    RawClient client { server_->port() };
    ASSERT_TRUE(client.send(post_json("/later/first", "[]") + get("/at-once") + get("/hello")));
    ASSERT_TRUE(asked(1));
    answer("first", text_response(200, "first"));
    EXPECT_EQ(client.read_response()->body, "first");
    EXPECT_EQ(client.read_response()->body, "at once");
    EXPECT_EQ(client.read_response()->body, "hello");
}

TEST_F(LaterReplyTest, CountsAsRunningUntilItIsAnswered)
{
    RawClient client { server_->port() };
    ASSERT_TRUE(client.send(post_json("/later/one", "[]")));
    ASSERT_TRUE(asked(1));
    EXPECT_EQ(server_->metrics().running[0], 1);
    answer("one", empty_response(200));
    EXPECT_TRUE(eventually([this] { return server_->metrics().running[0] == 0; }));
}

TEST_F(LaterReplyTest, OneWhoDoesNotReadHoldsUpNobodyElse)
{
    RawClient idler { server_->port(), 4096 };
    ASSERT_TRUE(idler.send(post_json("/later/idler", "[]")));
    ASSERT_TRUE(asked(1));
    std::vector<RawClient> others;
    for (int i = 0; i < 8; ++i) {
        others.emplace_back(server_->port());
        ASSERT_TRUE(others.back().send(post_json("/later/" + std::to_string(i), "[]")));
    }
    ASSERT_TRUE(asked(9));
    answer("idler", text_response(200, std::string(24 * 1024 * 1024, 'x'))); // much more than socket buffers take
    for (std::size_t i = 0; i < others.size(); ++i) {
        answer(std::to_string(i), text_response(200, "other"));
        EXPECT_EQ(others[i].read_response()->body, "other");
    }
    idler.close();
}

TEST_F(LaterReplyTest, ClosesWhereTheAnswerSaysSoOrThePeerIsGone)
{
    RawClient leaver { server_->port() };
    RawClient closer { server_->port() };
    ASSERT_TRUE(leaver.send(post_json("/later/leaver", "[]")));
    ASSERT_TRUE(closer.send(post_json("/later/closer", "[]", "Connection: close\r\n")));
    ASSERT_TRUE(asked(2));
    leaver.close();
    answer("leaver", empty_response(200));
    answer("closer", empty_response(200));
    EXPECT_TRUE(closer.wait_for_close());
    EXPECT_TRUE(closer.received().starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_TRUE(eventually([this] { return server_->metrics().connections == 0; }));
}

TEST_F(LaterReplyTest, StoppingWaitsForWhatWasPromised)
{
    RawClient client { server_->port() };
    ASSERT_TRUE(client.send(post_json("/later/one", "[]")));
    ASSERT_TRUE(asked(1));
    auto stopped = std::async(std::launch::async, [this] { server_->stop(std::chrono::milliseconds { 0 }); });
    EXPECT_TRUE(client.wait_for_close());
    EXPECT_EQ(stopped.wait_for(std::chrono::milliseconds { 50 }), std::future_status::timeout);
    answer("one", empty_response(200));
    stopped.get();
}

}
}
