// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/enumeration.h"

// The closed word lists of the domain, with the terms of ITIL, ISO 27001 and ISO 20000.
namespace watchfloor {

enum class SystemRole {
    Reporter,
    ServiceDesk,
    Resolver,
    IncidentManager,
    CapacityManager,
    MaintenancePlanner,
    Maintainer,
    EvidenceCustodian,
    ComplianceOfficer,
    Executive,
    Auditor,
    Administrator
};
WATCHFLOOR_ENUM_TEXTS(SystemRole, Administrator, "reporter", "service_desk", "resolver", "incident_manager",
    "capacity_manager", "maintenance_planner", "maintainer", "evidence_custodian", "compliance_officer", "executive",
    "auditor", "administrator");

enum class Duty { IncidentCommander, Deputy, OperationsLead, CommunicationsLead, Scribe, Liaison, SubjectMatterExpert };
WATCHFLOOR_ENUM_TEXTS(Duty, SubjectMatterExpert, "incident_commander", "deputy", "operations_lead",
    "communications_lead", "scribe", "liaison", "subject_matter_expert");

enum class IncidentState { New, Triaged, Investigating, OnHold, Mitigated, Resolved, InReview, Closed, Cancelled };
WATCHFLOOR_ENUM_TEXTS(IncidentState, Cancelled, "new", "triaged", "investigating", "on_hold", "mitigated", "resolved",
    "in_review", "closed", "cancelled");

enum class MajorState { None, Proposed, Declared, Rejected, StoodDown };
WATCHFLOOR_ENUM_TEXTS(MajorState, StoodDown, "none", "proposed", "declared", "rejected", "stood_down");

enum class Level { Low, Medium, High }; // impact and urgency
WATCHFLOOR_ENUM_TEXTS(Level, High, "low", "medium", "high");

enum class Priority { P1, P2, P3, P4, P5 };
WATCHFLOOR_ENUM_TEXTS(Priority, P5, "P1", "P2", "P3", "P4", "P5");

// The measured effect of an incident; priority orders the work.
enum class IncidentSeverity { Sev1, Sev2, Sev3, Sev4 };
WATCHFLOOR_ENUM_TEXTS(IncidentSeverity, Sev4, "SEV1", "SEV2", "SEV3", "SEV4");

// What monitoring says of one alert, worst first.
enum class AlertSeverity { Critical, Major, Minor, Info, Unknown };
WATCHFLOOR_ENUM_TEXTS(AlertSeverity, Unknown, "critical", "major", "minor", "info", "unknown");

enum class AlertState { Firing, Resolved };
WATCHFLOOR_ENUM_TEXTS(AlertState, Resolved, "firing", "resolved");

enum class NoteKind {
    Observation,
    Hypothesis,
    Decision,
    Action,
    Communication,
    StateChange,
    Evidence,
    Metric,
    Handover
};
WATCHFLOOR_ENUM_TEXTS(NoteKind, Handover, "observation", "hypothesis", "decision", "action", "communication",
    "state_change", "evidence", "metric", "handover");

enum class PersonalData { Unknown, Yes, No };
WATCHFLOOR_ENUM_TEXTS(PersonalData, No, "unknown", "yes", "no");

enum class HoldReason { AwaitingUser, AwaitingCustomerWindow, AwaitingSupplier };
WATCHFLOOR_ENUM_TEXTS(HoldReason, AwaitingSupplier, "awaiting_user", "awaiting_customer_window", "awaiting_supplier");

enum class ClockKind { Respond, Resolve, NextUpdate };
WATCHFLOOR_ENUM_TEXTS(ClockKind, NextUpdate, "respond", "resolve", "next_update");

// What a timer finds on an incident.
// The last two act and are not raised: a hold ends, a major is proposed.
enum class Alarm {
    TargetBreached,
    CommandUncertain,
    DeclarationUnratified,
    ProposalUndecided,
    HoldEnded,
    CriticalServiceDown
};
WATCHFLOOR_ENUM_TEXTS(Alarm, CriticalServiceDown, "target_breached", "command_uncertain", "declaration_unratified",
    "proposal_undecided", "hold_ended", "critical_service_down");

enum class UpdateAudience { Internal, Customers, Executives, Regulator };
WATCHFLOOR_ENUM_TEXTS(UpdateAudience, Regulator, "internal", "customers", "executives", "regulator");

enum class TaskState { Open, Done, Cancelled };
WATCHFLOOR_ENUM_TEXTS(TaskState, Cancelled, "open", "done", "cancelled");

enum class Criticality { Low, Medium, High, Critical };
WATCHFLOOR_ENUM_TEXTS(Criticality, Critical, "low", "medium", "high", "critical");

enum class SourceKind {
    Alertmanager,
    PrometheusApi,
    Grafana,
    Zabbix,
    Icinga,
    CloudEvents,
    Json,
    PagerDuty,
    Host,
    PrometheusPull
};
WATCHFLOOR_ENUM_TEXTS(SourceKind, PrometheusPull, "alertmanager", "prometheus_api", "grafana", "zabbix", "icinga",
    "cloudevents", "json", "pagerduty", "host", "prometheus_pull");

enum class ChangeKind { Change, Deployment };
WATCHFLOOR_ENUM_TEXTS(ChangeKind, Deployment, "change", "deployment");

enum class ResourceKind { Human, Technical, Information, Financial };
WATCHFLOOR_ENUM_TEXTS(ResourceKind, Financial, "human", "technical", "information", "financial");

enum class CapacityLevel { Normal, Warning, Critical };
WATCHFLOOR_ENUM_TEXTS(CapacityLevel, Critical, "normal", "warning", "critical");

enum class WorkOrderKind { Preventive, Corrective, Inspection, Predictive };
WATCHFLOOR_ENUM_TEXTS(WorkOrderKind, Predictive, "preventive", "corrective", "inspection", "predictive");

enum class WorkOrderState { Planned, Approved, InProgress, Inspection, ReturnedToService, Deferred, Cancelled };
WATCHFLOOR_ENUM_TEXTS(WorkOrderState, Cancelled, "planned", "approved", "in_progress", "inspection",
    "returned_to_service", "deferred", "cancelled");

enum class WindowState { Planned, Approved, Cancelled };
WATCHFLOOR_ENUM_TEXTS(WindowState, Cancelled, "planned", "approved", "cancelled");

enum class JournalPurpose { Main, Drill };
WATCHFLOOR_ENUM_TEXTS(JournalPurpose, Drill, "main", "drill");

enum class WallAudience { Room, Visitor };
WATCHFLOOR_ENUM_TEXTS(WallAudience, Visitor, "room", "visitor");

// Who may see an entry at all; what of it each viewer sees is decided in visibility.h.
enum class Audience { Staff, Restricted, Published };
WATCHFLOOR_ENUM_TEXTS(Audience, Published, "staff", "restricted", "published");

}
