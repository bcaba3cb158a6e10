// SPDX-License-Identifier: Apache-2.0
// Long answers, which are made as their reader takes them.
#include "server/http/http_server.h"
#include "tests/server/http/raw_client.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>

namespace watchfloor::test {
namespace {

constexpr int kPieces = 40;
constexpr std::size_t kPieceSize = 100'000;

class PiecesTest : public testing::Test {
protected:
    void SetUp() override
    {
        server_ = std::make_unique<HttpServer>(HttpServerOptions { .port = 0 });
        server_->route(Method::Get, "/hello", {}, [](const Request&) { return text_response(200, "hello"); });
        server_->route(Method::Get, "/long", {}, [this](const Request&) { return pieces(kPieces); });
        server_->route(Method::Get, "/short", {}, [this](const Request&) { return pieces(1); });
        server_->route(Method::Get, "/broken", {}, [](const Request&) {
            return pieced_response(200, [count = 0](std::string& out) mutable {
                out += "piece";
                return ++count < 3 ? true : throw std::runtime_error { "no more" };
            });
        });
        ASSERT_TRUE(server_->start().ok());
    }

    // Every other one is empty: there is more all the same.
    Response pieces(int count)
    {
        return pieced_response(
            200,
            [this, count, made = 0, empty = true](std::string& out) mutable {
                empty = !empty;
                if (empty && made < count) {
                    return true;
                }
                out += piece(made);
                made_.fetch_add(1);
                return ++made < count;
            },
            "text/plain");
    }

    static std::string piece(int number) { return std::string(kPieceSize, static_cast<char>('a' + number % 26)); }

    static std::string whole()
    {
        std::string all;
        for (int i = 0; i < kPieces; ++i) {
            all += piece(i);
        }
        return all;
    }

    std::atomic<int> made_ { 0 };
    std::unique_ptr<HttpServer> server_;
};

TEST_F(PiecesTest, ALongAnswerComesWholeAndItsConnectionGoesOn)
{
    RawClient client { server_->port() };
    ASSERT_TRUE(client.send(get("/long") + get("/hello")));
    const auto answer = client.read_response();
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->header("transfer-encoding"), "chunked");
    EXPECT_EQ(answer->header("content-length"), "");
    EXPECT_TRUE(answer->body == whole()) << answer->body.size();
    const auto next = client.read_response();
    ASSERT_TRUE(next.has_value());
    EXPECT_EQ(next->body, "hello");
}

TEST_F(PiecesTest, WhatIsOnePieceIsSentLikeAnyOther)
{
    const auto answer = exchange_once(server_->port(), get("/short"));
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->header("content-length"), std::to_string(kPieceSize));
    EXPECT_EQ(answer->header("transfer-encoding"), "");
    EXPECT_TRUE(answer->body == piece(0));
}

TEST_F(PiecesTest, NoMoreIsMadeThanItsReaderTakes)
{
    RawClient client { server_->port(), 4'096 };
    ASSERT_TRUE(client.send(get("/long")));
    const auto idle = [this] {
        const auto running = server_->metrics().running;
        return std::all_of(running.begin(), running.end(), [](std::int64_t count) { return count == 0; });
    };
    ASSERT_TRUE(eventually([&] { return made_.load() > 0 && idle(); })) << "who reads slowly holds no place";
    EXPECT_LT(made_.load(), kPieces / 2);
    const auto answer = client.read_response();
    ASSERT_TRUE(answer.has_value());
    EXPECT_TRUE(answer->body == whole()) << answer->body.size();
    EXPECT_EQ(made_.load(), kPieces);
}

TEST_F(PiecesTest, WhoKnowsNoPiecesGetsItInOne)
{
    RawClient client { server_->port() };
    ASSERT_TRUE(client.send("GET /long HTTP/1.0\r\nHost: localhost\r\n\r\n"));
    const auto answer = client.read_response();
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->header("content-length"), std::to_string(kPieces * kPieceSize));
    EXPECT_EQ(answer->header("transfer-encoding"), "");
    EXPECT_TRUE(answer->body == whole());
}

TEST_F(PiecesTest, OfAHeadNothingFollows)
{
    RawClient client { server_->port() };
    ASSERT_TRUE(client.send("HEAD /long HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/hello")));
    const auto head = client.read_response(true);
    ASSERT_TRUE(head.has_value());
    EXPECT_EQ(head->header("transfer-encoding"), "chunked");
    const auto next = client.read_response();
    ASSERT_TRUE(next.has_value());
    EXPECT_EQ(next->body, "hello");
}

TEST_F(PiecesTest, WhatCannotBeMadeToTheEndIsNeverTakenForWhole)
{
    RawClient client { server_->port() };
    ASSERT_TRUE(client.send(get("/broken")));
    EXPECT_FALSE(client.read_response().has_value());
    EXPECT_TRUE(client.wait_for_close());
}

}
}
