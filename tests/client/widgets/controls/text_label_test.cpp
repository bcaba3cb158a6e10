// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/text_label.h"

#include "client/theme/fonts.h"
#include "client/widgets/controls/badges.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace watchfloor {
namespace {

constexpr std::string_view kLongText = "A line that is far longer than the room it is given here";

class TextLabelTest : public testing::Test {
protected:
    void TearDown() override { reset_keymap(); }

    const MirrorItem& shown(Role role, std::string_view label)
    {
        const auto* found = mirror().find(role, label);
        EXPECT_NE(found, nullptr) << label;
        static const MirrorItem nothing;
        return found == nullptr ? nothing : *found;
    }

    // From the leftmost to the rightmost of what this draws.
    std::pair<float, float> extent_of(const std::function<void()>& widget)
    {
        std::pair<float, float> extent { 1e9F, -1e9F };
        ui_.draw([&] {
            auto& list = *ImGui::GetWindowDrawList();
            const int from = list.VtxBuffer.Size;
            widget();
            for (int i = from; i < list.VtxBuffer.Size; ++i) {
                extent.first = std::min(extent.first, list.VtxBuffer[i].pos.x);
                extent.second = std::max(extent.second, list.VtxBuffer[i].pos.x);
            }
        });
        return extent;
    }

