// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entities/maintenance.h"

#include <algorithm>
#include <utility>

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

std::optional<MaintenanceInterval> maintenance_interval(const Asset& asset)
{
    using S = IntervalSource;
    std::optional<MaintenanceInterval> shortest;
    const auto take = [&](std::int64_t days, IntervalSource source) {
        if (!shortest || days < shortest->days) {
            shortest = MaintenanceInterval { days, source };
        }
    };
    if (asset.retired) {
        return std::nullopt;
    }
    for (const auto& [days, source] :
        { std::pair { asset.vendor_interval_days, S::Vendor }, std::pair { asset.insurer_interval_days, S::Insurer },
            std::pair { asset.policy_interval_days, S::Policy } }) {
        if (days > 0) {
            take(days, source);
        }
    }
    for (const auto& [hours, source] :
        { std::pair { asset.vendor_interval_hours, S::Vendor }, std::pair { asset.insurer_interval_hours, S::Insurer },
            std::pair { asset.policy_interval_hours, S::Policy } }) {
        if (hours > 0 && asset.running_hours_per_day > 0) {
            const std::int64_t lasts = std::max(std::int64_t { 1 }, hours / asset.running_hours_per_day);
            take(lasts, source);
        }
    }
    return shortest;
}

std::optional<std::int64_t> maintenance_interval_days(const Asset& asset)
{
    const auto interval = maintenance_interval(asset);
    return interval ? std::optional { interval->days } : std::nullopt;
}

std::optional<Timestamp> maintenance_due_at(const Asset& asset)
{
    const auto interval = maintenance_interval_days(asset);
    if (!interval || !asset.last_maintained_at) {
        return std::nullopt;
    }
    return *asset.last_maintained_at + Days { *interval };
}

Millis maintenance_work_ahead(const Asset& asset)
{
    constexpr Millis kUsual = Days { 14 };
    if (asset.work_ahead_days > 0) {
        return Days { asset.work_ahead_days };
    }
    return std::min(kUsual, Millis { Days { maintenance_interval_days(asset).value_or(0) } } / 2);
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
