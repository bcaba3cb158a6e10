// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/drill_scenario.h"
#include "shared/domain/commands/command.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace watchfloor {

struct App;
struct OpenedJournal;

// Plays scripts into drill journals of their own, each on a thread. What it writes is in the
// drill's journal only, so nothing of an exercise reaches main.
class DrillPlayer {
public:
    static constexpr std::size_t kMostAtOnce = 2;
    static constexpr std::size_t kMostOpen = 32; // journals, until a restart closes those nobody looks at
    static constexpr std::int64_t kFastest = 1'000;

    explicit DrillPlayer(App& app) : app_(app) { }
    ~DrillPlayer() { stop(); }

    // Starts the built-in scenario of that name. NotFound: there is none (the message lists them).
    // Conflict: as many are playing as may.
    Result<JournalId> play(const std::string& scenario, std::int64_t speed);
    // Ends the script that plays in this journal, which stays; returns once nothing of it follows. NotFound: none plays.
    Result<void> end(const JournalId& journal);
    std::vector<DrillScenario> scenarios() const;

    // Waits for the scripts that are playing to end by themselves.
    void wait_until_over();
    void stop();

private:
    struct Playing {
        JournalId journal {};
        std::thread thread {};
        bool ended = false; // somebody wants it to be over
        bool over = false;
    };

    std::vector<Command> preparation(const DrillScenario& scenario) const;
    void run(OpenedJournal& journal, const DrillScenario& scenario, std::int64_t speed, const Playing& playing);
    bool wait_until(std::chrono::steady_clock::time_point moment, const Playing& playing);
    void reap();

    App& app_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::vector<std::shared_ptr<Playing>> playing_;
};

}
