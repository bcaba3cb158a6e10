// SPDX-License-Identifier: Apache-2.0
// Whatever a request names: what its sender may not see is refused as what is not there, in the same words.
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

using enum SystemRole;

// One thing that a request names, in its path or in its body, where "@" stands.
struct Naming {
    std::string method;
    std::string path;
    std::string body;
    std::vector<std::string> hidden; // each answers as
    std::string absent;
};

std::string about_id(std::string text, const std::string& id)
{
    for (auto at = text.find('@'); at != std::string::npos; at = text.find('@')) {
        text.replace(at, 1, id);
    }
    return text;
}

std::string but_for_id(std::string text, const std::string& id)
{
    for (auto at = text.find(id); at != std::string::npos; at = text.find(id)) {
        text.replace(at, id.size(), "@");
    }
    return text;
}

class HiddenRefusalsTest : public testing::Test {
protected:
    HiddenRefusalsTest()
    {
        done("/api/v1/services", R"({"id":"shop","name":"Shop"})");
        for (const char* bridge : { "b1", "b2", "b3" }) {
            done("/api/v1/bridges", R"({"id":")" + std::string(bridge) + R"(","name":"B"})");
        }
        fire("Leaking");
        secret = logged(R"({"title":"Leak","restricted":true,"alerts":[")" + alert("Leaking") + R"("]})");
        done("/api/v1/incidents/" + secret + "/major", R"({"act":"declare","severity":"SEV1","bridge":"b1"})");
        done("/api/v1/incidents/" + secret + "/tasks", R"({"title":"t"})");
        done("/api/v1/incidents/" + secret + "/entries", R"({"text":"quiet words"})");
        note = std::to_string(server.app().journals->main().state()->seq);
        // One that was everybody's at first.
        closed_off = logged(R"({"title":"Once open"})");
        done("/api/v1/incidents/" + closed_off + "/members",
            R"({"restricted":true,"members":[")" + server.app().auth->user_named("lead")->id.text + R"("]})");
        open = logged(R"({"title":"Open"})");
    }

    Answer done(const std::string& path, const std::string& body)
    {
        Answer answer = server.post(path, body, lead);
        EXPECT_EQ(answer.status / 100, 2) << path << answer.body;
        return answer;
    }
    std::string logged(const std::string& body) { return done("/api/v1/incidents", body).at("created"); }

    void fire(const std::string& name)
    {
        const std::string body = R"([{"labels":{"alertname":")" + name + R"("}}])";
        EXPECT_EQ(server.post("/api/v2/alerts", body, source).status, 200);
    }
    static std::string alert(const std::string& name)
    {
        return alert_id(Intake::kDefaultDomain, { { "alertname", name } }).text;
    }

    // What is answered to who may not see it, but for the name of what was asked for.
    std::string answer_about(const Naming& naming, const std::string& id)
    {
        const std::string path = about_id(naming.path, id);
        const Answer answer = naming.method == "GET" ? server.get(path, outsider)
                                                     : server.post(path, about_id(naming.body, id), outsider);
        EXPECT_GE(answer.status, 400) << path << about_id(naming.body, id);
        return std::to_string(answer.status) + " " + but_for_id(answer.body, id);
    }

    RunningServer server;
    Credentials lead = server.person("lead", { IncidentManager, Resolver });
    // Of every role but those whose sight has no bounds.
    Credentials outsider = server.person("outsider",
        { Resolver, ServiceDesk, IncidentManager, CapacityManager, MaintenancePlanner, Maintainer, ComplianceOfficer,
            Administrator });
    Credentials source = server.token("prometheus", { "intake:prometheus" });
    std::string secret {};
    std::string note {};
    std::string closed_off {};
    std::string open {};
};

