// SPDX-License-Identifier: Apache-2.0
// What must not be seen is in no answer, no count and no gap.
#include "shared/timeline/column_codec.h"
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

using enum SystemRole;

class SightTest : public testing::Test {
protected:
    SightTest()
    {
        const Answer logged = server.post("/api/v1/incidents", R"({"title":"Quiet matter","restricted":true})", lead);
        EXPECT_EQ(logged.status, 201) << logged.body;
        id = logged.at("created");
        EXPECT_EQ(server.post("/api/v1/incidents/" + id + "/entries", R"({"text":"Quiet words"})", lead).status, 201);
        EXPECT_EQ(server.post("/api/v1/incidents", R"({"title":"Open matter"})", lead).status, 201);
    }

    // By a monitoring system, a minute ago once it is done.
    void report_disk(const Credentials& source, bool over)
    {
        const std::string at = format_timestamp(server.clock().now());
        const std::string body = R"([{"labels":{"alertname":"DiskFull"},")" + std::string(over ? "endsAt" : "startsAt")
            + "\":\"" + at + "\"}]";
        EXPECT_EQ(server.post("/api/v2/alerts", body, source).status, 200);
        server.clock().pass(std::chrono::minutes { 1 });
    }

    // It fires, belongs to the incident, ends and fires again.
    AlertId come_back_to(const std::string& incident)
    {
        const Credentials source = server.token("prometheus", { "intake:prometheus" });
        report_disk(source, false);
        AlertId alert = alert_id(Intake::kDefaultDomain, { { "alertname", "DiskFull" } });
        const Answer linked
            = server.post("/api/v1/incidents/" + incident + "/alerts", R"({"alert":")" + alert.text + R"("})", lead);
        EXPECT_EQ(linked.status, 200) << linked.body;
        report_disk(source, true);
        report_disk(source, false);
        EXPECT_EQ(server.app().journals->main().state()->alerts.find(alert)->incident.text, incident);
        return alert;
    }

    void expect_untold(const std::string& incident)
    {
        for (const Credentials& who :
            { outsider, server.token("reader", { "read" }), server.wall(WallAudience::Room, lead) }) {
            const std::string body = server.get("/api/v1/journal?limit=1000", who).body;
            EXPECT_NE(body.find("alert.fired"), std::string::npos);
            EXPECT_EQ(body.find(incident), std::string::npos);
        }
        EXPECT_NE(server.get("/api/v1/alerts", lead).body.find(incident), std::string::npos);
        EXPECT_EQ(server.get("/api/v1/alerts", outsider).body.find(incident), std::string::npos);
    }

    RunningServer server;
    Credentials lead = server.person("lead", { IncidentManager, Resolver });
    Credentials outsider = server.person("outsider", { Resolver });
    std::string id;
};

TEST_F(SightTest, ARestrictedIncidentDoesNotExistForOthers)
{
    EXPECT_EQ(server.get("/api/v1/incidents/" + id, lead).status, 200);
    for (const char* part : { "", "/entries", "/transitions", "/major", "/members" }) {
        const std::string path = "/api/v1/incidents/" + id + part;
        const std::string_view body = std::string_view(part) == "/major" ? R"({"act":"propose"})"
            : std::string_view(part) == "/members"                       ? R"({"members":[],"restricted":true})"
                                                                         : "{}";
        const Answer answer
            = *part == '\0' ? server.get(path, outsider) : server.post(path, std::string(body), outsider);
        EXPECT_EQ(answer.status, *part == '\0' ? 404 : answer.status);
        EXPECT_TRUE(answer.status == 404 || answer.status == 403) << part << answer.body;
    }
    EXPECT_EQ(server.post("/api/v1/incidents/" + id + "/entries", R"({"text":"x"})", outsider).status, 404);
    EXPECT_EQ(server.get("/api/v1/timeline?scope=" + id, outsider).status, 404);
    EXPECT_EQ(server.get("/api/v1/journal?subject=" + id, outsider).status, 404);
    EXPECT_EQ(server.get("/api/v1/changes?incident=" + id, outsider).status, 404);
    // Nor is it told from one that never was.
    for (const char* list : { "/api/v1/timeline?scope=", "/api/v1/journal?subject=", "/api/v1/changes?incident=" }) {
        const Answer hidden = server.get(list + id, outsider);
        const Answer missing = server.get(list + std::string("SEC-99"), outsider);
        EXPECT_EQ(missing.status, hidden.status) << list;
        EXPECT_EQ(missing.body, hidden.body) << list;
    }
}

