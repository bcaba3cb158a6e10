// SPDX-License-Identifier: Apache-2.0
// Items in words: names, what the mouse points at, and the mirror's rows.
#include "client/widgets/fonts.h"
#include "client/widgets/item.h"
#include "client/widgets/text.h"
#include "client/widgets/timeline_frame.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace watchfloor {

namespace {

constexpr int kRowsAround = 4;

std::string_view words_for(const TimelineModel& model, std::uint64_t seq)
{
    return model.label_for ? model.label_for(seq) : std::string_view {};
}

std::string flag_words(std::uint8_t flags)
{
    std::string words;
    const auto add = [&](std::uint8_t flag, Text text) {
        if ((flags & flag) != 0) {
            words += words.empty() ? "" : ", ";
            words += tr(text);
        }
    };
    add(kItemLate, Text::TimelineLate);
    add(kItemMuted, Text::TimelineMuted);
    add(kItemExercise, Text::TimelineExercise);
    add(kItemSuperseded, Text::TimelineSuperseded);
    add(kItemAcknowledged, Text::TimelineAcknowledged);
    return words;
}

std::string time_words(const TimelineModel& model, const TimelineItem& item)
{
    const SiteZone& zone = model.zone;
    std::string words = format_date_and_clock(item.begin, zone.offset_at(item.begin)) + ' ' + zone.name;
    if (item.open()) {
        words += ", " + std::string { tr(Text::TimelineOpen) };
    } else if (item.end > item.begin) {
        words += " – " + format_clock(item.end, zone.offset_at(item.end)) + " (" + format_span(item.end - item.begin)
            + ")";
    }
    return words;
}

// "Critical alert, Disk full on db-1, Fri 21 Nov, 14:03:20 CET, still going on".
std::string spoken_item(const TimelineModel& model, const TimelineItem& item)
{
    std::string words { item_kind_name(item.kind) };
    if (item.severity != ItemSeverity::Normal) {
        words = std::string { severity_name(shown_severity(item.severity)) } + ", " + words;
    }
    const auto label = words_for(model, item.seq);
    if (!label.empty()) {
        words += ", " + std::string { label };
    }
    words += ", " + time_words(model, item);
    const std::string flags = flag_words(item.flags);
    return flags.empty() ? words : words + ", " + flags;
}

ImGuiID row_id(std::uint64_t seq)
{
    return ImHashData(&seq, sizeof seq, ImHashStr("timeline-row"));
}

const LaneLayout* layout_of(const TimelineFrame& frame, const TimelineItem& item, std::size_t& lane)
{
    for (std::size_t i = 0; i < frame.model.lanes.size() && i < frame.runtime.layouts.size(); ++i) {
        if (frame.model.lanes[i].style != LaneStyle::Curve && frame.model.lanes[i].lane == item.lane) {
            lane = i;
            return &frame.runtime.layouts[i];
        }
    }
    return nullptr;
}

// Where the item was drawn in the frame before; empty if it was not.
MirrorRect row_rect(const TimelineFrame& frame, const TimelineItem& item)
{
    std::size_t lane = 0;
    const LaneLayout* layout = layout_of(frame, item, lane);
    if (layout == nullptr) {
        return {};
    }
    for (const PlacedMark& placed : layout->placed) {
        if (placed.mark.first_seq == item.seq) {
            const LaneGeometry& geometry = frame.geometry.lanes[lane];
            const float y = geometry.items_top + static_cast<float>(placed.row) * geometry.row_height;
            return visible_rect({ placed.x0, y }, { std::max(4.0F, placed.x1 - placed.x0), geometry.row_height });
        }
    }
    return {};
}

void declare_row(TimelineFrame& frame, const TimelineItem& item, std::size_t position, std::size_t size)
{
    const bool chosen = frame.state.selected == item.seq;
    const auto asked = declare({ .id = row_id(item.seq),
        .role = Role::Row,
        .label = spoken_item(frame.model, item),
        .rect = row_rect(frame, item),
        .selected = chosen,
        .position = static_cast<int>(position + 1),
        .set_size = static_cast<int>(size) });
    if (chosen && frame.runtime.focused) {
        mirror().focused(row_id(item.seq));
    }
    if (asked.focus || asked.activated) {
        select_item(frame, item.seq);
        if (asked.focus) {
            ImGui::FocusItem();
        }
        if (asked.activated) {
            frame.commands.push_back(ItemOpened { item.seq });
        }
    }
}

// The lane's items around the selected one, or around the middle of what is shown; on a wall, which nobody pans, the
// newest.
void declare_neighbourhood(TimelineFrame& frame, const LaneModel& lane)
{
    const TimelineColumns& columns = columns_of(frame.model);
    const LaneSpans& spans = columns.lane(lane.lane, frame.state.order);
    if (spans.empty()) {
        return;
    }
    const auto selected = frame.state.selected ? columns.find(*frame.state.selected) : std::nullopt;
    const Timestamp middle
        = frame.model.wall ? frame.model.now : frame.state.axis.at(frame.state.axis.left + frame.state.axis.width / 2);
    auto position = spans.lower_bound(middle.millis);
    if (selected && selected->lane == lane.lane) {
        const Timestamp at = frame.state.order == TimeOrder::Occurred ? selected->begin : selected->recorded_at;
        position = spans.lower_bound(at.millis, selected->seq);
    }
    for (int i = 0; i < kRowsAround && position != spans.begin(); ++i) {
        position = spans.previous(position);
    }
    std::size_t rank = spans.rank(position);
    for (int i = 0; i <= 2 * kRowsAround && position != spans.end(); ++i, ++rank) {
        if (const auto item = columns.find(spans.at(position).seq())) {
            declare_row(frame, *item, rank, spans.size());
        }
        position = spans.next(position);
    }
}

// Every lane is said with its count, so that nobody has to walk there to learn that it is empty.
void declare_lane(TimelineFrame& frame, const LaneModel& lane, bool with_rows)
{
    const std::size_t count
        = lane.style == LaneStyle::Curve ? 0 : columns_of(frame.model).lane(lane.lane, frame.state.order).size();
    mirror().begin_group({ .id = ImHashStr(lane.name.c_str(), 0, ImHashStr("timeline-lane")),
        .role = Role::List,
        .label = lane.style == LaneStyle::Curve
            ? lane.name
            : tr(Text::TimelineLaneItems, lane.name, tr(Text::TimelineItems, format_count(count))),
        .set_size = static_cast<int>(count) });
    if (with_rows && lane.style != LaneStyle::Curve) {
        declare_neighbourhood(frame, lane);
    }
    mirror().end_group();
}

void tooltip_line(std::string_view text, Colour name)
{
    ImGui::PushStyleColor(ImGuiCol_Text, colour(name));
    ImGui::PushTextWrapPos(ImGui::GetFontSize() * 28);
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
}

void item_tooltip(const TimelineModel& model, const TimelineItem& item)
{
    const auto label = words_for(model, item.seq);
    std::string head { item_kind_name(item.kind) };
    if (item.severity != ItemSeverity::Normal) {
        head += "  ·  " + std::string { severity_name(shown_severity(item.severity)) };
    }
    tooltip_line(head,
        item.severity >= ItemSeverity::Minor ? severity_colour(shown_severity(item.severity)) : Colour::Secondary);
    tooltip_line(label.empty() ? tr(Text::TimelineFetching) : label, Colour::Text);
    tooltip_line(time_words(model, item), Colour::Secondary);
    tooltip_line(format_clock(item.begin, 0) + " UTC", Colour::Muted);
    if ((item.flags & kItemLate) != 0) {
        const int offset = model.zone.offset_at(item.recorded_at);
        tooltip_line(tr(Text::TimelineRecordedAt, format_date_and_clock(item.recorded_at, offset)), Colour::Focus);
    }
    const std::string flags = flag_words(item.flags);
    if (!flags.empty()) {
        tooltip_line(flags, Colour::Muted);
    }
}

void merged_tooltip(const TimelineFrame& frame)
{
    const TimelineHover& hover = frame.runtime.hover;
    const LaneModel& lane = frame.model.lanes[*hover.lane];
    const int offset = frame.model.zone.offset_at(hover.from);
    tooltip_line(tr(Text::TimelineItems, format_count(hover.count)), Colour::Text);
    const auto counts = columns_of(frame.model).counts_between(lane.lane, frame.state.order, hover.from, hover.to);
    for (std::size_t i = kItemSeverityCount; i-- > 0;) {
        const auto severity = static_cast<ItemSeverity>(i);
        if (counts[i] > 0) {
            tooltip_line(format_count(counts[i]) + "  " + std::string { severity_name(shown_severity(severity)) },
                severity == ItemSeverity::Normal ? Colour::Secondary : severity_colour(shown_severity(severity)));
        }
    }
    tooltip_line(format_clock(hover.from, offset, true) + " – " + format_clock(hover.to, offset, true) + ' '
            + frame.model.zone.name,
        Colour::Muted);
}

void hover_placed(TimelineFrame& frame, const LaneLayout& layout, std::size_t lane, ImVec2 mouse)
{
    const LaneGeometry& geometry = frame.geometry.lanes[lane];
    const int row = static_cast<int>(std::floor((mouse.y - geometry.items_top) / geometry.row_height));
    TimelineHover& hover = frame.runtime.hover;
    float best = 5;
    for (const PlacedMark& placed : layout.placed) {
        const float away = std::max({ placed.x0 - mouse.x, mouse.x - placed.x1, 0.0F });
        if (placed.row == row && away < best) {
            best = away;
            hover.seq = placed.mark.first_seq;
            hover.count = placed.count;
            hover.from = { placed.mark.begin_millis };
            hover.to = { placed.mark.last_begin_millis + 1 };
        }
    }
}

void hover_dense(TimelineFrame& frame, const LaneLayout& layout, float x)
{
    for (const DenseCell& cell : layout.cells) {
        if (x >= cell.x0 && x < std::max(cell.x1, cell.x0 + 3)) {
            frame.runtime.hover.seq = cell.first_seq;
            frame.runtime.hover.count = cell.count;
            frame.runtime.hover.from = { cell.begin_millis };
            frame.runtime.hover.to = { cell.end_millis };
            return;
        }
    }
}

}

