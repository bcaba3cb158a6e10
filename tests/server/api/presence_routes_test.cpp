// SPDX-License-Identifier: Apache-2.0
#include "tests/server/api/running_server.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

using enum SystemRole;

TEST(PresenceRoutesTest, CommandIsCertainWhileTheCommandersConsoleIsOpen)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { IncidentManager, Resolver, ServiceDesk });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"Shop is down"})", lead).status, 201);
    const Answer declared
        = server.post("/api/v1/incidents/INC-1/major", R"({"act":"declare","severity":"SEV1"})", lead);
    ASSERT_LT(declared.status, 300) << declared.body;
    std::optional<LiveStream> console(std::in_place, server, "", lead);
    ASSERT_TRUE(console->next("clock"));
    const auto incident
        = [&] { return *server.app().journals->main().state()->incidents.find(IncidentId { "INC-1" }); };
    const UserId commander = incident().holder_of(Duty::IncidentCommander)->user;
    ASSERT_TRUE(eventually([&] { return server.app().presence.of(commander).attending; }));

    server.clock().pass(std::chrono::minutes { 16 });
    // The update of fifteen minutes is due after the ten of an uncertain command.
    ASSERT_TRUE(eventually([&] { return incident().clock(ClockKind::NextUpdate)->breached; }));
    EXPECT_FALSE(incident().command_uncertain);

    console.reset();
    ASSERT_TRUE(eventually([&] { return !server.app().presence.of(commander).attending; }));
    server.clock().pass(std::chrono::minutes { 11 });
    EXPECT_TRUE(eventually([&] { return incident().command_uncertain; }));
}

TEST(PresenceRoutesTest, ATokenIsNobodysSignOfLife)
{
    RunningServer server;
    const UserId user = server.add_user("reader", { Resolver });
    const Credentials token = server.token("reader", { "read" });
    LiveStream stream(server, "", token);
    ASSERT_TRUE(stream.next("clock"));
    EXPECT_FALSE(server.app().presence.of(user).attending);
    EXPECT_EQ(server.app().presence.of(user).acts, 0U);
}

}
}
