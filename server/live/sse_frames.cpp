// SPDX-License-Identifier: Apache-2.0
#include "server/live/sse_frames.h"

#include "shared/core/time.h"
#include "shared/wire/json/json_text.h"

namespace watchfloor {

namespace {

void append_head_and_journal(std::string& out, std::uint64_t head, std::string_view journal_id)
{
    out += "\"head\":" + std::to_string(head) + ",\"journal\":";
    append_json_string(out, journal_id);
    out += '}';
}

}

std::string sse_event(std::string_view event, std::string_view data, std::string_view id)
{
    std::string frame;
    if (!id.empty()) {
        frame.append("id: ").append(id).append("\n");
    }
    frame.append("event: ").append(event).append("\n");
    for (;;) {
        const auto line = data.substr(0, data.find_first_of("\r\n"));
        frame.append("data: ").append(line).append("\n");
        if (line.size() == data.size()) {
            break;
        }
        data.remove_prefix(line.size() + 1);
    }
    frame += '\n';
    return frame;
}

std::string sse_response_head(std::chrono::milliseconds retry)
{
    return "HTTP/1.1 200 OK\r\n"
           "Content-Type: text/event-stream\r\n"
           "Cache-Control: no-store\r\n"
           "X-Accel-Buffering: no\r\n"
           "X-Content-Type-Options: nosniff\r\n"
           "Connection: close\r\n"
           "\r\n"
           "retry: "
        + std::to_string(retry.count()) + "\n\n";
}

std::string clock_data(std::int64_t utc_millis, std::uint64_t head, std::string_view journal_id)
{
    std::string data
        = "{\"time\":\"" + format_timestamp({ utc_millis }) + "\",\"utc_millis\":" + std::to_string(utc_millis) + ",";
    append_head_and_journal(data, head, journal_id);
    return data;
}

std::string resync_data(std::string_view reason, std::uint64_t head, std::string_view journal_id)
{
    std::string data = "{\"reason\":";
    append_json_string(data, reason);
    data += ',';
    append_head_and_journal(data, head, journal_id);
    return data;
}

}
