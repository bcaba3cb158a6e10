// SPDX-License-Identifier: Apache-2.0
// What is left of those who may no longer come in: their sessions and tokens, and how users change.
#include "tests/server/auth/auth_fixture.h"
#include "tests/support/set_meanwhile.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace watchfloor {
namespace {

using std::chrono::minutes;
using enum SystemRole;

class AuthTest : public AuthFixture { };

TEST_F(AuthTest, ARevokedTokenLeavesNothingBehind)
{
    const MadeToken revoked = make_token({ "intake:prometheus" });
    const MadeToken other = make_token({ "read" });
    ASSERT_TRUE(auth_->by_token(revoked.text) && auth_->by_routing_key(revoked.routing_key));
    EXPECT_EQ(names_of_secrets(kTokenSecret).size(), 3U) << "of its text and of its routing key";

    const auto first = auth_->revoke_token(revoked.id, system_actor());
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(names_of_secrets(kTokenSecret), Names { token_secret(secret_digest(other.text)) });
    EXPECT_EQ(ended_, Names { "token:" + revoked.id.text });
    const auto again = auth_->revoke_token(revoked.id, system_actor());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().first_seq, 0U) << "it is said once";
    EXPECT_EQ(again.value().last_seq, first.value().last_seq);
    for (int start = 0; start < 2; ++start) {
        EXPECT_FALSE(auth_->by_token(revoked.text));
        EXPECT_FALSE(auth_->by_routing_key(revoked.routing_key));
        EXPECT_FALSE(auth_->by_session_id("token:" + revoked.id.text));
        EXPECT_TRUE(auth_->by_token(other.text));
        EXPECT_EQ(auth_->last_use(revoked.id), std::nullopt);
        reopen();
    }
    EXPECT_EQ(auth_->revoke_token(TokenId { "none" }, system_actor()).error().code, ErrorCode::NotFound);
}

TEST_F(AuthTest, AChangedPasswordEndsAllOtherSessionsOfTheUser)
{
    const UserId lead = add_user("lead");
    const UserId other = add_user("other");
    const std::string asking = store_session(lead);
    const std::string elsewhere = store_session(lead);
    const std::string others = store_session(other);
    reopen();
    Actor actor;
    actor.user = lead;
    actor.roles = { Administrator };
    const MadeToken token = make_token({ "read" }, actor);

    const auto principal = auth_->by_session(asking);
    ASSERT_TRUE(principal && auth_->by_session(elsewhere));
    ASSERT_TRUE(auth_->change_own_password(*principal, { "", kPassword }, "1").ok()) << "there was none";
    EXPECT_EQ(ended_, Names { secret_digest(elsewhere) });
    Names kept { session_secret(secret_digest(asking)), session_secret(secret_digest(others)) };
    std::sort(kept.begin(), kept.end());
    EXPECT_EQ(names_of_secrets(kSessionSecret), kept);
    for (int start = 0; start < 2; ++start) {
        EXPECT_TRUE(auth_->by_session(asking));
        EXPECT_TRUE(auth_->by_session(others));
        EXPECT_FALSE(auth_->by_session(elsewhere));
        EXPECT_TRUE(auth_->by_token(token.text));
        reopen();
    }
    const auto wrong = auth_->change_own_password(*principal, { "not the password", "another of mine" }, "1");
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.error().code, ErrorCode::Forbidden);
    EXPECT_EQ(auth_->change_own_password(*principal, { kPassword, "short" }, "1").error().code, ErrorCode::Malformed);
    EXPECT_EQ(ended_.size(), 1U);
}

TEST_F(AuthTest, APasswordSetByAnotherEndsEverySessionAndStream)
{
    const UserId lead = add_user("lead");
    const UserId other = add_user("other");
    const std::string first = store_session(lead);
    const std::string second = store_session(lead);
    const std::string others = store_session(other);
    reopen();
    Actor actor;
    actor.user = lead;
    actor.roles = { Administrator };
    const MadeToken token = make_token({ "read" }, actor);
    ASSERT_TRUE(auth_->make_token({ "w", { "wall" }, WallAudience::Room, {} }, actor).ok());
    make_token({ "read" });

    ASSERT_TRUE(auth_->set_password(lead, kPassword, system_actor()).ok());
    Names ended { secret_digest(first), secret_digest(second) };
    std::sort(ended.begin(), ended.end());
    ended.push_back("token:" + token.id.text); // no wall's, no other's
    EXPECT_EQ(ended_, ended);
    EXPECT_FALSE(auth_->by_session(first) || auth_->by_session(second));
    EXPECT_TRUE(auth_->by_session(others));
    EXPECT_EQ(names_of_secrets(kSessionSecret), Names { session_secret(secret_digest(others)) });
    EXPECT_TRUE(auth_->by_token(token.text)) << "it goes on, only its streams begin anew";
    EXPECT_EQ(auth_->set_password(UserId { "none" }, kPassword, system_actor()).error().code, ErrorCode::NotFound);
}

