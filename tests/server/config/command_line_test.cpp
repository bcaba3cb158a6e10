// SPDX-License-Identifier: Apache-2.0
#include "server/config/command_line.h"

#include "tests/support/temporary_folder.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class CommandLineTest : public testing::Test {
protected:
    ~CommandLineTest() override { ::unsetenv("WATCHFLOOR_LISTEN"); }
};

TEST_F(CommandLineTest, TakesTheStrongestSource)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "w.toml") << "listen = \"127.0.0.1:1\"\nweb = \"from-file\"\nlog_level = \"error\"\n";
    const std::string file = (folder / "w.toml").string();

    const auto from_file = parse_command_line({ "serve", "--config", file });
    ASSERT_TRUE(from_file.command) << from_file.text;
    EXPECT_EQ(from_file.command->settings.listen, "127.0.0.1:1");

    ::setenv("WATCHFLOOR_LISTEN", "127.0.0.1:2", 1);
    EXPECT_EQ(parse_command_line({ "serve", "--config", file }).command->settings.listen, "127.0.0.1:2");
    const auto given = parse_command_line({ "serve", "--config", file, "--listen", "127.0.0.1:3" });
    EXPECT_EQ(given.command->settings.listen, "127.0.0.1:3");
    EXPECT_EQ(given.command->settings.web, "from-file");
    EXPECT_EQ(given.command->settings.log_level, "error");
}

TEST_F(CommandLineTest, NamesTheCommand)
{
    const auto token
        = parse_command_line({ "token", "create", "--data", "d", "--name", "n", "--scope", "read", "--scope", "act" });
    ASSERT_TRUE(token.command) << token.text;
    EXPECT_EQ(token.command->command, "token create");
    EXPECT_EQ(token.command->settings.data, "d");
    EXPECT_EQ(token.command->scopes, (std::vector<std::string> { "read", "act" }));
    const auto drill = parse_command_line({ "drill", "play", "fire", "--speed", "50" });
    ASSERT_TRUE(drill.command) << drill.text;
    EXPECT_EQ(drill.command->scenario, "fire");
    EXPECT_EQ(drill.command->speed, 50);
    EXPECT_EQ(drill.command->settings.data, "watchfloor-data");
    const auto serve = parse_command_line({ "serve", "--no-sign-in-link", "--names", "a.example,b.example" });
    ASSERT_TRUE(serve.command) << serve.text;
    EXPECT_EQ(serve.command->settings.names, (std::vector<std::string> { "a.example", "b.example" }));
    EXPECT_FALSE(serve.command->settings.sign_in_link);
}

TEST_F(CommandLineTest, AnswersHelpAndVersionAndRefusesWrongUsage)
{
    EXPECT_EQ(parse_command_line({ "--version" }).exit_code, kExitDone);
    EXPECT_NE(parse_command_line({ "--version" }).text.find("watchfloord 0."), std::string::npos);
    EXPECT_EQ(parse_command_line({ "serve", "--help" }).exit_code, kExitDone);
    EXPECT_NE(parse_command_line({ "serve", "--help" }).text.find("--listen"), std::string::npos);
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>> { {}, { "nothing" },
             { "serve", "--lisen", "x" }, { "user", "add" }, { "token", "create", "--name", "x" }, { "drill", "play" },
             { "backup" }, { "drill", "play", "x", "--speed", "0" }, { "serve", "--log-level", "loud" },
             { "restore", "--from", "/nowhere" }, { "restore", "--from", "/dev/null", "--lists", "/nowhere" },
             { "restore", "--from", "/dev/null", "--lists", "/", "--without-lists" } }) {
        const auto parsed = parse_command_line(wrong);
        EXPECT_FALSE(parsed.command);
        EXPECT_EQ(parsed.exit_code, kExitUsage);
        EXPECT_FALSE(parsed.text.empty());
    }
}

TEST_F(CommandLineTest, NamesAMisspeltCommandAndWhatThereIs)
{
    const auto parsed = parse_command_line({ "user", "lst", "--data", "d" });
    EXPECT_EQ(parsed.exit_code, kExitUsage);
    EXPECT_NE(parsed.text.find("'lst'"), std::string::npos) << parsed.text;
    EXPECT_NE(parsed.text.find("add, passwd, list, disable"), std::string::npos) << parsed.text;
    EXPECT_NE(parse_command_line({ "user", "add", "--help" }).text.find("incident_manager"), std::string::npos);
}

TEST_F(CommandLineTest, RefusesAnUnknownKeyInTheFile)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "w.toml") << "lisen = \"127.0.0.1:1\"\n";
    const auto parsed = parse_command_line({ "serve", "--config", (folder / "w.toml").string() });
    EXPECT_EQ(parsed.exit_code, kExitUsage);
    EXPECT_NE(parsed.text.find("'listen'"), std::string::npos) << parsed.text;
}

}
}
