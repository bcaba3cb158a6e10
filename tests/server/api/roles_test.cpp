// SPDX-License-Identifier: Apache-2.0
// What a role may not do tells it nothing either: refused is refused, whether the thing is there or not.
#include "server/app/drill_player.h"
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace watchfloor::test {
namespace {

using enum SystemRole;

constexpr std::array kEveryRole { Reporter, ServiceDesk, Resolver, IncidentManager, CapacityManager, MaintenancePlanner,
    Maintainer, EvidenceCustodian, ComplianceOfficer, Executive, Auditor, Administrator };
static_assert(kEveryRole.size() == EnumTexts<SystemRole>::texts.size());

class RolesTest : public testing::Test {
protected:
    // A person of this role.
    const Credentials& of(SystemRole role)
    {
        if (!people.contains(role)) {
            people[role] = server.person(std::string(to_string(role)), { role });
        }
        return people[role];
    }

    // One person who holds this role now, and no other.
    const Credentials& as(SystemRole role)
    {
        User user = *server.app().auth->user_named("anybody");
        user.roles = { role };
        Actor system;
        system.system = true;
        EXPECT_TRUE(server.app()
                        .auth
                        ->change_user(
                            user.id, [&](User& present) { present = user; }, system)
                        .ok());
        return anybody;
    }

    RunningServer server;
    Credentials anybody = server.person("anybody", { Resolver });
    std::map<SystemRole, Credentials> people;
};

TEST_F(RolesTest, WhatIsForAdministratorsIsForNoOtherSession)
{
    const std::string user = server.app().auth->user_named("anybody")->id.text;
    const std::string other = server.add_user("other", { Resolver }).text;
    const std::vector<std::pair<std::string, std::string>> posts {
        { "/api/v1/users", R"({"name":"n"})" },
        { "/api/v1/users/" + user, R"({"name":"anybody"})" },
        { "/api/v1/users/" + other + "/password", R"({"password":"short"})" },
        { "/api/v1/tokens", R"({"name":"n","scopes":["read"]})" },
        { "/api/v1/sources", R"({"id":"s","kind":"json"})" },
    };
    for (const SystemRole role : kEveryRole) {
        as(role);
        const bool administers = role == Administrator;
        EXPECT_EQ(server.get("/api/v1/tokens", anybody).status, administers ? 200 : 403) << to_string(role);
        for (const auto& [path, body] : posts) {
            EXPECT_EQ(server.post(path, body, anybody).status == 403, !administers) << to_string(role) << " " << path;
        }
    }
    // A token reaches as far as its scope, and no further than who made it may today.
    const Answer made = server.post("/api/v1/tokens", R"({"name":"t","scopes":["admin"]})", of(Administrator));
    const Credentials token = bearer(made.at("token"));
    EXPECT_EQ(server.get("/api/v1/tokens", token).status, 200);
    EXPECT_EQ(server.get("/api/v1/tokens", server.token("own", { "admin" })).status, 200);
    User demoted = *server.app().auth->user_named("administrator");
    demoted.roles = { Resolver };
    Actor system;
    system.system = true;
    ASSERT_TRUE(server.app()
                    .auth
                    ->change_user(
                        demoted.id, [&](User& present) { present = demoted; }, system)
                    .ok());
    EXPECT_EQ(server.get("/api/v1/tokens", token).status, 403);
}

TEST_F(RolesTest, ARefusalDoesNotTellWhetherTheThingExists)
{
    const Credentials& lead = of(IncidentManager);
    const std::string incident = server.post("/api/v1/incidents", R"({"title":"t"})", lead).at("created");
    const Answer token = server.post("/api/v1/tokens", R"({"name":"t","scopes":["read"]})", of(Administrator));
    server.wall(WallAudience::Room, lead);
    const Answer walls = server.get("/api/v1/walls", lead);
    const auto id_at = walls.body.find("\"wall-");
    ASSERT_NE(id_at, std::string::npos) << walls.body;
    struct Case {
        std::string method;
        std::string before;
        std::string existing;
        std::string missing;
        std::string after;
        std::string body;
    };
    const std::string user = server.app().auth->user_named("anybody")->id.text;
    const std::string wall = walls.body.substr(id_at + 1, walls.body.find('"', id_at + 1) - id_at - 1);
    const std::vector<Case> cases {
        { "POST", "/api/v1/users/", user, "u-00000000", "", R"({"disabled":false})" },
        { "POST", "/api/v1/users/", user, "u-00000000", "/password", R"({"password":"short"})" },
        { "DELETE", "/api/v1/tokens/", token.at("id"), "tok-00000000", "", "" },
        { "POST", "/api/v1/walls/", wall, "wall-00000000", "", R"({"name":"n"})" },
        { "DELETE", "/api/v1/walls/", wall, "wall-00000000", "", "" },
        { "POST", "/api/v1/walls/", wall, "wall-00000000", "/pages", R"({"pages":[]})" },
        { "POST", "/api/v1/walls/", wall, "wall-00000000", "/fitting",
            R"({"diagonal_inches":55,"distance_centimetres":400,"role":"all"})" },
        { "POST", "/api/v1/incidents/", incident, "INC-99", "/entries", R"({"text":"x"})" },
        { "POST", "/api/v1/incidents/", incident, "INC-99", "/transitions", R"({"to":"triaged"})" },
        { "POST", "/api/v1/incidents/", incident, "INC-99", "/members", R"({"members":[],"restricted":true})" },
        { "GET", "/api/v1/journal?subject=", incident, "INC-99", "", "" },
    };
    for (const Case& given : cases) {
        for (const SystemRole role : kEveryRole) {
            as(role);
            const auto ask = [&](const std::string& id) {
                const std::string path = given.before + id + given.after;
                return given.method == "GET" ? server.get(path, anybody)
                    : given.method == "POST" ? server.post(path, given.body, anybody)
                                             : server.remove(path, anybody);
            };
            const Answer missing = ask(given.missing);
            if (missing.status == 403) {
                const Answer existing = ask(given.existing);
                EXPECT_EQ(existing.status, 403) << given.before << given.after << " " << to_string(role);
                EXPECT_EQ(existing.body, missing.body) << given.before << given.after << " " << to_string(role);
            } else if (role == Reporter && given.method != "GET") {
                ADD_FAILURE() << given.method << " " << given.before << given.after << " answered " << missing.status;
            }
        }
    }
}

TEST_F(RolesTest, WhoMayLetNoWallInUsesUpNoTryAndLearnsNoCode)
{
    const Answer begun = server.post("/api/v1/walls/pairings", "{}", nobody());
    const auto body = [](const std::string& code) { return R"({"name":"w","code":")" + code + R"("})"; };
    std::string refusal;
    for (int i = 0; i < 2 * PairingDesk::kTries; ++i) {
        const Answer wrong = server.post("/api/v1/walls", body("WRONGXYZ"), of(Reporter));
        EXPECT_EQ(wrong.status, 403) << wrong.body;
        refusal = wrong.body;
    }
    EXPECT_EQ(server.post("/api/v1/walls", body(begun.at("code")), of(Reporter)).body, refusal);
    EXPECT_EQ(server.post("/api/v1/walls", body(begun.at("code")), of(IncidentManager)).status, 201);
}

TEST_F(RolesTest, AWallThatCouldNotBeLetInIsLetInAtTheNextTry)
{
    const Answer begun = server.post("/api/v1/walls/pairings", "{}", nobody());
    const std::string code = R"("code":")" + begun.at("code") + R"(")";
    EXPECT_EQ(server.post("/api/v1/walls", R"({"name":"",)" + code + "}", of(IncidentManager)).status, 400);
    EXPECT_EQ(server.post("/api/v1/walls", R"({"name":"w",)" + code + "}", of(IncidentManager)).status, 201);
    EXPECT_EQ(server.post("/api/v1/walls", R"({"name":"w",)" + code + "}", of(Administrator)).status, 404);
}

TEST_F(RolesTest, OneErasesWhatOneMaySeeAndTheRestDoesNotExist)
{
    const Credentials& lead = of(IncidentManager);
    const Credentials& compliance = of(ComplianceOfficer);
    const Answer secret = server.post("/api/v1/incidents", R"({"title":"Quiet","restricted":true})", lead);
    const Answer plain = server.post("/api/v1/incidents", R"({"title":"Open"})", lead);
    ASSERT_EQ(plain.status, 201);
    const auto erase = [&](const std::string& seq, const Credentials& who) {
        return server.post("/api/v1/erasures", R"({"seq":)" + seq + R"(,"legal_basis":"Art. 17 GDPR"})", who);
    };
    const auto numberless = [](std::string text, const std::string& number) {
        return text.replace(text.find(number), number.size(), "N");
    };
    const Answer hidden = erase(secret.at("first_seq"), compliance);
    const Answer missing = erase("100000", compliance);
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(hidden.status, 404) << hidden.body;
    ASSERT_NE(hidden.body.find(secret.at("first_seq")), std::string::npos) << hidden.body;
    EXPECT_EQ(numberless(hidden.body, secret.at("first_seq")), numberless(missing.body, "100000"));
    EXPECT_EQ(erase(plain.at("first_seq"), compliance).status, 201);

    const auto id_of = [&](const char* name) { return server.app().auth->user_named(name)->id.text; };
    const std::string members = R"({"restricted":true,"members":[")" + id_of("compliance_officer") + R"(",")"
        + id_of("incident_manager") + R"("]})";
    ASSERT_EQ(server.post("/api/v1/incidents/" + secret.at("created") + "/members", members, lead).status, 200);
    const Answer erased = erase(secret.at("first_seq"), compliance);
    EXPECT_EQ(erased.status, 201);
    const auto read
        = [&](const Credentials& who) { return server.get("/api/v1/journal/" + erased.at("first_seq"), who).body; };
    EXPECT_NE(read(lead).find("GDPR"), std::string::npos);
    EXPECT_NE(read(compliance).find("GDPR"), std::string::npos);
    EXPECT_EQ(read(of(Resolver)).find("GDPR"), std::string::npos);
    EXPECT_EQ(read(of(Resolver)).find("text.erased"), std::string::npos);
}

