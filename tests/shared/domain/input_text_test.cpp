// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/input_text.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

Result<void> check(std::string_view text, TextForm form = TextForm::Line)
{
    return check_text(text, { .field = "title", .max_characters = 10, .required = true, .form = form });
}

TEST(InputTextTest, AcceptsPlainTextOfEveryScript)
{
    for (const char* text : { "Shop", "Ωμέγα", "Банк", "שלום", "日本語テキスト", "naïve €", "🔥" }) {
        EXPECT_TRUE(check(text).ok()) << text;
    }
}

TEST(InputTextTest, RefusesControlAndReorderingCharacters)
{
    const std::vector<std::string> bad { std::string("a\0b", 3), "a\x1b[31m", "a\x7f", "a\u0085", "a\u202eb",
        "a\u2066b", "a\rb", "\x01" };
    for (const std::string& text : bad) {
        EXPECT_FALSE(check(text).ok()) << text;
        EXPECT_FALSE(check(text, TextForm::Paragraphs).ok()) << text;
    }
}

TEST(InputTextTest, AllowsLineBreaksInParagraphsOnly)
{
    EXPECT_FALSE(check("a\nb").ok());
    EXPECT_FALSE(check("a\u2028b").ok());
    EXPECT_TRUE(check("a\n\tb", TextForm::Paragraphs).ok());
}

TEST(InputTextTest, CountsCharactersNotBytes)
{
    EXPECT_TRUE(check("éééééééééé").ok());
    const auto refusal = check("ééééééééééé");
    ASSERT_FALSE(refusal.ok());
    EXPECT_EQ(refusal.error().message, "Shorten `title` to at most 10 characters; it has 11.");
}

TEST(InputTextTest, TakesBlankForEmpty)
{
    EXPECT_FALSE(check("").ok());
    EXPECT_FALSE(check("  \t").ok());
    EXPECT_TRUE(check_text("", { .field = "title", .max_characters = 10 }).ok());
}

TEST(InputTextTest, MakesMachineTextPrintableWithoutLosingIt)
{
    EXPECT_EQ(made_printable("a\x1b[31mb\u202ec\nd", 100), "a\uFFFD[31mb\uFFFDc\nd");
    EXPECT_EQ(made_printable("ääääää", 4), "äää…");
    EXPECT_EQ(made_printable("ääää", 4), "ääää");
}

TEST(InputTextTest, ChecksUserIds)
{
    for (const char* id : { "ada", "ada.l", "a-b_c", "0" }) {
        EXPECT_TRUE(check_user_id(UserId { id }).ok()) << id;
    }
    for (const std::string& id : { std::string(), std::string("Ada"), std::string("a b"), std::string("ä"),
             std::string("../x"), std::string(65, 'a') }) {
        EXPECT_FALSE(check_user_id(UserId { id }).ok()) << id;
    }
}

TEST(InputTextTest, ChecksSlugsAndLinks)
{
    EXPECT_TRUE(check_slug("db-1.site:eth0", "id").ok());
    for (const std::string& slug :
        { std::string(), std::string("-a"), std::string("a/b"), std::string("a b"), std::string(97, 'a') }) {
        EXPECT_FALSE(check_slug(slug, "id").ok()) << slug;
    }
    EXPECT_TRUE(check_link("", "url").ok());
    EXPECT_TRUE(check_link("https://meet.example/1?x=y", "url").ok());
    for (const char* link : { "javascript:alert(1)", "meet.example", "https://a b", "ftp://x" }) {
        EXPECT_FALSE(check_link(link, "url").ok()) << link;
    }
}

}
}
