// SPDX-License-Identifier: Apache-2.0
// What a chart draws where: the ink at a place, as the triangles cover it.
#include "client/theme/fonts.h"
#include "client/widgets/chart/chart.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <cmath>

namespace watchfloor {
namespace {

constexpr ImVec2 kFrom { 200, 100 };
constexpr ImVec2 kTo { 600, 300 };

struct ChartTriangle {
    std::array<ImVec2, 3> corners {};
    ImVec4 clip {};
    ImU32 ink = 0;

    bool covers(ImVec2 at) const
    {
        if (at.x < clip.x || at.x > clip.z || at.y < clip.y || at.y > clip.w) {
            return false;
        }
        return ImTriangleContainsPoint(corners[0], corners[1], corners[2], at);
    }
};

// All that a list holds from this index on.
std::vector<ChartTriangle> triangles_of(const ImDrawList& list, int from)
{
    std::vector<ChartTriangle> found;
    for (const ImDrawCmd& command : list.CmdBuffer) {
        const auto end = static_cast<int>(command.IdxOffset + command.ElemCount);
        for (int i = std::max(from, static_cast<int>(command.IdxOffset)); i + 2 < end; i += 3) {
            ChartTriangle triangle;
            triangle.clip = command.ClipRect;
            for (int corner = 0; corner < 3; ++corner) {
                const auto& vertex = list.VtxBuffer[static_cast<int>(command.VtxOffset + list.IdxBuffer[i + corner])];
                triangle.corners[static_cast<std::size_t>(corner)] = vertex.pos;
                triangle.ink = corner == 0 ? vertex.col : triangle.ink;
            }
            found.push_back(triangle);
        }
    }
    return found;
}

// A level is of the severity that its alert is of.
constexpr Colour kWarningInk = Colour::Minor;
constexpr Colour kCriticalInk = Colour::Critical;

class ChartPictureTest : public testing::Test {
protected:
    ChartPictureTest()
    {
        chart_.samples = &series_;
        axis_.left = kFrom.x;
        axis_.width = kTo.x - kFrom.x;
        axis_.millis_per_pixel = 100;
        style_.area = false;
        style_.threshold_labels = false;
        style_.last_value = false;
    }

    void put(double second, double value) { series_.put({ { static_cast<std::int64_t>(second * 1000) }, value }); }

    // Forty seconds over four hundred pixels, 0 to 100 over two hundred.
    void plot(std::size_t columns = 400)
    {
        ui_.draw([&] {
            ImDrawList& list = *ImGui::GetWindowDrawList();
            const int from = list.IdxBuffer.Size;
            const auto reduction = series_.reduce(axis_.from(), axis_.to(), columns, Millis { 5000 });
            plot_series(list, kFrom, kTo, axis_, chart_, reduction, { 0, 100, 20 }, style_);
            drawn_ = triangles_of(list, from);
        });
    }

    // A chart of its own, from 0 to `seconds`.
    void draw(double seconds, ChartOptions options = {})
    {
        ui_.draw([&] {
            ImGui::SetCursorScreenPos(kFrom);
            options.from = { 0 };
            options.to = { static_cast<std::int64_t>(seconds * 1000) };
            const ImDrawList& list = *ImGui::GetWindowDrawList();
            const int from = list.IdxBuffer.Size;
            right_ = kFrom.x + ImGui::GetContentRegionAvail().x - grid(2);
            draw_chart("chart", chart_, state_, options);
            drawn_ = triangles_of(list, from);
        });
    }

    ImVec2 place(double second, double value) const
    {
        return { axis_.x(second * 1000), kTo.y - static_cast<float>(value / 100) * (kTo.y - kFrom.y) };
    }

    // What lies on top there; nothing where nothing does.
    std::optional<ImU32> ink_at(ImVec2 at) const
    {
        std::optional<ImU32> ink;
        for (const ChartTriangle& triangle : drawn_) {
            ink = triangle.covers(at) ? std::optional { triangle.ink } : ink;
        }
        return ink;
    }
    bool inked(ImVec2 at) const { return ink_at(at).has_value(); }
    bool inked_in(ImVec2 at, Colour name) const
    {
        const auto ink = ink_at(at);
        return ink && (*ink & ~IM_COL32_A_MASK) == (colour(name) & ~IM_COL32_A_MASK);
    }

