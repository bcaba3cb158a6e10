// SPDX-License-Identifier: Apache-2.0
#include "server/api/status_page.h"

#include <algorithm>
#include <vector>

namespace watchfloor {
namespace {

struct ServiceLine {
    std::string name {};
    bool disturbed = false;
};

struct UpdateLine {
    Timestamp at {};
    std::string text {};
};

bool is_public(const Incident& incident)
{
    return !incident.restricted && incident.state != IncidentState::Cancelled;
}

bool disturbs(const Incident& incident, const ServiceId& service)
{
    const bool ongoing = incident.open() && incident.declared() && !incident.restored_at;
    return is_public(incident) && ongoing
        && std::find(incident.services.begin(), incident.services.end(), service) != incident.services.end();
}

std::vector<ServiceLine> service_lines(const State& state)
{
    std::vector<ServiceLine> lines;
    state.services.for_each([&](const ServiceId& id, const Service& service) {
        if (service.public_name.empty()) {
            return;
        }
        bool disturbed = false;
        state.incidents.for_each(
            [&](const IncidentId&, const Incident& incident) { disturbed = disturbed || disturbs(incident, id); });
        lines.push_back({ service.public_name, disturbed });
    });
    std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return lines;
}

std::vector<UpdateLine> update_lines(const State& state)
{
    std::vector<UpdateLine> lines;
    state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        for (const StatusUpdate& update : incident.updates) {
            if (is_public(incident) && update.audience == UpdateAudience::Customers && !update.text.empty()) {
                lines.push_back({ update.published_at, update.text });
            }
        }
    });
    std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return b.at < a.at; });
    return lines;
}

std::string minute_text(Timestamp at)
{
    return format_timestamp(at).substr(0, 10) + " " + format_timestamp(at).substr(11, 5) + " UTC";
}

}

std::string escape_html(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            escaped.push_back(c);
        }
    }
    return escaped;
}

std::string status_page(const State& state, Timestamp now)
{
    std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta http-equiv=\"refresh\" content=\"60\">\n<title>Service status</title>\n</head>\n<body>\n"
                       "<h1>Service status</h1>\n";
    page += "<p>As of <time datetime=\"" + format_timestamp(now) + "\">" + minute_text(now) + "</time></p>\n<ul>\n";
    for (const ServiceLine& line : service_lines(state)) {
        page += "<li>" + escape_html(line.name) + ": <strong>" + (line.disturbed ? "disrupted" : "operational")
            + "</strong></li>\n";
    }
    page += "</ul>\n<h2>Updates</h2>\n";
    const auto updates = update_lines(state);
    if (updates.empty()) {
        page += "<p>There are no current updates.</p>\n";
    }
    for (const UpdateLine& line : updates) {
        page += "<article><h3><time datetime=\"" + format_timestamp(line.at) + "\">" + minute_text(line.at)
            + "</time></h3><p>" + escape_html(line.text) + "</p></article>\n";
    }
    return page + "</body>\n</html>\n";
}

}