TEST_F(AuthTest, OnlyADisabledUserLosesWhatIsOpen)
{
    const UserId lead = add_user("lead");
    const std::string secret = store_session(lead);
    reopen();
    Actor actor;
    actor.user = lead;
    actor.roles = { Administrator };
    const MadeToken token = make_token({ "read" }, actor);
    User changed = user(lead);
    changed.name = "Leader";
    ASSERT_TRUE(auth_->change_user(changed.id, becomes(changed), system_actor()).ok());
    EXPECT_TRUE(ended_.empty());
    EXPECT_TRUE(auth_->by_session(secret) && auth_->by_token(token.text));

    changed.disabled = true;
    ASSERT_TRUE(auth_->change_user(changed.id, becomes(changed), system_actor()).ok());
    EXPECT_EQ(ended_, (Names { secret_digest(secret), "token:" + token.id.text }));
    EXPECT_FALSE(auth_->by_session(secret) || auth_->by_token(token.text));
    changed.disabled = false;
    ASSERT_TRUE(auth_->change_user(changed.id, becomes(changed), system_actor()).ok());
    EXPECT_FALSE(auth_->by_session(secret)) << "what ended stays ended";
    EXPECT_TRUE(auth_->by_token(token.text));
}

TEST_F(AuthTest, NamesAreGivenOnceWhateverTheirCase)
{
    const UserId lead = add_user("Lead");
    const UserId other = add_user("other");
    EXPECT_EQ(auth_->add_user({ "lEAD", {}, "" }, system_actor()).error().code, ErrorCode::Conflict);
    for (const char* alike : { "L\u0435ad", "Lead\u200B", " Lead" }) {
        const auto refused = auth_->add_user({ alike, {}, "" }, system_actor());
        ASSERT_FALSE(refused.ok()) << alike;
        EXPECT_EQ(refused.error().code, ErrorCode::Conflict) << alike;
        EXPECT_NE(refused.error().message.find("of the user Lead;"), std::string::npos) << refused.error().message;
        const auto renamed = auth_->change_user(
            other, [&](User& user) { user.name = alike; }, system_actor());
        ASSERT_FALSE(renamed.ok()) << alike;
        EXPECT_EQ(renamed.error().code, ErrorCode::Conflict) << alike;
    }
    EXPECT_TRUE(auth_
                    ->change_user(
                        lead, [](User& user) { user.name = " Lead"; }, system_actor())
                    .ok())
        << "their own";
    EXPECT_TRUE(auth_
                    ->change_user(
                        lead, [](User& user) { user.name = "Lead"; }, system_actor())
                    .ok());
    EXPECT_EQ(auth_->user_named("LEAD")->id, lead);
    EXPECT_EQ(auth_->user_named(other.text)->id, other);
    EXPECT_FALSE(auth_->user_named("stranger"));
    User changed = user(other);
    changed.name = "LEAD";
    EXPECT_EQ(auth_->change_user(changed.id, becomes(changed), system_actor()).error().code, ErrorCode::Conflict);
    changed.name = "OTHER";
    EXPECT_TRUE(auth_->change_user(changed.id, becomes(changed), system_actor()).ok())
        << "its own name in another case";
}

TEST_F(AuthTest, ASessionLivesAWeekToTheMoment)
{
    options_.session_idle = Millis { 0 };
    const UserId lead = add_user("lead");
    const std::string first = store_session(lead);
    clock_.pass(kMoment);
    const std::string second = store_session(lead);
    reopen();
    clock_.pass(kSessionLifetime - kMoment - kMoment);
    auth_->tend();
    EXPECT_TRUE(ended_.empty());
    EXPECT_EQ(auth_->by_session(first)->user, lead);
    clock_.pass(kMoment);
    EXPECT_FALSE(auth_->by_session(first));
    EXPECT_FALSE(auth_->by_session_id(secret_digest(first)));
    auth_->tend();
    EXPECT_EQ(ended_, Names { secret_digest(first) });
    EXPECT_EQ(names_of_secrets(kSessionSecret), Names { session_secret(secret_digest(second)) });
    EXPECT_EQ(auth_->by_session_id(secret_digest(second))->session_id, secret_digest(second));
    EXPECT_FALSE(auth_->by_session_id(second)) << "the secret is not its own name";
}

