// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entries/split_fields.h"
#include "shared/domain/incident.h"

// Payloads about one incident. Computed outcomes (priority, deadlines, clocks) are recorded whole,
// so that a rule that changes later never changes history.
namespace watchfloor {

struct IncidentLogged {
    static constexpr std::string_view kind = "incident.logged";
    static constexpr int version = 1;
    static constexpr std::array<std::string_view, 2> text_names { "headline", "title" };
    Incident incident {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.incident, text_names);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.incident, text_names);
    }
};

// Who reported it, as given; never sent to a wall.
struct ReporterNamed {
    static constexpr std::string_view kind = "incident.reporter_named";
    static constexpr int version = 1;
    IncidentId incident {};
    std::string reporter {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("reporter", self.reporter);
    }
};

struct IncidentAcknowledged {
    static constexpr std::string_view kind = "incident.acknowledged";
    static constexpr int version = 1;
    IncidentId incident {};
    Timestamp acknowledged_at {};
    std::vector<TargetClock> clocks {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("acknowledged_at", self.acknowledged_at);
        visit("clocks", self.clocks);
        visit("incident", self.incident);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

// One move in the state machine of domain.md §2, with what its gate asked for.
struct IncidentMoved {
    static constexpr std::string_view kind = "incident.moved";
    static constexpr int version = 1;
    IncidentId incident {};
    IncidentState from = IncidentState::New;
    IncidentState to = IncidentState::New;
    UserId owner {};
    std::optional<HoldReason> hold_reason {};
    std::optional<Timestamp> resume_review_at {};
    std::optional<Timestamp> acknowledged_at {};
    std::optional<Timestamp> mitigated_at {};
    std::optional<Timestamp> contained_at {};
    std::optional<Timestamp> restored_at {};
    std::optional<Timestamp> resolved_at {};
    std::optional<Timestamp> closed_at {};
    std::string resolution_code {};
    std::string problem_reference {};
    std::optional<bool> evidence_preserved {}; // as answered on resolving
    bool user_confirmed = false;
    std::int64_t reopen_count = 0;
    std::vector<TargetClock> clocks {};
    std::vector<std::string> fill_later {};
    std::string note {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("acknowledged_at", self.acknowledged_at);
        visit("clocks", self.clocks);
        visit("closed_at", self.closed_at);
        visit("contained_at", self.contained_at);
        visit("evidence_preserved", self.evidence_preserved);
        visit("fill_later", self.fill_later);
        visit("from", self.from);
        visit("hold_reason", self.hold_reason);
        visit("incident", self.incident);
        visit("mitigated_at", self.mitigated_at);
        visit("owner", self.owner);
        visit("problem_reference", self.problem_reference);
        visit("reopen_count", self.reopen_count);
        visit("resolution_code", self.resolution_code);
        visit("resolved_at", self.resolved_at);
        visit("restored_at", self.restored_at);
        visit("resume_review_at", self.resume_review_at);
        visit("to", self.to);
        visit("user_confirmed", self.user_confirmed);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("note", self.note);
    }
};

struct IncidentClassified {
    static constexpr std::string_view kind = "incident.classified";
    static constexpr int version = 1;
    IncidentId incident {};
    std::string category {};
    std::vector<ServiceId> services {};
    Level impact = Level::Medium;
    Level urgency = Level::Medium;
    Priority priority = Priority::P3;
    std::int64_t matrix_version = 1;
    bool security_relevant = false;
    PersonalData personal_data = PersonalData::Unknown;
    std::vector<TargetClock> clocks {};
    std::vector<std::string> fill_later {};
    std::string reason {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("category", self.category);
        visit("clocks", self.clocks);
        visit("fill_later", self.fill_later);
        visit("impact", self.impact);
        visit("incident", self.incident);
        visit("matrix_version", self.matrix_version);
        visit("personal_data", self.personal_data);
        visit("priority", self.priority);
        visit("security_relevant", self.security_relevant);
        visit("services", self.services);
        visit("urgency", self.urgency);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("reason", self.reason);
    }
};

struct SeveritySet {
    static constexpr std::string_view kind = "incident.severity_set";
    static constexpr int version = 1;
    IncidentId incident {};
    IncidentSeverity severity = IncidentSeverity::Sev3;
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
        visit("severity", self.severity);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

struct HeadlineSet {
    static constexpr std::string_view kind = "incident.headline_set";
    static constexpr int version = 1;
    IncidentId incident {};
    std::string headline {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("headline", self.headline);
    }
};

// none → proposed, proposed → declared or rejected, none → declared, declared → stood down;
// `ratified` marks an incident manager's confirmation of a declaration.
struct MajorMoved {
    static constexpr std::string_view kind = "incident.major_moved";
    static constexpr int version = 1;
    IncidentId incident {};
    MajorState from = MajorState::None;
    MajorState to = MajorState::None;
    std::optional<IncidentSeverity> severity {};
    std::string criterion {};
    std::int64_t criteria_version = 1;
    bool ratified = false;
    BridgeId bridge {};
    WindowId began_in_window {}; // a window this incident began in, said at declaration
    std::vector<TargetClock> clocks {};
    std::vector<std::string> fill_later {};
    std::string reason {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("began_in_window", self.began_in_window);
        visit("bridge", self.bridge);
        visit("clocks", self.clocks);
        visit("criteria_version", self.criteria_version);
        visit("criterion", self.criterion);
        visit("fill_later", self.fill_later);
        visit("from", self.from);
        visit("incident", self.incident);
        visit("ratified", self.ratified);
        visit("severity", self.severity);
        visit("to", self.to);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("reason", self.reason);
    }
};

enum class DutyAct { Assigned, Offered, Accepted, Taken, Released };
WATCHFLOOR_ENUM_TEXTS(DutyAct, Released, "assigned", "offered", "accepted", "taken", "released");

struct DutyMoved {
    static constexpr std::string_view kind = "incident.duty_moved";
    static constexpr int version = 1;
    IncidentId incident {};
    Duty duty = Duty::IncidentCommander;
    DutyAct act = DutyAct::Assigned;
    UserId user {};        // who holds it now, or to whom it is offered
    UserId displaced {};   // who held it before
    std::string reason {}; // reason of a taking, briefing of an offer
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("act", self.act);
        visit("displaced", self.displaced);
        visit("duty", self.duty);
        visit("incident", self.incident);
        visit("user", self.user);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("reason", self.reason);
    }
};

struct TaskSet {
    static constexpr std::string_view kind = "incident.task_set";
    static constexpr int version = 1;
    static constexpr std::array<std::string_view, 1> text_names { "title" };
    IncidentId incident {};
    Task task {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
        visit_facts_of(visit, self.task, text_names);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.task, text_names);
    }
};

// A line of the timeline (domain.md §8). Nothing is overwritten: a correction supersedes.
struct NoteAdded {
    static constexpr std::string_view kind = "incident.noted";
    static constexpr int version = 1;
    IncidentId incident {};
    NoteKind note_kind = NoteKind::Observation;
    bool late = false;            // occurred well before it was recorded
    std::uint64_t supersedes = 0; // seq of the corrected entry; 0 = none
    std::string note {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
        visit("late", self.late);
        visit("note_kind", self.note_kind);
        visit("supersedes", self.supersedes);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("note", self.note);
    }
};

struct UpdatePublished {
    static constexpr std::string_view kind = "incident.update_published";
    static constexpr int version = 1;
    IncidentId incident {};
    UpdateAudience audience = UpdateAudience::Internal;
    bool unchanged = false; // "no change" is an update
    std::vector<TargetClock> clocks {};
    std::string update {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("audience", self.audience);
        visit("clocks", self.clocks);
        visit("incident", self.incident);
        visit("unchanged", self.unchanged);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("update", self.update);
    }
};

struct AlertLinked {
    static constexpr std::string_view kind = "incident.alert_linked";
    static constexpr int version = 1;
    IncidentId incident {};
    AlertId alert {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("alert", self.alert);
        visit("incident", self.incident);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

struct ReferenceAdded {
    static constexpr std::string_view kind = "incident.reference_added";
    static constexpr int version = 1;
    IncidentId incident {};
    ExternalReference reference {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        ExternalReference::fields(visit, self.reference);
    }
};

struct MembersSet {
    static constexpr std::string_view kind = "incident.members_set";
    static constexpr int version = 1;
    IncidentId incident {};
    bool restricted = false;
    std::vector<UserId> members {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("incident", self.incident);
        visit("members", self.members);
        visit("restricted", self.restricted);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

// What a timer found. Each is raised once per (incident, alarm, clock, cycle).
struct AlarmRaised {
    static constexpr std::string_view kind = "incident.alarm_raised";
    static constexpr int version = 1;
    IncidentId incident {};
    Alarm alarm = Alarm::TargetBreached;
    std::optional<ClockKind> clock {};
    std::int64_t cycle = 0;
    Timestamp due_at {};
    std::int64_t rule_version = 1;
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("alarm", self.alarm);
        visit("clock", self.clock);
        visit("cycle", self.cycle);
        visit("due_at", self.due_at);
        visit("incident", self.incident);
        visit("rule_version", self.rule_version);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

}
