// SPDX-License-Identifier: Apache-2.0
#include "server/auth/password_hasher.h"

#include "server/auth/argon2id.h"
#include "server/auth/token_text.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <thread>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

TEST(PasswordHasherTest, MatchesOnlyTheSamePassword)
{
    PasswordHasher hasher;
    const auto hash = hasher.hash("correct horse battery");
    ASSERT_TRUE(hash.ok());
    EXPECT_EQ(hash.value().find("$argon2id$v=19$m=32768,t=2,p=1$"), 0u) << hash.value();
    EXPECT_TRUE(hasher.matches("correct horse battery", hash.value()).value());
    EXPECT_FALSE(hasher.matches("correct horse batterz", hash.value()).value());
    EXPECT_FALSE(PasswordHasher::outdated(hash.value()));
}

TEST(PasswordHasherTest, TellsWhatCostOtherThanToday)
{
    for (const char* other : { "m=65536,t=3", "m=65536,t=2", "m=32768,t=3", "m=32768,t=1", "m=19456,t=2" }) {
        EXPECT_TRUE(PasswordHasher::outdated(std::string("$argon2id$v=19$") + other
            + ",p=1$9BWohEe9f8sor2RaFd3iTQ$DfC0t+rWK3OBqllvFcyj8hwezaXyE428U69Zt0Lhz4M"))
            << other;
    }
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

// Whatever release stored it: what the distribution's libsodium made is read, and reads what is made here.
TEST(PasswordHasherTest, IsLibsodiumsArgon2id)
{
    const std::string password = "correct horse battery";
    std::array<char, crypto_pwhash_STRBYTES> theirs {};
    for (const auto& [passes, memory] : std::vector<std::pair<unsigned long long, std::size_t>> {
             { crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN },
             { crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE },
             { crypto_pwhash_OPSLIMIT_MIN, 2 * crypto_pwhash_MEMLIMIT_INTERACTIVE } }) { // more than is kept
        ASSERT_EQ(crypto_pwhash_str(theirs.data(), password.data(), password.size(), passes, memory), 0);
        PasswordHasher hasher;
        EXPECT_TRUE(hasher.matches(password, theirs.data()).value()) << theirs.data();
        EXPECT_FALSE(hasher.matches("correct horse batterz", theirs.data()).value());
    }
    const std::string ours = PasswordHasher {}.hash(password).value();
    EXPECT_EQ(crypto_pwhash_str_verify(ours.c_str(), password.data(), password.size()), 0) << ours;
    // A text that was always the same: the salt is in it.
    EXPECT_TRUE(
        PasswordHasher {}
            .matches(password,
                "$argon2id$v=19$m=65536,t=3,p=1$9BWohEe9f8sor2RaFd3iTQ$DfC0t+rWK3OBqllvFcyj8hwezaXyE428U69Zt0Lhz4M")
            .value());
    for (const char* no_text :
        { "x", "$argon2id$", "$argon2id$v=19$m=65536,t=3,p=1$", "$argon2i$v=19$m=8,t=3,p=1$x$x" }) {
        EXPECT_FALSE(PasswordHasher {}.matches(password, no_text).value()) << no_text;
    }
}

TEST(Argon2idTest, LeavesNothingInTheMemoryItWorkedIn)
{
    constexpr std::size_t kBytes = std::size_t { 1 } * 1024 * 1024;
    KeptMemory memory { kBytes };
    EXPECT_TRUE(memory.present().empty()) << "nobody hashed yet";
    const auto written = [&] {
        const auto bytes = memory.present();
        return std::count_if(bytes.begin(), bytes.end(), [](std::byte byte) { return byte != std::byte { 0 }; });
    };
    const auto text = argon2id_text("correct horse battery", { 2, 1024 }, memory);
    ASSERT_TRUE(text.ok());
    ASSERT_EQ(memory.present().size(), kBytes) << "it worked in it";
    EXPECT_EQ(written(), 0);
    const std::byte* first = memory.present().data();
    EXPECT_TRUE(argon2id_is_of(text.value(), "correct horse battery", memory));
    EXPECT_EQ(memory.present().data(), first) << "and in the same again";
    EXPECT_EQ(written(), 0);
    std::fill_n(memory.take(kBytes).begin(), 100, std::byte { 1 });
    EXPECT_EQ(written(), 100);
    memory.wipe();
    EXPECT_EQ(written(), 0);
    EXPECT_TRUE(memory.take(kBytes + 1).empty());
    memory.let_go();
    EXPECT_TRUE(memory.present().empty());
}

TEST(PasswordHasherTest, KeepsMemoryWhilePeopleSignInAndNoMoreThanTwoOfThemNeed)
{
    constexpr std::size_t kOfOne = std::size_t { 32 } * 1024 * 1024;
    PasswordHasher hasher;
    EXPECT_EQ(hasher.kept_bytes(), 0U);
    ASSERT_TRUE(hasher.hash("correct horse battery").ok());
    ASSERT_TRUE(hasher.hash("correct horse battery").ok());
    EXPECT_EQ(hasher.kept_bytes(), kOfOne) << "one after the other";
    std::vector<std::thread> people;
    for (int i = 0; i < 5; ++i) {
        people.emplace_back([&] { EXPECT_TRUE(hasher.hash("correct horse battery").ok()); });
    }
    for (std::thread& person : people) {
        person.join();
    }
    EXPECT_LE(hasher.kept_bytes(), 2 * kOfOne);
    hasher.let_go_idle(std::chrono::hours { 1 });
    EXPECT_GE(hasher.kept_bytes(), kOfOne) << "not idle for so long";
    hasher.let_go_idle(std::chrono::seconds { 0 });
    EXPECT_EQ(hasher.kept_bytes(), 0U);
    EXPECT_TRUE(hasher.hash("correct horse battery").ok());
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
