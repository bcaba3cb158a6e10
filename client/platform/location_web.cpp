// SPDX-License-Identifier: Apache-2.0
#include "client/frame/frame_schedule.h"
#include "client/platform/location.h"

#include <emscripten.h>

#include <cstdlib>
#include <utility>

namespace watchfloor {
namespace {

EM_JS(void, js_push_location, (const char* address), { window["watchfloor"]["pushLocation"](UTF8ToString(address)); });
EM_JS(void, js_replace_location, (const char* address),
    { window["watchfloor"]["replaceLocation"](UTF8ToString(address)); });
EM_JS(void, js_history, (int step), { history.go(step); });
EM_JS(void, js_open_address, (const char* address),
    { window.open(UTF8ToString(address), "_blank", "noopener,noreferrer"); });

// The caller frees the text.
EM_JS(char*, js_page_origin, (), {
    const origin = window.location.origin;
    const size = lengthBytesUTF8(origin) + 1;
    const pointer = _malloc(size);
    stringToUTF8(origin, pointer, size);
    return pointer;
});

struct Present {
    Location location;
    bool moved = false;
};

Present& present()
{
    static Present instance;
    return instance;
}

}

std::string page_origin()
{
    char* text = js_page_origin();
    std::string origin { text };
    std::free(text);
    return origin;
}

const Location& current_location()
{
    return present().location;
}

void push_location(const Location& location)
{
    if (location != present().location) {
        present().location = location;
        js_push_location(format_location(location).c_str());
        request_frame();
    }
}

void replace_location(const Location& location)
{
    if (location != present().location) {
        present().location = location;
        js_replace_location(format_location(location).c_str());
    }
}

void go_back()
{
    js_history(-1);
}

void go_forward()
{
    js_history(1);
}

void start_location(const Location& location)
{
    present() = { location, false };
}

void location_moved(const Location& location)
{
    present() = { location, true };
    request_frame();
}

bool take_location_moved()
{
    return std::exchange(present().moved, false);
}

bool open_address(std::string_view address)
{
    if (!may_open_address(address)) {
        return false;
    }
    js_open_address(std::string { address }.c_str());
    return true;
}

}

extern "C" {

EMSCRIPTEN_KEEPALIVE void wf_start_location(const char* address)
{
    watchfloor::start_location(watchfloor::parse_location(address));
}

EMSCRIPTEN_KEEPALIVE void wf_location_moved(const char* address)
{
    watchfloor::location_moved(watchfloor::parse_location(address));
}
}
