// SPDX-License-Identifier: Apache-2.0
// What reaches the disk, in which order: files that others rely on, and the list of erasures.
#include "server/journal/durable_file.h"

#include "server/journal/erasure_ledger.h"
#include "server/journal/snapshot_files.h"
#include "server/journal/sqlite_store.h"
#include "tests/fault/sync_watch.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/whole_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

namespace watchfloor {
namespace {

using Happenings = std::vector<std::string>;

TEST(DurableFileTest, SyncsTheFileBeforeItHasItsNameAndTheFolderAfter)
{
    const TemporaryFolder folder;
    const SyncWatch watch { folder.path() };
    ASSERT_TRUE(write_file(folder / "file", "content").ok());
    EXPECT_EQ(watch.happened(), (Happenings { "sync file.partial", "rename file.partial file", "sync ." }));
    EXPECT_EQ(content(folder / "file"), "content");
    EXPECT_FALSE(std::filesystem::exists(folder / "file.partial"));
}

TEST(DurableFileTest, LeavesWhatWasThereWhereTheNewOneCannotBeSynced)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "file", "old").ok());
    SyncWatch watch { folder.path() };
    watch.fail("file.partial");
    const auto refused = write_file(folder / "file", "new");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_EQ(content(folder / "file"), "old");
    EXPECT_EQ(watch.happened(), Happenings { "sync file.partial" });
}

TEST(DurableFileTest, IsNotDoneBeforeTheNameIsOnDisk)
{
    const TemporaryFolder folder;
    SyncWatch watch { folder.path() };
    watch.fail(".");
    const auto refused = write_file(folder / "file", "new");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_FALSE(sync_folder(folder.path()).ok());
}

TEST(DurableFileTest, TakesNothingOverFromAnAttemptBefore)
{
    const TemporaryFolder folder;
    overwrite(folder / "file.partial", "a longer text than the one that follows");
    ASSERT_TRUE(write_file(folder / "file", "short").ok());
    EXPECT_EQ(content(folder / "file"), "short");
    struct stat status { };
    ASSERT_EQ(::stat((folder / "secret").c_str(), &status), -1);
    ASSERT_TRUE(write_file(folder / "secret", "x").ok());
    ASSERT_EQ(::stat((folder / "secret").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << "for nobody else to read";
}

TEST(DurableFileTest, NamesAFolderThatIsNotThere)
{
    const TemporaryFolder folder;
    const auto refused = write_file(folder / "none" / "file", "x");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_FALSE(publish_file(folder / "unmade", folder / "file").ok());
    EXPECT_FALSE(sync_folder(folder / "none").ok());
    EXPECT_TRUE(sync_folder({}).ok()) << "a name without a folder lies in the present one";
}

TEST(DurableFileTest, ANewJournalIsItsOwnersAlone)
{
    const TemporaryFolder folder;
    const auto store = SqliteStore::open(folder / "journal.db");
    ASSERT_TRUE(store.ok());
    int seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        const bool of_database = entry.path().filename().string().starts_with("journal.db");
        seen += of_database ? 1 : 0;
        const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
        EXPECT_TRUE(!of_database || (entry.status().permissions() & others) == std::filesystem::perms::none)
            << entry.path();
    }
    EXPECT_GE(seen, 1);
}

TEST(DurableFileTest, ANewJournalIsWholeOnDiskBeforeItHasItsName)
{
    const TemporaryFolder folder;
    const SyncWatch watch { folder.path() };
    ASSERT_TRUE(SqliteStore::open(folder / "journal.db").ok());
    const Happenings all = watch.happened();
    const Happenings wanted { "sync journal.db.new", "rename journal.db.new journal.db", "sync ." };
    const auto named = std::find(all.begin(), all.end(), wanted[1]);
    ASSERT_NE(named, all.end());
    ASSERT_NE(named, all.begin());
    ASSERT_NE(named + 1, all.end());
    EXPECT_EQ((Happenings { named - 1, named + 2 }), wanted);
}

TEST(SnapshotFilesTest, AreOnDiskUnderTheirNames)
{
    const TemporaryFolder folder;
    SnapshotFiles files { folder.path() };
    const std::string name = "main.00000000000000000007.snapshot";
    {
        const SyncWatch watch { folder.path() };
        ASSERT_TRUE(files.put(JournalId { "main" }, { { 7, {} }, 1, "state" }).ok());
        EXPECT_EQ(watch.happened(),
            (Happenings { "sync " + name + ".partial", "rename " + name + ".partial " + name, "sync ." }));
    }
    SyncWatch watch { folder.path() };
    watch.fail("main.00000000000000000008.snapshot.partial");
    EXPECT_FALSE(files.put(JournalId { "main" }, { { 8, {} }, 1, "newer" }).ok());
    EXPECT_EQ(files.newest(JournalId { "main" }, 1)->bytes, "state");
    EXPECT_EQ(files.newest_seq(JournalId { "main" }), 7U);
}

TEST(SnapshotFilesTest, KnowAWholeOneByEveryPartOfIt)
{
    const TemporaryFolder folder;
    SnapshotFiles files { folder.path() };
    const JournalId main { "main" };
    ASSERT_TRUE(files.put(main, { { 7, sha256("head") }, 3, "state" }).ok());
    const auto file = folder / "main.00000000000000000007.snapshot";
    const std::string whole = content(file);
    const auto damaged = [&](std::size_t position) {
        std::string bytes = whole;
        bytes[position] = static_cast<char>(bytes[position] ^ 1);
        overwrite(file, bytes);
        return !files.newest(main, 3).has_value();
    };
    EXPECT_TRUE(damaged(0)) << "another magic word";
    EXPECT_TRUE(damaged(8)) << "another version of the fold";
    EXPECT_TRUE(damaged(whole.size() - 1)) << "another state";
    EXPECT_TRUE(damaged(whole.size() - 6)) << "another digest";
    for (const std::size_t size : { std::size_t { 0 }, std::size_t { 8 }, whole.size() - 6, whole.size() - 1 }) {
        overwrite(file, whole.substr(0, size));
        EXPECT_FALSE(files.newest(main, 3).has_value()) << size;
    }
    overwrite(file, whole);
    ASSERT_TRUE(files.newest(main, 3).has_value());
    ASSERT_TRUE(files.put(main, { { 8, {} }, 3, "" }).ok());
    ASSERT_TRUE(files.newest(main, 3).has_value());
    EXPECT_EQ(files.newest(main, 3)->head.seq, 8U) << "a state without bytes is one too";
}

// The newest one by number, where a version that is no longer understood lies above it.
TEST(SnapshotFilesTest, PassOverWhatAnotherVersionWrote)
{
    const TemporaryFolder folder;
    SnapshotFiles files { folder.path() };
    const JournalId main { "main" };
    EXPECT_EQ(files.newest_seq(main), 0U);
    ASSERT_TRUE(files.put(main, { { 9, {} }, 1, "old" }).ok());
    ASSERT_TRUE(files.put(main, { { 10, {} }, 2, "new" }).ok());
    EXPECT_EQ(files.newest(main, 1)->bytes, "old");
    EXPECT_EQ(files.newest(main, 2)->bytes, "new");
    EXPECT_EQ(files.newest_seq(main), 10U);
}

class ErasureLedgerTest : public testing::Test {
protected:
    std::filesystem::path file() const { return folder_ / "erasures"; }
    std::vector<Erasure> listed() const
    {
        const auto read = read_erasure_ledger(file());
        VERIFY(read.ok());
        return read.value();
    }

    TemporaryFolder folder_;
    const Erasure first_ { JournalId { "main" }, 7, sha256("a") };
    const Erasure second_ { JournalId { "drill-1" }, 70'000, sha256("b") };
};

TEST_F(ErasureLedgerTest, ListsWhatWasAppendedInOrder)
{
    EXPECT_TRUE(listed().empty()) << "there is no file";
    ASSERT_TRUE(extend_erasure_ledger(file(), {}).ok());
    EXPECT_TRUE(std::filesystem::exists(file())) << "an empty list is not a lost one";
    EXPECT_TRUE(listed().empty());
    ASSERT_TRUE(extend_erasure_ledger(file(), std::vector { first_ }).ok());
    ASSERT_TRUE(extend_erasure_ledger(file(), std::vector { second_, first_ }).ok());
    EXPECT_EQ(listed(), (std::vector { first_, second_, first_ }));
}

TEST_F(ErasureLedgerTest, WhatDoesNotFitOnTheDiskHasFailed)
{
    ASSERT_TRUE(extend_erasure_ledger(file(), std::vector { first_ }).ok());
    rlimit before {};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit none { std::filesystem::file_size(file()), before.rlim_max };
    const auto handler = std::signal(SIGXFSZ, SIG_IGN); // writing beyond the limit is then an error
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0);
    const auto failed = extend_erasure_ledger(file(), std::vector { second_ });
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, ErrorCode::Unavailable);
    EXPECT_EQ(listed(), std::vector { first_ });
}

