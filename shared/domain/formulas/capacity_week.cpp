// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/capacity_week.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr Millis kUndatedHolds = 4 * kPlanWeek; // that nothing comes
constexpr Millis kQuietLong = kPlanWeek;        // of what promises no samples

bool has_moved(const std::optional<Timestamp>& before, const std::optional<Timestamp>& after)
{
    return before && after ? std::chrono::abs(*after - *before) > kPlanWeek : before.has_value() != after.has_value();
}

bool is_stale(const CapacityResource& resource, Timestamp newest, Timestamp now)
{
    const Millis promised { resource.cadence_seconds * 2'000 };
    return now - newest
        > (resource.cadence_seconds > 0 ? std::max<Millis>(promised, std::chrono::hours { 2 }) : kQuietLong);
}

bool scored_badly(ForecastScore score)
{
    return score == ForecastScore::Missed || score == ForecastScore::TooSoon;
}

}

ForecastScore score_of(const PublishedForecast& published, const PublishedForecast& now, Timestamp at)
{
    if (published.score != ForecastScore::Open) {
        return published.score;
    }
    if (published.usable_milli != now.usable_milli) {
        return ForecastScore::Overtaken;
    }
    if (published.reached) {
        return ForecastScore::Open;
    }
    if (!published.early) {
        return now.reached                            ? ForecastScore::Missed
            : at - published.made_at >= kUndatedHolds ? ForecastScore::Held
                                                      : ForecastScore::Open;
    }
    if (now.reached) {
        return at < *published.early ? ForecastScore::TooSoon : ForecastScore::Held;
    }
    return published.late && at > *published.late ? ForecastScore::Missed : ForecastScore::Open;
}

std::vector<CapacityRow> capacity_rows(
    const CapacityResource& resource, const CapacityOutlook& outlook, std::optional<Timestamp> signed_at, Timestamp now)
{
    std::vector<CapacityRow> rows;
    const auto add
        = [&](bool found, CapacityFinding finding, std::optional<Timestamp> before, std::optional<Timestamp> after) {
              if (found) {
                  rows.push_back(
                      { resource.id, finding, before, after, decision_since(resource, finding, signed_at) != nullptr });
              }
          };
    const PublishedForecast* last = resource.published.empty() ? nullptr : &resource.published.back();
    const auto before = last != nullptr ? last->act_by : std::nullopt;
    const auto after = outlook.forecast.act_by;
    const bool measured = outlook.newest.has_value();
    const bool stale = measured && is_stale(resource, *outlook.newest, now);
    add(last != nullptr && !stale && has_moved(before, after), CapacityFinding::ActByMoved, before, after);
    add(after && *after <= now + kPlanWeek, CapacityFinding::LeadTime, before, after);
    add(last != nullptr && !stale && last->score == ForecastScore::Open
            && scored_badly(score_of(*last, outlook.forecast, now)),
        CapacityFinding::ForecastMissed, before, after);
    add(stale, CapacityFinding::Stale, std::nullopt, outlook.newest);
    add(!measured || resource.services.empty(), CapacityFinding::Unmapped, std::nullopt, outlook.newest);
    add(resource.review_due && *resource.review_due <= now + kPlanWeek, CapacityFinding::ReviewDue, std::nullopt,
        resource.review_due);
    return rows;
}

const CapacityDecision* decision_since(
    const CapacityResource& resource, CapacityFinding finding, std::optional<Timestamp> signed_at)
{
    const auto found = std::find_if(resource.decisions.begin(), resource.decisions.end(),
        [&](const CapacityDecision& decision) { return decision.finding == finding; });
    return found != resource.decisions.end() && (!signed_at || found->decided_at > *signed_at) ? &*found : nullptr;
}

}
