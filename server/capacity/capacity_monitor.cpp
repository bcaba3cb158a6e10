// SPDX-License-Identifier: Apache-2.0
#include "server/capacity/capacity_monitor.h"

#include <algorithm>
#include <cstdlib>

namespace watchfloor {
namespace {

constexpr std::size_t kMostSustained = 1'000;

// A total that wavers by less than half a percent (a file system's reserve) is no news.
bool nearly_equal(std::int64_t known, std::int64_t now)
{
    return std::abs(known - now) <= std::abs(known) / 200;
}

CapacityLevel level_at(const CapacityResource& resource, double value)
{
    const auto permille = utilisation_permille(resource, value);
    return permille ? capacity_level(resource, *permille, resource.level) : resource.level;
}

// After a while in which nothing was below the one and nothing above the other.
CapacityLevel level_within(const CapacityResource& resource, double lowest, double highest)
{
    const CapacityLevel up = level_at(resource, lowest);
    return up > resource.level ? up : std::min(level_at(resource, highest), resource.level);
}

Actor system_actor()
{
    Actor actor;
    actor.user = UserId { "system" };
    actor.system = true;
    return actor;
}

}

Result<void> CapacityMonitor::define(const CapacityResource& resource)
{
    const auto is_news = [&](const CapacityResource* known) {
        return known == nullptr || known->query != resource.query
            || !nearly_equal(known->total_milli, resource.total_milli);
    };
    if (!is_news(sequencer_.state()->resources.find(resource.id))) {
        return {}; // as nearly always: no sample waits for what people change
    }
    const auto lock = sequencer_.hold_entities();
    const auto state = sequencer_.state();
    const CapacityResource* known = state->resources.find(resource.id);
    if (!is_news(known)) {
        return {};
    }
    CapacityResource next = known != nullptr ? *known : resource;
    next.total_milli = resource.total_milli;
    next.query = resource.query;
    Submission submission;
    submission.command = DefineCapacity { next };
    submission.actor = system_actor();
    RETURN_IF_ERROR(sequencer_.execute(std::move(submission)));
    return {};
}

// However many samples come at once, the level counts from the one that changed it, as if each had come by itself. What
// changed back within them is over: only where they end is reported. Late samples fill the curve but cross nothing.
Result<SamplesStored> CapacityMonitor::record(const ResourceId& resource, std::span<const Sample> samples)
{
    const auto state = sequencer_.state();
    const CapacityResource* known = state->resources.find(resource);
    if (known == nullptr) {
        return Error { ErrorCode::NotFound, "No capacity resource has this id; define it first." };
    }
    ASSIGN_OR_RETURN(const SamplesStored stored, samples_.append(resource, samples, clock_.now()));
    CapacityResource reached = *known;
    Sample crossed {};
    for (const Sample& sample : stored.newer) {
        // Only a reading beyond a threshold can end a stretch beyond it: most need no look at the others.
        const bool beyond = level_at(reached, sample.value) != reached.level;
        const auto stretch = beyond ? sustained(reached, sample) : std::nullopt;
        const CapacityLevel next = stretch ? level_within(reached, stretch->lowest, stretch->highest) : reached.level;
        crossed = next == reached.level ? crossed : sample;
        reached.level = next;
    }
    if (reached.level != known->level) {
        report_crossing(reached, crossed);
    }
    return stored;
}

std::optional<Timestamp> CapacityMonitor::newest(const ResourceId& resource) const
{
    const auto latest = samples_.latest(resource);
    return latest ? std::optional { latest->sample.at } : std::nullopt;
}

std::optional<std::int64_t> CapacityMonitor::known_total_milli(const ResourceId& resource) const
{
    const auto state = sequencer_.state();
    const CapacityResource* known = state->resources.find(resource);
    return known != nullptr ? std::optional { known->total_milli } : std::nullopt;
}

std::optional<CapacityMonitor::Stretch> CapacityMonitor::sustained(
    const CapacityResource& resource, const Sample& newest) const
{
    if (!level_waits(resource)) {
        return Stretch { newest.value, newest.value };
    }
    const Timestamp from = newest.at - kLevelSustained;
    const auto samples = samples_.raw(resource.id, from, newest.at + Millis { 1 }, kMostSustained);
    // The stretch may begin late by a sample that came late.
    if (!samples.ok() || samples.value().empty()
        || samples.value().front().at > from + 2 * std::chrono::seconds { resource.cadence_seconds }) {
        return std::nullopt;
    }
    Stretch stretch { newest.value, newest.value };
    for (const Sample& sample : samples.value()) {
        stretch.lowest = std::min(stretch.lowest, sample.value);
        stretch.highest = std::max(stretch.highest, sample.value);
    }
    return stretch;
}

// `resource` has the level it has reached.
void CapacityMonitor::report_crossing(const CapacityResource& resource, const Sample& newest)
{
    const std::int64_t permille = utilisation_permille(resource, newest.value).value_or(0);
    Submission submission;
    submission.command = ReportCrossing { resource.id, resource.level, permille, newest.at };
    submission.actor = system_actor();
    // Not waited for and not retried: the next sample crosses again if this one is refused.
    sequencer_.submit(std::move(submission), [](const Result<Outcome>&) {});
}

}
