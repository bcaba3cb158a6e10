// SPDX-License-Identifier: Apache-2.0
#include "client/views/timeline/timeline_csv.h"

#include "client/frame/frame_schedule.h"
#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "shared/core/csv.h"
#include "shared/core/sorting.h"

#include <imgui.h>

#include <utility>
#include <vector>

namespace watchfloor {
namespace {

// So long no further word comes before the rows are saved without.
constexpr double kSecondsAwaited = 3;

struct ShownItem {
    std::int64_t millis = 0; // by which it is placed
    TimelineItem item {};
    std::string_view lane {};
};

void add_shown_items(std::vector<ShownItem>& shown, const TimelineModel& model, const LaneModel& lane,
    const TimeAxis& axis, TimeOrder order)
{
    const LaneSpans& spans = model.columns->lane(lane.lane, order);
    const std::int64_t from = axis.from().millis;
    const auto end = spans.lower_bound(axis.to().millis + 1);
    for (auto at = spans.begin(); at != end && shown.size() <= kMostSavedRows; at = spans.next(at)) {
        const PackedSpan& span = spans.at(at);
        const std::int64_t begin = spans.key_at(at);
        // By the time recorded an item is an instant.
        const bool lasts = order == TimeOrder::Occurred && unpack_end(begin, span.duration).millis >= from;
        const auto item = begin >= from || lasts ? model.columns->find(span.seq()) : std::nullopt;
        if (item) {
            shown.push_back({ begin, *item, lane.name });
        }
    }
}

std::string marks_of(const TimelineItem& item)
{
    constexpr std::pair<std::uint8_t, Text> kMarks[] { { kItemLate, Text::TimelineLate },
        { kItemMuted, Text::TimelineMuted }, { kItemExercise, Text::TimelineExercise },
        { kItemSuperseded, Text::TimelineSuperseded }, { kItemAcknowledged, Text::TimelineAcknowledged } };
    std::string marks;
    for (const auto& [flag, word] : kMarks) {
        if ((item.flags & flag) != 0) {
            marks += marks.empty() ? "" : "; ";
            marks += tr(word);
        }
    }
    return marks;
}

}

SaveRows timeline_csv(const TimelineModel& model, const TimeAxis& axis, TimeOrder order, const SavedWordsOf& words)
{
    std::vector<ShownItem> shown;
    for (const LaneModel& lane : model.lanes) {
        if (model.columns != nullptr && lane.style != LaneStyle::Curve) {
            add_shown_items(shown, model, lane, axis, order);
        }
    }
    sort_stably(shown, [](const ShownItem& a, const ShownItem& b) {
        return a.millis != b.millis ? a.millis < b.millis : a.item.seq < b.item.seq;
    });
    SaveRows rows;
    rows.rows = shown.size();
    add_csv_line(rows.csv,
        { "number", "lane", "kind", "severity", "begin", "end", "recorded", "text", "author", "incident", "marks" });
    for (const ShownItem& one : shown) {
        const TimelineItem& item = one.item;
        const SavedWords said = words(item.seq);
        rows.unworded += said.text.empty() ? 1U : 0U;
        add_csv_line(rows.csv,
            { std::to_string(item.seq), one.lane, item_kind_name(item.kind), item_severity_name(item.severity),
                format_timestamp(item.begin), item.open() ? std::string() : format_timestamp(item.end),
                format_timestamp(item.recorded_at), said.text, said.author, said.incident, marks_of(item) });
    }
    return rows;
}

void TimelineSaving::draw(
    const TimelineModel& model, const TimelineViewState& state, const SavedWordsOf& words, Intents& intents)
{
    const bool asked = pressed(Action::SaveRows);
    if (!asked && !wanted_) {
        return;
    }
    const double now = ImGui::GetTime();
    Wanted wanted = asked ? Wanted { state.axis, state.order, 0, now } : *wanted_;
    wanted_.reset();
    SaveRows rows = timeline_csv(model, wanted.axis, wanted.order, words);
    if (rows.unworded != wanted.unworded) {
        wanted.unworded = rows.unworded;
        wanted.heard_at = now;
    }
    if (rows.rows == 0 || rows.rows > kMostSavedRows) {
        intents.emplace_back(Say {
            rows.rows == 0 ? std::string(tr(Text::SaidRowsNone)) : tr(Text::SaidRowsMany, format_count(kMostSavedRows)),
            true });
    } else if (rows.unworded > 0 && now - wanted.heard_at < kSecondsAwaited) {
        if (asked) {
            intents.emplace_back(said_later(Action::SaveRows));
        }
        wanted_ = wanted;
        request_frame_after(std::chrono::milliseconds { 100 });
    } else {
        intents.emplace_back(std::move(rows));
    }
}

}
