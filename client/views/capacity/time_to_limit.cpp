// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/time_to_limit.h"

#include "client/language/text.h"
#include "client/views/capacity/capacity_cards.h"

#include <algorithm>

namespace watchfloor {

TimeToLimit time_to_limit(const ResourceLimit& limit, Timestamp now)
{
    TimeToLimit found;
    found.now = limit.reached;
    found.by_hour = limit.by_hour;
    found.act_by = limit.act_by;
    found.act_late = limit.act_by && *limit.act_by < now;
    found.early = limit.early ? std::max(Millis::zero(), *limit.early - now) : Millis::zero();
    if (limit.late) {
        found.late = std::max(Millis::zero(), *limit.late - now);
    }
    return found;
}

std::optional<TimeToLimit> time_to_limit(const ViewInput& input, const CapacityResource& resource)
{
    const ResourceLimit* limit = input.replica.limit(resource.id);
    const auto latest = input.replica.samples().latest(resource.id);
    if (limit == nullptr || !latest || data_age(resource, latest, input.as_of()).stale()
        || (!limit->reached && !limit->early)) {
        return std::nullopt;
    }
    return time_to_limit(*limit, input.as_of());
}

std::string ahead_words(Millis ahead, bool latest)
{
    constexpr Millis kDay = std::chrono::hours { 24 };
    if (ahead < 7 * kDay) {
        return format_age(ahead.count());
    }
    const Millis whole = (ahead + (latest ? kDay - Millis { 1 } : Millis::zero())) / kDay * kDay;
    return tr(Text::DaysShort, std::to_string(whole / kDay));
}

std::string limit_words(const TimeToLimit& limit)
{
    if (limit.now) {
        return std::string(tr(Text::CapacityFull));
    }
    const std::string early = ahead_words(limit.early, false);
    const std::string late = limit.late ? ahead_words(*limit.late, true) : std::string();
    return late.empty() ? tr(Text::CapacityFullAfter, early)
        : late == early ? tr(Text::CapacityFullIn, early)
                        : tr(Text::CapacityFullBetween, early, late);
}

std::string limit_method(const TimeToLimit& limit)
{
    return std::string(tr(limit.by_hour ? Text::CapacityByHour : Text::CapacityByDays));
}

}