void find_hover(TimelineFrame& frame)
{
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    frame.runtime.hover = {};
    const auto lane = frame.lane_at(mouse.y);
    if (frame.model.wall || !frame.runtime.hovered || !frame.in_plot(mouse) || !lane
        || frame.runtime.drag != TimelineDrag::None) {
        return;
    }
    frame.runtime.hover.lane = lane;
    const LaneLayout& layout = frame.runtime.layouts[*lane];
    if (layout.dense) {
        hover_dense(frame, layout, mouse.x);
    } else {
        hover_placed(frame, layout, *lane, mouse);
    }
}

void draw_tooltip(const TimelineFrame& frame)
{
    const TimelineHover& hover = frame.runtime.hover;
    if (!hover.seq || !hover.lane) {
        return;
    }
    const auto item = columns_of(frame.model).find(*hover.seq);
    if (!item) {
        return;
    }
    const TypeScope type { Type::Caption };
    if (ImGui::BeginTooltip()) {
        if (hover.count > 1) {
            merged_tooltip(frame);
        } else {
            item_tooltip(frame.model, *item);
        }
        ImGui::EndTooltip();
    }
}

void declare_rows(TimelineFrame& frame)
{
    for (std::size_t i = 0; i < frame.model.lanes.size(); ++i) {
        declare_lane(frame, frame.model.lanes[i], frame.model.wall || i == frame.state.focused_lane);
    }
}

