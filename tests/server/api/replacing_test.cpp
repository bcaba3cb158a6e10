// SPDX-License-Identifier: Apache-2.0
// A body that leaves something out takes nothing away: it is refused, or what it does not name stays.
#include "server/app/embedded_assets.h"
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>
#include <set>
#include <thread>
#include <tuple>

namespace watchfloor::test {
namespace {

using enum SystemRole;

// Each asks for something to be done that needs no word about it; none sets anything anew.
const std::set<std::string> kNothingToSay { "/api/v1/alerts/{id}/acknowledge", "/api/v1/session",
    "/api/v1/walls/pairings", "/api/v1/walls/{id}/test" };

class ReplacingTest : public testing::Test {
protected:
    ReplacingTest()
    {
        done("/api/v1/services", R"({"id":"shop","name":"Shop","match":{"service":"shop"},"supplier":"Acme"})");
        done("/api/v1/assets", R"({"id":"ups","name":"UPS","services":["shop"],"site":"Room 1"})");
        done("/api/v1/capacity", R"({"id":"disk","name":"Disk","unit":"bytes","total_milli":5,"owner":"Storage"})");
        done("/api/v1/incidents", R"({"title":"Down"})");
        done("/api/v1/maintenance-windows",
            R"({"title":"w","assets":["ups"],"from":"2026-03-03T08:00:00Z","to":"2026-03-03T10:00:00Z"})");
        done("/api/v1/work-orders",
            R"({"asset":"ups","title":"t","planned_start":"2026-03-03T08:00:00Z","planned_end":"2026-03-03T09:00:00Z"})");
        server.wall(WallAudience::Room, all);
        wall = server.app().walls->list().front().token.id.text;
        done("/api/v1/walls/" + wall + "/pages", R"({"pages":[{"page":"hour","seconds":20}]})");
        done("/api/v1/walls/" + wall + "/fitting",
            R"({"diagonal_inches":75,"distance_centimetres":600,"role":"majors"})");
    }

    void done(const std::string& path, std::string_view body)
    {
        const Answer answer = server.post(path, body, all);
        EXPECT_EQ(answer.status / 100, 2) << path << answer.body;
    }

    // The path with something that exists in place of its {id}.
    std::string existing(std::string path) const
    {
        const auto at = path.find("{id}");
        if (at == std::string::npos) {
            return path;
        }
        const std::vector<std::pair<std::string, std::string>> ids { { "/api/v1/capacity/", "disk" },
            { "/api/v1/incidents/", "INC-1" }, { "/api/v1/maintenance-windows/", "MW-1" }, { "/api/v1/users/", other },
            { "/api/v1/walls/", wall }, { "/api/v1/work-orders/", "WO-1" } };
        for (const auto& [before, id] : ids) {
            if (path.starts_with(before)) {
                return path.replace(at, 4, id);
            }
        }
        return path.replace(at, 4, "none");
    }

    std::shared_ptr<const State> state() { return server.app().journals->main().state(); }

