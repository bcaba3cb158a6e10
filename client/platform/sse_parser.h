// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"

#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Takes the bytes of a text/event-stream as they come and gives whole events (WHATWG HTML, "Server-sent
// events"). An event beyond kMaxLiveEventBytes spoils the stream: `broken` is true from then on.
class SseParser {
public:
    std::vector<LiveEvent> feed(std::string_view bytes);
    bool broken() const { return broken_; }

private:
    void take_line(std::string_view line, std::vector<LiveEvent>& events);
    void take_field(std::string_view name, std::string_view value);

    std::string line_;
    std::string event_;
    std::string data_;
    std::string last_id_;
    bool has_data_ = false;
    bool after_carriage_return_ = false;
    bool broken_ = false;
};

}
