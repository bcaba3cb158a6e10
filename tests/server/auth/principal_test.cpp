// SPDX-License-Identifier: Apache-2.0
#include "server/auth/principal.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

State with_incident(bool restricted)
{
    State state;
    Incident incident;
    incident.id = IncidentId { "INC-1" };
    incident.restricted = restricted;
    incident.members = { UserId { "member" } };
    state.incidents.set(incident.id, incident);
    return state;
}

TEST(VisibilityKeyTest, ReadsBackEveryKey)
{
    std::vector<Visibility> viewers(5);
    viewers[1].restricted = { IncidentId { "INC-4" }, IncidentId { "SEC-1" } };
    viewers[2].reads_everything = true;
    viewers[3].staff = false;
    viewers[4].wall = WallAudience::Room;
    viewers[4].staff = false;
    for (const Visibility& viewer : viewers) {
        const Visibility read = visibility_from_key(viewer.key());
        EXPECT_EQ(read.key(), viewer.key());
        EXPECT_EQ(read.wall, viewer.wall);
        EXPECT_EQ(read.staff || read.reads_everything, viewer.staff || viewer.reads_everything);
        EXPECT_EQ(read.restricted, viewer.restricted);
    }
}

TEST(VisibilityKeyTest, PutsSwitchedRoomWallsWithTheVisitors)
{
    State state;
    Visibility room;
    room.wall = WallAudience::Room;
    EXPECT_EQ(visibility_key(room, state), "wall:room");
    state.walls = WallAudience::Visitor;
    EXPECT_EQ(visibility_key(room, state), "wall:visitor");
}

TEST(EntrySightTest, HidesWhatWasWrittenBeforeTheIncidentBecameRestricted)
{
    EntryHead head;
    head.kind = NoteAdded::kind;
    head.subject = "INC-1";
    Visibility staff;
    Visibility member;
    member.restricted = { IncidentId { "INC-1" } };
    EXPECT_EQ(entry_sight(staff, with_incident(false), head, ""), Sight::Whole);
    EXPECT_EQ(entry_sight(staff, with_incident(true), head, ""), Sight::Stub);
    EXPECT_EQ(entry_sight(member, with_incident(true), head, ""), Sight::Whole);
    Visibility wall;
    wall.wall = WallAudience::Room;
    EXPECT_EQ(entry_sight(wall, with_incident(true), head, ""), Sight::Stub);
    Visibility auditor;
    auditor.reads_everything = true;
    EXPECT_EQ(entry_sight(auditor, with_incident(true), head, ""), Sight::Whole);
}

TEST(PrincipalTest, ScopesReachAsFarAsTheySay)
{
    Principal token;
    token.kind = Principal::Kind::Token;
    token.scopes = { "act", "intake:nagios" };
    EXPECT_TRUE(token.may("act"));
    EXPECT_TRUE(token.may("read"));
    EXPECT_FALSE(token.may("admin"));
    EXPECT_EQ(token.intake_sources(), (std::vector<std::string> { "nagios" }));
    token.scopes = { "intake:nagios" };
    EXPECT_FALSE(token.may("read"));
    Principal wall;
    wall.kind = Principal::Kind::Wall;
    EXPECT_FALSE(wall.may("read"));
    EXPECT_FALSE(Principal {}.may("read"));
}

TEST(PrincipalTest, EndsWithTheUserAndTheToken)
{
    State state;
    state.users.set(UserId { "u" }, { UserId { "u" }, "U", { SystemRole::Resolver }, false });
    Token token;
    token.id = TokenId { "t" };
    token.expires_at = Timestamp { 100 };
    state.tokens.set(token.id, token);
    Principal principal;
    principal.kind = Principal::Kind::Token;
    principal.user = UserId { "u" };
    principal.token = token.id;
    EXPECT_TRUE(still_valid(principal, state, { 99 }));
    EXPECT_FALSE(still_valid(principal, state, { 100 }));
    EXPECT_TRUE(actor_of(principal, state).has(SystemRole::Resolver));
    state.users.set(UserId { "u" }, { UserId { "u" }, "U", {}, true });
    EXPECT_FALSE(still_valid(principal, state, { 99 }));
}

