// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/test_picture.h"

#include "client/language/text.h"
#include "client/platform/sound.h"
#include "client/views/walls/wall_mute.h"
#include "client/views/walls/wall_type.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {
namespace {

// Everything the panel has, to its last pixel.
void draw_frame_and_circle(ImDrawList& list, ImVec2 size)
{
    constexpr float kThick = 2;
    constexpr int kCorners = 256; // ImGui's own choice ends at 48, which one sees on a circle so large
    const float radius = std::min(size.x, size.y) / 2 - kThick;
    list.PushClipRectFullScreen();
    list.AddRect(
        { kThick / 2, kThick / 2 }, { size.x - kThick / 2, size.y - kThick / 2 }, colour(Colour::Text), 0, 0, kThick);
    list.AddCircle({ size.x / 2, size.y / 2 }, radius, colour(Colour::Secondary), kCorners, kThick);
    list.PopClipRect();
}

// "4.5", "55".
std::string figure_of(double value)
{
    const auto tenths = static_cast<int>(std::lround(value * 10));
    return std::to_string(tenths / 10) + (tenths % 10 == 0 ? std::string() : "." + std::to_string(tenths % 10));
}

std::string tone_words()
{
    const std::string_view mute = wall_mute_words(sound_state());
    return std::string(!mute.empty()             ? mute
            : sound_state() == SoundState::Ready ? tr(Text::WallTestTone)
                                                 : tr(Text::WallTestNoTone));
}

WallLayout lay_out_words(const ViewInput& input, const WallTest& test, float width)
{
    const WallProfile& wall = theme().wall;
    WallLayout words;
    const auto add = [&](const std::string& text, float minutes, Face face) {
        if (!text.empty()) {
            words.add({ 0, words.height },
                fit_text(text,
                    { .width = width,
                        .lines = 3,
                        .largest = wall_letters(minutes),
                        .least = wall_letters(kLeastMinutes),
                        .face = face }),
                text);
        }
    };
    add(test.name, kHeadlineMinutes, Face::Medium);
    add(tr(Text::WallTestSize, std::to_string(wall.width_pixels), std::to_string(wall.height_pixels)), kFigureMinutes,
        Face::Regular);
    add(tr(Text::WallTestPlace, figure_of(wall.diagonal_inches), figure_of(wall.distance_m)), kFigureMinutes,
        Face::Regular);
    const auto& me = input.replica.me();
    add(tr(Text::WallTestBuild, me ? me->version : std::string()), kFigureMinutes, Face::Regular);
    add(tone_words(), kFigureMinutes, Face::Medium);
    add(std::string(tr(Text::WallTestLeast)), kLeastMinutes, Face::Regular);
    return words;
}

float widest_code()
{
    float widest = 0;
    for (const Severity severity : kSeverities) {
        widest = std::max(widest, text_width(severity_code(severity), Type::Body));
    }
    return widest;
}

// A bar for each severity in the colour, above the shape and the code that go with it everywhere: as many beside each
// other as there is room for their codes.
void draw_severity_bars(ImDrawList& list, ImVec2 from, ImVec2 size)
{
    const float letters = type_scale().size(Type::Body);
    const float words = letters * 1.3F;
    const auto fit = static_cast<std::size_t>(size.x / (words + widest_code() + grid(2)));
    const std::size_t most = std::clamp(fit, std::size_t { 1 }, kSeverities.size());
    const std::size_t rows = (kSeverities.size() + most - 1) / most;
    const std::size_t columns = (kSeverities.size() + rows - 1) / rows; // none stands alone in the last row
    const ImVec2 cell { size.x / static_cast<float>(columns), size.y / static_cast<float>(rows) };
    for (std::size_t i = 0; i < kSeverities.size(); ++i) {
        const Severity severity = kSeverities[i];
        const ImVec2 corner { from.x + cell.x * static_cast<float>(i % columns),
            from.y + cell.y * static_cast<float>(i / columns) };
        const float bar = std::max(grid(1), cell.y - letters * 1.5F);
        list.AddRectFilled(corner, { corner.x + cell.x - grid(1), corner.y + bar }, colour(severity_colour(severity)));
        const float middle = corner.y + bar + letters * 0.65F;
        draw_severity_shape(list, severity, { corner.x + letters / 2, middle }, letters * 0.9F);
        ImGui::SetCursorScreenPos({ corner.x + words, middle - letters / 2 });
        label(severity_code(severity), { .width = cell.x - words });
    }
}

}

void draw_test_picture(const ViewInput& input, const WallTest& test)
{
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    auto& list = *ImGui::GetWindowDrawList();
    draw_frame_and_circle(list, size);
    const float width = available_width();
    const WallLayout words = lay_out_words(input, test, width);
    for (const WallPiece& piece : words.pieces) { // the circle strikes through none of them
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const ImVec2 from { at.x + piece.at.x, at.y + piece.at.y };
        list.AddRectFilled(
            from, { from.x + piece.text.width, from.y + piece.text.height() }, colour(Colour::Background0));
    }
    draw_layout(words);
    const float height = std::max(grid(10), available_height());
    draw_severity_bars(list, ImGui::GetCursorScreenPos(), { width, height });
}

}