    HeadlessUi ui_;
};

// Whether anything of this has a hue: its channels lie far apart.
bool has_hue(HeadlessUi& ui, const std::function<void()>& widget)
{
    bool hue = false;
    ui.draw([&] {
        auto& list = *ImGui::GetWindowDrawList();
        const int from = list.VtxBuffer.Size;
        widget();
        hue = std::any_of(list.VtxBuffer.begin() + from, list.VtxBuffer.end(), [](const ImDrawVert& vertex) {
            const ImVec4 ink = ImGui::ColorConvertU32ToFloat4(vertex.col);
            return std::max({ ink.x, ink.y, ink.z }) - std::min({ ink.x, ink.y, ink.z }) > 0.3F;
        });
    });
    return hue;
}

TEST_F(TextLabelTest, BarsAndThinBordersAreGreyWhereThePictureStandsStill)
{
    const auto bar = [] { progress(0.9F, "Shop disk", Colour::Critical, 200); };
    const auto outlined = [] {
        const MarksBehind sides { true };
        tag("FLOOD", Colour::Major);
    };
    EXPECT_TRUE(has_hue(ui_, bar));
    EXPECT_TRUE(has_hue(ui_, outlined));
    rest_hues(true);
    EXPECT_FALSE(has_hue(ui_, bar));
    EXPECT_FALSE(has_hue(ui_, outlined));
    EXPECT_EQ(edge_colour(Colour::ControlBorder), Colour::ControlBorder);
    rest_hues(false);
}

// Of a centred sentence that goes on in the next line every line stands in the middle.
TEST_F(TextLabelTest, WrappedLinesOfWhatIsCentredAreCentredEach)
{
    std::map<float, std::pair<float, float>> lines; // by their place: from where to where
    float left = 0;
    ui_.draw([&] {
        left = ImGui::GetCursorScreenPos().x;
        auto& list = *ImGui::GetWindowDrawList();
        const int from = list.VtxBuffer.Size;
        label(kLongText, { .width = 260, .wrap = true, .centre = true });
        lines.clear();
        for (int i = from; i + 3 < list.VtxBuffer.Size; i += 4) { // a letter each, by its opposite corners
            const ImVec2 one = list.VtxBuffer[i].pos;
            const ImVec2 other = list.VtxBuffer[i + 2].pos;
            const float middle = (one.y + other.y) / 2 - ImGui::GetItemRectMin().y;
            auto& line
                = lines.try_emplace(std::floor(middle / type_scale().size(Type::Body)), 1e9F, -1e9F).first->second;
            line = { std::min({ line.first, one.x, other.x }), std::max({ line.second, one.x, other.x }) };
        }
    });
    ASSERT_GE(lines.size(), 2U);
    for (const auto& [row, line] : lines) {
        EXPECT_NEAR((line.first + line.second) / 2, left + 130, 3) << row;
    }
    EXPECT_GT(shown(Role::Text, kLongText).rect.height, 1.5F * type_scale().size(Type::Body));
}

TEST_F(TextLabelTest, WhatRepeatsARowsWordsIsNotReadOut)
{
    ui_.draw([] {
        label("read", {});
        label("drawn", { .decorative = true });
    });
    EXPECT_NE(mirror().find(Role::Text, "read"), nullptr);
    EXPECT_EQ(mirror().find(Role::Text, "drawn"), nullptr);
}

TEST_F(TextLabelTest, ALabelTakesTheWidthItIsGivenAndNeverMoreThanThereIs)
{
    ui_.draw([] {
        label(kLongText, { .width = 80 });
        label("short", { .width = 200 });
    });
    EXPECT_FLOAT_EQ(shown(Role::Text, kLongText).rect.width, 80);
    EXPECT_FLOAT_EQ(shown(Role::Text, "short").rect.width, 200);
    const auto [left, right] = extent_of([] {
        ImGui::SetCursorScreenPos({ ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x - 60, 100 });
        label(kLongText);
    });
    EXPECT_LE(right - left, 61);
}

TEST_F(TextLabelTest, NumbersStandAtTheRightOfTheirRoom)
{
    float left = 0;
    const auto left_aligned = extent_of([&] {
        left = ImGui::GetCursorScreenPos().x;
        label("12", { .width = 200 });
    });
    const auto right_aligned = extent_of([] { label("12", { .width = 200, .align_right = true }); });
    EXPECT_LT(left_aligned.first, left + 20);
    EXPECT_GT(right_aligned.second, left + 180);
    EXPECT_LE(right_aligned.second, left + 201);
}

TEST_F(TextLabelTest, WhatJustFitsIsNotCut)
{
    const auto glyphs = [&](float width) {
        int drawn = 0;
        ui_.draw([&] {
            auto& list = *ImGui::GetWindowDrawList();
            const int from = list.VtxBuffer.Size;
            label("Checkout", { .width = width });
            drawn = list.VtxBuffer.Size - from;
        });
        return drawn;
    };
    float wanted = 0;
    ui_.draw([&] {
        const TypeScope type { Type::Body };
        wanted = ImGui::CalcTextSize("Checkout").x;
    });
    EXPECT_EQ(glyphs(wanted), 8 * 4) << "a square a letter";
    EXPECT_LT(glyphs(wanted - 12), 8 * 4);
}

TEST_F(TextLabelTest, AHeadingTakesWhatItNeedsUpToItsRoom)
{
    ui_.draw([] {
        heading("Short", 2, 500);
        heading(kLongText, 2, 100);
    });
    EXPECT_LT(shown(Role::Heading, "Short").rect.width, 200);
    EXPECT_FLOAT_EQ(shown(Role::Heading, kLongText).rect.width, 100);
    EXPECT_EQ(shown(Role::Heading, kLongText).level, 2);
}

TEST_F(TextLabelTest, AHintIsTheFirstOfAnActionsKeysAndNothingWithoutOne)
{
    const auto width_of = [&](Action action) {
        float width = 0;
        ui_.draw([&] {
            const float at = ImGui::GetCursorScreenPos().y;
            key_hint(action);
            width = ImGui::GetCursorScreenPos().y == at ? 0 : ImGui::GetItemRectSize().x;
        });
        return width;
    };
    ASSERT_TRUE(remap(Action::Note, "Ctrl+E"));
    const float one = width_of(Action::Note);
    EXPECT_GT(one, 0);
    ASSERT_TRUE(remap(Action::Note, "Ctrl+E Ctrl+Shift+E"));
    EXPECT_FLOAT_EQ(width_of(Action::Note), one);
    ASSERT_TRUE(remap(Action::Note, ""));
    EXPECT_EQ(width_of(Action::Note), 0);
    EXPECT_GT(width_of(Action::Bridge), 0) << "a single letter";
}

TEST_F(TextLabelTest, WhatIsPointedAtIsCopiedByItsKeyOnly)
{
    ImGui::SetClipboardText("before");
    const auto draw = [] { label(kLongText, { .width = 80 }); };
    ui_.draw(draw);
    HeadlessUi::hover(shown(Role::Text, kLongText));
    for (int i = 0; i < 90; ++i) {
        ui_.draw(draw, 1);
    }
    EXPECT_STREQ(ImGui::GetClipboardText(), "before");
    HeadlessUi::press_key(ImGuiKey_C);
    ui_.draw(draw, 4);
    EXPECT_EQ(ImGui::GetClipboardText(), kLongText);
}

TEST_F(TextLabelTest, AValueIsCopiedByClickAndByTheMirror)
{
    int copied = 0;
    const auto draw = [&] { copied += copyable("https://meet.example/1", "Bridge link") ? 1 : 0; };
    ImGui::SetClipboardText("before");
    ui_.draw(draw, 3);
    EXPECT_STREQ(ImGui::GetClipboardText(), "before");
    mirror().activate(shown(Role::Button, "Bridge link").id);
    ui_.draw(draw, 3);
    EXPECT_EQ(copied, 1);
    EXPECT_STREQ(ImGui::GetClipboardText(), "https://meet.example/1");
    HeadlessUi::hover(shown(Role::Button, "Bridge link"));
    ui_.draw(draw);
    HeadlessUi::click(shown(Role::Button, "Bridge link"));
    ui_.draw(draw, 4);
    EXPECT_EQ(copied, 2);
}

TEST_F(TextLabelTest, ProgressIsReadInWholePercentOrAsUnknown)
{
    const auto read = [&](float fraction) {
        ui_.draw([&] { progress(fraction, "Used"); });
        return shown(Role::Progress, "Used").value;
    };
    EXPECT_EQ(read(0.5F), "50 %");
    EXPECT_EQ(read(0.678F), "68 %");
    EXPECT_EQ(read(0), "0 %");
    EXPECT_EQ(read(1.7F), "100 %");
    EXPECT_EQ(read(-1), "");
}

}
}
