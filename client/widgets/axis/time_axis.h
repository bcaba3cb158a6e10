// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/time.h"

#include <string>
#include <vector>

namespace watchfloor {

// The visible stretch of time laid over pixels. Milliseconds are doubles: at the deepest zoom a
// pixel is a few microseconds, and a double still resolves a quarter of one there.
struct TimeAxis {
    double from_millis = 0;
    double millis_per_pixel = 1000;
    float left = 0;
    float width = 1;

    double to_millis() const { return from_millis + millis_per_pixel * static_cast<double>(width); }
    Timestamp from() const;
    Timestamp to() const;
    float x(double millis) const;
    float x(Timestamp at) const { return x(static_cast<double>(at.millis)); }
    double millis_at(float x) const;
    Timestamp at(float x) const;
};

// What an axis can show at all: 20 ms to 400 years across the width. Where a zoom ends before, its owner says.
constexpr double kShortestView = 20;
constexpr double kLongestView = 400.0 * 365.25 * 86'400'000;

// Each keeps the axis within its limits. `zoomed` keeps the instant under `x` where it is.
TimeAxis zoomed(const TimeAxis& axis, float x, double factor);
TimeAxis panned(const TimeAxis& axis, float pixels);
// Shows [from, to] with `margin` (a share of the width) free on either side.
TimeAxis fitted(const TimeAxis& axis, Timestamp from, Timestamp to, double margin);
TimeAxis centred(const TimeAxis& axis, Timestamp at);
// The same stretch over another width.
TimeAxis resized(const TimeAxis& axis, float left, float width);

// The zone people on site read clocks in: its short name and its offset at an instant.
struct SiteZone {
    std::string name = "UTC";
    int (*utc_offset_seconds)(long long unix_seconds) = nullptr;
    std::string id {}; // as the database of zones calls it, such as "Europe/Berlin"; empty where it is not known

    int offset_at(Timestamp at) const;
};

struct Tick {
    Timestamp at {};
    float x = 0;
    bool strong = false; // a new day, month or year begins here
    std::string site {};
    std::string utc {};
};

// Ticks at round instants of the site's clock, at least `least_pixels` apart, left to right; they
// begin up to one step before the axis.
std::vector<Tick> ticks(const TimeAxis& axis, const SiteZone& zone, float least_pixels);
// Unlabelled ticks between those, as x positions.
std::vector<float> minor_ticks(const TimeAxis& axis, const SiteZone& zone, float least_pixels);

// "14:03:27", or with milliseconds when the zoom shows them.
std::string format_clock(Timestamp at, int offset_seconds, bool with_millis = false);
// "Fri 21 Nov 2025".
std::string format_date(Timestamp at, int offset_seconds);
// "Fri 21 Nov, 14:03:27".
std::string format_date_and_clock(Timestamp at, int offset_seconds);
// "850 ms", "4.2 s", "12 min 5 s", "3 h 20 min", "2 d 4 h".
std::string format_span(Millis span);

}
