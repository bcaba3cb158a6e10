// SPDX-License-Identifier: Apache-2.0
// The list of wall displays: who watches, who went dark and since when, and what people call each.
#include "server/journal/secret_names.h"
#include "shared/wire/answers/listing.h"
#include "shared/wire/answers/tokens.h"
#include "shared/wire/answers/walls.h"
#include "shared/wire/fields/fields_json.h"
#include "shared/wire/requests/walls.h"
#include "tests/server/api/running_server.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>

namespace watchfloor::test {
namespace {

using enum SystemRole;

class WallsTest : public testing::Test {
protected:
    std::vector<WallSummary> walls()
    {
        const Answer answer = server.get("/api/v1/walls", lead);
        EXPECT_EQ(answer.status, 200) << answer.body;
        const auto listed = from_json<Listing<WallSummary>>(answer.body);
        EXPECT_TRUE(listed.ok()) << answer.body;
        return listed.ok() ? listed.value().items : std::vector<WallSummary> {};
    }

    WallSummary the_wall()
    {
        const auto listed = walls();
        EXPECT_EQ(listed.size(), 1U);
        return listed.empty() ? WallSummary {} : listed.front();
    }

    // The wall's stream, once the server counts it as there.
    std::unique_ptr<LiveStream> watching(const Credentials& wall)
    {
        auto stream = std::make_unique<LiveStream>(server, "", wall);
        EXPECT_TRUE(eventually([&] { return the_wall().connected; }));
        server.app().walls->look();
        return stream;
    }

    void gone(std::unique_ptr<LiveStream>& stream)
    {
        stream.reset();
        EXPECT_TRUE(eventually([&] { return !the_wall().connected; }));
        server.app().walls->look();
    }

    RunningServer server;
    Credentials lead = server.person("lead", { IncidentManager, Resolver });
    Credentials resolver = server.person("resolver", { Resolver });
};

TEST_F(WallsTest, SaysWhetherAWallWatchesAndSinceWhenItIsLetIn)
{
    const Credentials wall = server.wall(WallAudience::Visitor, lead);
    EXPECT_FALSE(the_wall().connected);
    EXPECT_EQ(the_wall().created_at, kTestMorning);
    EXPECT_EQ(the_wall().last_used_at, std::nullopt);
    EXPECT_EQ(the_wall().token.wall, WallAudience::Visitor);
    server.clock().pass(std::chrono::minutes { 2 });
    EXPECT_EQ(the_wall().dark_since, std::nullopt) << "nobody has put it up yet";
    const auto stream = watching(wall);
    server.clock().pass(std::chrono::hours { 2 });
    EXPECT_EQ(the_wall().dark_since, std::nullopt) << "it asks for nothing, and is there";
    server.app().walls->look();
    EXPECT_EQ(the_wall().last_used_at, kTestMorning + std::chrono::minutes { 122 });
    EXPECT_EQ(server.app().auth->last_use(the_wall().token.id), kTestMorning + std::chrono::minutes { 122 })
        << "noted while it watches, for a server that does not live to see it leave";
}

TEST_F(WallsTest, OneThatIsGoneForAMinuteIsDarkUntilItIsBack)
{
    const Credentials wall = server.wall(WallAudience::Room, lead);
    auto stream = watching(wall);
    gone(stream);
    server.clock().pass(std::chrono::seconds { 59 });
    EXPECT_EQ(the_wall().dark_since, std::nullopt) << "it may be loading anew";
    server.clock().pass(std::chrono::seconds { 2 });
    EXPECT_EQ(the_wall().dark_since, kTestMorning);
    stream = watching(wall);
    EXPECT_EQ(the_wall().dark_since, std::nullopt);
    const std::string id = the_wall().token.id.text;
    gone(stream);
    server.clock().pass(std::chrono::minutes { 5 });
    ASSERT_NE(the_wall().dark_since, std::nullopt);
    ASSERT_EQ(server.remove("/api/v1/walls/" + id, lead).status, 200);
    EXPECT_TRUE(walls().empty());
    EXPECT_TRUE(server.app().walls->dark().walls.empty()) << "nobody misses what was shut out";
}

TEST_F(WallsTest, TheStaffIsToldWhichWentDarkAndThatItIsBackAndTheJournalIsNot)
{
    const Credentials wall = server.wall(WallAudience::Room, lead);
    auto stream = watching(wall);
    LiveStream desk(server, "", resolver);
    gone(stream);
    const std::uint64_t before = server.app().journals->main().head().seq;
    server.clock().pass(std::chrono::minutes { 2 });
    const auto told = desk.next("walls");
    ASSERT_TRUE(told);
    const auto dark = from_json<DarkWalls>(told->data);
    ASSERT_TRUE(dark.ok()) << told->data;
    ASSERT_EQ(dark.value().walls.size(), 1U);
    EXPECT_EQ(dark.value().walls[0].name, "Wall");
    EXPECT_EQ(dark.value().walls[0].id, the_wall().token.id);
    EXPECT_EQ(dark.value().walls[0].dark_since, kTestMorning);
    EXPECT_EQ(server.app().journals->main().head().seq, before);
    stream = watching(wall);
    const auto back = desk.next("walls");
    ASSERT_TRUE(back);
    EXPECT_EQ(back->data, to_json_text(DarkWalls {}, Zeros::Written));
}

TEST_F(WallsTest, NoWallIsToldOfAnother)
{
    const Credentials first = server.wall(WallAudience::Room, lead);
    auto stream = watching(first);
    const Credentials second = server.wall(WallAudience::Room, lead);
    LiveStream other(server, "", second);
    LiveStream desk(server, "", resolver);
    stream.reset();
    ASSERT_TRUE(eventually([&] {
        server.app().walls->look();
        server.clock().pass(std::chrono::seconds { 61 });
        return !server.app().walls->dark().walls.empty();
    }));
    ASSERT_TRUE(desk.next("walls"));
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"Later"})", lead).status, 201);
    for (auto event = other.next();; event = other.next()) {
        ASSERT_TRUE(event);
        ASSERT_NE(event->name, "walls") << event->data;
        if (event->name == "entry") {
            break;
        }
    }
}