    RunningServer server;
    Credentials all = server.person("all",
        { IncidentManager, Resolver, ServiceDesk, CapacityManager, MaintenancePlanner, ComplianceOfficer,
            Administrator });
    std::string other = server.add_user("other", { Resolver }).text;
    std::string wall {};
};

TEST_F(ReplacingTest, NoBodyOfTheDescriptionMayBeEmpty)
{
    const auto description = read_json(embedded_openapi(), { .max_bytes = 4 * 1024 * 1024, .max_items = 200'000 });
    ASSERT_TRUE(description.ok());
    int asked = 0;
    for (const auto& [path, operations] : description.value().find("paths")->members) {
        const JsonValue* post = operations.find("post");
        if (post == nullptr || post->find("requestBody") == nullptr || kNothingToSay.contains(path)) {
            continue;
        }
        for (const char* body : { "", "{}" }) {
            const std::uint64_t before = state()->seq;
            const Answer answer = server.post(existing(path), body, all);
            EXPECT_EQ(answer.status / 100, 4) << path << " " << answer.body;
            EXPECT_EQ(state()->seq, before) << path;
            ++asked;
        }
    }
    EXPECT_GT(asked, 40);
}

TEST_F(ReplacingTest, WhatWouldTakeThePlaceOfAListIsDemandedByName)
{
    const std::string members = "/api/v1/incidents/INC-1/members";
    for (const auto& [path, body, field] : std::vector<std::tuple<std::string, std::string, std::string>> {
             { "/api/v1/walls/" + wall + "/pages", "", "pages" },
             { "/api/v1/walls/" + wall + "/pages", "{}", "pages" },
             { "/api/v1/walls/" + wall + "/fitting", R"({"diagonal_inches":75,"distance_centimetres":600})", "role" },
             { members, R"({"restricted":false})", "members" },
             { members, R"({"members":[]})", "restricted" },
         }) {
        const Answer answer = server.post(path, body, all);
        EXPECT_EQ(answer.status, 400) << path << body;
        EXPECT_NE(answer.body.find("Field '" + field + "' is missing"), std::string::npos) << answer.body;
    }
    const WallDisplay display = *state()->displays.find(TokenId { wall });
    EXPECT_EQ(display.pages.size(), 1u);
    EXPECT_EQ(display.role, WallRole::Majors);
    done("/api/v1/walls/" + wall + "/pages", R"({"pages":[]})");
    EXPECT_TRUE(state()->displays.find(TokenId { wall })->pages.empty()) << "who says so gets it";
}

TEST_F(ReplacingTest, WhatIsNotNamedOfARegisterStays)
{
    done("/api/v1/services", R"({"id":"shop","public_name":"Online shop"})");
    const Service shop = *state()->services.find(ServiceId { "shop" });
    EXPECT_EQ(shop.name, "Shop");
    EXPECT_EQ(shop.public_name, "Online shop");
    EXPECT_EQ(shop.supplier, "Acme");
    EXPECT_EQ(shop.match.size(), 1u);
    done("/api/v1/services", R"({"id":"shop","match":{},"supplier":""})");
    EXPECT_TRUE(state()->services.find(ServiceId { "shop" })->match.empty());
    EXPECT_TRUE(state()->services.find(ServiceId { "shop" })->supplier.empty());

    done("/api/v1/assets", R"({"id":"ups","model":"X9"})");
    const Asset ups = *state()->assets.find(AssetId { "ups" });
    EXPECT_EQ(ups.site, "Room 1");
    EXPECT_EQ(ups.services.size(), 1u);
    EXPECT_EQ(ups.model, "X9");

    done("/api/v1/capacity", R"({"id":"disk","warn_percent":70})");
    const CapacityResource disk = *state()->resources.find(ResourceId { "disk" });
    EXPECT_EQ(disk.owner, "Storage");
    EXPECT_EQ(disk.total_milli, 5);
    EXPECT_EQ(disk.warn_percent, 70);

    done("/api/v1/bridges", R"({"id":"b1","name":"Blue","link":"https://meet.example.org/1","pin":"1234"})");
    done("/api/v1/bridges", R"({"id":"b1","name":"Green"})");
    EXPECT_EQ(state()->bridges.find(BridgeId { "b1" })->pin, "1234");
    EXPECT_EQ(state()->bridges.find(BridgeId { "b1" })->name, "Green");
}

TEST_F(ReplacingTest, NullGivesASourceItsUsualHeartbeatsBack)
{
    done("/api/v1/sources", R"({"id":"am","kind":"alertmanager","heartbeats":[{"name":"Alive"}]})");
    const auto heartbeats = [&] { return state()->sources.find(SourceId { "am" })->heartbeats; };
    done("/api/v1/sources", R"({"id":"am","cadence_seconds":60})");
    ASSERT_TRUE(heartbeats());
    EXPECT_EQ(heartbeats()->size(), 1u);
    EXPECT_EQ(state()->sources.find(SourceId { "am" })->kind, SourceKind::Alertmanager);
    done("/api/v1/sources", R"({"id":"am","heartbeats":[]})");
    ASSERT_TRUE(heartbeats());
    EXPECT_TRUE(heartbeats()->empty());
    done("/api/v1/sources", R"({"id":"am","heartbeats":null})");
    EXPECT_FALSE(heartbeats());
}

// Two who change different fields of one entity at the same time: both changes are there.
TEST_F(ReplacingTest, NoChangeTakesAnotherBack)
{
    constexpr int kChanges = 40;
    const auto change = [&](const std::string& field) {
        for (int i = 1; i <= kChanges; ++i) {
            const std::string text = std::to_string(i);
            done("/api/v1/services", "{\"id\":\"shop\",\"" + field + "\":\"" + text + "\"}");
            const Service shop = *state()->services.find(ServiceId { "shop" });
            EXPECT_EQ(field == "supplier" ? shop.supplier : shop.on_call_group, text);
        }
    };
    std::thread another([&] { change("on_call_group"); });
    change("supplier");
    another.join();
}

// Nor does who sets an asset take back that its work order was returned to service meanwhile.
TEST_F(ReplacingTest, AnAssetThatIsSetKeepsWhenItWasMaintained)
{
    const std::string moves = "/api/v1/work-orders/WO-1/transitions";
    for (const char* move : { R"({"to":"approved","reason":"It smells."})", R"({"to":"in_progress"})",
             R"({"to":"inspection","work_done":"New cells."})" }) {
        done(moves, move);
    }
    const Credentials inspector = server.person("inspector", { MaintenancePlanner });
    Sequencer& main = server.app().journals->main();
    auto lock = main.hold_entities();
    Submission set;
    Asset known = *state()->assets.find(AssetId { "ups" });
    known.model = "X9";
    set.command = SetAsset { known };
    set.actor.system = true;
    set.actor.user = UserId { "system" };
    set.actor.roles = { MaintenancePlanner };
    std::thread returned([&] {
        const Answer answer = server.post(moves, R"({"to":"returned_to_service","inspection_passed":true})", inspector);
        EXPECT_EQ(answer.status, 200) << answer.body;
    });
    for (int i = 0; i < 20; ++i) { // it had time to come first
        done("/api/v1/incidents/INC-1/entries", R"({"kind":"observation","text":"And so on."})");
    }
    EXPECT_TRUE(main.execute(std::move(set)).ok());
    lock.unlock();
    returned.join();
    const Asset ups = *state()->assets.find(AssetId { "ups" });
    EXPECT_EQ(ups.model, "X9");
    EXPECT_TRUE(ups.last_maintained_at.has_value());
}

}
}
