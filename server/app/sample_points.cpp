// SPDX-License-Identifier: Apache-2.0
#include "server/app/sample_points.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace watchfloor {
namespace {

constexpr std::array<std::string_view, 3> kQualities { "good", "estimated", "suspect" };

}

std::string_view to_string(SampleQuality quality)
{
    return kQualities[static_cast<std::size_t>(quality)];
}

std::optional<SampleQuality> parse_quality(std::string_view text)
{
    const auto found = std::find(kQualities.begin(), kQualities.end(), text);
    if (found == kQualities.end()) {
        return std::nullopt;
    }
    return static_cast<SampleQuality>(found - kQualities.begin());
}

std::int64_t to_milli(double value)
{
    constexpr double kMost = 9e18;
    return static_cast<std::int64_t>(std::llround(std::clamp(value * 1000, -kMost, kMost)));
}

SamplePoint sample_point(const LatestSample& latest)
{
    SamplePoint point;
    point.at = latest.sample.at;
    point.quality = to_string(latest.sample.quality);
    point.resource = latest.resource;
    point.sample_seq = latest.sample_seq;
    point.value_milli = to_milli(latest.sample.value);
    return point;
}

SampleFrame sample_frame(std::span<const LatestSample> latest, const State& state)
{
    SampleFrame frame;
    for (const LatestSample& sample : latest) {
        if (state.resources.contains(sample.resource)) {
            frame.samples.push_back(sample_point(sample));
        }
    }
    return frame;
}

}
