// SPDX-License-Identifier: Apache-2.0
#include "client/language/pseudo_locale.h"
#include "client/language/text.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class LanguageTest : public testing::Test {
protected:
    ~LanguageTest() override { use_language("en"); }
};

std::ptrdiff_t letters(std::string_view text)
{
    return std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

TEST_F(LanguageTest, PseudoTextsAreLongerAndKeepTheirPlaceholders)
{
    for (std::size_t i = 0; i < static_cast<std::size_t>(Text::Count); ++i) {
        const auto text = static_cast<Text>(i);
        const std::string english { tr(text) };
        ASSERT_TRUE(use_language("pseudo"));
        const std::string pseudo { tr(text) };
        ASSERT_TRUE(use_language("en"));
        for (const auto* placeholder : { "{0}", "{1}", "{2}" }) {
            EXPECT_EQ(english.find(placeholder) == std::string::npos, pseudo.find(placeholder) == std::string::npos)
                << english;
        }
        if (text > Text::CodeNormal) {
            const auto fixed = 3 * std::count(english.begin(), english.end(), '{');
            EXPECT_GE(10 * (letters(pseudo) - fixed), 14 * (letters(english) - fixed)) << english << " / " << pseudo;
        }
    }
}

TEST_F(LanguageTest, CodesAreTheSameInEveryLanguage)
{
    ASSERT_TRUE(use_language("pseudo"));
    EXPECT_EQ(tr(Text::CodeCritical), "CRIT");
}

TEST_F(LanguageTest, AnUnknownLanguageChangesNothing)
{
    ASSERT_TRUE(use_language("pseudo"));
    EXPECT_FALSE(use_language("xx"));
    EXPECT_NE(tr(Text::SeverityCritical), "Critical");
    ASSERT_TRUE(use_language("en"));
    EXPECT_EQ(tr(Text::SeverityCritical), "Critical");
}

TEST_F(LanguageTest, OneThingIsNoSeveral)
{
    EXPECT_EQ(tr(Text::BoardGroup, "mail", "1"), "mail: 1 alert");
    EXPECT_EQ(tr(Text::BoardGroup, "mail", "2"), "mail: 2 alerts");
    EXPECT_EQ(tr(Text::BoardGroup, "1", "0"), "1: 0 alerts");
    EXPECT_EQ(tr(Text::SaidLinkedMany, "1"), "1 alert linked");
    EXPECT_EQ(tr(Text::CapacityLeadTime, "1"), "1 day to extend");
    ASSERT_TRUE(use_language("pseudo"));
    EXPECT_EQ(tr(Text::BoardGroup, "mail", "1").find('|'), std::string::npos);
    ASSERT_TRUE(use_language("en"));
}

TEST(PseudoTextTest, FillsPlaceholdersAfterLengthening)
{
    EXPECT_EQ(pseudo_text("{0} of {1}"), "{0} ööf {1}~");
    EXPECT_EQ(pseudo_text(""), "");
}

}
}
