// SPDX-License-Identifier: Apache-2.0
#include "server/auth/presence.h"

#include <gtest/gtest.h>

#include <optional>

namespace watchfloor {
namespace {

const UserId kLena { "lena" };

TEST(PresenceTest, WhoHasAStreamOpenAttendsUntilTheLastOneEnds)
{
    Presence presence;
    EXPECT_FALSE(presence.of(kLena).attending);
    auto first = presence.attend(kLena);
    auto second = presence.attend(kLena);
    first.reset();
    EXPECT_TRUE(presence.of(kLena).attending);
    EXPECT_FALSE(presence.of(UserId { "bob" }).attending);
    second.reset();
    EXPECT_FALSE(presence.of(kLena).attending);
}

TEST(PresenceTest, ActsAreCountedByWhoseTheyAre)
{
    Presence presence;
    presence.acted(kLena);
    presence.acted(kLena);
    EXPECT_EQ(presence.of(kLena).acts, 2U);
    EXPECT_EQ(presence.of(UserId { "bob" }).acts, 0U);
}

TEST(PresenceTest, AStreamMayEndAfterTheServer)
{
    std::optional<Presence> presence(std::in_place);
    const auto stream = presence->attend(kLena);
    presence.reset();
}

}
}
