// SPDX-License-Identifier: Apache-2.0
#include "server/app/chain_watch.h"

#include "server/app/journal_keeper.h"
#include "server/journal/sqlite_store.h"
#include "tests/server/api/running_server.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/server/journal/foreign_program.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace watchfloor {
namespace {

using test::nobody;
using test::RunningServer;

const JournalId kMain { "main" };

class ChainWatchTest : public testing::Test {
protected:
    void SetUp() override
    {
        auto opened = SqliteStore::open(database());
        ASSERT_TRUE(opened.ok());
        store_ = std::move(opened).value();
        EntryMaker maker;
        for (int i = 0; i < 10; ++i) {
            ASSERT_TRUE(store_->append(kMain, maker.batch(1'000), {}).ok());
        }
    }

    void tamper(int seq)
    {
        store_.reset();
        run_foreign_sql(database(), "UPDATE entries SET facts = '{}' WHERE id = " + std::to_string(seq));
        auto opened = SqliteStore::open(database());
        ASSERT_TRUE(opened.ok());
        store_ = std::move(opened).value();
    }

    std::filesystem::path database() const { return folder_ / "journal.db"; }

    TemporaryFolder folder_;
    std::unique_ptr<SqliteStore> store_;
};

TEST_F(ChainWatchTest, FindsNothingInAWholeJournal)
{
    ChainWatch watch { *store_, database(), nullptr };
    watch.check_tail(kMain, 0);
    watch.check_tail(kMain, 9'000);
    watch.check_tail(kMain, 10'000);
    watch.check_tail(kMain, 12'000); // a snapshot of another history
    watch.check_tail(JournalId { "drill-1" }, 0);
    EXPECT_EQ(watch.damage(), "");
}

TEST_F(ChainWatchTest, LooksAtTheEndAtOnceAndAtTheRestBesideTheServer)
{
    tamper(4'500);
    ChainWatch watch { *store_, database(), nullptr };
    watch.check_tail(kMain, 9'000);
    EXPECT_EQ(watch.damage(), "") << "what the snapshot holds is the thread's to find";
    watch.start();
    EXPECT_TRUE(eventually([&] { return !watch.damage().empty(); }));
    EXPECT_NE(watch.damage().find("Journal main, entry 4500: the facts do not match their digest"), std::string::npos)
        << watch.damage();

    ChainWatch at_start { *store_, database(), nullptr };
    at_start.check_tail(kMain, 4'000);
    EXPECT_EQ(at_start.damage(), watch.damage());
}

TEST_F(ChainWatchTest, StopsInTheMiddleOfItsWalk)
{
    ChainWatch watch { *store_, database(), nullptr };
    watch.start();
    watch.stop();
    EXPECT_EQ(watch.damage(), "") << "what was not looked at is not damaged";
}

// A server that has no descriptor left can read what it has open; that is no reason to call its journal damaged.
TEST_F(ChainWatchTest, WithoutADescriptorItSaysNothing)
{
    rlimit before {};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none { 3, before.rlim_max };
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    VerifyOptions options;
    options.workers = 1;
    const VerifyReport report = verify_database(database(), options);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_TRUE(report.not_opened);
    EXPECT_FALSE(report.whole()) << "who asks is told that nothing could be checked";
}

TEST(DamagedServerTest, ServesAndSaysSoEverywhere)
{
    RunningServer server;
    const auto lead = server.person("lead", { SystemRole::IncidentManager });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"before"})", lead).status, 201);
    EXPECT_EQ(server.get("/readyz", nobody()).at("damage"), "");
    server.restart([](const std::filesystem::path& data) {
        run_foreign_sql(data / "journal.db", "UPDATE entries SET text = replace(text, 'before', 'beside')");
    });
    const auto ready = server.get("/readyz", nobody());
    EXPECT_EQ(ready.status, 200) << "the room keeps its console";
    EXPECT_NE(ready.at("damage").find("the text does not match its digest"), std::string::npos) << ready.body;
    EXPECT_NE(server.get("/metrics", nobody()).body.find("journal_damaged 1\n"), std::string::npos);
    test::LiveStream stream(server, "", lead);
    const auto health = stream.next("health");
    ASSERT_TRUE(health);
    EXPECT_NE(health->data.find("the text does not match its digest"), std::string::npos) << health->data;
    EXPECT_EQ(server.post("/api/v1/incidents", R"({"title":"after"})", lead).status, 201);
}

}
}
