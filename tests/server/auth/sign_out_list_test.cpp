// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sign_out_list.h"

#include "tests/support/temporary_folder.h"

#include <fstream>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

std::string digest(std::size_t number)
{
    std::string text = std::to_string(number);
    return std::string(64 - text.size(), 'a') + text;
}

using Digests = std::vector<std::string>;

TEST(SignOutListTest, KeepsDigestsUntilTheyAreCleared)
{
    TemporaryFolder folder;
    const auto file = folder / "sign-outs";
    const auto made = SignOutList::open(file);
    ASSERT_TRUE(made.ok()) << made.error().message;
    EXPECT_TRUE(made.value()->found().empty());
    const auto size = std::filesystem::file_size(file);
    ASSERT_TRUE(made.value()->add(digest(1)).ok());
    ASSERT_TRUE(made.value()->add(digest(2)).ok());
    EXPECT_EQ(std::filesystem::file_size(file), size) << "a full disk keeps nothing from being noted";

    const auto again = SignOutList::open(file);
    EXPECT_EQ(again.value()->found(), (Digests { digest(1), digest(2) }));
    EXPECT_FALSE(again.value()->everybody());
    ASSERT_TRUE(again.value()->add(digest(3)).ok());
    EXPECT_EQ(SignOutList::open(file).value()->found(), (Digests { digest(1), digest(2), digest(3) }));
    ASSERT_TRUE(again.value()->clear().ok());
    EXPECT_TRUE(SignOutList::open(file).value()->found().empty());
    ASSERT_TRUE(again.value()->add(digest(4)).ok());
    EXPECT_EQ(SignOutList::open(file).value()->found(), Digests { digest(4) });
}

TEST(SignOutListTest, EndsEverySessionWhereThereAreMoreThanPlaces)
{
    TemporaryFolder folder;
    const auto file = folder / "sign-outs";
    const auto list = SignOutList::open(file);
    for (std::size_t i = 0; i + 1 < SignOutList::kPlaces; ++i) {
        ASSERT_TRUE(list.value()->add(digest(i)).ok());
    }
    EXPECT_FALSE(SignOutList::open(file).value()->everybody());
    ASSERT_TRUE(list.value()->set_mark("first").ok());
    const auto size = std::filesystem::file_size(file);
    for (std::size_t i = 0; i < 4; ++i) {
        ASSERT_TRUE(list.value()->add(digest(9'000 + i)).ok());
    }
    EXPECT_TRUE(SignOutList::open(file).value()->everybody());
    EXPECT_EQ(SignOutList::open(file).value()->mark(), "first") << "nothing is written beyond the last place";
    EXPECT_EQ(std::filesystem::file_size(file), size);
    ASSERT_TRUE(list.value()->clear().ok());
    EXPECT_FALSE(SignOutList::open(file).value()->everybody());
}

TEST(SignOutListTest, KeepsTheMarkBesideTheDigests)
{
    TemporaryFolder folder;
    const auto file = folder / "sign-outs";
    const auto made = SignOutList::open(file);
    EXPECT_EQ(made.value()->mark(), "");
    const auto size = std::filesystem::file_size(file);
    ASSERT_TRUE(made.value()->set_mark("first").ok());
    ASSERT_TRUE(made.value()->add(digest(1)).ok());
    ASSERT_TRUE(made.value()->set_mark("second").ok());
    EXPECT_EQ(std::filesystem::file_size(file), size);
    EXPECT_EQ(SignOutList::open(file).value()->mark(), "second");
    EXPECT_EQ(SignOutList::open(file).value()->found(), Digests { digest(1) });
    ASSERT_TRUE(made.value()->clear().ok());
    EXPECT_EQ(SignOutList::open(file).value()->mark(), "second") << "what was written stays written";

    // As older versions made it.
    std::filesystem::resize_file(file, SignOutList::kPlaces * 65);
    const auto older = SignOutList::open(file);
    ASSERT_TRUE(older.ok());
    EXPECT_EQ(older.value()->mark(), "");
    ASSERT_TRUE(older.value()->set_mark("third").ok());
    EXPECT_EQ(SignOutList::open(file).value()->mark(), "third");
}

TEST(SignOutListTest, TakesNoTornLineForASession)
{
    TemporaryFolder folder;
    const auto file = folder / "sign-outs";
    std::ofstream(file) << digest(1).substr(0, 40);
    const auto list = SignOutList::open(file);
    ASSERT_TRUE(list.ok());
    EXPECT_TRUE(list.value()->found().empty());
    ASSERT_TRUE(list.value()->add(digest(2)).ok());
    EXPECT_EQ(SignOutList::open(file).value()->found(), Digests { digest(2) });
    EXPECT_FALSE(SignOutList::open(folder / "none" / "sign-outs").ok());
}

}
}
