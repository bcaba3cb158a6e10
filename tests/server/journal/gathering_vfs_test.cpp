// SPDX-License-Identifier: Apache-2.0
#include "server/journal/gathering_vfs.h"

#include "server/journal/sqlite_schema.h"
#include "server/journal/sqlite_store.h"
#include "tests/fault/fault_vfs.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <optional>

namespace watchfloor {
namespace {

class GatheringVfsTest : public testing::Test {
protected:
    // A table that takes some pages of the log with each commit, and a cache that does not hold many.
    void SetUp() override
    {
        auto opened = SqliteConnection::open(file_, SqliteConnection::Mode::Create, files_.name());
        ASSERT_TRUE(opened.ok()) << opened.error().message;
        writer_ = std::move(opened).value();
        ASSERT_TRUE(configure_writer(*writer_).ok());
        run("PRAGMA cache_size=10");
        run("CREATE TABLE numbers(id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
    }

    void run(const char* sql)
    {
        const auto done = writer_->execute(sql);
        ASSERT_TRUE(done.ok()) << done.error().message;
    }

    // What somebody else sees, who reads the files without the layer.
    std::int64_t seen(const char* sql)
    {
        auto reader = SqliteConnection::open(file_, SqliteConnection::Mode::ReadOnly);
        EXPECT_TRUE(reader.ok()) << reader.error().message;
        const auto value = reader.value().integer(sql);
        EXPECT_TRUE(value.ok()) << value.error().message;
        return value.value();
    }

    static constexpr const char* kManyPages
        = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
          " INSERT INTO numbers(body) SELECT randomblob(3000) FROM n";
    static constexpr const char* kAll = "SELECT count(*) FROM numbers";

    TemporaryFolder folder_;
    std::filesystem::path file_ = folder_ / "numbers.db";
    FaultVfs disk_;
    GatheringVfs files_ { disk_.name() };
    std::optional<SqliteConnection> writer_;
};

TEST_F(GatheringVfsTest, ACommitIsOneWriteAndOneSync)
{
    run("INSERT INTO numbers(body) VALUES(randomblob(20000))");
    const int writes = disk_.writes();
    const int syncs = disk_.syncs();
    run("INSERT INTO numbers(body) VALUES(randomblob(20000))");
    EXPECT_EQ(disk_.writes(), writes + 1);
    EXPECT_EQ(disk_.syncs(), syncs + 1);
    EXPECT_EQ(seen(kAll), 2);
}

TEST_F(GatheringVfsTest, WhatIsKeptBackIsReadByWhoWroteItAndSeenByOthersAfterTheCommit)
{
    run("BEGIN IMMEDIATE");
    run(kManyPages); // more than the cache holds
    const auto own = writer_->integer("SELECT sum(length(body)) FROM numbers");
    ASSERT_TRUE(own.ok()) << own.error().message;
    EXPECT_EQ(own.value(), 200 * 3000);
    EXPECT_EQ(seen(kAll), 0);
    run("COMMIT");
    EXPECT_EQ(seen(kAll), 200);
}

TEST_F(GatheringVfsTest, WhatIsRolledBackDisturbsNothingThatFollows)
{
    run("BEGIN IMMEDIATE");
    run(kManyPages);
    run("ROLLBACK");
    run("INSERT INTO numbers(body) VALUES(randomblob(9000))");
    EXPECT_EQ(seen(kAll), 1);
    EXPECT_EQ(seen("SELECT count(*) FROM pragma_integrity_check() WHERE integrity_check = 'ok'"), 1);
}

TEST_F(GatheringVfsTest, AWriteThatFailsLateFailsTheCommit)
{
    run("INSERT INTO numbers(body) VALUES(randomblob(9000))");
    disk_.fail_write(1, FaultKind::NoSpace, false);
    const int syncs = disk_.syncs();
    const auto refused = writer_->execute("INSERT INTO numbers(body) VALUES(randomblob(9000))");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(sqlite_trouble(writer_->failure()), SqliteTrouble::Passing) << "no sync failed";
    EXPECT_EQ(disk_.syncs(), syncs) << "what was not written is not synced";
    EXPECT_EQ(seen(kAll), 1);
    run("INSERT INTO numbers(body) VALUES(randomblob(9000))");
    EXPECT_EQ(seen(kAll), 2);
}

TEST_F(GatheringVfsTest, TheJournalWritesACommitAtOnce)
{
    SqliteOptions options;
    options.vfs = disk_.name();
    auto store = SqliteStore::open(folder_ / "journal.db", options);
    ASSERT_TRUE(store.ok()) << store.error().message;
    EntryMaker entries;
    const auto append = [&] {
        const auto batch = entries.batch(4, std::string(400, 'x'));
        ASSERT_TRUE(store.value()->append(JournalId { "main" }, batch, {}).ok());
    };
    append();
    const int writes = disk_.writes();
    append();
    EXPECT_EQ(disk_.writes(), writes + 1);
}

}
}
