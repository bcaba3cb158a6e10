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
}

TEST(SetUserTest, AnAdministratorIsAlwaysLeft)
{
    Room room;
    User root { .id = room.administrator.user, .name = "Root", .roles = { SystemRole::Administrator } };
    User other { .id = UserId { "other" }, .name = "Other", .roles = { SystemRole::Administrator }, .disabled = true };
    room.done(SetUser { other }, kSystem);
    User changed = root;
    changed.disabled = true;
    EXPECT_EQ(room.refused(SetUser { changed }, kSystem).code, ErrorCode::Conflict);
    changed = root;
    changed.roles = { SystemRole::Resolver };
    EXPECT_EQ(room.refused(SetUser { changed }, kSystem).code, ErrorCode::Conflict);
    other.disabled = false;
    room.done(SetUser { other }, kSystem);
    room.done(SetUser { changed }, kSystem);
    EXPECT_EQ(room.refused(SetUser { { .id = other.id, .name = "Other" } }, kSystem).code, ErrorCode::Conflict);
    room.done(SetUser { { .id = room.resolver.user, .name = "Resolver", .disabled = true } }, kSystem);
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

User account_of(const Actor& person, bool disabled = false)
{
    return { .id = person.user, .name = person.user.text, .roles = person.roles, .disabled = disabled };
}

// An account that was broken into is disabled at once; what only it could handle goes to the others.
TEST(SetUserTest, AnotherIncidentManagerFollowsTheLastMemberWhoWasOne)
{
    for (const bool disabled : { true, false }) {
        Room room;
        const IncidentId id { room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager).created };
        const Actor second = actor("a-second", { SystemRole::IncidentManager });
        room.done(SetUser { account_of(second) }, room.administrator);
        EXPECT_EQ(room.incident(id).members, std::vector { room.manager.user }) << "one is enough";
        User leaving = account_of(room.manager, disabled);
        leaving.roles = disabled ? room.manager.roles : room.resolver.roles;
        const Decision decision = room.done(SetUser { leaving }, room.administrator);
        EXPECT_EQ(kinds_of(decision), (Texts { "user.set", "incident.members_set" }));
        EXPECT_EQ(decision.entries.at(1).audience, Audience::Restricted);
        EXPECT_EQ(decision.entries.at(1).subject, id.text);
        EXPECT_EQ(room.incident(id).members, (std::vector { second.user, room.manager.user }));
        EXPECT_TRUE(room.incident(id).restricted);
        leaving.name = "Renamed";
        EXPECT_EQ(kinds_of(room.done(SetUser { leaving }, room.administrator)), Texts { "user.set" }) << "once";
    }
}

TEST(SetUserTest, TheLastIncidentManagerStaysWhileSomethingRestrictedIsOpen)
{
    Room room;
    const User gone = account_of(room.manager, true);
    EXPECT_TRUE(room.when(SetUser { gone }, room.administrator).ok());
    const IncidentId id { room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager).created };
    const Error error = room.refused(SetUser { gone }, room.administrator);
    EXPECT_EQ(error.code, ErrorCode::Conflict);
    EXPECT_EQ(error.message.find(id.text), std::string::npos) << "who administers need not know of it";
    room.done(MoveIncident { .incident = id, .to = IncidentState::Cancelled, .note = "duplicate" }, room.manager);
    room.done(SetUser { gone }, room.administrator);
}

TEST(SetUserTest, WhatNobodyCouldHandleGoesToTheFirstIncidentManagerThereIs)
{
    Room room;
    const IncidentId id { room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager).created };
    room.state.incidents.update(id, [&](Incident& incident) { incident.members = { room.desk.user }; });
    const User gone = account_of(room.manager, true);
    room.done(SetUser { gone }, room.administrator);
    EXPECT_EQ(room.incident(id).members, std::vector { room.desk.user });
    room.done(SetUser { account_of(room.manager) }, room.administrator);
    EXPECT_EQ(room.incident(id).members, (std::vector { room.desk.user, room.manager.user }));
}

