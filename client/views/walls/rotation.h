// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/location.h"
#include "shared/core/time.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace watchfloor {

// The page of a wall that a new critical alert brings up.
inline constexpr std::string_view kAlertsPage = "alerts";

// A page by its name in the address, and how long it stands.
struct PageTurn {
    static constexpr Millis kUsual { 30'000 };

    std::string_view page {};
    Millis time = kUsual;
};

// Which page shows, and for how much longer. A new critical pins the alerts, whether they are among the pages or not,
// until it is acknowledged, five minutes have passed or somebody at the wall turns the page; never over a page that is held. `pages` are those that have
// something to show now, in their order.
struct Rotation {
    static constexpr Millis kPage = PageTurn::kUsual;
    static constexpr Millis kPinned { 300'000 };

    // As chosen by whom or what turned last; while it has nothing to show another one stands in for it.
    std::string page {};
    bool paused = false;
    Timestamp turned_at {};

    void arrive(const Location& location);
    // The address that leads here.
    Location address(Location location) const;

    // Turns the page when it is time. `critical_at` is when the newest critical alert came that nobody acknowledged.
    void update(std::span<const PageTurn> pages, std::optional<Timestamp> critical_at, Timestamp now);
    // By hand.
    void turn(std::span<const PageTurn> pages, int step, Timestamp now);
    void pause(bool hold, Timestamp now);

    bool pinned() const { return pinned_; }
    // A page that is held stays: that a new critical would have come up has to be said elsewhere.
    bool critical_waits() const { return critical_waits_; }
    // Nothing where no page has anything to show.
    std::optional<std::string_view> shown(std::span<const PageTurn> pages) const;
    float progress(std::span<const PageTurn> pages, Timestamp now) const;

private:
    bool pinned_ = false;
    bool critical_waits_ = false;
    std::optional<Timestamp> critical_at_ {};
    std::optional<Timestamp> released_ {}; // of the critical from which somebody turned away
};

// Majors that have no line of their own take turns in the last ones of their block, as pages do below it, whatever is
// pinned or held there: none is hidden for long.
struct MajorTurns {
    std::size_t turn = 0;

    // `turns` as of the last picture: one where all have a line.
    void update(std::size_t turns, bool held, Timestamp now);
    // By hand.
    void step(std::size_t turns, int by, Timestamp now);
    float progress(std::size_t turns, bool held, Timestamp now) const;

private:
    Timestamp turned_at_ {};
};

}
