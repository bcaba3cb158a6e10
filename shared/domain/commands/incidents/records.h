// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/incidents/notes.h"
#include "shared/domain/entities/incidents/references.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <optional>
#include <string>

namespace watchfloor {

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

struct LinkAlert {
    IncidentId incident {};
    AlertId alert {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("alert", self.alert, kDemanded);
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

}
