// SPDX-License-Identifier: Apache-2.0
// A backup that is restored knows people, tokens and passwords of before: whom the lost journal had shut out stays out.
#include "server/auth/auth.h"
#include "server/auth/sign_out_list.h"
#include "server/auth/token_text.h"
#include "server/journal/backup.h"
#include "server/journal/secret_names.h"
#include "server/journal/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace watchfloor {
namespace {

const std::string kBefore = "correct horse battery";
const std::string kSince = "staple of another make";

Actor administrator()
{
    Actor actor;
    actor.user = UserId { "system" };
    actor.system = true;
    return actor;
}

// One server's folder: the journal, its lists, and who may come in.
struct Place {
    explicit Place(std::filesystem::path where) : folder(std::move(where)) { open(); }

    void open()
    {
        auto opened = SqliteStore::open(folder / "journal.db");
        VERIFY(opened.ok());
        store = std::move(opened).value();
        auto sequencer = Sequencer::open(*store, kMain, JournalPurpose::Main, clock);
        VERIFY(sequencer.ok());
        main = std::move(sequencer).value();
        auto entered = Auth::open(
            *store, *main, clock, { .sign_outs = folder / "sign-outs", .revocations = folder / "revocations" });
        VERIFY(entered.ok());
        auth = std::move(entered).value();
    }
    void close()
    {
        auth.reset();
        main.reset();
        store.reset();
    }
    UserId add(const std::string& name)
    {
        return UserId { auth->add_user({ name, { SystemRole::Resolver }, kBefore }, administrator()).value().created };
    }
    MadeToken make_token() { return auth->make_token({ "t", { "read" }, {}, {} }, administrator()).value(); }
    MadeToken make_wall()
    {
        return auth->make_token({ "w", { "wall" }, WallAudience::Room, {} }, administrator()).value();
    }
    bool lets_in(const std::string& name, const std::string& password)
    {
        clock.pass(std::chrono::minutes { 30 }); // wrong passwords slow down
        return auth->sign_in(name, password, "127.0.0.1").ok();
    }
    std::string sign_in(const std::string& name) { return auth->sign_in(name, kBefore, "127.0.0.1").value().secret; }
    void set_disabled(const UserId& id, bool disabled)
    {
        User user = *main->state()->users.find(id);
        user.disabled = disabled;
        VERIFY(auth->change_user(
                       user.id, [&](User& present) { present = user; }, administrator())
                   .ok());
    }

    std::filesystem::path folder;
    FakeClock clock {};
    std::unique_ptr<SqliteStore> store {};
    std::unique_ptr<Sequencer> main {};
    std::unique_ptr<Auth> auth {};
};

class RestoredJournalTest : public testing::Test {
protected:
    // Loses the journal and brings the backup back.
    RestoreReport restore()
    {
        lost_.close();
        std::filesystem::remove(folder_ / "journal.db");
        auto restored = restore_database({ .backup = backup(), .database = folder_ / "journal.db" });
        VERIFY(restored.ok());
        lost_.open();
        return std::move(restored).value();
    }
    // The same by hand, and nobody is asked.
    void put_in_place()
    {
        lost_.close();
        for (const char* suffix : { "", "-wal", "-shm", "-heads" }) {
            std::filesystem::remove((folder_ / "journal.db").string() + suffix);
        }
        std::filesystem::copy_file(backup(), folder_ / "journal.db");
        lost_.open();
    }
    void back_up() { VERIFY(lost_.store->backup_to(backup()).ok()); }
    std::filesystem::path backup() const { return folder_ / "backup.db"; }

