// SPDX-License-Identifier: Apache-2.0
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>
#include <sodium.h>

namespace watchfloor::test {
namespace {

using enum SystemRole;

std::string sign_in_body(const std::string& name, std::string_view password)
{
    return R"({"name":")" + name + R"(","password":")" + std::string(password) + R"("})";
}

// The header of a client that sends a token as the password of Basic.
std::string as_password(const Credentials& token)
{
    const std::string pair = "x:" + token.headers.substr(token.headers.find("wf_"), 54);
    std::string encoded(sodium_base64_encoded_len(pair.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(encoded.data(), encoded.size(), reinterpret_cast<const unsigned char*>(pair.data()), pair.size(),
        sodium_base64_VARIANT_ORIGINAL);
    encoded.pop_back();
    return "Authorization: Basic " + encoded + "\r\n";
}

TEST(SessionRoutesTest, SignsInNamesTheCallerAndSignsOut)
{
    RunningServer server;
    const Credentials lead = server.person("Lead", { IncidentManager });

    const Answer me = server.get("/api/v1/me", lead);
    EXPECT_EQ(me.status, 200);
    EXPECT_EQ(me.at("kind"), "session");
    EXPECT_EQ(me.at("user_name"), "Lead");
    EXPECT_FALSE(me.at("journal_identity").empty());

    EXPECT_EQ(server.remove("/api/v1/session", lead).status, 200);
    EXPECT_EQ(server.get("/api/v1/me", lead).status, 401);
}

TEST(SessionRoutesTest, SetsACookieThatScriptsAndOtherSitesCannotUse)
{
    RunningServer server;
    server.add_user("lead", { IncidentManager }, std::string(RunningServer::kPassword));

    const Answer plain = server.post("/api/v1/session", sign_in_body("lead", RunningServer::kPassword), nobody());

    const std::string cookie = plain.header("Set-Cookie");
    EXPECT_NE(cookie.find("HttpOnly"), std::string::npos) << cookie;
    EXPECT_NE(cookie.find("SameSite=Strict"), std::string::npos) << cookie;
    EXPECT_EQ(cookie.find("watchfloor="), 0u) << cookie;
    // Every sign-in makes a new secret, and the one the browser held before ends.
    const Credentials first { "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n" };
    const Answer again = server.post("/api/v1/session", sign_in_body("lead", RunningServer::kPassword), first);
    EXPECT_EQ(again.status, 201);
    EXPECT_NE(again.header("Set-Cookie"), cookie);
    EXPECT_EQ(server.get("/api/v1/me", first).status, 401);
}

TEST(SessionRoutesTest, RefusesWrongPasswordsAlikeAndSlowsGuessingDown)
{
    RunningServer server;
    server.add_user("lead", { IncidentManager }, std::string(RunningServer::kPassword));

    const Answer wrong = server.post("/api/v1/session", sign_in_body("lead", "not the password"), nobody());
    const Answer unknown = server.post("/api/v1/session", sign_in_body("stranger", "not the password"), nobody());
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.body, unknown.body);

    int status = 0;
    for (int i = 0; i < 8 && status != 429; ++i) {
        status = server.post("/api/v1/session", sign_in_body("lead", "not the password"), nobody()).status;
    }
    EXPECT_EQ(status, 429);
    EXPECT_EQ(server.post("/api/v1/session", sign_in_body("lead", RunningServer::kPassword), nobody()).status, 429);
    server.clock().pass(SignInThrottle::kLongestForAddress);
    EXPECT_EQ(server.post("/api/v1/session", sign_in_body("lead", RunningServer::kPassword), nobody()).status, 201);
}

TEST(SessionRoutesTest, RecordsARefusedSignIn)
{
    RunningServer server;
    const Credentials auditor = server.token("auditor", { "read" });
    server.post("/api/v1/session", sign_in_body("stranger", "not the password"), nobody());
    const std::uint64_t before = server.app().journals->main().head().seq;
    // Written without waiting: the answer does not tell whether it was the first.
    server.add_user("later", { Resolver });
    const Answer journal = server.get("/api/v1/journal?limit=1000", auditor);
    EXPECT_NE(journal.body.find("session.refused"), std::string::npos);
    EXPECT_NE(journal.body.find("stranger"), std::string::npos);
    EXPECT_GE(server.app().journals->main().head().seq, before);
}

TEST(SessionRoutesTest, SignsTheFirstUserInByLinkOnce)
{
    RunningServer server;
    const auto link = server.app().auth->make_sign_in_link();
    ASSERT_TRUE(link.ok() && link.value());
    const std::string path = "/sign-in/" + *link.value();

    EXPECT_EQ(server.send("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 204);
    const Answer opened = server.get(path, nobody());
    EXPECT_EQ(opened.status, 303);
    EXPECT_EQ(opened.header("Location"), "/");
    const std::string cookie = opened.header("Set-Cookie");
    const Credentials first { "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\nSec-Fetch-Site: same-origin\r\n" };
    const Answer me = server.get("/api/v1/me", first);
    EXPECT_NE(me.body.find("administrator"), std::string::npos);
    EXPECT_NE(me.body.find("incident_manager"), std::string::npos);

    EXPECT_EQ(server.get(path, nobody()).status, 401);
    // A browser gets the page, which says what to do, instead of an error to decipher.
    const Answer again = server.get(path, { "Accept: text/html\r\n" });
    EXPECT_EQ(again.status, 303);
    EXPECT_EQ(again.header("Location"), "/?link=" + *link.value());
    EXPECT_EQ(again.header("Set-Cookie"), "");
    const std::string password = R"({"new_password":"a password of mine"})";
    EXPECT_EQ(server.post("/api/v1/me/password", password, first).status, 204);
    EXPECT_FALSE(server.app().auth->make_sign_in_link().value());
    EXPECT_EQ(server.post("/api/v1/session", sign_in_body("admin", "a password of mine"), nobody()).status, 201);
}

TEST(SessionRoutesTest, RefusesALinkThatIsTooOld)
{
    RunningServer server;
    const auto link = server.app().auth->make_sign_in_link();
    server.clock().pass(kSignInLinkLifetime);
    EXPECT_EQ(server.post("/api/v1/session", R"({"link":")" + *link.value() + R"("})", nobody()).status, 401);
}

TEST(SessionRoutesTest, KeepsSessionsAndTokensAcrossARestart)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager });
    const Credentials token = server.token("t", { "read" });
    server.restart();
    EXPECT_EQ(server.get("/api/v1/me", lead).status, 200);
    EXPECT_EQ(server.get("/api/v1/me", token).status, 200);
    server.clock().pass(kSessionLifetime);
    EXPECT_EQ(server.get("/api/v1/me", lead).status, 401);
}

TEST(SessionRoutesTest, TakesACookieOnlyFromItsOwnPage)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager });
    const std::string cookie = lead.headers.substr(0, lead.headers.find("\r\n") + 2);
    const std::string body = R"({"id":"shop","name":"Shop"})";
    struct Case {
        std::string headers;
        int status;
    };
    for (const Case& given : std::vector<Case> { { cookie, 403 }, { cookie + "Sec-Fetch-Site: cross-site\r\n", 403 },
             { cookie + "Sec-Fetch-Site: same-site\r\n", 403 }, { cookie + "Origin: http://evil.example\r\n", 401 },
             { cookie + "Origin: null\r\n", 401 }, { cookie + "Origin: http://localhost\r\n", 200 },
             { cookie + "Sec-Fetch-Site: same-origin\r\n", 200 } }) {
        EXPECT_EQ(server.post("/api/v1/services", body, { given.headers }).status, given.status) << given.headers;
    }
    // A browser sends a password again by itself, once it was asked for one; a program does so of its own accord.
    const std::string basic = as_password(server.token("calendars", { "read", "act" }));
    for (const Case& given : std::vector<Case> { { basic, 200 }, { basic + "Sec-Fetch-Site: cross-site\r\n", 403 },
             { basic + "Origin: http://evil.example\r\n", 403 }, { basic + "Origin: http://localhost\r\n", 200 } }) {
        EXPECT_EQ(server.post("/api/v1/services", body, { given.headers }).status, given.status) << given.headers;
    }
    const Credentials program = server.token("program", { "read", "act" });
    EXPECT_EQ(
        server.post("/api/v1/services", body, { program.headers + "Origin: http://evil.example\r\n" }).status, 200)
        << "no browser sends a bearer token by itself";
    const std::string form = "POST /api/v1/services HTTP/1.1\r\nHost: localhost\r\n" + lead.headers
        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b";
    EXPECT_EQ(server.send(form).status, 415);
}

