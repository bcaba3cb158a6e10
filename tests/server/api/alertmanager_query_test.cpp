// SPDX-License-Identifier: Apache-2.0
// GET /api/v2/alerts as Alertmanager's clients ask it, and what they are told when they ask wrongly.
#include "server/config/command_line.h"
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

std::string percent(std::string_view text)
{
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += kDigits[byte >> 4U];
        out += kDigits[byte & 15U];
    }
    return out;
}

class AlertmanagerQueryTest : public testing::Test {
protected:
    AlertmanagerQueryTest()
    {
        const Credentials planner
            = server.person("Pia", { SystemRole::MaintenancePlanner, SystemRole::IncidentManager });
        const auto at
            = [&](int minutes) { return format_timestamp(server.clock().now() + std::chrono::minutes { minutes }); };
        EXPECT_EQ(server.post("/api/v1/services", R"({"id":"mail","name":"Mail","match":{"service":"mail"}})", planner)
                      .status,
            200);
        const Answer planned = server.post("/api/v1/maintenance-windows",
            R"({"title":"Patch","services":["mail"],"from":")" + at(1) + R"(","to":")" + at(60) + "\"}", planner);
        EXPECT_EQ(planned.status, 201) << planned.body;
        const Answer approved = server.post("/api/v1/maintenance-windows/" + planned.at("created") + "/transitions",
            R"({"to":"approved"})",
            server.person("Ida", { SystemRole::MaintenancePlanner, SystemRole::IncidentManager }));
        EXPECT_EQ(approved.status, 200) << approved.body;
        server.clock().pass(std::chrono::minutes { 2 });
        report(R"({"alertname":"DiskFull","instance":"db1","service":"shop"})");
        report(R"({"alertname":"DiskFull","instance":"db2","service":"shop"})");
        report(R"({"alertname":"Slow \"checkout\"","service":"shop"})");
        report(R"({"alertname":"QueueLong","service":"mail"})");
    }

    void report(const std::string& labels, const std::string& more = "")
    {
        const Answer answer = server.post("/api/v2/alerts", "[{\"labels\":" + labels + more + "}]", source);
        EXPECT_EQ(answer.status, 200) << answer.body;
    }

    Answer ask(const std::string& query) { return server.get("/api/v2/alerts?" + query, reader); }

    // How many alerts there are in the answer.
    std::size_t count(const std::string& query)
    {
        const Answer answer = ask(query);
        EXPECT_EQ(answer.status, 200) << query << "\n" << answer.body;
        const auto read = read_json(answer.body);
        return read.ok() ? read.value().items.size() : 0;
    }

    RunningServer server;
    Credentials source = server.token("prometheus", { "intake:prometheus" });
    Credentials reader = server.token("reader", { "read" });
};

TEST_F(AlertmanagerQueryTest, ShowsWhatEveryFilterFits)
{
    EXPECT_EQ(count(""), 4U);
    struct Asked {
        const char* filter;
        std::size_t found;
    };
    for (const Asked& asked : {
             Asked { R"(alertname="DiskFull")", 2 },
             Asked { "alertname=DiskFull", 2 },
             Asked { R"( alertname = "DiskFull" )", 2 },
             Asked { R"("alertname"="DiskFull")", 2 },
             Asked { R"(alertname!="DiskFull")", 2 },
             Asked { R"(alertname=~"Disk|Queue.*")", 1 },
             Asked { "alertname=~(?i)disk.*", 2 },
             Asked { R"(alertname!~"Disk.*")", 2 },
             Asked { R"(alertname=~".*\\.x")", 0 },
             Asked { R"(alertname="Slow \"checkout\"")", 1 },
             Asked { R"(alertname=~"Slow.\"[a-z]+\"")", 1 },
             Asked { R"(instance=~db\d)", 2 },
             Asked { R"(instance="")", 2 },
             Asked { R"(instance!="")", 2 },
             Asked { "instance=", 2 },
             Asked { R"(nothing!="x")", 4 },
         }) {
        EXPECT_EQ(count("filter=" + percent(asked.filter)), asked.found) << asked.filter;
    }
    EXPECT_EQ(count("filter=" + percent("alertname=DiskFull") + "&filter=" + percent("instance=db2")), 1U);
}

TEST_F(AlertmanagerQueryTest, TellsActiveFromSilenced)
{
    EXPECT_EQ(count("active=false"), 1U);
    EXPECT_EQ(count("silenced=false"), 3U);
    EXPECT_EQ(count("active=0&silenced=FALSE"), 0U);
    EXPECT_EQ(count("active=false&active=true"), 4U) << "the last one counts";
    EXPECT_EQ(count("active="), 4U);
    EXPECT_EQ(count("inhibited=false&unprocessed=false"), 4U) << "nothing here ever is";
    const Answer muted = ask("active=false");
    EXPECT_NE(muted.body.find(R"("state":"suppressed")"), std::string::npos) << muted.body;
}

