// SPDX-License-Identifier: Apache-2.0
// By a password and by a link, and how those are slowed down who guess.
#include "tests/server/auth/auth_fixture.h"

#include <algorithm>
#include <array>
#include <thread>

namespace watchfloor {
namespace {

using std::chrono::minutes;
using enum SystemRole;

class SigningInTest : public AuthFixture { };

TEST_F(SigningInTest, WhoGuessesThePresentPasswordIsSlowedDownWhereverTheyAre)
{
    const UserId lead = add_user("lead");
    store_weak_password(lead);
    const std::string here = auth_->sign_in("lead", kPassword, "1").value().secret;
    const std::string there = store_session(lead);
    reopen();
    const auto change = [&](const std::string& session, const std::string& present) {
        return auth_->change_own_password(*auth_->by_session(session), { present, "another of mine" }, "1");
    };
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        EXPECT_EQ(change(here, "not the password").error().code, ErrorCode::Forbidden);
    }
    EXPECT_EQ(change(here, kPassword).error().code, ErrorCode::TooMany);
    EXPECT_EQ(change(there, "not the password").error().code, ErrorCode::Forbidden) << "their other sessions go on";
    EXPECT_TRUE(auth_->sign_in("lead", kPassword, "2").ok()) << "and so do sign-ins";
    clock_.pass(std::chrono::seconds { 1 });
    EXPECT_TRUE(change(here, kPassword).ok());
    ASSERT_FALSE(refusals().empty());
    EXPECT_EQ(refusals()[0].account, "lead");
}

TEST_F(SigningInTest, EveryTryThatMakesHashesCountsAndNoOtherDoes)
{
    const UserId lead = add_user("lead");
    store_weak_password(lead);
    const std::string session = auth_->sign_in("lead", kPassword, "1").value().secret;
    const auto change = [&](const std::string& present, const std::string& wanted) {
        return auth_->change_own_password(*auth_->by_session(session), { present, wanted }, "1");
    };
    for (int i = 0; i < 2 * SignInThrottle::kFreeTriesOfAddress; ++i) {
        EXPECT_EQ(change(kPassword, "short").error().code, ErrorCode::Malformed);
        EXPECT_EQ(change("not the password", "short").error().code, ErrorCode::Malformed) << "it tells nothing";
    }
    EXPECT_TRUE(refusals().empty());
    std::string present = kPassword;
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        const std::string wanted = "another of mine " + std::to_string(i);
        EXPECT_TRUE(change(present, wanted).ok()) << i;
        present = wanted;
    }
    EXPECT_EQ(change(present, "one more of mine").error().code, ErrorCode::TooMany);
    clock_.pass(std::chrono::seconds { 1 });
    EXPECT_TRUE(change(present, "one more of mine").ok());
}

TEST_F(SigningInTest, ASignInOpensASessionAndRenewsAPasswordThatIsStoredTooWeakly)
{
    const UserId lead = add_user("Lead");
    store_weak_password(lead);
    const auto opened = auth_->sign_in("lead", kPassword, "1");
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    EXPECT_EQ(opened.value().user, lead);
    EXPECT_EQ(opened.value().expires_at, clock_.now() + kSessionLifetime);
    EXPECT_EQ(opened.value().seq, main_->head().seq);
    const std::string stored = store_->secret(password_secret(lead)).value().value();
    EXPECT_FALSE(PasswordHasher::outdated(stored));
    EXPECT_TRUE(PasswordHasher {}.matches(kPassword, stored).value());
    EXPECT_TRUE(auth_->by_session(opened.value().secret));
    EXPECT_EQ(names_of_secrets(kSessionSecret), Names { session_secret(secret_digest(opened.value().secret)) });
    reopen();
    const auto principal = auth_->by_session(opened.value().secret);
    ASSERT_TRUE(principal);
    EXPECT_EQ(principal->kind, Principal::Kind::Session);

    ASSERT_TRUE(auth_->sign_out(*principal).ok());
    EXPECT_EQ(ended_, Names { secret_digest(opened.value().secret) });
    EXPECT_FALSE(auth_->by_session(opened.value().secret));
    EXPECT_TRUE(names_of_secrets(kSessionSecret).empty());
}