TEST_F(ErasureLedgerTest, IsSyncedOrHasFailed)
{
    SyncWatch watch { folder_.path() };
    ASSERT_TRUE(extend_erasure_ledger(file(), std::vector { first_ }).ok());
    EXPECT_EQ(watch.happened(), (Happenings { "sync erasures", "sync ." }));
    watch.fail("erasures");
    const auto failed = extend_erasure_ledger(file(), std::vector { second_ });
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, ErrorCode::Unavailable);
}

TEST_F(ErasureLedgerTest, PassesOverATornLineAndGoesOnAfterIt)
{
    ASSERT_TRUE(extend_erasure_ledger(file(), std::vector { first_ }).ok());
    const std::string whole = content(file());
    // Torn anywhere within its line: what follows must not become part of it.
    for (std::size_t kept = 1; kept < whole.size() - 1; ++kept) {
        overwrite(file(), whole + whole.substr(0, kept));
        EXPECT_EQ(listed(), std::vector { first_ }) << kept;
        ASSERT_TRUE(extend_erasure_ledger(file(), std::vector { second_ }).ok());
        EXPECT_EQ(listed(), (std::vector { first_, second_ })) << kept;
    }
    const std::string digest = to_hex(as_view(first_.text_digest));
    for (const std::string& line : std::vector<std::string> { "main 7", "main x " + digest, "main 7x " + digest,
             "main -7 " + digest, "main 7 " + digest.substr(1), "" }) {
        overwrite(file(), line + "\n" + whole);
        EXPECT_EQ(listed(), std::vector { first_ }) << line;
    }
}

TEST_F(ErasureLedgerTest, CannotBeReadWhereItIsNoFile)
{
    std::filesystem::create_directory(file());
    EXPECT_FALSE(read_erasure_ledger(file()).ok());
    EXPECT_FALSE(extend_erasure_ledger(file(), std::vector { first_ }).ok());
}

}
}
