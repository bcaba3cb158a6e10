// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/muting.h"

#include "shared/core/sorting.h"
#include "shared/domain/contains.h"

#include <algorithm>

namespace watchfloor {
namespace {

template<typename Covers>
WindowId first_window(const State& state, Timestamp at, const Covers& covers)
{
    WindowId first;
    state.windows.for_each([&](const WindowId& id, const MaintenanceWindow& window) {
        if (window.mutes_at(at) && (first.empty() || id < first) && covers(window)) {
            first = id;
        }
    });
    return first;
}

// An event names the thing it is about as its source, whatever label other formats put that in.
bool is_about(const Labels& match, const Labels& words, const Alert& alert)
{
    const auto source = is_event(alert) ? words.find("source") : words.end();
    if (source == words.end() || match.empty()) {
        return labels_match(match, words);
    }
    return std::all_of(match.begin(), match.end(), [&](const auto& wanted) {
        const auto word = words.find(wanted.first);
        return (word != words.end() ? word : source)->second == wanted.second;
    });
}

}

bool labels_match(const Labels& match, const Labels& labels)
{
    return !match.empty() && std::all_of(match.begin(), match.end(), [&](const auto& wanted) {
        const auto label = labels.find(wanted.first);
        return label != labels.end() && label->second == wanted.second;
    });
}

WindowId window_at(const State& state, const std::vector<ServiceId>& services, Timestamp at)
{
    return first_window(state, at, [&](const MaintenanceWindow& window) {
        return std::any_of(services.begin(), services.end(),
            [&](const ServiceId& service) { return contains(window.services, service); });
    });
}

WindowReach::WindowReach(
    const State& state, const std::vector<AssetId>& assets, const std::vector<ServiceId>& services, const Labels& match)
    : services_(&services), match_(&match)
{
    for (const AssetId& id : assets) {
        if (const Asset* asset = state.assets.find(id)) {
            assets_.push_back(&asset->match);
        }
    }
}

bool WindowReach::covers(const Alert& alert, const Labels& words) const
{
    return contains(*services_, alert.service) || is_of_assets(alert, words) || labels_match(*match_, words);
}

bool WindowReach::is_of_assets(const Alert& alert, const Labels& words) const
{
    return std::any_of(
        assets_.begin(), assets_.end(), [&](const Labels* match) { return is_about(*match, words, alert); });
}

MutingWindows::MutingWindows(const State& state, Timestamp at)
{
    state.windows.for_each([&](const WindowId&, const MaintenanceWindow& window) {
        if (window.mutes_at(at)) {
            windows_.push_back({ &window, { state, window.assets, window.services, window.match } });
        }
    });
    sort_stably(windows_, [](const Muting& a, const Muting& b) { return a.window->id < b.window->id; });
}

WindowId MutingWindows::of(const Alert& alert) const
{
    if (windows_.empty()) {
        return {};
    }
    const Labels words = words_of(alert);
    const auto covers = [&](const Muting& muting) {
        const MaintenanceWindow& window = *muting.window;
        const bool approved_before = *window.approved_at <= alert.started_at;
        const bool widened_since = window.alone_at && alert.started_at < *window.alone_at;
        const bool may_mute = approved_before && (!widened_since || alert.muted_by == window.id);
        return may_mute && muting.reach.covers(alert, words);
    };
    const auto first = std::find_if(windows_.begin(), windows_.end(), covers);
    return first == windows_.end() ? WindowId {} : first->window->id;
}

std::vector<WindowId> MutingWindows::ids() const
{
    std::vector<WindowId> ids;
    for (const Muting& muting : windows_) {
        ids.push_back(muting.window->id);
    }
    return ids;
}

std::vector<AlertId> outdated_mutes(const State& state, Timestamp at)
{
    const MutingWindows windows(state, at);
    std::vector<AlertId> outdated;
    state.alerts.for_each([&](const AlertId& id, const Alert& alert) {
        if (alert.state == AlertState::Firing && alert.muted_by != windows.of(alert)) {
            outdated.push_back(id);
        }
    });
    return outdated;
}

bool is_event(const Alert& alert)
{
    return alert.labels.contains("dedup_key");
}

Labels words_of(const Alert& alert)
{
    Labels words = alert.labels;
    if (is_event(alert)) {
        for (const auto& annotation : alert.annotations) {
            words.add(annotation.first, annotation.second);
        }
    }
    return words;
}

}
