// SPDX-License-Identifier: Apache-2.0
#pragma once

// The schedule's inside, shared by its own sources.
#include "client/theme/fonts.h"
#include "client/widgets/schedule/schedule.h"

#include <imgui.h>

namespace watchfloor {

struct RowGeometry {
    float top = 0;
    float bottom = 0;
    std::vector<int> lines {};
};

// An item one can select: a bar or a due date.
struct Target {
    std::string_view id {};
    std::size_t row = 0;
    Timestamp at {};
    ImVec2 from {};
    ImVec2 to {};
    float room = 0; // how far right words may go
    std::string words {};
};

struct ScheduleFrame {
    const ScheduleModel& model;
    ScheduleState& state;
    ImDrawList& list;
    ImVec2 from {};
    ImVec2 to {};
    float plot_left = 0;
    float ruler_bottom = 0;
    float line_height = 0;
    TimeAxis axis {};
    std::vector<RowGeometry> rows {};
    float content_height = 0;
    std::vector<Target> targets {};
    std::vector<ScheduleCommand> commands {};
    bool hovered = false;
    bool focused = false;
};

constexpr std::int64_t kScheduleDay = 86'400'000;

double span_of(ScheduleZoom zoom);
// What the line of now is called: within a day, "now"; where days are marks, "Today".
std::string_view schedule_now_word(ScheduleZoom zoom);
// The start of the site's day that holds the instant; of its week, of its month.
Timestamp calendar_start(const ScheduleModel& model, Timestamp at, ScheduleZoom zoom);
void move_to(ScheduleFrame& frame, Timestamp from);
// "overdue 12 d", "due Fri 21 Nov 2025", "done".
std::string due_state(const ScheduleFrame& frame, const ScheduleDue& due);
float schedule_text_width(std::string_view text, Face face = Face::Regular);

// Where the title of a bar stands that takes `wanted`: pinned to the left edge of what is to be seen of it, or behind it
// where there is more room; without a width there is none for it.
struct TitlePlace {
    float x = 0;
    float width = 0;
    bool inside = false;
};
TitlePlace title_place(const ScheduleFrame& frame, const Target& target, float wanted);
// Whether a bar, a date or its words stand there.
bool is_taken(const ScheduleFrame& frame, std::size_t row, ImVec2 from, ImVec2 to);

// The steps of a frame, in this order.
void measure_schedule(ScheduleFrame& frame);
void collect_targets(ScheduleFrame& frame);
void add_schedule_canvas(ScheduleFrame& frame, ImGuiID canvas);
void handle_schedule_mouse(ScheduleFrame& frame);
void handle_schedule_keys(ScheduleFrame& frame, ImGuiID canvas);
void draw_schedule_ground(ScheduleFrame& frame);
void declare_targets(ScheduleFrame& frame);
void draw_schedule_rows(ScheduleFrame& frame, const std::vector<ScheduleConflict>& conflicts);

}