std::string_view item_kind_name(ItemKind kind)
{
    switch (kind) {
    case ItemKind::Alert:
        return tr(Text::KindAlert);
    case ItemKind::Change:
        return tr(Text::KindChange);
    case ItemKind::Deployment:
        return tr(Text::KindDeployment);
    case ItemKind::Observation:
        return tr(Text::KindObservation);
    case ItemKind::Hypothesis:
        return tr(Text::KindHypothesis);
    case ItemKind::Decision:
        return tr(Text::KindDecision);
    case ItemKind::Action:
        return tr(Text::KindAction);
    case ItemKind::Communication:
        return tr(Text::KindCommunication);
    case ItemKind::Evidence:
        return tr(Text::KindEvidence);
    case ItemKind::Metric:
        return tr(Text::KindMetric);
    case ItemKind::Handover:
        return tr(Text::KindHandover);
    case ItemKind::StateChange:
        return tr(Text::KindStateChange);
    case ItemKind::Duty:
        return tr(Text::KindDuty);
    case ItemKind::UpdatePromised:
        return tr(Text::KindUpdatePromised);
    case ItemKind::UpdatePublished:
        return tr(Text::KindUpdatePublished);
    case ItemKind::ThresholdCrossing:
        return tr(Text::KindThresholdCrossing);
    case ItemKind::MaintenanceWindow:
        return tr(Text::KindMaintenanceWindow);
    case ItemKind::WorkOrder:
        return tr(Text::KindWorkOrder);
    }
    return {};
}

Icon item_kind_icon(ItemKind kind)
{
    switch (kind) {
    case ItemKind::Alert:
        return kIconBell;
    case ItemKind::Change:
        return kIconCodeFork;
    case ItemKind::Deployment:
        return kIconRocket;
    case ItemKind::Observation:
        return kIconEye;
    case ItemKind::Hypothesis:
        return kIconLightbulbO;
    case ItemKind::Decision:
        return kIconGavel;
    case ItemKind::Action:
        return kIconBolt;
    case ItemKind::Communication:
        return kIconBullhorn;
    case ItemKind::Evidence:
        return kIconPaperclip;
    case ItemKind::Metric:
        return kIconLineChart;
    case ItemKind::Handover:
        return kIconExchange;
    case ItemKind::StateChange:
        return kIconFlag;
    case ItemKind::Duty:
        return kIconUser;
    case ItemKind::UpdatePromised:
        return kIconClockO;
    case ItemKind::UpdatePublished:
        return kIconBullhorn;
    case ItemKind::ThresholdCrossing:
        return kIconTachometer;
    case ItemKind::MaintenanceWindow:
        return kIconWrench;
    case ItemKind::WorkOrder:
        return kIconTasks;
    }
    return nullptr;
}

}
