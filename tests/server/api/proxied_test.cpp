// SPDX-License-Identifier: Apache-2.0
// A proxy on the server's own machine: what it passes on comes from loopback, and is no more local for it.
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace watchfloor::test {
namespace {

Credentials through_proxy(const std::string& client)
{
    return { "X-Forwarded-For: " + client + "\r\nX-Forwarded-Proto: https\r\n" };
}

std::string guess(int number)
{
    return R"({"name":"stranger )" + std::to_string(number) + R"(","password":"not the password"})";
}

// Guesses until the server asks for patience; answers with the number of tries it took, 0 for never.
int tries_until_slowed(RunningServer& server, const std::function<Credentials(int)>& who)
{
    for (int i = 1; i <= SignInThrottle::kFreeTriesOfAddress + 2; ++i) {
        if (server.post("/api/v1/session", guess(i), who(i)).status == 429) {
            return i;
        }
    }
    return 0;
}

TEST(ProxiedTest, WhatIsForThisMachineIsNotGivenThroughAProxy)
{
    for (const std::vector<std::string>& trusted : { std::vector<std::string> {}, { "127.0.0.1" } }) {
        RunningServer server({}, trusted);
        for (const char* sign : { "X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 127.0.0.1",
                 "X-Forwarded-Proto: https", "X-Forwarded-Host: room.example.org", "Forwarded: for=203.0.113.9",
                 "Via: 1.1 proxy", "X-Real-IP: 203.0.113.9", "Origin: https://room.example.org" }) {
            EXPECT_EQ(server.get("/metrics", { std::string(sign) + "\r\n" }).status, 401) << sign;
        }
        EXPECT_NE(server.send("GET /metrics HTTP/1.1\r\nHost: room.example.org\r\n\r\n").status, 200);
        EXPECT_EQ(server.send("GET /metrics HTTP/1.0\r\nHost: 127.0.0.1:8470\r\n\r\n").status, 401);
        EXPECT_EQ(server.get("/metrics", nobody()).status, 200);
        const Credentials reader = server.token("reader", { "read" });
        EXPECT_EQ(server.get("/metrics", { reader.headers + through_proxy("203.0.113.9").headers }).status, 200);
    }
}

TEST(ProxiedTest, ASignInThroughAProxyGivesACookieForTlsOnly)
{
    for (const std::vector<std::string>& trusted : { std::vector<std::string> {}, { "127.0.0.1" } }) {
        RunningServer server({}, trusted);
        server.add_user("lead", { SystemRole::IncidentManager }, std::string(RunningServer::kPassword));
        const Credentials proxy = through_proxy("203.0.113.9");

        const std::string cookie = server.post("/api/v1/session", kLeadSignsIn, proxy).header("Set-Cookie");

        EXPECT_EQ(cookie.find("__Host-watchfloor="), 0u) << cookie;
        EXPECT_NE(cookie.find("; Secure"), std::string::npos) << cookie;
        const std::string held = "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n" + proxy.headers;
        EXPECT_EQ(server.get("/api/v1/me", { held }).at("user_name"), "lead");
        const Credentials plain = server.sign_in("lead", std::string(RunningServer::kPassword));
        EXPECT_EQ(server.get("/api/v1/me", { plain.headers + proxy.headers }).status, 401)
            << "from a neighbouring host";
    }
}

TEST(ProxiedTest, EachClientOfATrustedProxySlowsOnlyItself)
{
    RunningServer server({}, { "127.0.0.1" });
    server.add_user("lead", { SystemRole::IncidentManager }, std::string(RunningServer::kPassword));

    EXPECT_GT(tries_until_slowed(server, [](int) { return through_proxy("203.0.113.9"); }), 0);

    EXPECT_EQ(server.post("/api/v1/session", kLeadSignsIn, through_proxy("203.0.113.9")).status, 429);
    EXPECT_EQ(server.post("/api/v1/session", kLeadSignsIn, through_proxy("203.0.113.10")).status, 201);
}

// Many who guess one person's password at once, each from a network of its own, while that person signs in.
TEST(ProxiedTest, NobodyIsLockedOutByThoseWhoGuessFromManyAddresses)
{
    constexpr int kAttackers = 3;
    constexpr int kTriesEach = 16; // more together than an account has free
    static_assert(kAttackers * kTriesEach > SignInThrottle::kFreeTriesOfAccount + kAttackers);
    RunningServer server({}, { "127.0.0.1" });
    server.add_user("lead", { SystemRole::IncidentManager }, std::string(RunningServer::kPassword));
    const Credentials desk = through_proxy("198.51.100.7");
    ASSERT_EQ(server.post("/api/v1/session", kLeadSignsIn, desk).status, 201);

    std::atomic<int> attackers { kAttackers };
    std::vector<std::thread> guessing;
    for (int attacker = 1; attacker <= kAttackers; ++attacker) {
        guessing.emplace_back([&, attacker] {
            for (int i = 1; i <= kTriesEach; ++i) {
                const std::string from = "10." + std::to_string(attacker) + "." + std::to_string(i) + ".9";
                const Answer answer = server.post(
                    "/api/v1/session", R"({"name":"lead","password":"not the password"})", through_proxy(from));
                EXPECT_TRUE(answer.status == 401 || answer.status == 429) << answer.status << answer.body;
            }
            attackers.fetch_sub(1);
        });
    }
    int signed_in = 0;
    do {
        const Answer answer = server.post("/api/v1/session", kLeadSignsIn, desk);
        EXPECT_EQ(answer.status, 201) << "attempt " << signed_in << ": " << answer.body;
        ++signed_in;
    } while (attackers.load() > 0);
    for (std::thread& thread : guessing) {
        thread.join();
    }
    // Strangers wait now even with the right password; the person's own desk does not, and a new place not for long.
    EXPECT_EQ(server.post("/api/v1/session", kLeadSignsIn, through_proxy("192.0.2.200")).status, 429);
    EXPECT_EQ(server.post("/api/v1/session", kLeadSignsIn, desk).status, 201);
    server.clock().pass(SignInThrottle::kLongestForAccount);
    EXPECT_EQ(server.post("/api/v1/session", kLeadSignsIn, through_proxy("192.0.2.200")).status, 201);
}

TEST(ProxiedTest, ClaimedAddressesDoNotHelpWhoGuesses)
{
    const auto invented = [](int i) { return through_proxy("203.0.113." + std::to_string(i)); };
    RunningServer unlisted;
    EXPECT_GT(tries_until_slowed(unlisted, invented), 0) << "nobody has to believe them";
    // A proxy appends what it saw to what the client claimed.
    RunningServer listed({}, { "127.0.0.1" });
    EXPECT_GT(tries_until_slowed(
                  listed, [](int i) { return through_proxy("203.0.113." + std::to_string(i) + ", 198.51.100.7"); }),
        0);
}

}
}
