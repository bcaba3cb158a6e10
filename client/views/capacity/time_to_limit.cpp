// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/time_to_limit.h"

#include "client/language/text.h"
#include "shared/domain/formulas/forecast.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace watchfloor {
namespace {

constexpr Millis kLooksBack = std::chrono::hours { 1 };
constexpr Millis kLeastLook = std::chrono::minutes { 20 }; // less is a peak
constexpr Millis kHourTells = std::chrono::hours { 24 };   // an hour says nothing of what is farther away
constexpr double kClearly = 0.7;                           // of what the use varies is its rise

std::vector<Measured> measured_since(const SampleSeries& samples, Timestamp from)
{
    std::vector<Measured> points;
    for (std::size_t i = samples.size(); i > 0; --i) {
        const SeriesSample sample = samples.at(i - 1);
        if (sample.at < from) {
            break;
        }
        if (std::isfinite(sample.value)) {
            points.push_back({ sample.at, sample.value });
        }
    }
    std::reverse(points.begin(), points.end());
    return points;
}

}

std::optional<TimeToLimit> limit_by_hour(const CapacityResource& resource, const SampleSeries& samples, Timestamp now)
{
    const std::vector<Measured> points = measured_since(samples, now - kLooksBack);
    if (resource.usable_milli() <= 0 || points.empty() || points.back().at - points.front().at < kLeastLook) {
        return std::nullopt;
    }
    ForecastQuestion question;
    question.limit = static_cast<double>(resource.usable_milli()) / 1000;
    question.now = now;
    question.cadence_seconds = resource.cadence_seconds;
    const Forecast forecast = forecast_linear(points, question);
    if (!forecast.sufficient || forecast.r_squared < kClearly || !forecast.early || !forecast.late
        || *forecast.early - now > kHourTells) {
        return std::nullopt;
    }
    return TimeToLimit { forecast.exhausted_now, *forecast.early - now, *forecast.late - now };
}

std::optional<TimeToLimit> limit_by_month(const ForecastAnswer& forecast, Timestamp now)
{
    if (!forecast.sufficient || !forecast.exhaustion || !forecast.early) {
        return std::nullopt;
    }
    TimeToLimit limit;
    limit.now = forecast.exhausted_now;
    limit.early = std::max(Millis::zero(), *forecast.early - now);
    if (forecast.late) {
        limit.late = std::max(Millis::zero(), *forecast.late - now);
    }
    return limit;
}

std::string limit_words(const TimeToLimit& limit)
{
    if (limit.now) {
        return std::string(tr(Text::CapacityFull));
    }
    const std::string early = format_age(limit.early.count());
    const std::string late = limit.late ? format_age(limit.late->count()) : std::string();
    return late.empty() ? tr(Text::CapacityFullAfter, early)
        : late == early ? tr(Text::CapacityFullIn, early)
                        : tr(Text::CapacityFullBetween, early, late);
}

}
