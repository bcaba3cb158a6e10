// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/visibility/visibility.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace watchfloor {

inline constexpr std::size_t kMaxStateBytes = 1'000'000;
inline constexpr std::size_t kMostAlertsInState = 500;
inline constexpr std::size_t kMostChangesInState = 500;

// The working set as each visibility key may know it, encoded once per journal position: a restart
// brings thousands back at the same moment. Any thread.
class FirstStates {
public:
    std::shared_ptr<const std::string> frame(const State& state, const Visibility& viewer, const std::string& key,
        const std::string& journal_identity, Timestamp now);

private:
    struct Frame {
        std::uint64_t seq = 0;
        Timestamp as_of {};
        std::shared_ptr<const std::string> text {};
    };
    static constexpr std::size_t kMaxFrames = 32;

    std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, Frame> frames_; // by journal and key
};

// The body of /api/v1/state: the projection, cut to the worst alerts and the newest changes so that
// it stays within kMaxStateBytes; what was left out is counted in it.
std::string encode_first_state(
    const State& state, const Visibility& viewer, const std::string& journal_identity, Timestamp now);

// Worst first: firing before resolved, not muted before muted, by severity, newest first.
bool worse(const Alert& a, const Alert& b);

}
