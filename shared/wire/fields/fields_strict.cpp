// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/fields/fields_strict.h"

#include "shared/wire/json/utf8.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::size_t kMaxEcho = 40;

std::string echo(std::string_view text)
{
    const std::string_view front = utf8_front(text, kMaxEcho);
    return "'" + std::string(front) + (front.size() < text.size() ? "…'" : "'");
}

std::string listed(std::span<const std::string_view> words)
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

bool StrictReader::value(const JsonValue& json, const FieldType& type, void* field)
{
    using Kind = JsonValue::Kind;
    switch (type.kind) {
    case FieldKind::Flag:
        *static_cast<bool*>(field) = json.boolean;
        return json.is(Kind::Boolean) || wrong("true or false", json);
    case FieldKind::Integer:
        return integer(json, *static_cast<std::int64_t*>(field));
    case FieldKind::Natural:
        return integer(json, *static_cast<std::uint64_t*>(field));
    case FieldKind::Text:
        *static_cast<std::string*>(field) = json.string;
        return json.is(Kind::String) ? !type.id || id(json.string) : wrong("text", json);
    case FieldKind::Instant:
        return json.is(Kind::String) ? instant(json.string, *static_cast<Timestamp*>(field)) : wrong("text", json);
    case FieldKind::Word:
        return json.is(Kind::String) ? word(json.string, *type.word, field) : wrong("text", json);
    case FieldKind::Optional:
        return json.is(Kind::Null) || value(json, type.holder->held, type.holder->append(field));
    case FieldKind::List:
        return json.is(Kind::Array) ? list(json, *type.holder, field) : wrong("a list", json);
    case FieldKind::Texts:
        return json.is(Kind::Object) ? text_map(json, *static_cast<TextMap*>(field))
                                     : wrong("an object of texts", json);
    case FieldKind::Struct:
        return json.is(Kind::Object) ? object(json, type.table(field), field) : wrong("an object", json);
    case FieldKind::HexDigest:
    case FieldKind::HexSalt:
    case FieldKind::Entities:
        break;
    }
    VERIFY(false); // nothing that is read from outside holds these
}

bool StrictReader::object(const JsonValue& json, const FieldTable& table, void* value)
{
    std::size_t used = 0;
    std::string_view missing;
    for (const FieldPlace& place : table.declared) {
        if (const JsonValue* member = json.find(place.name)) {
            ++used;
            if (!this->value(*member, *place.type, static_cast<std::byte*>(value) + place.distance)) {
                return inside(place.name);
            }
        } else if (place.traits.has(kDemanded) && missing.empty()) {
            missing = place.name;
        }
    }
    // A misspelt name is said before what is missing because of it.
    return (used == json.members.size() || unknown(json, table)) && (missing.empty() || absent(missing));
}

bool StrictReader::list(const JsonValue& json, const HolderAccess& holder, void* field)
{
    for (std::size_t i = 0; i < json.items.size(); ++i) {
        if (!value(json.items[i], holder.held, holder.append(field))) {
            return inside("[" + std::to_string(i) + "]");
        }
    }
    return true;
}

// No longer than any id there is, and such that a sentence can repeat it.
bool StrictReader::id(const std::string& text)
{
    constexpr std::size_t kMaxIdBytes = 200;
    const bool printable = std::none_of(text.begin(), text.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f; });
    if (printable && text.size() <= kMaxIdBytes) {
        return true;
    }
    complaint_ = "is no id: give one of at most " + std::to_string(kMaxIdBytes)
        + " bytes without line breaks and other control characters.";
    return false;
}

bool StrictReader::word(const std::string& text, const WordAccess& access, void* field)
{
    const auto at = std::find(access.texts.begin(), access.texts.end(), text);
    if (at == access.texts.end()) {
        return not_a_word(text, access.texts);
    }
    access.set(field, static_cast<std::size_t>(at - access.texts.begin()));
    return true;
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

bool StrictReader::not_a_word(std::string_view text, std::span<const std::string_view> allowed)
{
    complaint_ = "is " + echo(text) + "; use one of: " + listed(allowed) + ".";
    return false;
}

bool StrictReader::unknown(const JsonValue& json, const FieldTable& table)
{
    std::vector<std::string_view> known;
    for (const FieldPlace& place : table.declared) {
        known.push_back(place.name);
    }
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

Result<void> read_json_into(std::string_view text, const JsonLimits& limits, const FieldType& type, void* value)
{
    ASSIGN_OR_RETURN(const JsonValue json, read_json(text, limits));
    StrictReader reader;
    if (!reader.value(json, type, value)) {
        return reader.error();
    }
    return {};
}

}