TEST_F(HiddenRefusalsTest, ReadAsTheRefusalsOfWhatIsNotThere)
{
    const std::string own = "/api/v1/incidents/" + open;
    const std::vector<std::string> incidents { secret, closed_off };
    const std::string someone = server.app().auth->user_named("outsider")->id.text;
    std::vector<Naming> namings {
        { "GET", "/api/v1/incidents/@", "", incidents, "SEC-99" },
        { "GET", "/api/v1/journal?subject=@", "", incidents, "SEC-99" },
        { "GET", "/api/v1/timeline?scope=@", "", incidents, "SEC-99" },
        { "GET", "/api/v1/changes?incident=@", "", incidents, "SEC-99" },
        { "POST", own + "/alerts", R"({"alert":"@"})", { alert("Leaking") }, "a0000000000000000" },
        { "POST", "/api/v1/incidents", R"({"title":"x","alerts":["@"]})", { alert("Leaking") }, "a0000000000000000" },
        { "POST", own + "/major", R"({"act":"declare","severity":"SEV1","bridge":"@"})", { "b1" }, "b9" },
        { "POST", own + "/tasks", R"({"task":"@","state":"done"})", { secret + "/T-1" }, "SEC-99/T-1" },
        { "POST", own + "/entries", R"({"text":"x","supersedes":@})", { note }, "99999" },
        { "POST", "/api/v1/erasures", R"({"seq":@,"legal_basis":"x"})", { note }, "99999" },
    };
    for (const auto& [part, body] : std::vector<std::pair<std::string, std::string>> {
             { "/entries", R"({"text":"x"})" },
             { "/entries", R"({"text":"x","supersedes":1})" },
             { "/transitions", R"({"to":"investigating","version":1})" },
             { "/transitions", R"({"acknowledge":true})" },
             { "/classification", R"({"headline":"x","version":1})" },
             { "/major", R"({"act":"declare","severity":"SEV1"})" },
             { "/major", R"({"act":"stand_down","reason":"x"})" },
             { "/major", R"({"act":"ratify"})" },
             { "/duties", R"({"act":"take","duty":"scribe"})" },
             { "/duties", R"({"act":"assign","duty":"deputy","user":")" + someone + R"("})" },
             { "/tasks", R"({"title":"x"})" },
             { "/updates", R"({"text":"x","audience":"internal"})" },
             { "/alerts", R"({"alert":"a0000000000000000"})" },
             { "/references", R"({"system":"x","number":"1"})" },
             { "/members", R"({"members":[],"restricted":false})" },
         }) {
        namings.push_back({ "POST", "/api/v1/incidents/@" + part, body, incidents, "SEC-99" });
    }
    for (const Naming& naming : namings) {
        const std::string absent = answer_about(naming, naming.absent);
        for (const std::string& hidden : naming.hidden) {
            EXPECT_EQ(answer_about(naming, hidden), absent) << naming.path << " " << naming.body << " " << hidden;
        }
    }
}

// A bridge that others see in use is refused like one of which they see nothing.
TEST_F(HiddenRefusalsTest, ABridgeIsRefusedInOneWay)
{
    done("/api/v1/incidents/" + logged(R"({"title":"Seen"})") + "/major",
        R"({"act":"declare","severity":"SEV1","bridge":"b2"})");
    const Naming naming { "POST", "/api/v1/incidents/" + open + "/major",
        R"({"act":"declare","severity":"SEV1","bridge":"@"})", {}, "" };
    EXPECT_EQ(answer_about(naming, "b2"), answer_about(naming, "b1"));
    EXPECT_EQ(answer_about(naming, "b2"), answer_about(naming, "b9"));
    const Answer free = server.post(naming.path, about_id(naming.body, "b3"), outsider);
    EXPECT_EQ(free.status, 200) << free.body;
}

// Entries are found by ids, and who sees them is decided by an incident's: whoever could call something else by it
// would see by what became of that whether there is such an incident.
TEST_F(HiddenRefusalsTest, NothingIsCalledByTheNumberOfAnIncident)
{
    const Credentials keeper
        = server.person("keeper", { IncidentManager, CapacityManager, MaintenancePlanner, Administrator });
    const std::uint64_t before = server.app().journals->main().head().seq;
    for (const auto& [path, rest] : std::vector<std::pair<std::string, std::string>> {
             { "/api/v1/services", R"("name":"S")" },
             { "/api/v1/bridges", R"("name":"B")" },
             { "/api/v1/assets", R"("name":"A")" },
             { "/api/v1/capacity", R"("name":"C","unit":"bytes","total_milli":1)" },
             { "/api/v1/sources", R"("kind":"json")" },
         }) {
        const auto answered = [&](const std::string& id) {
            const Answer answer = server.post(path, R"({"id":")" + id + "\"," + rest + "}", keeper);
            EXPECT_EQ(answer.status, 400) << path << id << answer.body;
            return but_for_id(answer.body, id);
        };
        EXPECT_EQ(answered(secret), answered("SEC-777"));
        EXPECT_EQ(answered(closed_off), answered("INC-777"));
    }
    EXPECT_EQ(server.app().journals->main().head().seq, before);
    EXPECT_EQ(server.post("/api/v1/assets", R"({"id":"SEC-CAM-1","name":"Camera"})", keeper).status, 200);
}

}
}
