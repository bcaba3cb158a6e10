// SPDX-License-Identifier: Apache-2.0
#include "server/api/maintenance_calendar.h"

#include "shared/wire/json/utf8.h"

#include <algorithm>
#include <array>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::size_t kLineOctets = 75;

// "20260102T030405Z".
std::string calendar_time(Timestamp at)
{
    std::string text = format_timestamp(at).substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text + "Z";
}

class Calendar {
public:
    explicit Calendar(Timestamp now) : stamp_(calendar_time(now))
    {
        line("BEGIN:VCALENDAR");
        line("VERSION:2.0");
        line("PRODID:-//Watchfloor//Maintenance//EN");
        line("CALSCALE:GREGORIAN");
        line("X-WR-CALNAME:Maintenance");
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

    void add(const Event& event)
    {
        line("BEGIN:VEVENT");
        line("UID:" + escape_calendar_text(event.id) + "@watchfloor");
        line("DTSTAMP:" + stamp_);
        line("DTSTART:" + calendar_time(event.from));
        line("DTEND:" + calendar_time(event.to));
        line("SEQUENCE:" + std::to_string(event.version));
        line("SUMMARY:" + escape_calendar_text(event.summary));
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

    std::string stamp_;
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

std::string services_line(const std::vector<ServiceId>& ids, const State& state)
{
    std::string text;
    for (const ServiceId& id : ids) {
        const Service* service = state.services.find(id);
        text.append(text.empty() ? "Services: " : ", ")
            .append(service != nullptr && !service->name.empty() ? service->name : id.text);
    }
    return text;
}

Calendar::Event event_of(const MaintenanceWindow& window, const State& state)
{
    return { window.id.text, window.title, services_line(window.services, state), window.from, window.to,
        std::string(status_of(window.state)), window.version };
}

Calendar::Event event_of(const WorkOrder& order, const State& state)
{
    const Asset* asset = state.assets.find(order.asset);
    const std::string name = asset != nullptr && !asset->name.empty() ? asset->name : order.asset.text;
    return { order.id.text, order.title, "Asset: " + name, order.actual_start.value_or(order.planned_start),
        order.actual_end.value_or(order.planned_end), std::string(status_of(order.state)), order.version };
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

std::string maintenance_calendar(const State& state, Timestamp now)
{
    std::vector<Calendar::Event> events;
    state.windows.for_each(
        [&](const WindowId&, const MaintenanceWindow& window) { events.push_back(event_of(window, state)); });
    state.work_orders.for_each(
        [&](const WorkOrderId&, const WorkOrder& order) { events.push_back(event_of(order, state)); });
    std::sort(events.begin(), events.end(),
        [](const auto& a, const auto& b) { return a.from != b.from ? a.from < b.from : a.id < b.id; });
    Calendar calendar(now);
    for (const Calendar::Event& event : events) {
        calendar.add(event);
    }
    return calendar.text();
}

}
