// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/serving.h"
#include "server/posix/descriptor.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace watchfloor {

// Answers that came later and wait to be sent. One worker at a time sends them, all that are there after
// one wake-up. Any thread.
class ReplyQueue {
public:
    // `epoll`: the set that workers wait in; it gives this queue's address when one shall send.
    explicit ReplyQueue(int epoll);

    void promise();
    void add(std::unique_ptr<Serving> serving);

    // For the worker that sends: null when there is none left, and then it is not the sender any more.
    std::unique_ptr<Serving> next();
    // It is about to serve: another worker sends the others.
    void pass_on();
    void sent();

    // Waits for one; null once there is none and none is promised. Only when no worker is left.
    std::unique_ptr<Serving> wait_for_next();

private:
    void wake_worker() const;

    std::mutex mutex_;
    std::condition_variable added_;
    std::deque<std::unique_ptr<Serving>> replies_;
    std::size_t promised_ = 0; // and not yet sent
    bool being_sent_ = false;  // a worker sends them, or was woken to
    Descriptor event_;
};

}
