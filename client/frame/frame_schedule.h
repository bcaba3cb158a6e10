// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace watchfloor {

// Decides when a frame is due: on new data, on input (and a few settle frames after it), on the
// one-second clock tick, on the text caret's blink. Nothing else draws. It has no clock of its
// own, so that tests can drive it. One thread owns it; only `request…` without a time may be called from others.
class FrameSchedule {
public:
    using Clock = std::chrono::steady_clock;
    using Instant = Clock::time_point;

    // ImGui needs a frame or two after an input before hover, popups and layout come to rest.
    static constexpr int kSettleFrames = 3;
    static constexpr std::chrono::milliseconds kCaretBlink { 400 };
    // How often a hidden surface is told of the time, and how far apart it takes what arrives.
    static constexpr std::chrono::milliseconds kUnseenTick { 1'000 };
    static constexpr std::chrono::milliseconds kUnseenApart { 250 };

    void request() { requested_.store(true, std::memory_order_release); }
    // For what may wait until the clock is drawn anyway.
    void request_by_tick();
    void request_at(Instant deadline);
    void input_arrived() { settle_left_ = kSettleFrames; }
    void set_ticking(bool ticking) { ticking_ = ticking; }
    void set_caret(bool blinking) { caret_ = blinking; }
    // A hidden surface draws nothing; coming back draws at once.
    void set_hidden(bool hidden);
    bool hidden() const { return hidden_; }

    bool due(Instant now) const;
    // How long until a frame is due by itself; nothing if only an event can make one due.
    std::optional<std::chrono::milliseconds> wait(Instant now) const;
    // How long until a hidden surface, which draws nothing, takes what arrived; nothing while it is seen.
    std::optional<std::chrono::milliseconds> unseen_wait(Instant now) const;
    void took_unseen(Instant now);
    // Around drawing: what is requested while a frame is drawn asks for the next one.
    void begin_frame(Instant now);
    // `input_left`: ImGui still holds queued events, so ask again. `until_tick`: how long until the
    // wall clock shows another second.
    void end_frame(Instant now, bool input_left, std::chrono::milliseconds until_tick);

    std::uint64_t frames_drawn() const { return frames_; }

private:
    std::atomic<bool> requested_ { true };
    int settle_left_ = 0;
    std::atomic<bool> ticking_ { true };
    bool caret_ = false;
    bool hidden_ = false;
    Instant unseen_at_ {};
    std::optional<Instant> deadline_;
    Instant next_tick_ {};
    Instant next_blink_ {};
    std::uint64_t frames_ = 0;
};

// The schedule of this program's one window.
FrameSchedule& frame_schedule();

// Asks for one frame because data arrived. Safe from any thread; wakes a sleeping window.
void request_frame();
// Asks for a frame at the next tick of the clock: for data that nobody waits for. Safe from any thread.
void request_frame_by_tick();
// Asks for a frame later, for a blink or a countdown that is on screen.
void request_frame_after(std::chrono::milliseconds delay);
// Set once by the window: how a request from another thread interrupts its sleep.
void set_frame_wake(void (*wake)());

}
