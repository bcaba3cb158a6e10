// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/similar_rows.h"

#include "client/language/text.h"
#include "shared/core/sorting.h"
#include "shared/core/words.h"

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

template<typename Visit>
void for_each_solved(
    const State& state, const Incident& incident, const std::vector<Incident>& older, const Visit& visit)
{
    const auto look = [&](const Incident& other) {
        if (other.id != incident.id && is_solved(other)) {
            visit(other);
        }
    };
    state.incidents.for_each([&](const IncidentId&, const Incident& other) { look(other); });
    for (const Incident& other : older) {
        if (!state.incidents.contains(other.id)) {
            look(other);
        }
    }
}

// Empty where they have nothing in common.
std::string both_have(
    const State& state, const Incident& incident, const Incident& other, const std::set<std::string>& names)
{
    std::string words;
    for (const ServiceId& service : incident.services) {
        if (concerns(other, service)) {
            add_words(words, service_name(state, service));
        }
    }
    for (const std::string& name : alert_names(state, other)) {
        if (names.contains(name)) {
            add_words(words, tr(Text::SimilarAlert, name), "; ");
        }
    }
    return words;
}

}

std::vector<SimilarRow> similar_rows(const State& state, const Incident& incident, const std::vector<Incident>& older)
{
    std::vector<SimilarRow> rows;
    const std::set<std::string> names = alert_names(state, incident);
    for_each_solved(state, incident, older, [&](const Incident& other) {
        SimilarRow row;
        row.why = both_have(state, incident, other, names);
        if (row.why.empty()) {
            return;
        }
        row.id = other.id;
        row.title = other.title;
        row.ended = ended_at(other);
        row.lasted = lasted_words(other);
        row.mark = rank_of(other);
        rows.push_back(std::move(row));
    });
    sort_stably(rows, [](const SimilarRow& a, const SimilarRow& b) { return a.ended > b.ended; });
    return rows;
}

LookedThrough looked_through(const State& state, const Incident& incident, const std::vector<Incident>& older)
{
    LookedThrough looked;
    for_each_solved(state, incident, older, [&](const Incident& other) {
        ++looked.ended;
        looked.back_to = std::min(looked.back_to.value_or(ended_at(other)), ended_at(other));
    });
    return looked;
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
