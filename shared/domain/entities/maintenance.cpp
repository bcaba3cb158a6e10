// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entities/maintenance.h"

#include <algorithm>

namespace watchfloor {
namespace {

using Days = std::chrono::duration<std::int64_t, std::ratio<86'400>>;

std::int64_t day_of(Timestamp at)
{
    const std::int64_t millis_per_day = Millis { Days { 1 } }.count();
    const std::int64_t day = at.millis / millis_per_day;
    return at.millis % millis_per_day < 0 ? day - 1 : day;
}

}

std::optional<std::int64_t> maintenance_interval_days(const Asset& asset)
{
    std::optional<std::int64_t> shortest;
    for (const std::int64_t days :
        { asset.vendor_interval_days, asset.insurer_interval_days, asset.policy_interval_days }) {
        if (days > 0) {
            shortest = std::min(shortest.value_or(days), days);
        }
    }
    for (const std::int64_t hours :
        { asset.vendor_interval_hours, asset.insurer_interval_hours, asset.policy_interval_hours }) {
        if (hours > 0 && asset.running_hours_per_day > 0) {
            const std::int64_t lasts = std::max(std::int64_t { 1 }, hours / asset.running_hours_per_day);
            shortest = std::min(shortest.value_or(lasts), lasts);
        }
    }
    return shortest;
}

std::optional<Timestamp> maintenance_due_at(const Asset& asset)
{
    const auto interval = maintenance_interval_days(asset);
    if (!interval || !asset.last_maintained_at) {
        return std::nullopt;
    }
    return *asset.last_maintained_at + Days { *interval };
}

// Counts calendar days in UTC: due today is not overdue, due yesterday is one day.
std::int64_t days_overdue(Timestamp due_at, Timestamp now)
{
    return std::max(std::int64_t { 0 }, day_of(now) - day_of(due_at));
}

std::optional<std::int64_t> maintenance_urgency_percent(const Asset& asset, Timestamp now)
{
    const auto interval = maintenance_interval_days(asset);
    const auto due = maintenance_due_at(asset);
    if (!interval || !due) {
        return std::nullopt;
    }
    return 100 * (*interval + days_overdue(*due, now)) / *interval;
}

}
