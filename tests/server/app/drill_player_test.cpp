// SPDX-License-Identifier: Apache-2.0
#include "server/app/drill_player.h"

#include "server/app/drill_clock.h"
#include "server/app/drill_rehearsal.h"
#include "server/app/embedded_assets.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(DrillScenarioTest, EveryBuiltInScenarioCanBePlayed)
{
    ASSERT_FALSE(embedded_drills().empty());
    for (const std::string_view text : embedded_drills()) {
        const auto scenario = parse_scenario(text);
        EXPECT_TRUE(scenario.ok()) << (scenario.ok() ? "" : scenario.error().message);
    }
}

TEST(DrillScenarioTest, RefusesBadScripts)
{
    for (const char* bad : { "{}", R"({"id":"x"})", R"({"id":"x","steps":[{"at_seconds":1}]})",
             R"({"id":"x","steps":[{"at_seconds":9,"note":{"text":"a"}},{"at_seconds":1,"note":{"text":"b"}}]})",
             R"({"id":"x","steps":[{"at_seconds":7201,"note":{"text":"a"}}]})",
             R"({"id":"x","steps":[{"note":{"text":"a"},"change":{"summary":"b"}}]})" }) {
        EXPECT_FALSE(parse_scenario(bad).ok()) << bad;
    }
}

// What the rules refuse is known before there is a journal, which could not be taken back.
TEST(DrillRehearsalTest, IsRefusedAsTheJournalWouldRefuseIt)
{
    const Timestamp now { 1'772'442'000'000 };
    const SetUser ada { { .id = UserId { "ada" }, .name = "Ada", .roles = { SystemRole::Resolver } } };
    const SetService shop { { .id = ServiceId { "shop" }, .name = "Shop" } };
    const SetService cart { { .id = ServiceId { "cart" }, .name = "Cart", .depends_on = { ServiceId { "shop" } } } };
    EXPECT_TRUE(rehearse_drill({ ada, shop, cart }, now).ok());
    EXPECT_FALSE(rehearse_drill({ ada, cart }, now).ok()) << "what follows from what came before counts";
    const auto nameless = rehearse_drill({ ada, SetUser { { .id = UserId { "eve" } } } }, now);
    ASSERT_FALSE(nameless.ok());
    EXPECT_EQ(nameless.error().code, ErrorCode::Malformed);
}

class ServerClock final : public Clock {
public:
    Timestamp now() override { return at; }
    Millis running() override { return ran; }
    void pass(Millis time)
    {
        at = at + time;
        ran += time;
    }
    Timestamp at { 1'000'000 };
    Millis ran { 5 };
};

TEST(DrillClockTest, RunsFastAndNeverBack)
{
    ServerClock server;
    DrillClock drill(server);
    drill.run_at(10);
    server.pass(std::chrono::seconds { 6 });
    EXPECT_EQ(drill.now().millis, 1'060'000);
    drill.run_at(1);
    EXPECT_EQ(drill.now().millis, 1'060'000);
    server.pass(std::chrono::seconds { 1 });
    EXPECT_EQ(drill.now().millis, 1'061'000);
    server.at = server.at - std::chrono::hours { 1 };
    EXPECT_EQ(drill.now().millis, 1'061'000) << "whoever sets the server's clock does not set a drill's";
    EXPECT_EQ(drill.running(), Millis { 1'061'000 });
    drill.not_before({ 2'000'000 });
    EXPECT_EQ(drill.now().millis, 2'000'000);
}

}
}