    TemporaryFolder folder_;
    Place lost_ { folder_.path() };
};

TEST_F(RestoredJournalTest, SessionsAreOverAndWhatWasRevokedSinceStaysRevoked)
{
    const UserId ada = lost_.add("ada");
    const UserId ben = lost_.add("ben");
    const UserId cyd = lost_.add("cyd");
    const MadeToken revoked = lost_.make_token();
    const MadeToken wall = lost_.make_wall();
    const MadeToken kept = lost_.make_token();
    const auto session = lost_.auth->sign_in("cyd", kBefore, "127.0.0.1");
    ASSERT_TRUE(session.ok());
    back_up();
    ASSERT_TRUE(lost_.auth->revoke_token(revoked.id, administrator()).ok());
    ASSERT_TRUE(lost_.auth->revoke_token(wall.id, administrator()).ok());
    ASSERT_TRUE(lost_.auth->set_password(ada, kSince, administrator()).ok());
    lost_.set_disabled(ben, true);

    const RestoreReport report = restore();
    EXPECT_EQ(report.dropped.sessions, 1U);
    EXPECT_EQ(report.dropped.tokens.size(), 2U);
    EXPECT_EQ(report.dropped.users, std::vector { ben });
    EXPECT_EQ(report.dropped.passwords, std::vector { ada });
    EXPECT_FALSE(lost_.auth->by_session(session.value().secret));
    EXPECT_FALSE(lost_.auth->by_token(revoked.text));
    EXPECT_FALSE(lost_.auth->by_token(wall.text));
    EXPECT_TRUE(lost_.auth->by_token(kept.text));
    EXPECT_FALSE(lost_.lets_in("ada", kBefore));
    EXPECT_FALSE(lost_.lets_in("ben", kBefore));
    EXPECT_TRUE(lost_.lets_in("cyd", kBefore));
    const auto state = lost_.main->state();
    EXPECT_TRUE(state->tokens.find(revoked.id)->revoked) << "the journal says so too";
    EXPECT_TRUE(state->tokens.find(wall.id)->revoked);
    EXPECT_TRUE(state->users.find(ben)->disabled);
    ASSERT_TRUE(lost_.auth->set_password(ada, kSince, administrator()).ok());
    EXPECT_TRUE(lost_.lets_in("ada", kSince));
    const std::uint64_t head = lost_.main->head().seq;
    lost_.close();
    lost_.open();
    EXPECT_EQ(lost_.main->head().seq, head) << "said once";
}

TEST_F(RestoredJournalTest, TheOnlyAdministratorItKnowsMayBeShutOut)
{
    const auto add = [this](const std::string& name) {
        return UserId {
            lost_.auth->add_user({ name, { SystemRole::Administrator }, kBefore }, administrator()).value().created
        };
    };
    const UserId ada = add("ada");
    back_up();
    add("ben");
    lost_.set_disabled(ada, true);
    restore();
    const auto state = lost_.main->state();
    EXPECT_TRUE(state->users.find(ada)->disabled);
    std::size_t administrators = 0;
    state->users.for_each([&](const UserId&, const User& user) {
        const bool one = std::count(user.roles.begin(), user.roles.end(), SystemRole::Administrator) > 0;
        administrators += one && !user.disabled ? 1U : 0U;
    });
    EXPECT_EQ(administrators, 1U) << "somebody without a password, whom the machine's owner gives one";
    EXPECT_FALSE(lost_.lets_in("ada", kBefore));
}

TEST_F(RestoredJournalTest, WhoeverWasLetInAgainIsLetIn)
{
    const UserId ada = lost_.add("ada");
    ASSERT_TRUE(lost_.auth->set_password(ada, kSince, administrator()).ok());
    lost_.set_disabled(ada, true);
    lost_.set_disabled(ada, false);
    back_up();
    const RestoreReport report = restore();
    EXPECT_TRUE(report.dropped.users.empty());
    EXPECT_TRUE(report.dropped.passwords.empty()) << "the backup has the newest";
    EXPECT_TRUE(lost_.lets_in("ada", kSince));
}

// Twice: the history of between the two restores is another one, of the same numbers.
TEST_F(RestoredJournalTest, APasswordOfALostHistoryIsNotTakenForThePresentOne)
{
    const UserId ada = lost_.add("ada");
    back_up();
    ASSERT_TRUE(lost_.auth->set_password(ada, kSince, administrator()).ok());
    const auto other = folder_ / "other-backup.db";
    ASSERT_TRUE(lost_.store->backup_to(other).ok());
    restore();
    ASSERT_TRUE(lost_.auth->set_password(ada, kSince + " again", administrator()).ok());
    std::filesystem::rename(other, folder_ / "tmp.db");
    std::filesystem::remove(backup());
    std::filesystem::rename(folder_ / "tmp.db", backup());
    EXPECT_EQ(restore().dropped.passwords, std::vector { ada });
    EXPECT_FALSE(lost_.lets_in("ada", kSince));
}

// An older journal put in place by hand: nothing was told, and the list says it all the same.
TEST_F(RestoredJournalTest, AnOlderJournalPutInPlaceByHandRevivesNothing)
{
    const UserId ada = lost_.add("ada");
    const UserId ben = lost_.add("ben");
    const MadeToken revoked = lost_.make_token();
    back_up();
    ASSERT_TRUE(lost_.auth->revoke_token(revoked.id, administrator()).ok());
    ASSERT_TRUE(lost_.auth->set_password(ada, kSince, administrator()).ok());
    lost_.set_disabled(ben, true);
    put_in_place();
    EXPECT_EQ(lost_.auth->at_opening().revoked, 3U);
    EXPECT_FALSE(lost_.auth->by_token(revoked.text));
    EXPECT_TRUE(lost_.main->state()->tokens.find(revoked.id)->revoked);
    EXPECT_FALSE(lost_.lets_in("ada", kBefore));
    EXPECT_FALSE(lost_.lets_in("ben", kBefore));
}

// Whatever ended a session: the journal of before knows it still, and which of those it knows are over nobody can tell.
TEST_F(RestoredJournalTest, AnOlderJournalPutInPlaceByHandRevivesNoSession)
{
    const UserId ada = lost_.add("ada");
    lost_.add("ben");
    using End = std::function<void(const Principal& who)>;
    const std::vector<End> ends {
        [&](const Principal& who) { ASSERT_TRUE(lost_.auth->sign_out(who).ok()); },
        [&](const Principal& who) { ASSERT_TRUE(lost_.auth->sign_out_everywhere(who).ok()); },
        [&](const Principal&) { ASSERT_TRUE(lost_.auth->set_password(ada, kBefore, administrator()).ok()); },
        [&](const Principal&) {
            lost_.set_disabled(ada, true);
            lost_.set_disabled(ada, false);
        },
    };
    for (const End& end : ends) {
        const std::string ended = lost_.sign_in("ada");
        const std::string other = lost_.sign_in("ben");
        back_up();
        end(*lost_.auth->by_session(ended));
        ASSERT_FALSE(lost_.auth->by_session(ended));
        put_in_place();
        EXPECT_FALSE(lost_.auth->by_session(ended));
        EXPECT_FALSE(lost_.auth->by_session(other));
        EXPECT_EQ(lost_.auth->at_opening().sessions, 2U);
        const auto mark = [&] { return SignOutList::open(folder_ / "sign-outs").value()->mark(); };
        const std::string of_the_start = mark();
        lost_.auth->tend();
        EXPECT_EQ(mark(), of_the_start) << "what was ended is ended once";
        const std::string since = lost_.sign_in("ben");
        lost_.close();
        lost_.open();
        EXPECT_TRUE(lost_.auth->by_session(since)) << "it is this journal's own";
        EXPECT_EQ(lost_.auth->at_opening().sessions, 0U);
        ASSERT_TRUE(lost_.auth->sign_out(*lost_.auth->by_session(since)).ok());
        ASSERT_TRUE(lost_.auth->set_password(ada, kBefore, administrator()).ok());
        std::filesystem::remove(backup());
    }
}

TEST_F(RestoredJournalTest, SessionsGoOnWhereNoneEndedSince)
{
    lost_.add("ada");
    const std::string session = lost_.sign_in("ada");
    back_up();
    lost_.make_token();
    put_in_place();
    EXPECT_TRUE(lost_.auth->by_session(session));
    lost_.close();
    std::filesystem::remove(folder_ / "sign-outs"); // as before there were marks
    lost_.open();
    EXPECT_TRUE(lost_.auth->by_session(session));
    EXPECT_EQ(lost_.auth->at_opening().sessions, 0U);
}

TEST_F(RestoredJournalTest, SessionsAreOverWhereTheListOfSignOutsIsLost)
{
    lost_.add("ada");
    const std::string session = lost_.sign_in("ada");
    ASSERT_TRUE(lost_.auth->sign_out(*lost_.auth->by_session(lost_.sign_in("ada"))).ok());
    lost_.close();
    lost_.open();
    EXPECT_TRUE(lost_.auth->by_session(session));
    lost_.close();
    std::filesystem::remove(folder_ / "sign-outs");
    lost_.open();
    EXPECT_FALSE(lost_.auth->by_session(session));
    EXPECT_EQ(lost_.auth->at_opening().sessions, 1U);
}

TEST_F(RestoredJournalTest, AListThatIsLostIsMadeAnewAndFollowsTheState)
{
    const MadeToken revoked = lost_.make_token();
    ASSERT_TRUE(lost_.auth->revoke_token(revoked.id, administrator()).ok());
    lost_.close();
    std::filesystem::remove(folder_ / "revocations");
    lost_.open();
    const auto list = RevocationList::read(folder_ / "revocations");
    ASSERT_TRUE(list.ok());
    EXPECT_TRUE(list.value().revoked(revoked.id));
    EXPECT_FALSE(list.value().revoked(TokenId { "tok-other" }));
}

}
}
