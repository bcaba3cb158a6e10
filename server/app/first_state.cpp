// SPDX-License-Identifier: Apache-2.0
#include "server/app/first_state.h"

#include "server/auth/principal.h"
#include "shared/domain/entities/severity_words.h"
#include "shared/domain/state/state.h"
#include "shared/wire/answers/state.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace watchfloor {
namespace {

template<typename Map, typename Before>
std::uint64_t keep_first(Map& map, std::size_t most, Before before)
{
    if (map.size() <= most) {
        return 0;
    }
    using Value = std::decay_t<decltype(*map.find({}))>;
    std::vector<const Value*> all;
    all.reserve(map.size());
    map.for_each([&](const auto&, const Value& value) { all.push_back(&value); });
    const auto cut = all.begin() + static_cast<std::ptrdiff_t>(most);
    std::partial_sort(all.begin(), cut, all.end(), [&](const Value* a, const Value* b) { return before(*a, *b); });
    Map kept;
    std::for_each(all.begin(), cut, [&](const Value* value) { kept.set(value->id, *value); });
    const std::uint64_t left_out = map.size() - most;
    map = std::move(kept);
    return left_out;
}

}

bool worse(const Alert& a, const Alert& b)
{
    const auto standing = [](const Alert& alert) { return std::tuple(alert.state, !alert.muted_by.empty()); };
    if (standing(a) != standing(b)) {
        return standing(a) < standing(b);
    }
    if (a.severity != b.severity) {
        return is_worse(a.severity, b.severity);
    }
    return a.started_at != b.started_at ? b.started_at < a.started_at : a.id < b.id;
}

// Cut first: projecting what is left out would cost most. The order of neither list depends on what a
// projection takes away.
std::string encode_first_state(
    const State& whole, const Visibility& viewer, const std::string& journal_identity, Timestamp now)
{
    State cut = whole;
    StateFrame frame;
    frame.journal_identity = journal_identity;
    frame.server_time = now;
    frame.sight = sight_mark(viewer, whole);
    if (is_told(viewer, whole.walls, "firing")) {
        frame.totals = alert_totals(whole, now);
    }
    std::size_t alerts = kMostAlertsInState;
    std::size_t changes = kMostChangesInState;
    std::uint64_t alerts_cut = 0;
    std::uint64_t changes_cut = 0;
    for (;;) {
        alerts_cut += keep_first(cut.alerts, alerts, worse);
        changes_cut += keep_first(cut.changes, changes,
            [](const Change& a, const Change& b) { return a.at != b.at ? b.at < a.at : a.id < b.id; });
        const State shown = project(cut, viewer);
        // Who may see none is not told how many there are.
        frame.alerts_left_out = shown.alerts.empty() ? 0 : alerts_cut;
        frame.changes_left_out = shown.changes.empty() ? 0 : changes_cut;
        std::string text = state_answer_to_wire(frame, shown);
        if (text.size() <= kMaxStateBytes || (alerts <= 1 && changes <= 1)) {
            return text;
        }
        alerts = std::max<std::size_t>(alerts / 2, 1);
        changes = std::max<std::size_t>(changes / 2, 1);
    }
}

std::shared_ptr<const std::string> FirstStates::frame(const State& state, const Visibility& viewer,
    const std::string& key, const std::string& journal_identity, Timestamp now)
{
    const std::pair name { state.journal.text, key };
    {
        const std::lock_guard lock(mutex_);
        const auto found = frames_.find(name);
        if (found != frames_.end() && found->second.seq == state.seq
            && std::chrono::abs(now - found->second.as_of) < std::chrono::seconds { 5 }) {
            return found->second.text;
        }
    }
    auto text = std::make_shared<const std::string>(encode_first_state(state, viewer, journal_identity, now));
    const std::lock_guard lock(mutex_);
    if (frames_.size() >= kMaxFrames && !frames_.contains(name)) {
        frames_.clear();
    }
    frames_[name] = { state.seq, now, text };
    return text;
}

}