TEST(SetUserTest, AnErasedNameStaysErasedWhileTheRestChanges)
{
    Room room;
    User user = account_of(room.desk);
    user.name.clear();
    EXPECT_EQ(room.refused(SetUser { user }, room.administrator).code, ErrorCode::Malformed) << "it has one";
    room.state.users.set(user.id, user);
    user.disabled = true;
    room.done(SetUser { user }, room.administrator);
    EXPECT_TRUE(room.state.users.find(user.id)->disabled);
    user.name = "Again";
    room.done(SetUser { user }, room.administrator);
    EXPECT_EQ(room.state.users.find(user.id)->name, "Again");
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

TEST(SetTokenTest, ATokenWhoseNameWasErasedIsRevokedAllTheSame)
{
    Room room;
    Token one = token({ "read" });
    room.done(SetToken { one }, room.administrator);
    one.name.clear();
    room.state.tokens.set(one.id, one);
    one.revoked = true;
    room.done(SetToken { one }, room.administrator);
    EXPECT_TRUE(room.state.tokens.find(one.id)->revoked);
    one.id = TokenId { "t2" };
    one.revoked = false;
    EXPECT_EQ(room.refused(SetToken { one }, room.administrator).code, ErrorCode::Malformed);
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

TEST(SetUserTest, OwnRolesMayBeNamedInAnyOrderAndOthersAreFree)
{
    Room room;
    const std::vector<SystemRole> both { SystemRole::Administrator, SystemRole::Resolver };
    room.done(SetUser { { .id = room.administrator.user, .name = "Root", .roles = both } }, kSystem);
    User self { .id = room.administrator.user, .name = "Root", .roles = { both[0], both[1] } };
    room.done(SetUser { self }, room.administrator);
    self.roles = { SystemRole::Administrator };
    EXPECT_EQ(room.refused(SetUser { self }, room.administrator).code, ErrorCode::Forbidden) << "nor do they drop any";
    User other { .id = room.desk.user, .name = "Desk", .roles = both, .disabled = true };
    EXPECT_EQ(room.done(SetUser { other }, room.administrator).created, "");
    EXPECT_TRUE(room.state.users.find(room.desk.user)->disabled);
    other.id = UserId { "new" };
    const Decision made = room.done(SetUser { other }, room.administrator);
    EXPECT_EQ(made.created, "new");
    EXPECT_EQ(made.entries.at(0).subject, "new");
}

TEST(SetUserTest, NamesHaveTheirLimit)
{
    Room room;
    const auto taken = [&](std::string name) {
        return room.when(SetUser { { .id = UserId { "new" }, .name = std::move(name) } }, kSystem).ok();
    };
    EXPECT_TRUE(taken(std::string(120, 'x')));
    EXPECT_FALSE(taken(std::string(121, 'x')));
    EXPECT_FALSE(taken("two\nlines"));
}

TEST(SetTokenTest, TakesOneToSixteenScopesThatAreKnown)
{
    Room room;
    EXPECT_TRUE(room.when(SetToken { token(std::vector<std::string>(16, "read")) }, room.administrator).ok());
    EXPECT_FALSE(room.when(SetToken { token(std::vector<std::string>(17, "read")) }, room.administrator).ok());
    for (const char* scope : { "read", "act", "admin", "intake:webhook" }) {
        EXPECT_TRUE(room.when(SetToken { token({ scope }) }, room.administrator).ok()) << scope;
    }
    EXPECT_FALSE(room.when(SetToken { token({ "read", "wall" }) }, room.administrator).ok());
    EXPECT_FALSE(room.when(SetToken { token({ "intake" }) }, room.administrator).ok());
    EXPECT_FALSE(room.when(SetToken { token({ "intake:" }) }, room.administrator).ok());
    EXPECT_TRUE(room.when(SetToken { token({ "wall" }, WallAudience::Room) }, room.manager).ok());
    Token named = token({ "read" });
    named.name = std::string(120, 'x');
    EXPECT_TRUE(room.when(SetToken { named }, room.administrator).ok());
    named.name = std::string(121, 'x');
    EXPECT_FALSE(room.when(SetToken { named }, room.administrator).ok());
    named.name = "x";
    named.id = TokenId { "a/b" };
    EXPECT_FALSE(room.when(SetToken { named }, room.administrator).ok());
}

TEST(SetTokenTest, KeepsItsScopesAndItsMaker)
{
    Room room;
    Token one = token({ "read", "act" });
    one.created_by = room.desk.user;
    one.expires_at = room.now + Millis { 1 };
    const Decision made = room.done(SetToken { one }, room.administrator);
    EXPECT_EQ(made.created, "t1");
    EXPECT_EQ(room.state.tokens.find(one.id)->created_by, room.administrator.user) << "whatever is claimed";
    Token other = one;
    other.scopes = { "act", "read" };
    EXPECT_EQ(room.refused(SetToken { other }, room.administrator).code, ErrorCode::Conflict);
    other = one;
    other.wall = WallAudience::Room;
    EXPECT_EQ(room.refused(SetToken { other }, room.administrator).code, ErrorCode::Conflict);
    other = one;
    other.name = "Renamed";
    EXPECT_EQ(room.done(SetToken { other }, kSystem).created, "");
    EXPECT_EQ(room.state.tokens.find(one.id)->created_by, room.administrator.user);
    EXPECT_EQ(room.state.tokens.find(one.id)->name, "Renamed");
    room.pass(minutes { 1 });
    other.name = "Renamed late";
    EXPECT_EQ(room.refused(SetToken { other }, room.administrator).code, ErrorCode::Malformed) << "it has expired";
    other.revoked = true;
    room.done(SetToken { other }, room.administrator);
    EXPECT_TRUE(room.done(SetToken { other }, room.administrator).entries.empty()) << "it is said once";
    other.scopes = { "read" };
    EXPECT_EQ(room.refused(SetToken { other }, room.administrator).code, ErrorCode::Conflict);
}

TEST(SignInTest, IsRecordedWithItsMethodForThoseWhoAreThere)
{
    Room room;
    const Decision in = room.done(RecordSignIn { .user = room.desk.user, .method = "link" }, kSystem);
    EXPECT_EQ(entries_of<SignedIn>(in).at(0).user, room.desk.user);
    EXPECT_EQ(entries_of<SignedIn>(in).at(0).method, "link");
    EXPECT_EQ(in.entries.at(0).subject, "desk");
    EXPECT_EQ(room.refused(RecordSignIn { .user = room.desk.user }, kSystem).code, ErrorCode::Malformed);
    room.done(SetUser { { .id = room.desk.user, .name = "Gone", .disabled = true } }, kSystem);
    EXPECT_EQ(
        room.refused(RecordSignIn { .user = room.desk.user, .method = "link" }, kSystem).code, ErrorCode::Malformed);
    const Decision out = room.done(RecordSignOut { .user = room.desk.user }, kSystem);
    EXPECT_EQ(entries_of<SignedOut>(out).at(0).user, room.desk.user);
    EXPECT_EQ(out.entries.at(0).subject, "desk");
    EXPECT_EQ(room.refused(RecordSignOut { .user = UserId { "nobody" } }, kSystem).code, ErrorCode::NotFound);
}

TEST(SignInTest, RefusalsAreCountedAndCutToTheirLimits)
{
    Room room;
    const SignInRefused refused = entries_of<SignInRefused>(
        room.done(RecordSignInRefused { .account = std::string(65, 'a'), .address = std::string(101, 'b'), .count = 5 },
            kSystem))
                                      .at(0);
    EXPECT_EQ(refused.count, 5);
    EXPECT_EQ(refused.account, std::string(63, 'a') + "…");
    EXPECT_EQ(refused.address, std::string(99, 'b') + "…");
}

}
}
