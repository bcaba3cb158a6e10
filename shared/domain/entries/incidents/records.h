// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/incidents/notes.h"
#include "shared/domain/entities/incidents/references.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace watchfloor {

// A line of the timeline. Nothing is overwritten: a correction supersedes.
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

}
