// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/input_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

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

TEST(InputTextTest, WhatShowsNothingIsBlank)
{
    for (const char* text : { "\u00a0", "\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u1680", "\u17b4", "\u180e",
             "\u2000", "\u200a", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202f", "\u205f", "\u2060",
             "\u2064", "\u206f", "\u2800", "\u3000", "\u3164", "\ufe0f", "\ufeff", "\uffa0", "\U0001d173", "\U000e0020",
             "\U000e0100", " \u200b\ufeff\u3164 " }) {
        EXPECT_TRUE(is_blank(text)) << text;
        EXPECT_FALSE(check(text).ok()) << text;
        EXPECT_FALSE(is_blank(std::string(text) + "x")) << text;
        EXPECT_FALSE(is_blank("." + std::string(text))) << text;
    }
    for (const char* text : { "a", "0", "\u00a1", "\u0301", "\u2010", "\u2801", "\u3001", "\u3163", "\ufffd", "한" }) {
        EXPECT_FALSE(is_blank(text)) << text;
    }
    const TextLimits optional { .field = "headline", .max_characters = 10 };
    EXPECT_TRUE(check_text("", optional).ok());
    EXPECT_FALSE(check_text("\u200b", optional).ok()) << "there, and not to be seen";
    EXPECT_FALSE(check_text("  ", optional).ok());
    EXPECT_TRUE(check("\u200d👩\u200d💻").ok()) << "within a text they have a meaning";
}

