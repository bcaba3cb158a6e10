// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state.h"

#include <variant>

// What people, monitoring and timers ask for. Times are claims; who asks comes in the context.
// `version` is the version of the subject its author was looking at; 0 = not stated.
namespace watchfloor {

struct LogIncident {
    std::string title {};
    std::vector<ServiceId> services {};
    std::string category {};
    Level impact = Level::Medium;
    Level urgency = Level::Medium;
    bool security_relevant = false;
    PersonalData personal_data = PersonalData::Unknown;
    bool restricted = false;
    std::vector<AlertId> alerts {}; // first alert prefills title, services, started_at
    std::string reporter {};
    std::optional<Timestamp> started_at {};
    std::optional<Timestamp> detected_at {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("alerts", self.alerts);
        visit("category", self.category);
        visit("detected_at", self.detected_at);
        visit("impact", self.impact);
        visit("personal_data", self.personal_data);
        visit("reporter", self.reporter);
        visit("restricted", self.restricted);
        visit("security_relevant", self.security_relevant);
        visit("services", self.services);
        visit("started_at", self.started_at);
        visit("title", self.title);
        visit("urgency", self.urgency);
    }
};

struct AddNote {
    IncidentId incident {};
    NoteKind kind = NoteKind::Observation;
    std::string text {};
    std::optional<Timestamp> occurred_at {};
    std::uint64_t supersedes = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("kind", self.kind);
        visit("occurred_at", self.occurred_at);
        visit("supersedes", self.supersedes);
        visit("text", self.text);
    }
};

// A move of the state machine, or with `to` unset an acknowledgement.
struct MoveIncident {
    IncidentId incident {};
    std::int64_t version = 0;
    bool acknowledge = false;
    std::optional<IncidentState> to {};
    std::string note {};
    UserId owner {};
    std::optional<HoldReason> hold_reason {};
    std::optional<Timestamp> resume_review_at {};
    std::optional<Timestamp> mitigated_at {};
    std::optional<Timestamp> contained_at {};
    std::optional<Timestamp> restored_at {};
    std::string resolution_code {};
    std::string problem_reference {}; // problem link, or the owner and date it will be opened by
    std::optional<bool> evidence_preserved {};
    bool user_confirmed = false;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("acknowledge", self.acknowledge);
        visit("contained_at", self.contained_at);
        visit("evidence_preserved", self.evidence_preserved);
        visit("hold_reason", self.hold_reason);
        visit("mitigated_at", self.mitigated_at);
        visit("note", self.note);
        visit("owner", self.owner);
        visit("problem_reference", self.problem_reference);
        visit("resolution_code", self.resolution_code);
        visit("restored_at", self.restored_at);
        visit("resume_review_at", self.resume_review_at);
        visit("to", self.to);
        visit("user_confirmed", self.user_confirmed);
        visit("version", self.version);
    }
};

// Triage and every later correction: fields that are set replace, the rest stays.
struct ClassifyIncident {
    IncidentId incident {};
    std::int64_t version = 0;
    std::optional<std::string> category {};
    std::optional<std::vector<ServiceId>> services {};
    std::optional<Level> impact {};
    std::optional<Level> urgency {};
    std::optional<bool> security_relevant {};
    std::optional<PersonalData> personal_data {};
    std::optional<IncidentSeverity> severity {};
    std::optional<std::string> headline {};
    std::string reason {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("category", self.category);
        visit("headline", self.headline);
        visit("impact", self.impact);
        visit("personal_data", self.personal_data);
        visit("reason", self.reason);
        visit("security_relevant", self.security_relevant);
        visit("services", self.services);
        visit("severity", self.severity);
        visit("urgency", self.urgency);
        visit("version", self.version);
    }
};

enum class MajorAct { Propose, Declare, Reject, StandDown, Ratify };
WATCHFLOOR_ENUM_TEXTS(MajorAct, Ratify, "propose", "declare", "reject", "stand_down", "ratify");

struct DecideMajor {
    IncidentId incident {};
    std::int64_t version = 0;
    MajorAct act = MajorAct::Propose;
    std::optional<IncidentSeverity> severity {}; // all that declaring needs
    std::string criterion {};
    std::string reason {};
    BridgeId bridge {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("act", self.act);
        visit("bridge", self.bridge);
        visit("criterion", self.criterion);
        visit("reason", self.reason);
        visit("severity", self.severity);
        visit("version", self.version);
    }
};

enum class DutyRequest { Assign, Offer, Accept, Take, Release };
WATCHFLOOR_ENUM_TEXTS(DutyRequest, Release, "assign", "offer", "accept", "take", "release");

struct MoveDuty {
    IncidentId incident {};
    DutyRequest act = DutyRequest::Assign;
    Duty duty = Duty::IncidentCommander;
    UserId user {};
    std::string reason {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("act", self.act);
        visit("duty", self.duty);
        visit("reason", self.reason);
        visit("user", self.user);
    }
};

// Adds a task (empty id) or changes one.
struct SetTask {
    IncidentId incident {};
    TaskId task {};
    std::optional<std::string> title {};
    std::optional<TaskState> state {};
    std::optional<UserId> owner {};
    std::optional<bool> containment {};
    std::optional<Timestamp> due_at {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("containment", self.containment);
        visit("due_at", self.due_at);
        visit("owner", self.owner);
        visit("state", self.state);
        visit("task", self.task);
        visit("title", self.title);
    }
};

