// SPDX-License-Identifier: Apache-2.0
// What monitoring is told and what is counted, through a whole server.
#include "server/http/router.h"
#include "server/intake/intake.h"
#include "shared/wire/intake/pagerduty_events.h"
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
        return server.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + who.headers + "Content-Length: " + std::to_string(kMonitoringMaxBody + 1) + "\r\n\r\n");
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
    std::string request = "POST /api/v2/alerts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + source.headers + "Transfer-Encoding: chunked\r\n\r\n5ffffff\r\n";
    EXPECT_EQ(server.send(request).status, 413);
    EXPECT_EQ(counts().rejected, 1);
}

TEST_F(IntakeRoutesTest, CountsADeliveryThatIsTurnedDownAtTheDoorAsLost)
{
    EXPECT_EQ(server.post("/api/v2/alerts?jornal=main", "[]", source).status, 400);
    EXPECT_EQ(counts().rejected, 1);
    EXPECT_EQ(
        server
            .send("POST /intake/alertmanager/prometheus HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                + source.headers + "Content-Length: 2\r\n\r\n{}")
            .status,
        415);
    EXPECT_EQ(counts().rejected, 2);
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

TEST_F(IntakeRoutesTest, WhatWasNotTakenIsNeverAnsweredAsDone)
{
    const char* body = R"({"alerts":[{"labels":{"alertname":"Good"},"status":"firing"},
        {"labels":{"alertname":"Odd","port":7},"status":"FIRING"},{"labels":{"alertname":"Bad"},"status":"perhaps"}]})";
    const Answer answer = server.post("/intake/alertmanager/prometheus", body, source);
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find("1 of 3 alerts were not taken; the others are stored. Alert 2: status must be"),
        std::string::npos)
        << answer.body;
    EXPECT_EQ(server.app().journals->main().state()->alerts.size(), 2U);
    EXPECT_EQ(counts().received, 3);
    EXPECT_EQ(counts().rejected, 1);
    EXPECT_EQ(counts().mended, 1);
}

// A resolve whose clock lags a second behind the start that the server gave.
TEST_F(IntakeRoutesTest, AResolveOfALaggingClockResolves)
{
    ASSERT_EQ(server.post("/api/v2/alerts", R"([{"labels":{"alertname":"DiskFull"}}])", source).status, 200);
    EXPECT_EQ(server.app().journals->main().state()->firing, 1);
    const std::string end = format_timestamp(server.clock().now() - std::chrono::seconds { 1 });
    const std::string over = R"([{"labels":{"alertname":"DiskFull"},"endsAt":")" + end + "\"}]";
    ASSERT_EQ(server.post("/api/v2/alerts", over, source).status, 200);
    EXPECT_EQ(server.app().journals->main().state()->firing, 0);
}

class PagerDutyRoutesTest : public IntakeRoutesTest {
protected:
    Answer send_event(const std::string& action, const std::string& key, const std::string& more = "")
    {
        return send_event_of(source, action, key, more);
    }

    Answer send_event_of(
        const Credentials& who, const std::string& action, const std::string& key, const std::string& more = "")
    {
        return server.post("/v2/enqueue",
            R"({"routing_key":"0123456789abcdef0123456789abcdef","event_action":")" + action + R"(","dedup_key":")"
                + key + "\"" + more + "}",
            who);
    }

    Answer trigger(const std::string& key, Millis ago = Millis { 0 })
    {
        return send_event("trigger", key,
            R"(,"payload":{"summary":"Disk full","source":"db1","severity":"error","timestamp":")"
                + format_timestamp(server.clock().now() - ago) + "\"}");
    }

    const Alert* alert(const std::string& key, const char* of = "prometheus")
    {
        held_ = server.app().journals->main().state();
        return held_->alerts.find(alert_id(Intake::kDefaultDomain, pagerduty_identity(SourceId { of }, key)));
    }

private:
    std::shared_ptr<const State> held_;
};

TEST_F(PagerDutyRoutesTest, ATriggerAfterAResolveFiresWhateverItsTimestamp)
{
    ASSERT_EQ(trigger("disk").status, 202);
    ASSERT_EQ(send_event("resolve", "disk").status, 202);
    ASSERT_EQ(alert("disk")->state, AlertState::Resolved);
    ASSERT_EQ(trigger("disk", std::chrono::seconds { 20 }).status, 202);
    EXPECT_EQ(alert("disk")->state, AlertState::Firing);
}

