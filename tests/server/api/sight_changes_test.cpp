// SPDX-License-Identifier: Apache-2.0
// What may no longer be seen is taken away from who holds it, and what may be seen now is given.
#include "shared/timeline/column_codec.h"
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>

namespace watchfloor::test {
namespace {

using enum SystemRole;

class SightChangesTest : public testing::Test {
protected:
    SightChangesTest()
    {
        EXPECT_EQ(server.post("/api/v1/incidents", R"({"title":"Told to all"})", lead).status, 201);
        note("Spoken before");
        before = spoken = head();
    }

    void note(const std::string& text, const std::string& incident = "INC-1")
    {
        const std::string body = R"({"text":")" + text + R"("})";
        ASSERT_EQ(server.post("/api/v1/incidents/" + incident + "/entries", body, lead).status, 201);
    }

    std::string id_of(const std::string& name) { return server.app().auth->user_named(name)->id.text; }

    void set_members(bool restricted, const std::vector<std::string>& names, const std::string& incident = "INC-1")
    {
        std::string members;
        for (const std::string& name : names) {
            members.append(members.empty() ? "" : ",").append("\"" + id_of(name) + "\"");
        }
        const std::string body
            = std::string(R"({"restricted":)") + (restricted ? "true" : "false") + R"(,"members":[)" + members + "]}";
        const Answer answer = server.post("/api/v1/incidents/" + incident + "/members", body, lead);
        ASSERT_EQ(answer.status, 200) << answer.body;
    }

    std::uint64_t head() { return server.app().journals->main().head().seq; }

    static std::string after(std::uint64_t seq) { return "?after=" + std::to_string(seq); }

    // What such a stream brings until it stands at the head.
    std::string caught_up(LiveStream& stream)
    {
        std::string data;
        for (const std::string last = std::to_string(head());;) {
            const auto event = stream.next("entry");
            if (!event) {
                return data + " and then an end";
            }
            data += event->data;
            if (event->id == last) {
                return data;
            }
        }
    }

    // Whether this stream is told to load afresh before it is told anything of the journal.
    static bool told_to_load_afresh(LiveStream& stream)
    {
        auto event = stream.next();
        while (event && event->name != "resync" && event->name != "entry") {
            event = stream.next();
        }
        return event && event->name == "resync";
    }