// The first of them replaces what is stored, and not the password.
TEST_F(SigningInTest, AllWhoComeAtOnceWithAPasswordThatIsRenewedAreLetIn)
{
    const UserId lead = add_user("lead");
    store_weak_password(lead);
    std::array<bool, 8> let_in {};
    std::vector<std::thread> people;
    for (bool& in : let_in) {
        people.emplace_back([&] { in = auth_->sign_in("lead", kPassword, "1").ok(); });
    }
    for (std::thread& person : people) {
        person.join();
    }
    EXPECT_EQ(std::count(let_in.begin(), let_in.end(), true), 8);
    EXPECT_EQ(names_of_secrets(kSessionSecret).size(), 8U);
    const std::string stored = store_->secret(password_secret(lead)).value().value();
    EXPECT_FALSE(PasswordHasher::outdated(stored));
    EXPECT_TRUE(PasswordHasher {}.matches(kPassword, stored).value());
}

TEST_F(SigningInTest, ADisabledUserIsRefusedAsAStrangerIs)
{
    const UserId lead = add_user("lead");
    store_weak_password(lead);
    User changed = user(lead);
    changed.disabled = true;
    ASSERT_TRUE(auth_->change_user(changed.id, becomes(changed), system_actor()).ok());
    const auto refused = auth_->sign_in("lead", kPassword, "1");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Unauthorised);
    ASSERT_EQ(refusals().size(), 1U);
    EXPECT_EQ(refusals()[0].account, "lead");
    EXPECT_EQ(refusals()[0].address, "1");
}

TEST_F(SigningInTest, SlowsDownWhoGuessesAndForgivesWithASuccess)
{
    const UserId lead = add_user("lead");
    store_weak_password(lead);
    for (int i = 0; i < SignInThrottle::kFreeTries; ++i) {
        EXPECT_EQ(auth_->sign_in("LEAD", "not the password", "1").error().code, ErrorCode::Unauthorised);
    }
    ASSERT_TRUE(auth_->sign_in("lead", kPassword, "1").ok());
    store_weak_password(lead);
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        EXPECT_EQ(auth_->sign_in("lead", "not the password", "2").error().code, ErrorCode::Unauthorised) << i;
    }
    for (const std::string& name : { std::string("lead"), std::string("LEAD"), lead.text }) {
        EXPECT_EQ(auth_->sign_in(name, kPassword, "2").error().code, ErrorCode::TooMany) << name;
    }
    clock_.pass(std::chrono::seconds { 1 } - kMoment);
    EXPECT_EQ(auth_->sign_in("lead", kPassword, "2").error().code, ErrorCode::TooMany);
    EXPECT_TRUE(auth_->sign_in("lead", kPassword, "1").ok()) << "where one signed in before nobody waits";
    clock_.pass(kMoment);
    EXPECT_TRUE(auth_->sign_in("lead", kPassword, "2").ok());
    clock_.pass(RefusalCounter::kInterval);
    auth_->tend();
    ASSERT_EQ(refusals().size(), 4U);
    EXPECT_EQ(refusals()[0].count, 1);
    EXPECT_EQ(refusals()[1].count, 1);
    EXPECT_EQ(refusals()[2].count, SignInThrottle::kFreeTries - 1);
    EXPECT_EQ(refusals()[3].count, SignInThrottle::kFreeTries);
}

TEST_F(SigningInTest, StrangersDoNotLockOutWhoSignedInFromHere)
{
    const UserId lead = add_user("lead");
    store_weak_password(lead);
    ASSERT_TRUE(auth_->sign_in("lead", kPassword, "desk").ok());
    store_weak_password(lead);
    auth_->tend();
    for (int start = 0; start < 2; ++start) {
        for (int i = 0; i < 60; ++i) {
            // Half of them from one address, half from many, and some from behind the desk's own router.
            const std::string stranger = i % 2 == 0 ? "stranger" : "stranger " + std::to_string(i);
            EXPECT_FALSE(auth_->sign_in(i % 3 == 0 ? lead.text : "lead", "not the password", stranger).ok());
            EXPECT_FALSE(auth_->sign_in("another", "not the password", "desk").ok());
            clock_.pass(minutes { i % 7 == 0 ? 1 : 0 });
        }
        EXPECT_EQ(auth_->sign_in("lead", kPassword, "stranger").error().code, ErrorCode::TooMany);
        for (int i = 0; i < 6; ++i) {
            const auto opened = auth_->sign_in(i % 2 == 0 ? "Lead" : lead.text, kPassword, "desk");
            EXPECT_TRUE(opened.ok()) << i << ": " << opened.error().message;
            store_weak_password(lead);
        }
        reopen();
    }
}

