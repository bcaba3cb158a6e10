// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/json/json_value.h"

#include "shared/core/result.h"
#include "shared/wire/json/json_text.h"

#include <algorithm>
#include <limits>

namespace watchfloor {
namespace {

// The fraction cut off, and the nearest there is where 64 bits don't reach: the conversion itself would
// be undefined.
std::int64_t whole_number(double value)
{
    constexpr double kBeyond = 9'223'372'036'854'775'808.0; // 2^63
    if (value >= kBeyond) {
        return std::numeric_limits<std::int64_t>::max();
    }
    return value < -kBeyond ? std::numeric_limits<std::int64_t>::min() : static_cast<std::int64_t>(value);
}

void append_members(std::string& out, const JsonValue& object)
{
    std::vector<const std::pair<std::string, JsonValue>*> sorted;
    for (const auto& member : object.members) {
        if (!member.second.is(JsonValue::Kind::Null)) {
            sorted.push_back(&member);
        }
    }
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    out.push_back('{');
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (i > 0) {
            out.push_back(',');
        }
        append_json_string(out, sorted[i]->first);
        out.push_back(':');
        append_canonical(out, sorted[i]->second);
    }
    out.push_back('}');
}

void append_items(std::string& out, const JsonValue& array)
{
    out.push_back('[');
    for (std::size_t i = 0; i < array.items.size(); ++i) {
        if (i > 0) {
            out.push_back(',');
        }
        append_canonical(out, array.items[i]);
    }
    out.push_back(']');
}

}

const JsonValue* JsonValue::find(std::string_view name) const
{
    for (const auto& member : members) {
        if (member.first == name) {
            return &member.second;
        }
    }
    return nullptr;
}

JsonValue* JsonValue::find(std::string_view name)
{
    for (auto& member : members) {
        if (member.first == name) {
            return &member.second;
        }
    }
    return nullptr;
}

void JsonValue::set(std::string_view name, JsonValue value)
{
    kind = Kind::Object;
    if (JsonValue* present = find(name)) {
        *present = std::move(value);
    } else {
        members.emplace_back(std::string(name), std::move(value));
    }
}

bool JsonValue::erase(std::string_view name)
{
    return std::erase_if(members, [&](const auto& member) { return member.first == name; }) > 0;
}

JsonValue JsonValue::text(std::string_view value)
{
    JsonValue made;
    made.kind = Kind::String;
    made.string = value;
    return made;
}

JsonValue JsonValue::number(std::int64_t value)
{
    JsonValue made;
    made.kind = Kind::Integer;
    made.integer = value;
    return made;
}

JsonValue JsonValue::truth(bool value)
{
    JsonValue made;
    made.kind = Kind::Boolean;
    made.boolean = value;
    return made;
}

std::string_view kind_name(JsonValue::Kind kind)
{
    switch (kind) {
    case JsonValue::Kind::Null:
        return "null";
    case JsonValue::Kind::Boolean:
        return "true or false";
    case JsonValue::Kind::Integer:
        return "a whole number";
    case JsonValue::Kind::BigInteger:
        return "a very large number";
    case JsonValue::Kind::Real:
        return "a number with a fraction";
    case JsonValue::Kind::String:
        return "text";
    case JsonValue::Kind::Array:
        return "a list";
    case JsonValue::Kind::Object:
        return "an object";
    }
    VERIFY(false);
}

void append_canonical(std::string& out, const JsonValue& value)
{
    switch (value.kind) {
    case JsonValue::Kind::Null:
        out += "{}";
        return;
    case JsonValue::Kind::Boolean:
        out += value.boolean ? "true" : "false";
        return;
    case JsonValue::Kind::Integer:
        append_json_integer(out, value.integer);
        return;
    case JsonValue::Kind::BigInteger:
        append_json_integer(out, value.big_integer);
        return;
    case JsonValue::Kind::Real:
        append_json_integer(out, whole_number(value.real));
        return;
    case JsonValue::Kind::String:
        append_json_string(out, value.string);
        return;
    case JsonValue::Kind::Array:
        append_items(out, value);
        return;
    case JsonValue::Kind::Object:
        append_members(out, value);
        return;
    }
}

}
