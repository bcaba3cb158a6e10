// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_lines.h"

#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/rank_mark.h"
#include "client/widgets/controls/text_label.h"

#include <algorithm>

namespace watchfloor {

float wall_line_height()
{
    return ImGui::GetTextLineHeightWithSpacing();
}

int wall_lines_that_fit()
{
    // The last line needs no distance below it.
    return std::max(1, static_cast<int>((available_height() + ImGui::GetStyle().ItemSpacing.y) / wall_line_height()));
}

float wall_column(float share)
{
    return share * ImGui::GetWindowWidth();
}

void go_to_wall_column(float share)
{
    ImGui::SameLine();
    ImGui::SetCursorPosX(ImGui::GetCursorStartPos().x + wall_column(share));
}

float wall_words_at()
{
    const float mark = std::max(badge_size(Severity::Critical).x, rank_mark_size(Rank::P1, ImGui::GetFontSize()).x);
    return std::max(wall_column(0.13F), mark + grid(3));
}

void go_to_wall_words()
{
    ImGui::SameLine();
    ImGui::SetCursorPosX(ImGui::GetCursorStartPos().x + wall_words_at());
}

bool wall_is_narrow()
{
    constexpr float kLettersBeside = 20;
    return ImGui::GetWindowWidth() < kLettersBeside * type_scale().size(Type::Body);
}

void wall_text(std::string_view text, float width, Face face, Colour ink, Type largest)
{
    const Type type = text_width(text, largest, face) <= width ? largest : Type::Caption;
    // Smaller letters stand on the line of the others.
    const float lower = (type_scale().size(Type::Body) - type_scale().size(type)) * 0.75F;
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + lower);
    label(text, { .type = type, .face = face, .colour = ink, .width = width });
}

void draw_words(ImVec2 at, float size, std::string_view text, Face face, Colour ink)
{
    const char* end = text.data() + text.size();
    const float width = font(face)->CalcTextSizeA(size, 1e6F, 0, text.data(), end).x;
    declare({ .id = text_id(text),
        .role = Role::Text,
        .label = std::string(text),
        .rect = visible_rect(at, { width, size }) });
    ImGui::GetWindowDrawList()->AddText(font(face), size, at, colour(ink), text.data(), end);
}

void draw_cut(const SeverityCounts& cut, std::size_t unseen)
{
    if (const std::string words = cut_words(cut, unseen); !words.empty()) {
        label(words, { .colour = Colour::Secondary });
    }
}

}
