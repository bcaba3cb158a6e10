// SPDX-License-Identifier: Apache-2.0
#include "client/platform/storage.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

namespace watchfloor {
namespace {

class StorageTest : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(::setenv("XDG_DATA_HOME", folder_.path().c_str(), 1), 0); }

    TemporaryFolder folder_;
};

TEST_F(StorageTest, KeepsReplacesAndErases)
{
    EXPECT_FALSE(load_stored("theme").has_value());
    EXPECT_TRUE(store("theme", "night"));
    EXPECT_TRUE(store("theme", "day"));
    EXPECT_EQ(load_stored("theme"), "day");
    erase_stored("theme");
    EXPECT_FALSE(load_stored("theme").has_value());
}

TEST_F(StorageTest, FilesAreForTheirOwnerOnly)
{
    ASSERT_TRUE(store("token", "secret"));
    struct stat status { };
    ASSERT_EQ(::stat((folder_ / "watchfloor" / "token").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    ASSERT_EQ(::stat((folder_ / "watchfloor").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U);
}

TEST_F(StorageTest, SignOutErasesByPrefix)
{
    ASSERT_TRUE(store("queue.1", "a"));
    ASSERT_TRUE(store("queue.2", "b"));
    ASSERT_TRUE(store("theme", "day"));
    erase_stored_prefix("queue.");
    EXPECT_FALSE(load_stored("queue.1").has_value());
    EXPECT_FALSE(load_stored("queue.2").has_value());
    EXPECT_TRUE(load_stored("theme").has_value());
}

TEST_F(StorageTest, RefusesKeysThatLeaveTheFolderAndValuesBeyondTheLimit)
{
    for (const auto* key : { "", "../evil", "a/b", ".hidden", "Upper", "a b" }) {
        EXPECT_FALSE(store(key, "x")) << key;
        EXPECT_FALSE(load_stored(key).has_value()) << key;
    }
    EXPECT_FALSE(store("big", std::string(kMaxStoredBytes + 1, 'x')));
}

TEST_F(StorageTest, SaysWhenNothingCanBeKept)
{
    ASSERT_EQ(::setenv("XDG_DATA_HOME", "/proc/nowhere", 1), 0);
    EXPECT_FALSE(store("theme", "day"));
    EXPECT_FALSE(load_stored("theme").has_value());
}

}
}