// Not even that there is something to hide is told: what is hidden answers as what is not there.
TEST_F(SightTest, AHiddenNumberAnswersLikeAMissingOne)
{
    const std::string lead_id = server.app().auth->user_named("lead")->id.text;
    const std::string members = R"({"restricted":true,"members":[")" + lead_id + R"("]})";
    ASSERT_EQ(server.post("/api/v1/incidents/INC-1/members", members, lead).status, 200);
    const Credentials wall = server.wall(WallAudience::Visitor, lead);
    for (const Credentials& who :
        { outsider, server.person("visitor", { Reporter }), wall, server.token("reader", { "read" }) }) {
        for (const char* path : { "/api/v1/journal?subject=", "/api/v1/timeline?scope=" }) {
            const Answer missing = server.get(path + std::string("SEC-99"), who);
            EXPECT_EQ(missing.status, 404) << path;
            for (const std::string& hidden : { id, std::string("INC-1") }) {
                const Answer answer = server.get(path + hidden, who);
                EXPECT_EQ(answer.status, missing.status) << path << hidden;
                EXPECT_EQ(answer.body, missing.body) << path << hidden;
            }
        }
    }
    EXPECT_EQ(server.get("/api/v1/journal?subject=" + id, lead).status, 200);
    EXPECT_EQ(server.get("/api/v1/timeline?scope=" + id, lead).status, 200);
    EXPECT_EQ(server.get("/api/v1/journal?subject=" + lead_id, outsider).status, 200) << "no incident";
}

TEST_F(SightTest, AnAlertThatComesBackTellsNothingOfItsRestrictedIncident)
{
    come_back_to(id);
    expect_untold(id);
}

TEST_F(SightTest, AnAlertThatCameBackBeforeTheRestrictionTellsNothingEither)
{
    const AlertId alert = come_back_to("INC-1");
    EXPECT_NE(server.get("/api/v1/alerts", outsider).body.find("INC-1"), std::string::npos);
    const std::string lead_id = server.app().auth->user_named("lead")->id.text;
    const std::string members = R"({"restricted":true,"members":[")" + lead_id + R"("]})";
    ASSERT_EQ(server.post("/api/v1/incidents/INC-1/members", members, lead).status, 200);
    expect_untold("INC-1");
    EXPECT_EQ(server.app().journals->main().state()->alerts.find(alert)->incident.text, "INC-1");
}

TEST_F(SightTest, NothingOfItIsInAnyList)
{
    const Credentials wall = server.wall(WallAudience::Room, lead);
    for (const Credentials& who : { outsider, wall }) {
        for (const char* path :
            { "/api/v1/state", "/api/v1/journal?limit=1000", "/api/v1/incidents?state=all", "/metrics", "/status" }) {
            const Answer answer = server.get(path, who);
            EXPECT_EQ(answer.body.find("Quiet"), std::string::npos) << path;
            EXPECT_EQ(answer.body.find(id), std::string::npos) << path;
        }
    }
    EXPECT_EQ(server.get("/api/v1/incidents?state=all", outsider).at("total"), "1");
    EXPECT_EQ(server.get("/api/v1/incidents?state=all", lead).at("total"), "2");
    EXPECT_NE(server.get("/metrics", nobody()).body.find("watchfloor_incidents_open 1\n"), std::string::npos);
    const auto seen = decode_items(server.get("/api/v1/timeline", outsider).body);
    const auto all = decode_items(server.get("/api/v1/timeline", lead).body);
    ASSERT_TRUE(seen.ok() && all.ok());
    EXPECT_EQ(seen.value().size() + 2, all.value().size());
}

