// SPDX-License-Identifier: Apache-2.0
#include "server/auth/password_hasher.h"

#include "server/auth/token_text.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(PasswordHasherTest, MatchesOnlyTheSamePassword)
{
    PasswordHasher hasher;
    const auto hash = hasher.hash("correct horse battery");
    ASSERT_TRUE(hash.ok());
    EXPECT_EQ(hash.value().find("$argon2id$"), 0u);
    EXPECT_TRUE(hasher.matches("correct horse battery", hash.value()).value());
    EXPECT_FALSE(hasher.matches("correct horse batterz", hash.value()).value());
    EXPECT_FALSE(PasswordHasher::outdated(hash.value()));
}

TEST(PasswordHasherTest, NeverMatchesAnUnknownUser)
{
    PasswordHasher hasher;
    EXPECT_FALSE(hasher.matches("anything at all", "").value());
}

TEST(PasswordHasherTest, RefusesShortAndOverlongPasswords)
{
    PasswordHasher hasher;
    EXPECT_FALSE(hasher.hash("short").ok());
    EXPECT_FALSE(hasher.hash(std::string(kMaxPassword + 1, 'x')).ok());
    EXPECT_FALSE(hasher.matches(std::string(kMaxPassword + 1, 'x'), "").value());
}

TEST(TokenTextTest, TellsTokensFromNoise)
{
    std::string token = make_token_text();
    EXPECT_TRUE(is_token_text(token));
    EXPECT_NE(token, make_token_text());
    EXPECT_EQ(routing_key_of(token).size(), 32u);
    token[10] = token[10] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(is_token_text(token));
    EXPECT_FALSE(is_token_text(""));
    EXPECT_FALSE(is_token_text("wf_"));
}

}
}
