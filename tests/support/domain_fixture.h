// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/apply/apply.h"
#include "shared/domain/decide/decide.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/written_entry.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Monday, 2026-03-02 09:00 UTC, within business hours.
inline constexpr Timestamp kMorning { 1'772'442'000'000 };

inline Actor actor(std::string user, std::vector<SystemRole> roles)
{
    return { .user = UserId { std::move(user) }, .roles = std::move(roles) };
}

inline const Actor kSystem { .system = true };

// Given: a state built by applying decisions under a clock of its own. When: a command by an actor.
// Then: the entries of the decision, and the state after them.
class Room {
public:
    State state {};
    Timestamp now = kMorning;

    Actor desk = actor("desk", { SystemRole::ServiceDesk });
    Actor resolver = actor("resolver", { SystemRole::Resolver });
    Actor colleague = actor("colleague", { SystemRole::Resolver });
    Actor manager = actor("manager", { SystemRole::IncidentManager });
    Actor planner = actor("planner", { SystemRole::MaintenancePlanner });
    Actor maintainer = actor("maintainer", { SystemRole::Maintainer });
    Actor capacity = actor("capacity", { SystemRole::CapacityManager });
    Actor compliance = actor("compliance", { SystemRole::ComplianceOfficer });
    Actor auditor = actor("auditor", { SystemRole::Auditor });
    Actor administrator = actor("admin", { SystemRole::Administrator });

    // With users, the services "shop" and "mail" (matched by the label "service"), the sources
    // "prometheus" and "webhook" of one monitoring domain, and two bridges.
    Room()
    {
        done(OpenJournal { .purpose = JournalPurpose::Main, .product_version = "test" }, kSystem);
        for (const Actor* person : { &desk, &resolver, &colleague, &manager, &planner, &maintainer, &capacity,
                 &compliance, &auditor, &administrator }) {
            done(SetUser { { .id = person->user, .name = person->user.text, .roles = person->roles } }, kSystem);
        }
        for (const char* service : { "shop", "mail" }) {
            done(SetService { { .id = ServiceId { service }, .name = service, .match = { { "service", service } } } },
                kSystem);
        }
        add_source("prometheus", "site");
        add_source("webhook", "site");
        for (const char* bridge : { "bridge-1", "bridge-2" }) {
            done(
                SetBridge {
                    { .id = BridgeId { bridge }, .name = bridge, .link = "https://meet.example/1", .pin = "1" } },
                kSystem);
        }
    }

    void add_source(const char* id, const char* domain)
    {
        done(SetSource { { .id = SourceId { id }, .kind = SourceKind::PrometheusApi, .domain = domain } }, kSystem);
    }

    void pass(Millis time) { now = now + time; }

    Result<Decision> when(const Command& command, const Actor& by) const
    {
        return decide(state, command, { .now = now, .actor = by });
    }

    // The command must be accepted; its entries are applied.
    Decision done(const Command& command, const Actor& by)
    {
        auto decision = when(command, by);
        EXPECT_TRUE(decision.ok()) << decision.error().message;
        if (!decision.ok()) {
            return {};
        }
        apply_all(decision.value(), by);
        return std::move(decision).value();
    }

    // The command must be refused with a sentence.
    Error refused(const Command& command, const Actor& by) const
    {
        const auto decision = when(command, by);
        EXPECT_FALSE(decision.ok()) << "was accepted";
        if (decision.ok()) {
            return {};
        }
        const std::string& message = decision.error().message;
        EXPECT_FALSE(message.empty());
        EXPECT_TRUE(message.back() == '.') << message;
        return decision.error();
    }

    IncidentId log_incident(std::string title = "Shop is down")
    {
        return IncidentId {
            done(LogIncident { .title = std::move(title), .services = { ServiceId { "shop" } } }, desk).created
        };
    }

    // A triaged one would carry the category; this one is taken up by the resolver at once.
    IncidentId investigated()
    {
        const IncidentId id = log_incident();
        done(MoveIncident { .incident = id, .to = IncidentState::Investigating }, resolver);
        return id;
    }

    IncidentId declared()
    {
        const IncidentId id = log_incident();
        done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 }, resolver);
        return id;
    }

    MoveIncident resolution(const IncidentId& id) const
    {
        MoveIncident move { .incident = id, .to = IncidentState::Resolved };
        move.note = "Failed over to the second node.";
        move.restored_at = now;
        move.resolution_code = "failover";
        move.problem_reference = "PRB-7";
        move.evidence_preserved = true;
        return move;
    }

    const Incident& incident(const IncidentId& id) const
    {
        const Incident* found = state.incidents.find(id);
        VERIFY(found != nullptr);
        return *found;
    }

private:
    void apply_all(const Decision& decision, const Actor& by)
    {
        for (const Draft& draft : decision.entries) {
            apply(state, written_entry(draft, by, state.seq + 1, now));
        }
    }
};

// The payloads of one kind, in order.
template<typename T>
std::vector<T> entries_of(const Decision& decision)
{
    std::vector<T> found;
    for (const Draft& draft : decision.entries) {
        if (const T* payload = std::get_if<T>(&draft.payload)) {
            found.push_back(*payload);
        }
    }
    return found;
}

inline std::vector<std::string> kinds_of(const Decision& decision)
{
    std::vector<std::string> kinds;
    for (const Draft& draft : decision.entries) {
        kinds.emplace_back(kind_of(draft.payload));
    }
    return kinds;
}

using Texts = std::vector<std::string>;

}
