// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

#include <cstdint>
#include <optional>
#include <string>

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
        visit("cadence_seconds", self.cadence_seconds, kRoom);
        visit("domain", self.domain, kRoom);
        visit("id", self.id, kRoom);
        visit("kind", self.kind, kRoom);
        visit("lost", self.lost, kRoom);
        visit("lost_since", self.lost_since, kRoom);
    }
};

}
