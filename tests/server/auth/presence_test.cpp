// SPDX-License-Identifier: Apache-2.0
#include "server/auth/presence.h"

#include <gtest/gtest.h>

#include <optional>

namespace watchfloor {
namespace {

const UserId kAda { "ada" };

TEST(PresenceTest, WhoHasAStreamOpenAttendsUntilTheLastOneEnds)
{
    Presence presence;
    EXPECT_FALSE(presence.of(kAda).attending);
    auto first = presence.attend(kAda);
    auto second = presence.attend(kAda);
    first.reset();
    EXPECT_TRUE(presence.of(kAda).attending);
    EXPECT_FALSE(presence.of(UserId { "bob" }).attending);
    second.reset();
    EXPECT_FALSE(presence.of(kAda).attending);
}

TEST(PresenceTest, ActsAreCountedByWhoseTheyAre)
{
    Presence presence;
    presence.acted(kAda);
    presence.acted(kAda);
    EXPECT_EQ(presence.of(kAda).acts, 2U);
    EXPECT_EQ(presence.of(UserId { "bob" }).acts, 0U);
}

TEST(PresenceTest, AStreamMayEndAfterTheServer)
{
    std::optional<Presence> presence(std::in_place);
    const auto stream = presence->attend(kAda);
    presence.reset();
}

}
}
