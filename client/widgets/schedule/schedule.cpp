// SPDX-License-Identifier: Apache-2.0
// What a schedule shows, without drawing: lines, overlaps, lateness.
#include "client/widgets/schedule/schedule.h"

#include "shared/core/sorting.h"

#include <algorithm>
#include <numeric>

namespace watchfloor {

namespace {

constexpr std::int64_t kDayMillis = 86'400'000;

// Bars in order of begin, those of equal begin longest first.
std::vector<std::size_t> by_begin(const std::vector<ScheduleBar>& bars)
{
    std::vector<std::size_t> order(bars.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    sort_stably(order, [&](std::size_t a, std::size_t b) {
        return bars[a].begin != bars[b].begin ? bars[a].begin < bars[b].begin : bars[a].end > bars[b].end;
    });
    return order;
}

// A bar that begins where another ends does not overlap it, nor does one without length.
bool counts(const ScheduleBar& bar)
{
    return !bar.cancelled && bar.end > bar.begin;
}

int depth_of(const std::vector<const ScheduleBar*>& cluster)
{
    int deepest = 0;
    for (const ScheduleBar* at : cluster) {
        int depth = 0;
        for (const ScheduleBar* other : cluster) {
            depth += other->begin <= at->begin && other->end > at->begin ? 1 : 0;
        }
        deepest = std::max(deepest, depth);
    }
    return deepest;
}

void add_conflict(std::vector<ScheduleConflict>& found, std::size_t row, const std::vector<const ScheduleBar*>& cluster)
{
    if (cluster.size() < 2) {
        return;
    }
    ScheduleConflict conflict;
    conflict.row = row;
    conflict.begin = cluster.front()->begin;
    conflict.depth = depth_of(cluster);
    for (const ScheduleBar* bar : cluster) {
        conflict.end = std::max(conflict.end, bar->end);
        conflict.titles.push_back(bar->title);
    }
    found.push_back(std::move(conflict));
}

}

std::vector<ScheduleConflict> schedule_conflicts(const ScheduleModel& model)
{
    std::vector<ScheduleConflict> found;
    for (std::size_t row = 0; row < model.rows.size(); ++row) {
        const auto& bars = model.rows[row].bars;
        std::vector<const ScheduleBar*> cluster;
        Timestamp end {};
        for (const std::size_t index : by_begin(bars)) {
            const ScheduleBar& bar = bars[index];
            if (!counts(bar)) {
                continue;
            }
            if (!cluster.empty() && bar.begin >= end) {
                add_conflict(found, row, cluster);
                cluster.clear();
            }
            end = cluster.empty() ? bar.end : std::max(end, bar.end);
            cluster.push_back(&bar);
        }
        add_conflict(found, row, cluster);
    }
    return found;
}

std::vector<int> schedule_lines(const ScheduleRow& row)
{
    std::vector<int> lines(row.bars.size(), 0);
    std::vector<Timestamp> ends;
    for (const std::size_t index : by_begin(row.bars)) {
        const ScheduleBar& bar = row.bars[index];
        const auto free = std::find_if(ends.begin(), ends.end(), [&](Timestamp end) { return end <= bar.begin; });
        lines[index] = static_cast<int>(free - ends.begin());
        const Timestamp end = std::max(bar.end, bar.begin + Millis { 1 });
        if (free == ends.end()) {
            ends.push_back(end);
        } else {
            *free = end;
        }
    }
    return lines;
}

int days_overdue(const ScheduleDue& due, Timestamp now)
{
    if (due.done || now <= due.at) {
        return 0;
    }
    return static_cast<int>((now - due.at).count() / kDayMillis);
}

}
