// SPDX-License-Identifier: Apache-2.0
#include "client/platform/files.h"

#include "tests/support/temporary_folder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace watchfloor {
namespace {

class SaveFileTest : public testing::Test {
protected:
    SaveFileTest() : home_(std::getenv("HOME") != nullptr ? std::getenv("HOME") : "")
    {
        ::setenv("HOME", std::string { folder_ / "" }.c_str(), 1);
    }
    ~SaveFileTest() override { ::setenv("HOME", home_.c_str(), 1); }

    static std::string read(const std::string& path)
    {
        std::ifstream file(path);
        return { std::istreambuf_iterator<char>(file), {} };
    }

    TemporaryFolder folder_;
    std::string home_;
};

TEST_F(SaveFileTest, LiesInDownloadsBesideWhatIsCalledSoAlready)
{
    std::filesystem::create_directory(folder_ / "Downloads");
    const auto first = save_file("held.json", "{\"a\":1}");
    const auto second = save_file("held.json", "{\"a\":2}");
    ASSERT_TRUE(first && second);
    EXPECT_NE(first->find("/Downloads/held.json"), std::string::npos) << *first;
    EXPECT_NE(second->find("/Downloads/held-2.json"), std::string::npos) << *second;
    EXPECT_EQ(read(*first), "{\"a\":1}");
    EXPECT_EQ(read(*second), "{\"a\":2}");
}

TEST_F(SaveFileTest, LiesInTheHomeFolderWhereThereAreNoDownloads)
{
    const auto place = save_file("held.json", "{}");
    ASSERT_TRUE(place);
    EXPECT_EQ(read(folder_ / "held.json"), "{}");
}

TEST_F(SaveFileTest, SaysWhenItCannotBeWritten)
{
    ::setenv("HOME", std::string { folder_ / "nowhere" }.c_str(), 1);
    EXPECT_FALSE(save_file("held.json", "{}"));
}

}
}
