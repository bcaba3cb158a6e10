// SPDX-License-Identifier: Apache-2.0
// What monitoring is told and what is counted, through a whole server.
#include "server/http/router.h"
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

class IntakeRoutesTest : public testing::Test {
protected:
    SourceCounts counts() { return server.app().ledger->of(SourceId { "prometheus" }); }

    // Only states the size: no test needs to send it.
    Answer send_oversized(const std::string& path, const Credentials& who)
    {
        return server.send("POST " + path + " HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n" + who.headers
            + "Content-Length: " + std::to_string(kMonitoringMaxBody + 1) + "\r\n\r\n");
    }

    RunningServer server;
    Credentials source = server.token("prometheus", { "intake:prometheus" });
};

TEST_F(IntakeRoutesTest, CountsADeliveryAboveTheSizeLimitAsLost)
{
    for (const char* path : { "/api/v2/alerts", "/intake/alertmanager/prometheus" }) {
        const SourceCounts before = counts();
        EXPECT_EQ(send_oversized(path, source).status, 413) << path;
        EXPECT_EQ(counts().deliveries, before.deliveries + 1) << path;
        EXPECT_EQ(counts().rejected, before.rejected + 1) << path;
        EXPECT_EQ(counts().received, before.received) << path;
    }
}

TEST_F(IntakeRoutesTest, CountsADeliveryThatGrowsAboveTheSizeLimitAsLost)
{
    std::string request = "POST /api/v2/alerts HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"
        + source.headers + "Transfer-Encoding: chunked\r\n\r\n5ffffff\r\n";
    EXPECT_EQ(server.send(request).status, 413);
    EXPECT_EQ(counts().rejected, 1);
}

TEST_F(IntakeRoutesTest, CountsNothingForStrangers)
{
    EXPECT_EQ(send_oversized("/api/v2/alerts", nobody()).status, 401);
    EXPECT_EQ(send_oversized("/intake/alertmanager/other", source).status, 403);
    EXPECT_EQ(counts().deliveries, 0);
    EXPECT_EQ(server.app().ledger->of(SourceId { "other" }).deliveries, 0);
}

TEST_F(IntakeRoutesTest, AcknowledgesAResendWithoutAnEntry)
{
    const char* alert = R"([{"labels":{"alertname":"DiskFull"},"startsAt":"2026-03-02T08:00:00Z"}])";
    ASSERT_EQ(server.post("/api/v2/alerts", alert, source).status, 200);
    const std::uint64_t head = server.app().journals->main().head().seq;
    ASSERT_EQ(server.post("/api/v2/alerts", alert, source).status, 200);
    EXPECT_EQ(server.app().journals->main().head().seq, head);
    EXPECT_EQ(counts().received, 2);
    EXPECT_EQ(counts().duplicate, 1);
}

}
}
