// SPDX-License-Identifier: Apache-2.0
// Strangers who begin requests and do not finish them, beside people and monitoring who do.
#include "tests/server/api/running_server.h"
#include "tests/server/http/slow_strangers.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <thread>
#include <vector>

namespace watchfloor::test {
namespace {

using Steady = std::chrono::steady_clock;

// WATCHFLOOR_ATTACK_SECONDS: how long it lasts; scripts/soak asks for a minute.
std::chrono::seconds attack_length()
{
    const char* seconds = std::getenv("WATCHFLOOR_ATTACK_SECONDS");
    return std::chrono::seconds { seconds != nullptr ? std::max(1L, std::strtol(seconds, nullptr, 10)) : 3 };
}

struct Asked {
    std::size_t answered = 0;
    std::size_t refused = 0;
    std::string first_refusal {};
};

template<typename Ask>
Asked ask_until(Steady::time_point until, std::chrono::milliseconds pause, int status, Ask ask)
{
    Asked asked;
    while (Steady::now() < until) {
        const Answer answer = ask();
        if (answer.status == status) {
            ++asked.answered;
        } else if (++asked.refused == 1) {
            asked.first_refusal = std::to_string(answer.status) + " " + answer.body;
        }
        // The pace of one who asks: nothing is waited for.
        std::this_thread::sleep_for(pause);
    }
    return asked;
}

TEST(SlowStrangersTest, TwoHundredUnfinishedRequestsHoldUpNobody)
{
    RunningServer server;
    const Credentials monitoring = server.token("monitoring", { "intake:monitoring" });
    const Credentials console = server.person("console", { SystemRole::Resolver });
    server.add_user("ada", { SystemRole::Resolver }, std::string(RunningServer::kPassword));
    const std::string sign_in = R"({"name":"ada","password":")" + std::string(RunningServer::kPassword) + R"("})";
    SlowStrangers strangers(server.port(), { "/api/v1/session", "/v2/enqueue" }, 200, 4);
    ASSERT_TRUE(eventually([&] { return server.app().http->metrics().connections >= 200; }));

    const auto until = Steady::now() + attack_length();
    Asked alerts;
    Asked calls;
    Asked sign_ins;
    std::thread sends_alerts { [&] {
        int count = 0;
        alerts = ask_until(until, std::chrono::milliseconds { 5 }, 200, [&] {
            return server.post("/api/v2/alerts",
                R"([{"labels":{"alertname":"Attack","n":")" + std::to_string(++count % 50) + R"("}}])", monitoring);
        });
    } };
    std::thread calls_the_console { [&] {
        calls = ask_until(
            until, std::chrono::milliseconds { 5 }, 200, [&] { return server.get("/api/v1/summary", console); });
    } };
    std::thread signs_in { [&] {
        sign_ins = ask_until(until, std::chrono::milliseconds { 100 }, 201,
            [&] { return server.post("/api/v1/session", sign_in, nobody()); });
    } };
    while (Steady::now() < until) {
        strangers.trickle();
        // A byte of each now and then is the attack itself.
        std::this_thread::sleep_for(std::chrono::milliseconds { 250 });
    }
    sends_alerts.join();
    calls_the_console.join();
    signs_in.join();

    EXPECT_EQ(strangers.connected(), 200U);
    for (const auto* asked : { &alerts, &calls, &sign_ins }) {
        const char* what = asked == &alerts ? "alerts" : asked == &calls ? "console calls" : "sign-ins";
        EXPECT_EQ(asked->refused, 0U) << what << ": " << asked->first_refusal;
        EXPECT_GE(asked->answered, 1U) << what;
    }
}

// A shift begins, behind one address.
TEST(SlowStrangersTest, EightWhoSignInAtTheSameTimeFromOneAddressAreLetIn)
{
    RunningServer server;
    server.add_user("ada", { SystemRole::Resolver }, std::string(RunningServer::kPassword));
    const std::string sign_in = R"({"name":"ada","password":")" + std::string(RunningServer::kPassword) + R"("})";
    std::array<int, 8> answers {};
    std::vector<std::thread> people;
    for (int& answer : answers) {
        people.emplace_back([&] { answer = server.post("/api/v1/session", sign_in, nobody()).status; });
    }
    for (std::thread& person : people) {
        person.join();
    }
    for (const int answer : answers) {
        EXPECT_EQ(answer, 201);
    }
}

}
}
