// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"
#include "shared/domain/labels.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

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

// Which alerts of a source are heartbeats: rules that fire all the time, to show that monitoring lives. Each label set
// that fits is a heartbeat of its own, so that two senders behind one source are told apart.
struct HeartbeatRule {
    std::string name {};               // of the alert (label "alertname")
    Labels match {};                   // labels that it must have besides, each with this value
    std::int64_t interval_seconds = 0; // between two signs of life, as a person said; 0: as learnt from what comes
    bool retired = false;              // expected no more: its silence is never said
    bool exactly = false;              // it has no labels but these: what else fits is another's

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("exactly", self.exactly);
        visit("interval_seconds", self.interval_seconds);
        visit("match", self.match);
        visit("name", self.name);
        visit("retired", self.retired);
    }

    friend bool operator==(const HeartbeatRule& a, const HeartbeatRule& b) = default;
};

// A heartbeat that did not come in time, or of which its sender said that it is over.
struct MissedHeartbeat {
    AlertId id {}; // of the alert that says so; its labels say which heartbeat it is
    Timestamp since {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("id", self.id, kRoom);
        visit("since", self.since, kRoom);
    }
};

// Where alerts, changes or samples come from. Counters of deliveries are kept beside the
// journal, and so is what was learnt of heartbeats; that the source or one of its heartbeats was lost or came back is
// in it.
struct Source {
    SourceId id {};
    SourceKind kind = SourceKind::Json;
    std::string domain {};            // alerts of one monitoring domain share identities
    std::int64_t cadence_seconds = 0; // expected time between deliveries; 0 = none promised
    bool lost = false;
    std::optional<Timestamp> lost_since {};
    std::optional<std::vector<HeartbeatRule>> heartbeats {}; // nothing: what is usual in the format
    std::vector<MissedHeartbeat> missed {};

    // What was not heard of it may have happened all the same.
    bool silent() const { return lost || !missed.empty(); }

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("cadence_seconds", self.cadence_seconds, kRoom);
        visit("domain", self.domain, kRoom);
        visit("heartbeats", self.heartbeats, kText);
        visit("id", self.id, kRoom);
        visit("kind", self.kind, kRoom);
        visit("lost", self.lost, kRoom);
        visit("lost_since", self.lost_since, kRoom);
        visit("missed", self.missed, kRoom);
    }
};

}
