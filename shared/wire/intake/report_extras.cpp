// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/report_extras.h"

#include "shared/domain/entities/alerts.h"
#include "shared/domain/input_text.h"
#include "shared/wire/intake/alert_stream.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Leaves room for the number that tells names apart.
constexpr std::size_t kLongestExtraName = kMaxLabelName - 4;

// Absolute, of the web and without spaces. One that would have to be cut would lead somewhere else.
bool opens_in_browser(std::string_view address)
{
    const bool of_the_web = address.starts_with("https://") || address.starts_with("http://");
    return of_the_web && address.size() <= kMaxLabelValue && std::none_of(address.begin(), address.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
    });
}

// The name, or with a number behind it where another has it.
std::string free_name(const Labels& taken, std::string_view name)
{
    const std::string wanted = name.empty() ? "detail" : cut_to_bytes(name, kLongestExtraName);
    std::string free = wanted;
    for (int copy = 2; taken.contains(free) || free == kMended; ++copy) {
        free = wanted + " " + std::to_string(copy);
    }
    return free;
}

bool names_text(const Labels& texts, std::string_view text)
{
    return std::any_of(texts.begin(), texts.end(), [&](const auto& each) { return each.second == text; });
}

}

// Whether there is room for so many bytes more.
bool ReportExtras::takes_up(std::size_t& used, std::size_t bytes)
{
    const bool fits = used + bytes <= kMaxAlertExtraBytes;
    used += fits ? bytes : 0;
    return fits;
}

void ReportExtras::add_link(std::string_view name, std::string_view address)
{
    if (!opens_in_browser(address)) {
        add_detail(name, address);
        return;
    }
    if (names_text(links_, address)) {
        return;
    }
    const std::string title = links_.size() < kMaxAlertLinks ? free_name(links_, name) : std::string {};
    if (!title.empty() && takes_up(link_bytes_, title.size() + address.size())) {
        links_.add(title, address);
    } else {
        note_mended(mended_, "it had more links than are kept");
    }
}

void ReportExtras::add_detail(std::string_view path, std::string_view text)
{
    if (text.empty()) {
        return;
    }
    // One is left for what was mended.
    const bool room = details_.size() + 1 < kMaxAlertDetails;
    const std::string name = room ? free_name(details_, path) : std::string {};
    const std::string kept = cut_to_bytes(text, kMaxLabelValue);
    if (!room || !takes_up(detail_bytes_, name.size() + kept.size())) {
        note_mended(mended_, "it had more details than are kept");
        return;
    }
    details_.add(name, kept);
    if (kept.size() != text.size() || path.size() > kLongestExtraName) {
        note_mended(mended_, "a long detail was cut");
    }
}

// Paths stay short however deep it goes: each is a copy of the one before.
void ReportExtras::add_details(const std::string& path, const JsonValue& value)
{
    const auto further = [&](const std::string& step) { return cut_to_bytes(path + step, kMaxLabelName); };
    if (value.is(JsonValue::Kind::String)) {
        add_detail(path, value.string);
    } else if (is_plain(value)) {
        add_detail(path, plain_text_of(value));
    } else if (value.is(JsonValue::Kind::Null)) {
        add_detail(path, "null");
    }
    for (const auto& member : value.members) {
        add_details(further(path.empty() ? member.first : "." + member.first), member.second);
    }
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        add_details(further("[" + std::to_string(i) + "]"), value.items[i]);
    }
}

void ReportExtras::clear()
{
    *this = {};
}

void ReportExtras::give_to(AlertReport& report) &&
{
    if (!mended_.empty()) {
        details_.set(kMended, mended_);
    }
    report.details = std::move(details_);
    report.links = std::move(links_);
}

bool is_plain(const JsonValue& value)
{
    return value.is(JsonValue::Kind::Integer) || value.is(JsonValue::Kind::BigInteger)
        || value.is(JsonValue::Kind::Boolean) || value.is(JsonValue::Kind::Real);
}

std::string plain_text_of(const JsonValue& value)
{
    // Not canonical text, where what is beyond a double's digits stands in quotation marks.
    switch (value.kind) {
    case JsonValue::Kind::Real:
        return value.string;
    case JsonValue::Kind::Integer:
        return std::to_string(value.integer);
    case JsonValue::Kind::BigInteger:
        return std::to_string(value.big_integer);
    default:
        break;
    }
    std::string text;
    append_canonical(text, value);
    return text;
}

}