// An erased name is the end of a name, not of the account: it is administered as before, and it takes part in drills.
// Who still signs in by it keeps it, or the last administrator could be locked out.
TEST_F(RolesTest, AnAccountWhoseNameWasErasedIsAdministeredAllTheSame)
{
    const Answer added = server.post("/api/v1/users",
        R"({"name":"Leaver","roles":["resolver"],"password":")" + std::string(RunningServer::kPassword) + "\"}",
        of(Administrator));
    const Credentials leaver = server.sign_in("Leaver", std::string(RunningServer::kPassword));
    const std::string account = added.at("created");
    const std::string path = "/api/v1/users/" + account;
    const auto erase = [&](const Answer& written) {
        return server.post("/api/v1/erasures",
            R"({"seq":)" + written.at("first_seq") + R"(,"legal_basis":"Art. 17 GDPR"})", of(ComplianceOfficer));
    };
    const Answer refused = erase(added);
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.body.find("Disable or rename account " + account + " first"), std::string::npos) << refused.body;
    EXPECT_EQ(server.app().journals->main().state()->users.find(UserId { account })->name, "Leaver");

    const Answer disabled = server.post(path, R"({"disabled":true})", of(Administrator));
    EXPECT_EQ(disabled.status, 200);
    EXPECT_EQ(server.get("/api/v1/me", leaver).status, 401);
    // Whoever is written down anew is written down with the name.
    for (const Answer* written : { &added, &disabled }) {
        const Answer erased = erase(*written);
        ASSERT_EQ(erased.status, 201) << erased.body;
    }
    ASSERT_EQ(server.app().journals->main().state()->users.find(UserId { account })->name, "");

    EXPECT_EQ(server.post(path, R"({"disabled":false})", of(Administrator)).status, 200);
    EXPECT_EQ(server.post(path + "/password", R"({"password":"another long one"})", of(Administrator)).status, 204);
    const Answer nameless = server.post("/api/v1/session", R"({"name":"","password":"another long one"})", nobody());
    EXPECT_NE(nameless.status, 201);
    const std::string scenario = server.app().drills->scenarios().front().id;
    const Answer drill = server.post("/api/v1/drills", R"({"scenario":")" + scenario + "\"}", of(Resolver));
    ASSERT_EQ(drill.status, 201) << drill.body;
    EXPECT_EQ(server.post(path, R"({"disabled":true})", of(Administrator)).status, 200);
}

