// SPDX-License-Identifier: Apache-2.0
#include "server/journal/backup.h"
#include "server/journal/durable_file.h"
#include "server/journal/erasure_ledger.h"
#include "server/journal/secret_names.h"
#include "server/journal/sqlite_store.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace watchfloor {
namespace {

// A backup with a session, a sign-in link, two tokens and two passwords in it, and a folder to restore it into.
class RestoreTest : public testing::Test {
protected:
    RestoreTest()
    {
        auto store = SqliteStore::open(lost_ / "journal.db");
        VERIFY(store.ok());
        Extras extras;
        for (const auto& [name, value] :
            std::vector<std::pair<std::string, std::string>> { { session_secret("d1"), "x" },
                { link_secret("d2"), "x" }, { token_secret("d3"), "tok-1" }, { token_secret("d4"), "tok-1" },
                { token_secret("d5"), "tok-2" }, { password_secret(kAda), "hash" }, { password_mark(kAda), "m1" },
                { password_secret(kBen), "hash" }, { password_mark(kBen), "m2" }, { password_secret(kOld), "hash" } }) {
            extras.secrets.push_back({ name, value });
        }
        extras.subjects = { { kAda.text, 1 } };
        EntryMaker maker;
        VERIFY(store.value()->append(kMain, { { maker.next_of(kAda.text, "user.set", "{}") } }, extras).ok());
        VERIFY(store.value()->backup_to(backup()).ok());
    }

    Result<RestoreReport> restore(const std::filesystem::path& lists = {}, bool without = false)
    {
        return restore_database({ .backup = backup(), .database = target(), .lists = lists, .without_lists = without });
    }
    void list(const std::filesystem::path& folder, const std::string& revocations)
    {
        VERIFY(append_lines(folder / "erasures", {}).ok() && append_lines(folder / "revocations", revocations).ok());
    }
    std::string names_left()
    {
        const auto store = SqliteStore::open(target());
        std::string names;
        const auto secrets = store.value()->secrets_with_prefix("");
        for (const Secret& secret : secrets.value()) {
            names += secret.name + " ";
        }
        return names;
    }
    std::filesystem::path backup() const { return lost_ / "backup.db"; }
    std::filesystem::path target() const { return empty_ / "journal.db"; }

    const UserId kAda { "u-ada" };
    const UserId kBen { "u-ben" };
    const UserId kOld { "u-old" };
    TemporaryFolder lost_;
    TemporaryFolder empty_;
};

TEST_F(RestoreTest, NeedsTheListsOrAnExplicitWord)
{
    for (const char* there : { "", "erasures", "revocations" }) {
        if (*there != '\0') {
            ASSERT_TRUE(append_lines(empty_ / there, {}).ok());
        }
        const auto refused = restore();
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::GateNotMet);
        const char* missing = std::string_view(there) == "erasures" ? "revocations" : "erasures";
        EXPECT_NE(refused.error().message.find((empty_ / missing).string()), std::string::npos)
            << refused.error().message;
        EXPECT_NE(refused.error().message.find("--without-lists"), std::string::npos);
        EXPECT_FALSE(std::filesystem::exists(target()));
        if (*there != '\0') {
            std::filesystem::remove(empty_ / there);
        }
    }
    const auto without = restore({}, true);
    ASSERT_TRUE(without.ok()) << without.error().message;
    EXPECT_EQ(without.value().missing_lists.size(), 2U);
    EXPECT_EQ(without.value().dropped.sessions, 1U) << "sessions end in any case";
    EXPECT_EQ(names_left().find("session:"), std::string::npos);
    EXPECT_EQ(names_left().find("link:"), std::string::npos);
}

TEST_F(RestoreTest, AServerMakesTheListOfErasuresBeforeThereAreAny)
{
    EXPECT_TRUE(std::filesystem::exists(erasure_ledger_beside(lost_ / "journal.db")));
    EXPECT_EQ(std::filesystem::file_size(erasure_ledger_beside(lost_ / "journal.db")), 0U);
}