TEST_F(SigningInTest, ALinkSignsTheFirstAdministratorInOnce)
{
    const std::string link = auth_->make_sign_in_link().value().value();
    EXPECT_EQ(names_of_secrets(kLinkSecret), Names { link_secret(secret_digest(link)) });
    EXPECT_EQ(auth_->sign_in_by_link("another", "2").error().code, ErrorCode::Unauthorised);
    const auto opened = auth_->sign_in_by_link(link, "1");
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    const User made = user(opened.value().user);
    EXPECT_EQ(made.name, "admin");
    std::vector<SystemRole> roles { IncidentManager, Resolver, ServiceDesk, CapacityManager, MaintenancePlanner,
        Administrator };
    std::sort(roles.begin(), roles.end());
    EXPECT_EQ(made.roles, roles);
    EXPECT_TRUE(names_of_secrets(kLinkSecret).empty());
    EXPECT_EQ(auth_->sign_in_by_link(link, "1").error().code, ErrorCode::Unauthorised);

    const auto again = auth_->sign_in_by_link(auth_->make_sign_in_link().value().value(), "1");
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().user, made.id) << "who is there already is taken";
    EXPECT_EQ(main_->state()->users.size(), 1U);
}

TEST_F(SigningInTest, ALinkTakesTheFirstOfTheAdministratorsThatAreNotDisabled)
{
    std::vector<UserId> all;
    for (const char* name : { "a", "b", "c", "d" }) {
        all.push_back(add_user(name, { Resolver, Administrator }));
    }
    add_user("e", { IncidentManager });
    std::sort(all.begin(), all.end());
    User first = user(all[0]);
    first.disabled = true;
    ASSERT_TRUE(auth_->change_user(first.id, becomes(first), system_actor()).ok());
    const auto opened = auth_->sign_in_by_link(auth_->make_sign_in_link().value().value(), "1");
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened.value().user, all[1]);
}

TEST_F(SigningInTest, ALinkIsGoodForAQuarterOfAnHourAndWhileNobodyHasAPassword)
{
    const auto link = [this] { return auth_->make_sign_in_link().value().value(); };
    const std::string late = link();
    const std::string in_time = link();
    clock_.pass(kSignInLinkLifetime - kMoment);
    ASSERT_TRUE(auth_->sign_in_by_link(in_time, "1").ok());
    clock_.pass(kMoment);
    EXPECT_EQ(auth_->sign_in_by_link(late, "1").error().code, ErrorCode::Unauthorised);

    const std::string unused = link();
    const UserId lead = add_user("lead");
    store_weak_password(lead);
    EXPECT_EQ(auth_->make_sign_in_link().value(), std::nullopt);
    EXPECT_EQ(auth_->sign_in_by_link(unused, "1").error().code, ErrorCode::Unauthorised);
    EXPECT_NE(
        auth_->sign_in_by_link(unused, "1").error().message.find("user add --role administrator"), std::string::npos);
    User changed = user(lead);
    changed.disabled = true;
    ASSERT_TRUE(auth_->change_user(changed.id, becomes(changed), system_actor()).ok());
    EXPECT_TRUE(auth_->sign_in_by_link(unused, "1").ok()) << "a password nobody can use is none";
}

TEST_F(SigningInTest, WhoGuessesLinksIsSlowedDown)
{
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        EXPECT_EQ(auth_->sign_in_by_link("guess", "1").error().code, ErrorCode::Unauthorised);
    }
    const std::string link = auth_->make_sign_in_link().value().value();
    EXPECT_EQ(auth_->sign_in_by_link(link, "1").error().code, ErrorCode::TooMany);
    EXPECT_TRUE(auth_->sign_in_by_link(link, "2").ok());
}

}
}
