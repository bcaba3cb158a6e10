// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/widgets/timeline/timeline.h"

#include <string>
#include <unordered_map>

namespace watchfloor {

// An incident's timeline with every kind of lane, for tests and measurements.
struct TimelineScene {
    static constexpr Timestamp kNow { 1'763'733'807'000 };

    TimelineScene();

    // Adds an item that began some minutes ago; below 0 minutes long: it still lasts.
    std::uint64_t add(double minutes_ago, double minutes_long, std::uint16_t lane, ItemKind kind, ItemSeverity severity,
        std::string words, std::uint8_t flags = 0);
    // A fixed incident: eleven alerts, changes, entries, states, duties, updates, maintenance.
    void add_incident();
    // `count` more over the lanes 0 to 7 in the last hours, storms among them; without words.
    void add_many(std::size_t count, double hours);
    void show(double minutes_from, double minutes_to);

    TimelineColumns columns {};
    SampleSeries samples {};
    TimelineModel model {};
    TimelineViewState state {};
    std::unordered_map<std::uint64_t, std::string> words {};

private:
    std::uint64_t next_seq_ = 1;
};

}
