// SPDX-License-Identifier: Apache-2.0
#include "server/app/state_frames.h"

#include "shared/wire/answers.h"

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
    const auto rank = [](const Alert& alert) {
        return std::tuple(alert.state, !alert.muted_by.empty(), alert.severity, -alert.started_at.millis);
    };
    return rank(a) != rank(b) ? rank(a) < rank(b) : a.id < b.id;
}

std::string encode_state_frame(
    const State& whole, const Visibility& viewer, const std::string& journal_identity, Timestamp now)
{
    State state = project(whole, viewer);
    StateFrame frame;
    frame.journal_identity = journal_identity;
    frame.server_time = now;
    std::size_t alerts = kMostAlertsInState;
    std::size_t changes = kMostChangesInState;
    for (;;) {
        frame.alerts_left_out += keep_first(state.alerts, alerts, worse);
        frame.changes_left_out += keep_first(state.changes, changes,
            [](const Change& a, const Change& b) { return a.at != b.at ? b.at < a.at : a.id < b.id; });
        std::string text = state_answer_to_wire(frame, state);
        if (text.size() <= kMaxStateBytes || (alerts == 0 && changes == 0)) {
            return text;
        }
        alerts /= 2;
        changes /= 2;
    }
}

std::shared_ptr<const std::string> StateFrames::frame(const State& state, const Visibility& viewer,
    const std::string& key, const std::string& journal_identity, Timestamp now)
{
    const std::pair name { state.journal.text, key };
    {
        const std::lock_guard lock(mutex_);
        const auto found = frames_.find(name);
        if (found != frames_.end() && found->second.seq == state.seq
            && now - found->second.as_of < std::chrono::seconds { 5 }) {
            return found->second.text;
        }
    }
    auto text = std::make_shared<const std::string>(encode_state_frame(state, viewer, journal_identity, now));
    const std::lock_guard lock(mutex_);
    if (frames_.size() >= kMaxFrames && !frames_.contains(name)) {
        frames_.clear();
    }
    frames_[name] = { state.seq, now, text };
    return text;
}

}
