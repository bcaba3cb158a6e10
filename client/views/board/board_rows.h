// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/board/alert_things.h"
#include "client/views/incident_order.h"
#include "client/views/severity_counts.h"
#include "client/views/view.h"
#include "client/widgets/controls/shown_severity.h"
#include "shared/wire/answers/state.h"

#include <map>
#include <string>
#include <vector>

namespace watchfloor {

struct IncidentRow {
    IncidentId id {};
    std::string title {};
    std::string services {};
    std::string state {};
    std::string rank {};     // "SEV1" once set, otherwise the priority
    std::string since {};    // since impact began, or how long it lasted
    std::string deadline {}; // "update in 12 min", "respond OVERDUE 3 min"
    std::string commander {};
    std::string stood_down {}; // "stood down 3 min ago by Ada", where it is known who did it
    std::string after {};      // and what follows it in `deadline`
    Severity severity = Severity::Normal;
    Rank mark = Rank::P3;
    bool major = false;
    bool overdue = false;
    bool restricted = false;
    bool yours = false; // a task of it is open and belongs to whoever looks
    bool over = false;  // resolved, in review or stood down: it stands, and runs no more
};

struct AlertRow {
    AlertId id {};
    std::string name {};
    std::string service {};
    std::string summary {};
    std::string since {};
    std::string source {};
    IncidentId past {};    // that it was part of, and that ended: it fires on or again, and nobody works on it
    std::string was_of {}; // "was part of INC-7, closed 20 s ago"
    AlertThing thing {};
    const Alert* alert = nullptr; // of the state, or of what the server found: as long as this frame
    Severity severity = Severity::Unknown;
    std::int64_t fired_ago_millis = 0;
    bool acknowledged = false;
    bool registered = false;    // its service, which is otherwise only a name that monitoring gives
    bool stale = false;         // its source is silent: it may be over, nobody knows
    std::string unknown_for {}; // so long nobody does
};

// Alerts of one service while many come at once, or of one cause on one service; without either those between such
// groups, which stand for themselves.
struct AlertGroup {
    std::string service {};
    std::string cause {};   // empty in groups of a service's alerts, whatever their causes
    std::string differs {}; // by which labels one knows its members apart
    std::string names {};   // what a service's alerts are about, the gravest, then the most: "DiskFull ×12, Slow ×4"
    IncidentId past {};     // the incident that the first of them that had one was part of…
    std::string was_of {};  // …and the words for it
    SeverityCounts severities {};
    Severity worst = Severity::Normal;
    bool registered = false; // the service
    bool folded = false;     // its row stands for all of them
    std::vector<AlertRow> alerts {};

    // Tells it from the others of one moment, and is the same in the next.
    std::string key() const { return service + "/" + cause; }
};

struct BoardRows {
    std::vector<IncidentRow> incidents {};
    std::vector<AlertGroup> groups {}; // in a flood by service, otherwise by cause where several have the same
    std::size_t alerts = 0;            // in the groups
    std::string returned {};           // how many of them were part of what was closed last; empty where none was
    // Of everything, whatever the filter shows:
    std::size_t firing = 0;
    std::size_t muted = 0;
    std::size_t assigned = 0;         // firing, and already part of an incident
    std::size_t hidden_incidents = 0; // open, and not shown because of the filter
    std::size_t left_out
        = 0;                // firing, but not held: the working set is the worst ones; of what a filter found likewise
    bool searching = false; // what the server finds is on its way
    std::size_t recent = 0; // began within ten minutes, and was heard, whether it fires still or not
    bool flood = false;
    SeverityCounts severities {};    // of all that fire and are held
    bool holds_firing = true;        // else `assigned` and `severities` are of those held alone
    bool holds_all_of_alerts = true; // else `muted` and `recent` are too
};

// Ten new alarms in ten minutes: more than anybody reads one by one.
inline constexpr std::size_t kFloodAlarms = 10;
inline constexpr Millis kFloodSpan { 600'000 };

// So many of one cause on one service are a group.
inline constexpr std::size_t kLeastOfACause = 3;

// Its service's name; what monitoring calls it where the register knows none: twelve of those are no one thing.
std::string alert_service(const State& state, const Alert& alert);
// The incident that an alert was part of last, where that ended, by alert; and the words for it.
std::map<AlertId, const Incident*> past_incidents_of_alerts(const State& state);
std::string was_part_of(const Incident& past, Timestamp now);
AlertRow alert_row(const State& state, const Alert& alert, Timestamp now);
// Fills in what tells those apart that have the same name.
void name_things(std::vector<AlertRow>& rows);
// The one order of alerts in a list: the worst first, then the newest.
bool worse(const AlertRow& a, const AlertRow& b);
// "28:40", or "fires 28:40, unknown for 01:04".
std::string fires_for(const AlertRow& row);
// Of the longest of them, in characters: so wide is their column.
std::size_t longest_for(const BoardRows& rows);

Severity shown_severity(const Incident& incident);
std::string state_text(IncidentState state);

// The deadline that comes next, or the one most overdue: the first of the incident's own list (client/views/deadlines.h).
struct NextDeadline {
    std::string text {};
    bool overdue = false;
};
NextDeadline next_deadline_of(const State& state, const Incident& incident, Timestamp now);

// Whether it is part of an open incident.
bool is_assigned(const State& state, const Alert& alert);

// Open incidents, in the order of open_incidents; firing alerts of no incident, worst and newest
// first, narrowed by `filter` (incident_matches, alert_matches), with what the server found of those that are not held.
// `frame`: what the server said of the state: whether it left some out, firing or not, and how many there are of each kind.
BoardRows board_rows(const State& state, Timestamp now, std::string_view filter,
    const AlertFindings* findings = nullptr, const StateFrame& frame = {});

// The same alerts by cause and service, the worst first, then the most, then the newest.
std::vector<AlertGroup> alerts_by_cause(std::vector<AlertRow> alerts);

// What the board shows as a table: a line for each of its incidents and alerts, with instants rather than ages.
std::string board_csv(const State& state, const BoardRows& rows);

// Whether the words occur in the incident's number, headline, title or the names of its services.
bool incident_matches(const State& state, const Incident& incident, std::string_view words);

// False when more fires than the working set holds: a filter must then ask the server.
bool holds_all_alerts(const State& state);

}
