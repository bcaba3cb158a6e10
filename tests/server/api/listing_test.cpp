// SPDX-License-Identifier: Apache-2.0
#include "server/api/caller.h"

#include "shared/wire/json/json_reader.h"
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace watchfloor {
namespace {

std::string whole_of(const Response& response)
{
    std::string text = response.body;
    while (response.pieces && response.pieces(text)) { }
    return text;
}

TEST(ListingTest, IsTheSameInPiecesHoweverLong)
{
    for (const std::size_t count : { 0U, 1U, 2U, 3'000U }) {
        Listing<Service> list;
        for (std::size_t i = 0; i < count; ++i) {
            Service service;
            service.id = ServiceId { std::to_string(i) };
            service.name = std::string(200, 'x');
            list.items.push_back(std::move(service));
        }
        list.seq = 7;
        list.total = count;
        const std::string expected = to_json_text(list);
        const Response answer = listing(list.items, list.seq);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.content_type, "application/json");
        EXPECT_EQ(answer.pieces != nullptr, count == 3'000U) << count;
        EXPECT_LT(answer.body.size(), kPieceBytes + 1'000);
        EXPECT_TRUE(whole_of(answer) == expected) << count << ": " << answer.body.substr(0, 200);
    }
}

TEST(ListingTest, SaysHowManyThereAreBesideThePage)
{
    Listing<Service> page;
    page.items.resize(2);
    page.total = 40;
    EXPECT_EQ(whole_of(listing(page)), to_json_text(page));
    page.total = 0;
    EXPECT_EQ(whole_of(listing(page)), to_json_text(page));
}

TEST(ListingTest, AlertmanagersClientsGetEveryAlert)
{
    test::RunningServer server;
    constexpr std::size_t kAlerts = 1'000;
    std::string delivery;
    for (std::size_t i = 0; i < kAlerts; ++i) {
        delivery += (i == 0 ? R"([{"labels":{"alertname":"A)" : R"(,{"labels":{"alertname":"A)") + std::to_string(i)
            + R"("},"annotations":{"summary":")" + std::string(300, 'x') + R"("}})";
    }
    const auto source = server.token("monitoring", { "intake:monitoring" });
    ASSERT_EQ(server.post("/api/v2/alerts", delivery + "]", source).status, 200);
    const auto answer = server.get("/api/v2/alerts", server.token("amtool", { "read" }));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("transfer-encoding"), "chunked");
    const auto alerts = read_json(answer.body, { .max_bytes = 64 * 1024 * 1024, .max_items = 1'000'000 });
    ASSERT_TRUE(alerts.ok()) << alerts.error().message;
    EXPECT_EQ(alerts.value().items.size(), kAlerts);
    for (const char* path : { "/api/v2/alerts", "/api/v1/alerts" }) {
        const test::Credentials token = server.token("old" + std::string(1, path[6]), { "read" });
        const auto whole = server.get(path, token);
        const auto old
            = server.send("GET " + std::string(path) + " HTTP/1.0\r\nHost: localhost\r\n" + token.headers + "\r\n");
        EXPECT_EQ(old.status, 200) << path;
        EXPECT_EQ(old.header("transfer-encoding"), "") << path;
        EXPECT_TRUE(old.body == whole.body) << path << ": " << old.body.size();
    }
}

}
}
