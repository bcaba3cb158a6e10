// SPDX-License-Identifier: Apache-2.0
#include "server/app/chain_watch.h"

#include "server/app/journal_keeper.h"
#include "server/journal/sqlite_store.h"
#include "server/samples/sqlite_samples_store.h"
#include "tests/server/api/running_server.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/server/journal/foreign_program.h"
#include "tests/support/eventually.h"
#include "tests/support/main_journal.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdio>
#include <fstream>
#include <functional>

namespace watchfloor {
namespace {

using test::nobody;
using test::RunningServer;

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

TEST_F(ChainWatchTest, FindsWhatIsWrongBesideTheChainToo)
{
    struct Case {
        std::function<void(const std::filesystem::path& folder)> damage;
        const char* says;
    };
    const std::vector<Case> cases {
        { [](const auto& folder) { damage_page_of(folder / "journal.db", "idempotency_by_age"); }, "damaged" },
        { [](const auto& folder) {
             run_foreign_sql(folder / "journal.db", "INSERT INTO entry_subjects VALUES('INC-1', 10001)");
         },
            "A subject names an entry that does not exist: INC-1 -> 10001" },
        { [](const auto& folder) {
             ASSERT_TRUE(SqliteSamplesStore::open(folder / "samples.db").ok());
             run_foreign_sql(folder / "samples.db",
                 "INSERT INTO resources VALUES(1, 'disk', 1); INSERT INTO blocks VALUES(1 << 32, 0, zeroblob(16));"
                 "INSERT INTO seals VALUES(1 << 32, 1, zeroblob(32))");
         },
            "The samples of disk in the hour of 1970-01-01T00:00:00.000Z are not those that were sealed" },
    };
    // A record whose index can be damaged.
    ASSERT_TRUE(store_->append(kMain, {}, { .idempotency = { { { "u", "r", "k" }, {}, 0, 0, 200, {} } } }).ok());
    store_.reset();
    const std::string whole = foreign_dump(database());
    for (const Case& wrong : cases) {
        wrong.damage(folder_.path());
        auto opened = SqliteStore::open(database());
        ASSERT_TRUE(opened.ok());
        ChainWatch watch { *opened.value(), database(), nullptr };
        watch.check_tail(kMain, 9'000);
        EXPECT_EQ(watch.damage(), "") << wrong.says;
        watch.start();
        EXPECT_TRUE(eventually([&] { return !watch.damage().empty(); })) << wrong.says;
        EXPECT_NE(watch.damage().find(wrong.says), std::string::npos) << watch.damage();
        EXPECT_NE(watch.damage().find("Run `watchfloord verify`"), std::string::npos) << watch.damage();
        watch.stop();
        opened = Error {};
        foreign_restore(database(), whole);
    }
}

TEST_F(ChainWatchTest, TellsWhatAStartMended)
{
    ChainWatch watch { *store_, database(), nullptr };
    watch.note("");
    EXPECT_EQ(watch.damage(), "");
    watch.note("the memory is damaged");
    EXPECT_EQ(watch.damage(), "The memory is damaged. Run `watchfloord verify` and compare with the newest backup.");
}

// Whoever reads tells it; many may read the same.
TEST_F(ChainWatchTest, LogsAnEntryThatReadersMeetOnce)
{
    tamper(4'500);
    tamper(4'600);
    const std::filesystem::path file = folder_ / "log";
    std::FILE* lines = std::fopen(file.c_str(), "w");
    ASSERT_NE(lines, nullptr);
    Log log { ::fileno(lines) };
    ChainWatch watch { *store_, database(), &log };
    store_->on_damage([&](const JournalId& journal, std::uint64_t seq, const std::string& what) {
        watch.found({ journal, seq, what });
    });
    EXPECT_TRUE(store_->read_after(kMain, 4'500, { .entries = 10 }).ok());
    EXPECT_TRUE(store_->read_range(kMain, 4'500, 4'500, { .damaged = Damaged::AsStored }).ok());
    EXPECT_EQ(watch.damage(), "");
    EXPECT_FALSE(store_->read_range(kMain, 4'500, 4'500, {}).ok());
    EXPECT_TRUE(store_->read_range(kMain, 4'499, 4'501, { .damaged = Damaged::AsStub }).ok());
    EXPECT_TRUE(store_->read_range(kMain, 4'599, 4'601, {}).ok()) << "the page ends before it";
    EXPECT_NE(watch.damage().find("Journal main, entry 4500: the facts do not match their digest"), std::string::npos)
        << watch.damage();
    std::fclose(lines);
    std::ifstream stream { file };
    std::vector<std::string> told;
    for (std::string line; std::getline(stream, line);) {
        told.push_back(line);
    }
    ASSERT_EQ(told.size(), 2U);
    EXPECT_NE(told[0].find("journal_damaged"), std::string::npos) << told[0];
    EXPECT_NE(told[0].find("4500"), std::string::npos) << told[0];
    EXPECT_NE(told[1].find("4600"), std::string::npos) << told[1];
}

TEST_F(ChainWatchTest, IsToldOfEntriesThatAreNotThereAndOfWhatSqliteCannotRead)
{
    store_.reset();
    run_foreign_sql(database(), "DELETE FROM entries WHERE id = 4500");
    damage_page_of(database(), "unique_keys");
    auto opened = SqliteStore::open(database());
    ASSERT_TRUE(opened.ok());
    std::vector<std::string> told;
    opened.value()->on_damage([&](const JournalId& journal, std::uint64_t seq, const std::string& what) {
        told.push_back(journal.text + " " + std::to_string(seq) + " " + what);
    });
    EXPECT_FALSE(opened.value()->read_range(kMain, 4'500, 4'500, {}).ok());
    EXPECT_TRUE(opened.value()->read_range(kMain, 4'499, 4'501, { .damaged = Damaged::AsStub }).ok());
    EXPECT_FALSE(opened.value()->find_key(kMain, "scope", "key").ok());
    EXPECT_TRUE(opened.value()->read_range(kMain, 1, 1, {}).ok()) << "said of what cannot be read alone";
    ASSERT_EQ(told.size(), 3U);
    EXPECT_EQ(told[0], "main 4500 entry 4500: it is missing");
    EXPECT_EQ(told[1], told[0]);
    EXPECT_NE(told[2].find(" 0 SQLite cannot read all of its file"), std::string::npos) << told[2];
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

TEST(DamagedServerTest, DoesNotServeWhatDoesNotVerify)
{
    RunningServer server;
    const auto lead = server.person("lead", { SystemRole::IncidentManager });
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"before"})", lead).status, 201);
    const std::uint64_t seq = server.app().store->head(kMain).seq;
    ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"later"})", lead).status, 201);
    server.restart([](const std::filesystem::path& data) {
        run_foreign_sql(data / "journal.db", "UPDATE entries SET text = replace(text, 'before', 'beside')");
    });
    const std::string number = std::to_string(seq);
    const auto page = server.get("/api/v1/journal?after=" + std::to_string(seq - 2), lead);
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("\"seq\":" + std::to_string(seq - 1)), std::string::npos) << page.body;
    EXPECT_EQ(page.body.find("beside"), std::string::npos) << page.body;
    for (const std::string& path : { "/api/v1/journal/" + number, "/api/v1/journal?after=" + std::to_string(seq - 1),
             std::string { "/api/v1/journal?subject=INC-1" } }) {
        const auto refused = server.get(path, lead);
        EXPECT_EQ(refused.status, 500) << path << refused.body;
        EXPECT_NE(refused.body.find("damaged at entry " + number + ": the text does not match"), std::string::npos)
            << refused.body;
        EXPECT_NE(refused.body.find("watchfloord verify"), std::string::npos) << refused.body;
    }
    EXPECT_EQ(server.get("/api/v1/journal?after=" + number, lead).status, 200) << "what follows can be read";
    test::LiveStream stream(server, "?after=" + std::to_string(seq - 1), lead);
    const auto damaged = stream.next("entry");
    ASSERT_TRUE(damaged);
    EXPECT_EQ(damaged->id, number);
    EXPECT_EQ(damaged->data.find("beside"), std::string::npos) << damaged->data;
    const auto next = stream.next("entry");
    ASSERT_TRUE(next);
    EXPECT_NE(next->data.find("later"), std::string::npos) << next->data;
    EXPECT_EQ(server.get("/api/v1/timeline", lead).status, 200);
}

// The look of the day is long past: who meets it first tells everybody.
TEST(DamagedServerTest, WhoeverReadsDamageTellsItAtOnce)
{
    for (const bool by_stream : { false, true }) {
        RunningServer server;
        const auto lead = server.person("lead", { SystemRole::IncidentManager });
        ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"before"})", lead).status, 201);
        const std::string number = std::to_string(server.app().store->head(kMain).seq);
        ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"later"})", lead).status, 201);
        server.app().chain->stop();
        run_foreign_sql_beside(
            server.app().folder->journal_database(), "UPDATE entries SET text = replace(text, 'before', 'beside')");
        EXPECT_EQ(server.get("/readyz", nobody()).at("damage"), "");
        std::optional<test::LiveStream> stream;
        stream.emplace(server, by_stream ? "?after=" + std::to_string(std::stoul(number) - 1) : "", lead);
        if (by_stream) {
            const auto stub = stream->next("entry");
            ASSERT_TRUE(stub);
            EXPECT_EQ(stub->id, number);
        } else {
            EXPECT_EQ(server.get("/api/v1/journal/" + number, lead).status, 500);
        }
        const std::string says = "entry " + number + ": the text does not match its digest";
        EXPECT_NE(server.get("/readyz", nobody()).at("damage").find(says), std::string::npos) << by_stream;
        auto health = stream->next("health");
        while (health && health->data.find(says) == std::string::npos) {
            health = stream->next("health");
        }
        EXPECT_TRUE(health) << "no screen is told";
    }
}

TEST(DamagedServerTest, WhoeverReadsDamagedSamplesTellsItAtOnce)
{
    RunningServer server;
    App& app = server.app();
    const ResourceId disk { "host/disk" };
    const Timestamp now = app.clock->now();
    const std::vector<Sample> measured { { now, 1.0, SampleQuality::Good } };
    ASSERT_TRUE(app.samples->append(disk, measured, now).ok());
    app.chain->stop();
    run_foreign_sql_beside(app.folder->samples_database(), "UPDATE blocks SET samples = x'00'");
    EXPECT_EQ(server.get("/readyz", nobody()).at("damage"), "");
    EXPECT_FALSE(app.samples->raw(disk, {}, now + Millis { 1 }, 10).ok());
    EXPECT_NE(server.get("/readyz", nobody()).at("damage").find("The samples of "), std::string::npos);
}

}
}
