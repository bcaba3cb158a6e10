// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/incident_order.h"
#include "client/views/timeline/entry_words.h"
#include "client/views/view.h"
#include "client/widgets/controls/badges.h"
#include "client/widgets/timeline/timeline.h"

#include <optional>
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
    std::string marks {}; // "   security relevant"
    bool restricted = false;
    std::string rank {};
    Rank mark = Rank::P3;
    std::string state {};
    std::string since {}; // since impact began, or how long it lasted
    std::string since_label {};
    std::string headline {};
    std::vector<std::string> said {}; // what was decided and told last (last_said.h), a line each
    std::string update {};            // "Update in 8 min"
    bool update_overdue = false;
    std::string bridge {};
    std::string major {}; // "Major incident, declared 14:03 by …, stood down 15:20", empty where it was none
    bool needs_commander = false;
    Severity severity = Severity::Normal;
    std::vector<ClockRow> clocks {};
    std::vector<DutyRow> duties {};
};

// When its command was stood down last, as far as its log is here.
std::optional<Timestamp> stood_down_at(const Incident& incident, const IncidentLog& log);
Headline incident_headline(const State& state, const Incident& incident, Timestamp now, const SiteZone& zone,
    std::optional<Timestamp> stood_down = {});

// What changed in the last 24 hours on the incident's services: deployments, changes, maintenance.
struct ChangedRow {
    Timestamp at {};
    std::string kind {};
    std::string what {};
    std::string where {};
    bool touches = false; // an affected service; others follow below
};
std::vector<ChangedRow> changed_rows(const State& state, const Incident& incident, Timestamp now);

// The incident's one time axis: lanes for all that touches it, with the capacity curves of its
// services (of this host where they have none).
TimelineModel incident_timeline(const ViewInput& input, const Incident& incident, const IncidentLog& log);

}
