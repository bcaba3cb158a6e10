// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/board_rows.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/board/alert_silence.h"
#include "client/views/deadlines.h"
#include "shared/core/csv.h"
#include "shared/core/sorting.h"
#include "shared/core/words.h"
#include "shared/domain/commands/incidents/lifecycle.h"
#include "shared/domain/decide/incidents/gates.h"
#include "shared/domain/formulas/duty_holder.h"
#include "shared/domain/state/alert_search.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace watchfloor {
namespace {

// Its update's clock was stopped by standing down, where it was not by the resolution.
std::string stood_down_words(const Incident& incident, Timestamp now)
{
    for (const TargetClock& clock : incident.clocks) {
        if (clock.kind == ClockKind::NextUpdate && clock.stopped_at
            && (!incident.resolved_at || *clock.stopped_at < *incident.resolved_at)) {
            return tr(Text::StoodDownAgo, format_duration((now - *clock.stopped_at).count()));
        }
    }
    return std::string(tr(Text::StoodDown));
}

// Since when it is over, and what is still missing to close it.
std::string over_words(const Incident& incident, const std::string& deadline, Timestamp now)
{
    if (!incident.resolved_at) {
        return stood_down_words(incident, now) + (deadline.empty() ? "" : ", " + deadline);
    }
    MoveIncident closing;
    closing.user_confirmed = true;
    closing.note = "?";
    const auto missing = closure_lacks(incident, closing, { .now = now });
    const std::string words = tr(Text::ResolvedAgo, format_duration((now - *incident.resolved_at).count()));
    return words + ". "
        + (missing.empty() ? std::string(tr(Text::BoardCanClose)) : missing_words(missing, IncidentState::Closed));
}

IncidentRow incident_row(const State& state, const Incident& incident, Timestamp now)
{
    IncidentRow row;
    row.id = incident.id;
    row.title = incident.title;
    row.services = service_names(state, incident.services);
    row.state = state_text(incident.state);
    row.mark = rank_of(incident);
    row.rank = rank_code(row.mark);
    row.since = format_duration(impact_so_far(incident, now).count());
    const NextDeadline deadline = next_deadline_of(state, incident, now);
    row.deadline = deadline.text;
    row.overdue = deadline.overdue;
    const DutyHeld* commander = duty_holder(state, incident, Duty::IncidentCommander);
    row.commander = commander != nullptr ? user_name(state, commander->user) : std::string();
    row.severity = shown_severity(incident);
    row.major = incident.declared();
    row.restricted = incident.restricted;
    row.over = incident.major == MajorState::StoodDown || incident.resolved_at.has_value();
    if (row.over) {
        row.severity = Severity::Normal;
        row.after = incident.resolved_at ? over_words(incident, row.deadline, now) : row.deadline;
        row.deadline = over_words(incident, row.deadline, now);
    }
    return row;
}

// What belonged to an incident that is over, and is listed again.
void say_past(const State& state, BoardRows& rows, std::vector<AlertRow>& alerts, Timestamp now)
{
    const auto past = past_incidents_of_alerts(state);
    const Incident* last = nullptr;
    for (AlertRow& row : alerts) {
        if (const auto at = past.find(row.id); at != past.end()) {
            row.past = at->second->id;
            row.was_of = was_part_of(*at->second, now);
            last = last == nullptr || last->closed_at < at->second->closed_at ? at->second : last;
        }
    }
    if (last != nullptr) {
        const auto of_it
            = std::count_if(alerts.begin(), alerts.end(), [&](const AlertRow& row) { return row.past == last->id; });
        rows.returned = tr(Text::BoardReturned, std::to_string(of_it), was_part_of(*last, now));
    }
}

enum class Grouping : std::uint8_t { Service, Cause };

std::vector<AlertGroup> grouped(std::vector<AlertRow> alerts, Grouping by)
{
    sort_stably(alerts, worse);
    std::map<std::pair<std::string, std::string>, AlertGroup> groups;
    for (AlertRow& alert : alerts) {
        const std::string cause = by == Grouping::Cause ? alert.name : std::string();
        AlertGroup& group = groups[{ alert.service, cause }];
        group.service = alert.service;
        group.cause = cause;
        group.worst = std::min(group.worst, alert.severity);
        group.registered = group.registered || alert.registered;
        count_severity(group.severities, alert.severity);
        group.alerts.push_back(std::move(alert));
    }
    std::vector<AlertGroup> sorted;
    for (auto& [key, group] : groups) {
        sorted.push_back(std::move(group));
    }
    sort_stably(sorted, [by](const AlertGroup& a, const AlertGroup& b) {
        if (by == Grouping::Service && a.registered != b.registered) {
            return a.registered; // what people run, before whatever monitoring names
        }
        return a.worst != b.worst ? a.worst < b.worst : a.alerts.size() > b.alerts.size();
    });
    return sorted;
}

// Those of one cause together where they are several, each in the place of its worst; what stands between them stays
// one list.
std::vector<AlertGroup> several_of_a_cause(std::vector<AlertRow> alerts)
{
    std::vector<AlertGroup> parts;
    for (AlertGroup& group : grouped(std::move(alerts), Grouping::Cause)) {
        if (group.alerts.size() >= kLeastOfACause) {
            parts.push_back(std::move(group));
            continue;
        }
        for (AlertRow& alert : group.alerts) {
            AlertGroup& one = parts.emplace_back();
            one.worst = alert.severity;
            one.alerts.push_back(std::move(alert));
        }
    }
    sort_stably(
        parts, [](const AlertGroup& a, const AlertGroup& b) { return worse(a.alerts.front(), b.alerts.front()); });
    std::vector<AlertGroup> groups;
    for (AlertGroup& part : parts) {
        if (part.cause.empty() && !groups.empty() && groups.back().cause.empty()) {
            groups.back().alerts.push_back(std::move(part.alerts.front()));
        } else {
            groups.push_back(std::move(part));
        }
    }
    return groups;
}

constexpr std::size_t kNamesSaid = 4;

std::string names_said(const std::vector<AlertRow>& alerts)
{
    std::map<std::string_view, std::pair<Severity, std::ptrdiff_t>> left; // its worst, and how many less than none
    for (const AlertRow& row : alerts) {
        auto& [worst, less] = left.try_emplace(row.name, Severity::Normal, 0).first->second;
        worst = std::min(worst, row.severity);
        --less;
    }
    std::string words;
    for (std::size_t said = 0; !left.empty() && said < kNamesSaid; ++said) {
        const auto most = std::min_element(
            left.begin(), left.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
        add_words(words, tr(Text::BoardCauseTimes, std::string(most->first), std::to_string(-most->second.second)));
        left.erase(most);
    }
    return left.empty() ? words : words + ", " + tr(Text::More, std::to_string(left.size()));
}

void say_differences(std::vector<AlertGroup>& groups)
{
    for (AlertGroup& group : groups) {
        std::vector<const Alert*> alerts;
        for (const AlertRow& row : group.alerts) {
            alerts.push_back(row.alert);
        }
        const auto returned = std::find_if(
            group.alerts.begin(), group.alerts.end(), [](const AlertRow& row) { return !row.past.empty(); });
        if (!group.service.empty() && returned != group.alerts.end()) {
            group.past = returned->past;
            group.was_of = returned->was_of;
        }
        group.differs = group.service.empty() ? std::string() : differing_words(alerts);
        group.names = group.service.empty() || !group.cause.empty() ? std::string() : names_said(group.alerts);
    }
}

}

std::string alert_service(const State& state, const Alert& alert)
{
    const bool known = !alert.service.empty() && alert.service != kUnknownService;
    const auto named = alert.labels.find("service");
    if (known || named == alert.labels.end() || named->second.empty()) {
        return service_name(state, alert.service);
    }
    return std::string(named->second);
}

std::map<AlertId, const Incident*> past_incidents_of_alerts(const State& state)
{
    std::map<AlertId, const Incident*> past;
    const auto place = [&](const AlertId& alert, const Incident& incident) {
        const Incident*& known = past[alert];
        known = known == nullptr || known->closed_at < incident.closed_at ? &incident : known;
    };
    state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        for (const AlertId& alert : incident.open() ? std::vector<AlertId> {} : incident.alerts) {
            place(alert, incident);
        }
    });
    state.alerts.for_each([&](const AlertId& id, const Alert& alert) {
        const Incident* own = alert.incident.empty() ? nullptr : state.incidents.find(alert.incident);
        if (own != nullptr && !own->open()) {
            past[id] = own;
        }
    });
    return past;
}