TEST_F(AuthTest, ASessionThatNobodyUsesEndsToTheMoment)
{
    const UserId lead = add_user("lead");
    const std::string used = store_session(lead);
    const std::string unused = store_session(lead);
    reopen();
    const Millis idle = options_.session_idle;
    clock_.pass(idle - kMoment);
    ASSERT_TRUE(auth_->by_session(used));
    EXPECT_TRUE(auth_->by_session_id(secret_digest(unused))) << "a stream that looks after it does not use it";
    auth_->tend();
    EXPECT_TRUE(ended_.empty());
    clock_.pass(kMoment);
    EXPECT_FALSE(auth_->by_session(unused));
    EXPECT_FALSE(auth_->by_session_id(secret_digest(unused)));
    auth_->tend();
    EXPECT_EQ(ended_, Names { secret_digest(unused) });
    EXPECT_EQ(names_of_secrets(kSessionSecret), Names { session_secret(secret_digest(used)) });
    // What is stored of the last use lags some minutes behind, and not more.
    clock_.pass(idle - kMoment - SessionTable::kUseWrittenAfter);
    reopen();
    EXPECT_TRUE(auth_->by_session(used));
    clock_.pass(idle);
    reopen();
    EXPECT_FALSE(auth_->by_session(used));
}

TEST_F(AuthTest, ASessionOfAnOlderVersionCountsFromTheStart)
{
    const UserId lead = add_user("lead");
    const std::string secret = random_secret();
    store_secret(session_secret(secret_digest(secret)),
        to_json_text(Session { lead, clock_.now(), clock_.now() + kSessionLifetime, {} }));
    clock_.pass(2 * options_.session_idle);
    reopen();
    EXPECT_TRUE(auth_->by_session(secret));
    clock_.pass(options_.session_idle);
    EXPECT_FALSE(auth_->by_session(secret));
}

TEST_F(AuthTest, SigningOutEverywhereEndsAllSessionsOfTheUserAndNoOthers)
{
    const UserId lead = add_user("lead");
    const std::string here = store_session(lead);
    const std::string there = store_session(lead);
    const std::string other = store_session(add_user("other"));
    reopen();
    const auto ended = auth_->sign_out_everywhere(*auth_->by_session(here));
    ASSERT_TRUE(ended.ok()) << ended.error().message;
    EXPECT_EQ(ended.value(), main_->head().seq);
    Names both { secret_digest(here), secret_digest(there) };
    std::sort(both.begin(), both.end());
    EXPECT_EQ(ended_, both);
    for (int start = 0; start < 2; ++start) {
        EXPECT_FALSE(auth_->by_session(here) || auth_->by_session(there));
        EXPECT_TRUE(auth_->by_session(other));
        reopen();
    }
    EXPECT_EQ(names_of_secrets(kSessionSecret), Names { session_secret(secret_digest(other)) });
}

TEST_F(AuthTest, ANameIsGivenOnceAlsoToTwoAtTheSameTime)
{
    for (int round = 0; round < 20; ++round) {
        const NewUser wanted { "twin " + std::to_string(round), { Resolver }, "" };
        std::atomic<int> ready { 0 };
        std::atomic<int> added { 0 };
        const auto add = [&] {
            ++ready;
            while (ready < 2) {
                std::this_thread::yield();
            }
            added += auth_->add_user(wanted, system_actor()).ok() ? 1 : 0;
        };
        std::thread other(add);
        add();
        other.join();
        ASSERT_EQ(added, 1) << round;
    }
}

TEST_F(AuthTest, ATokenKeepsTheNameThatItIsGivenWhileItIsRevoked)
{
    for (int round = 0; round < 20; ++round) {
        const MadeToken made = make_token({ "read" });
        Token named = *main_->state()->tokens.find(made.id);
        named.name = "named meanwhile";
        set_meanwhile(
            *main_, SetToken { named }, [&] { EXPECT_TRUE(auth_->revoke_token(made.id, system_actor()).ok()); });
        const Token token = *main_->state()->tokens.find(made.id);
        ASSERT_TRUE(token.revoked) << round;
        ASSERT_EQ(token.name, "named meanwhile") << round;
    }
}

}
}