TEST(SessionRoutesTest, LetsTokensReachAsFarAsTheirScopes)
{
    RunningServer server;
    const Credentials reader = server.token("reader", { "read" });
    const Credentials actor = server.token("actor", { "act" });
    const Credentials intake = server.token("intake", { "intake:webhook" });
    const std::string incident = R"({"title":"t"})";
    EXPECT_EQ(server.get("/api/v1/state", nobody()).status, 401);
    EXPECT_EQ(server.get("/api/v1/state", bearer("wf_nonsense")).status, 401);
    EXPECT_EQ(server.get("/api/v1/state", reader).status, 200);
    EXPECT_EQ(server.post("/api/v1/incidents", incident, reader).status, 403);
    EXPECT_EQ(server.post("/api/v1/incidents", incident, actor).status, 201);
    EXPECT_EQ(server.get("/api/v1/tokens", actor).status, 403);
    EXPECT_EQ(server.get("/api/v1/state", intake).status, 403);
    EXPECT_EQ(server.post("/intake/alertmanager/other", "{}", intake).status, 403);
    // Clients that only know Basic send the token as its password.
    EXPECT_EQ(server.get("/api/v1/state", { as_password(reader) }).status, 200);
    EXPECT_EQ(server.get("/api/v1/state", { "Authorization: Basic eDp5\r\n" }).status, 401);
}