TEST_F(RestoreTest, DropsWhatTheListSaysAndNothingElse)
{
    list(empty_.path(),
        "token tok-1 .\npassword m1 u-ada .\npassword m9 u-ada .\npassword m2 u-ben .\npassword m3 u-old .\n"
        "disabled u-ada .\ndisabled u-stranger .\ndisabled u-ben .\nenabled u-ben .\n");
    const auto report = restore();
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_TRUE(report.value().missing_lists.empty());
    EXPECT_EQ(report.value().dropped.tokens, std::vector { TokenId { "tok-1" } });
    EXPECT_EQ(report.value().dropped.users, std::vector { kAda });
    EXPECT_EQ(report.value().dropped.passwords, (std::vector { kAda, kOld })) << "one of before marks is an older one";
    EXPECT_EQ(names_left(), "password-set:u-ben password:u-ben token:d5 ");
    ASSERT_EQ(report.value().journals.size(), 1U);
    EXPECT_EQ(report.value().journals[0].entries, 1U);
}

TEST_F(RestoreTest, ListsOfAnotherFolderHoldFromThenOn)
{
    list(lost_.path(), "token tok-1 .\n");
    std::filesystem::create_directories(empty_ / "snapshots");
    std::ofstream { empty_ / "snapshots" / "main.00000000000000000001.snapshot" } << "what was erased";
    const auto report = restore(lost_.path());
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_TRUE(RevocationList::read(empty_ / "revocations").value().revoked(TokenId { "tok-1" }));
    EXPECT_TRUE(std::filesystem::exists(empty_ / "erasures"));
    EXPECT_FALSE(std::filesystem::exists(empty_ / "snapshots")) << "a snapshot may hold what was erased";
}

TEST(RevocationListTest, OfAUserTheLastLineCountsAndATornOneDoesNot)
{
    const TemporaryFolder folder;
    const auto file = folder / "revocations";
    ASSERT_TRUE(append_lines(file, "disabled u-1 .\ndisabled u-2 .\nenabled u-1 .\ntoken tok-1 .\ntoken tok-2").ok());
    ASSERT_TRUE(append_lines(file, "password m1 u-1 .\n").ok());
    auto list = RevocationList::open(file);
    ASSERT_TRUE(list.ok());
    EXPECT_FALSE(list.value().disabled(UserId { "u-1" }));
    EXPECT_TRUE(list.value().disabled(UserId { "u-2" }));
    EXPECT_TRUE(list.value().revoked(TokenId { "tok-1" }));
    EXPECT_FALSE(list.value().revoked(TokenId { "tok-2" })) << "torn by a crash";
    EXPECT_FALSE(list.value().replaced(UserId { "u-1" }, "m1"));
    EXPECT_FALSE(list.value().replaced(UserId { "u-1" }, "m2")) << "newer than the list";
    EXPECT_TRUE(list.value().replaced(UserId { "u-1" }, "")) << "of before there were marks";
    EXPECT_FALSE(list.value().replaced(UserId { "u-3" }, ""));

    Revocations now;
    now.tokens = { TokenId { "tok-1" }, TokenId { "tok-2" } };
    now.users = { { UserId { "u-1" }, true }, { UserId { "u-2" }, false }, { UserId { "u-3" }, false } };
    now.passwords = { { UserId { "u-1" }, "m2" } };
    ASSERT_TRUE(list.value().bring_up_to(now).ok());
    const auto size = std::filesystem::file_size(file);
    ASSERT_TRUE(list.value().bring_up_to(now).ok());
    EXPECT_EQ(std::filesystem::file_size(file), size) << "said once";
    const auto read = RevocationList::read(file);
    EXPECT_TRUE(read.value().disabled(UserId { "u-1" }));
    EXPECT_FALSE(read.value().disabled(UserId { "u-2" }));
    EXPECT_TRUE(read.value().revoked(TokenId { "tok-2" }));
    EXPECT_TRUE(read.value().replaced(UserId { "u-1" }, "m1"));
    EXPECT_FALSE(read.value().replaced(UserId { "u-1" }, "m2"));
    EXPECT_FALSE(RevocationList::read(folder / "none").value().disabled(UserId { "u-1" }));
}

}
}