TEST_F(SightTest, AnIncidentThatBecomesRestrictedTakesItsPastWithIt)
{
    ASSERT_EQ(server.post("/api/v1/incidents/INC-1/entries", R"({"text":"Once public"})", lead).status, 201);
    EXPECT_NE(server.get("/api/v1/journal?limit=1000", outsider).body.find("Once public"), std::string::npos);
    const std::string lead_id = server.app().auth->user_named("lead")->id.text;
    ASSERT_EQ(
        server.post("/api/v1/incidents/INC-1/members", R"({"restricted":true,"members":[")" + lead_id + R"("]})", lead)
            .status,
        200);
    EXPECT_EQ(server.get("/api/v1/journal?limit=1000", outsider).body.find("Once public"), std::string::npos);
    EXPECT_EQ(server.get("/api/v1/incidents/INC-1", outsider).status, 404);
    EXPECT_NE(server.get("/api/v1/journal?limit=1000", lead).body.find("Once public"), std::string::npos);
}

TEST_F(SightTest, WallsReachTheirRoutesOnly)
{
    const Credentials wall = server.wall(WallAudience::Room, lead);
    for (const char* path : { "/api/v1/me", "/api/v1/state", "/api/v1/journal", "/api/v1/timeline", "/api/v1/capacity",
             "/api/v1/journals" }) {
        EXPECT_EQ(server.get(path, wall).status, 200) << path;
    }
    for (const char* path : { "/api/v1/incidents", "/api/v1/alerts", "/api/v1/users", "/api/v1/tokens", "/api/v1/walls",
             "/api/v1/sources", "/calendar/maintenance.ics" }) {
        EXPECT_EQ(server.get(path, wall).status, 403) << path;
    }
    EXPECT_EQ(server.post("/api/v1/incidents", R"({"title":"t"})", wall).status, 403);
}

TEST_F(SightTest, SwitchingAllWallsShowsThemWhatVisitorsSee)
{
    const Credentials wall = server.wall(WallAudience::Room, lead);
    LiveStream stream(server, "", wall);
    ASSERT_TRUE(stream.next("clock"));
    EXPECT_NE(server.get("/api/v1/state", wall).body.find("Open matter"), std::string::npos);
    ASSERT_EQ(server.post("/api/v1/walls/switch", R"({"audience":"visitor"})", lead).status, 200);
    EXPECT_TRUE(stream.next("resync"));
    EXPECT_EQ(server.get("/api/v1/state", wall).body.find("Open matter"), std::string::npos);
    EXPECT_EQ(server.get("/api/v1/me", wall).at("wall"), "visitor");
}

