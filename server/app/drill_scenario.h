// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/incidents/notes.h"
#include "shared/domain/state/state.h"
#include "shared/wire/fields/fields_json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

struct DrillAlert {
    Labels annotations {};
    Labels labels {};
    bool resolved = false;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("annotations", self.annotations);
        visit("labels", self.labels);
        visit("resolved", self.resolved);
    }
};

struct DrillChange {
    ChangeKind kind = ChangeKind::Deployment;
    std::int64_t minutes_ago = 0;
    ServiceId service {};
    std::string summary {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("kind", self.kind);
        visit("minutes_ago", self.minutes_ago);
        visit("service", self.service);
        visit("summary", self.summary);
    }
};

struct DrillCrossing {
    ResourceId resource {};
    CapacityLevel to = CapacityLevel::Warning;
    std::int64_t utilisation_permille = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("resource", self.resource);
        visit("to", self.to);
        visit("utilisation_permille", self.utilisation_permille);
    }
};

struct DrillIncident {
    std::vector<ServiceId> services {};
    std::string title {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("services", self.services);
        visit("title", self.title);
    }
};

struct DrillNote {
    NoteKind kind = NoteKind::Observation;
    std::string text {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("kind", self.kind);
        visit("text", self.text);
    }
};

// One thing that happens in a drill; exactly one of the optional parts is given.
struct DrillStep {
    std::optional<DrillAlert> alert {};
    std::int64_t at_seconds = 0;
    std::optional<DrillChange> change {};
    std::optional<DrillCrossing> crossing {};
    std::optional<DrillIncident> incident {};
    std::optional<DrillNote> note {}; // on the drill's last incident

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("alert", self.alert);
        visit("at_seconds", self.at_seconds);
        visit("change", self.change);
        visit("crossing", self.crossing);
        visit("incident", self.incident);
        visit("note", self.note);
    }
};

struct DrillScenario {
    std::vector<Bridge> bridges {};
    std::string id {};
    std::vector<CapacityResource> resources {};
    std::vector<Service> services {};
    std::vector<DrillStep> steps {};
    std::string title {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("bridges", self.bridges);
        visit("id", self.id);
        visit("resources", self.resources);
        visit("services", self.services);
        visit("steps", self.steps);
        visit("title", self.title);
    }
};

inline constexpr std::int64_t kLongestDrillSeconds = 2 * 3'600;
inline constexpr std::size_t kMostDrillSteps = 500;

// Reads and judges a script: steps in order of time, within kLongestDrillSeconds.
Result<DrillScenario> parse_scenario(std::string_view text);

}