// Senders choose their keys without asking each other.
TEST_F(PagerDutyRoutesTest, ADedupKeyCountsWithinItsSource)
{
    const Credentials other = server.token("other", { "intake:other" });
    const std::string payload = R"(,"payload":{"summary":"Backup late","source":"nas","severity":"info"})";
    ASSERT_EQ(trigger("disk").status, 202);
    EXPECT_EQ(send_event_of(other, "acknowledge", "disk").status, 404);
    ASSERT_EQ(send_event_of(other, "trigger", "disk", payload).status, 202);
    EXPECT_EQ(alert("disk")->name, "Disk full");
    EXPECT_EQ(alert("disk", "other")->name, "Backup late");
    EXPECT_EQ(alert("disk", "other")->labels, pagerduty_labels("disk"));
    ASSERT_EQ(send_event_of(other, "acknowledge", "disk").status, 202);
    EXPECT_FALSE(alert("disk")->acknowledged_at.has_value());
    ASSERT_EQ(send_event_of(other, "resolve", "disk").status, 202);
    EXPECT_EQ(alert("disk")->state, AlertState::Firing);
    EXPECT_EQ(alert("disk", "other")->state, AlertState::Resolved);
}

// One that fires since a version that knew of no sources in keys would never end.
TEST_F(PagerDutyRoutesTest, WhatFiresUnderItsKeyAloneIsResolvedByItsSource)
{
    Delivery before;
    before.source = SourceId { "prometheus" };
    AlertReport report;
    report.labels = pagerduty_labels("disk");
    report.started_at = server.clock().now();
    before.batch.alerts.push_back(report);
    ASSERT_TRUE(server.app().intake->take(server.app().journals->main(), std::move(before)).ok());
    ASSERT_EQ(send_event("acknowledge", "disk").status, 202);
    ASSERT_EQ(send_event("resolve", "disk").status, 202);
    EXPECT_EQ(server.app().journals->main().state()->firing, 0);
    EXPECT_EQ(alert("disk"), nullptr);
    ASSERT_EQ(trigger("disk").status, 202);
    EXPECT_EQ(alert("disk")->state, AlertState::Firing);
}

TEST_F(PagerDutyRoutesTest, ASourceAcknowledgesWhatItReported)
{
    ASSERT_EQ(trigger("disk").status, 202);
    ASSERT_EQ(send_event("acknowledge", "disk").status, 202);
    EXPECT_TRUE(alert("disk")->acknowledged_at.has_value());
    EXPECT_EQ(alert("disk")->acknowledged_by, UserId { "prometheus" });
    const std::uint64_t head = server.app().journals->main().head().seq;
    const SourceCounts before = counts();
    EXPECT_EQ(send_event("acknowledge", "disk").status, 202) << "it is";
    EXPECT_EQ(server.app().journals->main().head().seq, head);
    EXPECT_EQ(counts().duplicate, before.duplicate + 1);
}

TEST_F(PagerDutyRoutesTest, AnAcknowledgementThatIsRefusedIsNotAnsweredAsDone)
{
    const Answer answer = send_event("acknowledge", "nothing");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.at("status"), "invalid event");
    EXPECT_EQ(answer.at("message"), "No alert has this dedup_key; send a trigger first.");
    EXPECT_EQ(counts().rejected, 1);
}

TEST_F(PagerDutyRoutesTest, AResolveForNothingIsCountedAndWritesNothing)
{
    ASSERT_EQ(trigger("disk").status, 202);
    ASSERT_EQ(send_event("resolve", "disk").status, 202);
    const std::uint64_t head = server.app().journals->main().head().seq;
    const SourceCounts before = counts();
    server.clock().pass(std::chrono::seconds { 3 });
    EXPECT_EQ(send_event("resolve", "disk").status, 202);
    EXPECT_EQ(send_event("resolve", "unheard-of").status, 202);
    EXPECT_EQ(server.app().journals->main().head().seq, head);
    EXPECT_EQ(alert("unheard-of"), nullptr);
    EXPECT_EQ(counts().received, before.received + 2);
    EXPECT_EQ(counts().duplicate, before.duplicate + 2);
}

TEST_F(PagerDutyRoutesTest, WhatCannotBeReadIsCountedForItsSource)
{
    EXPECT_EQ(send_event("explode", "disk").status, 400);
    EXPECT_EQ(counts().rejected, 1);
    const char* nobodys = R"({"routing_key":"0123456789abcdef0123456789abcdef","event_action":"explode"})";
    EXPECT_EQ(server.post("/v2/enqueue", nobodys, nobody()).status, 400);
    EXPECT_EQ(server.post("/v2/change/enqueue", R"({"payload":{}})", source).status, 400);
    EXPECT_EQ(counts().rejected, 2);
}

}
}
