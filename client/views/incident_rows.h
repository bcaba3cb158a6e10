// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/widgets/badges.h"
#include "client/widgets/timeline.h"

#include <string>
#include <vector>

namespace watchfloor {

struct ClockRow {
    std::string name {};
    std::string text {}; // "in 12 min", "OVERDUE 3 min", "met"
    float fraction = 0;  // of the target used
    bool overdue = false;
    bool running = false;
};

struct DutyRow {
    Duty duty = Duty::IncidentCommander;
    std::string name {};
    std::string holder {}; // empty: vacant
    std::string since {};
    std::string offered_to {};
};

struct Headline {
    std::string title {};
    std::string services {};
    std::string rank {};
    std::string state {};
    std::string since {}; // since impact began
    std::string headline {};
    std::string update {}; // "Next update in 8 min"
    bool update_overdue = false;
    std::string bridge {};
    std::string major {}; // "Major incident, declared 14:03 by …", empty where it is none
    Severity severity = Severity::Normal;
    std::vector<ClockRow> clocks {};
    std::vector<DutyRow> duties {};
};

// A line of the incident's journal in words.
struct EntryRow {
    std::uint64_t seq = 0;
    Timestamp occurred_at {};
    Timestamp recorded_at {};
    std::string kind {};
    std::string author {};
    std::string text {};
    Icon icon = nullptr;
    bool late = false;
    bool superseded = false;
};

Headline incident_headline(const State& state, const Incident& incident, Timestamp now, const SiteZone& zone);

std::string duty_text(Duty duty);
std::string clock_title(ClockKind kind);

// An entry in a sentence: "Declared major, SEV1", "Rivera took command", the note itself.
std::string entry_text(const State& state, const Entry& entry);
ItemKind entry_item_kind(const Entry& entry);

// In the order given, oldest first; corrected notes are marked.
std::vector<EntryRow> entry_rows(const State& state, const std::vector<Entry>& entries, TimeOrder order);

// What changed in the last 24 hours on the incident's services: deployments, changes, maintenance.
struct ChangedRow {
    Timestamp at {};
    std::string kind {};
    std::string what {};
    std::string where {};
    bool touches = false; // an affected service; others follow below
};
std::vector<ChangedRow> changed_rows(const State& state, const Incident& incident, Timestamp now);

// The words of an item on the time axis: the entry's sentence, the alert's name, the change's
// summary; its kind where nothing better is known here.
std::string item_label(const State& state, const IncidentLog& log, std::uint64_t seq);

// The incident's one time axis: lanes for all that touches it, with the capacity curves of its
// services (of this host where they have none).
TimelineModel incident_timeline(const ViewInput& input, const Incident& incident, const IncidentLog& log);

}
