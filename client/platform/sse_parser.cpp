// SPDX-License-Identifier: Apache-2.0
#include "client/platform/sse_parser.h"

#include <utility>

namespace watchfloor {

std::vector<LiveEvent> SseParser::feed(std::string_view bytes)
{
    std::vector<LiveEvent> events;
    for (const char c : bytes) {
        if (broken_) {
            break;
        }
        // Lines end with CR, LF or CR LF, and a chunk may end between the two.
        if (c == '\n' && std::exchange(after_carriage_return_, false)) {
            continue;
        }
        after_carriage_return_ = c == '\r';
        if (c == '\n' || c == '\r') {
            take_line(line_, events);
            line_.clear();
        } else {
            line_ += c;
            broken_ = line_.size() + data_.size() > kMaxLiveEventBytes;
        }
    }
    return events;
}

void SseParser::take_line(std::string_view line, std::vector<LiveEvent>& events)
{
    if (line.empty()) {
        if (has_data_) {
            data_.pop_back();
            events.push_back({ event_.empty() ? "message" : event_, last_id_, data_ });
        }
        event_.clear();
        data_.clear();
        has_data_ = false;
        return;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) {
        take_field(line, {});
        return;
    }
    auto value = line.substr(colon + 1);
    if (value.starts_with(' ')) {
        value.remove_prefix(1);
    }
    take_field(line.substr(0, colon), value);
}

void SseParser::take_field(std::string_view name, std::string_view value)
{
    if (name == "event") {
        event_ = std::string { value };
    } else if (name == "data") {
        data_ += value;
        data_ += '\n';
        has_data_ = true;
    } else if (name == "id" && value.find('\0') == std::string_view::npos) {
        last_id_ = std::string { value };
    }
}

}