TEST_F(WallsTest, ARestartGivesThoseItCutOffTheirMinute)
{
    const auto stream = watching(server.wall(WallAudience::Room, lead));
    // Kept with what else is kept every few seconds.
    const std::string kept = token_use_name(the_wall().token.id);
    ASSERT_TRUE(eventually([&] {
        const auto use = server.app().store->remembered(kept);
        return use.ok() && use.value();
    }));
    server.clock().pass(std::chrono::minutes { 3 });
    server.restart();
    server.app().walls->look();
    EXPECT_EQ(the_wall().dark_since, std::nullopt);
    server.clock().pass(std::chrono::seconds { 61 });
    EXPECT_EQ(the_wall().dark_since, kTestMorning) << "when it was seen, as far as that was kept";
}

TEST_F(WallsTest, OneIsRenamedByWhoMayLetItInAndStaysWhatItIs)
{
    const Credentials wall = server.wall(WallAudience::Room, lead);
    const std::string path = "/api/v1/walls/" + the_wall().token.id.text;
    EXPECT_EQ(server.post(path, R"({"name":"Lobby"})", resolver).status, 403);
    EXPECT_EQ(server.post(path, R"({"name":""})", lead).status, 400);
    EXPECT_EQ(server.post(path, R"({"name":"Lobby","audience":"visitor"})", lead).status, 400);
    EXPECT_EQ(server.post("/api/v1/walls/wall-00000000", R"({"name":"Lobby"})", lead).status, 404);
    const auto program = server.app().auth->make_token({ "t", { "read" }, {}, {} }, [] {
        Actor system;
        system.system = true;
        return system;
    }());
    ASSERT_TRUE(program.ok());
    EXPECT_EQ(server.post("/api/v1/walls/" + program.value().id.text, R"({"name":"Lobby"})", lead).status, 404);
    EXPECT_EQ(the_wall().token.name, "Wall");
    EXPECT_EQ(server.post(path, R"({"name":"Lobby"})", lead).status, 200);
    EXPECT_EQ(the_wall().token.name, "Lobby");
    EXPECT_EQ(the_wall().token.wall, WallAudience::Room);
    EXPECT_EQ(server.get("/api/v1/me", wall).at("wall"), "room") << "it watches on";
}

TEST_F(WallsTest, AWallSaysOfItselfHowLargeItIsAndThatItIsMute)
{
    const Credentials wall = server.wall(WallAudience::Visitor, lead);
    const char* self = "/api/v1/walls/self";
    const std::string said = R"({"height":2160,"muted":true,"width":3840})";
    const std::uint64_t before = server.app().journals->main().head().seq;
    EXPECT_EQ(server.post(self, said, lead).status, 403);
    EXPECT_EQ(server.post(self, said, nobody()).status, 401);
    EXPECT_EQ(server.post(self, R"({"height":0,"width":3840})", wall).status, 400);
    EXPECT_EQ(server.post(self, R"({"height":2160,"width":99999})", wall).status, 400);
    EXPECT_EQ(the_wall().width, 0);
    EXPECT_EQ(server.post(self, said, wall).status, 204);
    EXPECT_EQ(the_wall().width, 3840);
    EXPECT_EQ(the_wall().height, 2160);
    EXPECT_TRUE(the_wall().muted);
    EXPECT_EQ(server.app().journals->main().head().seq, before);
}

