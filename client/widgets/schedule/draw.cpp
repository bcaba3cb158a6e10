// SPDX-License-Identifier: Apache-2.0
// The schedule with its toolbar and its list of overlaps.
#include "client/language/text.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "client/widgets/schedule/frame.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {

namespace {

constexpr std::size_t kMostConflictLines = 4;

void choose_zoom(ScheduleFrame& frame, ScheduleZoom zoom)
{
    frame.state.zoom = zoom;
    move_to(frame, calendar_start(frame.model, frame.model.now, zoom));
}

void draw_toolbar(ScheduleFrame& frame)
{
    const std::array<std::pair<ScheduleZoom, Text>, 3> zooms { { { ScheduleZoom::Day, Text::ScheduleDay },
        { ScheduleZoom::Week, Text::ScheduleWeek }, { ScheduleZoom::Month, Text::ScheduleMonth } } };
    for (const auto& [zoom, text] : zooms) {
        const bool chosen = frame.state.zoom == zoom;
        if (button(tr(text), { .kind = chosen ? ButtonKind::Primary : ButtonKind::Secondary }) && !chosen) {
            choose_zoom(frame, zoom);
        }
        same_line(1);
    }
    same_line(4);
    const auto step = Millis { static_cast<std::int64_t>(span_of(frame.state.zoom)) };
    if (icon_button(kIconChevronLeft, tr(Text::ScheduleEarlier))) {
        move_to(frame, frame.state.from - step);
    }
    same_line(1);
    if (button(tr(Text::ScheduleToday))) {
        move_to(frame, calendar_start(frame.model, frame.model.now, frame.state.zoom));
    }
    same_line(1);
    if (icon_button(kIconChevronRight, tr(Text::ScheduleLater))) {
        move_to(frame, frame.state.from + step);
    }
    same_line(4);
    ImGui::SetCursorPosY(
        ImGui::GetCursorPosY() + std::max(0.0F, std::round((ImGui::GetFrameHeight() - font_size(Type::Caption)) / 2)));
    const int offset = frame.model.zone.offset_at(frame.state.from);
    const Timestamp last = frame.state.from + step - Millis { 1 };
    const std::string from = format_date(frame.state.from, offset);
    const std::string to = format_date(last, offset);
    label(from == to ? from : from + " – " + to, { .type = Type::Caption, .colour = Colour::Secondary });
}

std::string words_of(const ScheduleModel& model, const ScheduleConflict& conflict)
{
    std::string words = conflict.words.empty() ? model.rows[conflict.row].name + ": " : conflict.words;
    for (std::size_t k = 0; conflict.words.empty() && k < conflict.titles.size(); ++k) {
        words += (k == 0 ? "" : " + ") + conflict.titles[k];
    }
    return words + ", " + format_date_and_clock(conflict.begin, model.zone.offset_at(conflict.begin));
}

std::string count_of(const std::vector<ScheduleConflict>& conflicts)
{
    return conflicts.empty()    ? std::string { tr(Text::ScheduleNone) }
        : conflicts.size() == 1 ? std::string { tr(Text::ScheduleOneConflict) }
                                : tr(Text::ScheduleConflicts, std::to_string(conflicts.size()));
}

// Below the plan: which bars of which row stand in each other's way.
void list_conflicts(const ScheduleModel& model, const std::vector<ScheduleConflict>& conflicts, ScheduleState& state)
{
    label(count_of(conflicts),
        { .type = Type::Caption, .face = Face::Medium, .colour = conflicts.empty() ? Colour::Muted : Colour::Major });
    for (std::size_t i = 0; i < std::min(conflicts.size(), kMostConflictLines); ++i) {
        label(words_of(model, conflicts[i]), { .type = Type::Caption, .colour = Colour::Secondary });
    }
    if (conflicts.size() > kMostConflictLines
        && link(tr(Text::More, std::to_string(conflicts.size() - kMostConflictLines)))) {
        state.all_conflicts = true;
    }
}

std::vector<ScheduleConflict> conflicts_of(const ScheduleModel& model)
{
    return model.conflicts ? *model.conflicts : schedule_conflicts(model);
}

float conflict_height(const std::vector<ScheduleConflict>& conflicts)
{
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    const float more = conflicts.size() > kMostConflictLines ? smallest_target() + spacing : 0;
    const std::size_t lines = 1 + std::min(conflicts.size(), kMostConflictLines);
    return static_cast<float>(lines) * (font_size(Type::Caption) + spacing) + more + grid(2);
}

}

std::vector<ScheduleCommand> draw_schedule(
    std::string_view id, const ScheduleModel& model, ScheduleState& state, float height)
{
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const ImGuiID canvas = item_id(id);
    ImGui::PushID(static_cast<int>(canvas));
    ScheduleFrame frame { model, state, *ImGui::GetWindowDrawList() };
    if (!state.placed) {
        state.from = calendar_start(model, model.now, state.zoom);
        state.placed = true;
    }
    draw_toolbar(frame);
    const auto conflicts = conflicts_of(model);
    frame.from = ImGui::GetCursorScreenPos();
    const float total = height > 0 ? height : room.y;
    frame.to = { start.x + std::max(room.x, grid(60)),
        std::max(start.y + total - conflict_height(conflicts), frame.from.y + grid(24)) };
    measure_schedule(frame);
    collect_targets(frame);
    add_schedule_canvas(frame, canvas);
    handle_schedule_mouse(frame);
    if (frame.focused) {
        handle_schedule_keys(frame, canvas);
    }
    const float view = frame.to.y - frame.ruler_bottom;
    state.scroll = std::clamp(state.scroll, 0.0F, std::max(0.0F, frame.content_height - view));
    draw_schedule_ground(frame);
    declare_targets(frame);
    draw_schedule_rows(frame, conflicts);
    if (model.rows.empty()) {
        const auto words = tr(Text::ScheduleEmpty);
        frame.list.AddText(font(Face::Regular), font_size(Type::Caption),
            { (frame.from.x + frame.to.x - schedule_text_width(words)) / 2, (frame.from.y + frame.to.y) / 2 },
            colour(Colour::Muted), words.data(), words.data() + words.size());
    }
    if (frame.focused) {
        draw_focus_ring({ frame.from.x + 2, frame.from.y + 2 }, { frame.to.x - 2, frame.to.y - 2 });
    }
    list_conflicts(model, conflicts, state);
    ImGui::PopID();
    return std::move(frame.commands);
}

void draw_all_conflicts(const ScheduleModel& model, ScheduleState& state)
{
    if (!state.all_conflicts) {
        return;
    }
    const auto conflicts = conflicts_of(model);
    const std::string title = count_of(conflicts);
    if (!begin_modal("conflicts", { .title = title })) {
        return;
    }
    for (const ScheduleConflict& conflict : conflicts) {
        label(words_of(model, conflict), { .wrap = true });
    }
    state.all_conflicts = end_modal() == ModalOutcome::Open;
}

}
