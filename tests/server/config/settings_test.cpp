// SPDX-License-Identifier: Apache-2.0
#include "server/config/settings.h"

#include "tests/support/temporary_folder.h"

#include <fstream>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

std::string error_of(const std::string& toml)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "w.toml") << toml;
    Settings settings;
    const auto read = read_toml(folder / "w.toml", settings);
    return read.ok() ? std::string {} : read.error().message;
}

TEST(SettingsTest, ReadsBackWhatItPrints)
{
    Settings settings;
    settings.data = "a \"quoted\" \\ folder\n";
    settings.listen = "[::1]:9000";
    settings.trusted_peers = { "127.0.0.1", "10.0.0.0/8" };
    settings.names = { "room.example", "*.rooms.example" };
    settings.sign_in_link = false;
    const TemporaryFolder folder;
    std::ofstream(folder / "w.toml") << to_toml(settings);

    Settings read;
    ASSERT_TRUE(read_toml(folder / "w.toml", read).ok());

    EXPECT_EQ(to_toml(read), to_toml(settings));
    EXPECT_EQ(read.data, settings.data);
    EXPECT_EQ(read.trusted_peers, settings.trusted_peers);
    EXPECT_EQ(read.names, settings.names);
    EXPECT_FALSE(read.sign_in_link);
}

TEST(SettingsTest, RefusesAnUnknownKeyAndNamesTheNearest)
{
    const std::string message = error_of("data = \"x\"\nlisten_ = \"127.0.0.1:1\"\n");

    EXPECT_NE(message.find("line 2"), std::string::npos) << message;
    EXPECT_NE(message.find("did you mean 'listen'"), std::string::npos) << message;
}

TEST(SettingsTest, RefusesBadFiles)
{
    for (const char* bad :
        { "data = 3\n", "sign_in_link = \"yes\"\n", "trusted_peers = \"127.0.0.1\"\n", "trusted_peers = [1]\n",
            "data = \n", "data = \"a\"\ndata = \"b\"\n", "[data]\nx = 1\n", "entirely = \"unknown\"\n" }) {
        EXPECT_FALSE(error_of(bad).empty()) << bad;
    }
}

TEST(SettingsTest, ReadsListenAddresses)
{
    const auto v4 = parse_listen("127.0.0.1:8470");
    ASSERT_TRUE(v4.ok());
    EXPECT_EQ(v4.value().address, "127.0.0.1");
    EXPECT_EQ(v4.value().port, 8470);
    const auto v6 = parse_listen("[::1]:0");
    ASSERT_TRUE(v6.ok());
    EXPECT_EQ(v6.value().address, "::1");
    for (const char* bad :
        { "", "127.0.0.1", ":80", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:x", "::1:80", "a:1b" }) {
        EXPECT_FALSE(parse_listen(bad).ok()) << bad;
    }
}

TEST(SettingsTest, FindsTheNearestWord)
{
    EXPECT_EQ(nearest("listn", { "data", "listen" }), "listen");
    EXPECT_EQ(nearest("something else", { "data", "listen" }), "");
}

}
}
