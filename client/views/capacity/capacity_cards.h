// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/capacity/time_to_limit.h"
#include "client/views/view.h"
#include "client/widgets/chart/chart.h"
#include "client/widgets/controls/badges.h"
#include "client/widgets/controls/panels.h"
#include "shared/wire/source_counts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// One resource's card: now, trend, thresholds, headroom, age.
struct CapacityCard {
    ResourceId id {};
    std::string name {};
    std::string value {};           // "61 %", "12.4 GiB"
    std::string of {};              // "of 20 GiB", empty where capacity is not defined
    std::string headroom {};        // "7.6 GiB free"
    std::string thresholds {};      // "warns at 80 %, critical at 90 %"
    std::string level {};           // level_words
    std::optional<double> share {}; // of the usable capacity
    Severity severity = Severity::Normal;
    DataAge age {};
    ChartUnit unit = ChartUnit::Plain;
    std::optional<TimeToLimit> limit {}; // filled in by capacity_cards
};

// Of the bar beside the badge: as grave as that says, and no signal where nothing is wrong.
Colour bar_colour(Severity severity);

ChartUnit chart_unit(std::string_view unit);

// The curve with the resource's thresholds in its own unit.
ChartSeries chart_series(const CapacityResource& resource, const SampleSeries& samples);

// How much of the past a curve of at least `wanted` shows: enough readings to be one, where these come seldom.
Millis curve_span(const CapacityResource& resource, Millis wanted);

// Why the level is what it is although the latest reading may say otherwise: "CRIT since 10:42, until a minute
// stays below 88 %". Empty while level and reading are normal.
std::string level_words(
    const CapacityResource& resource, const std::optional<SamplePoint>& latest, const SiteZone& zone);

// What to say where the resource's source cannot be read: its name and the reason. Empty where nothing fails.
std::string starved_words(const CapacityResource& resource, const std::vector<SourceCounts>& sources);

// "12 GiB", "1,970 gigabytes".
std::string amount_words(const CapacityResource& resource, double value);

// How old what is known of it is.
DataAge data_age(const CapacityResource& resource, const std::optional<SamplePoint>& latest, Timestamp now);

CapacityCard capacity_card(const CapacityResource& resource, const std::optional<SamplePoint>& latest, Timestamp now,
    const SiteZone& zone = {});

// Measured on the machine that this runs on, not on what people run.
bool measures_this_host(const State& state, const CapacityResource& resource);

// Critical first, then warnings; of these what is full first, then by the share used.
std::vector<CapacityCard> capacity_cards(const ViewInput& input);

}
