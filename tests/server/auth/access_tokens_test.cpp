// SPDX-License-Identifier: Apache-2.0
// Programs, walls and sources: what their tokens are good for, and for how long.
#include "tests/server/auth/auth_fixture.h"

#include <algorithm>

namespace watchfloor {
namespace {

using std::chrono::minutes;
using enum SystemRole;

class AccessTokensTest : public AuthFixture { };

TEST_F(AccessTokensTest, ATokenIsGoodUntilItExpires)
{
    NewToken wanted { "t", { "read" }, {}, clock_.now() + minutes { 5 } };
    const auto made = auth_->make_token(wanted, system_actor());
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(made.value().seq, main_->head().seq);
    EXPECT_EQ(made.value().routing_key, "") << "only intake has one";
    clock_.pass(minutes { 5 } - kMoment);
    const auto principal = auth_->by_token(made.value().text);
    ASSERT_TRUE(principal);
    EXPECT_EQ(principal->kind, Principal::Kind::Token);
    EXPECT_EQ(principal->token, made.value().id);
    EXPECT_EQ(principal->user, UserId {}) << "no person made it";
    EXPECT_EQ(principal->scopes, wanted.scopes);
    EXPECT_EQ(principal->session_id, "token:" + made.value().id.text);
    EXPECT_FALSE(auth_->by_token(made.value().text + "x"));
    EXPECT_FALSE(auth_->by_token(""));
    auth_->tend();
    EXPECT_TRUE(ended_.empty());
    clock_.pass(kMoment);
    EXPECT_FALSE(auth_->by_token(made.value().text));
    EXPECT_FALSE(auth_->by_session_id(principal->session_id));
    auth_->tend();
    auth_->tend();
    EXPECT_EQ(ended_, std::vector<std::string> { principal->session_id }) << "its streams end with it, once";
}

TEST_F(AccessTokensTest, WhatIsSoAlreadyWritesNothingAndSaysWhereTheJournalStands)
{
    const MadeToken made = make_token({ "read" });
    const auto first = auth_->rename_token(made.id, "reports", system_actor());
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(first.value().first_seq, main_->head().seq);
    const UserId user_id = add_user("ada", { Resolver });
    const std::uint64_t stood_at = main_->head().seq;
    const auto again = auth_->rename_token(made.id, "reports", system_actor());
    const auto same = auth_->change_user(
        user_id, [](User&) {}, system_actor());
    ASSERT_TRUE(again.ok() && same.ok());
    for (const Outcome& outcome : { again.value(), same.value() }) {
        EXPECT_EQ(outcome.first_seq, 0U);
        EXPECT_EQ(outcome.last_seq, stood_at);
    }
    EXPECT_EQ(main_->head().seq, stood_at);
    ASSERT_TRUE(auth_->set_password(user_id, "a password of hers", system_actor()).ok());
    EXPECT_EQ(main_->head().seq, stood_at + 1) << "who set whose password is written down";
}

TEST_F(AccessTokensTest, ATokenActsAsWhoMadeItAndAWallAsNobody)
{
    const UserId admin = add_user("admin", { Administrator });
    Actor actor;
    actor.user = admin;
    actor.roles = { Administrator };
    const MadeToken token = make_token({ "act" }, actor);
    const auto wall = auth_->make_token({ "w", { "wall" }, WallAudience::Room, {} }, actor);
    ASSERT_TRUE(wall.ok());
    EXPECT_TRUE(token.id.text.starts_with("tok-") && wall.value().id.text.starts_with("wall-"));
    EXPECT_EQ(auth_->by_token(token.text)->user, admin);
    const auto display = auth_->by_token(wall.value().text);
    ASSERT_TRUE(display);
    EXPECT_EQ(display->kind, Principal::Kind::Wall);
    EXPECT_EQ(display->user, UserId {});
    EXPECT_EQ(display->wall, WallAudience::Room);
    add_user("another", { Administrator });
    User changed = user(admin);
    changed.disabled = true;
    ASSERT_TRUE(auth_->change_user(changed.id, becomes(changed), system_actor()).ok());
    EXPECT_FALSE(auth_->by_token(token.text));
    EXPECT_TRUE(auth_->by_token(wall.value().text)) << "a display does not go dark with a person";
}

TEST_F(AccessTokensTest, ATokenMakesItsSourcesKnownOnce)
{
    make_token({ "read", "intake:zabbix", "intake:shop" });
    const auto state = main_->state();
    ASSERT_EQ(state->sources.size(), 2U);
    const Source zabbix = *state->sources.find(SourceId { "zabbix" });
    EXPECT_EQ(zabbix.kind, SourceKind::Zabbix);
    EXPECT_EQ(zabbix.domain, "monitoring");
    EXPECT_EQ(zabbix.cadence_seconds, 0);
    EXPECT_EQ(state->sources.find(SourceId { "shop" })->kind, SourceKind::Json);
    const std::uint64_t before = main_->head().seq;
    make_token({ "intake:zabbix" });
    EXPECT_EQ(main_->head().seq, before + 1) << "the token only";
}

TEST_F(AccessTokensTest, ARefusedTokenLeavesNothingBehind)
{
    const std::uint64_t before = main_->head().seq;
    const NewToken wall_without_audience { "t", { "intake:zabbix", "wall" }, {}, {} };
    EXPECT_FALSE(auth_->make_token(wall_without_audience, system_actor()).ok());
    Actor nobody;
    nobody.user = UserId { "u" };
    nobody.roles = { Resolver };
    EXPECT_FALSE(auth_->make_token({ "t", { "intake:zabbix" }, {}, {} }, nobody).ok());
    EXPECT_EQ(main_->head().seq, before);
    EXPECT_TRUE(names_of_secrets(kTokenSecret).empty());
}

TEST_F(AccessTokensTest, RemembersWhenATokenWasLastUsed)
{
    const MadeToken used = make_token({ "intake:shop" });
    const MadeToken unused = make_token({ "read" });
    EXPECT_EQ(auth_->last_use(used.id), std::nullopt);
    clock_.pass(minutes { 1 });
    ASSERT_TRUE(auth_->by_routing_key(used.routing_key));
    const Timestamp at = clock_.now();
    EXPECT_EQ(auth_->last_use(used.id), at);
    clock_.pass(minutes { 1 });
    auth_->tend();
    reopen();
    EXPECT_EQ(auth_->last_use(used.id), at);
    EXPECT_EQ(auth_->last_use(unused.id), std::nullopt);
    // A stream that looks after its token does not use it.
    ASSERT_TRUE(auth_->by_session_id("token:" + used.id.text));
    EXPECT_EQ(auth_->last_use(used.id), at);
}

TEST(TokenTableTest, TellsEachUseOnce)
{
    TokenTable table;
    const TokenId id { "t" };
    table.load_use(id, { 5 });
    EXPECT_TRUE(table.take_uses().empty()) << "what is stored already";
    table.used(id, { 9 });
    EXPECT_EQ(table.take_uses(), (std::vector { std::pair { id, Timestamp { 9 } } }));
    EXPECT_TRUE(table.take_uses().empty());
}

}
}