struct PublishUpdate {
    IncidentId incident {};
    UpdateAudience audience = UpdateAudience::Internal;
    std::string text {};
    bool unchanged = false;
    std::string reason {}; // releases text to customers or a regulator without an approver

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("audience", self.audience);
        visit("reason", self.reason);
        visit("text", self.text);
        visit("unchanged", self.unchanged);
    }
};

struct LinkAlert {
    IncidentId incident {};
    AlertId alert {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("alert", self.alert);
    }
};

struct AddReference {
    IncidentId incident {};
    ExternalReference reference {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        ExternalReference::fields(visit, self.reference);
    }
};

struct SetMembers {
    IncidentId incident {};
    bool restricted = true;
    std::vector<UserId> members {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("members", self.members);
        visit("restricted", self.restricted);
    }
};

struct AcknowledgeAlert {
    AlertId alert {};

    template<typename V, typename S>
    static void fields(V&, S&)
    {
    }
};

// One alert of a delivery, already taken out of its wire format.
struct AlertReport {
    Labels labels {};
    Labels annotations {};
    Timestamp started_at {};
    std::optional<Timestamp> ended_at {};    // set: an explicit resolve at this time
    std::optional<Timestamp> lease_until {}; // set: firing, lapses then unless renewed
};

struct ReportAlerts {
    SourceId source {};
    std::vector<AlertReport> alerts {};
};

// Leases that ran out: from the timers, never from outside.
struct LapseAlerts {
    std::vector<AlertId> alerts {};
};

struct ReportSourceHealth {
    SourceId source {};
    bool lost = false;
    Timestamp last_delivery_at {};
};

struct RecordChange {
    Change change {}; // id assigned by decide

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        Change::fields(visit, self.change);
    }
};

struct SetService {
    Service service {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Service::fields(v, s.service);
    }
};
struct SetSource {
    Source source {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Source::fields(v, s.source);
    }
};
struct SetBridge {
    Bridge bridge {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Bridge::fields(v, s.bridge);
    }
};
struct SetUser {
    User user {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        User::fields(v, s.user);
    }
};
struct SetToken {
    Token token {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Token::fields(v, s.token);
    }
};
struct SetAsset {
    Asset asset {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Asset::fields(v, s.asset);
    }
};
struct DefineCapacity {
    CapacityResource resource {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        CapacityResource::fields(v, s.resource);
    }
};

struct ReportCrossing {
    ResourceId resource {};
    CapacityLevel to = CapacityLevel::Normal;
    std::int64_t utilisation_permille = 0;
    Timestamp at {};
};

struct SealSamples {
    Timestamp hour {};
    std::string digest {};
    std::int64_t blocks = 0;
};

struct PlanWorkOrder {
    AssetId asset {};
    WorkOrderKind kind = WorkOrderKind::Preventive;
    std::string title {};
    Timestamp planned_start {};
    Timestamp planned_end {};
    UserId maintainer {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("asset", self.asset);
        visit("kind", self.kind);
        visit("maintainer", self.maintainer);
        visit("planned_end", self.planned_end);
        visit("planned_start", self.planned_start);
        visit("title", self.title);
    }
};

struct MoveWorkOrder {
    WorkOrderId order {};
    std::int64_t version = 0;
    WorkOrderState to = WorkOrderState::Approved;
    std::string work_done {};
    std::optional<bool> inspection_passed {};
    std::optional<Timestamp> planned_start {}; // a deferral's new date
    std::string reason {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("inspection_passed", self.inspection_passed);
        visit("planned_start", self.planned_start);
        visit("reason", self.reason);
        visit("to", self.to);
        visit("version", self.version);
        visit("work_done", self.work_done);
    }
};

struct PlanWindow {
    std::string title {};
    std::vector<AssetId> assets {};
    std::vector<ServiceId> services {};
    Timestamp from {};
    Timestamp to {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("assets", self.assets);
        visit("from", self.from);
        visit("services", self.services);
        visit("title", self.title);
        visit("to", self.to);
    }
};

struct MoveWindow {
    WindowId window {};
    std::int64_t version = 0;
    WindowState to = WindowState::Approved;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("to", self.to);
        visit("version", self.version);
    }
};

struct SwitchWalls {
    WallAudience audience = WallAudience::Room;
    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("audience", self.audience);
    }
};

struct EraseText {
    std::uint64_t seq = 0;
    std::string legal_basis {};
    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("legal_basis", self.legal_basis);
        visit("seq", self.seq);
    }
};

struct OpenJournal {
    JournalPurpose purpose = JournalPurpose::Main;
    std::string product_version {};
};

struct RecordSignIn {
    UserId user {};
    std::string method {};
};
struct RecordSignOut {
    UserId user {};
};
struct RecordSignInRefused {
    std::string account {};
    std::string address {};
    std::int64_t count = 1;
};

// A deadline of the state that has passed; see timers.h.
struct FireTimer {
    IncidentId incident {};
    Alarm alarm = Alarm::TargetBreached;
    std::optional<ClockKind> clock {};
    std::int64_t cycle = 0;
    Timestamp due_at {};
};

using Command = std::variant<LogIncident, AddNote, MoveIncident, ClassifyIncident, DecideMajor, MoveDuty, SetTask,
    PublishUpdate, LinkAlert, AddReference, SetMembers, AcknowledgeAlert, ReportAlerts, LapseAlerts, ReportSourceHealth,
    RecordChange, SetService, SetSource, SetBridge, SetUser, SetToken, SetAsset, DefineCapacity, ReportCrossing,
    SealSamples, PlanWorkOrder, MoveWorkOrder, PlanWindow, MoveWindow, SwitchWalls, EraseText, OpenJournal,
    RecordSignIn, RecordSignOut, RecordSignInRefused, FireTimer>;

}
