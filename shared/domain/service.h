// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/text_map.h"
#include "shared/core/time.h"
#include "shared/domain/vocabulary.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

using Labels = TextMap;

// An alert that matches no service goes to this one, never away.
inline const ServiceId kUnknownService { "unknown" };

struct Service {
    ServiceId id {};
    std::string name {};
    std::string public_name {}; // business words, for the wall and the status page
    Criticality criticality = Criticality::Medium;
    std::string service_owner {};
    std::string business_owner {};
    std::vector<ServiceId> depends_on {};
    std::string supplier {};
    std::string support_number {};
    std::string on_call_group {};
    Labels match {}; // every label given must be equal on the alert; empty matches none

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("business_owner", self.business_owner);
        visit("criticality", self.criticality);
        visit("depends_on", self.depends_on);
        visit("id", self.id);
        visit("match", self.match);
        visit("name", self.name);
        visit("on_call_group", self.on_call_group);
        visit("public_name", self.public_name);
        visit("service_owner", self.service_owner);
        visit("supplier", self.supplier);
        visit("support_number", self.support_number);
    }
};

// Where alerts, changes or samples come from. Counters of deliveries are kept beside the
// journal; that the source was lost or came back is in it.
struct Source {
    SourceId id {};
    SourceKind kind = SourceKind::Json;
    std::string domain {};            // alerts of one monitoring domain share identities
    std::int64_t cadence_seconds = 0; // expected time between deliveries; 0 = none promised
    bool lost = false;
    std::optional<Timestamp> lost_since {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("cadence_seconds", self.cadence_seconds);
        visit("domain", self.domain);
        visit("id", self.id);
        visit("kind", self.kind);
        visit("lost", self.lost);
        visit("lost_since", self.lost_since);
    }
};

// A number in another system, typed or pasted.
struct ExternalReference {
    std::string system {};
    std::string number {};
    std::string url {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("number", self.number);
        visit("system", self.system);
        visit("url", self.url);
    }
};

// A conference bridge. Link, number and PIN never leave for a wall.
struct Bridge {
    BridgeId id {};
    std::string name {};
    std::string link {};
    std::string number {};
    std::string pin {};
    IncidentId in_use_by {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("id", self.id);
        visit("in_use_by", self.in_use_by);
        visit("link", self.link);
        visit("name", self.name);
        visit("number", self.number);
        visit("pin", self.pin);
    }
};

// Something that was altered on purpose: a change or a deployment.
struct Change {
    ChangeId id {};
    ChangeKind kind = ChangeKind::Change;
    std::string summary {};
    std::string link {};
    ServiceId service {};
    SourceId source {};
    std::string component {};
    Timestamp at {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("at", self.at);
        visit("component", self.component);
        visit("id", self.id);
        visit("kind", self.kind);
        visit("link", self.link);
        visit("service", self.service);
        visit("source", self.source);
        visit("summary", self.summary);
    }
};

}
