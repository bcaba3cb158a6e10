// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/room_summary.h"

#include "shared/domain/entities/severity_words.h"

#include <algorithm>

namespace watchfloor {
namespace {

std::string known_as(const State& state, const ServiceId& id)
{
    const Service* service = state.services.find(id);
    if (service == nullptr) {
        return id.text;
    }
    return !service->public_name.empty() ? service->public_name : !service->name.empty() ? service->name : id.text;
}

RoomMajor room_major(const State& visible, const Incident& incident)
{
    RoomMajor major { .id = incident.id, .severity = incident.severity };
    for (const ServiceId& service : incident.services) {
        if (service != kUnnamedService) {
            major.services.push_back(known_as(visible, service));
        }
    }
    return major;
}

std::vector<RoomMajor> room_majors(const State& visible)
{
    std::vector<const Incident*> declared;
    visible.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        if (incident.declared() && incident.open()) {
            declared.push_back(&incident);
        }
    });
    std::sort(declared.begin(), declared.end(), [](const Incident* a, const Incident* b) {
        const IncidentSeverity left = a->severity.value_or(IncidentSeverity::Sev4);
        const IncidentSeverity right = b->severity.value_or(IncidentSeverity::Sev4);
        return left != right ? left < right : a->started_at < b->started_at;
    });
    std::vector<RoomMajor> majors;
    for (const Incident* incident : declared) {
        majors.push_back(room_major(visible, *incident));
    }
    return majors;
}

}

RoomSummary room_summary(const State& visible)
{
    RoomSummary summary;
    summary.seq = visible.seq;
    std::int64_t firing = 0;
    std::int64_t open = 0;
    visible.alerts.for_each([&](const AlertId&, const Alert& alert) {
        if (counts_as_firing(alert)) {
            ++firing;
            const bool worst = !summary.worst || is_worse(alert.severity, *summary.worst);
            summary.worst = worst ? alert.severity : *summary.worst;
        }
    });
    summary.majors = room_majors(visible);
    visible.incidents.for_each([&](const IncidentId&, const Incident& incident) { open += incident.open() ? 1 : 0; });
    summary.alerts_firing = firing;
    summary.incidents_open = open;
    return summary;
}

}