std::string was_part_of(const Incident& past, Timestamp now)
{
    const bool closed = past.state == IncidentState::Closed;
    if (!past.closed_at) {
        return tr(closed ? Text::AlertOfClosed : Text::AlertOfCancelled, past.id.text);
    }
    return tr(closed ? Text::AlertWasOfClosed : Text::AlertWasOfCancelled, past.id.text,
        format_age((now - *past.closed_at).count()));
}

AlertRow alert_row(const State& state, const Alert& alert, Timestamp now)
{
    AlertRow row;
    row.id = alert.id;
    row.name = alert.name;
    row.service = alert_service(state, alert);
    row.alert = &alert;
    row.summary = alert_summary(alert);
    row.fired_ago_millis = (now - alert.started_at).count();
    row.since = format_duration(row.fired_ago_millis);
    row.source = alert.source.text;
    row.severity = shown_severity(alert.severity);
    row.registered = alert.service != kUnknownService;
    row.acknowledged = alert.acknowledged_at.has_value();
    if (const auto unknown = unknown_since(state, alert)) {
        row.stale = true;
        row.unknown_for = format_duration((now - *unknown).count());
    }
    return row;
}

bool worse(const AlertRow& a, const AlertRow& b)
{
    if (a.severity != b.severity) {
        return a.severity < b.severity;
    }
    return a.fired_ago_millis != b.fired_ago_millis ? a.fired_ago_millis < b.fired_ago_millis : a.id < b.id;
}

