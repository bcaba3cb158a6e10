// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/answers/incidents.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

using enum SystemRole;

Credentials with_key(Credentials who, const std::string& key)
{
    who.headers += "Idempotency-Key: " + key + "\r\n";
    return who;
}

TEST(IncidentRoutesTest, TakesAnIncidentThroughItsFirstMinutes)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver, ServiceDesk });
    ASSERT_EQ(
        server.post("/api/v1/services", R"({"id":"shop","name":"Shop","public_name":"Online shop"})", lead).status,
        200);

    const Answer logged = server.post("/api/v1/incidents",
        R"({"title":"Checkout fails","services":["shop"],"impact":"high","urgency":"high"})", lead);
    ASSERT_EQ(logged.status, 201) << logged.body;
    EXPECT_EQ(logged.at("created"), "INC-1");
    EXPECT_EQ(logged.at("seq"), std::to_string(server.app().journals->main().head().seq));
    EXPECT_EQ(server.post("/api/v1/incidents/INC-1/transitions", R"({"acknowledge":true})", lead).status, 200);
    const Answer declared
        = server.post("/api/v1/incidents/INC-1/major", R"({"act":"declare","severity":"SEV1"})", lead);
    ASSERT_EQ(declared.status, 200) << declared.body;
    EXPECT_EQ(
        server.post("/api/v1/incidents/INC-1/classification", R"({"headline":"Payments down, rolling back"})", lead)
            .status,
        200);
    EXPECT_EQ(server.post("/api/v1/incidents/INC-1/tasks", R"({"title":"Roll back"})", lead).status, 200);
    EXPECT_EQ(
        server.post("/api/v1/incidents/INC-1/references", R"({"system":"tracker","number":"CHG1"})", lead).status, 201);
    EXPECT_EQ(server.post("/api/v1/incidents/INC-1/updates", R"({"audience":"internal","text":"We are on it."})", lead)
                  .status,
        201);

    const Answer read = server.get("/api/v1/incidents/INC-1", lead);
    EXPECT_EQ(read.at("major"), "declared");
    EXPECT_EQ(read.at("severity"), "SEV1");
    EXPECT_EQ(read.at("headline"), "Payments down, rolling back");
    EXPECT_EQ(read.at("tasks"), "1");
    EXPECT_EQ(read.at("duties"), "1");
    EXPECT_EQ(server.get("/api/v1/incidents", lead).at("total"), "1");
}

TEST(IncidentRoutesTest, ListsWhatAGateMisses)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"t"})", lead).status, 201);
    ASSERT_EQ(server.post("/api/v1/incidents/INC-1/transitions", R"({"to":"investigating"})", lead).status, 200);
    const Answer refused = server.post("/api/v1/incidents/INC-1/transitions", R"({"to":"resolved"})", lead);
    EXPECT_EQ(refused.status, 422) << refused.body;
    EXPECT_GT(std::stoi(refused.at("error.missing")), 0) << refused.body;
}

TEST(IncidentRoutesTest, CarriesARepeatedRequestOutOnce)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager });
    const Credentials other = server.person("other", { IncidentManager });
    const std::string body = R"({"title":"Once"})";

    const Answer first = server.post("/api/v1/incidents", body, with_key(lead, "k1"));
    const Answer again = server.post("/api/v1/incidents", body, with_key(lead, "k1"));
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(first.body, again.body);
    EXPECT_EQ(server.get("/api/v1/incidents", lead).at("total"), "1");

    EXPECT_EQ(server.post("/api/v1/incidents", R"({"title":"Another"})", with_key(lead, "k1")).status, 422);
    EXPECT_EQ(server.post("/api/v1/incidents", body, with_key(other, "k1")).at("created"), "INC-2");
    EXPECT_EQ(server.post("/api/v1/incidents", body, with_key(lead, std::string(201, 'k'))).status, 400);
    server.restart();
    EXPECT_EQ(server.post("/api/v1/incidents", body, with_key(lead, "k1")).body, first.body);
    EXPECT_EQ(server.get("/api/v1/incidents", lead).at("total"), "2");
}

// What its author saw stands with each entry, whether a program says it or a console.
TEST(IncidentRoutesTest, KeepsWhatTheAuthorHadSeen)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager });
    const auto seen_of_last = [&] {
        const std::uint64_t seq = server.app().journals->main().head().seq;
        const auto entries = server.app().store->read_range(kMainJournal, seq, seq, {});
        return decode_head(entries.value().at(0)).value().seen_seq;
    };
    const std::string body = R"({"title":"Seen"})";
    ASSERT_EQ(server.post("/api/v1/incidents?seen=2", body, lead).status, 201);
    EXPECT_EQ(seen_of_last(), 2U);
    ASSERT_EQ(server.post("/api/v1/incidents", body, { lead.headers + "X-Seen-Seq: 3\r\n" }).status, 201);
    EXPECT_EQ(seen_of_last(), 3U);
    const std::uint64_t head = server.app().journals->main().head().seq;
    ASSERT_EQ(server.post("/api/v1/incidents", body, { lead.headers + "X-Seen-Seq: 99999\r\n" }).status, 201);
    EXPECT_EQ(seen_of_last(), head) << "nobody saw what is not there";
}

