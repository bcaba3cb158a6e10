// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/fields/fields_strict.h"

#include "shared/wire/json/utf8.h"

#include <charconv>

namespace watchfloor {
namespace {

constexpr std::size_t kMaxEcho = 40;

std::string echo(std::string_view text)
{
    const std::string_view front = utf8_front(text, kMaxEcho);
    return "'" + std::string(front) + (front.size() < text.size() ? "…'" : "'");
}

std::string listed(const std::vector<std::string_view>& words)
{
    std::string text;
    for (const std::string_view word : words) {
        text.append(text.empty() ? "" : ", ").append(word);
    }
    return text;
}

// Decimal digits as canonical text writes large integers.
template<typename Integer>
bool parse_decimal(std::string_view text, Integer& field)
{
    const auto end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, field);
    return !text.empty() && parsed.ec == std::errc {} && parsed.ptr == end;
}

}

bool StrictReader::integer(const JsonValue& json, std::int64_t& field)
{
    if (json.is(JsonValue::Kind::Integer)) {
        field = json.integer;
        return true;
    }
    return (json.is(JsonValue::Kind::String) && parse_decimal(json.string, field)) || wrong("a whole number", json);
}

bool StrictReader::integer(const JsonValue& json, std::uint64_t& field)
{
    if (json.is(JsonValue::Kind::Integer) && json.integer >= 0) {
        field = static_cast<std::uint64_t>(json.integer);
        return true;
    }
    if (json.is(JsonValue::Kind::BigInteger)) {
        field = json.big_integer;
        return true;
    }
    return (json.is(JsonValue::Kind::String) && parse_decimal(json.string, field))
        || wrong("a whole number of at least 0", json);
}

bool StrictReader::instant(const std::string& text, Timestamp& field)
{
    auto at = read_instant(text);
    if (!at.ok()) {
        complaint_ = "is not a time. " + at.error().message;
        return false;
    }
    field = at.value();
    return true;
}

bool StrictReader::text_map(const JsonValue& json, TextMap& map)
{
    for (const auto& member : json.members) {
        if (!member.second.is(JsonValue::Kind::String)) {
            wrong("text", member.second);
            return inside(member.first);
        }
        map.set(member.first, member.second.string);
    }
    return true;
}

bool StrictReader::wrong(std::string_view wanted, const JsonValue& json)
{
    complaint_ = "must be " + std::string(wanted) + ", not " + std::string(kind_name(json.kind)) + ".";
    return false;
}

bool StrictReader::not_a_word(std::string_view text, const std::vector<std::string_view>& allowed)
{
    complaint_ = "is " + echo(text) + "; use one of: " + listed(allowed) + ".";
    return false;
}

bool StrictReader::unknown(const JsonValue& json, const std::vector<std::string_view>& known)
{
    for (const auto& member : json.members) {
        if (std::find(known.begin(), known.end(), member.first) == known.end()) {
            complaint_ = known.empty() ? "is not known here; send {}."
                                       : "is not known here; known are: " + listed(known) + ".";
            return inside(utf8_front(member.first, kMaxEcho));
        }
    }
    VERIFY(false); // only called when a member was not used
}

bool StrictReader::absent(std::string_view name)
{
    complaint_ = "is missing: give it.";
    return inside(name);
}

bool StrictReader::inside(std::string_view name)
{
    const bool index = !path_.empty() && path_.front() == '[';
    path_ = std::string(name) + (path_.empty() || index ? "" : ".") + path_;
    return false;
}

Error StrictReader::error() const
{
    const std::string subject = path_.empty() ? "The body " : "Field '" + path_ + "' ";
    return { ErrorCode::Malformed, subject + complaint_ };
}

}
