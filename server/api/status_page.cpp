// SPDX-License-Identifier: Apache-2.0
#include "server/api/status_page.h"

#include "shared/core/markup.h"
#include "shared/core/words.h"
#include "shared/domain/visibility/published.h"

#include <algorithm>
#include <map>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::string_view kOtherServices = "Other services";

enum class Condition { Operational, Watched, Disrupted };

std::string_view words_for(Condition condition)
{
    switch (condition) {
    case Condition::Operational:
        return "operational";
    case Condition::Watched:
        return "restored, being watched";
    case Condition::Disrupted:
        return "disrupted";
    }
    return "operational";
}

struct ServiceLine {
    std::string name {};
    Condition condition = Condition::Operational;
};

bool spoken_of(const Incident& incident)
{
    return std::any_of(incident.updates.begin(), incident.updates.end(), is_told_outside);
}

// What customers were told of is a disturbance, declared or not: the list never says better than the text below it. A
// declared one disturbs also where nobody may know what it is: of it only that is said.
Condition condition_of(const Incident& incident)
{
    const bool told = is_public(incident) && spoken_of(incident);
    if (incident.state == IncidentState::Cancelled || !incident.open() || !(incident.declared() || told)) {
        return Condition::Operational;
    }
    return incident.restored_at ? Condition::Watched : Condition::Disrupted;
}

std::vector<ServiceLine> service_lines(const State& state)
{
    std::map<std::string, Condition> conditions;
    state.services.for_each([&](const ServiceId&, const Service& service) {
        if (!service.public_name.empty()) {
            conditions.emplace(service.public_name, Condition::Operational);
        }
    });
    Condition others = Condition::Operational;
    state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        const Condition condition = condition_of(incident);
        const auto names = public_services(state, incident, PublishedOn::StatusPage);
        for (const std::string& name : names) {
            conditions[name] = std::max(conditions[name], condition);
        }
        if (names.empty() && is_public(incident) && spoken_of(incident)) {
            others = std::max(others, condition);
        }
    });
    std::vector<ServiceLine> lines;
    for (const auto& [name, condition] : conditions) {
        lines.push_back({ name, condition });
    }
    if (others != Condition::Operational) {
        lines.push_back({ std::string(kOtherServices), others });
    }
    return lines;
}

std::string minute_text(Timestamp at)
{
    return format_timestamp(at).substr(0, 10) + " " + format_timestamp(at).substr(11, 5) + " UTC";
}

std::string time_element(Timestamp at)
{
    return "<time datetime=\"" + format_timestamp(at) + "\">" + minute_text(at) + "</time>";
}

std::string with_line_breaks(std::string_view text)
{
    constexpr std::string_view kBreak = "<br>";
    std::string html = escape_markup(text);
    for (auto at = html.find('\n'); at != std::string::npos; at = html.find('\n', at + kBreak.size() + 1)) {
        html.insert(at, kBreak);
    }
    return html;
}

std::string article(const PublishedLine& line)
{
    const std::string about = line.services.empty() ? std::string(kOtherServices) : joined(line.services);
    std::string html = "<article><h3>" + escape_markup(about) + ", " + time_element(line.at) + "</h3>\n<p>"
        + with_line_breaks(line.text) + "</p>\n";
    if (line.restored_at) {
        html += "<p><strong>" + std::string(line.over ? "Over" : "Restored, being watched") + "</strong> since "
            + time_element(*line.restored_at) + "</p>\n";
    } else if (line.over) {
        html += "<p><strong>Over</strong></p>\n";
    }
    return html + "</article>\n";
}

}

std::string status_page(const State& state, Timestamp now)
{
    std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta http-equiv=\"refresh\" content=\"60\">\n<title>Service status</title>\n</head>\n<body>\n"
                       "<h1>Service status</h1>\n";
    page += "<p>As of " + time_element(now) + "</p>\n<ul>\n";
    for (const ServiceLine& line : service_lines(state)) {
        page.append("<li>").append(escape_markup(line.name)).append(": <strong>");
        page.append(words_for(line.condition)).append("</strong></li>\n");
    }
    page += "</ul>\n<h2>Updates</h2>\n";
    const auto updates = published_lines(state, now, PublishedOn::StatusPage);
    if (updates.empty()) {
        page += "<p>There are no current updates.</p>\n";
    }
    for (const PublishedLine& line : updates) {
        page += article(line);
    }
    return page + "</body>\n</html>\n";
}

}