TEST_F(WallsTest, OneIsSetUpByWhoMayLetItInAndFollowsWithItsNextEvent)
{
    const Credentials wall = server.wall(WallAudience::Room, lead);
    const std::string path = "/api/v1/walls/" + the_wall().token.id.text;
    EXPECT_EQ(server.get("/api/v1/me", wall).at("display.id"), the_wall().token.id.text);
    EXPECT_TRUE(server.get("/api/v1/me", lead).at("display.id").empty());
    const std::string place = R"({"diagonal_inches":75,"distance_centimetres":600,"role":"majors"})";
    const std::string pages = R"({"pages":[{"page":"hour","seconds":20},{"page":"services","seconds":40}]})";
    for (const auto& [part, body] :
        std::vector<std::pair<std::string, std::string>> { { "/fitting", place }, { "/pages", pages } }) {
        EXPECT_EQ(server.post(path + part, body, resolver).status, 403) << part;
        EXPECT_EQ(server.post(path + part, body, wall).status, 403) << part;
        EXPECT_EQ(server.post("/api/v1/walls/wall-00000000" + part, body, lead).status, 404) << part;
    }
    EXPECT_EQ(server.post(path + "/pages", R"({"pages":[{"page":"hour","seconds":4}]})", lead).status, 400);
    EXPECT_EQ(server.post(path + "/pages", R"({"pages":[{"page":"hour"}]})", lead).status, 400);
    EXPECT_EQ(server.post(path + "/fitting", R"({"diagonal_inches":75})", lead).status, 400);
    LiveStream screen(server, "?after=" + std::to_string(server.app().journals->main().head().seq), wall);
    EXPECT_EQ(server.post(path + "/fitting", place, lead).status, 200);
    EXPECT_EQ(server.post(path + "/pages", pages, lead).status, 200);
    for (const char* kind : { "wall.fitted", "wall.pages_set" }) {
        const auto told = screen.next("entry");
        ASSERT_TRUE(told);
        EXPECT_NE(told->data.find(kind), std::string::npos) << told->data;
    }
    // Also one that shows an exercise, whose journal does not know it.
    EXPECT_EQ(server.get("/api/v1/me", wall).at("display.distance_centimetres"), "600");
    const Answer state = server.get("/api/v1/state", wall);
    EXPECT_NE(state.body.find(R"("pages":[{"page":"hour","seconds":20},{"page":"services","seconds":40}])"),
        std::string::npos)
        << state.body;
}

TEST_F(WallsTest, VisitorsAreToldWhereTheirOwnDisplayHangsAndNotWhatAnyShows)
{
    const Credentials room = server.wall(WallAudience::Room, lead);
    const std::string path = "/api/v1/walls/" + the_wall().token.id.text;
    const Credentials visitor = server.wall(WallAudience::Visitor, lead);
    ASSERT_EQ(server.post(path + "/pages", R"({"pages":[{"page":"capacity","seconds":20}]})", lead).status, 200);
    const Answer state = server.get("/api/v1/state", visitor);
    EXPECT_EQ(state.body.find("displays"), std::string::npos) << state.body;
    EXPECT_EQ(state.body.find("capacity"), std::string::npos) << state.body;
    LiveStream stream(server, "", visitor);
    ASSERT_TRUE(stream.next("clock"));
    const std::string own = server.get("/api/v1/me", visitor).at("display.id");
    ASSERT_EQ(server
                  .post("/api/v1/walls/" + own + "/fitting",
                      R"({"diagonal_inches":75,"distance_centimetres":600,"role":"all"})", lead)
                  .status,
        200);
    EXPECT_TRUE(stream.next("changed"));
    EXPECT_EQ(server.get("/api/v1/me", visitor).at("display.diagonal_inches"), "75");
    ASSERT_EQ(server.post("/api/v1/walls/switch", R"({"audience":"visitor"})", lead).status, 200);
    for (const Credentials* wall : { &room, &visitor }) {
        const Answer me = server.get("/api/v1/me", *wall);
        EXPECT_FALSE(me.at("display.id").empty()) << me.body;
        EXPECT_EQ(me.body.find("capacity"), std::string::npos) << me.body;
    }
}

