// SPDX-License-Identifier: Apache-2.0
#include "server/app/admin_desk.h"

#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class CommandDeskTest : public testing::Test {
protected:
    CommandDeskTest()
    {
        store = std::move(SqliteStore::open(folder / "journal.db")).value();
        main = std::move(Sequencer::open(*store, JournalId { "main" }, JournalPurpose::Main, clock)).value();
        auth = std::move(Auth::open(*store, *main, clock)).value();
    }

    Result<std::string> run(const DeskRequest& request)
    {
        return run_command({ *store, *main, *auth, clock, {} }, request);
    }

    TemporaryFolder folder;
    SystemClock clock;
    std::unique_ptr<SqliteStore> store;
    std::unique_ptr<Sequencer> main;
    std::unique_ptr<Auth> auth;
};

TEST_F(CommandDeskTest, ManagesUsers)
{
    DeskRequest add;
    add.command = "user add";
    add.name = "lead";
    add.roles = { "incident_manager", "resolver" };
    add.password = "correct horse battery";
    ASSERT_TRUE(run(add).ok());
    EXPECT_EQ(run(add).error().code, ErrorCode::Conflict);
    EXPECT_TRUE(auth->sign_in("lead", "correct horse battery", "1").ok());

    DeskRequest list;
    list.command = "user list";
    EXPECT_NE(run(list).value().find("lead\tu-"), std::string::npos);
    DeskRequest passwd { "user passwd", 0, {}, "lead", "another password", {}, {}, {}, 1 };
    ASSERT_TRUE(run(passwd).ok());
    EXPECT_FALSE(auth->sign_in("lead", "correct horse battery", "1").ok());
    DeskRequest disable { "user disable", 0, {}, "lead", {}, {}, {}, {}, 1 };
    ASSERT_TRUE(run(disable).ok());
    EXPECT_FALSE(auth->sign_in("lead", "another password", "2").ok());
}

TEST_F(CommandDeskTest, PrintsATokenOnTheLastLineAndRevokesIt)
{
    DeskRequest create;
    create.command = "token create";
    create.name = "prometheus";
    create.scopes = { "intake:prometheus" };
    const std::string text = run(create).value();
    const std::string token = text.substr(text.rfind('\n', text.size() - 2) + 1, 54);
    ASSERT_TRUE(auth->by_token(token));
    EXPECT_EQ(auth->by_token(token)->intake_sources(), (std::vector<std::string> { "prometheus" }));
    const std::string key = text.substr(text.find(' ') + 1, 32);
    EXPECT_TRUE(auth->by_routing_key(key));

    DeskRequest revoke;
    revoke.command = "token revoke";
    revoke.name = "prometheus";
    ASSERT_TRUE(run(revoke).ok());
    EXPECT_FALSE(auth->by_token(token));
    EXPECT_FALSE(auth->by_routing_key(key));
    EXPECT_FALSE(run(revoke).ok());
}

TEST_F(CommandDeskTest, ARefusedTokenLeavesNoSourceBehind)
{
    DeskRequest create;
    create.command = "token create";
    create.name = "prometheus";
    create.scopes = { "intake:prometheus", "bogus" };
    EXPECT_FALSE(run(create).ok());
    EXPECT_FALSE(main->state()->sources.contains(SourceId { "prometheus" }));
}

TEST_F(CommandDeskTest, WhoIsAddedWithoutARoleIsSaidToReadOnly)
{
    DeskRequest add;
    add.command = "user add";
    add.name = "guest";
    add.password = "correct horse battery";
    const auto added = run(add);
    ASSERT_TRUE(added.ok()) << added.error().message;
    EXPECT_NE(added.value().find("guest can only read"), std::string::npos) << added.value();
    EXPECT_NE(added.value().find("POST /api/v1/users/u-"), std::string::npos) << added.value();
    add.name = "lead";
    add.roles = { "resolver" };
    EXPECT_EQ(run(add).value().find("can only read"), std::string::npos);
}

TEST_F(CommandDeskTest, RefusesWhatItCannotDo)
{
    for (const DeskRequest& request : std::vector<DeskRequest> { { "user add", 0, {}, "x", "short", {}, {}, {}, 1 },
             { "user add", 0, {}, "x", {}, { "king" }, {}, {}, 1 },
             { "user passwd", 0, {}, "nobody", "long enough for us", {}, {}, {}, 1 },
             { "token create", 0, {}, "t", {}, {}, {}, { "everything" }, 1 },
             { "drill play", 0, {}, {}, {}, {}, "x", {}, 1 }, { "nonsense", 0, {}, {}, {}, {}, {}, {}, 1 } }) {
        const auto ran = run(request);
        ASSERT_FALSE(ran.ok()) << request.command;
        EXPECT_FALSE(ran.error().message.empty());
    }
}

TEST_F(CommandDeskTest, AnswersLinesOfTheSocket)
{
    const CommandContext context { *store, *main, *auth, clock, {} };
    EXPECT_NE(run_command_line(context, R"({"command":"user list"})").find("\"done\":true"), std::string::npos);
    EXPECT_EQ(run_command_line(context, "nonsense").find("\"done\":true"), std::string::npos);
    EXPECT_EQ(run_command_line(context, R"({"unknown":1})").find("\"done\":true"), std::string::npos);
}

TEST_F(CommandDeskTest, BacksUp)
{
    DeskRequest backup;
    backup.command = "backup";
    backup.file = (folder / "copy.db").string();
    ASSERT_TRUE(run(backup).ok());
    EXPECT_TRUE(std::filesystem::exists(folder / "copy.db"));
    EXPECT_FALSE(run(backup).ok());
}

}
}