void name_things(std::vector<AlertRow>& rows)
{
    std::vector<const Alert*> alerts;
    for (const AlertRow& row : rows) {
        alerts.push_back(row.alert);
    }
    std::vector<AlertThing> things = alert_things(alerts);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].thing = std::move(things[i]);
        if (rows[i].summary == rows[i].thing.words) {
            rows[i].summary.clear();
        }
    }
}

std::string fires_for(const AlertRow& row)
{
    return row.stale ? tr(Text::AlertStale, row.since, row.unknown_for) : row.since;
}

std::size_t longest_for(const BoardRows& rows)
{
    std::size_t longest = 0;
    for (const AlertGroup& group : rows.groups) {
        for (const AlertRow& row : group.alerts) {
            longest = std::max(longest, fires_for(row).size());
        }
    }
    return longest;
}

Severity shown_severity(const Incident& incident)
{
    if (incident.declared() || incident.severity == IncidentSeverity::Sev1 || incident.priority == Priority::P1) {
        return Severity::Critical;
    }
    if (incident.severity == IncidentSeverity::Sev2 || incident.priority == Priority::P2) {
        return Severity::Major;
    }
    return incident.priority == Priority::P3 ? Severity::Minor : Severity::Info;
}

std::string state_text(IncidentState state)
{
    switch (state) {
    case IncidentState::New:
        return std::string(tr(Text::StateNew));
    case IncidentState::Triaged:
        return std::string(tr(Text::StateTriaged));
    case IncidentState::Investigating:
        return std::string(tr(Text::StateInvestigating));
    case IncidentState::OnHold:
        return std::string(tr(Text::StateOnHold));
    case IncidentState::Mitigated:
        return std::string(tr(Text::StateMitigated));
    case IncidentState::Resolved:
        return std::string(tr(Text::StateResolved));
    case IncidentState::InReview:
        return std::string(tr(Text::StateInReview));
    case IncidentState::Closed:
        return std::string(tr(Text::StateClosed));
    case IncidentState::Cancelled:
        return std::string(tr(Text::StateCancelled));
    }
    return {};
}

NextDeadline next_deadline_of(const State& state, const Incident& incident, Timestamp now)
{
    const std::vector<Deadline> deadlines = deadlines_of(state, incident, now);
    if (deadlines.empty()) {
        return {};
    }
    const Deadline& next = deadlines.front();
    return { next.what + " " + time_left(next.at, now), next.at < now };
}

bool holds_all_alerts(const State& state)
{
    std::int64_t held = 0;
    state.alerts.for_each([&](const AlertId&, const Alert& alert) { held += counts_as_firing(alert) ? 1 : 0; });
    return held >= state.firing;
}

bool incident_matches(const State& state, const Incident& incident, std::string_view words)
{
    if (contains_folded(incident.id.text, words) || contains_folded(incident.headline, words)
        || contains_folded(incident.title, words)) {
        return true;
    }
    return std::any_of(incident.services.begin(), incident.services.end(), [&](const ServiceId& id) {
        const Service* service = state.services.find(id);
        return contains_folded(service_name(state, id), words) || contains_folded(id.text, words)
            || (service != nullptr && contains_folded(service->name, words));
    });
}

bool is_assigned(const State& state, const Alert& alert)
{
    const Incident* incident = alert.incident.empty() ? nullptr : state.incidents.find(alert.incident);
    return incident != nullptr && incident->open();
}

// What the server counts of alerts that are not all held. It may be a second behind what is.
void take_totals(BoardRows& rows, const AlertTotals& totals)
{
    const auto figure = [](std::int64_t count) { return static_cast<std::size_t>(std::max<std::int64_t>(count, 0)); };
    rows.severities = {};
    count_severity(rows.severities, shown_severity(AlertSeverity::Critical), figure(totals.critical));
    count_severity(rows.severities, shown_severity(AlertSeverity::Major), figure(totals.major));
    count_severity(rows.severities, shown_severity(AlertSeverity::Minor), figure(totals.minor));
    count_severity(rows.severities, shown_severity(AlertSeverity::Info), figure(totals.info));
    count_severity(rows.severities, shown_severity(AlertSeverity::Unknown), figure(totals.unknown));
    rows.firing = counted(rows.severities);
    rows.assigned = std::max(rows.assigned, figure(totals.in_incidents)); // a member's screen knows of restricted ones
    rows.muted = figure(totals.muted);
    rows.recent = figure(totals.began_lately);
    rows.holds_firing = rows.holds_all_of_alerts = true;
}

