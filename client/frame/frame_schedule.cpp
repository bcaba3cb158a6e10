// SPDX-License-Identifier: Apache-2.0
#include "client/frame/frame_schedule.h"

#include <algorithm>

namespace watchfloor {

using std::chrono::milliseconds;

void FrameSchedule::request_at(Instant deadline)
{
    deadline_ = deadline_ ? std::min(*deadline_, deadline) : deadline;
}

void FrameSchedule::request_by_tick()
{
    if (!ticking_) {
        request();
    }
}

void FrameSchedule::set_hidden(bool hidden)
{
    if (hidden_ && !hidden) {
        request();
    }
    hidden_ = hidden;
}

bool FrameSchedule::due(Instant now) const
{
    if (hidden_) {
        return false;
    }
    return requested_.load(std::memory_order_acquire) || settle_left_ > 0 || (deadline_ && *deadline_ <= now)
        || (ticking_ && next_tick_ <= now) || (caret_ && next_blink_ <= now);
}

std::optional<milliseconds> FrameSchedule::wait(Instant now) const
{
    if (hidden_) {
        return std::nullopt;
    }
    if (due(now)) {
        return milliseconds { 0 };
    }
    std::optional<Instant> next = deadline_;
    const auto consider = [&next](Instant at) { next = next ? std::min(*next, at) : at; };
    if (ticking_) {
        consider(next_tick_);
    }
    if (caret_) {
        consider(next_blink_);
    }
    if (!next) {
        return std::nullopt;
    }
    return std::chrono::ceil<milliseconds>(*next - now);
}

std::optional<milliseconds> FrameSchedule::unseen_wait(Instant now) const
{
    if (!hidden_) {
        return std::nullopt;
    }
    const Instant next = unseen_at_ + (requested_.load(std::memory_order_acquire) ? kUnseenApart : kUnseenTick);
    return std::max(std::chrono::ceil<milliseconds>(next - now), milliseconds { 0 });
}

// Coming back draws anyway.
void FrameSchedule::took_unseen(Instant now)
{
    requested_.store(false, std::memory_order_release);
    unseen_at_ = now;
}

void FrameSchedule::begin_frame(Instant now)
{
    requested_.store(false, std::memory_order_release);
    settle_left_ = std::max(0, settle_left_ - 1);
    if (deadline_ && *deadline_ <= now) {
        deadline_.reset();
    }
}

void FrameSchedule::end_frame(Instant now, bool input_left, milliseconds until_tick)
{
    ++frames_;
    next_tick_ = now + until_tick;
    next_blink_ = now + kCaretBlink;
    if (input_left) {
        request();
    }
}

namespace {
void (*wake_window)() = nullptr;
}

FrameSchedule& frame_schedule()
{
    static FrameSchedule schedule;
    return schedule;
}

void request_frame()
{
    frame_schedule().request();
    if (wake_window != nullptr) {
        wake_window();
    }
}

void request_frame_by_tick()
{
    frame_schedule().request_by_tick();
}

void request_frame_after(milliseconds delay)
{
    frame_schedule().request_at(FrameSchedule::Clock::now() + delay);
}

void set_frame_wake(void (*wake)())
{
    wake_window = wake;
}

}
