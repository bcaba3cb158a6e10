// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/night_hours.h"

namespace watchfloor {
namespace {

constexpr int kMinutesOfDay = 1'440;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// "06:30", two digits each.
std::optional<int> minute_of(std::string_view text)
{
    if (text.size() != 5 || text[2] != ':' || !is_digit(text[0]) || !is_digit(text[1]) || !is_digit(text[3])
        || !is_digit(text[4])) {
        return std::nullopt;
    }
    const int hour = (text[0] - '0') * 10 + text[1] - '0';
    const int minute = (text[3] - '0') * 10 + text[4] - '0';
    return hour < 24 && minute < 60 ? std::optional { hour * 60 + minute } : std::nullopt;
}

}

bool NightHours::contain(Timestamp at, const SiteZone& zone) const
{
    const std::int64_t minutes = at.millis / 60'000 + zone.offset_at(at) / 60;
    const auto minute = static_cast<int>((minutes % kMinutesOfDay + kMinutesOfDay) % kMinutesOfDay);
    return from_minute < to_minute ? from_minute <= minute && minute < to_minute
                                   : from_minute <= minute || minute < to_minute;
}

std::optional<NightHours> read_night_hours(std::string_view text)
{
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) {
        return std::nullopt;
    }
    const auto from = minute_of(text.substr(0, dash));
    const auto to = minute_of(text.substr(dash + 1));
    return from && to && *from != *to ? std::optional { NightHours { *from, *to } } : std::nullopt;
}

}
