// SPDX-License-Identifier: Apache-2.0
#include "server/journal/backup.h"
#include "server/journal/erasure_ledger.h"
#include "server/journal/head_file.h"
#include "server/journal/sqlite_store.h"
#include "server/journal/verify.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/server/journal/foreign_program.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/whole_file.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

namespace watchfloor {
namespace {

class OpeningTest : public testing::Test {
protected:
    OpeningTest()
    {
        auto store = open();
        VERIFY(store.ok());
        EntryMaker maker;
        VERIFY(store.value()->append(kMain, maker.batch(50), {}).ok());
        head_ = maker.head();
    }

    Result<std::unique_ptr<SqliteStore>> open() const { return SqliteStore::open(database()); }
    std::filesystem::path database() const { return folder_ / "journal.db"; }
    std::string refusal() const
    {
        const auto opened = open();
        return opened.ok() ? "" : opened.error().message;
    }
    void expect_refusal(const std::string& says)
    {
        const std::string before = content(database());
        EXPECT_NE(refusal().find(says), std::string::npos) << refusal();
        EXPECT_EQ(content(database()), before) << "what is refused stays as it was found";
    }

    TemporaryFolder folder_;
    JournalHead head_;
};

TEST_F(OpeningTest, RefusesANewerSchema)
{
    run_foreign_sql(database(), "PRAGMA user_version=2");
    expect_refusal("written by a newer Watchfloor (schema 2, this one knows 1)");
}

TEST_F(OpeningTest, RefusesOtherDatabasesAndOtherFiles)
{
    run_foreign_sql(database(), "PRAGMA application_id=7");
    expect_refusal("not a Watchfloor journal");
    run_foreign_sql(database(), "PRAGMA application_id=1464224850; PRAGMA user_version=0");
    expect_refusal("no schema version");
    overwrite(database(), std::string(8192, 'x'));
    expect_refusal("watchfloord verify");
}

TEST_F(OpeningTest, RefusesATruncatedFile)
{
    const std::string whole = foreign_dump(database());
    foreign_restore(database(), whole);
    for (const std::size_t keep :
        { whole.size() - 4096, whole.size() / 2, std::size_t { 4096 }, std::size_t { 100 } }) {
        overwrite(database(), whole.substr(0, keep));
        expect_refusal("watchfloord verify");
        EXPECT_FALSE(verify_database(database()).whole()) << keep;
    }
    overwrite(database(), "");
    expect_refusal("is empty, so it was truncated");
    foreign_restore(database(), whole);
    EXPECT_EQ(refusal(), "");
}

TEST_F(OpeningTest, RefusesAMissingDatabaseWhoseLogIsThere)
{
    std::filesystem::remove(database());
    overwrite(database().string() + "-wal", "log");
    EXPECT_NE(refusal().find("is missing although its log is there"), std::string::npos);
}

TEST_F(OpeningTest, RefusesALogThatLostAcknowledgedEntries)
{
    // A copy of a running journal, as a crash would leave it, with one byte of the log changed:
    // SQLite itself drops what follows without a word.
    const TemporaryFolder crashed;
    const auto copy = crashed / "journal.db";
    {
        auto store = open();
        ASSERT_TRUE(store.ok());
        EntryMaker maker { head_ };
        for (int i = 0; i < 5; ++i) {
            ASSERT_TRUE(store.value()->append(kMain, maker.batch(2), {}).ok());
        }
        for (const char* suffix : { "", "-wal", "-heads" }) {
            std::filesystem::copy_file(database().string() + suffix, copy.string() + suffix);
        }
    }
    const std::string log = content(copy.string() + "-wal");
    const std::string whole = content(copy);
    ASSERT_GT(log.size(), 4096U * 5);
    for (const std::size_t position : { std::size_t { 40 }, log.size() / 2, log.size() - 10 }) {
        std::string damaged = log;
        damaged[position] = static_cast<char>(damaged[position] ^ 1);
        overwrite(copy, whole);
        overwrite(copy.string() + "-wal", damaged);
        std::filesystem::remove(copy.string() + "-shm");
        const VerifyReport report = verify_database(copy);
        ASSERT_FALSE(report.whole());
        EXPECT_NE(report.defects.front().what.find("acknowledged up to entry 60"), std::string::npos)
            << report.defects.front().what;
        const auto refused = SqliteStore::open(copy);
        ASSERT_FALSE(refused.ok());
        EXPECT_NE(refused.error().message.find("was acknowledged up to entry 60"), std::string::npos)
            << refused.error().message;
    }
    overwrite(copy, whole);
    overwrite(copy.string() + "-wal", log);
    std::filesystem::remove(copy.string() + "-shm");
    EXPECT_TRUE(SqliteStore::open(copy).ok());
}

TEST_F(OpeningTest, AMemoryOfTheHeadThatIsBehindOrTornIsNoReasonToRefuse)
{
    auto heads = HeadFile::open(HeadFile::beside(database()));
    ASSERT_TRUE(heads.ok());
    EXPECT_EQ(heads.value().recall(0), std::optional { head_ });
    EXPECT_EQ(heads.value().recall(1), std::nullopt);
    std::string bytes = content(HeadFile::beside(database()));
    bytes[3] = static_cast<char>(bytes[3] ^ 1);
    overwrite(HeadFile::beside(database()), bytes);
    EXPECT_EQ(heads.value().recall(0), std::nullopt);
    EXPECT_EQ(refusal(), "");
    std::filesystem::remove(HeadFile::beside(database()));
    EXPECT_EQ(refusal(), "");
}

TEST_F(OpeningTest, VerifiesFirstAfterAFailedSync)
{
    overwrite(database().string() + "-verify-needed", "sync failed");
    EXPECT_EQ(refusal(), "");
    EXPECT_FALSE(std::filesystem::exists(database().string() + "-verify-needed"));
    run_foreign_sql(database(), "UPDATE entries SET facts = 'x' WHERE id = 9");
    EXPECT_EQ(refusal(), "") << "a start does not verify everything";
    overwrite(database().string() + "-verify-needed", "sync failed");
    EXPECT_NE(refusal().find("entry 9: the facts do not match their digest"), std::string::npos) << refusal();
    EXPECT_TRUE(std::filesystem::exists(database().string() + "-verify-needed"));
}

TEST_F(OpeningTest, RestoresABackupMadeWhileWriting)
{
    const auto backup = folder_ / "backup.db";
    {
        auto store = open();
        ASSERT_TRUE(store.ok());
        std::atomic<bool> stop { false };
        std::thread writer { [&] {
            EntryMaker maker { head_ };
            while (!stop) {
                VERIFY(store.value()->append(kMain, maker.batch(20, std::string(300, 'w')), {}).ok());
            }
        } };
        while (store.value()->head(kMain).seq < 3000) {
            std::this_thread::yield();
        }
        const auto done = store.value()->backup_to(backup);
        EXPECT_TRUE(done.ok()) << done.error().message;
        EXPECT_EQ(store.value()->backup_to(backup).error().code, ErrorCode::Conflict);
        const auto owner_only = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
        EXPECT_EQ(std::filesystem::status(backup).permissions(), owner_only);
        const auto nowhere = store.value()->backup_to(folder_ / "no" / "such" / "folder.db");
        EXPECT_FALSE(nowhere.ok());
        EXPECT_TRUE(store.value()->writable()) << "a backup that fails is no trouble for writers";
        stop = true;
        writer.join();
    }
    const TemporaryFolder empty;
    const auto restored
        = restore_database({ .backup = backup, .database = empty / "journal.db", .without_lists = true });
    ASSERT_TRUE(restored.ok()) << restored.error().message;
    auto store = SqliteStore::open(empty / "journal.db");
    ASSERT_TRUE(store.ok()) << store.error().message;
    EXPECT_GE(store.value()->head(kMain).seq, 3000U);
    EntryMaker more { store.value()->head(kMain) };
    EXPECT_TRUE(store.value()->append(kMain, more.batch(1), {}).ok());
    store = Error {};
    EXPECT_TRUE(verify_database(empty / "journal.db").whole());
    EXPECT_EQ(
        restore_database({ .backup = backup, .database = empty / "journal.db", .without_lists = true }).error().code,
        ErrorCode::Conflict);
}

TEST_F(OpeningTest, RestoreReplaysErasuresButSparesLaterEntriesOfTheSameNumber)
{
    const auto backup = folder_ / "backup.db";
    const std::string personal = "a name that must stay erased";
    {
        auto store = open();
        EntryMaker maker { head_ };
        ASSERT_TRUE(store.value()->append(kMain, maker.batch(1, personal), {}).ok());
        ASSERT_TRUE(store.value()->backup_to(backup).ok());
        // 51 is in the backup, 52 is not: its number will be given again.
        ASSERT_TRUE(store.value()->append(kMain, maker.batch(2), { .erased_texts = { 51, 52 } }).ok());
    }
    ASSERT_NE(content(backup).find(personal), std::string::npos);
    const TemporaryFolder empty;
    const auto target = empty / "journal.db";
    ASSERT_TRUE(
        restore_database({ .backup = backup, .database = target, .lists = folder_.path(), .without_lists = true })
            .ok());
    EXPECT_EQ(content(target).find(personal), std::string::npos);
    auto store = SqliteStore::open(target);
    ASSERT_TRUE(store.ok());
    EXPECT_FALSE(store.value()->read_after(kMain, 50, {}).value().at(0).text.has_value());
    EntryMaker maker { store.value()->head(kMain) };
    ASSERT_TRUE(store.value()->append(kMain, maker.batch(1, "another story"), {}).ok());
    EXPECT_TRUE(store.value()->read_after(kMain, 51, {}).value().at(0).text.has_value());
}

TEST_F(OpeningTest, RestoreRefusesADamagedBackup)
{
    const auto backup = folder_ / "backup.db";
    ASSERT_TRUE(open().value()->backup_to(backup).ok());
    run_foreign_sql(backup, "UPDATE entries SET head = 'x' WHERE id = 12");
    const TemporaryFolder empty;
    const auto refused
        = restore_database({ .backup = backup, .database = empty / "journal.db", .without_lists = true });
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().message.find("entry 12: the head does not match its digest"), std::string::npos)
        << refused.error().message;
    EXPECT_TRUE(std::filesystem::is_empty(empty.path()));
    EXPECT_FALSE(
        restore_database({ .backup = folder_ / "none", .database = empty / "journal.db", .without_lists = true }).ok());
}

TEST_F(OpeningTest, RefusesAnotherHistoryThatIsAsLongAsTheAcknowledgedOne)
{
    const TemporaryFolder elsewhere;
    {
        auto store = SqliteStore::open(elsewhere / "journal.db");
        EntryMaker maker;
        ASSERT_TRUE(store.value()->append(kMain, maker.batch(50, "another story"), {}).ok());
    }
    foreign_restore(database(), foreign_dump(elsewhere / "journal.db"));
    expect_refusal("was acknowledged up to entry 50 but ends at entry 50");
}

TEST_F(OpeningTest, RefusesWhereAnAcknowledgedJournalIsMissing)
{
    auto heads = HeadFile::open(HeadFile::beside(database()));
    ASSERT_TRUE(heads.ok());
    heads.value().remember(1, { 3, sha256("x") });
    expect_refusal("A journal that was acknowledged is missing");
}

TEST_F(OpeningTest, RefusesAHeadThatIsNotTheLastEntrys)
{
    std::filesystem::remove(HeadFile::beside(database()));
    const std::string whole = foreign_dump(database());
    for (const char* tampering : { "UPDATE journals SET head_seq = 49", "UPDATE journals SET head_hash = zeroblob(32)",
             "DELETE FROM entries WHERE id = 50", "UPDATE entries SET seal = zeroblob(160) WHERE id = 50" }) {
        run_foreign_sql(database(), tampering);
        EXPECT_NE(refusal().find("should end with entry"), std::string::npos) << tampering << refusal();
        foreign_restore(database(), whole);
        std::filesystem::remove(HeadFile::beside(database()));
    }
    run_foreign_sql(database(), "UPDATE journals SET head_hash = substr(head_hash, 1, 31)");
    EXPECT_NE(refusal().find("The head of journal main is damaged"), std::string::npos) << refusal();
}

TEST_F(OpeningTest, RemembersTheHeadOfEachJournal)
{
    const JournalId drill { "drill-1" };
    EntryMaker maker;
    {
        auto store = open();
        ASSERT_TRUE(store.ok());
        ASSERT_TRUE(store.value()->append(drill, maker.batch(3), {}).ok());
        ASSERT_TRUE(store.value()->append(drill, {}, {}).ok());
    }
    const auto heads = HeadFile::existing(HeadFile::beside(database()));
    ASSERT_TRUE(heads);
    EXPECT_EQ(heads->recall(0), std::optional { head_ });
    EXPECT_EQ(heads->recall(1), std::optional { maker.head() });
    EXPECT_EQ(heads->recall(2), std::nullopt);
    EXPECT_FALSE(HeadFile::existing(folder_ / "none"));
}

TEST_F(OpeningTest, RestoreErasesOnlyTheVeryTextThatWasErased)
{
    const auto backup = folder_ / "backup.db";
    ASSERT_TRUE(open().value()->backup_to(backup).ok());
    const auto digest_of
        = [&](std::uint64_t seq) { return open().value()->read_range(kMain, seq, seq, {}).value().at(0).text_digest; };
    const std::vector<Erasure> erasures { { kMain, 3, sha256("another text of that number") },
        { JournalId { "drill-1" }, 4, digest_of(4) }, { kMain, 5, digest_of(5) }, { kMain, 7, digest_of(6) } };
    const TemporaryFolder empty;
    const TemporaryFolder lists;
    ASSERT_TRUE(extend_erasure_ledger(erasure_ledger_beside(lists / "journal.db"), erasures).ok());
    const auto restored = restore_database(
        { .backup = backup, .database = empty / "journal.db", .lists = lists.path(), .without_lists = true });
    ASSERT_TRUE(restored.ok());
    EXPECT_EQ(restored.value().erased, 1U);
    auto store = SqliteStore::open(empty / "journal.db");
    ASSERT_TRUE(store.ok());
    std::vector<std::uint64_t> erased;
    const auto read = store.value()->read_after(kMain, 0, {});
    for (const SealedEntry& entry : read.value()) {
        if (!entry.text) {
            erased.push_back(entry.seq);
        }
    }
    EXPECT_EQ(erased, std::vector<std::uint64_t> { 5 });
}

// After a restore another text may have the number, and the journal, of one that was erased before.
TEST_F(OpeningTest, ListsAnErasureThoughAnotherTextOfItsNumberIsListedAlready)
{
    const auto list = erasure_ledger_beside(database());
    const std::vector<Erasure> before { { kMain, 9, sha256("another text of that number") } };
    ASSERT_TRUE(extend_erasure_ledger(list, before).ok());
    Erasure erased { kMain, 9, {} };
    {
        auto store = open();
        ASSERT_TRUE(store.ok());
        erased.text_digest = store.value()->read_range(kMain, 9, 9, {}).value().at(0).text_digest;
        EntryMaker maker { head_ };
        ASSERT_TRUE(store.value()->append(kMain, maker.batch(1), { .erased_texts = { 9 } }).ok());
    }
    const std::vector<Erasure> both { before[0], erased };
    EXPECT_EQ(read_erasure_ledger(list).value(), both);
    std::filesystem::remove(list);
    ASSERT_TRUE(open().ok());
    EXPECT_EQ(read_erasure_ledger(list).value(), std::vector { erased }) << "a start completes the list";
    ASSERT_TRUE(open().ok());
    EXPECT_EQ(read_erasure_ledger(list).value(), std::vector { erased }) << "and lists nothing twice";
}

}
}
