// SPDX-License-Identifier: Apache-2.0
#include "client/views/digit_choices.h"

#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(DigitChoicesTest, OnlyWhatADigitChoosesHasANumber)
{
    EXPECT_EQ(numbered(9, "nine"), "9   nine");
    EXPECT_EQ(numbered(10, "ten"), "    ten") << "1 and 0 would choose the first";
}

TEST(DigitChoicesTest, ALongChoiceIsReadInFull)
{
    HeadlessUi ui;
    const std::string words
        = "a critical service is down, or data is lost, and nobody knows yet for how long, or how "
          "much of it, or who is to tell whom about it, and by when that is to be done at the latest";
    const std::vector<std::string> choices { "short", words };
    ui.draw([&] { static_cast<void>(digit_choices("Choices", choices, 0)); });
    EXPECT_TRUE(mirror().cut_texts().empty());
    const MirrorItem* brief = mirror().find(Role::Row, "1   short");
    const MirrorItem* lengthy = mirror().find(Role::Row, "2   " + words);
    ASSERT_NE(brief, nullptr);
    ASSERT_NE(lengthy, nullptr);
    EXPECT_GT(lengthy->rect.height, brief->rect.height);
    EXPECT_GE(lengthy->rect.y, brief->rect.y + brief->rect.height);
}

TEST(DigitChoicesTest, ADigitChooses)
{
    HeadlessUi ui;
    const std::vector<std::string> choices(12, "one of many");
    int chosen = -1;
    const auto draw = [&] { ui.draw([&] { chosen = digit_choices("Choices", choices, chosen); }); };
    draw();
    HeadlessUi::press_key(ImGuiKey_9);
    draw();
    EXPECT_EQ(chosen, 8);
}

TEST(DigitChoicesTest, WhatCannotBeChosenSaysWhyAndItsDigitLeavesTheChoice)
{
    HeadlessUi ui;
    const std::vector<std::string> choices { "first", "second", "third" };
    int chosen = 0;
    const auto draw = [&] {
        ui.draw([&] { chosen = digit_choices("Choices", choices, chosen, true, { "", "ask the commander" }); });
    };
    draw();
    const MirrorItem* second = mirror().find(Role::Row, "2   second, ask the commander");
    ASSERT_NE(second, nullptr);
    EXPECT_TRUE(second->disabled);
    HeadlessUi::press_key(ImGuiKey_2);
    draw();
    EXPECT_EQ(chosen, 0);
    HeadlessUi::press_key(ImGuiKey_3);
    draw();
    EXPECT_EQ(chosen, 2) << "of the last no reason is given";
}

}
}
