// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/layout.h"

#include "client/mirror/mirror.h"
#include "client/theme/theme.h"
#include "client/widgets/controls/item.h"

#include <algorithm>

namespace watchfloor {

void begin_screen(std::string_view label)
{
    const ImGuiIO& io = ImGui::GetIO();
    ImGui::SetNextWindowPos({ 0, 0 });
    ImGui::SetNextWindowSize(io.DisplaySize);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    // The window is cleared to this ground already; filling it once more would double what a frame paints.
    ImGui::Begin("##screen", nullptr,
        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove
            | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus);
    ImGui::PopStyleVar();
    mirror().begin_group({ .id = item_id(label),
        .role = Role::Region,
        .label = std::string { shown_part(label) },
        .rect = { 0, 0, io.DisplaySize.x, io.DisplaySize.y } });
}

void end_screen()
{
    mirror().end_group();
    ImGui::End();
}

void begin_area(std::string_view label, ImVec2 size)
{
    // Nobody scrolls a wall: what does not fit there is counted, never hidden behind a bar.
    const bool wall = theme().surface == Surface::Wall;
    ImGui::BeginChild(std::string { label }.c_str(), size, ImGuiChildFlags_NavFlattened,
        wall ? ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse : ImGuiWindowFlags_None);
}

void end_area()
{
    ImGui::EndChild();
}

void same_line(float gap)
{
    ImGui::SameLine(0, grid(gap));
}

void align_right(float width)
{
    const float left = ImGui::GetContentRegionAvail().x - width;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, left));
}

void gap(float steps)
{
    ImGui::Dummy({ 1, std::max(1.0F, grid(steps) - ImGui::GetStyle().ItemSpacing.y) });
}

bool low_window()
{
    return ImGui::GetIO().DisplaySize.y < grid(230);
}

void separator()
{
    ImGui::Separator();
}

float column_width(int count, float gap_steps)
{
    const float gaps = grid(gap_steps) * static_cast<float>(count - 1);
    return std::max(1.0F, (ImGui::GetContentRegionAvail().x - gaps) / static_cast<float>(count));
}

float available_width()
{
    return ImGui::GetContentRegionAvail().x;
}

float available_height()
{
    return ImGui::GetContentRegionAvail().y;
}

}
