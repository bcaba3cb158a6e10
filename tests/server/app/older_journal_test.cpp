// SPDX-License-Identifier: Apache-2.0
// A journal of before, put in place by hand: the lists beside it stayed, and a start puts right what they say.
#include "server/journal/erasure_ledger.h"
#include "server/journal/head_file.h"
#include "server/journal/snapshot_files.h"
#include "server/journal/verify.h"
#include "server/subcommands/subcommands.h"
#include "tests/server/api/running_server.h"
#include "tests/server/journal/foreign_program.h"
#include "tests/server/journal/sqlite_store_fixture.h"

#include <iostream>
#include <sstream>

namespace watchfloor {
namespace {

using test::Answer;
using test::Credentials;
using test::RunningServer;

void put_in_place(const std::filesystem::path& database, const std::string& older)
{
    foreign_restore(database, older);
    std::filesystem::remove(HeadFile::beside(database));
}

class OlderJournalTest : public SqliteStoreTest {
protected:
    // The bytes of the closed database.
    std::string dump()
    {
        store_.reset();
        return foreign_dump(database());
    }
    SnapshotFiles snapshots() const { return SnapshotFiles { folder_ / "snapshots" }; }

    const std::string kPersonal = "a name that must stay erased";
};

TEST_F(OlderJournalTest, ErasesAgainWhatTheListNamesBeforeAnybodyReads)
{
    EntryMaker maker;
    ASSERT_TRUE(store_->append(kMain, maker.batch(2), {}).ok());
    ASSERT_TRUE(store_
                    ->append(kMain, maker.batch(1, kPersonal),
                        { .deliveries = { { 3, 3, SourceId { "prom" }, { 1'000 }, kPersonal, 28 } } })
                    .ok());
    EntryMaker other_history { maker.head() };
    const std::string older = dump();
    reopen();
    ASSERT_TRUE(store_->append(kMain, maker.batch(2), { .erased_texts = { 3, 4 } }).ok());
    EXPECT_EQ(store_->erased_again(), 0U);
    store_.reset();

    put_in_place(database(), older);
    ASSERT_TRUE(snapshots().put(kMain, { other_history.head(), 1, kPersonal }).ok());
    reopen();
    EXPECT_EQ(store_->erased_again(), 1U);
    const auto read = store_->read_after(kMain, 0, {});
    ASSERT_TRUE(read.ok()) << read.error().message;
    ASSERT_EQ(read.value().size(), 3U);
    EXPECT_TRUE(read.value()[1].text);
    EXPECT_FALSE(read.value()[2].text);
    EXPECT_FALSE(on_disk(kPersonal));
    EXPECT_FALSE(store_->delivery(kMain, 3).value()) << "it may repeat the text";
    EXPECT_EQ(snapshots().newest_seq(kMain), 0U) << "so may a snapshot";
    // Another text than the one that was erased under this number.
    ASSERT_TRUE(store_->append(kMain, other_history.batch(1, "another story"), {}).ok());
    reopen();
    EXPECT_EQ(store_->erased_again(), 0U) << "said once";
    EXPECT_TRUE(store_->read_after(kMain, 3, {}).value().at(0).text);
    EXPECT_EQ(read_erasure_ledger(erasure_ledger_beside(database())).value().size(), 2U) << "nothing is listed twice";
    store_.reset();
    const VerifyReport report = verify_database(database());
    EXPECT_TRUE(report.whole()) << report.defects.front().what;
    ASSERT_EQ(report.journals.size(), 1U);
    EXPECT_EQ(report.journals[0].erased_texts, 1U);
}

TEST_F(OlderJournalTest, IsNotServedWhereTheTextsCannotBeErased)
{
    EntryMaker maker;
    ASSERT_TRUE(store_->append(kMain, maker.batch(1, kPersonal), {}).ok());
    const std::string older = dump();
    reopen();
    ASSERT_TRUE(store_->append(kMain, maker.batch(1), { .erased_texts = { 1 } }).ok());
    store_.reset();
    put_in_place(database(), older);
    run_foreign_sql(database(),
        "CREATE TRIGGER keep BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'it cannot be written'); END");
    const auto refused = SqliteStore::open(database());
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().message.find("older than the list of erasures"), std::string::npos)
        << refused.error().message;
}

TEST(OlderJournalServerTest, RevivesNeitherTextsNorSessions)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { SystemRole::IncidentManager });
    const Credentials gone = server.person("gone", { SystemRole::Resolver });
    const Credentials compliance = server.person("privacy", { SystemRole::ComplianceOfficer });
    const Answer made = server.post("/api/v1/incidents", R"({"title":"Zquold"})", lead);
    ASSERT_EQ(made.status, 201);
    std::string older;
    server.restart([&](const std::filesystem::path& data) { older = foreign_dump(data / "journal.db"); });
    EXPECT_EQ(server.app().older_journal(), "");
    ASSERT_EQ(server.get("/api/v1/me", gone).status, 200);
    ASSERT_EQ(server
                  .post("/api/v1/erasures", R"({"seq":)" + made.at("first_seq") + R"(,"legal_basis":"Art. 17 GDPR"})",
                      compliance)
                  .status,
        201);
    ASSERT_LT(server.remove("/api/v1/session", gone).status, 300);
    ASSERT_EQ(server.get("/api/v1/me", gone).status, 401);

    server.restart([&](const std::filesystem::path& data) { put_in_place(data / "journal.db", older); });
    EXPECT_EQ(server.get("/api/v1/me", gone).status, 401);
    EXPECT_NE(server.app().older_journal().find("erased again: 1; sessions ended: 3"), std::string::npos)
        << server.app().older_journal();
    const Credentials again = server.sign_in("lead", std::string(RunningServer::kPassword));
    for (const std::string& path : { std::string { "/api/v1/state" }, std::string { "/api/v1/journal?limit=1000" },
             "/api/v1/journal/" + made.at("first_seq"), "/api/v1/incidents/" + made.at("created") }) {
        const Answer answer = server.get(path, again);
        EXPECT_EQ(answer.status, 200) << path << answer.body;
        EXPECT_EQ(answer.body.find("Zquold"), std::string::npos) << path;
    }
    server.restart();
    EXPECT_EQ(server.app().older_journal(), "") << "said once";
    EXPECT_EQ(server.get("/api/v1/me", again).status, 200) << "who signed in since stays signed in";
}

// What a command without a server says: on standard error, then on the other.
std::pair<std::string, std::string> said_by(const CommandLine& line)
{
    std::ostringstream wrong;
    std::ostringstream asked;
    auto* const cerr_before = std::cerr.rdbuf(wrong.rdbuf());
    auto* const cout_before = std::cout.rdbuf(asked.rdbuf());
    EXPECT_EQ(run(line), kExitDone);
    std::cerr.rdbuf(cerr_before);
    std::cout.rdbuf(cout_before);
    return { wrong.str(), asked.str() };
}

TEST(OlderJournalServerTest, ACommandWithoutAServerSaysWhatItPutRight)
{
    RunningServer server;
    const Credentials lead = server.person("lead", { SystemRole::IncidentManager });
    const Credentials gone = server.person("gone", { SystemRole::Resolver });
    std::string older;
    server.restart([&](const std::filesystem::path& data) { older = foreign_dump(data / "journal.db"); });
    ASSERT_LT(server.remove("/api/v1/session", gone).status, 300);
    server.restart([&](const std::filesystem::path& data) {
        CommandLine line;
        line.command = "user list";
        line.settings.data = data.string();
        put_in_place(data / "journal.db", older);
        const auto [told, listed] = said_by(line);
        EXPECT_NE(told.find("older than the lists beside it"), std::string::npos) << told;
        EXPECT_NE(told.find("sessions ended: 2;"), std::string::npos) << told;
        EXPECT_NE(listed.find("lead\t"), std::string::npos) << listed;
        EXPECT_EQ(listed.find("older"), std::string::npos) << listed;
        EXPECT_EQ(said_by(line).first, "") << "said once";
    });
    EXPECT_EQ(server.get("/api/v1/me", lead).status, 401);
}

}
}