BoardRows board_rows(
    const State& state, Timestamp now, std::string_view filter, const AlertFindings* findings, const StateFrame& frame)
{
    BoardRows rows;
    for (const Incident* incident : open_incidents(state, now)) {
        if (filter.empty() || incident_matches(state, *incident, filter)) {
            rows.incidents.push_back(incident_row(state, *incident, now));
        } else {
            ++rows.hidden_incidents;
        }
    }
    std::vector<AlertRow> alerts;
    const auto place = [&](const Alert& alert) {
        if (counts_as_firing(alert) && !is_assigned(state, alert)
            && (filter.empty() || alert_matches(state, alert, filter))) {
            alerts.push_back(alert_row(state, alert, now));
        }
    };
    std::size_t held = 0;
    std::size_t recent_firing = 0;
    state.alerts.for_each([&](const AlertId&, const Alert& alert) {
        const bool fires = alert.state == AlertState::Firing;
        const bool recent = alert.muted_by.empty() && now - alert.started_at < kFloodSpan;
        rows.recent += recent ? 1U : 0U;
        recent_firing += recent && fires ? 1U : 0U;
        rows.muted += fires && !alert.muted_by.empty() ? 1U : 0U;
        held += counts_as_firing(alert) ? 1U : 0U;
        count_severity(rows.severities, shown_severity(alert.severity), counts_as_firing(alert) ? 1U : 0U);
        rows.assigned += counts_as_firing(alert) && is_assigned(state, alert) ? 1U : 0U;
        place(alert);
    });
    if (findings != nullptr) {
        for (const Alert& alert : findings->alerts) {
            if (state.alerts.find(alert.id) == nullptr) {
                place(alert);
            }
        }
        rows.left_out = findings->total - std::min(findings->total, findings->alerts.size());
        rows.searching = !findings->answered;
    }
    rows.alerts = alerts.size();
    // The working set holds the worst alerts only, but the state counts them all.
    rows.firing = std::max(held, static_cast<std::size_t>(std::max<std::int64_t>(state.firing, 0)));
    if (filter.empty()) {
        rows.left_out = rows.firing - held;
    }
    rows.holds_firing = held >= rows.firing;
    rows.holds_all_of_alerts = rows.holds_firing && frame.alerts_left_out == 0;
    if (!rows.holds_all_of_alerts && frame.totals) {
        take_totals(rows, *frame.totals);
    }
    rows.flood = recent_firing >= kFloodAlarms;
    name_things(alerts);
    say_past(state, rows, alerts, now);
    rows.groups = rows.flood ? grouped(std::move(alerts), Grouping::Service) : several_of_a_cause(std::move(alerts));
    say_differences(rows.groups);
    return rows;
}

std::string board_csv(const State& state, const BoardRows& rows)
{
    std::string csv;
    add_csv_line(csv, { "kind", "number", "name", "services", "severity", "state", "since", "text", "person" });
    for (const IncidentRow& row : rows.incidents) {
        const Incident& incident = *state.incidents.find(row.id);
        add_csv_line(csv,
            { "incident", row.id.text, row.title, row.services, row.rank, row.state,
                format_timestamp(incident.started_at), incident.headline, row.commander });
    }
    for (const AlertGroup& group : rows.groups) {
        for (const AlertRow& row : group.alerts) {
            const Alert& alert = *row.alert;
            const Text seen = row.acknowledged ? Text::TimelineAcknowledged : Text::TimelineOpen;
            add_csv_line(csv,
                { "alert", row.id.text, row.name, alert_service(state, alert), severity_name(row.severity), tr(seen),
                    format_timestamp(alert.started_at), row.summary, user_name(state, alert.acknowledged_by) });
        }
    }
    return csv;
}

std::vector<AlertGroup> alerts_by_cause(std::vector<AlertRow> alerts)
{
    std::vector<AlertGroup> groups = grouped(std::move(alerts), Grouping::Cause);
    sort_stably(groups, [](const AlertGroup& a, const AlertGroup& b) {
        return std::tuple(a.worst, b.alerts.size(), a.alerts.front().fired_ago_millis)
            < std::tuple(b.worst, a.alerts.size(), b.alerts.front().fired_ago_millis);
    });
    return groups;
}

}