TEST(InputTextTest, NamesThatDifferForNoEyeLookAlike)
{
    const std::pair<const char*, const char*> alike[] {
        { "Maria Sommer", "maria SOMMER" },
        { "Maria Sommer", " Maria\u00A0 Som\u200Bmer\uFEFF" },
        { "Maria", "\uFF2D\uFF41\uFF52\uFF49\uFF41" },
        { "Maria", "\u041C\u0430ri\u0430" },
        { "Oliver", "Oli\u03BDer" },
        { "NIKO", "\u039D\u0399\u039A\u039F" },
        { "\u00DC\u017Di\u0141\u010C", "\u00FC\u017EI\u0142\u010D" },
        { "\u0412\u041E\u0412\u0410", "\u0432\u043E\u0432\u0430" },
        { "Andr\u00E9", "ANDRE\u0301" }, // an accent of its own
        { "J\u00FCrgen \u0160", "Ju\u0308rgen S\u030C" },
        { "Zo\u00EB", "Zo\u0451" },
        { "\u0419", "\u0438\u0306" },
    };
    for (const auto& [one, other] : alike) {
        EXPECT_TRUE(looks_alike(one, other)) << one << ", " << other;
        EXPECT_TRUE(looks_alike(other, one)) << one << ", " << other;
    }
    const std::pair<const char*, const char*> apart[] {
        { "Maria Sommer", "MariaSommer" },
        { "Maria Sommer", "Maria Sommers" },
        { "Andre", "Andr\u00E9" },
        { "Andr\u00E8", "Andre\u0301" },
        { "Kai", "Kal" },
        { "Ivan", "\u0418\u0432\u0430\u043D" },
    };
    for (const auto& [one, other] : apart) {
        EXPECT_FALSE(looks_alike(one, other)) << one << ", " << other;
    }
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

TEST(InputTextTest, RefusesExactlyTheCharactersOfItsRanges)
{
    struct Range {
        char32_t first;
        char32_t last;
    };
    const auto utf8 = [](char32_t code) {
        std::string text;
        if (code < 0x80) {
            text.push_back(static_cast<char>(code));
        } else if (code < 0x800) {
            text.push_back(static_cast<char>(0xC0 | (code >> 6)));
            text.push_back(static_cast<char>(0x80 | (code & 0x3F)));
        } else {
            text.push_back(static_cast<char>(0xE0 | (code >> 12)));
            text.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
            text.push_back(static_cast<char>(0x80 | (code & 0x3F)));
        }
        return text;
    };
    const std::vector<Range> refused { { 0x00, 0x08 }, { 0x0B, 0x1F }, { 0x7F, 0x9F }, { 0x202A, 0x202E },
        { 0x2066, 0x2069 } };
    const std::vector<Range> breaks { { 0x09, 0x0A }, { 0x2028, 0x2029 } };
    const auto within = [](const std::vector<Range>& ranges, char32_t code) {
        return std::any_of(ranges.begin(), ranges.end(),
            [&](const Range& range) { return range.first <= code && code <= range.last; });
    };
    for (char32_t code = 0; code < 0x2100; ++code) {
        const std::string text = "a" + utf8(code) + "b";
        const bool never = within(refused, code);
        EXPECT_EQ(check(text).ok(), !never && !within(breaks, code)) << static_cast<unsigned>(code);
        EXPECT_EQ(check(text, TextForm::Paragraphs).ok(), !never) << static_cast<unsigned>(code);
        EXPECT_EQ(made_printable(text, 10), never ? "a\uFFFDb" : text) << static_cast<unsigned>(code);
    }
    EXPECT_TRUE(check("a\U0001F525b").ok());
}

TEST(InputTextTest, SaysWhichByteIsInTheWay)
{
    EXPECT_EQ(check("\u00e4\U0001F525\x01").error().message,
        "Remove the control character at byte 6 of `title`: it must be one line of plain text.");
    EXPECT_EQ(check("\u20ac\x01", TextForm::Paragraphs).error().message,
        "Remove the control character at byte 3 of `title`: it must be plain text.");
    EXPECT_EQ(check(" ").error().message, "Fill in `title`: it is empty.");
}

TEST(InputTextTest, CutsMachineTextAtItsLimitInCharacters)
{
    EXPECT_EQ(made_printable("abcd", 4), "abcd");
    EXPECT_EQ(made_printable("abcde", 4), "abc…");
    EXPECT_EQ(made_printable("a\x01z", 3), "a\uFFFDz");
    EXPECT_EQ(made_printable("a\x01zz", 3), "a\uFFFD…");
    EXPECT_EQ(made_printable("\U0001F525\U0001F525", 2), "\U0001F525\U0001F525");
    EXPECT_EQ(made_printable("", 4), "");
    const Labels fine { { std::string(256, 'n'), std::string(4'096, 'v') } };
    EXPECT_EQ(made_printable(fine), fine);
    EXPECT_EQ(
        made_printable(Labels { { std::string(257, 'n'), "v" } }), (Labels { { std::string(255, 'n') + "…", "v" } }));
    const Labels made = made_printable(Labels { { "a\x01", "b" }, { std::string(257, 'n'), std::string(4'097, 'v') } });
    EXPECT_EQ(made, (Labels { { "a\uFFFD", "b" }, { std::string(255, 'n') + "…", std::string(4'095, 'v') + "…" } }));
}

TEST(InputTextTest, IdsAndLinksMayBeAsLongAsTheirLimits)
{
    EXPECT_TRUE(check_user_id(UserId { std::string(64, 'a') }).ok());
    for (const char* id : { "a-z", "0.9", "_" }) {
        EXPECT_TRUE(check_user_id(UserId { id }).ok()) << id;
    }
    for (const char* id : { "a:b", "a/b", "aZ", "a`b", "a{b" }) {
        EXPECT_FALSE(check_user_id(UserId { id }).ok()) << id;
    }
    EXPECT_TRUE(check_slug(std::string(96, 'a'), "id").ok());
    for (const char* slug : { "A", "9", "aZ", "a.b_c:d-e" }) {
        EXPECT_TRUE(check_slug(slug, "id").ok()) << slug;
    }
    for (const char* slug : { ".a", "_a", ":a", "a@b", "a[b", "a`b", "a{b", "a;b" }) {
        EXPECT_FALSE(check_slug(slug, "id").ok()) << slug;
    }
    const std::string link = "http://" + std::string(1'993, 'x');
    EXPECT_TRUE(check_link(link, "url").ok());
    EXPECT_FALSE(check_link(link + "x", "url").ok());
    EXPECT_FALSE(check_link("https:/x", "url").ok());
    EXPECT_FALSE(check_link(" https://x", "url").ok());
}

TEST(InputTextTest, TypedLabelsHaveNamesAndLimits)
{
    Labels labels;
    for (int i = 0; i < 64; ++i) {
        labels.set("label" + std::to_string(i), "");
    }
    EXPECT_TRUE(check_labels(labels, "match").ok());
    labels.set("more", "");
    EXPECT_FALSE(check_labels(labels, "match").ok());
    EXPECT_TRUE(check_labels({ { std::string(256, 'n'), std::string(4'096, 'v') } }, "match").ok());
    EXPECT_FALSE(check_labels({ { std::string(257, 'n'), "v" } }, "match").ok());
    EXPECT_FALSE(check_labels({ { "n", std::string(4'097, 'v') } }, "match").ok());
    EXPECT_FALSE(check_labels({ { " ", "v" } }, "match").ok());
    EXPECT_FALSE(check_labels({ { "n", "two\nlines" } }, "match").ok());
}

TEST(InputTextTest, WordsAreSaidWholeOrNotAtAll)
{
    EXPECT_TRUE(says_words("ns2", "ns2"));
    EXPECT_TRUE(says_words("ns21 is slow, ns2 too", "ns2"));
    EXPECT_TRUE(says_words("disk /var is full", "/var"));
    EXPECT_FALSE(says_words("ns21 is slow", "ns2"));
    EXPECT_FALSE(says_words("dns2 is slow", "ns2"));
    EXPECT_FALSE(says_words("Bl\u00e4tter", "tter"));
    EXPECT_FALSE(says_words("anything", ""));
}

}
}
