// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/rotation.h"

#include <algorithm>

namespace watchfloor {

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

std::optional<std::string_view> Rotation::shown(std::span<const std::string_view> pages) const
{
    const std::string_view wanted = pinned_ ? kAlertsPage : std::string_view { page };
    const auto found = std::find(pages.begin(), pages.end(), wanted);
    if (found != pages.end()) {
        return *found;
    }
    return pages.empty() ? std::nullopt : std::optional { pages.front() };
}

void Rotation::update(std::span<const std::string_view> pages, std::optional<Timestamp> critical_at, Timestamp now)
{
    critical_at_ = critical_at;
    const bool was_pinned = pinned_;
    pinned_ = critical_at && now - *critical_at < kPinned && (!released_ || *released_ < *critical_at);
    // What the pin held up has its whole time afterwards.
    if (turned_at.millis == 0 || now < turned_at || pinned_ || was_pinned) {
        turned_at = now;
    }
    if (pinned_ || paused || pages.empty() || now - turned_at < kPage) {
        return;
    }
    turn(pages, 1, now);
}

void Rotation::turn(std::span<const std::string_view> pages, int step, Timestamp now)
{
    const auto here = shown(pages);
    released_ = critical_at_;
    pinned_ = false;
    turned_at = now;
    if (!here) {
        return;
    }
    const auto count = static_cast<int>(pages.size());
    const auto at = static_cast<int>(std::find(pages.begin(), pages.end(), *here) - pages.begin());
    page = pages[static_cast<std::size_t>((at + step + count) % count)];
}

void Rotation::pause(bool hold, Timestamp now)
{
    paused = hold;
    turned_at = now;
}

float Rotation::progress(Timestamp now) const
{
    return paused
        ? 0.0F
        : std::clamp(static_cast<float>((now - turned_at).count()) / static_cast<float>(kPage.count()), 0.0F, 1.0F);
}

}
