// SPDX-License-Identifier: Apache-2.0
#include "server/calendar/recurrence_rule.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

constexpr long kMostCount = 10'000;
constexpr auto kDays = std::to_array<std::string_view>({ "MO", "TU", "WE", "TH", "FR", "SA", "SU" });

Error not_this_rule(std::string message)
{
    return Error { ErrorCode::Malformed, std::move(message) };
}

std::vector<std::string> parts_of(std::string_view text, char by)
{
    std::vector<std::string> parts;
    while (true) {
        const std::size_t end = text.find(by);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

std::optional<long> whole_number(std::string_view text)
{
    const bool below = text.starts_with('-');
    text.remove_prefix(below || text.starts_with('+') ? 1 : 0);
    if (text.empty() || text.size() > 6) {
        return std::nullopt;
    }
    long number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        number = number * 10 + (c - '0');
    }
    return below ? -number : number;
}

bool all_within(std::string_view list, long least, long most)
{
    const std::vector<std::string> parts = parts_of(list, ',');
    return std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
        const auto number = whole_number(part);
        return number && *number != 0 && *number >= least && *number <= most;
    });
}

bool is_day(std::string_view text)
{
    return std::find(kDays.begin(), kDays.end(), text) != kDays.end();
}

bool days_read(std::string_view list)
{
    const std::vector<std::string> parts = parts_of(list, ',');
    return std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
        if (part.size() < 2 || !is_day(std::string_view(part).substr(part.size() - 2))) {
            return false;
        }
        const std::string_view which = std::string_view(part).substr(0, part.size() - 2);
        return which.empty() || all_within(which, -53, 53);
    });
}

bool is_until(std::string_view text)
{
    const auto digits = [](std::string_view part) {
        return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    const bool date = text.size() == 8 && digits(text);
    const bool time = (text.size() == 15 || (text.size() == 16 && text.back() == 'Z')) && digits(text.substr(0, 8))
        && text[8] == 'T' && digits(text.substr(9, 6));
    return date || time;
}

using Parts = std::map<std::string, std::string>;

Result<Parts> read_parts(std::string_view text)
{
    Parts parts;
    for (const std::string& part : parts_of(text, ';')) {
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos || equals + 1 == part.size()) {
            return not_this_rule(
                "Write each part of RRULE as NAME=value: “" + part.substr(0, 40) + "” cannot be read.");
        }
        if (!parts.emplace(part.substr(0, equals), part.substr(equals + 1)).second) {
            return not_this_rule("Give " + part.substr(0, equals) + " once in RRULE.");
        }
    }
    return parts;
}

Result<void> check_part(const std::string& name, const std::string& value)
{
    const auto unless = [&](bool fine, std::string_view how) {
        return fine ? Result<void> {} : not_this_rule("Give " + name + " in RRULE " + std::string(how) + ".");
    };
    if (name == "FREQ") {
        return unless(value == "DAILY" || value == "WEEKLY" || value == "MONTHLY" || value == "YEARLY",
            "as DAILY, WEEKLY, MONTHLY or YEARLY");
    }
    if (name == "INTERVAL") {
        return unless(value.front() != '-' && value.front() != '+' && all_within(value, 1, 999)
                && value.find(',') == std::string::npos,
            "from 1 to 999");
    }
    if (name == "COUNT") {
        return unless(value.front() != '-' && value.front() != '+' && all_within(value, 1, kMostCount)
                && value.find(',') == std::string::npos,
            "from 1 to 10000");
    }
    if (name == "UNTIL") {
        return unless(is_until(value), "like 20261231T220000Z");
    }
    if (name == "BYDAY") {
        return unless(days_read(value), "like TU,TH or 2TU or -1FR");
    }
    if (name == "BYMONTHDAY") {
        return unless(all_within(value, -31, 31), "like 1,15 or -1, from -31 to 31");
    }
    if (name == "BYMONTH") {
        return unless(all_within(value, 1, 12), "from 1 to 12");
    }
    if (name == "BYSETPOS") {
        return unless(all_within(value, -366, 366), "like 1 or -1, from -366 to 366");
    }
    if (name == "WKST") {
        return unless(is_day(value), "as a day like MO");
    }
    return not_this_rule("Leave " + name.substr(0, 40)
        + " out of RRULE: known are FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and WKST.");
}

// What the standard forbids together, and what libical would pass over.
Result<void> check_together(const Parts& parts)
{
    const auto has = [&](const char* name) { return parts.count(name) == 1; };
    if (!has("FREQ")) {
        return not_this_rule("Give FREQ in RRULE.");
    }
    const std::string& every = parts.at("FREQ");
    const bool by_weeks = every == "DAILY" || every == "WEEKLY";
    if (has("COUNT") && has("UNTIL")) {
        return not_this_rule("Give COUNT or UNTIL in RRULE, not both.");
    }
    if (has("BYMONTHDAY") && every == "WEEKLY") {
        return not_this_rule("Leave BYMONTHDAY out of a weekly RRULE.");
    }
    if (has("BYMONTHDAY") && every == "DAILY" && parts.at("BYMONTHDAY").find('-') != std::string::npos) {
        return not_this_rule("Count BYMONTHDAY from the end of the month in a monthly RRULE: FREQ=MONTHLY.");
    }
    if (has("BYMONTHDAY") && every == "YEARLY" && !has("BYMONTH")) {
        return not_this_rule("Give BYMONTH beside BYMONTHDAY in a yearly RRULE, or make it monthly.");
    }
    if (has("BYSETPOS") && (by_weeks || (!has("BYDAY") && !has("BYMONTHDAY") && !has("BYMONTH")))) {
        return not_this_rule(
            "Give BYSETPOS in a monthly or yearly RRULE alone, and with BYDAY, BYMONTHDAY or BYMONTH.");
    }
    const auto numbered = [](char c) { return c >= '0' && c <= '9'; };
    if (has("BYDAY") && by_weeks && std::any_of(parts.at("BYDAY").begin(), parts.at("BYDAY").end(), numbered)) {
        return not_this_rule("Number the days of BYDAY in a monthly or yearly RRULE alone.");
    }
    return {};
}

}

Result<RecurrenceRule> check_recurrence_rule(std::string_view text)
{
    std::string upper(text.substr(0, 1'000));
    std::transform(upper.begin(), upper.end(), upper.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (text.size() > upper.size()) {
        return not_this_rule("Write RRULE with at most 1000 characters.");
    }
    ASSIGN_OR_RETURN(const Parts parts, read_parts(upper));
    RecurrenceRule rule;
    for (const auto& [name, value] : parts) {
        RETURN_IF_ERROR(check_part(name, value));
        if (name == "UNTIL") {
            rule.until = value;
        } else if (name != "FREQ") {
            rule.rule += ";" + name + "=" + value;
        }
    }
    RETURN_IF_ERROR(check_together(parts));
    rule.rule = "FREQ=" + parts.at("FREQ") + rule.rule;
    return rule;
}

}
