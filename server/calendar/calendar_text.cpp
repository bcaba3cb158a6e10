// SPDX-License-Identifier: Apache-2.0
#include "server/calendar/calendar_text.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

constexpr std::size_t kMostBytes = 256 * 1024;
constexpr std::size_t kMostEvents = 1'000;

// What an event may say that does not change when it is.
constexpr auto kBeside = std::to_array<std::string_view>({ "SUMMARY", "DESCRIPTION", "UID", "DTSTAMP", "CREATED",
    "LAST-MODIFIED", "SEQUENCE", "STATUS", "TRANSP", "CLASS", "LOCATION", "CATEGORIES", "ORGANIZER", "ATTENDEE",
    "PRIORITY", "URL", "CONTACT", "COMMENT", "GEO", "RESOURCES", "ATTACH", "COLOR", "IMAGE", "CONFERENCE" });
constexpr auto kOfTime
    = std::to_array<std::string_view>({ "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID" });

Error unreadable(std::string message)
{
    return Error { ErrorCode::Malformed, std::move(message) };
}

std::string capitals(std::string_view text)
{
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return upper;
}

// Lines as they were before they were folded, without their ends.
std::vector<std::string> unfolded(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty() && line.back() == '\r') {
            line.remove_suffix(1);
        }
        if (!lines.empty() && !line.empty() && (line.front() == ' ' || line.front() == '\t')) {
            lines.back().append(line.substr(1));
        } else if (!line.empty()) {
            lines.emplace_back(line);
        }
    }
    return lines;
}

// Where the next of these characters stands outside quotes.
std::size_t unquoted(std::string_view line, std::string_view wanted)
{
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        quoted = line[i] == '"' ? !quoted : quoted;
        if (!quoted && wanted.find(line[i]) != std::string_view::npos) {
            return i;
        }
    }
    return std::string_view::npos;
}

Result<CalendarProperty> read_property(std::string_view line)
{
    const std::size_t colon = unquoted(line, ":");
    if (colon == std::string_view::npos || colon == 0) {
        return unreadable("Write each line as NAME:value: “" + std::string(line.substr(0, 40)) + "” cannot be read.");
    }
    CalendarProperty property;
    property.value = line.substr(colon + 1);
    std::string_view head = line.substr(0, colon);
    for (bool first = true; !head.empty(); first = false) {
        const std::size_t end = std::min(unquoted(head, ";"), head.size());
        const std::string_view part = head.substr(0, end);
        head.remove_prefix(std::min(end + 1, head.size()));
        if (first) {
            property.name = capitals(part);
            continue;
        }
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) {
            return unreadable(
                "Write each parameter as NAME=value: “" + std::string(part.substr(0, 40)) + "” cannot be read.");
        }
        std::string value(part.substr(equals + 1));
        std::erase(value, '"');
        property.parameters.emplace_back(capitals(part.substr(0, equals)), std::move(value));
    }
    return property;
}

Result<void> check_known(const CalendarProperty& property)
{
    const auto is = [&](std::string_view name) { return name == property.name; };
    if (std::any_of(kBeside.begin(), kBeside.end(), is) || std::any_of(kOfTime.begin(), kOfTime.end(), is)
        || property.name.starts_with("X-")) {
        return {};
    }
    return unreadable("Leave out " + property.name.substr(0, 40) + ": it is not known what it does to the event.");
}

class Reader {
public:
    Result<void> take(CalendarProperty property)
    {
        const std::string part = capitals(property.value);
        if (property.name == "BEGIN") {
            return begin(part);
        }
        if (property.name == "END") {
            return end(part);
        }
        if (!open_.empty() && open_.back() != "VEVENT") {
            return {}; // of the calendar, a zone or an alarm
        }
        RETURN_IF_ERROR(check_known(property));
        if (events_.empty()) {
            events_.emplace_back(); // the bare lines of one
        }
        events_.back().properties.push_back(std::move(property));
        return {};
    }

    Result<std::vector<CalendarEvent>> events()
    {
        if (!open_.empty()) {
            return unreadable("End what was begun: END:" + open_.back() + " is missing.");
        }
        if (events_.empty()) {
            return unreadable("Give an event: there is none.");
        }
        return std::move(events_);
    }

private:
    Result<void> begin(const std::string& part)
    {
        const std::string whole = open_.empty() ? std::string() : open_.back();
        const bool event = part == "VEVENT" && (whole.empty() || whole == "VCALENDAR");
        const bool known = event || (part == "VCALENDAR" && whole.empty()) || (part == "VTIMEZONE" && whole != "VEVENT")
            || (part == "VALARM" && whole == "VEVENT") || whole == "VTIMEZONE";
        if (!known) {
            return unreadable("Give events alone: " + part.substr(0, 40) + " is not one.");
        }
        open_.push_back(part);
        if (event) {
            events_.emplace_back();
        }
        return events_.size() > kMostEvents ? unreadable("Give at most 1000 events at once.") : Result<void> {};
    }

    Result<void> end(const std::string& part)
    {
        if (open_.empty() || open_.back() != part) {
            return unreadable("End what was begun: END:" + part.substr(0, 40) + " stands alone.");
        }
        open_.pop_back();
        return {};
    }

    std::vector<std::string> open_ {};
    std::vector<CalendarEvent> events_ {};
};

}

const CalendarProperty* CalendarEvent::find(std::string_view name) const
{
    const auto at = std::find_if(
        properties.begin(), properties.end(), [&](const CalendarProperty& property) { return property.name == name; });
    return at == properties.end() ? nullptr : &*at;
}

Result<std::vector<CalendarEvent>> read_calendar_events(std::string_view text)
{
    if (text.size() > kMostBytes) {
        return unreadable("Give at most 256 KiB of calendar at once.");
    }
    Reader reader;
    for (const std::string& line : unfolded(text)) {
        ASSIGN_OR_RETURN(CalendarProperty property, read_property(line));
        RETURN_IF_ERROR(reader.take(std::move(property)));
    }
    return reader.events();
}

}