// What an entry says as facts alone no erasure takes away, so nobody is told that it did.
TEST_F(RolesTest, AnErasureOfAnEntryWithoutTextIsRefused)
{
    const Answer logged = server.post("/api/v1/incidents", R"({"title":"Open"})", of(IncidentManager));
    const Answer classified = server.post("/api/v1/incidents/" + logged.at("created") + "/classification",
        R"({"category":"network"})", of(IncidentManager));
    ASSERT_EQ(classified.status, 200) << classified.body;
    const Answer severity = server.post(
        "/api/v1/incidents/" + logged.at("created") + "/classification", R"({"severity":"SEV3"})", of(IncidentManager));
    ASSERT_EQ(severity.status, 200) << severity.body;
    for (const Answer& entry : { classified, severity }) {
        const Answer erased = server.post("/api/v1/erasures",
            R"({"seq":)" + entry.at("first_seq") + R"(,"legal_basis":"Art. 17 GDPR"})", of(ComplianceOfficer));
        EXPECT_EQ(erased.status, 409) << erased.body;
        EXPECT_NE(erased.body.find("no text to erase"), std::string::npos) << erased.body;
    }
}

TEST_F(RolesTest, ACorrectionIsOfAnEntryOfItsOwnIncident)
{
    const Credentials& lead = of(IncidentManager);
    const Answer secret = server.post("/api/v1/incidents", R"({"title":"Quiet","restricted":true})", lead);
    const std::string quiet = "/api/v1/incidents/" + secret.at("created") + "/entries";
    const Answer note = server.post(quiet, R"({"text":"Quiet words"})", lead);
    const std::string open
        = "/api/v1/incidents/" + server.post("/api/v1/incidents", R"({"title":"Open"})", lead).at("created");
    const Answer own = server.post(open + "/entries", R"({"text":"word"})", lead);
    const auto correct = [&](const std::string& seq, const Credentials& who) {
        return server.post(open + "/entries", R"({"text":"better","supersedes":)" + seq + "}", who);
    };
    // Not even a member strikes out another incident's line from here.
    EXPECT_EQ(correct(note.at("first_seq"), of(Resolver)).status, 400);
    EXPECT_EQ(correct(note.at("first_seq"), lead).status, 400);
    EXPECT_EQ(correct("100000", of(Resolver)).status, 400);
    EXPECT_EQ(correct(own.at("first_seq"), of(Resolver)).status, 201);
}

