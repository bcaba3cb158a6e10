// SPDX-License-Identifier: Apache-2.0
#include "server/http/reply_queue.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <utility>

namespace watchfloor {

ReplyQueue::ReplyQueue(int epoll) : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    // Edge-triggered: each signal wakes one worker, and nobody needs to read it.
    epoll_event event {};
    event.events = EPOLLIN | EPOLLET;
    event.data.ptr = this;
    VERIFY(event_.valid() && ::epoll_ctl(epoll, EPOLL_CTL_ADD, event_.number(), &event) == 0);
}

void ReplyQueue::wake_worker() const
{
    ::eventfd_write(event_.number(), 1);
}

void ReplyQueue::promise()
{
    const std::scoped_lock lock { mutex_ };
    ++promised_;
}

// Of several that come at once only the first wakes anybody. Once the lock is given up, the queue may go.
void ReplyQueue::add(std::unique_ptr<Serving> serving)
{
    const std::scoped_lock lock { mutex_ };
    replies_.push_back(std::move(serving));
    added_.notify_one();
    if (!std::exchange(being_sent_, true)) {
        wake_worker();
    }
}

std::unique_ptr<Serving> ReplyQueue::next()
{
    const std::scoped_lock lock { mutex_ };
    if (replies_.empty()) {
        being_sent_ = false;
        return nullptr;
    }
    auto next = std::move(replies_.front());
    replies_.pop_front();
    return next;
}

void ReplyQueue::pass_on()
{
    const std::scoped_lock lock { mutex_ };
    being_sent_ = !replies_.empty();
    if (being_sent_) {
        wake_worker();
    }
}

void ReplyQueue::sent()
{
    const std::scoped_lock lock { mutex_ };
    --promised_;
}

std::unique_ptr<Serving> ReplyQueue::wait_for_next()
{
    std::unique_lock lock { mutex_ };
    added_.wait(lock, [this] { return !replies_.empty() || promised_ == 0; });
    if (replies_.empty()) {
        return nullptr;
    }
    auto next = std::move(replies_.front());
    replies_.pop_front();
    return next;
}

}