TEST(SessionRoutesTest, EndsARevokedTokenAtOnce)
{
    RunningServer server;
    const Credentials admin = server.person("admin", { Administrator });
    const Answer made = server.post("/api/v1/tokens", R"({"name":"t","scopes":["read"]})", admin);
    ASSERT_EQ(made.status, 201) << made.body;
    const Credentials token = bearer(made.at("token"));
    EXPECT_EQ(server.get("/api/v1/state", token).status, 200);
    EXPECT_EQ(server.remove("/api/v1/tokens/" + made.at("id"), admin).status, 200);
    EXPECT_EQ(server.get("/api/v1/state", token).status, 401);
    server.restart();
    EXPECT_EQ(server.get("/api/v1/state", token).status, 401);
}

TEST(SessionRoutesTest, EndsTheSessionsOfADisabledUser)
{
    RunningServer server;
    const Credentials admin = server.person("admin", { Administrator });
    const Credentials lead = server.person("lead", { IncidentManager });
    const std::string id = server.app().auth->user_named("lead")->id.text;
    EXPECT_EQ(server.post("/api/v1/users/" + id, R"({"disabled":true})", admin).status, 200);
    EXPECT_EQ(server.get("/api/v1/me", lead).status, 401);
    EXPECT_EQ(server.post("/api/v1/session", sign_in_body("lead", RunningServer::kPassword), nobody()).status, 401);
}

TEST(SessionRoutesTest, LetsOnlyAdministratorsEditUsers)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager });
    EXPECT_EQ(server.post("/api/v1/users", R"({"name":"n","roles":["administrator"]})", lead).status, 403);
    EXPECT_EQ(server.post("/api/v1/tokens", R"({"name":"n","scopes":["admin"]})", lead).status, 403);
}

TEST(SessionRoutesTest, NobodyReplacesTheirOwnPasswordWithoutThePresentOne)
{
    RunningServer server;
    const Credentials admin = server.person("admin", { Administrator });
    const Credentials lead = server.person("lead", { IncidentManager });
    const auto replace = [&](const char* user) {
        const std::string id = server.app().auth->user_named(user)->id.text;
        return server.post("/api/v1/users/" + id + "/password", R"({"password":"quite another long one"})", admin);
    };
    EXPECT_EQ(replace("lead").status, 204);
    const Answer own = replace("admin");
    EXPECT_EQ(own.status, 403);
    EXPECT_NE(own.body.find("/api/v1/me/password"), std::string::npos) << own.body;
}

