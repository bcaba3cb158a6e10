// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/incidents/classification.h"
#include "shared/domain/entities/incidents/clocks.h"
#include "shared/domain/entities/incidents/duties.h"
#include "shared/domain/entities/incidents/references.h"
#include "shared/domain/entities/incidents/states.h"
#include "shared/domain/entities/incidents/tasks.h"
#include "shared/domain/entities/incidents/updates.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// An incident as everyone may know it now. What happened to it is its timeline: the entries
// whose subject it is.
struct Incident {
    IncidentId id {};
    std::int64_t version = 0; // raised by each entry; commands may state it
    std::string title {};
    std::string headline {}; // ≤ 80 characters: what we know, next action, next decision time
    bool restricted = false;
    std::vector<UserId> members {}; // who may see it when restricted
    IncidentState state = IncidentState::New;
    std::vector<ServiceId> services {};
    std::string category {};
    Level impact = Level::Medium;
    Level urgency = Level::Medium;
    Priority priority = Priority::P3;
    std::optional<IncidentSeverity> severity {};
    bool security_relevant = false;
    PersonalData personal_data = PersonalData::Unknown;
    UserId owner {};
    Timestamp logged_at {};
    Timestamp started_at {};
    Timestamp detected_at {};
    std::optional<Timestamp> acknowledged_at {};
    std::optional<Timestamp> mitigated_at {};
    std::optional<Timestamp> contained_at {};
    std::optional<Timestamp> restored_at {};
    std::optional<Timestamp> resolved_at {};
    std::optional<Timestamp> closed_at {};
    std::optional<HoldReason> hold_reason {};
    std::optional<Timestamp> resume_review_at {};
    std::string resolution_code {};
    MajorState major = MajorState::None;
    std::optional<Timestamp> proposed_at {};
    std::optional<Timestamp> declared_at {};
    UserId declared_by {};
    bool ratified = false;
    std::string criterion {};
    std::optional<Timestamp> commander_seen_at {}; // last act of the commander, for "command uncertain"
    bool command_uncertain = false;
    std::vector<Alarm> alarms {}; // raised since the last move of the major state
    std::vector<DutyHeld> duties {};
    std::vector<TargetClock> clocks {};
    std::vector<Task> tasks {};
    std::vector<AlertId> alerts {};
    std::vector<StatusUpdate> updates {};          // the last of each audience
    std::vector<OfferedUpdate> offered_updates {}; // one of each audience, until it is released or declined
    std::vector<ExternalReference> external_references {};
    BridgeId bridge {};
    std::int64_t reopen_count = 0;
    std::vector<std::string> fill_later {}; // fields a declaration skipped; they gate closure only

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self);

    const DutyHeld* holder_of(Duty duty) const;
    const TargetClock* clock(ClockKind kind) const;
    bool declared() const { return major == MajorState::Declared; }
    bool open() const { return state != IncidentState::Closed && state != IncidentState::Cancelled; }
};

template<typename Visitor, typename Self>
void Incident::fields(Visitor& visit, Self& self)
{
    visit("acknowledged_at", self.acknowledged_at, kRoom);
    visit("alarms", self.alarms, kRoom);
    visit("alerts", self.alerts, kRoom);
    visit("bridge", self.bridge, kRoom);
    visit("category", self.category, kRoom);
    visit("clocks", self.clocks, kRoom);
    visit("closed_at", self.closed_at, kWalls);
    visit("command_uncertain", self.command_uncertain, kRoom);
    visit("commander_seen_at", self.commander_seen_at, kRoom);
    visit("contained_at", self.contained_at, kRoom);
    visit("criterion", self.criterion, kRoom);
    visit("declared_at", self.declared_at, kRoom);
    visit("declared_by", self.declared_by, kRoom);
    visit("detected_at", self.detected_at, kRoom);
    visit("duties", self.duties, kRoom);
    visit("external_references", self.external_references);
    visit("fill_later", self.fill_later, kRoom);
    visit("headline", self.headline, kText | kRoom | kScreened);
    visit("hold_reason", self.hold_reason, kRoom);
    visit("id", self.id, kWalls);
    visit("impact", self.impact, kRoom);
    visit("logged_at", self.logged_at, kRoom);
    visit("major", self.major, kWalls);
    visit("members", self.members);
    visit("mitigated_at", self.mitigated_at, kRoom);
    visit("offered_updates", self.offered_updates);
    visit("owner", self.owner, kRoom);
    visit("personal_data", self.personal_data, kRoom);
    visit("priority", self.priority, kRoom);
    visit("proposed_at", self.proposed_at, kRoom);
    visit("ratified", self.ratified, kRoom);
    visit("reopen_count", self.reopen_count, kRoom);
    visit("resolution_code", self.resolution_code, kRoom);
    visit("resolved_at", self.resolved_at, kWalls);
    visit("restored_at", self.restored_at, kWalls);
    visit("restricted", self.restricted, kRoom);
    visit("resume_review_at", self.resume_review_at, kRoom);
    visit("security_relevant", self.security_relevant, kRoom);
    visit("services", self.services, kWalls);
    visit("severity", self.severity, kWalls);
    visit("started_at", self.started_at, kWalls);
    visit("state", self.state, kWalls);
    visit("tasks", self.tasks, kRoom);
    visit("title", self.title, kText | kRoom | kScreened);
    visit("updates", self.updates, kWalls);
    visit("urgency", self.urgency, kRoom);
    visit("version", self.version, kFolded | kRoom);
}

inline const DutyHeld* Incident::holder_of(Duty duty) const
{
    for (const DutyHeld& held : duties) {
        if (held.duty == duty) {
            return &held;
        }
    }
    return nullptr;
}

inline const TargetClock* Incident::clock(ClockKind kind) const
{
    for (const TargetClock& clock : clocks) {
        if (clock.kind == kind) {
            return &clock;
        }
    }
    return nullptr;
}

}