    RunningServer server;
    Credentials lead = server.person("lead", { IncidentManager, Resolver, Administrator });
    Credentials outsider = server.person("outsider", { Resolver });
    Credentials other = server.person("other", { Resolver });
    std::uint64_t before = 0;
    std::uint64_t spoken = 0; // the note's entry
};

TEST_F(SightChangesTest, AnIncidentRestrictedLaterIsTakenFromConsolesAndWalls)
{
    const Credentials room = server.wall(WallAudience::Room, lead);
    const Credentials visitor = server.wall(WallAudience::Visitor, lead);
    const Answer told = server.post("/api/v1/incidents/INC-1/updates",
        R"({"audience":"customers","text":"We look into it.","reason":"Nobody else is here."})", lead);
    ASSERT_EQ(told.status, 201) << told.body;
    for (const Credentials& who : { outsider, room, visitor }) {
        EXPECT_NE(server.get("/api/v1/state", who).body.find("INC-1"), std::string::npos);
    }
    LiveStream of_outsider(server, "", outsider);
    LiveStream of_room(server, "", room);
    LiveStream of_visitor(server, "", visitor);
    ASSERT_TRUE(of_outsider.next("clock") && of_room.next("clock") && of_visitor.next("clock"));
    const auto began = std::chrono::steady_clock::now();
    set_members(true, { "lead" });
    EXPECT_TRUE(told_to_load_afresh(of_outsider));
    EXPECT_TRUE(told_to_load_afresh(of_room));
    EXPECT_TRUE(told_to_load_afresh(of_visitor));
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds { 1 });
    for (const Credentials& who : { outsider, room, visitor }) {
        EXPECT_EQ(server.get("/api/v1/state", who).body.find("INC-1"), std::string::npos);
        EXPECT_EQ(decode_items(server.get("/api/v1/timeline", who).body).value().size(), 0U);
    }
    EXPECT_NE(server.get("/api/v1/state", lead).body.find("Told to all"), std::string::npos);
}

TEST_F(SightChangesTest, FramesOfBeforeAreServedToNobodyWhoMayNotSeeThem)
{
    const Credentials room = server.wall(WallAudience::Room, lead);
    // Two, so that somebody keeps the frames' set in use whatever becomes of the other.
    std::vector<std::unique_ptr<LiveStream>> watching;
    for (const Credentials& who : { outsider, other, room, room }) {
        watching.push_back(std::make_unique<LiveStream>(server, after(0), who));
        EXPECT_NE(caught_up(*watching.back()).find("Spoken before"), std::string::npos);
    }
    set_members(true, { "lead" });
    for (const Credentials& who : { outsider, other, room }) {
        LiveStream again(server, after(0), who);
        const std::string data = caught_up(again);
        EXPECT_EQ(data.find("Spoken before"), std::string::npos);
        EXPECT_EQ(data.find("Told to all"), std::string::npos);
    }
}

TEST_F(SightChangesTest, WhoComesBackFromBeforeIsToldToLoadAfresh)
{
    const Credentials room = server.wall(WallAudience::Room, lead);
    set_members(true, { "lead" });
    note("Spoken within");
    for (int round = 0; round < 2; ++round) {
        for (const Credentials& who : { outsider, room }) {
            LiveStream back(server, after(before), who);
            EXPECT_TRUE(told_to_load_afresh(back)) << round;
        }
        LiveStream of_member(server, after(before), lead);
        EXPECT_NE(caught_up(of_member).find("Spoken within"), std::string::npos) << round;
        LiveStream loaded_since(server, after(head() - 1), outsider);
        EXPECT_EQ(caught_up(loaded_since).find("Spoken"), std::string::npos) << round;
        server.restart();
    }
}

// A client that only knows the last id it saw goes on behind what it was told to load.
TEST_F(SightChangesTest, WhoWasToldToLoadAfreshIsNotToldAgainAndAgain)
{
    set_members(true, { "lead" });
    LiveStream back(server, after(before), outsider);
    const auto told = back.next("resync");
    ASSERT_TRUE(told);
    EXPECT_EQ(told->id, std::to_string(head()));
}

TEST_F(SightChangesTest, AnOpenedIncidentShowsAtOnceWithItsPast)
{
    const Credentials room = server.wall(WallAudience::Room, lead);
    set_members(true, { "lead" });
    note("Spoken within");
    const std::uint64_t within = head();
    LiveStream of_outsider(server, after(head()), outsider);
    LiveStream of_member(server, after(head()), lead);
    LiveStream of_room(server, after(head()), room);
    ASSERT_TRUE(of_outsider.next("clock") && of_member.next("clock") && of_room.next("clock"));
    set_members(false, { "lead" });
    EXPECT_TRUE(told_to_load_afresh(of_outsider));
    EXPECT_TRUE(told_to_load_afresh(of_member));
    EXPECT_TRUE(told_to_load_afresh(of_room));
    for (const Credentials& who : { outsider, lead, room }) {
        EXPECT_NE(server.get("/api/v1/state", who).body.find("Told to all"), std::string::npos);
        const std::string page = server.get("/api/v1/journal?limit=1000", who).body;
        EXPECT_NE(page.find("Spoken before"), std::string::npos);
        EXPECT_NE(page.find("Spoken within"), std::string::npos);
        LiveStream stream(server, after(0), who);
        EXPECT_NE(caught_up(stream).find("Spoken within"), std::string::npos);
    }
    EXPECT_EQ(decode_items(server.get("/api/v1/timeline", outsider).body).value().size(),
        decode_items(server.get("/api/v1/timeline", lead).body).value().size());
    const auto on_wall = decode_items(server.get("/api/v1/timeline", room).body).value();
    EXPECT_EQ(std::count_if(on_wall.begin(), on_wall.end(),
                  [&](const auto& item) { return item.seq == spoken || item.seq == within; }),
        2);
}

TEST_F(SightChangesTest, WhatIsRestrictedAgainIsTakenAwayAgain)
{
    set_members(true, { "lead" });
    set_members(false, { "lead" });
    const std::uint64_t opened_at = head();
    set_members(true, { "lead" });
    LiveStream back(server, after(opened_at), outsider);
    EXPECT_TRUE(told_to_load_afresh(back));
}

TEST_F(SightChangesTest, WhoSawNothingOfItIsNotDisturbed)
{
    LiveStream of_outsider(server, after(before), outsider);
    ASSERT_TRUE(of_outsider.next("clock"));
    const Answer logged = server.post("/api/v1/incidents", R"({"title":"Quiet matter","restricted":true})", lead);
    const std::string quiet = logged.at("created");
    set_members(true, { "lead", "other" }, quiet);
    set_members(true, { "lead" }, quiet);
    EXPECT_EQ(caught_up(of_outsider).find("Quiet"), std::string::npos);
    LiveStream back(server, after(before), outsider);
    EXPECT_EQ(caught_up(back).find("and then an end"), std::string::npos);
}

TEST_F(SightChangesTest, AMemberLosesAndGainsWithTheirMembership)
{
    const std::string quiet
        = server.post("/api/v1/incidents", R"({"title":"Quiet matter","restricted":true})", lead).at("created");
    for (const bool member : { true, false }) {
        LiveStream stream(server, "", other);
        ASSERT_TRUE(stream.next("clock"));
        set_members(
            true, member ? std::vector<std::string> { "lead", "other" } : std::vector<std::string> { "lead" }, quiet);
        EXPECT_TRUE(told_to_load_afresh(stream)) << member;
        EXPECT_EQ(server.get("/api/v1/state", other).body.find("Quiet") != std::string::npos, member);
    }
}

TEST_F(SightChangesTest, ARoleThatChangesIsAnotherSight)
{
    const Credentials auditor = server.person("auditor", { Auditor });
    set_members(true, { "lead" });
    EXPECT_NE(server.get("/api/v1/state", auditor).body.find("Told to all"), std::string::npos);
    LiveStream stream(server, "", auditor);
    ASSERT_TRUE(stream.next("clock"));
    ASSERT_EQ(
        server.post("/api/v1/users/" + id_of("auditor"), R"({"name":"auditor","roles":["resolver"]})", lead).status,
        200);
    EXPECT_TRUE(told_to_load_afresh(stream));
    EXPECT_EQ(server.get("/api/v1/state", auditor).body.find("Told to all"), std::string::npos);
}

// Who was away when it happened says by the state's mark how they saw then.
TEST_F(SightChangesTest, WhoComesBackWithTheSightOfBeforeIsToldToLoadAfresh)
{
    const Credentials auditor = server.person("auditor", { Auditor });
    const std::string mark = server.get("/api/v1/state", auditor).at("sight");
    ASSERT_FALSE(mark.empty());
    const std::string query = "&sight=" + mark;
    {
        LiveStream same(server, after(before) + query, auditor);
        EXPECT_EQ(caught_up(same).find("and then an end"), std::string::npos);
    }
    ASSERT_EQ(
        server.post("/api/v1/users/" + id_of("auditor"), R"({"name":"auditor","roles":["resolver"]})", lead).status,
        200);
    server.restart();
    LiveStream back(server, after(head()) + query, auditor);
    EXPECT_TRUE(told_to_load_afresh(back));
    EXPECT_NE(server.get("/api/v1/state", auditor).at("sight"), mark);
}

TEST_F(SightChangesTest, WhoIsDisabledSignedOutOrRevokedIsToldBeforeTheEnd)
{
    const Credentials room = server.wall(WallAudience::Room, lead);
    LiveStream of_disabled(server, "", outsider);
    LiveStream of_signed_out(server, "", other);
    LiveStream of_wall(server, "", room);
    ASSERT_TRUE(of_disabled.next("clock") && of_signed_out.next("clock") && of_wall.next("clock"));
    ASSERT_EQ(server
                  .post("/api/v1/users/" + id_of("outsider"),
                      R"({"name":"outsider","roles":["resolver"],"disabled":true})", lead)
                  .status,
        200);
    ASSERT_EQ(server.remove("/api/v1/session", other).status, 200);
    const std::string walls = server.get("/api/v1/walls", lead).body;
    const auto at = walls.find("\"wall-");
    ASSERT_EQ(server.remove("/api/v1/walls/" + walls.substr(at + 1, 13), lead).status, 200);
    for (LiveStream* stream : { &of_disabled, &of_signed_out, &of_wall }) {
        // Whoever may still see what happens to the others gets those entries first.
        auto event = stream->next();
        while (event && event->name != "resync") {
            event = stream->next();
        }
        EXPECT_TRUE(event.has_value());
        EXPECT_TRUE(stream->ends());
    }
    for (const Credentials& who : { outsider, other, room }) {
        EXPECT_EQ(server.get("/api/v1/me", who).status, 401);
    }
}

TEST_F(SightChangesTest, WhatWasErasedIsTakenFromWhoHoldsIt)
{
    const Credentials privacy = server.person("privacy", { ComplianceOfficer });
    before = head();
    LiveStream watching(server, after(0), outsider);
    EXPECT_NE(caught_up(watching).find("Spoken before"), std::string::npos);
    const Answer erased = server.post("/api/v1/erasures",
        R"({"seq":)" + std::to_string(spoken) + R"(,"legal_basis":"A customer asked for it."})", privacy);
    ASSERT_EQ(erased.status, 201) << erased.body;
    EXPECT_TRUE(told_to_load_afresh(watching));
    LiveStream again(server, after(0), other);
    EXPECT_EQ(caught_up(again).find("Spoken before"), std::string::npos);
    LiveStream back(server, after(before), other);
    EXPECT_TRUE(told_to_load_afresh(back));
}

TEST_F(SightChangesTest, WhatWasErasedBehindClosedDoorsDisturbsItsMembersAlone)
{
    const Credentials privacy = server.person("privacy", { ComplianceOfficer });
    const Answer logged = server.post("/api/v1/incidents", R"({"title":"Quiet matter","restricted":true})", lead);
    const std::string quiet = logged.at("created");
    set_members(true, { "lead", "privacy" }, quiet);
    note("Quiet words", quiet);
    const std::string words = std::to_string(head());
    const std::uint64_t erased_after = head();
    const Credentials room = server.wall(WallAudience::Room, lead);
    LiveStream of_outsider(server, after(head()), outsider);
    LiveStream of_room(server, after(head()), room);
    LiveStream of_lead(server, after(head()), lead);
    ASSERT_TRUE(of_outsider.next("clock") && of_room.next("clock") && of_lead.next("clock"));
    const Answer erased = server.post(
        "/api/v1/erasures", R"({"seq":)" + words + R"(,"legal_basis":"A customer asked for it."})", privacy);
    ASSERT_EQ(erased.status, 201) << erased.body;
    EXPECT_TRUE(told_to_load_afresh(of_lead));
    EXPECT_FALSE(told_to_load_afresh(of_outsider)) << "the stub comes first, and nothing else";
    EXPECT_FALSE(told_to_load_afresh(of_room));
    LiveStream back(server, after(erased_after), outsider);
    EXPECT_FALSE(told_to_load_afresh(back));
    LiveStream member(server, after(erased_after), lead);
    EXPECT_TRUE(told_to_load_afresh(member));
}

}
}
