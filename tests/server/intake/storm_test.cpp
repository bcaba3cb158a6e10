// SPDX-License-Identifier: Apache-2.0
// A storm of alerts through a whole server: half of the deliveries repeat another, all are shuffled, and some alerts
// are resolved before anybody said that they fire. However it is cut into requests, it folds to the same room.
#include "shared/wire/fields/fields_json.h"
#include "shared/wire/fields/fields_writer.h"
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <random>
#include <thread>

namespace watchfloor::test {
namespace {

constexpr std::size_t kClients = 8;
constexpr std::size_t kResolvedEvery = 20;

// A longer run sets WATCHFLOOR_STORM.
std::size_t deliveries()
{
    const char* asked = std::getenv("WATCHFLOOR_STORM");
    return asked != nullptr ? std::strtoul(asked, nullptr, 10) : 2'000;
}

std::string alert_json(std::size_t number, bool resolved)
{
    return R"({"labels":{"alertname":"DiskFull","severity":"warning","instance":"host-)" + std::to_string(number)
        + R"("},"annotations":{"summary":"The file system is 95 % full"},"startsAt":"2026-03-02T08:50:00Z")"
        + (resolved ? R"(,"endsAt":"2026-03-02T08:55:00Z"})" : "}");
}

// Each of half as many alerts is told twice; of some the second telling is that they are over. The bodies hold
// `batch` of these each, in an order of their own.
std::vector<std::string> storm(std::size_t batch, std::uint32_t seed)
{
    std::vector<std::string> told;
    for (std::size_t alert = 0; alert < deliveries() / 2; ++alert) {
        told.push_back(alert_json(alert, false));
        told.push_back(alert_json(alert, alert % kResolvedEvery == 0));
    }
    std::shuffle(told.begin(), told.end(), std::mt19937 { seed });
    std::vector<std::string> bodies;
    for (std::size_t i = 0; i < told.size(); ++i) {
        if (i % batch == 0) {
            bodies.emplace_back("[");
        }
        bodies.back() += told[i] + (i % batch + 1 == batch || i + 1 == told.size() ? "]" : ",");
    }
    return bodies;
}

// Several clients at once, each on a kept connection, take what is left.
void send_all(RunningServer& server, const Credentials& who, const std::vector<std::string>& bodies)
{
    std::atomic<std::size_t> next { 0 };
    std::atomic<std::size_t> refused { 0 };
    std::vector<std::thread> clients;
    for (std::size_t i = 0; i < std::min(kClients, bodies.size()); ++i) {
        clients.emplace_back([&] {
            RawClient client { server.port() };
            for (std::size_t at = next++; at < bodies.size(); at = next++) {
                client.send(post_json("/api/v2/alerts", bodies[at], who.headers));
                const auto answer = client.read_response();
                refused += answer && answer->status == 200 ? 0U : 1U;
            }
        });
    }
    for (std::thread& client : clients) {
        client.join();
    }
    EXPECT_EQ(refused, 0U);
}

// What the room shows, without the entries that opened the alerts: these depend on the order of arrival.
std::string room_of(RunningServer& server)
{
    std::string all;
    const auto state = server.app().journals->main().state();
    state->alerts.for_each([&](const AlertId& id, Alert alert) {
        alert.opened_seq = 0;
        all += id.text + to_json_text(alert) + "\n";
    });
    return all + std::to_string(state->firing);
}

TEST(StormTest, FoldsToTheSameRoomInAnyOrderAndShape)
{
    const std::size_t alerts = deliveries() / 2;
    std::string expected;
    std::uint32_t seed = 1;
    for (const std::size_t batch : { deliveries(), deliveries() / 100, std::size_t { 1 }, deliveries() / 100 }) {
        SCOPED_TRACE(std::to_string(batch) + " a request");
        RunningServer server;
        const Credentials source = server.token("prometheus", { "intake:prometheus" });
        send_all(server, source, storm(batch, seed++));
        const auto state = server.app().journals->main().state();
        EXPECT_EQ(state->firing, static_cast<std::int64_t>(alerts - alerts / kResolvedEvery));
        const std::string room = room_of(server);
        expected = expected.empty() ? room : expected;
        EXPECT_TRUE(room == expected) << "another room";
        server.restart();
        EXPECT_TRUE(room_of(server) == expected) << "another room after a restart";
    }
}

}
}
