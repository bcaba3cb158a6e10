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
    PlanCapacity,
    PlanWorkOrder,
    MoveWorkOrder,
    PlanWindow,
    SwitchWalls,
    EraseText,
    // By no person: deliveries, timers, the sign-in itself.
    ReportFromSystem,
};
inline constexpr std::size_t kActCount = static_cast<std::size_t>(Act::ReportFromSystem) + 1;

// What a command does, by its type: a program that holds some commands only holds no more of this.
struct ActOf {
    Act operator()(const LogIncident&) const { return Act::LogIncident; }
    Act operator()(const AddNote&) const { return Act::AddNote; }
    Act operator()(const MoveIncident& move) const;
    Act operator()(const ClassifyIncident&) const { return Act::ClassifyIncident; }
    Act operator()(const DecideMajor& decision) const;
    Act operator()(const MoveDuty& move) const;
    Act operator()(const SetTask&) const { return Act::SetTask; }
    Act operator()(const PublishUpdate&) const { return Act::PublishUpdate; }
    Act operator()(const OfferUpdate&) const { return Act::PublishUpdate; }
    Act operator()(const LinkAlert&) const { return Act::LinkAlert; }
    Act operator()(const AddReference&) const { return Act::AddReference; }
    Act operator()(const SetMembers&) const { return Act::SetMembers; }
    Act operator()(const AcknowledgeAlert&) const { return Act::AcknowledgeAlert; }
    Act operator()(const ReportAlerts&) const { return Act::ReportFromSystem; }
    Act operator()(const LapseAlerts&) const { return Act::ReportFromSystem; }
    Act operator()(const ReviewMutes&) const { return Act::ReportFromSystem; }
    Act operator()(const ReportSourceHealth&) const { return Act::ReportFromSystem; }
    Act operator()(const RecordChange&) const { return Act::RecordChange; }
    Act operator()(const SetService&) const { return Act::SetService; }
    Act operator()(const SetSource&) const { return Act::SetSource; }
    Act operator()(const SetBridge&) const { return Act::SetBridge; }
    Act operator()(const SetUser&) const { return Act::SetUser; }
    Act operator()(const SetToken& set) const { return set.token.wall ? Act::SetWallToken : Act::SetToken; }
    Act operator()(const SetAsset&) const { return Act::SetAsset; }
    Act operator()(const DefineCapacity&) const { return Act::DefineCapacity; }
    Act operator()(const DecideCapacity&) const { return Act::PlanCapacity; }
    Act operator()(const SignCapacityPlan&) const { return Act::PlanCapacity; }
    Act operator()(const ReportCrossing&) const { return Act::ReportFromSystem; }
    Act operator()(const SealSamples&) const { return Act::ReportFromSystem; }
    Act operator()(const PlanWorkOrder&) const { return Act::PlanWorkOrder; }
    Act operator()(const ReplanWorkOrder&) const { return Act::PlanWorkOrder; }
    Act operator()(const MakeDueWork&) const { return Act::ReportFromSystem; }
    Act operator()(const MoveWorkOrder&) const { return Act::MoveWorkOrder; }
    Act operator()(const PlanWindow&) const { return Act::PlanWindow; }
    Act operator()(const PlanWindowSeries&) const { return Act::PlanWindow; }
    Act operator()(const MoveWindow&) const { return Act::PlanWindow; }
    Act operator()(const RescheduleWindow&) const { return Act::PlanWindow; }
    Act operator()(const SwitchWalls&) const { return Act::SwitchWalls; }
    Act operator()(const FitWall&) const { return Act::SetWallToken; }
    Act operator()(const SetWallPages&) const { return Act::SetWallToken; }
    Act operator()(const EraseText&) const { return Act::EraseText; }
    Act operator()(const OpenJournal&) const { return Act::ReportFromSystem; }
    Act operator()(const RecordSignIn&) const { return Act::ReportFromSystem; }
    Act operator()(const RecordSignOut&) const { return Act::ReportFromSystem; }
    Act operator()(const RecordSignInRefused&) const { return Act::ReportFromSystem; }
    Act operator()(const FireTimer&) const { return Act::ReportFromSystem; }
};

template<typename Asked>
Act act_of(const Asked& command)
{
    return ActOf {}(command);
}
Act act_of(const Command& command);

bool may(SystemRole role, Act act);
bool system_may(Act act);

// Forbidden, naming the roles that may.
Result<void> check_permission(const Actor& actor, Act act);

// Whether the actor may start a drill and end one, which happens in a journal of its own: anybody of the staff but the
// auditor, who reads everything and writes nothing, not even an exercise.
bool may_rehearse(const Actor& actor);

// "an incident manager or a resolver".
std::string who_may(Act act);

}
