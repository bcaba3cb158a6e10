// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/rotation.h"

#include <algorithm>
#include <iterator>

namespace watchfloor {
namespace {

// Where the page stands, or would stand; the number of pages where it does not.
std::ptrdiff_t place_of_page(std::span<const PageTurn> pages, std::string_view name)
{
    return std::find_if(pages.begin(), pages.end(), [&](const PageTurn& turn) { return turn.page == name; })
        - pages.begin();
}

// What shows without a pin: another page stands in for one that has nothing to show.
std::ptrdiff_t standing(std::span<const PageTurn> pages, std::string_view name)
{
    const std::ptrdiff_t place = place_of_page(pages, name);
    return place == std::ssize(pages) ? 0 : place;
}

Millis time_of(std::span<const PageTurn> pages, std::string_view name)
{
    return pages.empty() ? PageTurn::kUsual : pages[static_cast<std::size_t>(standing(pages, name))].time;
}

float share_of(Millis passed, Millis whole)
{
    return std::clamp(static_cast<float>(passed.count()) / static_cast<float>(whole.count()), 0.0F, 1.0F);
}

}

void Rotation::arrive(const Location& location)
{
    if (const auto wanted = location.value("page"); wanted && *wanted != page) {
        page = *wanted;
        turned_at = {};
    }
    paused = location.value("paused") == "1";
}

Location Rotation::address(Location location) const
{
    location.set("page", page);
    location.set("paused", paused ? "1" : "");
    return location;
}

std::optional<std::string_view> Rotation::shown(std::span<const PageTurn> pages) const
{
    if (pinned_) {
        return kAlertsPage;
    }
    return pages.empty() ? std::nullopt : std::optional { pages[static_cast<std::size_t>(standing(pages, page))].page };
}

void Rotation::update(std::span<const PageTurn> pages, std::optional<Timestamp> critical_at, Timestamp now)
{
    critical_at_ = critical_at;
    const bool was_pinned = pinned_;
    const bool fresh = critical_at && now - *critical_at < kPinned && (!released_ || *released_ < *critical_at);
    pinned_ = fresh && !paused;
    critical_waits_ = fresh && paused && page != kAlertsPage;
    // What the pin held up has its whole time afterwards.
    if (turned_at.millis == 0 || now < turned_at || pinned_ || was_pinned) {
        turned_at = now;
    }
    if (pinned_ || paused || pages.empty() || now - turned_at < time_of(pages, page)) {
        return;
    }
    turn(pages, 1, now);
}

void Rotation::turn(std::span<const PageTurn> pages, int step, Timestamp now)
{
    const auto here = shown(pages);
    released_ = critical_at_;
    pinned_ = false;
    turned_at = now;
    if (pages.empty()) {
        return;
    }
    const std::ptrdiff_t count = std::ssize(pages);
    const std::ptrdiff_t at = place_of_page(pages, *here);
    // Who turns away from a pinned page that is none of these finds the one that it held up.
    page = pages[static_cast<std::size_t>(at == count ? standing(pages, page) : (at + step + count) % count)].page;
}

void Rotation::pause(bool hold, Timestamp now)
{
    if (hold && pinned_) { // what shows is what somebody holds
        page = kAlertsPage;
        pinned_ = false;
    }
    paused = hold;
    turned_at = now;
}

float Rotation::progress(std::span<const PageTurn> pages, Timestamp now) const
{
    // What stands alone turns to nothing.
    return paused || pages.size() < 2 ? 0.0F : share_of(now - turned_at, time_of(pages, page));
}

void MajorTurns::update(std::size_t turns, bool held, Timestamp now)
{
    if (turned_at_.millis == 0 || now < turned_at_ || turns < 2 || held) {
        turned_at_ = now;
    } else if (now - turned_at_ >= PageTurn::kUsual) {
        step(turns, 1, now);
    }
    turn = turns < 2 ? 0 : turn % turns;
}

void MajorTurns::step(std::size_t turns, int by, Timestamp now)
{
    turned_at_ = now;
    if (turns > 1 && by != 0) {
        turn = (turn + (by > 0 ? 1 : turns - 1)) % turns;
    }
}

float MajorTurns::progress(std::size_t turns, bool held, Timestamp now) const
{
    return held || turns < 2 ? 0.0F : share_of(now - turned_at_, PageTurn::kUsual);
}

}
