// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/visibility/published.h"

#include "shared/core/sorting.h"
#include "shared/domain/visibility/wall_text.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace watchfloor {
namespace {

// How long what was published stays after its incident ended.
constexpr Millis kShownAfterEnd = std::chrono::hours { 7 * 24 };

bool may_stand(PublishedOn where, const std::string& words)
{
    return where == PublishedOn::StatusPage || !unfit_for_walls(words);
}

// A wall is told of an update whose words it may not have without them.
bool was_told(const StatusUpdate& update, PublishedOn where)
{
    const bool wordless = where == PublishedOn::Wall && update.audience == UpdateAudience::Customers && !update.inside;
    return wordless || is_told_outside(update);
}

}

bool is_public(const Incident& incident)
{
    return !incident.restricted && incident.state != IncidentState::Cancelled;
}

std::vector<std::string> public_services(const State& state, const Incident& incident, PublishedOn where)
{
    std::vector<std::string> names;
    for (const ServiceId& id : incident.services) {
        const Service* service = state.services.find(id);
        if (service != nullptr && !service->public_name.empty() && may_stand(where, service->public_name)) {
            names.push_back(service->public_name);
        }
    }
    sort_stably(names, std::less {});
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::vector<PublishedLine> published_lines(const State& state, Timestamp now, PublishedOn where)
{
    std::vector<PublishedLine> lines;
    state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        const bool gone = !incident.open() && incident.closed_at && *incident.closed_at + kShownAfterEnd < now;
        if (!is_public(incident) || gone) {
            return;
        }
        for (const StatusUpdate& update : incident.updates) {
            if (was_told(update, where)) {
                PublishedLine line;
                line.incident = id;
                line.at = update.published_at;
                line.services = public_services(state, incident, where);
                line.text = may_stand(where, update.text) ? update.text : std::string();
                line.restored_at = incident.restored_at;
                line.over = !incident.open();
                line.declared = incident.open() && incident.declared();
                lines.push_back(std::move(line));
            }
        }
    });
    sort_stably(lines, [](const PublishedLine& a, const PublishedLine& b) {
        return std::tie(b.at, a.incident) < std::tie(a.at, b.incident);
    });
    return lines;
}

}
