// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/timeline/frame.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class LabelCuttingTest : public testing::Test {
protected:
    // The width that was drawn, and where it is known to lie.
    float draw(std::string_view words, float width)
    {
        float drawn = 0;
        ui_.draw([&] {
            runtime_.labels.clear();
            TimelineFrame frame { model_, state_, runtime_, {}, *ImGui::GetWindowDrawList() };
            drawn = draw_label(frame, { 200, 100 }, words, { .width = width });
        });
        return drawn;
    }

    float wanted(std::string_view words)
    {
        float width = 0;
        ui_.draw([&] { width = label_width(words); });
        return width;
    }

    HeadlessUi ui_;
    TimelineModel model_;
    TimelineViewState state_;
    TimelineRuntime runtime_;
};

TEST_F(LabelCuttingTest, ALabelWithRoomIsDrawnWhole)
{
    const float whole = wanted("Checkout fails");
    EXPECT_FLOAT_EQ(draw("Checkout fails", whole), whole);
    ASSERT_EQ(runtime_.labels.size(), 1U);
    EXPECT_FLOAT_EQ(runtime_.labels[0].x1 - runtime_.labels[0].x0, whole);
}

TEST_F(LabelCuttingTest, ACutLabelEndsWithItsEllipsisWithinItsRoom)
{
    const float whole = wanted("Checkout fails");
    const float dots = wanted("…");
    for (float room = dots * 3; room < whole; room += 3) {
        const float drawn = draw("Checkout fails", room);
        EXPECT_LE(drawn, room);
        EXPECT_GT(drawn, dots);
        ASSERT_EQ(runtime_.labels.size(), 1U);
        EXPECT_FLOAT_EQ(runtime_.labels[0].x1 - runtime_.labels[0].x0, drawn);
    }
    // With room for the letters that are left and the dots, those are drawn.
    const float part = wanted("Check");
    EXPECT_FLOAT_EQ(draw("Checkout fails", part + dots + 0.01F), part + dots);
}

TEST_F(LabelCuttingTest, WithoutRoomForALetterNothingIsDrawn)
{
    EXPECT_EQ(draw("Www", wanted("…") + 1), 0);
    EXPECT_EQ(draw("Www", 1), 0);
    EXPECT_EQ(draw("", 500), 0);
    EXPECT_TRUE(runtime_.labels.empty());
}

TEST_F(LabelCuttingTest, EveryBreakOfALineIsASpace)
{
    const float spaced = wanted("one two");
    for (const auto* words : { "one\ntwo", "one\rtwo", "one\ttwo" }) {
        EXPECT_FLOAT_EQ(wanted(words), spaced);
        EXPECT_FLOAT_EQ(draw(words, 1000), spaced);
    }
}

}
}
