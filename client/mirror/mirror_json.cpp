// SPDX-License-Identifier: Apache-2.0
#include "client/mirror/mirror_socket.h"

#include <cmath>
#include <cstdio>

namespace watchfloor {
namespace {

void append_quoted(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += escaped;
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_text(std::string& out, std::string_view name, std::string_view value)
{
    out += ",\"";
    out += name;
    out += "\":";
    append_quoted(out, value);
}

void append_number(std::string& out, std::string_view name, long long value)
{
    out += ",\"";
    out += name;
    out += "\":" + std::to_string(value);
}

void append_flag(std::string& out, std::string_view name, bool value)
{
    if (value) {
        out += ",\"";
        out += name;
        out += "\":true";
    }
}

void append_item(std::string& out, const MirrorItem& item)
{
    out += "{\"id\":" + std::to_string(item.id);
    append_text(out, "role", to_string(item.role));
    append_text(out, "label", item.label);
    append_text(out, "value", item.value);
    append_number(out, "x", std::lround(item.rect.x));
    append_number(out, "y", std::lround(item.rect.y));
    append_number(out, "width", std::lround(item.rect.width));
    append_number(out, "height", std::lround(item.rect.height));
    append_number(out, "parent", item.parent);
    append_flag(out, "disabled", item.disabled);
    append_flag(out, "selected", item.selected);
    append_flag(out, "pressed", item.pressed);
    append_flag(out, "expanded", item.expanded);
    append_flag(out, "collapsed", item.collapsed);
    append_flag(out, "focused", item.focused);
    out += '}';
}

}

std::string mirror_json(const Mirror& mirror, std::uint64_t frame)
{
    std::string out = "{\"ok\":true,\"frame\":" + std::to_string(frame);
    append_number(out, "focus", mirror.focus());
    append_number(out, "dropped", static_cast<long long>(mirror.dropped()));
    out += ",\"items\":[";
    bool first = true;
    for (const auto& item : mirror.items()) {
        out += first ? "" : ",";
        first = false;
        append_item(out, item);
    }
    return out + "]}";
}

}