TEST_F(WallsTest, OneIsTestedAndSaysThatItShowsItsPictureAndWhetherItSounded)
{
    const Credentials wall = server.wall(WallAudience::Room, lead);
    const std::string path = "/api/v1/walls/" + the_wall().token.id.text + "/test";
    EXPECT_EQ(server.post(path, "{}", resolver).status, 403);
    EXPECT_EQ(server.post("/api/v1/walls/wall-00000000/test", "{}", lead).status, 404);
    EXPECT_EQ(server.post(path, "{}", lead).status, 409) << "nobody would see it";
    const auto stream = watching(wall);
    const std::uint64_t before = server.app().journals->main().head().seq;
    ASSERT_EQ(server.post(path, "{}", lead).status, 204);
    const auto told = stream->next("test");
    ASSERT_TRUE(told);
    const auto test = from_json<WallTest>(told->data);
    ASSERT_TRUE(test.ok()) << told->data;
    EXPECT_EQ(test.value().name, "Wall");
    EXPECT_EQ(the_wall().tested_at, std::nullopt) << "it has not said so yet";
    server.clock().pass(std::chrono::seconds { 3 });
    const auto report = [&](const std::string& shown, bool sounded) {
        WallReportRequest said;
        said.width = 1'920;
        said.height = 1'080;
        said.sounded = sounded;
        said.tested = shown;
        EXPECT_EQ(server.post("/api/v1/walls/self", to_json_text(said, Zeros::Written), wall).status, 204);
    };
    report("test-of-another", true);
    EXPECT_EQ(the_wall().tested_at, std::nullopt);
    report(test.value().test, true);
    EXPECT_EQ(the_wall().tested_at, kTestMorning + std::chrono::seconds { 3 });
    EXPECT_TRUE(the_wall().sounded);
    server.clock().pass(std::chrono::seconds { 9 });
    report(test.value().test, false);
    EXPECT_EQ(the_wall().tested_at, kTestMorning + std::chrono::seconds { 3 }) << "the same test again is none";
    EXPECT_FALSE(the_wall().sounded);
    EXPECT_EQ(server.app().journals->main().head().seq, before);
}

TEST_F(WallsTest, NobodyElseIsToldOfATest)
{
    const auto stream = watching(server.wall(WallAudience::Room, lead));
    const std::string path = "/api/v1/walls/" + the_wall().token.id.text + "/test";
    const Credentials second = server.wall(WallAudience::Room, lead);
    LiveStream other(server, "", second);
    LiveStream desk(server, "", lead);
    ASSERT_EQ(server.post(path, "{}", lead).status, 204);
    ASSERT_TRUE(stream->next("test"));
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"Later"})", lead).status, 201);
    for (LiveStream* each : { &other, &desk }) {
        for (auto event = each->next();; event = each->next()) {
            ASSERT_TRUE(event);
            ASSERT_NE(event->name, "test") << event->data;
            if (event->name == "entry" && event->data.find("Later") != std::string::npos) {
                break;
            }
        }
    }
}

TEST_F(WallsTest, WhereOneHangsIsSaidAsItIsLetIn)
{
    const auto let_in = [&](const std::string& place) {
        const Answer begun = server.post("/api/v1/walls/pairings", "{}", nobody());
        return server.post("/api/v1/walls", R"({"name":"Hall","code":")" + begun.at("code") + "\"" + place + "}", lead);
    };
    EXPECT_EQ(let_in(R"(,"diagonal_inches":75,"distance_centimetres":9000)").status, 400);
    EXPECT_TRUE(walls().empty()) << "nothing was let in";
    const Answer usual = let_in("");
    ASSERT_EQ(usual.status, 201) << usual.body;
    const Answer placed = let_in(R"(,"diagonal_inches":75,"distance_centimetres":650)");
    ASSERT_EQ(placed.status, 201) << placed.body;
    const auto main = server.app().journals->main().state();
    EXPECT_EQ(main->displays.find(TokenId { usual.at("created") }), nullptr);
    const WallDisplay* display = main->displays.find(TokenId { placed.at("created") });
    ASSERT_NE(display, nullptr);
    EXPECT_EQ(display->diagonal_inches, 75);
    EXPECT_EQ(display->distance_centimetres, 650);
}

TEST_F(WallsTest, TokensOfProgramsSayWhenTheyWereMade)
{
    const Credentials administrator = server.person("admin", { Administrator });
    server.clock().pass(std::chrono::minutes { 7 });
    ASSERT_EQ(server.post("/api/v1/tokens", R"({"name":"t","scopes":["read"]})", administrator).status, 201);
    const Answer answer = server.get("/api/v1/tokens", administrator);
    const auto listed = from_json<Listing<TokenSummary>>(answer.body);
    ASSERT_TRUE(listed.ok()) << answer.body;
    ASSERT_EQ(listed.value().items.size(), 1U);
    EXPECT_EQ(listed.value().items[0].created_at, kTestMorning + std::chrono::minutes { 7 });
}

}
}