TEST(IncidentRoutesTest, AnswersARepeatedRequestAsTheFirstTime)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver, ServiceDesk, CapacityManager });
    const std::vector<std::pair<std::string, std::string>> requests {
        { "/api/v1/services", R"({"id":"shop","name":"Shop"})" },
        { "/api/v1/services", R"({"id":"shop","name":"The shop"})" },
        { "/api/v1/incidents", R"({"title":"Once","services":["shop"]})" },
        { "/api/v1/incidents/INC-1/transitions", R"({"to":"investigating"})" },
        { "/api/v1/incidents/INC-1/entries", R"({"kind":"observation","text":"It is slow."})" },
        { "/api/v1/incidents/INC-1/tasks", R"({"title":"Roll back"})" },
        { "/api/v1/incidents/INC-1/tasks", R"({"title":"Tell the customers"})" },
        { "/api/v1/incidents/INC-1/tasks", R"({"task":"INC-1/T-1","title":"Roll it back"})" },
        { "/api/v1/changes", R"({"summary":"Release 7"})" },
        { "/api/v1/capacity", R"({"id":"disk","name":"Disk","unit":"bytes","total_milli":100})" },
    };
    std::vector<Answer> first;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        first.push_back(server.post(requests[i].first, requests[i].second, with_key(lead, std::to_string(i))));
        EXPECT_EQ(first[i].status / 100, 2) << requests[i].second << first[i].body;
    }
    server.restart();
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const Answer again = server.post(requests[i].first, requests[i].second, with_key(lead, std::to_string(i)));
        EXPECT_EQ(again.status, first[i].status) << requests[i].second;
        EXPECT_EQ(again.body, first[i].body) << requests[i].second;
    }
}

TEST(SummaryRouteTest, CountsWhatFiresAndWhatIsOpen)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver, ServiceDesk });
    const Answer calm = server.get("/api/v1/summary", lead);
    ASSERT_EQ(calm.status, 200) << calm.body;
    EXPECT_EQ(calm.at("alerts_firing"), "0");
    EXPECT_EQ(calm.at("incidents_open"), "0");
    EXPECT_EQ(calm.at("worst"), "");

    const Credentials monitoring = server.token("monitoring", { "intake:monitoring" });
    const Answer fired = server.post("/api/v2/alerts",
        R"([{"labels":{"alertname":"Slow","severity":"warning"}},{"labels":{"alertname":"Down","severity":"critical"}}])",
        monitoring);
    ASSERT_EQ(fired.status, 200) << fired.body;
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"Checkout fails"})", lead).status, 201);
    const Answer busy = server.get("/api/v1/summary?journal=main", lead);
    EXPECT_EQ(busy.at("alerts_firing"), "2");
    EXPECT_EQ(busy.at("incidents_open"), "1");
    EXPECT_EQ(busy.at("worst"), "critical");
    EXPECT_EQ(busy.at("seq"), std::to_string(server.app().journals->main().head().seq));
    EXPECT_EQ(server.get("/api/v1/summary", monitoring).status, 403);
}

TEST(IncidentRoutesTest, ReadsAnIncidentThatLeftTheWorkingSet)
{
    RunningServer server;
    Credentials lead = server.person("lead", { IncidentManager, ServiceDesk });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"Duplicate"})", lead).status, 201);
    ASSERT_EQ(
        server.post("/api/v1/incidents/INC-1/transitions", R"({"to":"cancelled","note":"duplicate of another"})", lead)
            .status,
        200);
    server.clock().pass(std::chrono::hours { 30 });
    lead = server.sign_in("lead", std::string(RunningServer::kPassword));
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"Next"})", lead).status, 201);
    ASSERT_EQ(server.app().journals->main().state()->incidents.size(), 1u);

    const Answer read = server.get("/api/v1/incidents/INC-1", lead);
    EXPECT_EQ(read.status, 200) << read.body;
    EXPECT_EQ(read.at("title"), "Duplicate");
    EXPECT_EQ(read.at("state"), "cancelled");
    EXPECT_EQ(server.get("/api/v1/incidents/INC-3", lead).status, 404);
}

