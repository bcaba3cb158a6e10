// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace watchfloor {

// A thread that does one thing again and again until it is destroyed, which waits for the run
// in progress. Runs at once when started.
class Worker {
public:
    ~Worker() { stop(); }

    void start(std::chrono::milliseconds every, std::function<void()> run)
    {
        thread_ = std::thread([this, every, run = std::move(run)] {
            std::unique_lock lock { mutex_ };
            while (!stopping_) {
                lock.unlock();
                run();
                lock.lock();
                wake_.wait_for(lock, every, [this] { return stopping_ || woken_; });
                woken_ = false;
            }
        });
    }

    // The next run begins now.
    void wake()
    {
        const std::scoped_lock lock { mutex_ };
        woken_ = true;
        wake_.notify_all();
    }

    void stop()
    {
        {
            const std::scoped_lock lock { mutex_ };
            stopping_ = true;
        }
        wake_.notify_all();
        if (thread_.joinable()) {
            thread_.join();
        }
    }

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    bool woken_ = false;
    std::thread thread_;
};

}
