// SPDX-License-Identifier: Apache-2.0
// Whatever a stranger sends: a 4xx that says what to do, nothing written.
#include "server/app/embedded_assets.h"
#include "server/auth/request_identity.h"
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>
#include <map>

namespace watchfloor::test {
namespace {

struct Case {
    std::string path;
    std::string body;
    int status;
};

std::string nested(int depth)
{
    return R"({"title":)" + std::string(static_cast<std::size_t>(depth), '[')
        + std::string(static_cast<std::size_t>(depth), ']') + "}";
}

// The same faults fit every route that takes a command.
std::vector<Case> faults_of(const std::string& path)
{
    return {
        { path, "", 400 },
        { path, "{", 400 },
        { path, "[]", 400 },
        { path, "null", 400 },
        { path, "\"text\"", 400 },
        { path, nested(500'000 / 64), 400 },
        { path, R"({"no_such_field":1})", 400 },
        { path, R"({"actor":"somebody"})", 400 },
        { path, R"({"recorded_at":"2026-01-01T00:00:00Z"})", 400 },
        { path, "{\"\xff\":1}", 400 },
        { path, R"({"a":NaN})", 400 },
        { path, R"({"a":1e999})", 400 },
        { path, R"({"a":1,"a":2})", 400 },
        { path, R"({"a":"\ud800"})", 400 },
        { path, std::string(200'000, ' '), 413 },
    };
}

class BadInputTest : public testing::Test {
protected:
    BadInputTest() { EXPECT_EQ(server.post("/api/v1/incidents", R"({"title":"Present"})", everything).status, 201); }

    void expect_refused(const Case& given)
    {
        const std::uint64_t before = server.app().journals->main().head().seq;
        const Answer answer = server.post(given.path, given.body, everything);
        EXPECT_EQ(answer.status, given.status) << given.path << " " << given.body.substr(0, 120) << "\n" << answer.body;
        EXPECT_FALSE(answer.at("error.message").empty()) << answer.body;
        EXPECT_EQ(server.app().journals->main().head().seq, before) << given.path << " " << given.body.substr(0, 120);
    }

    RunningServer server;
    Credentials everything = server.person("all",
        { SystemRole::IncidentManager, SystemRole::Resolver, SystemRole::ServiceDesk, SystemRole::CapacityManager,
            SystemRole::MaintenancePlanner, SystemRole::Administrator });
};

TEST_F(BadInputTest, EveryCommandRouteRefusesMalformedBodies)
{
    for (const auto& route : server.app().http->routes()) {
        const bool ours = route->pattern.starts_with("/api/v1/") && route->method == Method::Post;
        if (!ours || route->pattern == "/api/v1/session" || route->options.max_body > kDefaultMaxBody) {
            continue;
        }
        std::string path = route->pattern;
        if (const auto at = path.find("{id}"); at != std::string::npos) {
            path.replace(at, 4, path.starts_with("/api/v1/incidents/") ? "INC-1" : "none");
        }
        for (const Case& given : faults_of(path)) {
            if (!given.body.empty()) {
                expect_refused(given);
            }
        }
    }
}

// Bodies of one field of this type that no route takes, by what is wrong.
std::map<std::string, std::string> faults_of_field(const std::string& name, const std::string& type)
{
    const std::string field = "{\"" + name + "\":";
    const std::string deep = std::string(100, '[') + std::string(100, ']');
    std::map<std::string, std::string> faults {
        { "another type", field + (type == "string" ? "7" : "\"x\"") + "}" },
        { "a list of lists", field + "[[]]}" },
        { "twice", field + "null,\"" + name + "\":null}" },
        { "nested too deep", field + deep + "}" },
        { "a number beyond a double", field + "1e999}" },
        { "no JSON", field + "nul}" },
        { "misspelt", "{\"" + name + "_\":null}" },
    };
    if (type == "array") {
        faults["a list of nothing"] = field + "[null]}";
    } else if (type == "integer") {
        faults["a number beyond 64 bits"] = field + "99999999999999999999999999}";
        faults["half a number"] = field + "1.5}";
    } else if (type == "object") {
        faults["of numbers"] = field + "{\"a\":5}}";
    }
    return faults;
}

// What the description says that this takes, the fields by their types.
std::map<std::string, std::string> fields_taken(const JsonValue& document, const JsonValue& operation)
{
    const JsonValue* body = operation.find("requestBody");
    const JsonValue* schema
        = body == nullptr ? nullptr : body->find("content")->find("application/json")->find("schema");
    const auto whole = [&](const JsonValue* part) {
        const JsonValue* reference = part->find("$ref");
        return reference == nullptr ? part
                                    : document.find("components")
                                          ->find("schemas")
                                          ->find(reference->string.substr(reference->string.rfind('/') + 1));
    };
    std::map<std::string, std::string> fields;
    const JsonValue* properties = schema == nullptr ? nullptr : whole(schema)->find("properties");
    for (const auto& [name, type] : properties == nullptr ? JsonValue {}.members : properties->members) {
        fields[name] = whole(&type)->find("type")->string;
    }
    return fields;
}

TEST_F(BadInputTest, EveryRefusalNamesTheField)
{
    ASSERT_EQ(
        server.post("/api/v1/capacity", R"({"id":"none","name":"Disk","unit":"bytes","total_milli":1000})", everything)
            .status,
        200);
    const auto document = read_json(embedded_openapi(), { .max_bytes = 4 * 1024 * 1024, .max_items = 200'000 });
    ASSERT_TRUE(document.ok());
    std::size_t tried = 0;
    for (const auto& [pattern, operations] : document.value().find("paths")->members) {
        const JsonValue* operation = operations.find("post");
        if (!pattern.starts_with("/api/v1/") || operation == nullptr) {
            continue;
        }
        std::string path = pattern;
        if (const auto at = path.find("{id}"); at != std::string::npos) {
            path.replace(at, 4, path.starts_with("/api/v1/incidents/") ? "INC-1" : "none");
        }
        for (const auto& [name, type] : fields_taken(document.value(), *operation)) {
            for (const auto& [what, body] : faults_of_field(name, type)) {
                const Answer answer = server.post(path, body, everything);
                EXPECT_EQ(answer.status, 400) << path << " " << name << " " << what << "\n" << answer.body;
                const std::string quoted = what == "misspelt" ? name + "_" : name;
                EXPECT_NE(answer.at("error.message").find(quoted), std::string::npos)
                    << path << " " << name << " " << what << "\n"
                    << answer.body;
                ++tried;
            }
        }
    }
    EXPECT_GT(tried, 500U);
}

TEST_F(BadInputTest, AnIdThatCanBeNoneIsRefusedAndNotRepeated)
{
    const std::string id(20'000, 'x');
    for (const std::string& given : { id, std::string("a\\u0007b") }) {
        const Answer answer
            = server.post("/api/v1/incidents/INC-1/tasks", R"({"title":"t","owner":")" + given + "\"}", everything);
        EXPECT_EQ(answer.status, 400);
        EXPECT_TRUE(answer.at("error.message").starts_with("Field 'owner' is no id")) << answer.body;
        EXPECT_LT(answer.body.size(), 400U);
    }
    const Answer nobody_known
        = server.post("/api/v1/incidents/INC-1/tasks", R"({"title":"t","owner":"u-9"})", everything);
    EXPECT_NE(nobody_known.at("error.message").find("`owner`"), std::string::npos) << nobody_known.body;
    const Answer nothing = server.post("/api/v1/incidents/INC-1/alerts", "{}", everything);
    EXPECT_EQ(nothing.at("error.message"), "Field 'alert' is missing: give it.");
}

TEST_F(BadInputTest, RefusesWrongTypesWordsAndTimes)
{
    const std::string incident = "/api/v1/incidents/INC-1";
    for (const Case& given : std::vector<Case> {
             { "/api/v1/incidents", R"({"title":7})", 400 },
             { "/api/v1/incidents", R"({"title":"x","impact":"enormous"})", 400 },
             { "/api/v1/incidents", R"({"title":"x","services":"shop"})", 400 },
             { "/api/v1/incidents", R"({"title":"x","services":["no-such-service"]})", 400 },
             { "/api/v1/incidents", R"({"title":"x","priority":"P1"})", 400 },
             { "/api/v1/incidents", R"({"title":"x","detected_at":"2026-03-02T08:00:00"})", 400 },
             { "/api/v1/incidents", R"({"title":"x","detected_at":"2036-03-02T08:00:00Z"})", 400 },
             { "/api/v1/incidents", R"({"title":"x","detected_at":1772442000})", 400 },
             { "/api/v1/incidents", R"({"title":"x\u202ey"})", 400 },
             { incident + "/entries", R"({"text":""})", 400 },
             { incident + "/entries", R"({"text":"x","occurred_at":"2036-03-02T08:00:00Z"})", 400 },
             { incident + "/entries", R"({"text":"x","kind":"gossip"})", 400 },
             { incident + "/entries", R"({"text":"x","supersedes":-1})", 400 },
             { incident + "/entries", R"({"text":"x","supersedes":99999999999999999999999})", 400 },
             { incident + "/transitions", R"({"to":"resolved","version":1})", 409 },
             { incident + "/major", R"({"act":"declare"})", 422 },
             { "/api/v1/incidents/INC-99/entries", R"({"text":"x"})", 404 },
             { "/api/v1/alerts/none/acknowledge", "{}", 404 },
             { "/api/v1/capacity", R"({"id":"disk","name":"Disk","unit":"bytes","total_milli":-1})", 400 },
             { "/api/v1/capacity/none/samples", R"({"samples":[]})", 404 },
             { "/api/v1/maintenance-windows",
                 R"({"title":"w","from":"2026-03-03T00:00:00Z","to":"2026-03-02T00:00:00Z"})", 400 },
             { "/api/v1/maintenance-windows", R"({"title":"w","services":["shop"],"to":"2036-03-02T00:00:00Z"})", 400 },
             { "/api/v1/work-orders", R"({"title":"w","asset":"ups","planned_end":"2036-03-02T00:00:00Z"})", 400 },
             { "/api/v1/maintenance-windows/MW-9/transitions", R"({"to":"approved"})", 404 },
             { "/api/v1/work-orders/WO-9/transitions", R"({"to":"approved"})", 404 },
             { "/api/v1/drills", R"({"scenario":"none"})", 404 },
             { "/api/v1/walls", R"({"code":"WRONGXYZ","name":"w"})", 404 },
             { "/api/v1/walls/wall-9", R"({"name":"w"})", 404 },
             { "/api/v1/walls/wall-9/pages", R"({"pages":[]})", 404 },
             { "/api/v1/tokens", R"({"name":"t","scopes":["everything"]})", 400 },
             { "/api/v1/users", R"({"name":"","roles":[]})", 400 },
             { "/api/v1/users", R"({"name":"x","roles":["king"]})", 400 },
             { "/api/v1/users", R"({"name":"x","password":"short"})", 400 },
             { "/api/v1/erasures", R"({"seq":1})", 403 },
         }) {
        expect_refused(given);
    }
}

TEST_F(BadInputTest, RefusesBadQueriesAndSaysWhichParameter)
{
    for (const char* path : { "/api/v1/journal?after=x", "/api/v1/journal?limit=1001", "/api/v1/journal?after=-1",
             "/api/v1/timeline?from=yesterday", "/api/v1/timeline?from=2026-03-02T08:00:00",
             "/api/v1/timeline?from=2026-03-02T08:00:00Z&to=2026-03-01T08:00:00Z",
             "/api/v1/timeline?from=2026-03-02T08:00:00Z&to=2026-03-02T08:30:00+01:00",
             "/api/v1/timeline?from=2026-03-02+08:00", "/api/v1/incidents?state=lost", "/api/v1/alerts?severity=bad",
             "/api/v1/alerts?limit=100000", "/api/v1/changes?hours=25", "/api/v1/changes?hours=0",
             "/api/v1/changes?hours=1&hours=2", "/api/v1/journal?limit=1&limit=1", "/api/v1/live?after=x" }) {
        const Answer answer = server.get(path, everything);
        EXPECT_EQ(answer.status, 400) << path << "\n" << answer.body;
    }
    EXPECT_EQ(server.get("/api/v1/alerts?filter=" + std::string(201, 'x'), everything).status, 400);
    for (const char* path : { "/api/v1/state?journal=drill-7", "/api/v1/state?journal=../main",
             "/api/v1/incidents/INC-99", "/api/v1/journal/0", "/api/v1/journal/99999", "/api/v1/journal/x",
             "/api/v1/capacity/none/forecast", "/sign-in/wrong/again" }) {
        EXPECT_EQ(server.get(path, everything).status, 404) << path;
    }
}

TEST_F(BadInputTest, AnOffsetMayStandInAnAddressAsItIsWritten)
{
    for (const char* offset : { "+01:00", "%2B01:00", "-01:00" }) {
        const std::string path = "/api/v1/timeline?from=2026-03-02T08:00:00" + std::string(offset);
        EXPECT_EQ(server.get(path, everything).status, 200) << path;
    }
}

// A misspelt filter must not be answered with everything.
TEST_F(BadInputTest, NoRouteIgnoresAParameter)
{
    const Credentials source = server.token("x", { "intake:x" });
    for (const auto& route : server.app().http->routes()) {
        std::string path = route->pattern;
        for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
            path.replace(open, path.find('}') - open + 1, "x");
        }
        const bool delivers = route->options.needs == kNeedsIntake;
        const Credentials who = delivers ? source : everything;
        const std::string head = std::string(to_string(route->method)) + " " + path
            + "?no_such_parameter=1 HTTP/1.1\r\n" + "Host: localhost\r\n" + who.headers;
        const bool takes_body = route->options.body != BodyKind::None;
        const Answer answer = server.send(
            head + (takes_body ? "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}" : "\r\n"));
        EXPECT_EQ(answer.status, 400) << route->pattern << "\n" << answer.body;
        EXPECT_NE(answer.body.find("`no_such_parameter` is not"), std::string::npos) << route->pattern << answer.body;
    }
}

// People, tokens and walls are the site's: what names a drill is not carried out in the real room.
TEST_F(BadInputTest, NothingOfTheSiteIsDoneInTheNameOfADrill)
{
    const std::uint64_t before = server.app().journals->main().head().seq;
    for (const auto& [path, body] : std::vector<std::pair<std::string, std::string>> {
             { "/api/v1/users", R"({"name":"Eve","roles":["resolver"],"password":"long enough words"})" },
             { "/api/v1/tokens", R"({"name":"t","scopes":["read"]})" },
             { "/api/v1/walls", R"({"name":"w","code":"ABCDEFGH"})" },
             { "/api/v1/walls/wall-9", R"({"name":"w"})" },
             { "/api/v1/drills", R"({"scenario":"checkout-outage"})" },
         }) {
        const Answer answer = server.post(path + "?journal=drill-1", body, everything);
        EXPECT_EQ(answer.status, 400) << path << answer.body;
        EXPECT_NE(answer.body.find("`journal` is not"), std::string::npos) << path << answer.body;
    }
    EXPECT_EQ(server.app().journals->main().head().seq, before);
}

TEST_F(BadInputTest, RefusesAnotherContentType)
{
    const std::string request = "POST /api/v1/incidents HTTP/1.1\r\nHost: localhost\r\n" + everything.headers
        + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}";
    EXPECT_EQ(server.send(request).status, 415);
}

TEST_F(BadInputTest, RefusesAStaleVersion)
{
    const std::string version = server.get("/api/v1/incidents/INC-1", everything).at("version");
    const std::string move = R"({"to":"investigating","version":)" + version + "}";
    EXPECT_EQ(server.post("/api/v1/incidents/INC-1/transitions", move, everything).status, 200);
    const Answer stale = server.post(
        "/api/v1/incidents/INC-1/transitions", R"({"to":"mitigated","version":)" + version + "}", everything);
    EXPECT_EQ(stale.status, 409) << stale.body;
}

}
}
