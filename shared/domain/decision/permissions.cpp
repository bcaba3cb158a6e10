// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/permissions.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

using Mask = unsigned;

constexpr Mask bit(SystemRole role)
{
    return 1U << static_cast<unsigned>(role);
}

constexpr Mask kReporters = bit(SystemRole::Reporter);
constexpr Mask kDesk = bit(SystemRole::ServiceDesk);
constexpr Mask kResolver = bit(SystemRole::Resolver);
constexpr Mask kManager = bit(SystemRole::IncidentManager);
constexpr Mask kCapacity = bit(SystemRole::CapacityManager);
constexpr Mask kPlanner = bit(SystemRole::MaintenancePlanner);
constexpr Mask kMaintainer = bit(SystemRole::Maintainer);
constexpr Mask kCustodian = bit(SystemRole::EvidenceCustodian);
constexpr Mask kCompliance = bit(SystemRole::ComplianceOfficer);
constexpr Mask kExecutive = bit(SystemRole::Executive);
constexpr Mask kAdministrator = bit(SystemRole::Administrator);
// The auditor stands in no row: reads everything, writes nothing.
constexpr Mask kSystem = 1U << 31U;

constexpr Mask kResponders = kDesk | kResolver | kManager;
constexpr Mask kInTheRoom = kResponders | kCapacity | kPlanner | kMaintainer | kCustodian | kCompliance;

struct Row {
    Act act;
    std::string_view phrase;
    Mask who;
};

constexpr auto kRows = std::to_array<Row>({
    { Act::LogIncident, "log an incident", kInTheRoom | kReporters | kSystem },
    { Act::AddNote, "write in the timeline", kInTheRoom },
    { Act::AcknowledgeIncident, "acknowledge an incident", kResponders | kExecutive },
    { Act::TriageIncident, "triage an incident", kResponders },
    { Act::InvestigateIncident, "move an incident to investigating", kResponders | kSystem },
    { Act::HoldIncident, "put an incident on hold", kResponders },
    { Act::MitigateIncident, "mark an incident mitigated", kResponders },
    { Act::ResolveIncident, "resolve an incident", kResponders },
    { Act::CloseIncident, "close an incident", kDesk | kManager },
    { Act::CancelIncident, "cancel an incident", kManager },
    { Act::ClassifyIncident, "classify an incident", kResponders },
    { Act::ProposeMajor, "propose a major incident", kInTheRoom | kExecutive },
    { Act::DeclareMajor, "declare a major incident", kResponders },
    { Act::RejectMajor, "reject a proposed major incident", kManager },
    { Act::StandDownMajor, "stand a major incident down", kResponders },
    { Act::RatifyMajor, "ratify a declaration", kManager },
    { Act::AssignDuty, "assign a duty", kResponders },
    { Act::MoveDuty, "take, offer, accept or release a duty", kInTheRoom },
    { Act::SetTask, "set a task", kInTheRoom },
    { Act::PublishUpdate, "publish an update", kResponders | kCompliance },
    { Act::LinkAlert, "link an alert", kResponders },
    { Act::AddReference, "add a reference", kInTheRoom },
    { Act::SetMembers, "restrict an incident", kManager },
    { Act::AcknowledgeAlert, "acknowledge an alert", kResponders | kSystem },
    { Act::RecordChange, "record a change", kResponders | kCapacity | kPlanner | kSystem },
    { Act::SetService, "edit the service register", kManager | kAdministrator | kSystem },
    { Act::SetSource, "edit sources", kAdministrator | kSystem },
    { Act::SetBridge, "edit bridges", kManager | kAdministrator | kSystem },
    { Act::SetUser, "edit users", kAdministrator | kSystem },
    { Act::SetToken, "edit tokens", kAdministrator | kSystem },
    { Act::SetWallToken, "let a wall in or set it up", kManager | kAdministrator | kSystem },
    { Act::SetAsset, "edit assets", kPlanner | kSystem },
    { Act::DefineCapacity, "define capacity", kCapacity | kSystem },
    { Act::PlanCapacity, "decide on capacity or sign its plan", kCapacity },
    { Act::PlanWorkOrder, "plan a work order", kPlanner },
    { Act::MoveWorkOrder, "move a work order", kPlanner | kMaintainer },
    { Act::PlanWindow, "plan or approve a maintenance window", kPlanner | kManager },
    { Act::SwitchWalls, "switch the walls", kResponders },
    { Act::EraseText, "order an erasure", kCompliance },
    { Act::ReportFromSystem, "report for the system", kSystem },
});
static_assert(kRows.size() == kActCount);

constexpr bool rows_in_order()
{
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        if (kRows[i].act != static_cast<Act>(i)) {
            return false;
        }
    }
    return true;
}
static_assert(rows_in_order());

const Row& row(Act act)
{
    return kRows[static_cast<std::size_t>(act)];
}

std::string role_name(SystemRole role)
{
    std::string name(to_string(role));
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

}

Act ActOf::operator()(const MoveIncident& move) const
{
    if (!move.to) {
        return Act::AcknowledgeIncident;
    }
    switch (*move.to) {
    case IncidentState::New:
    case IncidentState::Triaged:
        return Act::TriageIncident;
    case IncidentState::Investigating:
        return Act::InvestigateIncident;
    case IncidentState::OnHold:
        return Act::HoldIncident;
    case IncidentState::Mitigated:
        return Act::MitigateIncident;
    case IncidentState::Resolved:
    case IncidentState::InReview:
        return Act::ResolveIncident;
    case IncidentState::Closed:
        return Act::CloseIncident;
    case IncidentState::Cancelled:
        return Act::CancelIncident;
    }
    return Act::ReportFromSystem;
}

Act ActOf::operator()(const DecideMajor& decision) const
{
    switch (decision.act) {
    case MajorAct::Propose:
        return Act::ProposeMajor;
    case MajorAct::Declare:
        return Act::DeclareMajor;
    case MajorAct::Reject:
        return Act::RejectMajor;
    case MajorAct::StandDown:
        return Act::StandDownMajor;
    case MajorAct::Ratify:
        return Act::RatifyMajor;
    }
    return Act::ReportFromSystem;
}

Act ActOf::operator()(const MoveDuty& move) const
{
    return move.act == DutyRequest::Assign ? Act::AssignDuty : Act::MoveDuty;
}

Act act_of(const Command& command)
{
    return std::visit(ActOf {}, command);
}

bool may(SystemRole role, Act act)
{
    return (row(act).who & bit(role)) != 0;
}

bool system_may(Act act)
{
    return (row(act).who & kSystem) != 0;
}

bool may_rehearse(const Actor& actor)
{
    return std::any_of(actor.roles.begin(), actor.roles.end(),
        [](SystemRole role) { return role != SystemRole::Reporter && role != SystemRole::Auditor; });
}

std::string who_may(Act act)
{
    std::string names;
    for (std::size_t i = 0; i < EnumTexts<SystemRole>::texts.size(); ++i) {
        const auto role = static_cast<SystemRole>(i);
        if (may(role, act)) {
            names.append(names.empty() ? "" : ", ").append(role_name(role));
        }
    }
    return names.empty() ? "the system alone" : names;
}

Result<void> check_permission(const Actor& actor, Act act)
{
    const bool allowed = (actor.system && system_may(act))
        || std::any_of(actor.roles.begin(), actor.roles.end(), [&](SystemRole role) { return may(role, act); });
    if (allowed) {
        return {};
    }
    return Error { ErrorCode::Forbidden,
        std::string("Your roles do not let you ")
            .append(row(act).phrase)
            .append("; this is for: ")
            .append(who_may(act))
            .append(".") };
}

}
