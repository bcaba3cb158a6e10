// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/axis/time_axis.h"

#include "shared/timeline/item.h"

#include <algorithm>
#include <cmath>

namespace watchfloor {

namespace {

constexpr double kFarthest = static_cast<double>(kMaxItemMillis);

Timestamp rounded(double millis)
{
    return { static_cast<std::int64_t>(std::llround(std::clamp(millis, -2 * kFarthest, 2 * kFarthest))) };
}

TimeAxis limited(TimeAxis axis)
{
    const double width = std::max(1.0, static_cast<double>(axis.width));
    axis.millis_per_pixel = std::clamp(axis.millis_per_pixel, kShortestView / width, kLongestView / width);
    axis.from_millis = std::clamp(axis.from_millis, -kFarthest, kFarthest - axis.millis_per_pixel * width);
    return axis;
}

}

Timestamp TimeAxis::from() const
{
    return rounded(std::floor(from_millis));
}

Timestamp TimeAxis::to() const
{
    return rounded(std::ceil(to_millis()));
}

// Far away is cut to a little outside, so that pixels never overflow.
float TimeAxis::x(double millis) const
{
    const double offset = (millis - from_millis) / millis_per_pixel;
    return left + static_cast<float>(std::clamp(offset, -100'000.0, 100'000.0 + static_cast<double>(width)));
}

double TimeAxis::millis_at(float x_pixels) const
{
    return from_millis + static_cast<double>(x_pixels - left) * millis_per_pixel;
}

Timestamp TimeAxis::at(float x_pixels) const
{
    return rounded(millis_at(x_pixels));
}

TimeAxis zoomed(const TimeAxis& axis, float x, double factor)
{
    const double width = std::max(1.0, static_cast<double>(axis.width));
    const double anchor = axis.millis_at(x);
    TimeAxis result = axis;
    result.millis_per_pixel = std::clamp(axis.millis_per_pixel * factor, kShortestView / width, kLongestView / width);
    result.from_millis = anchor - static_cast<double>(x - axis.left) * result.millis_per_pixel;
    return limited(result);
}

TimeAxis panned(const TimeAxis& axis, float pixels)
{
    TimeAxis result = axis;
    result.from_millis += static_cast<double>(pixels) * axis.millis_per_pixel;
    return limited(result);
}

TimeAxis fitted(const TimeAxis& axis, Timestamp from, Timestamp to, double margin)
{
    const double begin = static_cast<double>(from.millis);
    const double span = std::max(1000.0, static_cast<double>(to.millis) - begin);
    TimeAxis result = axis;
    result.millis_per_pixel = span * (1 + 2 * margin) / std::max(1.0, static_cast<double>(axis.width));
    result.from_millis = begin - span * margin;
    return limited(result);
}

TimeAxis centred(const TimeAxis& axis, Timestamp at)
{
    TimeAxis result = axis;
    result.from_millis = static_cast<double>(at.millis) - axis.millis_per_pixel * static_cast<double>(axis.width) / 2;
    return limited(result);
}

TimeAxis resized(const TimeAxis& axis, float left, float width)
{
    TimeAxis result = axis;
    const double span = axis.to_millis() - axis.from_millis;
    result.left = left;
    result.width = std::max(1.0F, width);
    result.millis_per_pixel = span / static_cast<double>(result.width);
    return limited(result);
}

int SiteZone::offset_at(Timestamp at) const
{
    const std::int64_t seconds = at.millis / 1000 - (at.millis % 1000 < 0 ? 1 : 0);
    return utc_offset_seconds == nullptr ? 0 : utc_offset_seconds(seconds);
}

}