TEST_F(AlertmanagerQueryTest, LeavesOutWhatIsOver)
{
    server.clock().pass(std::chrono::seconds { 1 });
    report(R"({"alertname":"DiskFull","instance":"db1","service":"shop"})",
        ",\"endsAt\":\"" + format_timestamp(server.clock().now()) + "\"");
    EXPECT_EQ(count(""), 3U);
}

TEST_F(AlertmanagerQueryTest, KnowsTheOneReceiver)
{
    EXPECT_EQ(count("receiver=watchfloor"), 4U);
    EXPECT_EQ(count("receiver=" + percent("watch.*|other")), 4U);
    EXPECT_EQ(count("receiver=watch"), 0U);
    EXPECT_EQ(count("receiver="), 4U);
}

TEST_F(AlertmanagerQueryTest, SaysUntilWhenAnAlertFires)
{
    const auto ends = [&] {
        const Answer answer = ask("filter=instance%3Ddb9");
        const auto from = answer.body.find("\"endsAt\":\"");
        return from == std::string::npos ? answer.body : answer.body.substr(from + 10, 24);
    };
    const auto at
        = [&](int minutes) { return format_timestamp(server.clock().now() + std::chrono::minutes { minutes }); };
    const std::string labels = R"({"alertname":"DiskFull","instance":"db9"})";
    report(labels);
    EXPECT_EQ(ends(), at(5)) << "resolve_timeout";
    report(labels, ",\"endsAt\":\"" + at(42) + "\"");
    const std::string lease = at(42);
    server.clock().pass(std::chrono::minutes { 1 });
    EXPECT_EQ(ends(), lease);
}

TEST_F(AlertmanagerQueryTest, LeadsToWhereTheSenderShowsTheAlert)
{
    report(R"({"alertname":"Linked"})", R"(,"annotations":{"link":"https://example.org/graph"})");
    const Answer answer = ask("filter=alertname%3DLinked");
    EXPECT_NE(answer.body.find(R"("generatorURL":"https://example.org/graph")"), std::string::npos) << answer.body;
    EXPECT_EQ(ask("filter=instance%3Ddb1").body.find("generatorURL"), std::string::npos);
}

// Alertmanager's clients read an error as a text in JSON, and nothing else.
TEST_F(AlertmanagerQueryTest, RefusesInAWayItsClientsCanRead)
{
    for (const char* query : { "filter=alertname", "filter=", "filter=%3Dx", "filter=a%20b%3Dx", "filter=a%3D~(",
             "filter=%7Ba%3Db", "filter=a%3D%22x", "filter=a%3Dx%22y", "filter=a%3D%22", "filter=a%3D%22x%5C%22",
             "receiver=(", "active=perhaps", "unprocessed=2", "filters=a%3Db", "limit=1" }) {
        const Answer answer = ask(query);
        EXPECT_EQ(answer.status, 400) << query << "\n" << answer.body;
        const auto read = read_json(answer.body);
        ASSERT_TRUE(read.ok()) << query << "\n" << answer.body;
        EXPECT_EQ(read.value().kind, JsonValue::Kind::String) << query << "\n" << answer.body;
    }
    EXPECT_NE(ask("filter=alertname").body.find("bad matcher format: alertname"), std::string::npos);
    EXPECT_NE(ask("limit=1").body.find("`limit` is not a parameter of this address; it takes journal, active"),
        std::string::npos)
        << ask("limit=1").body;
    for (const Answer& answer : { server.get("/api/v2/alerts", nobody()), server.get("/api/v2/alerts", source),
             server.get("/api/v2/alerts?journal=none", reader), server.post("/api/v2/alerts", "{", source),
             server.post("/api/v2/alerts", R"([{"labels":{}}])", source) }) {
        EXPECT_GE(answer.status, 400);
        EXPECT_EQ(answer.header("Content-Type"), "application/json");
        EXPECT_TRUE(answer.body.starts_with('"') && answer.body.ends_with('"')) << answer.body;
    }
}

TEST(AlertmanagerStatusTest, SaysWhatItsClientsRequire)
{
    RunningServer server;
    const Answer status = server.get("/api/v2/status", server.token("reader", { "read" }));
    ASSERT_EQ(status.status, 200) << status.body;
    EXPECT_EQ(status.at("cluster.status"), "disabled");
    EXPECT_EQ(status.at("versionInfo.version"), std::string(product_version()));
    EXPECT_EQ(status.at("uptime").size(), std::string_view("2026-03-02T09:00:00.000Z").size());
    EXPECT_NE(status.at("config.original").find("receiver: watchfloor"), std::string::npos);
    EXPECT_EQ(server.get("/api/v2/status", nobody()).status, 401);
}

}
}
