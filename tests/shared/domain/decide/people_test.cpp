// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

TEST(SetUserTest, NobodyGrantsThemselvesRights)
{
    Room room;
    User self { .id = room.administrator.user,
        .name = "Root",
        .roles = { SystemRole::Administrator, SystemRole::IncidentManager } };
    EXPECT_EQ(room.refused(SetUser { self }, room.administrator).code, ErrorCode::Forbidden);
    self.roles = { SystemRole::Administrator };
    room.done(SetUser { self }, room.administrator);
    EXPECT_EQ(room.state.users.find(self.id)->name, "Root");
    self.disabled = true;
    EXPECT_EQ(room.refused(SetUser { self }, room.administrator).code, ErrorCode::Forbidden);
    room.done(SetUser { self }, kSystem);
}

TEST(SetUserTest, KeepsEachRoleOnce)
{
    Room room;
    room.done(SetUser { { .id = UserId { "new" },
                  .name = "New",
                  .roles = { SystemRole::Resolver, SystemRole::ServiceDesk, SystemRole::Resolver } } },
        kSystem);
    EXPECT_EQ(room.state.users.find(UserId { "new" })->roles,
        (std::vector<SystemRole> { SystemRole::ServiceDesk, SystemRole::Resolver }));
    EXPECT_EQ(room.refused(SetUser { { .id = UserId { "New" }, .name = "x" } }, kSystem).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(SetUser { { .id = UserId { "new" } } }, kSystem).code, ErrorCode::Malformed);
}

Token token(std::vector<std::string> scopes, std::optional<WallAudience> wall = std::nullopt)
{
    return { .id = TokenId { "t1" }, .name = "Test", .scopes = std::move(scopes), .wall = wall };
}

TEST(SetTokenTest, ChecksScopes)
{
    Room room;
    const std::vector<Token> bad {
        token({}),
        token({ "everything" }),
        token({ "wall" }),
        token({ "read" }, WallAudience::Room),
        token({ "wall", "act" }, WallAudience::Room),
    };
    for (const Token& one : bad) {
        EXPECT_EQ(room.refused(SetToken { one }, room.administrator).code, ErrorCode::Malformed);
    }
    EXPECT_EQ(room.refused(SetToken { token({ "intake:nowhere" }) }, room.administrator).code, ErrorCode::NotFound);
    room.done(SetToken { token({ "intake:prometheus", "read" }) }, room.administrator);
    EXPECT_EQ(room.state.tokens.find(TokenId { "t1" })->created_by, room.administrator.user);
}

TEST(SetTokenTest, AWallIsApprovedWithItsAudience)
{
    Room room;
    room.done(SetToken { token({ "wall" }, WallAudience::Visitor) }, room.manager);
    EXPECT_EQ(room.refused(SetToken { token({ "wall" }, WallAudience::Room) }, room.manager).code, ErrorCode::Conflict);
}

TEST(SetTokenTest, RevocationIsFinal)
{
    Room room;
    Token one = token({ "read" });
    room.done(SetToken { one }, room.administrator);
    one.revoked = true;
    room.done(SetToken { one }, kSystem);
    EXPECT_EQ(room.state.tokens.find(TokenId { "t1" })->created_by, room.administrator.user);
    one.revoked = false;
    EXPECT_EQ(room.refused(SetToken { one }, room.administrator).code, ErrorCode::Conflict);
    Token late = token({ "read" });
    late.id = TokenId { "t2" };
    late.expires_at = room.now;
    EXPECT_EQ(room.refused(SetToken { late }, room.administrator).code, ErrorCode::Malformed);
}

TEST(SignInTest, IsRecordedForEnabledUsersOnly)
{
    Room room;
    EXPECT_EQ(kinds_of(room.done(RecordSignIn { .user = room.desk.user, .method = "password" }, kSystem)),
        (Texts { "session.opened" }));
    EXPECT_EQ(kinds_of(room.done(RecordSignOut { .user = room.desk.user }, kSystem)), (Texts { "session.closed" }));
    EXPECT_EQ(room.refused(RecordSignIn { .user = UserId { "nobody" }, .method = "password" }, kSystem).code,
        ErrorCode::Malformed);
}

TEST(SignInTest, RefusalsRecordWhatStrangersTypedHarmlessly)
{
    Room room;
    const Decision decision = room.done(
        RecordSignInRefused { .account = "a\x1b[2J" + std::string(200, 'x'), .address = "203.0.113.9", .count = 0 },
        kSystem);
    const SignInRefused refused = entries_of<SignInRefused>(decision).at(0);
    EXPECT_EQ(refused.count, 1);
    EXPECT_EQ(refused.account.find('\x1b'), std::string::npos);
    EXPECT_LT(refused.account.size(), 80U);
}

}
}
