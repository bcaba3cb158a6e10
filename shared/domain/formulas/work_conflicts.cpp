// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/work_conflicts.h"

#include "shared/core/sorting.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace watchfloor {
namespace {

template<typename Id>
bool names(const std::vector<Id>& ids, const Id& id)
{
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

template<typename Id>
bool share_one(const std::vector<Id>& a, const std::vector<Id>& b)
{
    return std::any_of(a.begin(), a.end(), [&](const Id& id) { return names(b, id); });
}

// A window or an order, and what tells whose job it is.
struct Job {
    PlannedWork work {};
    std::vector<ServiceId> named {}; // by a window itself
    std::size_t leader = 0;          // the first of those that are one job with it
    bool window = false;
};

void add_services(const State& state, PlannedWork& work)
{
    for (const AssetId& id : work.assets) {
        const Asset* asset = state.assets.find(id);
        for (std::size_t i = 0; asset != nullptr && i < asset->services.size(); ++i) {
            if (!names(work.services, asset->services[i])) {
                work.services.push_back(asset->services[i]);
            }
        }
    }
}

std::vector<Job> planned_jobs(const State& state, Timestamp now)
{
    std::vector<Job> jobs;
    const auto add = [&](Job job) {
        if (job.work.to > now && job.work.to > job.work.from) {
            job.work.title = job.work.title.empty() ? job.work.id : job.work.title;
            add_services(state, job.work);
            jobs.push_back(std::move(job));
        }
    };
    state.windows.for_each([&](const WindowId& id, const MaintenanceWindow& window) {
        if (window.state != WindowState::Cancelled) {
            add({ { id.text, window.title, window.assets, window.services, window.from, window.to }, window.services, 0,
                true });
        }
    });
    state.work_orders.for_each([&](const WorkOrderId& id, const WorkOrder& order) {
        const bool meant = order.state == WorkOrderState::Planned || order.state == WorkOrderState::Approved
            || order.state == WorkOrderState::InProgress || order.state == WorkOrderState::Inspection;
        if (meant) {
            const Timestamp from = order.actual_start.value_or(order.planned_start);
            add({ { id.text, order.title, { order.asset }, {}, from, std::max(order.planned_end, from) }, {}, 0,
                false });
        }
    });
    sort_stably(jobs, [](const Job& a, const Job& b) {
        return a.work.from != b.work.from ? a.work.from < b.work.from : a.work.id < b.work.id;
    });
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        jobs[i].leader = i;
    }
    return jobs;
}

bool overlap(const PlannedWork& a, const PlannedWork& b)
{
    return a.from < b.to && b.from < a.to;
}

bool is_for(const Job& window, const Job& order)
{
    const bool within = window.work.from <= order.work.from && order.work.to <= window.work.to;
    return overlap(window.work, order.work)
        && (share_one(window.work.assets, order.work.assets)
            || (within && share_one(window.named, order.work.services)));
}

// Orders of one window are one job with it and with each other.
void join_jobs(std::vector<Job>& jobs)
{
    for (const Job& window : jobs) {
        for (std::size_t i = 0; window.window && i < jobs.size(); ++i) {
            if (jobs[i].window || !is_for(window, jobs[i])) {
                continue;
            }
            const std::size_t from = std::max(jobs[i].leader, window.leader);
            const std::size_t into = std::min(jobs[i].leader, window.leader);
            for (Job& job : jobs) {
                job.leader = job.leader == from ? into : job.leader;
            }
        }
    }
}

// Everything that the services stand on, themselves not counted.
std::vector<ServiceId> foundations(const State& state, const std::vector<ServiceId>& services)
{
    std::vector<ServiceId> found = services;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Service* service = state.services.find(found[i]);
        for (std::size_t k = 0; service != nullptr && k < service->depends_on.size(); ++k) {
            if (!names(found, service->depends_on[k])) {
                found.push_back(service->depends_on[k]);
            }
        }
    }
    found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(services.size()));
    return found;
}

struct Dependency {
    ServiceId dependent {};
    ServiceId depends_on {};
};

// Which of the upper services stands on which of the lower.
std::optional<Dependency> dependency(
    const State& state, const std::vector<ServiceId>& upper, const std::vector<ServiceId>& lower)
{
    for (const ServiceId& service : upper) {
        for (const ServiceId& foundation : foundations(state, { service })) {
            if (names(lower, foundation)) {
                return Dependency { service, foundation };
            }
        }
    }
    return std::nullopt;
}

std::optional<WorkConflict> conflict_of(const State& state, const PlannedWork& first, const PlannedWork& second)
{
    WorkConflict conflict { first, second, std::max(first.from, second.from), std::min(first.to, second.to), {}, {} };
    if (share_one(first.assets, second.assets) || share_one(first.services, second.services)) {
        return conflict;
    }
    auto found = dependency(state, first.services, second.services);
    found = found ? found : dependency(state, second.services, first.services);
    if (!found) {
        return std::nullopt;
    }
    conflict.dependent = found->dependent;
    conflict.depends_on = found->depends_on;
    return conflict;
}

}

std::vector<WorkConflict> work_conflicts(const State& state, Timestamp now)
{
    std::vector<Job> jobs = planned_jobs(state, now);
    join_jobs(jobs);
    std::vector<WorkConflict> conflicts;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        // They are in order of begin: what begins after this one ends is in nobody's way here.
        for (std::size_t k = i + 1; k < jobs.size() && jobs[k].work.from < jobs[i].work.to; ++k) {
            if (jobs[i].leader == jobs[k].leader) {
                continue;
            }
            if (auto conflict = conflict_of(state, jobs[i].work, jobs[k].work)) {
                conflicts.push_back(std::move(*conflict));
            }
        }
    }
    sort_stably(conflicts, [](const WorkConflict& a, const WorkConflict& b) { return a.from < b.from; });
    return conflicts;
}

}