TEST(SessionRoutesTest, CountsWrongGuessesOfThePresentPassword)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager });
    const auto guess = [&](std::string_view old) {
        return server.post("/api/v1/me/password",
            R"({"new_password":"another one of mine","old_password":")" + std::string(old) + R"("})", lead);
    };
    int status = 0;
    for (int i = 0; i < 8 && status != 429; ++i) {
        status = guess("not the password").status;
    }
    EXPECT_EQ(status, 429);
    EXPECT_EQ(guess(RunningServer::kPassword).status, 429);
    const Credentials auditor = server.token("auditor", { "read" }); // behind what nobody waited for
    EXPECT_NE(server.get("/api/v1/journal?limit=1000", auditor).body.find("session.refused"), std::string::npos);
    server.clock().pass(SignInThrottle::kLongestForAddress);
    EXPECT_EQ(guess(RunningServer::kPassword).status, 204);
}

TEST(SessionRoutesTest, RefusesPasswordsThatAreGuessedFirst)
{
    RunningServer server;
    const Credentials admin = server.person("admin", { Administrator });
    const UserId lead = server.add_user("Maria Sommerfeld", { IncidentManager });
    const std::string path = "/api/v1/users/" + lead.text + "/password";
    for (const char* bad : { "elf zeichen", "ééééééé", "aaaaaaaaaaaaaaaa", "AAAAAAAAaaaaaaaa", "Maria Sommerfeld",
             "mariasommerfeld", "Maria.Sommerfeld!", "qwerty123456", "QWERTY123456", "1qaz2wsx3edc",
             "\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200c" }) {
        const Answer refused = server.post(path, R"({"password":")" + std::string(bad) + R"("})", admin);
        EXPECT_EQ(refused.status, 400) << bad << refused.body;
    }
    for (const char* good : { "zwölf Zeichen", "ééééééééééèè", "Maria Sommerfeld likes tea" }) {
        EXPECT_EQ(server.post(path, R"({"password":")" + std::string(good) + R"("})", admin).status, 204) << good;
    }
    const std::string body = R"({"name":"newcomer","password":"newcomernewcomer"})";
    EXPECT_EQ(server.post("/api/v1/users", body, admin).status, 400);
    const std::string own
        = R"({"new_password":"adminadminadmin","old_password":")" + std::string(RunningServer::kPassword) + R"("})";
    EXPECT_EQ(server.post("/api/v1/me/password", own, admin).status, 400);
}

TEST(SessionRoutesTest, ASessionThatNobodyUsesEnds)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager });
    const Credentials wall = server.wall(WallAudience::Room, lead);
    const std::chrono::hours idle { 12 };
    server.clock().pass(idle - std::chrono::minutes { 1 });
    EXPECT_EQ(server.get("/api/v1/me", lead).status, 200);
    server.clock().pass(idle - std::chrono::minutes { 1 });
    EXPECT_EQ(server.get("/api/v1/me", lead).status, 200) << "it was used in between";
    server.clock().pass(idle);
    EXPECT_EQ(server.get("/api/v1/me", lead).status, 401);
    EXPECT_EQ(server.get("/api/v1/me", wall).status, 200) << "nobody types at a wall";
}

TEST(SessionRoutesTest, SignsOutEverywhere)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager });
    const Credentials elsewhere = server.sign_in("lead", std::string(RunningServer::kPassword));
    const Credentials other = server.person("other", { IncidentManager });
    const Answer ended = server.remove("/api/v1/sessions", lead);
    EXPECT_EQ(ended.status, 200) << ended.body;
    EXPECT_NE(ended.header("Set-Cookie").find("Max-Age=0"), std::string::npos);
    for (int start = 0; start < 2; ++start) {
        EXPECT_EQ(server.get("/api/v1/me", lead).status, 401);
        EXPECT_EQ(server.get("/api/v1/me", elsewhere).status, 401);
        EXPECT_EQ(server.get("/api/v1/me", other).status, 200);
        server.restart();
    }
}

}
}
