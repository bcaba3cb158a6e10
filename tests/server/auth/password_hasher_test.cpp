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

TEST(PasswordHasherTest, LooksAtNoMoreThanItsLimit)
{
    PasswordHasher hasher;
    EXPECT_EQ(hasher.hash(std::string(kMaxPasswordBytes + 1, 'x')).error().code, ErrorCode::Malformed);
    const std::string longest(kMaxPasswordBytes, 'x');
    const auto hash = hasher.hash(longest);
    ASSERT_TRUE(hash.ok());
    EXPECT_TRUE(hasher.matches(longest, hash.value()).value());
    EXPECT_FALSE(hasher.matches(longest.substr(1), hash.value()).value());
    EXPECT_FALSE(hasher.matches(longest + "x", hash.value()).value());
}

TEST(TokenTextTest, EveryCharacterOfATokenCounts)
{
    const std::string token = make_token_text();
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string other = token;
        other[i] = other[i] == 'a' ? 'b' : 'a';
        EXPECT_FALSE(is_token_text(other)) << i;
    }
    EXPECT_FALSE(is_token_text(token.substr(1)));
    EXPECT_FALSE(is_token_text(token.substr(0, token.size() - 1)));
    EXPECT_FALSE(is_token_text(token + "0"));
    EXPECT_NE(routing_key_of(token), secret_digest(token).substr(0, 32)) << "what is stored of it lets nobody in";
}

}
}
