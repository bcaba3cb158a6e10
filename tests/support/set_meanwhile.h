// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/sequencer/sequencer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <thread>
#include <utility>

namespace watchfloor {

// Somebody sets an entity as a whole; `meanwhile` runs on another thread from the moment on when that is queued, and
// mostly before it is durable.
inline void set_meanwhile(Sequencer& sequencer, Command set, const std::function<void()>& meanwhile)
{
    std::atomic<bool> queued { false };
    std::thread other { [&] {
        while (!queued) {
            std::this_thread::yield();
        }
        meanwhile();
    } };
    {
        const auto lock = sequencer.hold_entities();
        Submission submission;
        submission.command = std::move(set);
        submission.actor.user = UserId { "system" };
        submission.actor.system = true;
        std::promise<bool> durable;
        sequencer.submit(
            std::move(submission), [&](const Result<Outcome>& outcome) { durable.set_value(outcome.ok()); });
        queued = true;
        EXPECT_TRUE(durable.get_future().get());
    }
    other.join();
}

}
