// SPDX-License-Identifier: Apache-2.0
// What monitoring says of an alert besides labels and annotations, from a realistic delivery to what is read of it.
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

class IntakeExtrasTest : public testing::Test {
protected:
    const Alert& only_alert()
    {
        held_ = server.app().journals->main().state();
        EXPECT_EQ(held_->alerts.size(), 1U);
        held_->alerts.for_each([&](const AlertId&, const Alert& alert) { alert_ = alert; });
        return alert_;
    }

    std::uint64_t head() { return server.app().journals->main().head().seq; }

    // As Grafana sends it, with this value of its query.
    Answer grafana(const std::string& value)
    {
        return server.post("/intake/alertmanager/monitor",
            R"({"receiver":"watchfloor","status":"firing","orgId":1,"version":"1","groupKey":"{}:{alertname=\"HighLoad\"}",
                "truncatedAlerts":0,"title":"[FIRING:1] HighLoad","state":"alerting","message":"**Firing**",
                "externalURL":"https://grafana.example.org/","groupLabels":{"alertname":"HighLoad"},
                "commonLabels":{"alertname":"HighLoad"},"commonAnnotations":{"summary":"Load is high"},
                "alerts":[{"status":"firing","labels":{"alertname":"HighLoad","instance":"web1","severity":"critical"},
                  "annotations":{"summary":"Load is high"},"startsAt":"2026-03-02T08:50:00Z",
                  "endsAt":"0001-01-01T00:00:00Z","fingerprint":"57c6d9296de2ad39",
                  "generatorURL":"https://grafana.example.org/alerting/grafana/1/view?orgId=1",
                  "silenceURL":"https://grafana.example.org/alerting/silence/new?alertmanager=grafana",
                  "dashboardURL":"https://grafana.example.org/d/2?orgId=1",
                  "panelURL":"https://grafana.example.org/d/2?orgId=1&viewPanel=3",
                  "values":{"B":)"
                + value + R"(},"valueString":"[ var='B' labels={instance=web1} value=)" + value + R"( ]"}]})",
            source);
    }

    RunningServer server;
    Credentials source = server.token("monitor", { "intake:monitor" });
    Credentials reader = server.token("reader", { "read" });

private:
    std::shared_ptr<const State> held_;
    Alert alert_ {};
};

TEST_F(IntakeExtrasTest, GrafanasAreThoseOfTheTimeWhenItBegan)
{
    const Answer sent = grafana("22.50");
    ASSERT_EQ(sent.status, 200) << sent.body;
    const std::uint64_t before = head();
    for (const char* value : { "23", "24.125" }) {
        ASSERT_EQ(grafana(value).status, 200);
    }
    EXPECT_EQ(head(), before) << "a value changes with every evaluation";
    server.restart();
    EXPECT_EQ(only_alert().links.size(), 4U);
    EXPECT_EQ(only_alert().links.at("panelURL"), "https://grafana.example.org/d/2?orgId=1&viewPanel=3");
    EXPECT_EQ(only_alert().details,
        (Labels { { "valueString", "[ var='B' labels={instance=web1} value=22.50 ]" }, { "values.B", "22.50" } }));
    const Answer listed = server.get("/api/v1/alerts", reader);
    EXPECT_NE(listed.body.find(R"("values.B":"22.50")"), std::string::npos) << listed.body;
    EXPECT_NE(listed.body.find(R"("silenceURL":"https://grafana.example.org/alerting/silence/new)"), std::string::npos)
        << listed.body;
    EXPECT_EQ(server.app().ledger->of(SourceId { "monitor" }).mended, 0);
}

TEST_F(IntakeExtrasTest, AlertmanagersClientsReadTheGeneratorThatPrometheusSent)
{
    const Answer sent = server.post("/api/v2/alerts",
        R"([{"annotations":{"description":"db1:9100 has 4 % left","runbook_url":"https://wiki.example.org/disk"},
             "endsAt":"2026-03-02T09:04:00.000Z","startsAt":"2026-03-02T08:59:00.000Z",
             "generatorURL":"https://prometheus.example.org/graph?g0.expr=disk_free+%3C+5&g0.tab=1",
             "labels":{"alertname":"DiskFull","instance":"db1:9100","job":"node","severity":"critical"}}])",
        source);
    ASSERT_EQ(sent.status, 200) << sent.body;
    const Answer answer = server.get("/api/v2/alerts", reader);
    EXPECT_NE(
        answer.body.find(R"("generatorURL":"https://prometheus.example.org/graph?g0.expr=disk_free+%3C+5&g0.tab=1")"),
        std::string::npos)
        << answer.body;
}

TEST_F(IntakeExtrasTest, AnEventsNestedDetailsAllLinksAndImagesAreKept)
{
    const Answer sent = server.post("/v2/enqueue",
        R"({"routing_key":"0123456789abcdef0123456789abcdef","event_action":"trigger","dedup_key":"disk",
            "client":"Sample Monitoring Service","client_url":"https://monitoring.example.org",
            "links":[{"href":"https://wiki.example.org/disk","text":"Runbook"},{"href":"https://example.org/ticket/1"}],
            "images":[{"src":"https://charts.example.org/1.png","alt":"Disk"}],
            "payload":{"summary":"Disk full","source":"db1","severity":"error",
              "custom_details":{"ping time":1500,"load avg":0.75,"serial":123456789012345678901234567890,
                "mounts":[{"path":"/var","free":4},{"path":"/tmp","free":9}],"host":{"rack":"b7"}}}})",
        source);
    ASSERT_EQ(sent.status, 202) << sent.body;
    EXPECT_EQ(only_alert().links,
        (Labels { { "Runbook", "https://wiki.example.org/disk" }, { "link", "https://example.org/ticket/1" },
            { "image: Disk", "https://charts.example.org/1.png" } }));
    EXPECT_EQ(only_alert().details,
        (Labels { { "host.rack", "b7" }, { "mounts[0].free", "4" }, { "mounts[0].path", "/var" },
            { "mounts[1].free", "9" }, { "mounts[1].path", "/tmp" } }));
    EXPECT_EQ(only_alert().annotations.at("detail.serial"), "123456789012345678901234567890");
    const Answer answer = server.get("/api/v2/alerts", reader);
    EXPECT_NE(answer.body.find(R"("generatorURL":"https://wiki.example.org/disk")"), std::string::npos) << answer.body;
}

TEST_F(IntakeExtrasTest, WhatIsCutIsCounted)
{
    const Answer sent = server.post("/v2/enqueue",
        R"({"routing_key":"0123456789abcdef0123456789abcdef","event_action":"trigger","dedup_key":"disk",
            "payload":{"summary":"Disk full","source":"db1","severity":"error","custom_details":")"
            + std::string(5'000, 'x') + R"("}})",
        source);
    ASSERT_EQ(sent.status, 202) << sent.body;
    EXPECT_TRUE(only_alert().details.at("custom_details").ends_with("…"));
    EXPECT_EQ(only_alert().details.at("mended"), "a long detail was cut");
    EXPECT_EQ(server.app().ledger->of(SourceId { "monitor" }).mended, 1);
}

TEST_F(IntakeExtrasTest, WallsAndReportersAreToldNoneOfIt)
{
    ASSERT_EQ(grafana("22.50").status, 200);
    const Credentials lead = server.person("Ida", { SystemRole::IncidentManager, SystemRole::Resolver });
    const auto told = [&](const Credentials& who) {
        std::string all;
        for (const char* path : { "/api/v1/state", "/api/v1/journal?limit=1000" }) {
            all += server.get(path, who).body;
        }
        return all;
    };
    EXPECT_NE(told(lead).find("viewPanel=3"), std::string::npos);
    EXPECT_NE(told(lead).find("22.50"), std::string::npos);
    for (const Credentials& viewer : { server.wall(WallAudience::Room, lead), server.wall(WallAudience::Visitor, lead),
             server.person("Rob", { SystemRole::Reporter }) }) {
        const std::string all = told(viewer);
        EXPECT_EQ(all.find("grafana.example.org"), std::string::npos) << all;
        EXPECT_EQ(all.find("22.50"), std::string::npos) << all;
    }
}

// A clock that is fast, or a local time written as UTC: what is sent again every minute is one alert and one entry.
TEST_F(IntakeExtrasTest, RepeatsOfWhatBeganInTheFutureWriteNothing)
{
    const auto expect_one = [&](const std::string& path, const std::string& body, const Credentials& who) {
        const std::uint64_t before = head();
        EXPECT_LT(server.post(path, body, who).status, 300);
        EXPECT_GT(head(), before) << path;
        const std::uint64_t after = head();
        for (int repeat = 0; repeat < 3; ++repeat) {
            server.clock().pass(std::chrono::minutes { 1 });
            EXPECT_LT(server.post(path, body, who).status, 300);
        }
        EXPECT_EQ(head(), after) << path;
    };
    const std::string ahead = R"("2026-03-02T10:00:00Z")";
    expect_one("/api/v2/alerts",
        R"([{"labels":{"alertname":"Api"},"startsAt":)" + ahead + R"(,"endsAt":"2026-03-02T10:30:00Z"}])", source);
    expect_one("/intake/alertmanager/monitor",
        R"({"alerts":[{"status":"firing","labels":{"alertname":"Hook"},"startsAt":)" + ahead + "}]}", source);
    expect_one("/v2/enqueue",
        R"({"routing_key":"00000000000000000000000000000000","event_action":"trigger","dedup_key":"event",)"
        R"("payload":{"summary":"Event","source":"s","severity":"error","timestamp":)"
            + ahead + "}}",
        source);
    const Answer listed = server.get("/api/v1/alerts", reader);
    EXPECT_EQ(listed.at("total"), "3");
    EXPECT_EQ(listed.body.find("known_starts"), std::string::npos) << "none of them is the sender's\n" << listed.body;
    EXPECT_NE(listed.body.find("its beginning lay in the future and was read as now"), std::string::npos);
}

}
}
