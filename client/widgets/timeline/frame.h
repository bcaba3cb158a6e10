// SPDX-License-Identifier: Apache-2.0
#pragma once

// The timeline's inside: what its parts share while one frame is drawn. For its own sources and
// its tests.
#include "client/widgets/controls/badges.h"
#include "client/widgets/timeline/layout.h"
#include "client/widgets/timeline/timeline.h"

#include <imgui.h>

#include <span>

namespace watchfloor {

struct LaneGeometry {
    float top = 0; // screen pixels, scrolled
    float bottom = 0;
    float items_top = 0; // of its first line of items
    float row_height = 0;
    int rows = 1;
};

struct TimelineGeometry {
    ImVec2 from {}; // gutter, ruler, lanes and overview together
    ImVec2 to {};
    float plot_left = 0;
    float ruler_bottom = 0;
    float lanes_bottom = 0;
    float content_height = 0;     // of all lanes
    std::size_t hidden_lanes = 0; // wholly or partly out of sight
    std::size_t folded_lanes = 0; // empty ones that make room for the others
    std::vector<LaneGeometry> lanes {};
};

// Where now stands while it is followed, unless somebody moved it.
constexpr double kNowShare = 0.88;

constexpr std::size_t kMostMarks = 32;

// What lies under the mouse.
struct TimelineHover {
    std::optional<std::uint64_t> seq {};
    std::uint32_t count = 0; // above 1: a merged block…
    MergedCounts merged {};  // …of these
    std::optional<std::size_t> lane {};
    Timestamp from {};
    Timestamp to {};
};

enum class TimelineDrag : std::uint8_t { None, Pan, Range, Overview };

struct LabelRect {
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    std::optional<std::uint64_t> seq {}; // of the item it names
    bool cut = false;                    // ends with an ellipsis
};

struct OverviewColumn {
    std::uint32_t count = 0;
    ItemSeverity worst {};
};

// Caches and gestures that outlive a frame.
struct TimelineRuntime {
    DetailCache detail {};
    DetailCache overview_detail {};
    std::vector<LaneLayout> layouts {};
    std::vector<ReductionCache> curves {};
    std::vector<int> rows_wanted {}; // per lane, by what was crowded; never shrinks
    // Per lane: items that no shape of the frame stands for with a number beside it.
    std::vector<std::uint32_t> untold {};
    std::vector<OverviewColumn> overview {};
    std::uint64_t overview_version = 0;
    TimeAxis overview_axis {};
    std::optional<TimelineColumns::Extent> extent {};
    std::uint64_t extent_version = static_cast<std::uint64_t>(-1);

    TimelineDrag drag = TimelineDrag::None;
    TimeAxis drag_axis {};
    ImVec2 drag_from {};
    float drag_scroll = 0;
    bool dragged = false;
    std::optional<std::uint64_t> pressed_seq {}; // what lay under the mouse when it went down
    double now_share = kNowShare;                // where now stands while following
    TimelineHover hover {};
    bool hovered = false;
    bool focused = false;
    // Labels of this frame and the one before: the mouse finds items by their words too.
    std::vector<LabelRect> labels {};
    std::vector<LabelRect> labels_before {};
};

struct TimelineFrame {
    const TimelineModel& model;
    TimelineViewState& state;
    TimelineRuntime& runtime;
    TimelineGeometry geometry;
    ImDrawList& list;
    std::optional<TimelineGoal> goal {}; // of the frame before
    std::vector<TimelineCommand> commands {};

    bool in_plot(ImVec2 at) const;
    bool in_ruler(ImVec2 at) const;
    bool in_overview(ImVec2 at) const;
    std::optional<std::size_t> lane_at(float y) const;
};

TimelineGeometry timeline_geometry(
    const TimelineModel& model, const TimelineRuntime& runtime, ImVec2 from, ImVec2 to, float scroll);
float overview_height(const TimelineModel& model);
// Without the date and the second clock.
bool short_ruler(const TimelineModel& model);
const TimelineColumns& columns_of(const TimelineModel& model);
// All that is known: items, windows, now.
TimelineRange whole_extent(const TimelineModel& model, TimelineRuntime& runtime);

// The steps of a frame, in this order.
void follow_now(TimelineFrame& frame);
void handle_timeline_input(TimelineFrame& frame, ImGuiID canvas);
void handle_timeline_keys(TimelineFrame& frame, ImGuiID canvas);
void lay_out_lanes(TimelineFrame& frame);
// What the words of a mark take with their sign and code, whole.
float words_room(const TimelineFrame& frame, const Mark& mark);
void find_hover(TimelineFrame& frame);
bool lane_visible(const TimelineFrame& frame, std::size_t lane);
void draw_ground(TimelineFrame& frame);
void draw_lanes(TimelineFrame& frame);
void draw_dense_lane(TimelineFrame& frame, std::size_t lane);
void draw_curve_lane(TimelineFrame& frame, std::size_t lane);
// Returns how many items went into a shape that had no room for their number.
std::uint32_t draw_placed_items(TimelineFrame& frame, std::size_t lane);
void draw_overlays(TimelineFrame& frame);
void draw_gutter(TimelineFrame& frame);
void draw_ruler(TimelineFrame& frame);
void draw_overview(TimelineFrame& frame);
void draw_tooltip(const TimelineFrame& frame);
void declare_rows(TimelineFrame& frame);

// Selects and brings into view.
void select_item(TimelineFrame& frame, std::optional<std::uint64_t> seq);
void move_view(TimelineFrame& frame, const TimeAxis& axis);
// Zooming out ends at everything there is.
void zoom_view(TimelineFrame& frame, double factor, float anchor);
TimeAxis longest_view(TimelineFrame& frame);
void show_everything(TimelineFrame& frame);
void fit_item(TimelineFrame& frame, const TimelineItem& item);
// Where the item stands in the present order.
Timestamp placed_at(const TimelineFrame& frame, const TimelineItem& item);

Severity shown_severity(ItemSeverity severity);
ImU32 severity_ink(ItemSeverity severity, float alpha = 1.0F);

// Text at caption size, cut with an ellipsis to `width`; returns the width used, 0 if not even a
// letter fits. Remembers the rectangle.
struct TextOptions {
    float width = 1e9F;
    Colour colour = Colour::Text;
    Face face = Face::Regular;
    std::optional<std::uint64_t> seq {};
};
float draw_label(TimelineFrame& frame, ImVec2 at, std::string_view text, const TextOptions& options);
float label_width(std::string_view text, Face face = Face::Regular);
// A line's width, grown with the surface like the text beside it.
float stroke(float pixels);

}