TEST(PrincipalTest, EachKindReachesExactlyItsOwnScopes)
{
    const std::vector<std::string> all { "read", "act", "admin", "wall", "intake:x" };
    const auto reach = [&](Principal::Kind kind, std::vector<std::string> scopes) {
        Principal principal;
        principal.kind = kind;
        principal.scopes = std::move(scopes);
        std::vector<std::string> reached;
        for (const std::string& scope : all) {
            if (principal.may(scope)) {
                reached.push_back(scope);
            }
        }
        return reached;
    };
    using Scopes = std::vector<std::string>;
    EXPECT_EQ(reach(Principal::Kind::Nobody, all), Scopes {});
    EXPECT_EQ(reach(Principal::Kind::Session, {}), (Scopes { "read", "act", "admin" }));
    EXPECT_EQ(reach(Principal::Kind::Wall, { "read", "wall" }), Scopes { "wall" });
    EXPECT_EQ(reach(Principal::Kind::Token, { "read" }), Scopes { "read" });
    EXPECT_EQ(reach(Principal::Kind::Token, { "act" }), (Scopes { "read", "act" }));
    EXPECT_EQ(reach(Principal::Kind::Token, { "admin" }), (Scopes { "read", "admin" }));
    EXPECT_EQ(reach(Principal::Kind::Token, { "intake:x" }), Scopes { "intake:x" });
}

TEST(PrincipalTest, ATokenThatNobodyMadeActsAsItselfWithWhatItsScopesStandFor)
{
    using enum SystemRole;
    const auto actor = [](std::vector<std::string> scopes, Principal::Kind kind = Principal::Kind::Token) {
        Principal principal;
        principal.kind = kind;
        principal.token = TokenId { "t" };
        principal.scopes = std::move(scopes);
        return actor_of(principal, State {});
    };
    const Actor acting = actor({ "act" });
    EXPECT_EQ(acting.user, UserId { "token:t" });
    EXPECT_FALSE(acting.system);
    EXPECT_EQ(
        acting.roles, (std::vector { ServiceDesk, Resolver, IncidentManager, CapacityManager, MaintenancePlanner }));
    EXPECT_EQ(actor({ "read" }).roles, std::vector { ServiceDesk });
    EXPECT_EQ(actor({ "admin" }).roles, (std::vector { ServiceDesk, Administrator }));
    EXPECT_TRUE(actor({ "intake:x" }).roles.empty());
    const Actor wall = actor({ "wall", "act" }, Principal::Kind::Wall);
    EXPECT_TRUE(wall.user.empty() && wall.roles.empty());
}

TEST(PrincipalTest, ARevokedTokenAndAUserWhoIsGoneAreNobody)
{
    State state;
    Token token;
    token.id = TokenId { "t" };
    state.tokens.set(token.id, token);
    Principal principal;
    principal.kind = Principal::Kind::Token;
    principal.token = token.id;
    EXPECT_TRUE(still_valid(principal, state, { 99 }));
    principal.user = UserId { "gone" };
    EXPECT_FALSE(still_valid(principal, state, { 99 }));
    principal.user = {};
    token.revoked = true;
    state.tokens.set(token.id, token);
    EXPECT_FALSE(still_valid(principal, state, { 99 }));
    principal.token = TokenId { "unknown" };
    EXPECT_FALSE(still_valid(principal, state, { 99 }));
    Principal session;
    session.kind = Principal::Kind::Session;
    EXPECT_FALSE(still_valid(session, state, { 99 })) << "a session is always somebody's";
}

TEST(PrincipalTest, WallsAndStrangersSeeWhatAWallMay)
{
    const State state = with_incident(false);
    Principal wall;
    wall.kind = Principal::Kind::Wall;
    wall.wall = WallAudience::Room;
    EXPECT_EQ(sight_for(wall, state, state).wall, WallAudience::Room);
    EXPECT_FALSE(sight_for(wall, state, state).staff);
    EXPECT_EQ(sight_for(Principal {}, state, state).wall, WallAudience::Visitor);
    State switched;
    switched.walls = WallAudience::Visitor;
    EXPECT_EQ(sight_for(wall, switched, state).wall, WallAudience::Visitor) << "in a drill as well";
    Principal token;
    token.kind = Principal::Kind::Token;
    token.token = TokenId { "t" };
    token.scopes = { "read" };
    EXPECT_EQ(sight_for(token, state, state).wall, std::nullopt);
    EXPECT_TRUE(sight_for(token, state, state).staff);
}

}
}
