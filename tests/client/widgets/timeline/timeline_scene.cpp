// SPDX-License-Identifier: Apache-2.0
#include "tests/client/widgets/timeline/timeline_scene.h"

#include "shared/domain/decision/decision.h"

#include <cmath>
#include <random>

namespace watchfloor {

namespace {

std::int64_t millis_of(double minutes)
{
    return static_cast<std::int64_t>(minutes * 60'000);
}

int one_hour_east(long long)
{
    return 3600;
}

LaneModel lane_model(std::string name, LaneStyle style, std::uint16_t lane, int rows)
{
    LaneModel model;
    model.name = std::move(name);
    model.style = style;
    model.icon = item_kind_icon(ItemKind::Alert);
    model.lane = lane;
    model.rows = rows;
    return model;
}

}

TimelineScene::TimelineScene()
{
    model.columns = &columns;
    model.now = kNow;
    model.zone = { "CET", &one_hour_east };
    model.label_for = [this](std::uint64_t seq) {
        const auto found = words.find(seq);
        return found == words.end() ? std::string_view {} : std::string_view { found->second };
    };
    model.lanes = { lane_model("Alerts", LaneStyle::Bars, 0, 5), lane_model("Changes", LaneStyle::Bars, 1, 2),
        lane_model("Entries", LaneStyle::Notes, 2, 3), lane_model("State", LaneStyle::Bands, 3, 1),
        lane_model("Duties", LaneStyle::Bands, 4, 3), lane_model("Updates", LaneStyle::Diamonds, 5, 1),
        lane_model("Maintenance", LaneStyle::Hatched, 6, 1), lane_model("Work orders", LaneStyle::Bars, 7, 1),
        lane_model("CPU", LaneStyle::Curve, 0, 3) };
    model.lanes[0].shows_windows = true;
    model.lanes[8].curve = 0;
    ChartSeries series;
    series.name = "CPU";
    series.samples = &samples;
    series.unit = ChartUnit::Percent;
    series.warning = 75;
    series.critical = 90;
    model.curves = { series };
    show(-66, 9);
}

std::uint64_t TimelineScene::add(double minutes_ago, double minutes_long, std::uint16_t lane, ItemKind kind,
    ItemSeverity severity, std::string text, std::uint8_t flags)
{
    TimelineItem item;
    item.seq = next_seq_++;
    item.begin = kNow - Millis { millis_of(minutes_ago) };
    item.end = minutes_long < 0 ? kOpenEnd : item.begin + Millis { millis_of(minutes_long) };
    item.recorded_at = item.begin + Millis { (flags & kItemLate) != 0 ? 900'000 : 40 };
    item.lane = lane;
    item.kind = kind;
    item.severity = severity;
    item.flags = flags;
    VERIFY(columns.put(item).ok());
    if (!text.empty()) {
        words[item.seq] = std::move(text);
    }
    return item.seq;
}

void TimelineScene::add_incident()
{
    using K = ItemKind;
    using S = ItemSeverity;
    add(47, -1, 0, K::Alert, S::Critical, "payments-api: error rate 12 % above 5 %");
    add(45.5, 21, 0, K::Alert, S::Major, "orders-db: replication lag 214 s", kItemAcknowledged);
    add(43.8, 6, 0, K::Alert, S::Minor, "search: index 40 min old");
    add(38, 3, 0, K::Alert, S::Info, "edge-proxy: configuration reloaded");
    add(29, 12, 0, K::Alert, S::Unknown, "branch-17: no delivery from this source");
    add(24, -1, 0, K::Alert, S::Major, "storage-b: path 2 of 4 down", kItemMuted);
    add(12, 0.1, 0, K::Alert, S::Critical, "payments-api: no healthy upstream");
    add(58, 1.5, 1, K::Deployment, S::Normal, "payments-api 4.18.0");
    add(52, 4, 1, K::Change, S::Normal, "raise pool to 400 connections");
    add(45, 0, 2, K::Observation, S::Normal, "Card payments failing since about 13:15, customers call in");
    add(42, 0, 2, K::Hypothesis, S::Normal, "Connection pool exhausted?");
    add(41, 0, 2, K::Observation, S::Normal, "Pool wait 3.1 s on all replicas", kItemLate);
    add(39.5, 0, 2, K::Decision, S::Normal, "Declare SEV1");
    add(36, 0, 2, K::Action, S::Normal, "Turn retry-v2 off");
    add(22, 0, 2, K::Decision, S::Normal, "Roll back 4.18.0");
    add(46, 4, 3, K::StateChange, S::Normal, "New");
    add(42, 27, 3, K::StateChange, S::Major, "Investigating");
    add(15, -1, 3, K::StateChange, S::Info, "Mitigated");
    add(39.5, -1, 4, K::Duty, S::Normal, "Commander");
    add(38, 34, 4, K::Duty, S::Normal, "Scribe");
    add(30, 0, 5, K::UpdatePromised, S::Normal, "promised 14:33");
    add(28.5, 0, 5, K::UpdatePublished, S::Normal, "Update 1");
    add(70, 52, 6, K::MaintenanceWindow, S::Maintenance, "storage-b: controller firmware");
    add(25, 80, 7, K::WorkOrder, S::Normal, "replace path 2");
    model.windows = { { kNow - Millis { millis_of(70) }, kNow - Millis { millis_of(18) } } };
    for (int i = 0; i < 5000; ++i) {
        const double value = i > 3000 && i < 3100 ? NAN : 60 + 38 * std::sin(i / 400.0);
        samples.put({ kNow - Millis { (5000 - i) * 900 }, value });
    }
}

void TimelineScene::add_many(std::size_t count, double hours)
{
    std::mt19937 random { 7 };
    const auto share = [&random] { return static_cast<double>(random()) / 4294967296.0; };
    double storm = hours * 30;
    for (std::size_t i = 0; i < count; ++i) {
        storm = share() < 0.003 ? share() * hours * 60 : storm;
        const double ago = share() < 0.7 ? storm + share() * 4 : share() * hours * 60;
        const auto lane = static_cast<std::uint16_t>(random() % 8);
        const double rank = share() * 100;
        const auto severity = lane != 0 ? ItemSeverity::Normal
            : rank < 1                  ? ItemSeverity::Critical
            : rank < 6                  ? ItemSeverity::Major
            : rank < 30                 ? ItemSeverity::Minor
                                        : ItemSeverity::Info;
        const bool instant = lane == 2 || lane == 5;
        const double length = instant ? 0 : share() < 0.02 ? -1 : share() * 8;
        const auto kind = lane == 2 ? static_cast<ItemKind>(3 + random() % 8)
            : lane == 0             ? ItemKind::Alert
                                    : ItemKind::Change;
        add(ago, length, lane, kind, severity, {});
    }
}

void TimelineScene::show(double minutes_from, double minutes_to)
{
    state.axis.width = 1000;
    state.axis.from_millis = static_cast<double>(kNow.millis) + minutes_from * 60'000;
    state.axis.millis_per_pixel = (minutes_to - minutes_from) * 60;
    state.placed = true;
    state.following = false;
}

}
