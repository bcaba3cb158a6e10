// SPDX-License-Identifier: Apache-2.0
// Marks without their colours: each is told from each other by its shape and its code.
#include "client/widgets/controls/badges.h"
#include "client/widgets/controls/rank_mark.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <bitset>
#include <set>
#include <string>
#include <vector>

namespace watchfloor {
namespace {

constexpr int kMaskCells = 32; // in a row
constexpr float kMaskCell = 2; // in pixels
constexpr float kMaskSide = kMaskCells * kMaskCell;
constexpr ImVec2 kMaskFrom { 100, 100 };

using MarkMask = std::bitset<static_cast<std::size_t>(kMaskCells* kMaskCells)>;

struct MarkShape {
    std::string code {};
    MarkMask ink {};
    bool priority = false; // a small difference will do: bars, one more or less
};

float cross_of(ImVec2 a, ImVec2 b, ImVec2 p)
{
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

float alpha_of(const ImDrawVert& vertex)
{
    return static_cast<float>((vertex.col >> IM_COL32_A_SHIFT) & 0xFFU) / 255;
}

// Whether this triangle covers the place with more ink than ground.
bool inks(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, ImVec2 place)
{
    const float area = cross_of(a.pos, b.pos, c.pos);
    if (area == 0) {
        return false;
    }
    const float of_a = cross_of(b.pos, c.pos, place) / area;
    const float of_b = cross_of(c.pos, a.pos, place) / area;
    const float of_c = 1 - of_a - of_b;
    const bool inside = of_a >= 0 && of_b >= 0 && of_c >= 0;
    return inside && of_a * alpha_of(a) + of_b * alpha_of(b) + of_c * alpha_of(c) > 0.5F;
}

// What was drawn from this index on, as cells of ink: of its colours nothing is left.
MarkMask mask_of(const ImDrawList& list, int from)
{
    MarkMask mask;
    const auto vertex = [&](int i) -> const ImDrawVert& {
        return list.VtxBuffer[static_cast<int>(list.IdxBuffer[i] + list._CmdHeader.VtxOffset)];
    };
    for (int i = from; i + 2 < list.IdxBuffer.Size; i += 3) {
        for (int cell = 0; cell < kMaskCells * kMaskCells; ++cell) {
            const ImVec2 place { kMaskFrom.x + (static_cast<float>(cell % kMaskCells) + 0.5F) * kMaskCell,
                kMaskFrom.y + (static_cast<float>(cell / kMaskCells) + 0.5F) * kMaskCell };
            if (inks(vertex(i), vertex(i + 1), vertex(i + 2), place)) {
                mask.set(static_cast<std::size_t>(cell));
            }
        }
    }
    return mask;
}

std::vector<MarkShape> all_marks()
{
    HeadlessUi ui;
    std::vector<MarkShape> marks;
    ui.draw([&] {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const ImVec2 centre { kMaskFrom.x + kMaskSide / 2, kMaskFrom.y + kMaskSide / 2 };
        marks.clear();
        for (const Severity severity : kSeverities) {
            const int from = list.IdxBuffer.Size;
            draw_severity_shape(list, severity, centre, kMaskSide);
            marks.push_back({ std::string(severity_code(severity)), mask_of(list, from), false });
        }
        for (const Rank rank : kRanks) {
            const int from = list.IdxBuffer.Size;
            draw_rank_shape(list, rank, centre, kMaskSide);
            marks.push_back({ std::string(rank_code(rank)), mask_of(list, from), rank >= Rank::P1 });
        }
    });
    return marks;
}

TEST(MarkShapesTest, WithoutColourEachMarkHasAShapeOfItsOwn)
{
    constexpr std::size_t kApart = 50; // cells
    constexpr std::size_t kBarApart = 15;
    const std::vector<MarkShape> marks = all_marks();
    for (std::size_t i = 0; i < marks.size(); ++i) {
        EXPECT_GT(marks[i].ink.count(), kApart) << marks[i].code << " is hardly there";
        for (std::size_t other = 0; other < i; ++other) {
            const bool bars = marks[i].priority && marks[other].priority;
            EXPECT_GE((marks[i].ink ^ marks[other].ink).count(), bars ? kBarApart : kApart)
                << marks[i].code << " looks like " << marks[other].code;
        }
    }
}

TEST(MarkShapesTest, EachMarkHasACodeOfItsOwn)
{
    std::set<std::string> codes;
    for (const MarkShape& mark : all_marks()) {
        EXPECT_TRUE(codes.insert(mark.code).second) << mark.code;
    }
}

}
}
