// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/similar_rows.h"

#include "client/language/text.h"
#include "shared/core/sorting.h"

#include <algorithm>
#include <set>

namespace watchfloor {
namespace {

std::set<std::string> alert_names(const State& state, const Incident& incident)
{
    std::set<std::string> names;
    for (const AlertId& id : incident.alerts) {
        if (const Alert* alert = state.alerts.find(id)) {
            names.insert(alert->name);
        }
    }
    return names;
}

bool is_solved(const Incident& incident)
{
    return incident.state == IncidentState::Resolved || incident.state == IncidentState::InReview
        || incident.state == IncidentState::Closed;
}

// Empty where they have nothing in common.
std::string both_have(
    const State& state, const Incident& incident, const Incident& other, const std::set<std::string>& names)
{
    std::string words;
    for (const ServiceId& service : incident.services) {
        if (concerns(other, service)) {
            words += (words.empty() ? "" : ", ") + service_name(state, service);
        }
    }
    for (const std::string& name : alert_names(state, other)) {
        if (names.contains(name)) {
            words += (words.empty() ? "" : "; ") + tr(Text::SimilarAlert, name);
        }
    }
    return words;
}

}

std::vector<SimilarRow> similar_rows(const State& state, const Incident& incident)
{
    std::vector<SimilarRow> rows;
    const std::set<std::string> names = alert_names(state, incident);
    state.incidents.for_each([&](const IncidentId& id, const Incident& other) {
        if (id == incident.id || !is_solved(other)) {
            return;
        }
        SimilarRow row;
        row.why = both_have(state, incident, other, names);
        if (row.why.empty()) {
            return;
        }
        row.id = id;
        row.title = other.title;
        row.ended = ended_at(other);
        row.lasted = lasted_words(other);
        row.mark = rank_of(other);
        rows.push_back(std::move(row));
    });
    sort_stably(rows, [](const SimilarRow& a, const SimilarRow& b) { return a.ended > b.ended; });
    return rows;
}

std::string solution_words(const Incident& incident, const IncidentLog& log)
{
    std::string note;
    for (const Entry& entry : log.entries()) {
        const auto* moved = std::get_if<IncidentMoved>(&entry.payload);
        if (moved != nullptr && moved->to == IncidentState::Resolved) {
            note = moved->note; // of several the last counts
        }
    }
    return incident.resolution_code + (incident.resolution_code.empty() || note.empty() ? "" : ": ") + note;
}

}