TEST_F(RolesTest, WhoMayOnlyReadStartsNoDrill)
{
    const std::string scenario = R"({"scenario":")" + server.app().drills->scenarios().front().id + "\"}";
    for (const SystemRole role : { Auditor, Reporter }) {
        const Answer refused = server.post("/api/v1/drills", scenario, of(role));
        EXPECT_EQ(refused.status, 403) << refused.body;
    }
    EXPECT_EQ(server.get("/api/v1/journals", of(Auditor)).at("journals"), "1") << "the room's alone";
    EXPECT_EQ(server.post("/api/v1/drills", scenario, of(Executive)).status, 201);
}

// What a refusal tells to ask for can be asked for.
TEST_F(RolesTest, ARefusalNamesAScopeThatATokenCanHave)
{
    constexpr std::string_view kNamed = "it needs the scope '";
    const std::set<std::string> scopes { "read", "act", "admin", "intake:<source>" };
    const std::vector<Credentials> tokens { server.token("delivers", { "intake:s" }), server.token("acts", { "act" }),
        server.token("reads", { "read" }) };
    std::size_t refused = 0;
    for (const auto& route : server.app().http->routes()) {
        if (route->options.quota == QuotaClass::Live) {
            continue; // a stream that is let in does not end
        }
        for (const Credentials& token : tokens) {
            const Credentials from_afar { token.headers + "X-Forwarded-For: 192.0.2.7\r\n" };
            const Answer answer = route->method == Method::Get ? server.get(route->pattern, from_afar)
                : route->method == Method::Post                ? server.post(route->pattern, "{}", from_afar)
                                                               : server.remove(route->pattern, from_afar);
            const std::size_t at = answer.body.find(kNamed);
            if (answer.status == 403 && at != std::string::npos) {
                const std::size_t from = at + kNamed.size();
                EXPECT_TRUE(scopes.contains(answer.body.substr(from, answer.body.find('\'', from) - from)))
                    << route->pattern << " " << answer.body;
                ++refused;
            }
        }
    }
    EXPECT_GT(refused, 20U);
}

}
}
