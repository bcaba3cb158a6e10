// SPDX-License-Identifier: Apache-2.0
#include "shared/core/words.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(WordsTest, AreJoinedWithSomethingBetweenAndNothingAround)
{
    EXPECT_EQ(joined({}), "");
    EXPECT_EQ(joined({ "Mail" }), "Mail");
    EXPECT_EQ(joined({ "Mail", "Shop", "Pay" }), "Mail, Shop, Pay");
    EXPECT_EQ(joined({ "Mail", "Shop" }, "; "), "Mail; Shop");
}

TEST(WordsTest, AreAddedBehindWhatIsThere)
{
    std::string all;
    add_words(all, "one");
    add_words(all, "two", " ");
    EXPECT_EQ(all, "one two");
}

}
}