    HeadlessUi ui_;
    SampleSeries series_;
    ChartSeries chart_;
    ChartState state_;
    TimeAxis axis_;
    PlotStyle style_;
    std::vector<ChartTriangle> drawn_;
    float right_ = 0;
};

TEST_F(ChartPictureTest, ALineRunsThroughItsSamplesAndEndsAtAGap)
{
    put(5, 50);
    put(8, 50);
    put(20, 50);
    put(23, 50);
    plot();
    EXPECT_TRUE(inked(place(6, 50)));
    EXPECT_TRUE(inked(place(21, 50)));
    EXPECT_FALSE(inked(place(12, 50)));
    EXPECT_FALSE(inked(place(3, 50)));
}

TEST_F(ChartPictureTest, WhatIsForetoldIsDashedAndLiesInABand)
{
    for (int second = 10; second <= 20; ++second) {
        put(second, 50);
    }
    chart_.forecast = { { { 20'000 }, 50, 50, 50 }, { { 40'000 }, 30, 60, 90 } };
    plot();
    EXPECT_TRUE(inked_in(place(30, 65), Colour::Accent));
    EXPECT_TRUE(inked_in(place(30, 45), Colour::Accent));
    EXPECT_FALSE(inked(place(30, 75))) << "above the band";
    EXPECT_FALSE(inked(place(30, 35))) << "below it";
    EXPECT_FALSE(inked(place(15, 60))) << "what was measured has none";
    int dashes = 0;
    bool in_dash = false;
    for (double second = 22; second < 39; second += 0.1) {
        const auto ink = ink_at(place(second, 50 + (second - 20) / 2));
        ASSERT_TRUE(ink.has_value()) << second;
        const bool solid = (*ink >> IM_COL32_A_SHIFT) > 200;
        dashes += solid && !in_dash ? 1 : 0;
        in_dash = solid;
    }
    EXPECT_GE(dashes, 5);
}

TEST_F(ChartPictureTest, ALineRunsOnToWhatLiesBeyondTheStretch)
{
    put(-2, 50);
    put(2, 50);
    put(38, 50);
    put(42, 50);
    plot();
    EXPECT_TRUE(inked(place(0.5, 50)));
    EXPECT_TRUE(inked(place(39.5, 50)));
}

TEST_F(ChartPictureTest, WhatLiesFarOutsideTheScaleIsDrawnAtItsEdge)
{
    put(10, 50);
    put(12, 10'000);
    put(14, 50);
    plot();
    for (const ChartTriangle& triangle : drawn_) {
        for (const ImVec2& corner : triangle.corners) {
            EXPECT_GT(corner.y, kFrom.y - 12) << "or the line would seem to rise at once";
        }
    }
}

TEST_F(ChartPictureTest, WithinAColumnTheLineGoesByItsExtremesInTheirOrder)
{
    for (const auto& [second, value] : { std::pair { 1.0, 10.0 }, { 2.0, 0.0 }, { 3.0, 100.0 }, { 9.0, 90.0 } }) {
        put(second, value);
    }
    plot(4);
    EXPECT_TRUE(inked(place(3, 5))) << "first down";
    EXPECT_TRUE(inked(place(5, 45))) << "then up";
    EXPECT_TRUE(inked(place(7, 95)));
    EXPECT_FALSE(inked(place(3, 55)));
}

TEST_F(ChartPictureTest, BeyondAThresholdTheLineHasItsColour)
{
    chart_.warning = 60;
    chart_.critical = 80;
    for (const auto& [second, value] :
        { std::pair { 2.0, 40.0 }, { 6.0, 40.0 }, { 7.0, 70.0 }, { 11.0, 70.0 }, { 12.0, 90.0 }, { 16.0, 90.0 } }) {
        put(second, value);
    }
    plot();
    EXPECT_TRUE(inked_in(place(4, 40), chart_.line));
    EXPECT_TRUE(inked_in(place(9, 70), kWarningInk));
    EXPECT_TRUE(inked_in(place(14, 90), kCriticalInk)) << "and not that of the warning";
}

TEST_F(ChartPictureTest, BeyondALowThresholdIsBelowIt)
{
    chart_.warning = 30;
    chart_.low_is_bad = true;
    for (const auto& [second, value] : { std::pair { 2.0, 40.0 }, { 6.0, 40.0 }, { 7.0, 20.0 }, { 11.0, 20.0 } }) {
        put(second, value);
    }
    plot();
    EXPECT_TRUE(inked_in(place(4, 40), chart_.line));
    EXPECT_TRUE(inked_in(place(9, 20), kWarningInk));
}

TEST_F(ChartPictureTest, OnlyThresholdsOfTheScaleAreDrawn)
{
    style_.threshold_labels = true;
    chart_.critical = 100;
    plot();
    EXPECT_TRUE(inked_in(place(0.1, 100), kCriticalInk)) << "its end belongs to it";
    chart_.critical = 101;
    plot();
    EXPECT_TRUE(drawn_.empty());
    chart_.critical = -1;
    plot();
    EXPECT_TRUE(drawn_.empty());
}

TEST_F(ChartPictureTest, OfTwoThresholdsOnOneLineOnlyTheGraverIsNamed)
{
    style_.threshold_labels = true;
    chart_.critical = 90;
    chart_.warning = 50;
    plot();
    const auto apart = drawn_.size();
    chart_.warning = 89;
    plot();
    EXPECT_LT(drawn_.size(), apart);
}

TEST_F(ChartPictureTest, OfTwoCrossingsAtOnePlaceOnlyTheGraverIsMarked)
{
    chart_.warning = 60;
    chart_.critical = 80;
    put(8, 40);
    put(10, 40);
    put(10.1, 95);
    put(12, 95);
    plot();
    const auto beside = [&](double value) {
        const ImVec2 at = place(10.1, value);
        return inked({ at.x + 2, at.y + 2 });
    };
    EXPECT_TRUE(beside(80));
    EXPECT_FALSE(beside(60));
    chart_.critical = std::nullopt;
    plot();
    EXPECT_TRUE(beside(60));
}

TEST_F(ChartPictureTest, CrossingsOutsideTheScaleAreNotMarked)
{
    chart_.critical = 101;
    put(8, 40);
    put(10, 40);
    put(10.1, 150);
    put(14, 150);
    plot();
    for (const ChartTriangle& triangle : drawn_) {
        EXPECT_EQ(triangle.ink & ~IM_COL32_A_MASK, colour(chart_.line) & ~IM_COL32_A_MASK);
    }
}

TEST_F(ChartPictureTest, TheLastValueIsMarkedOnlyWhereItIsInTheStretch)
{
    style_.last_value = true;
    put(10, 50);
    plot();
    const ImVec2 beside { 0, grid(0.9F) - 1 };
    const auto marked = [&](double second) {
        const ImVec2 at = place(second, 50);
        return inked({ at.x + beside.x, at.y + beside.y });
    };
    EXPECT_TRUE(marked(10));
    put(50, 50);
    plot();
    EXPECT_FALSE(marked(50));
}

TEST_F(ChartPictureTest, TheAxisHasALineForEachStepAndNoneOutside)
{
    chart_.floor = 0;
    chart_.ceiling = 100;
    put(5, 30);
    draw(40, { .height = 180, .time_axis = false });
    const float text = font_size(Type::Caption);
    const float top = kFrom.y + std::ceil(text / 2);
    const float bottom = kFrom.y + 180 - text / 2;
    const auto line_at = [&](float share) {
        const float y = std::round(bottom - share * (bottom - top));
        return inked({ right_ - 3, y }) || inked({ right_ - 3, y - 0.4F });
    };
    EXPECT_TRUE(line_at(0));
    EXPECT_TRUE(line_at(0.5F));
    EXPECT_TRUE(line_at(1));
    for (const float below : { -0.1F, -0.2F, -0.25F, -0.5F }) {
        EXPECT_FALSE(line_at(below)) << below;
    }
}

TEST_F(ChartPictureTest, ANoughtIsAValueToReadersToo)
{
    chart_.name = "Free";
    chart_.unit = ChartUnit::Percent;
    put(5, 0);
    draw(40);
    ASSERT_NE(mirror().find(Role::Image, "Free"), nullptr);
    EXPECT_EQ(mirror().find(Role::Image, "Free")->value, "0 %");
}

TEST_F(ChartPictureTest, TheReadoutTellsOfNoValueAcrossAGap)
{
    chart_.floor = 0;
    chart_.ceiling = 100;
    chart_.max_gap = Millis { 1000 };
    for (int second = 0; second < 12; ++second) {
        put(second, 50);
    }
    const auto dotted = [&] {
        return std::any_of(drawn_.begin(), drawn_.end(), [&](const ChartTriangle& triangle) {
            const float size = grid(0.75F) * 2;
            const ImVec2 across { triangle.corners[1].x - triangle.corners[0].x,
                triangle.corners[2].y - triangle.corners[0].y };
            return triangle.ink == colour(Colour::Text) && triangle.corners[0].x < kFrom.x + 120
                && std::abs(across.x) <= size && std::abs(across.y) <= size;
        });
    };
    // A minute after the last sample, then upon one.
    ImGui::GetIO().AddMousePosEvent(kFrom.x + 200, kFrom.y + 90);
    draw(400);
    EXPECT_FALSE(dotted());
    ImGui::GetIO().AddMousePosEvent(kFrom.x + 60, kFrom.y + 90);
    draw(400);
    EXPECT_TRUE(dotted());
}

TEST_F(ChartPictureTest, ALineThatOnlyPassesThroughIsData)
{
    chart_.floor = 0;
    chart_.ceiling = 100;
    chart_.max_gap = Millis { 60'000 };
    const auto muted_in_the_middle = [&] {
        const float middle = (kFrom.x + right_) / 2;
        return std::any_of(drawn_.begin(), drawn_.end(), [&](const ChartTriangle& triangle) {
            return triangle.ink == colour(Colour::Muted) && std::abs(triangle.corners[0].x - middle) < 150;
        });
    };
    draw(20, { .time_axis = false });
    EXPECT_TRUE(muted_in_the_middle()) << "no data yet";
    put(-10, 5);
    put(30, 5);
    draw(20, { .time_axis = false });
    EXPECT_FALSE(muted_in_the_middle());
}

}
}
