// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/frame/frame_schedule.h"
#include "client/platform/location.h"
#include "shared/core/result.h"

#include <functional>
#include <memory>
#include <string>

namespace watchfloor {

// What a window shows. All calls come on the client's one thread.
class WindowContent {
public:
    virtual ~WindowContent() = default;

    // Draws one frame; ImGui's frame is open and the window covers the whole display.
    virtual void frame() = 0;
    // Takes what arrived and sounds what is to be heard while the surface cannot be seen; draws nothing.
    virtual void unseen() { }
    // What the window is called now: it says what calls while something else is in front.
    virtual std::string title() const { return "Watchfloor"; }
    // What is printed in place of what is shown, as a document of HTML; empty: what is shown.
    virtual std::string paper() { return {}; }
    // The user went back or forward; the location has already changed.
    virtual void navigated(const Location& location) = 0;
    // False when nothing on screen depends on the time of day.
    virtual bool wants_tick() const { return true; }
    // True once there is something worth a screenshot.
    virtual bool settled() const { return true; }
    // Why there is nothing yet, for people; empty where that is not known.
    virtual std::string trouble() const { return {}; }
};

struct WindowOptions {
    std::string title = "Watchfloor";
    int width = 1600;
    int height = 1000;
    bool fullscreen = false;
    // Not empty: draw until the content is settled, write this PNG, and return.
    std::string screenshot_path {};
    // Not empty: a line protocol for end-to-end tests (client/mirror/mirror_socket.h).
    std::string mirror_socket_path {};
};

// Opens the surface, creates the ImGui context with theme and fonts, then asks `make_content`
// for what to show. Natively returns when the window closes (exit code 0), or with an error that
// says what is missing. On the web returns at once; frames go on until the page is closed.
using ContentFactory = std::function<std::unique_ptr<WindowContent>()>;
Result<void> run_window(const WindowOptions& options, const ContentFactory& make_content);

// Ends the native loop after this frame. A page cannot close itself: no effect on the web.
void close_window();

// True while the surface cannot be seen: hidden tab, minimised window.
bool window_hidden();

// Seconds of UTC offset of this machine's zone at an instant, for labelled local clocks.
int local_utc_offset_seconds(long long unix_seconds);

// That zone as the database of zones calls it, such as "Europe/Berlin"; empty where it is not known.
std::string local_zone_name();

// Fullscreen for walls; browsers honour it only inside a user gesture.
void set_fullscreen(bool fullscreen);

}
