// SPDX-License-Identifier: Apache-2.0
#include "server/api/maintenance_calendar.h"

#include "shared/wire/json/utf8.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::size_t kLineOctets = 75;
constexpr std::string_view kRefresh = "PT15M";
constexpr Millis kListedBack = std::chrono::hours { 24 * 366 };
constexpr Millis kListedAhead = std::chrono::hours { 2 * 24 * 366 };
constexpr Millis kLeast = std::chrono::minutes { 1 }; // an event that ends as it starts is shown by no program

// "20260102T030405Z".
std::string calendar_time(Timestamp at)
{
    std::string text = format_timestamp(at).substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text + "Z";
}

struct Event {
    std::string id {};
    std::string summary {};
    std::string description {};
    Timestamp from {};
    Timestamp to {};
    std::string status {};
    std::int64_t version = 0;
};

class Calendar {
public:
    explicit Calendar(const CalendarOrigin& origin) : origin_(origin)
    {
        const std::string name = escape_calendar_text(origin.name);
        line("BEGIN:VCALENDAR");
        line("VERSION:2.0");
        line("PRODID:-//Watchfloor//Maintenance//EN");
        line("CALSCALE:GREGORIAN");
        line("NAME:" + name);
        line("X-WR-CALNAME:" + name);
        line("REFRESH-INTERVAL;VALUE=DURATION:" + std::string(kRefresh));
        line("X-PUBLISHED-TTL:" + std::string(kRefresh));
    }

    void add(const Event& event)
    {
        // A calendar on its own was made when it was last changed: a stamp of the download made every copy new.
        const std::string changed = calendar_time(origin_.recorded_at(static_cast<std::uint64_t>(event.version)));
        line("BEGIN:VEVENT");
        line("UID:" + escape_calendar_text(event.id) + "-" + origin_.journal + "@watchfloor");
        line("DTSTAMP:" + changed);
        line("LAST-MODIFIED:" + changed);
        line("DTSTART:" + calendar_time(event.from));
        line("DTEND:" + calendar_time(event.to));
        line("SEQUENCE:" + std::to_string(event.version));
        line("SUMMARY:" + escape_calendar_text(event.summary.empty() ? event.id : event.summary));
        line("DESCRIPTION:" + escape_calendar_text(event.description));
        line("STATUS:" + event.status);
        line("END:VEVENT");
    }

    std::string text()
    {
        line("END:VCALENDAR");
        return std::move(text_);
    }

private:
    void line(const std::string& content) { text_ += fold_calendar_line(content); }

    const CalendarOrigin& origin_;
    std::string text_;
};

std::string_view status_of(WindowState state)
{
    switch (state) {
    case WindowState::Planned:
        return "TENTATIVE";
    case WindowState::Approved:
        return "CONFIRMED";
    case WindowState::Cancelled:
        return "CANCELLED";
    }
    return "TENTATIVE";
}

std::string_view status_of(WorkOrderState state)
{
    switch (state) {
    case WorkOrderState::Planned:
    case WorkOrderState::Deferred:
        return "TENTATIVE";
    case WorkOrderState::Approved:
    case WorkOrderState::InProgress:
    case WorkOrderState::Inspection:
    case WorkOrderState::ReturnedToService:
        return "CONFIRMED";
    case WorkOrderState::Cancelled:
        return "CANCELLED";
    }
    return "TENTATIVE";
}

// "Services: Shop, Mail", by name where there is one; empty without any.
template<typename Id, typename Thing>
std::string names_line(std::string_view label, const std::vector<Id>& ids, const PersistentMap<Id, Thing>& things)
{
    std::string text;
    for (const Id& id : ids) {
        const Thing* thing = things.find(id);
        text.append(text.empty() ? label : ", ");
        text.append(thing != nullptr && !thing->name.empty() ? thing->name : id.text);
    }
    return text;
}

std::string lines_of(const std::string& first, const std::string& second)
{
    return first + (first.empty() || second.empty() ? "" : "\n") + second;
}

Event event_of(const MaintenanceWindow& window, const State& state)
{
    return { window.id.text, window.title,
        lines_of(names_line("Services: ", window.services, state.services),
            names_line("Assets: ", window.assets, state.assets)),
        window.from, window.to, std::string(status_of(window.state)), window.version };
}

// Work that began after its planned end is expected to take as long as was planned.
Event event_of(const WorkOrder& order, const State& state)
{
    const Timestamp from = order.actual_start.value_or(order.planned_start);
    const Timestamp expected = order.planned_end > from
        ? order.planned_end
        : from + std::max(order.planned_end - order.planned_start, kLeast);
    const std::string made = order.interval && order.due_at ? "Made for the " + std::string(to_string(*order.interval))
            + "'s interval, due " + format_timestamp(*order.due_at).substr(0, 10)
                                                            : std::string();
    return { order.id.text, order.title,
        lines_of(names_line("Asset: ", std::vector { order.asset }, state.assets), made), from,
        std::max(order.actual_end.value_or(expected), from + kLeast), std::string(status_of(order.state)),
        order.version };
}

}

std::string escape_calendar_text(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        if (c == '\\' || c == ';' || c == ',') {
            escaped.push_back('\\');
            escaped.push_back(c);
        } else if (c == '\n') {
            escaped += "\\n";
        } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
            escaped.push_back(c);
        }
    }
    return escaped;
}

std::string fold_calendar_line(std::string_view line)
{
    std::string folded;
    std::size_t room = kLineOctets;
    while (line.size() > room) {
        const std::string_view front = utf8_front(line, room);
        // Text that is no UTF-8 is cut where it must be.
        const std::size_t taken = front.empty() ? room : front.size();
        folded.append(line.substr(0, taken)).append("\r\n ");
        line.remove_prefix(taken);
        room = kLineOctets - 1;
    }
    return folded.append(line).append("\r\n");
}

std::string maintenance_calendar(const State& state, const CalendarOrigin& origin, Timestamp now)
{
    std::vector<Event> events;
    const auto list = [&](Event event) {
        if (event.to >= now - kListedBack && event.from <= now + kListedAhead) {
            events.push_back(std::move(event));
        }
    };
    state.windows.for_each([&](const WindowId&, const MaintenanceWindow& window) { list(event_of(window, state)); });
    state.work_orders.for_each([&](const WorkOrderId&, const WorkOrder& order) { list(event_of(order, state)); });
    std::sort(events.begin(), events.end(),
        [](const auto& a, const auto& b) { return a.from != b.from ? a.from < b.from : a.id < b.id; });
    Calendar calendar(origin);
    for (const Event& event : events) {
        calendar.add(event);
    }
    return calendar.text();
}

}
