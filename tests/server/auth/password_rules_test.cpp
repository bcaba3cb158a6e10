// SPDX-License-Identifier: Apache-2.0
#include "server/auth/password_rules.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

bool may_be_chosen(const std::string& password, const std::string& name = "Maria Sommer")
{
    User user;
    user.id = UserId { "u-12345678" };
    user.name = name;
    return check_password(password, user).ok();
}

std::string times(std::size_t count, const std::string& text)
{
    std::string repeated;
    for (std::size_t i = 0; i < count; ++i) {
        repeated += text;
    }
    return repeated;
}

TEST(PasswordRulesTest, CountsCharacters)
{
    EXPECT_FALSE(may_be_chosen(times(kMinPassword - 2, "é") + "a"));
    EXPECT_TRUE(may_be_chosen(times(kMinPassword - 1, "é") + "a"));
    EXPECT_TRUE(may_be_chosen(times(kMaxPassword - 1, "é") + "a"));
    EXPECT_FALSE(may_be_chosen(times(kMaxPassword, "é") + "a"));
}

TEST(PasswordRulesTest, CountsWhatCanBeSeen)
{
    const std::string hidden = "\u200b\u2060\u00ad";
    EXPECT_FALSE(may_be_chosen("seven teas " + hidden));
    EXPECT_TRUE(may_be_chosen("seven teas  " + hidden)) << "blanks of people who leave gaps";
    EXPECT_FALSE(may_be_chosen("xxxxxx" + hidden + "xxxxxx"));
    EXPECT_FALSE(may_be_chosen("Maria" + hidden + "Sommer" + hidden));
    EXPECT_FALSE(may_be_chosen("1qaz2wsx" + hidden + "3edc"));
    EXPECT_FALSE(may_be_chosen(times(6, hidden) + "1q"));
}

TEST(PasswordRulesTest, RefusesOneCharacterAgainAndAgain)
{
    for (const char* character : { "x", "0", "é", "🔥", "Aa" }) {
        EXPECT_FALSE(may_be_chosen(times(kMinPassword, character))) << character;
        EXPECT_TRUE(may_be_chosen(times(kMinPassword, character) + "!")) << character;
        EXPECT_TRUE(may_be_chosen("!" + times(kMinPassword, character))) << character;
    }
    EXPECT_FALSE(may_be_chosen(times(kMinPassword, "\u200b") + " \u3164")) << "nothing that shows";
}

TEST(PasswordRulesTest, RefusesTheNameHoweverItIsSpelledOrRepeated)
{
    for (const char* password : { "Maria Sommer", "mariasommer!", "maria.sommer-", "MariaSommerMariaSommer",
             "u-12345678!!", "u12345678u12345678" }) {
        EXPECT_FALSE(may_be_chosen(password)) << password;
    }
    EXPECT_FALSE(may_be_chosen("leadleadlead", "lead"));
    EXPECT_FALSE(may_be_chosen("Jürgen-Jürgen", "Jürgen"));
    for (const char* password : { "Maria Sommer 7 teas", "mariasommermaria", "!\"$%&/()=?!\"" }) {
        EXPECT_TRUE(may_be_chosen(password)) << password;
    }
    EXPECT_TRUE(may_be_chosen("leadleadlead", "")) << "no name, nothing to repeat";
}

TEST(PasswordRulesTest, RefusesWhatEverybodyTriesFirst)
{
    EXPECT_EQ(common_password_count(), 10'000U) << "scripts/setup installs python3-zxcvbn; configure again then";
    for (const char* password : { "123456", "password", "1qaz2wsx3edc", "QWERTY123456", "qqqqqq1" }) {
        EXPECT_TRUE(is_common_password(password)) << password;
    }
    for (const char* password : { "", ",", "123456,password", "correct horse battery" }) {
        EXPECT_FALSE(is_common_password(password)) << password;
    }
    EXPECT_FALSE(may_be_chosen("1qaz2wsx3EDC"));
    EXPECT_TRUE(may_be_chosen("1qaz2wsx3edc?"));
    for (const char* password : { "password1234", "PassWord1234", "passwordpassword", "123456789012", "qwertyuiop123",
             "iloveyouiloveyou", "123123123123", "1qaz2wsx3edc7" }) {
        EXPECT_FALSE(may_be_chosen(password)) << password;
    }
    for (const char* password : { "password and a horse", "password12eggs", "passwordpasswordy", "839201746510" }) {
        EXPECT_TRUE(may_be_chosen(password)) << password;
    }
}

}
}
