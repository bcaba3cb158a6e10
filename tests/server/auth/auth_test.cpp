// SPDX-License-Identifier: Apache-2.0
// Who may come in, and what is left of those who may no longer: on a real store and a real sequencer.
#include "server/auth/auth.h"

#include "server/auth/token_text.h"
#include "server/journal/secret_names.h"
#include "server/journal/sqlite_store.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>

namespace watchfloor {
namespace {

using std::chrono::minutes;
using enum SystemRole;
using Names = std::vector<std::string>;

const std::string kPassword = "correct horse battery";
constexpr Millis kMoment { 1 };

Actor system_actor()
{
    Actor actor;
    actor.user = UserId { "system" };
    actor.system = true;
    return actor;
}

std::function<void(User&)> becomes(const User& wanted)
{
    return [wanted](User& user) { user = wanted; };
}

class AuthTest : public testing::Test {
protected:
    void SetUp() override
    {
        auto store = SqliteStore::open(folder_ / "journal.db", {});
        ASSERT_TRUE(store.ok());
        store_ = std::move(store).value();
        auto main = Sequencer::open(*store_, kMain, JournalPurpose::Main, clock_);
        ASSERT_TRUE(main.ok());
        main_ = std::move(main).value();
        reopen();
    }

    // As after a restart: only what is stored is known.
    void reopen()
    {
        auth_.reset();
        auto auth = Auth::open(*store_, *main_, clock_, options_);
        ASSERT_TRUE(auth.ok()) << auth.error().message;
        auth_ = std::move(auth).value();
        auth_->on_ended([this](const std::string& id) { ended_.push_back(id); });
    }

    UserId add_user(const std::string& name, std::vector<SystemRole> roles = { Resolver })
    {
        const auto added = auth_->add_user({ name, std::move(roles), "" }, system_actor());
        VERIFY(added.ok());
        return UserId { added.value().created };
    }

    // An open session without the cost of a password; known after reopen().
    std::string store_session(const UserId& user)
    {
        std::string secret = random_secret();
        const Session session { user, clock_.now(), clock_.now() + kSessionLifetime, clock_.now() };
        store_secret(session_secret(secret_digest(secret)), to_json_text(session));
        return secret;
    }

    void store_secret(const std::string& name, const std::string& value)
    {
        Extras extras;
        extras.secrets.push_back({ name, value });
        VERIFY(store_->append(kMain, {}, extras).ok());
    }

    // A password as a weaker computer would have stored it: quick to check, and due to be renewed.
    void store_weak_password(const UserId& user)
    {
        char text[crypto_pwhash_STRBYTES] {};
        VERIFY(crypto_pwhash_str(
                   text, kPassword.data(), kPassword.size(), crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN)
            == 0);
        store_secret(password_secret(user), text);
    }

    Names names_of_secrets(std::string_view prefix)
    {
        Names names;
        const auto secrets = store_->secrets_with_prefix(prefix);
        for (const Secret& secret : secrets.value()) {
            names.push_back(secret.name);
        }
        return names;
    }

    MadeToken make_token(Names scopes, const Actor& by = system_actor())
    {
        auto made = auth_->make_token({ "t", std::move(scopes), {}, {} }, by);
        VERIFY(made.ok());
        return std::move(made).value();
    }

    const User& user(const UserId& id) const { return *main_->state()->users.find(id); }

    // What was recorded so far, by those too that nobody waits for.
    std::vector<SignInRefused> refusals()
    {
        const auto behind = main_->execute({ AddNote {}, system_actor(), 0, {}, {}, {} });
        EXPECT_FALSE(behind.ok());
        std::vector<SignInRefused> found;
        const auto read = store_->read_after(kMain, 0, {});
        for (const SealedEntry& sealed : read.value()) {
            const auto entry = decode_entry(sealed);
            if (const auto* refused = std::get_if<SignInRefused>(&entry.value().payload)) {
                found.push_back(*refused);
            }
        }
        return found;
    }

    const JournalId kMain { "main" };
    TemporaryFolder folder_;
    FakeClock clock_;
    std::unique_ptr<SqliteStore> store_;
    std::unique_ptr<Sequencer> main_;
    AuthOptions options_ {};
    std::unique_ptr<Auth> auth_;
    Names ended_ {};
};

TEST_F(AuthTest, ARevokedTokenLeavesNothingBehind)
{
    const MadeToken revoked = make_token({ "intake:prometheus" });
    const MadeToken other = make_token({ "read" });
    ASSERT_TRUE(auth_->by_token(revoked.text) && auth_->by_routing_key(revoked.routing_key));
    EXPECT_EQ(names_of_secrets(kTokenSecret).size(), 3U) << "of its text and of its routing key";

    ASSERT_TRUE(auth_->revoke_token(revoked.id, system_actor()).ok());
    EXPECT_EQ(names_of_secrets(kTokenSecret), Names { token_secret(secret_digest(other.text)) });
    EXPECT_EQ(ended_, Names { "token:" + revoked.id.text });
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

TEST_F(AuthTest, WhoGuessesThePresentPasswordIsSlowedDownWhereverTheyAre)
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

TEST_F(AuthTest, EveryTryThatMakesHashesCountsAndNoOtherDoes)
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

TEST_F(AuthTest, ASignInOpensASessionAndRenewsAPasswordThatIsStoredTooWeakly)
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

TEST_F(AuthTest, ADisabledUserIsRefusedAsAStrangerIs)
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

TEST_F(AuthTest, SlowsDownWhoGuessesAndForgivesWithASuccess)
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

TEST_F(AuthTest, StrangersDoNotLockOutWhoSignedInFromHere)
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

TEST_F(AuthTest, ALinkSignsTheFirstAdministratorInOnce)
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

TEST_F(AuthTest, ALinkTakesTheFirstOfTheAdministratorsThatAreNotDisabled)
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

TEST_F(AuthTest, ALinkIsGoodForAQuarterOfAnHourAndWhileNobodyHasAPassword)
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

TEST_F(AuthTest, WhoGuessesLinksIsSlowedDown)
{
    for (int i = 0; i <= SignInThrottle::kFreeTries; ++i) {
        EXPECT_EQ(auth_->sign_in_by_link("guess", "1").error().code, ErrorCode::Unauthorised);
    }
    const std::string link = auth_->make_sign_in_link().value().value();
    EXPECT_EQ(auth_->sign_in_by_link(link, "1").error().code, ErrorCode::TooMany);
    EXPECT_TRUE(auth_->sign_in_by_link(link, "2").ok());
}

TEST_F(AuthTest, ATokenIsGoodUntilItExpires)
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

TEST_F(AuthTest, ATokenActsAsWhoMadeItAndAWallAsNobody)
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

TEST_F(AuthTest, ATokenMakesItsSourcesKnownOnce)
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

TEST_F(AuthTest, ARefusedTokenLeavesNothingBehind)
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

TEST_F(AuthTest, RemembersWhenATokenWasLastUsed)
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