// Services by their public names, how majors stand, and what was published: in every answer and event, and nothing else.
TEST_F(SightTest, AVisitorsSessionReceivesWhatVisitorsMayReadAndNothingElse)
{
    ASSERT_EQ(
        server.post("/api/v1/services", R"({"id":"hr-secret-project","name":"Secret project"})", lead).status, 200);
    ASSERT_EQ(
        server.post("/api/v1/services", R"({"id":"pay-db","name":"pay-db","public_name":"Payments"})", lead).status,
        200);
    const Credentials visitor = server.wall(WallAudience::Visitor, lead);
    LiveStream stream(server, "", visitor);
    ASSERT_TRUE(stream.next("clock"));
    const std::string major
        = server
              .post("/api/v1/incidents",
                  R"({"title":"Checkout fails","services":["pay-db","hr-secret-project"],"impact":"high","urgency":"high"})",
                  lead)
              .at("created");
    ASSERT_TRUE(stream.next("changed"));
    EXPECT_EQ(server.get("/api/v1/state", visitor).body.find(major), std::string::npos) << "nothing was said of it";
    const Credentials monitoring = server.token("monitoring", { "intake:monitoring" });
    ASSERT_EQ(server.post("/api/v2/alerts", R"([{"labels":{"alertname":"SecretAlert"}}])", monitoring).status, 200);
    ASSERT_EQ(
        server.post("/api/v1/incidents/" + major + "/major", R"({"act":"declare","severity":"SEV1"})", lead).status,
        200);
    const std::string path = "/api/v1/incidents/" + major + "/updates";
    ASSERT_LT(
        server.post(path, R"({"audience":"regulator","text":"Secret words","reason":"alone"})", lead).status, 300);
    ASSERT_LT(
        server.post(path, R"({"audience":"customers","text":"We look into it.","reason":"alone"})", lead).status, 300);
    ASSERT_TRUE(stream.next("changed"));
    const std::string lead_id = server.app().auth->user_named("lead")->id.text;
    for (const char* answer : { "/api/v1/state", "/api/v1/summary", "/api/v1/journal?limit=1000", "/api/v1/timeline",
             "/api/v1/capacity", "/api/v1/capacity/forecasts", "/api/v1/journals" }) {
        const Answer given = server.get(answer, visitor);
        ASSERT_EQ(given.status, 200) << answer;
        for (const std::string& word : { std::string("ecret"), std::string("pay-db"), std::string("Checkout"), lead_id,
                 std::string("owner"), std::string("clocks"), std::string("displays"), std::string("regulator") }) {
            EXPECT_EQ(given.body.find(word), std::string::npos) << answer << word << given.body;
        }
    }
    const Answer state = server.get("/api/v1/state", visitor);
    EXPECT_NE(state.body.find("We look into it."), std::string::npos) << state.body;
    EXPECT_NE(state.body.find(R"("?")"), std::string::npos) << state.body;
    // What is one word of a few is always written: here that of an incident of which nothing is known.
    EXPECT_NE(state.body.find(R"("impact":"medium")"), std::string::npos) << state.body;
    EXPECT_NE(state.body.find(R"("personal_data":"unknown","priority":"P3")"), std::string::npos) << state.body;
    EXPECT_TRUE(decode_items(server.get("/api/v1/timeline", visitor).body).value().empty());
    const Answer summary = server.get("/api/v1/summary", visitor);
    EXPECT_EQ(summary.body.find("alerts_firing"), std::string::npos) << summary.body;
    EXPECT_EQ(summary.body.find("incidents_open"), std::string::npos) << summary.body;
    EXPECT_NE(summary.body.find("Payments"), std::string::npos) << summary.body;
    EXPECT_EQ(server.get("/api/v1/summary", lead).at("alerts_firing"), "1");
}

TEST_F(SightTest, OnlyAPersonLetsAWallIn)
{
    const Answer begun = server.post("/api/v1/walls/pairings", "{}", nobody());
    const std::string body = R"({"name":"w","code":")" + begun.at("code") + R"("})";
    EXPECT_EQ(server.post("/api/v1/walls", body, server.token("t", { "act", "admin" })).status, 403);
    EXPECT_EQ(server.post("/api/v1/walls", body, outsider).status, 403);
    EXPECT_EQ(server.post("/api/v1/walls/pairings/redeem", R"({"secret":")" + begun.at("secret") + R"("})", nobody())
                  .at("paired"),
        "");
    EXPECT_EQ(server.post("/api/v1/walls", body, lead).status, 201);
    const Answer redeemed
        = server.post("/api/v1/walls/pairings/redeem", R"({"secret":")" + begun.at("secret") + R"("})", nobody());
    EXPECT_EQ(redeemed.at("paired"), "true");
    EXPECT_EQ(redeemed.at("token"), "");
    const std::string cookie = redeemed.header("Set-Cookie");
    EXPECT_EQ(cookie.find("watchfloor-wall="), 0u);
    EXPECT_EQ(
        server.get("/api/v1/me", { "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n" }).at("kind"), "wall");
}

}
}
