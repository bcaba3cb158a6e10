// SPDX-License-Identifier: Apache-2.0
#include "server/capacity/capacity_forecasts.h"

#include "shared/domain/forecast/last_hour.h"
#include "shared/domain/forecast/robust.h"
#include "shared/domain/formulas/capacity_plan.h"

#include <algorithm>
#include <chrono>

namespace watchfloor {
namespace {

constexpr Millis kForecastHour = std::chrono::hours { 1 };
constexpr std::size_t kDayHours = 24;
constexpr std::size_t kReadHours = kMostWeeks * kWeekDays * kDayHours;
// Two of the longest season; for a long horizon as many as its back-test takes.
constexpr std::size_t kLeastDays = 14;
constexpr Millis kLately = std::chrono::hours { 2 };
constexpr Millis kQuiet = std::chrono::minutes { 2 };
constexpr std::int64_t kMinutes = 60;
constexpr Millis kRiseHolds = std::chrono::minutes { 1 };
constexpr std::chrono::milliseconds kMoment { 200 };
constexpr std::size_t kAllOfIt = 2; // of the limits

double in_units(std::int64_t milli)
{
    return static_cast<double>(milli) / 1000;
}

Timestamp hour_before(Timestamp at)
{
    return { at.millis - at.millis % kForecastHour.count() };
}

struct Hours {
    RegularSeries means {};
    RegularSeries peaks {};
};

Result<Hours> hours_of(SamplesStore& samples, const ResourceId& resource, Timestamp end)
{
    const Timestamp start { std::max<std::int64_t>(
        0, end.millis - static_cast<std::int64_t>(kReadHours) * kForecastHour.count()) };
    Hours hours;
    if (end <= start) {
        return hours;
    }
    const auto count = static_cast<std::size_t>((end - start) / kForecastHour);
    ASSIGN_OR_RETURN(const auto points, samples.query({ resource, start, end, count }));
    if (points.empty()) {
        return hours;
    }
    const Timestamp first = hour_before(points.front().from);
    hours.means.start = first;
    hours.means.values.assign(static_cast<std::size_t>((end - first) / kForecastHour), kNotMeasured);
    hours.peaks = hours.means;
    for (const SeriesPoint& point : points) {
        const auto hour = static_cast<std::size_t>((point.from - first) / kForecastHour);
        if (hour < hours.means.values.size()) {
            hours.means.values[hour] = point.mean;
            hours.peaks.values[hour] = point.max;
        }
    }
    return hours;
}

// The days' middles, where they clearly rise or fall.
std::optional<double> trend_of(std::span<const double> window, const ShapeFound& shape)
{
    const std::vector<double> level = on_last_level(window, shape);
    const RobustSlope slope = theil_sen(block_medians(level, kDayHours), 0);
    return slope.low > 0 || slope.high < 0 ? std::optional(slope.slope) : std::nullopt;
}

std::vector<std::int64_t> definition_of(const CapacityResource& resource)
{
    std::vector<std::int64_t> definition { resource.usable_milli(), resource.warn_percent, resource.critical_percent };
    for (const PlannedChange& change : resource.planned_changes) {
        definition.insert(definition.end(), { change.at.millis, change.capacity_milli, change.demand_milli });
    }
    return definition;
}

std::size_t days_needed_for(std::size_t hours)
{
    return std::max(kLeastDays, (hours + 3 * kDayHours) / kDayHours);
}

// Of hours that are over: what is left of one says nothing of its mean, and less of its peak.
Timestamp hours_end(const Sample& newest, Timestamp now)
{
    return hour_before(std::min(now, newest.at + kForecastHour));
}

bool is_lately(const CapacityResource& resource, const Sample& newest, Timestamp now)
{
    return now - newest.at <= std::max(kLately, Millis { 2'000 * resource.cadence_seconds });
}

}

ResourceForecast unmeasured_forecast(std::size_t hours)
{
    ResourceForecast none;
    none.days_needed = days_needed_for(hours);
    return none;
}

CapacityForecasts::Made CapacityForecasts::held(
    const CapacityResource& resource, Timestamp end, std::size_t hours, bool whole)
{
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(resource.id);
    if (found == held_.end()) {
        return nullptr;
    }
    const Held& held = found->second;
    const bool serves = held.made_for == definition_of(resource) && held.horizon == hours && held.end >= end
        && (held.whole || !whole);
    return serves ? held.forecast : nullptr;
}

Result<ResourceForecast> CapacityForecasts::make(
    const CapacityResource& resource, Timestamp end, std::size_t hours, bool whole) const
{
    ResourceForecast forecast;
    ASSIGN_OR_RETURN(const Hours read, hours_of(samples_, resource.id, end));
    const std::span<const double> window = forecast_window(read.means);
    forecast.to = end;
    forecast.from = end - kForecastHour * static_cast<std::int64_t>(window.size());
    forecast.hours = measured_in(window);
    forecast.days = window.size() / kDayHours;
    forecast.days_needed = days_needed_for(hours);
    forecast.percent = { resource.warn_percent, resource.critical_percent, 100 };
    if (forecast.days < forecast.days_needed) {
        return forecast;
    }
    const double usable = in_units(resource.usable_milli());
    for (std::size_t i = whole ? 0 : kAllOfIt; i < forecast.limits.size() && usable > 0; ++i) {
        const auto planned = planned_steps(resource, forecast.percent[i], end);
        const double limit = usable * static_cast<double>(forecast.percent[i]) / 100;
        forecast.limits[i] = exhaustion_of(read.peaks, limit, planned);
    }
    const auto dated = [](const Exhaustion& limit) { return limit.at.has_value(); };
    if (!whole && std::none_of(forecast.limits.begin(), forecast.limits.end(), dated)) {
        return forecast;
    }
    forecast.series = forecast_series(read.means, hours);
    forecast.trend_per_day = trend_of(window, forecast.series.shape);
    if (forecast.series.verdict != ForecastVerdict::Foretold) {
        for (Exhaustion& limit : forecast.limits) {
            limit = limit.planned ? limit : Exhaustion { .now = limit.now }; // a plan needs no forecast
        }
    }
    return forecast;
}

Result<CapacityForecasts::Made> CapacityForecasts::made(
    const CapacityResource& resource, Timestamp end, std::size_t hours, bool whole)
{
    if (Made known = held(resource, end, hours, whole)) {
        return known;
    }
    ASSIGN_OR_RETURN(ResourceForecast fresh, make(resource, end, hours, whole));
    auto forecast = std::make_shared<const ResourceForecast>(std::move(fresh));
    const std::lock_guard lock(mutex_);
    held_[resource.id] = { definition_of(resource), hours, whole, end, forecast };
    return Made(std::move(forecast));
}

Result<std::shared_ptr<const ResourceForecast>> CapacityForecasts::of(
    const CapacityResource& resource, Timestamp now, std::size_t hours)
{
    const auto newest = samples_.latest(resource.id);
    if (newest && is_lately(resource, newest->sample, now)) {
        return made(resource, hours_end(newest->sample, now), hours, true);
    }
    ResourceForecast none = unmeasured_forecast(hours);
    none.stale = newest.has_value();
    none.to = newest ? newest->sample.at : Timestamp {};
    return Made(std::make_shared<const ResourceForecast>(std::move(none)));
}

Result<Exhaustion> CapacityForecasts::look_at_hour(const CapacityResource& resource, Timestamp now) const
{
    const Timestamp to = now + Millis { 1 };
    const Millis minute = std::chrono::minutes { 1 };
    const Timestamp from = to - minute * kMinutes;
    // What stands for a minute is of its middle.
    RegularSeries minutes { from + minute / 2, 60, std::vector<double>(kMinutes, kNotMeasured) };
    ASSIGN_OR_RETURN(const auto points, samples_.query({ resource.id, from, to, kMinutes }));
    if (points.empty()) {
        return Exhaustion {};
    }
    double samples = 0;
    for (const SeriesPoint& point : points) {
        const auto at = std::clamp<std::int64_t>((point.from - from) / minute, 0, kMinutes - 1);
        minutes.values[static_cast<std::size_t>(at)] = point.mean;
        samples += point.count;
    }
    const auto span = static_cast<double>((points.back().to - points.front().from).count()) / 1000;
    const auto cadence = static_cast<double>(resource.cadence_seconds);
    if (cadence > 0 && samples < (1 - kMostMissing) * (span / cadence + 1)) {
        return Exhaustion {};
    }
    return exhaustion_by_rise(minutes, in_units(resource.usable_milli()));
}

Result<Exhaustion> CapacityForecasts::rise_of(const CapacityResource& resource, const Sample& newest, Timestamp now)
{
    if (now - newest.at > std::max(kQuiet, Millis { 2'000 * resource.cadence_seconds })) {
        return Exhaustion {};
    }
    {
        const std::lock_guard lock(mutex_);
        const auto found = rises_.find(resource.id);
        if (found != rises_.end() && found->second.usable_milli == resource.usable_milli()
            && std::chrono::abs(now - found->second.at) < kRiseHolds) {
            return found->second.when;
        }
    }
    ASSIGN_OR_RETURN(const Exhaustion when, look_at_hour(resource, now));
    const std::lock_guard lock(mutex_);
    rises_[resource.id] = { resource.usable_milli(), now, when };
    return when;
}

Result<AllRunOut> CapacityForecasts::run_out(std::span<const CapacityResource> resources, Timestamp now)
{
    const std::unique_lock making(making_, std::try_to_lock);
    const auto until = std::chrono::steady_clock::now() + kMoment;
    AllRunOut all;
    for (const CapacityResource& resource : resources) {
        const auto newest = samples_.latest(resource.id);
        if (resource.usable_milli() <= 0 || !newest || !is_lately(resource, newest->sample, now)) {
            continue;
        }
        ASSIGN_OR_RETURN(const Exhaustion rise, rise_of(resource, newest->sample, now));
        if (rise.now || rise.early) {
            all.found.emplace_back(resource.id, RunsOut { rise, true, {} });
            continue;
        }
        const Timestamp end = hours_end(newest->sample, now);
        Made forecast = held(resource, end, kForecastHours, false);
        if (forecast == nullptr && making.owns_lock() && std::chrono::steady_clock::now() < until) {
            ASSIGN_OR_RETURN(forecast, made(resource, end, kForecastHours, false));
        } else if (forecast == nullptr) {
            forecast = held(resource, end - kForecastHour, kForecastHours, false);
        }
        if (forecast == nullptr) {
            all.pending += 1;
        } else if (const Exhaustion& when = forecast->limits[kAllOfIt]; when.now || when.early) {
            const bool foretold = !when.now && !when.planned;
            all.found.emplace_back(resource.id,
                RunsOut { when, false, foretold ? std::optional { forecast->series.method } : std::nullopt });
        }
    }
    return all;
}

}
