// SPDX-License-Identifier: Apache-2.0
#include "server/http/unread_answers.h"

#include <gtest/gtest.h>

#include <memory>

namespace watchfloor {
namespace {

TEST(UnreadAnswersTest, WhoTakesAllTheyCanGetsHalfAndOthersGetTheirs)
{
    UnreadAnswers answers { 100 };
    EXPECT_EQ(answers.keep("one", 51), nullptr);
    auto first = answers.keep("one", 20);
    auto second = answers.keep("one", 30);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(answers.keep("one", 1), nullptr);
    const auto other = answers.keep("two", 25);
    ASSERT_TRUE(other);
    EXPECT_EQ(answers.keep("two", 1), nullptr);
    EXPECT_TRUE(answers.keep("three", 12));
    EXPECT_EQ(answers.keep("three", 13), nullptr);
    first.reset();
    EXPECT_EQ(answers.keep("one", 8), nullptr);
    EXPECT_TRUE(answers.keep("one", 7)) << "what was read is free again";
    second.reset();
    EXPECT_TRUE(answers.keep("one", 37)) << "and its own share too";
}

TEST(UnreadAnswersTest, WhoeverAsksForMoreThanThereIsGetsNothing)
{
    UnreadAnswers answers { 100 };
    EXPECT_EQ(answers.keep("one", 1'000), nullptr);
    EXPECT_TRUE(answers.keep("one", 50));
}

TEST(UnreadAnswersTest, WhatManyShareIsNobodys)
{
    UnreadAnswers answers { 100 };
    {
        const auto one = answers.keep("one", 0);
        const auto two = answers.keep("one", 0);
        EXPECT_TRUE(one && two);
    }
    EXPECT_TRUE(answers.keep("one", 50)) << "and they gave back what they held";
}

TEST(UnreadAnswersTest, ANeighbourhoodsAddressesAreOne)
{
    UnreadAnswers answers { 100 };
    const auto kept = answers.keep("192.0.2.1", 50);
    ASSERT_TRUE(kept);
    EXPECT_EQ(answers.keep("192.0.2.2", 1), nullptr);
    EXPECT_TRUE(answers.keep("192.0.3.1", 25));
    const auto by_new_kind = answers.keep("2001:db8:1:1::1", 25);
    EXPECT_EQ(answers.keep("2001:db8:1:2::1", 1), nullptr);
    EXPECT_TRUE(by_new_kind);
}

}
}
