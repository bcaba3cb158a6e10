// SPDX-License-Identifier: Apache-2.0
#include "tests/fault/fault_vfs.h"
#include "tests/server/api/running_server.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

TEST(UnwritableTest, ReadsAndStreamsGoOnAndItRecoversUnaided)
{
    FaultVfs disk;
    SqliteOptions sqlite;
    sqlite.vfs = disk.name();
    sqlite.probe_every = std::chrono::milliseconds { 20 };
    RunningServer server(sqlite);
    const Credentials lead = server.person("lead", { SystemRole::IncidentManager });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"before"})", lead).status, 201);
    const Credentials visitor = server.wall(WallAudience::Visitor, lead);
    LiveStream stream(server, "", lead);
    const auto healthy = stream.next("health");
    ASSERT_TRUE(healthy);
    EXPECT_NE(healthy->data.find("\"writable\":true"), std::string::npos);
    const std::uint64_t before = server.app().journals->main().head().seq;

    disk.fail_write(1, FaultKind::NoSpace, true);
    const Answer refused = server.post("/api/v1/incidents", R"({"title":"lost"})", lead);
    EXPECT_EQ(refused.status, 503) << refused.body;
    EXPECT_FALSE(refused.header("Retry-After").empty());
    const auto health = stream.next("health");
    ASSERT_TRUE(health);
    EXPECT_NE(health->data.find("\"writable\":false"), std::string::npos);
    LiveStream later(server, "", lead);
    const auto told = later.next("health");
    ASSERT_TRUE(told);
    EXPECT_EQ(told->data, health->data) << "a screen that comes while nothing can be written is told so";
    LiveStream outside(server, "", visitor);
    const auto bare = outside.next("health");
    ASSERT_TRUE(bare);
    EXPECT_NE(bare->data.find("The journal cannot be written at present."), std::string::npos)
        << "no more than that: " << bare->data;
    EXPECT_EQ(server.get("/readyz", nobody()).status, 503);
    EXPECT_EQ(server.get("/healthz", nobody()).status, 200);
    EXPECT_EQ(server.get("/api/v1/incidents", lead).at("total"), "1");
    EXPECT_EQ(server.app().journals->main().head().seq, before);

    disk.heal();
    const auto again = stream.next("health");
    ASSERT_TRUE(again);
    EXPECT_NE(again->data.find("\"writable\":true"), std::string::npos);
    EXPECT_TRUE(
        eventually([&] { return server.post("/api/v1/incidents", R"({"title":"after"})", lead).status == 201; }));
    EXPECT_EQ(server.get("/readyz", nobody()).status, 200);
    EXPECT_EQ(server.get("/api/v1/incidents", lead).at("total"), "2");
}

TEST(UnwritableTest, ASignOutThatCouldNotBeWrittenIsOneAfterARestart)
{
    FaultVfs disk;
    SqliteOptions sqlite;
    sqlite.vfs = disk.name();
    RunningServer server(sqlite);
    const Credentials lead = server.person("lead", { SystemRole::IncidentManager });
    const Credentials elsewhere = server.sign_in("lead", std::string(RunningServer::kPassword));
    const Credentials stays = server.person("stays", { SystemRole::Resolver });

    disk.fail_write(1, FaultKind::NoSpace, true);
    EXPECT_EQ(server.remove("/api/v1/session", lead).status, 503) << "the journal does not say it yet";
    EXPECT_EQ(server.get("/api/v1/me", lead).status, 401);
    server.restart([&](const std::filesystem::path&) { disk.heal(); });
    EXPECT_EQ(server.get("/api/v1/me", lead).status, 401);
    EXPECT_EQ(server.get("/api/v1/me", elsewhere).status, 200);
    EXPECT_EQ(server.get("/api/v1/me", stays).status, 200);
    server.restart();
    EXPECT_EQ(server.get("/api/v1/me", lead).status, 401);
}

}
}