TEST(IncidentRoutesTest, NothingOfARestrictedIncidentOpensByItsAge)
{
    RunningServer server;
    Credentials lead = server.person("lead", { IncidentManager, ServiceDesk, Resolver });
    server.person("outsider", { Resolver, IncidentManager });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"The payroll leaked"})", lead).status, 201);
    const std::string incident = "/api/v1/incidents/INC-1";
    const std::string members
        = R"({"restricted":true,"members":[")" + server.app().auth->user_named("lead")->id.text + R"("]})";
    ASSERT_EQ(server.post(incident + "/members", members, lead).status, 200);
    ASSERT_EQ(server.post(incident + "/transitions", R"({"to":"cancelled","note":"a false alarm"})", lead).status, 200);
    server.clock().pass(std::chrono::hours { 30 });
    const std::string password { RunningServer::kPassword };
    lead = server.sign_in("lead", password);
    const Credentials outsider = server.sign_in("outsider", password);
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"Next"})", lead).status, 201);

    EXPECT_EQ(server.get(incident, lead).at("title"), "The payroll leaked");
    EXPECT_EQ(server.get(incident, outsider).status, 404);
    EXPECT_EQ(server.get("/api/v1/journal?subject=INC-1", outsider).status, 404);
    for (const char* path : { "/api/v1/journal?limit=1000", "/api/v1/incidents?state=closed", "/api/v1/state" }) {
        const Answer answer = server.get(path, outsider);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_EQ(answer.body.find("payroll"), std::string::npos) << path;
    }
}

TEST(IncidentRoutesTest, PagesThroughWhatEndedAtAnyTime)
{
    RunningServer server;
    Credentials lead = server.person("lead", { IncidentManager, ServiceDesk });
    const auto log = [&](const std::string& title) {
        ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":")" + title + R"("})", lead).status, 201);
    };
    const auto end = [&](const std::string& id) {
        const std::string path = "/api/v1/incidents/" + id + "/transitions";
        ASSERT_EQ(server.post(path, R"({"to":"cancelled","note":"a false alarm"})", lead).status, 200);
    };
    for (const char* title : { "first", "second", "third" }) {
        log(title);
    }
    end("INC-1");
    end("INC-3");
    server.clock().pass(std::chrono::hours { 30 });
    lead = server.sign_in("lead", std::string(RunningServer::kPassword));
    log("fourth");
    end("INC-4");
    ASSERT_EQ(server.app().journals->main().state()->incidents.size(), 2U) << "INC-2 is open still, INC-4 is new";

    // The numbers in their order, and where the next page begins.
    const auto page = [&](const std::string& parameters, const Credentials& who) {
        const Answer answer = server.get("/api/v1/incidents?state=closed" + parameters, who);
        const auto read = from_json<ClosedIncidents>(answer.body);
        std::string numbers;
        for (const Incident& incident : read.ok() ? read.value().items : std::vector<Incident> {}) {
            numbers += incident.id.text + " " + incident.title + ", ";
        }
        return numbers + (read.ok() ? "then " + read.value().older.text : answer.body);
    };
    EXPECT_EQ(page("&limit=2", lead), "INC-4 fourth, INC-3 third, then INC-3");
    EXPECT_EQ(page("&before=INC-3", lead), "INC-1 first, then ");
    EXPECT_EQ(page("&before=INC-999999", lead), "INC-4 fourth, INC-3 third, INC-1 first, then ");
    for (const char* wrong : { "state=closed&before=CHG-1", "state=closed&before=INC-", "state=closed&limit=0",
             "state=closed&limit=101", "state=open&before=INC-3", "limit=5" }) {
        EXPECT_EQ(server.get("/api/v1/incidents?" + std::string(wrong), lead).status, 400) << wrong;
    }
    const Credentials guest = server.person("guest", { Reporter });
    const std::string to_guest = page("", guest);
    EXPECT_EQ(to_guest.find("INC-3"), std::string::npos) << to_guest;
    EXPECT_EQ(to_guest.find("INC-1"), std::string::npos) << to_guest;
}

TEST(IncidentRoutesTest, ACorrectionKeepsTheTimeOfWhatItCorrects)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"t"})", lead).status, 201);
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"another"})", lead).status, 201);
    const std::string entries = "/api/v1/incidents/INC-1/entries";
    const Answer noted
        = server.post(entries, R"({"text":"Both nodes up","occurred_at":"2026-03-02T08:59:30.250Z"})", lead);
    ASSERT_EQ(noted.status, 201) << noted.body;
    server.clock().pass(std::chrono::minutes { 3 });
    const auto newest = [&] {
        const Answer page = server.get(
            "/api/v1/journal?subject=INC-1&after=" + std::to_string(server.app().journals->main().head().seq - 1),
            lead);
        return page.body;
    };
    const std::string supersedes = R"(,"supersedes":)" + noted.at("seq") + "}";
    ASSERT_EQ(server.post(entries, R"({"text":"Both nodes down")" + supersedes, lead).status, 201);
    EXPECT_NE(newest().find("2026-03-02T08:59:30.25"), std::string::npos) << newest();
    ASSERT_EQ(server.post(entries, R"({"text":"One node down","occurred_at":"2026-03-02T09:01:00Z")" + supersedes, lead)
                  .status,
        201);
    EXPECT_NE(newest().find("2026-03-02T09:01:00"), std::string::npos) << newest();

    const Answer elsewhere = server.post("/api/v1/incidents/INC-2/entries", R"({"text":"x")" + supersedes, lead);
    EXPECT_EQ(elsewhere.status, 400);
    EXPECT_NE(elsewhere.at("error.message").find("INC-2"), std::string::npos) << elsewhere.body;
}

}
}
