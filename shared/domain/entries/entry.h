// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/incidents/duties.h"
#include "shared/domain/entities/journal.h"
#include "shared/domain/entries/alerts.h"
#include "shared/domain/entries/bridges.h"
#include "shared/domain/entries/capacity.h"
#include "shared/domain/entries/changes.h"
#include "shared/domain/entries/incidents/alarms.h"
#include "shared/domain/entries/incidents/classification.h"
#include "shared/domain/entries/incidents/duties.h"
#include "shared/domain/entries/incidents/lifecycle.h"
#include "shared/domain/entries/incidents/logging.h"
#include "shared/domain/entries/incidents/major.h"
#include "shared/domain/entries/incidents/records.h"
#include "shared/domain/entries/incidents/tasks.h"
#include "shared/domain/entries/incidents/updates.h"
#include "shared/domain/entries/journal.h"
#include "shared/domain/entries/maintenance.h"
#include "shared/domain/entries/people.h"
#include "shared/domain/entries/services.h"
#include "shared/domain/entries/sources.h"
#include "shared/domain/entries/tokens.h"
#include "shared/domain/entries/walls.h"

#include <variant>

namespace watchfloor {

using AnyPayload = std::variant<JournalOpened, UserSet, SignedIn, SignedOut, SignInRefused, TokenSet, WallsSwitched,
    ServiceSet, ServiceContactsSet, SourceSet, SourceLost, SourceRegained, BridgeSet, BridgeAccessSet, ChangeRecorded,
    TextErased, AlertFired, AlertChanged, AlertResolved, AlertAcknowledged, IncidentLogged, ReporterNamed,
    IncidentAcknowledged, IncidentMoved, IncidentClassified, SeveritySet, HeadlineSet, MajorMoved, DutyMoved, TaskSet,
    NoteAdded, UpdatePublished, UpdateOffered, AlertLinked, ReferenceAdded, MembersSet, AlarmRaised, CapacityDefined,
    CapacityCrossed, SamplesSealed, AssetSet, WorkOrderSet, WindowSet, WallFitted, WallPagesSet, CapacityDecided,
    CapacityPlanSigned>;

// A variant of which each copy, move and destruction is compiled once, in entry.cpp: made anew in every source
// that holds an entry they were half of a build.
class Payload : public AnyPayload {
public:
    using AnyPayload::AnyPayload;
    Payload();
    Payload(const Payload& other);
    Payload(Payload&& other) noexcept;
    Payload& operator=(const Payload& other);
    Payload& operator=(Payload&& other) noexcept;
    ~Payload();
};

// "alert.fired", … of the payload held.
std::string_view kind_of(const Payload& payload);
int version_of(const Payload& payload);

// The head of an entry. `subject` is the id of what the entry is about and
// serves reads by subject; for an incident's entries it is the incident's id.
struct EntryHead {
    std::uint64_t seq = 0;
    JournalId journal {};
    std::string kind {};
    std::int64_t version = 1;
    Timestamp recorded_at {};
    Timestamp occurred_at {};
    UserId actor {};
    std::optional<Duty> duty {}; // in which duty the actor acted
    std::string subject {};
    Audience audience = Audience::Staff;
    std::uint64_t seen_seq = 0; // journal position the author was looking at; 0 = not stated

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("actor", self.actor);
        visit("audience", self.audience);
        visit("duty", self.duty);
        visit("journal", self.journal);
        visit("kind", self.kind);
        visit("occurred_at", self.occurred_at);
        visit("recorded_at", self.recorded_at);
        visit("seen_seq", self.seen_seq);
        visit("seq", self.seq);
        visit("subject", self.subject);
        visit("version", self.version);
    }
};

// A decoded entry. `text_present` is false when the text was erased or withheld from this
// viewer: its fields then hold their defaults.
struct Entry {
    EntryHead head {};
    Payload payload {};
    bool text_present = true;
};

}
