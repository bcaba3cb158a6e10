// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/hour_rows.h"

#include "client/language/text.h"
#include "client/views/timeline/entry_words.h"
#include "client/views/timeline/timeline_rows.h"
#include "client/widgets/controls/shown_severity.h"
#include "client/widgets/timeline/frame.h"
#include "shared/core/sorting.h"
#include "shared/domain/contains.h"
#include "shared/timeline_fold/timeline_items.h"

#include <algorithm>
#include <initializer_list>
#include <map>

namespace watchfloor {
namespace {

// Nobody reads more; each may have to be fetched.
constexpr std::size_t kMostHourLines = 40;

std::uint16_t number_of(FoldLane lane)
{
    return static_cast<std::uint16_t>(lane);
}

SeverityCounts counts_in(
    const TimelineColumns& columns, FoldLane lane, Timestamp from, Timestamp to, bool open_only = false)
{
    SeverityCounts counts {};
    const auto found = columns.counts_between(number_of(lane), TimeOrder::Occurred, from, to, open_only);
    for (std::size_t i = 0; i < found.size(); ++i) {
        count_severity(counts, shown_severity(static_cast<ItemSeverity>(i)), found[i]);
    }
    return counts;
}

void add_to(SeverityCounts& sum, const SeverityCounts& more)
{
    for (const Severity severity : kSeverities) {
        count_severity(sum, severity, more[static_cast<std::size_t>(severity)]);
    }
}

struct HourItem {
    std::uint64_t seq = 0;
    Timestamp at {};
    ItemKind kind {};
};

// Whether an item is about the service, or its incident is; not known while its words are being fetched.
bool concerns(const ViewInput& input, std::uint64_t seq, const ServiceId& service)
{
    const Entry* entry = room_entry(input, seq);
    if (entry == nullptr) {
        return false;
    }
    const std::vector<TimelineOperation> drawn = timeline_operations(input.state, *entry);
    return std::any_of(drawn.begin(), drawn.end(), [&](const TimelineOperation& operation) {
        const Incident* incident = input.state.incidents.find(operation.subject.incident);
        return contains(operation.subject.services, service)
            || (incident != nullptr && contains(incident->services, service));
    });
}

// Of these lanes what began in the hour and was not put right since, newest first.
std::vector<HourItem> items_of(
    const HourRows& rows, const ViewInput& input, const ServiceId& service, std::initializer_list<FoldLane> lanes)
{
    const TimelineColumns& columns = input.replica.timeline();
    std::vector<HourItem> items;
    for (const FoldLane lane : lanes) {
        const LaneSpans& spans = columns.lane(number_of(lane), TimeOrder::Occurred);
        for (auto at = spans.lower_bound(rows.from.millis); at != spans.end(); at = spans.next(at)) {
            const Timestamp begin { spans.key_at(at) };
            if (begin >= rows.to) {
                break;
            }
            const PackedSpan& span = spans.at(at);
            if ((span.flags & kItemSuperseded) == 0 && span.kind != ItemKind::UpdatePromised
                && (service.empty() || concerns(input, span.seq(), service))) {
                items.push_back({ span.seq(), begin, span.kind });
            }
        }
    }
    sort_stably(items, [](const HourItem& a, const HourItem& b) { return a.at != b.at ? b.at < a.at : b.seq < a.seq; });
    return items;
}

// "INC-7: ", of what was written about one that this room knows.
std::string incident_before(const ViewInput& input, const Entry& entry)
{
    for (const TimelineOperation& operation : timeline_operations(input.state, entry)) {
        if (operation.act == TimelineOperation::Act::Put
            && input.state.incidents.find(operation.subject.incident) != nullptr) {
            return operation.subject.incident.text + ": ";
        }
    }
    return {};
}

struct Folded {
    std::size_t count = 0;
    Timestamp newest {};
};

// Each with its words, as far as they have come; what the system wrote is counted by kind.
void add_lines(HourRows& rows, const ViewInput& input, const std::vector<HourItem>& items, bool decisions)
{
    std::map<ItemKind, Folded> folded;
    const std::size_t looked = std::min(items.size(), kMostHourLines);
    rows.beyond += items.size() - looked;
    for (std::size_t i = 0; i < looked; ++i) {
        const HourItem& item = items[i];
        const Entry* entry = room_entry(input, item.seq);
        if (entry == nullptr) {
            continue;
        }
        if (by_system(*entry)) {
            Folded& kind = folded[item.kind];
            ++kind.count;
            kind.newest = std::max(kind.newest, item.at);
            continue;
        }
        HourLine line;
        line.at = item.at;
        line.kind = item.kind;
        line.decision = decisions;
        line.text = room_label(input, item.seq);
        if (!line.text.empty()) {
            const std::string before = incident_before(input, *entry);
            line.text = line.text.rfind(before, 0) == 0 ? line.text : before + line.text;
            rows.lines.push_back(std::move(line));
        }
    }
    for (const auto& [kind, many] : folded) {
        HourLine line;
        line.at = many.newest;
        line.kind = kind;
        line.text = tr(Text::WallHourBySystem, item_kind_name(kind), format_count(many.count));
        rows.lines.push_back(std::move(line));
    }
}

void add_counts(HourRows& rows, Text words, const SeverityCounts& counts, ItemKind kind)
{
    if (counted(counts) == 0) {
        return;
    }
    HourLine line;
    line.counts = true;
    line.kind = kind;
    line.text = tr(words, format_count(counted(counts)), severity_split(counts));
    line.severity = *std::find_if(kSeverities.begin(), kSeverities.end(),
        [&](Severity severity) { return counts[static_cast<std::size_t>(severity)] > 0; });
    rows.lines.push_back(std::move(line));
}

int line_order(const HourLine& line)
{
    return line.decision ? 0 : line.counts ? 1 : 2;
}

}

void HourPlace::add(ItemKind one)
{
    const auto order = [](ItemKind of) {
        return of == ItemKind::Decision ? 0 : of == ItemKind::UpdatePublished ? 1 : 2;
    };
    if (count == 0 || order(one) < order(kind)) {
        others += count;
        count = 0;
        kind = one;
    }
    ++(one == kind ? count : others);
}

std::string HourPlace::words() const
{
    return (count > 1 ? std::to_string(count) : "") + (others > 0 ? "+" + std::to_string(others) : "");
}

bool HourRows::empty() const
{
    return lines.empty() && marks.empty() && windows.empty();
}

namespace {

Timestamp minute_begin(const HourRows& rows, std::size_t minute)
{
    return rows.from + std::chrono::minutes { static_cast<int>(minute) };
}

// The columns know no services: of one the state's alerts are counted, which it keeps for a day.
void count_alerts_of(HourRows& rows, const State& state, const ServiceId& service)
{
    state.alerts.for_each([&](const AlertId&, const Alert& alert) {
        if (alert.service != service || alert.started_at >= rows.to) {
            return;
        }
        const Severity severity = shown_severity(alert.severity);
        if (alert.started_at < rows.from) {
            count_severity(rows.still, severity, counts_as_firing(alert) ? 1 : 0);
            return;
        }
        const auto minute = static_cast<std::size_t>((alert.started_at - rows.from) / std::chrono::minutes { 1 });
        count_severity(rows.fired[std::min(minute, kHourMinutes - 1)], severity);
        count_severity(rows.alerts, severity);
    });
}

void count_alerts(HourRows& rows, const TimelineColumns& columns)
{
    for (std::size_t i = 0; i < kHourMinutes; ++i) {
        const Timestamp end = i + 1 == kHourMinutes ? rows.to : minute_begin(rows, i + 1);
        rows.fired[i] = counts_in(columns, FoldLane::Alerts, minute_begin(rows, i), end);
        add_to(rows.alerts, rows.fired[i]);
    }
    rows.still = counts_in(columns, FoldLane::Alerts, Timestamp {}, rows.from, true);
}

void add_windows(HourRows& rows, const State& state, const ServiceId& service)
{
    state.windows.for_each([&](const WindowId&, const MaintenanceWindow& window) {
        const bool overlaps = window.from < rows.to && rows.from < window.to;
        if (window.state == WindowState::Approved && overlaps
            && (service.empty() || contains(window.services, service))) {
            rows.windows.push_back({ window.from, window.to });
        }
    });
}

}

HourRows hour_rows(const ViewInput& input, const ServiceId& service)
{
    const TimelineColumns& columns = input.replica.timeline();
    HourRows rows;
    rows.to = input.as_of() + Millis { 1 }; // what happens now is in it
    rows.from = input.as_of() - kWallHour;
    if (service.empty()) {
        count_alerts(rows, columns);
    } else {
        count_alerts_of(rows, input.state, service);
    }
    for (const HourItem& item :
        items_of(rows, input, service, { FoldLane::Decisions, FoldLane::Updates, FoldLane::Changes })) {
        rows.marks.push_back({ item.at, item.kind });
    }
    add_windows(rows, input.state, service);
    // Decisions are few, and looked for before all else.
    add_lines(rows, input, items_of(rows, input, service, { FoldLane::Decisions }), true);
    add_lines(rows, input,
        items_of(rows, input, service,
            { FoldLane::Updates, FoldLane::Changes, FoldLane::Entries, FoldLane::States, FoldLane::Duties,
                FoldLane::Maintenance, FoldLane::WorkOrders }),
        false);
    add_counts(rows, Text::WallHourAlerts, rows.alerts, ItemKind::Alert);
    add_counts(rows, Text::WallHourStill, rows.still, ItemKind::Alert);
    if (service.empty()) {
        add_counts(rows, Text::WallHourCapacity, counts_in(columns, FoldLane::Capacity, rows.from, rows.to),
            ItemKind::ThresholdCrossing);
    }
    sort_stably(rows.lines, [](const HourLine& a, const HourLine& b) {
        return line_order(a) != line_order(b) ? line_order(a) < line_order(b) : b.at < a.at;
    });
    return rows;
}

}
