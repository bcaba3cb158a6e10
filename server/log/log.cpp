// SPDX-License-Identifier: Apache-2.0
#include "server/log/log.h"

#include "shared/core/time.h"
#include "shared/wire/json/json_text.h"

#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>
#include <unistd.h>

namespace watchfloor {

namespace {

void append_number(std::string& line, double value)
{
    if (!std::isfinite(value)) {
        line += "null";
        return;
    }
    char text[40];
    const int length = std::snprintf(text, sizeof(text), "%.6g", value);
    line.append(text, static_cast<std::size_t>(length));
}

void append_value(std::string& line, const LogField& field)
{
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
        append_json_string(line, *text);
    } else if (const auto* whole = std::get_if<std::int64_t>(&field.value)) {
        line += std::to_string(*whole);
    } else if (const auto* real = std::get_if<double>(&field.value)) {
        append_number(line, *real);
    } else {
        line += std::get<bool>(field.value) ? "true" : "false";
    }
}

Timestamp utc_now()
{
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return { std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count() };
}

bool write_all(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}

std::string_view to_string(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return "debug";
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warning";
    case LogLevel::Error:
        return "error";
    }
    return "error";
}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields)
{
    if (!writes(level)) {
        return;
    }
    std::string line = "{\"time\":\"" + format_timestamp(utc_now()) + "\",\"level\":\"";
    line += to_string(level);
    line += "\",\"event\":";
    append_json_string(line, event);
    for (const auto& field : fields) {
        line += ',';
        append_json_string(line, field.key);
        line += ':';
        append_value(line, field);
    }
    line += "}\n";
    if (!write_all(descriptor_, line)) {
        dropped_.fetch_add(1, std::memory_order_relaxed);
    }
}

}
