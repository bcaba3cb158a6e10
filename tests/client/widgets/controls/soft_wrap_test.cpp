// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/soft_wrap.h"

#include "client/widgets/controls/controls.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace watchfloor {
namespace {

TEST(SoftWrapTest, PlacesAreTheSameBeforeAndAfterABreak)
{
    const std::string wrapped = "ab \r\ncd";
    EXPECT_EQ(without_soft_breaks(wrapped), "ab cd");
    EXPECT_EQ(wrapped_position(wrapped, 0), 0U);
    EXPECT_EQ(wrapped_position(wrapped, 2), 2U);
    EXPECT_EQ(wrapped_position(wrapped, 3), 5U) << "behind the blank the next line begins";
    EXPECT_EQ(wrapped_position(wrapped, 5), 7U);
    EXPECT_EQ(unwrapped_position(wrapped, 2), 2U);
    EXPECT_EQ(unwrapped_position(wrapped, 3), 2U) << "a line ends before its blank";
    EXPECT_EQ(unwrapped_position(wrapped, 4), 2U);
    EXPECT_EQ(unwrapped_position(wrapped, 5), 3U);
    EXPECT_EQ(unwrapped_position(wrapped, 7), 5U);
    EXPECT_EQ(unwrapped_position("ab\ncd", 2), 2U) << "a break that was typed is a character";
    EXPECT_EQ(without_soft_breaks("ab\n\ncd"), "ab\n\ncd");
}

TEST(SoftWrapTest, NoLineIsWiderThanItMayBe)
{
    HeadlessUi ui;
    ui.draw([] {
        const std::string text = "several words that go on and on\nand a break of their own\n\n" + std::string(80, 'm')
            + " after what has no blank";
        const std::string wrapped = soft_wrapped(text, 200);
        EXPECT_EQ(without_soft_breaks(wrapped), text);
        EXPECT_EQ(soft_wrapped(wrapped, 200), wrapped) << "breaks are made anew, not added";
        for (std::size_t from = 0; from < wrapped.size();) {
            const std::size_t to = std::min(wrapped.find_first_of("\r\n", from), wrapped.size());
            std::string line = wrapped.substr(from, to - from);
            line.erase(line.find_last_not_of(' ') + 1);
            EXPECT_LE(ImGui::CalcTextSize(line.c_str()).x, 200) << line;
            from = to + (wrapped.compare(to, 2, "\r\n") == 0 ? 2 : 1);
        }
        EXPECT_EQ(soft_wrapped("short", 200), "short");
    });
}

class WrappedAreaTest : public testing::Test {
protected:
    WrappedAreaTest()
    {
        draw();
        HeadlessUi::click(area());
        draw();
    }

    void draw()
    {
        ui_.draw([&] { lines_ = text_area("Note", text_, 3, { .width = 300, .most_lines = 6 }).lines; }, 4);
    }

    static const MirrorItem& area()
    {
        const MirrorItem* found = mirror().find(Role::TextArea, "Note");
        EXPECT_NE(found, nullptr);
        return *found;
    }

    void type(const char* text)
    {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        draw();
    }

    void press(int chord)
    {
        HeadlessUi::press_key(chord);
        draw();
    }

    HeadlessUi ui_ {};
    std::string text_ {};
    int lines_ = 0;
};

const char* const kLong = "The database of the shop does not answer, orders are lost since nine";

TEST_F(WrappedAreaTest, WhatIsTypedIsShownInFullAndHoldsNoBreakOfItsOwn)
{
    const float before = area().rect.height;
    type(kLong);
    type(", and nobody knows why; the supplier has been called and will look at it");
    EXPECT_EQ(text_, std::string(kLong) + ", and nobody knows why; the supplier has been called and will look at it");
    EXPECT_GE(lines_, 4);
    EXPECT_GT(area().rect.height, before) << "it grows with its text";
    EXPECT_EQ(area().value, text_);
    press(ImGuiKey_Enter);
    type("next");
    EXPECT_TRUE(text_.ends_with("look at it\nnext"));
}

TEST_F(WrappedAreaTest, KeysMoveByTheLinesThatAreSeen)
{
    type(kLong);
    ASSERT_GE(lines_, 2);
    press(ImGuiKey_Home);
    type("[");
    const std::size_t begins = text_.find('[');
    EXPECT_GT(begins, 10U) << "not the beginning of all, but of the last line";
    EXPECT_EQ(text_[begins - 1], ' ');
    press(ImGuiKey_UpArrow);
    press(ImGuiKey_End);
    type("]");
    EXPECT_LT(text_.find(']'), begins);
    EXPECT_EQ(text_[text_.find(']') + 1], ' ') << "before the blank at which the line was broken";
}

TEST_F(WrappedAreaTest, EndGoesWhereWhatIsSelectedEnds)
{
    type(kLong);
    ASSERT_GE(lines_, 2);
    press(ImGuiMod_Ctrl | ImGuiKey_A);
    press(ImGuiKey_End);
    type("!");
    EXPECT_EQ(text_, std::string(kLong) + "!");
}

TEST_F(WrappedAreaTest, BackspaceTakesCharactersNotBreaks)
{
    type(kLong);
    press(ImGuiKey_Home);
    const std::string whole = text_;
    press(ImGuiKey_Backspace);
    ASSERT_EQ(text_.size(), whole.size() - 1);
    std::string without = whole;
    const std::size_t differs
        = static_cast<std::size_t>(std::mismatch(text_.begin(), text_.end(), whole.begin()).first - text_.begin());
    EXPECT_EQ(whole[differs], ' ') << "the blank before the line";
    EXPECT_EQ(without.erase(differs, 1), text_);
}

TEST_F(WrappedAreaTest, UndoGivesBackWhatWasTyped)
{
    type("one ");
    type(kLong);
    for (int i = 0; i < 120; ++i) {
        press(ImGuiMod_Ctrl | ImGuiKey_Z);
    }
    EXPECT_EQ(text_, "");
    type("two");
    EXPECT_EQ(text_, "two");
}

TEST_F(WrappedAreaTest, WhatIsCopiedIsWhatWasTyped)
{
    type(kLong);
    press(ImGuiMod_Ctrl | ImGuiKey_A);
    press(ImGuiMod_Ctrl | ImGuiKey_C);
    EXPECT_STREQ(ImGui::GetClipboardText(), kLong);
}

TEST_F(WrappedAreaTest, APointerReachesTheLineThatIsSeen)
{
    type(kLong);
    const MirrorRect rect = area().rect;
    auto& io = ImGui::GetIO();
    io.AddMousePosEvent(rect.x + 14, rect.y + ImGui::GetStyle().FramePadding.y + 1.5F * type_scale().size(Type::Body));
    draw();
    io.AddMouseButtonEvent(ImGuiMouseButton_Left, true);
    io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
    draw();
    type("*");
    const std::size_t at = text_.find('*');
    ASSERT_NE(at, std::string::npos);
    EXPECT_GT(at, 10U);
    EXPECT_LT(at, std::string(kLong).size() - 1);
}

TEST_F(WrappedAreaTest, EscapeKeepsItAndComingBackGoesOn)
{
    type(kLong);
    press(ImGuiKey_Escape);
    EXPECT_EQ(text_, kLong);
    HeadlessUi::click(area());
    draw();
    press(ImGuiMod_Ctrl | ImGuiKey_End);
    type("!");
    EXPECT_EQ(text_, std::string(kLong) + "!");
    press(ImGuiMod_Ctrl | ImGuiKey_Z);
    EXPECT_EQ(text_, kLong);
}

}
}
