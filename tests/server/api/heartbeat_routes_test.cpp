// SPDX-License-Identifier: Apache-2.0
// Heartbeats through a whole server: delivered, learnt, missed, confirmed.
#include "shared/domain/decide/heartbeats.h"
#include "tests/server/api/running_server.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class HeartbeatRoutesTest : public testing::Test {
protected:
    // As Alertmanager sends it on behalf of one Prometheus.
    void deliver(
        const std::string& prometheus, const std::string& status = "firing", const std::string& rule = "Watchdog")
    {
        const std::string ended
            = status == "resolved" ? R"(,"endsAt":")" + format_timestamp(server.clock().now()) + "\"" : std::string {};
        const std::string body = R"({"version":"4","status":")" + status + R"(","alerts":[{"status":")" + status
            + R"(","labels":{"alertname":")" + rule + R"(","prometheus":")" + prometheus
            + R"(","severity":"none"},"startsAt":"2026-03-02T08:00:00Z")" + ended + "}]}";
        const Answer answer = server.post("/intake/alertmanager/alertmanager", body, source);
        ASSERT_EQ(answer.status, 200) << answer.body;
    }

    // So often that the interval is learnt.
    void live(std::initializer_list<const char*> all, Millis interval)
    {
        for (int i = 0; i < 4; ++i) {
            server.clock().pass(i == 0 ? Millis { 0 } : interval);
            for (const char* prometheus : all) {
                deliver(prometheus);
            }
        }
    }

    static Labels labels_of(const char* prometheus)
    {
        return { { "alertname", "Watchdog" }, { "prometheus", prometheus }, { "severity", "none" } };
    }

    bool missed(const char* prometheus)
    {
        const auto state = server.app().journals->main().state();
        const Source* found = state->sources.find(kSource);
        return found != nullptr && is_missed(*found, heartbeat_id(kSource, labels_of(prometheus)));
    }

    std::int64_t firing() { return server.app().journals->main().state()->firing; }

    const SourceId kSource { "alertmanager" };
    RunningServer server;
    Credentials source = server.token("alertmanager", { "intake:alertmanager" });
};

TEST_F(HeartbeatRoutesTest, OneOfTwoPrometheisDiesWhileTheOtherDelivers)
{
    live({ "north", "south" }, minutes { 1 });
    for (int i = 0; i < 4; ++i) {
        server.clock().pass(minutes { 1 });
        deliver("south");
    }
    ASSERT_TRUE(eventually([&] { return missed("north"); }));
    EXPECT_FALSE(missed("south"));
    EXPECT_EQ(firing(), 1) << "the alert that says so";
    const std::string metrics = server.get("/metrics", nobody()).body;
    const Labels said = missed_heartbeat_labels(kSource, labels_of("north"));
    const std::string line
        = R"(watchfloor_heartbeat_missed{source="alertmanager",heartbeat="Watchdog{prometheus=\"north\"}",heartbeat_id=")";
    EXPECT_NE(metrics.find(line + std::string(said.at("heartbeat_id")) + "\"} 1\n"), std::string::npos)
        << "by the id of its alert: " << metrics;
    EXPECT_NE(metrics.find("watchfloor_sources_lost 0\n"), std::string::npos);
    deliver("north");
    EXPECT_TRUE(eventually([&] { return !missed("north"); }));
    EXPECT_TRUE(eventually([&] { return firing() == 0; }));
}

TEST_F(HeartbeatRoutesTest, AResolvedOneIsNoSignOfLife)
{
    deliver("north");
    EXPECT_EQ(firing(), 0) << "it is no alert";
    deliver("north", "resolved");
    ASSERT_TRUE(eventually([&] { return missed("north"); }));
    deliver("south");
    EXPECT_TRUE(missed("north")) << "what another sends says nothing of it";
    server.restart();
    EXPECT_TRUE(missed("north"));
}

TEST_F(HeartbeatRoutesTest, AnIntervalOfFourHoursIsLearntAndShown)
{
    deliver("north");
    EXPECT_EQ(server.app().journals->main().state()->sources.find(kSource)->cadence_seconds, 0)
        << "nothing is promised";
    live({ "north" }, hours { 4 });
    const Credentials ada = server.person("Ada", { SystemRole::Administrator, SystemRole::Resolver });
    const Answer shown = server.get("/api/v1/sources", ada);
    EXPECT_EQ(shown.status, 200);
    EXPECT_NE(shown.body.find(R"("learnt_seconds":14400)"), std::string::npos) << shown.body;
    EXPECT_FALSE(missed("north"));
    server.clock().pass(hours { 12 } + minutes { 1 });
    EXPECT_TRUE(eventually([&] { return missed("north"); }));
}

TEST_F(HeartbeatRoutesTest, APersonSaysWhichAlertIsAHeartbeatAndHowOftenItComes)
{
    deliver("north");
    deliver("north", "firing", "DeadMansSwitch");
    EXPECT_EQ(firing(), 0);
    const std::string body = R"({"id":"alertmanager","kind":"alertmanager","domain":"monitoring","heartbeats":[)"
                             R"({"name":"Watchdog","match":{"prometheus":"north"},"interval_seconds":60}]})";
    EXPECT_EQ(server.post("/api/v1/sources", body, server.person("Res", { SystemRole::Resolver })).status, 403);
    const Credentials ada = server.person("Ada", { SystemRole::Administrator });
    const Answer set = server.post("/api/v1/sources", body, ada);
    ASSERT_EQ(set.status, 200) << set.body;
    deliver("north", "firing", "DeadMansSwitch");
    EXPECT_EQ(firing(), 1) << "it is not listed any more";
    deliver("south");
    EXPECT_EQ(firing(), 2) << "nor is the other's";
    server.clock().pass(minutes { 4 });
    EXPECT_TRUE(eventually([&] { return missed("north"); }));
}

}
}
