// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/commands/command.h"
#include "shared/domain/entities/people.h"

#include <string>

// Which system role may do what. Conditions on the subject (its owner, its
// commander, its state) are the rules' own and come after.
namespace watchfloor {

enum class Act {
    LogIncident,
    AddNote,
    AcknowledgeIncident,
    TriageIncident,
    InvestigateIncident,
    HoldIncident,
    MitigateIncident,
    ResolveIncident,
    CloseIncident,
    CancelIncident,
    ClassifyIncident,
    ProposeMajor,
    DeclareMajor,
    RejectMajor,
    StandDownMajor,
    RatifyMajor,
    AssignDuty,
    MoveDuty,
    SetTask,
    PublishUpdate,
    LinkAlert,
    AddReference,
    SetMembers,
    AcknowledgeAlert,
    RecordChange,
    SetService,
    SetSource,
    SetBridge,
    SetUser,
    SetToken,
    SetWallToken,
    SetAsset,
    DefineCapacity,
    PlanWorkOrder,
    MoveWorkOrder,
    PlanWindow,
    SwitchWalls,
    EraseText,
    // By no person: deliveries, timers, the sign-in itself.
    ReportFromSystem,
};
inline constexpr std::size_t kActCount = static_cast<std::size_t>(Act::ReportFromSystem) + 1;

Act act_of(const Command& command);

bool may(SystemRole role, Act act);
bool system_may(Act act);

// Forbidden, naming the roles that may.
Result<void> check_permission(const Actor& actor, Act act);

// "an incident manager or a resolver".
std::string who_may(Act act);

}
