// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/sheets/sheet_cells.h"

#include "shared/wire/sheets/planned_cells.h"

#include <algorithm>
#include <charconv>

namespace watchfloor {
namespace {

constexpr std::string_view kThousandths = "_milli";
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kMostDigits = 15; // of whole units: their thousandths fit
constexpr std::size_t kDayCharacters = 10;

}

std::string_view trimmed_cell(std::string_view text)
{
    const auto first = text.find_first_not_of(kBlanks);
    return first == std::string_view::npos ? std::string_view {}
                                           : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

namespace {

bool in_thousandths(std::string_view name)
{
    return name.size() > kThousandths.size() && name.substr(name.size() - kThousandths.size()) == kThousandths;
}

std::optional<std::int64_t> read_whole(std::string_view text)
{
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc {} && read.ptr == end && !text.empty() ? std::optional { value } : std::nullopt;
}

// "In Progress" as enumerations spell it.
std::string spelled_word(std::string_view text)
{
    std::string word(text);
    for (char& c : word) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c == ' ' || c == '-' ? '_' : c;
    }
    return word;
}

std::optional<bool> read_flag(std::string_view text)
{
    const std::string word = spelled_word(text);
    const bool yes = word == "yes" || word == "true" || word == "1" || word == "x";
    const bool no = word == "no" || word == "false" || word == "0";
    return yes || no ? std::optional { yes } : std::nullopt;
}

// The parts between any of these, without blanks around them; empty ones do not count.
template<typename Use>
void each_part(std::string_view text, std::string_view between, Use use)
{
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(between), text.size());
        if (const auto part = trimmed_cell(text.substr(0, end)); !part.empty()) {
            use(part);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool read_labels(std::string_view text, TextMap& labels)
{
    bool read = true;
    const bool apart_by_semicolons = text.find(';') != std::string_view::npos; // so that values may hold commas
    each_part(text, apart_by_semicolons ? ";\n" : ",\n", [&](std::string_view part) {
        const auto equals = part.find('=');
        read = read && equals != std::string_view::npos && equals > 0;
        if (read) {
            labels.set(trimmed_cell(part.substr(0, equals)), trimmed_cell(part.substr(equals + 1)));
        }
    });
    return read;
}

// "host=db-1, job=node", or with semicolons where a value holds a comma.
std::string write_cell_labels(const TextMap& labels)
{
    const bool commas = std::any_of(labels.begin(), labels.end(),
        [](const auto& label) { return label.second.find(',') != std::string_view::npos; });
    std::string text;
    for (const auto& [name, value] : labels) {
        text.append(text.empty() || commas ? "" : ", ")
            .append(name)
            .append("=")
            .append(value)
            .append(commas ? "; " : "");
    }
    return text;
}

std::string words_of_choice(const WordAccess& word)
{
    std::string words;
    for (const std::string_view text : word.texts) {
        words.append(words.empty() ? "" : ", ").append(text);
    }
    return words;
}

}

std::string write_day(Timestamp at)
{
    return format_timestamp(at).substr(0, kDayCharacters);
}

std::optional<Timestamp> read_day(std::string_view text, const Timestamp* known)
{
    if (text.size() != kDayCharacters) {
        const auto instant = parse_timestamp(text);
        return instant.ok() ? std::optional { instant.value() } : std::nullopt;
    }
    if (known != nullptr && write_day(*known) == text) {
        return *known;
    }
    const auto noon = parse_timestamp(std::string(text) + "T12:00:00Z");
    return noon.ok() ? std::optional { noon.value() } : std::nullopt;
}

bool is_cell(const FieldPlace& place)
{
    return !place.traits.has(kFolded);
}

std::string_view column_of(const FieldPlace& place)
{
    return place.name.substr(0, place.name.size() - (in_thousandths(place.name) ? kThousandths.size() : 0));
}

std::optional<std::int64_t> read_thousandths(std::string_view text)
{
    const bool below = text.starts_with("-");
    text.remove_prefix(below ? 1 : 0);
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string fraction(text.substr(std::min(point + 1, text.size())));
    const bool bare = point + 1 == text.size(); // "4." is still being typed
    if (bare || point == 0 || point > kMostDigits || fraction.size() > 3) {
        return std::nullopt;
    }
    fraction.resize(3, '0');
    const std::string digits = std::string(text.substr(0, point)) + fraction;
    const bool all = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    const auto value = all ? read_whole(digits) : std::nullopt;
    return value ? std::optional { below ? -*value : *value } : std::nullopt;
}

std::string write_thousandths(std::int64_t value)
{
    const bool below = value < 0;
    // Never -INT64_MIN: what is no number of ours is still written.
    const auto most = static_cast<std::uint64_t>(below ? -(value + 1) : value) + (below ? 1U : 0U);
    std::string text = (below ? "-" : "") + std::to_string(most / 1000);
    if (most % 1000 != 0) {
        const std::string fraction = std::to_string(1000 + most % 1000).substr(1);
        text += "." + fraction.substr(0, fraction.find_last_not_of('0') + 1);
    }
    return text;
}

namespace {

std::optional<std::string> read_integer(
    const FieldPlace& place, const std::string& named, std::string_view text, std::int64_t& field)
{
    const bool thousandths = in_thousandths(place.name);
    const auto value = thousandths ? read_thousandths(text) : read_whole(text);
    if (!value) {
        return thousandths ? "Write " + named + " as a number like 120 or 99.5, with at most three decimals."
                           : "Write " + named + " as a whole number.";
    }
    field = *value;
    return std::nullopt;
}

std::optional<std::string> read_choice(
    const FieldType& type, const std::string& named, std::string_view text, void* field)
{
    const auto& texts = type.word->texts;
    const auto found = std::find(texts.begin(), texts.end(), spelled_word(text));
    if (found == texts.end()) {
        return "Write " + named + " as one of: " + words_of_choice(*type.word) + ".";
    }
    type.word->set(field, static_cast<std::size_t>(found - texts.begin()));
    return std::nullopt;
}

std::optional<std::string> read_optional_instant(
    const FieldType& type, const std::string& named, std::string_view text, void* field, const void* known)
{
    const FieldRun before = known != nullptr ? type.holder->items(known) : FieldRun {};
    const auto* const instant = before.count > 0 ? static_cast<const Timestamp*>(before.first) : nullptr;
    const auto read = read_day(text, instant);
    if (!read) {
        return "Write " + named + " as a day like 2026-03-01, or with time and zone like 2026-03-01T14:00:00Z.";
    }
    *static_cast<Timestamp*>(type.holder->append(field)) = *read;
    return std::nullopt;
}

// The one list of structs that a register has.
std::optional<std::string> read_planned(
    const std::string& named, std::string_view text, void* field, const void* before)
{
    using Changes = std::vector<PlannedChange>;
    return read_planned_changes(text, *static_cast<Changes*>(field), static_cast<const Changes*>(before))
        ? std::nullopt
        : std::optional { "Write " + named
              + " like 2026-03-01 capacity +500 demand -20: reason, with a semicolon between two." };
}

}

std::optional<std::string> read_cell(const FieldPlace& place, std::string_view text, void* entity, const void* known)
{
    void* const field = static_cast<std::byte*>(entity) + place.distance;
    const void* const before = known != nullptr ? static_cast<const std::byte*>(known) + place.distance : nullptr;
    const std::string named = "`" + std::string(column_of(place)) + "`";
    text = trimmed_cell(text);
    if (text.empty()) {
        return std::nullopt;
    }
    switch (place.type->kind) {
    case FieldKind::Flag: {
        const auto flag = read_flag(text);
        *static_cast<bool*>(field) = flag.value_or(false);
        return flag ? std::nullopt : std::optional { "Write " + named + " as yes or no." };
    }
    case FieldKind::Integer:
        return read_integer(place, named, text, *static_cast<std::int64_t*>(field));
    case FieldKind::Text:
        *static_cast<std::string*>(field) = text;
        return std::nullopt;
    case FieldKind::Word:
        return read_choice(*place.type, named, text, field);
    case FieldKind::Texts:
        return read_labels(text, *static_cast<TextMap*>(field))
            ? std::nullopt
            : std::optional { "Write " + named + " like host=db-1, job=node." };
    case FieldKind::Optional:
        return read_optional_instant(*place.type, named, text, field, before);
    case FieldKind::List:
        if (place.type->holder->held.kind == FieldKind::Struct) {
            return read_planned(named, text, field, before);
        }
        each_part(text, ",; \n",
            [&](std::string_view part) { *static_cast<std::string*>(place.type->holder->append(field)) = part; });
        return std::nullopt;
    case FieldKind::Natural:
    case FieldKind::Instant:
    case FieldKind::HexDigest:
    case FieldKind::HexSalt:
    case FieldKind::Entities:
    case FieldKind::Struct:
        break; // of these no register has any
    }
    return "Leave " + named + " out: it is not written by people.";
}

std::string write_cell(const FieldPlace& place, const void* entity)
{
    const void* const field = static_cast<const std::byte*>(entity) + place.distance;
    std::string text;
    switch (place.type->kind) {
    case FieldKind::Flag:
        return *static_cast<const bool*>(field) ? "yes" : "no";
    case FieldKind::Integer: {
        const auto value = *static_cast<const std::int64_t*>(field);
        return in_thousandths(place.name) ? write_thousandths(value) : std::to_string(value);
    }
    case FieldKind::Text:
        return *static_cast<const std::string*>(field);
    case FieldKind::Word:
        return std::string(place.type->word->texts[place.type->word->get(field)]);
    case FieldKind::Texts:
        return write_cell_labels(*static_cast<const TextMap*>(field));
    case FieldKind::Optional: {
        const FieldRun held = place.type->holder->items(field);
        return held.count == 0 ? text : write_day(*static_cast<const Timestamp*>(held.first));
    }
    case FieldKind::List: {
        if (place.type->holder->held.kind == FieldKind::Struct) {
            return write_planned_changes(*static_cast<const std::vector<PlannedChange>*>(field));
        }
        const FieldRun items = place.type->holder->items(field);
        for (std::size_t i = 0; i < items.count; ++i) {
            const auto* const item = static_cast<const std::byte*>(items.first) + i * place.type->holder->stride;
            text.append(text.empty() ? "" : ", ").append(*reinterpret_cast<const std::string*>(item));
        }
        return text;
    }
    case FieldKind::Natural:
    case FieldKind::Instant:
    case FieldKind::HexDigest:
    case FieldKind::HexSalt:
    case FieldKind::Entities:
    case FieldKind::Struct:
        break;
    }
    return text;
}

}
