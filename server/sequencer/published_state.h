// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"
#include "shared/domain/state/state.h"

#include <memory>
#include <mutex>
#include <utility>

namespace watchfloor {

// The newest durable version of a journal's state, and its head. Any thread; nobody waits for more than
// the copying of a pointer.
class PublishedState {
public:
    void publish(State state, const JournalHead& head)
    {
        auto next = std::make_shared<const State>(std::move(state));
        const std::scoped_lock lock { mutex_ };
        state_.swap(next);
        head_ = head;
    }

    // Both of the same moment.
    std::pair<std::shared_ptr<const State>, JournalHead> both() const
    {
        const std::scoped_lock lock { mutex_ };
        return { state_, head_ };
    }

    std::shared_ptr<const State> state() const
    {
        const std::scoped_lock lock { mutex_ };
        return state_;
    }

    JournalHead head() const
    {
        const std::scoped_lock lock { mutex_ };
        return head_;
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const State> state_ = std::make_shared<State>();
    JournalHead head_ {};
};

}
