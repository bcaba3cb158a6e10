// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/theme/icons.h"
#include "client/widgets/axis/time_axis.h"
#include "client/widgets/chart/chart.h"
#include "shared/timeline/detail.h"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace watchfloor {

// How the items of a lane are drawn.
enum class LaneStyle : std::uint8_t {
    Bars,     // alerts, work orders, changes: intervals stacked in rows
    Notes,    // people's entries: an icon and a word each
    Bands,    // states and duty tenure: one follows the other
    Diamonds, // updates: promised outlined, published filled
    Hatched,  // maintenance windows
    Curve,    // capacity
};

// One row of the timeline with its pinned name.
struct LaneModel {
    std::string name {};
    LaneStyle style = LaneStyle::Notes;
    Icon icon = nullptr;
    std::uint16_t lane = 0; // in the columns; unused by Curve
    int rows = 0;           // lines of items; 0: as the style likes it
    // Maintenance windows of the model are hatched behind this lane.
    bool shows_windows = false;
    std::optional<std::size_t> curve {}; // index into the model's curves
};

struct TimelineWindow {
    Timestamp begin {};
    Timestamp end {};
};

// Plain data for one frame. What it points to outlives the call.
struct TimelineModel {
    const TimelineColumns* columns = nullptr;
    std::vector<LaneModel> lanes {};
    std::vector<ChartSeries> curves {};
    std::vector<TimelineWindow> windows {};
    // Those that nobody approved: outlined in their lane, not hatched.
    std::vector<TimelineWindow> planned {};
    Timestamp now {};
    SiteZone zone {};
    // More of the columns is on its way: what everything there is, is not known yet.
    bool partial = false;
    // Set while data stopped coming: everything after it is unknown, and drawn so.
    std::optional<Timestamp> frozen_since {};
    // The words of an item, empty while they are being fetched. Asked for only what is drawn.
    std::function<std::string_view(std::uint64_t seq)> label_for {};
    // Who it is from and where it belongs; asked for only what is pointed at.
    std::function<std::string(std::uint64_t seq)> note_for {};
    // Hides toolbar, minimap and everything a mouse is needed for; shows whole lanes only, with as few
    // lines of items as will do.
    bool wall = false;
    // Hides the minimap, where the lanes need its height.
    bool without_overview = false;
    // The lanes and one line of ruler: neither toolbar nor minimap, where there is height for little else.
    bool strip = false;
    // The key that makes room for lanes out of sight, said where they are counted.
    std::string grow_key {};
};

// What everything there is keeps free on either side, as a share of it.
constexpr double kWholeMargin = 0.03;

struct TimelineRange {
    Timestamp from {};
    Timestamp to {};
    friend bool operator==(const TimelineRange& a, const TimelineRange& b) = default;
};

// Where a view is led to: a stretch of time with a margin (a share of the width) on either side, or as long a stretch
// that goes on with now. Without a stretch: everything there is.
struct TimelineGoal {
    std::optional<TimelineRange> range {};
    bool follows = false;
    double margin = 0;
};

struct TimelineRuntime;

// What a person chose and the widget remembers between frames.
struct TimelineViewState {
    TimelineViewState();
    ~TimelineViewState();
    TimelineViewState(TimelineViewState&&) noexcept;
    TimelineViewState& operator=(TimelineViewState&&) noexcept;

    TimeAxis axis {};
    bool placed = false;      // false until the axis shows something chosen
    bool wants_keys = false;  // its screen was opened: it takes the keyboard when it is drawn
    bool following = true;    // now stays at its place near the right edge
    bool wheel_zooms = false; // the plain wheel zooms instead of scrolling lanes
    TimeOrder order = TimeOrder::Occurred;
    std::optional<std::uint64_t> selected {};
    std::optional<TimelineRange> range {};
    std::vector<Timestamp> marks {};
    // Reached in the next frame, which tells of it by ViewMoved; everything there is once all of it came.
    std::optional<TimelineGoal> goal {};
    float scroll = 0;
    std::size_t focused_lane = 0;
    std::unique_ptr<TimelineRuntime> runtime;
};

// What the user asked for. The widget has changed its own state already.
struct ItemSelected {
    std::optional<std::uint64_t> seq {};
};
struct ItemOpened {
    std::uint64_t seq = 0;
};
struct ItemMenuAsked {
    std::uint64_t seq = 0;
};
struct RangeSelected {
    std::optional<TimelineRange> range {};
};
struct ViewMoved {
    Timestamp from {};
    Timestamp to {};
};
struct TimeOrderChanged {
    TimeOrder order {};
};
// By button or key: another time is to be chosen.
struct TimePickAsked { };
using TimelineCommand
    = std::variant<ItemSelected, ItemOpened, ItemMenuAsked, RangeSelected, ViewMoved, TimeOrderChanged, TimePickAsked>;

// Draws into what is left of the current window, or `height` of it.
std::vector<TimelineCommand> draw_timeline(
    std::string_view id, const TimelineModel& model, TimelineViewState& state, float height = 0);

// What a strip needs to show every lane that has something in it, each as low as its words.
float strip_height(const TimelineModel& model);

// What belongs into the address: t0 and t1 (milliseconds, absent while following: `span` then), sel,
// r0 and r1, order, marks, y (how far the lanes are scrolled). `apply` ignores what it cannot read.
using QueryPairs = std::vector<std::pair<std::string, std::string>>;
inline constexpr std::array<std::string_view, 9> kTimelineParameters { "span", "t0", "t1", "sel", "r0", "r1", "order",
    "marks", "y" };
QueryPairs timeline_query(const TimelineViewState& state);
// The same with t0 and t1 in any case: who reads it tomorrow sees what is shown now.
QueryPairs fixed_timeline_query(const TimelineViewState& state);
void apply_timeline_query(TimelineViewState& state, const QueryPairs& query);

// "Deployment", "Decision", …
std::string_view item_kind_name(ItemKind kind);
std::string_view item_severity_name(ItemSeverity severity);
Icon item_kind_icon(ItemKind kind);

}
