// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/alerts.h"
#include "shared/domain/field_lists.h"

namespace watchfloor {

// A new occurrence began. The head's occurred_at is the alert's start.
struct AlertFired {
    static constexpr std::string_view kind = "alert.fired";
    static constexpr int version = 2; // 2: details and links
    Alert alert {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit_facts_of(visit, self.alert);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit_text_of(visit, self.alert);
    }
};

// Another severity, service, mute, text or an earlier start became known for a firing alert. Like
// AlertResolved it says how many alerts count as firing from now on: a console holds only the worst.
struct AlertChanged {
    static constexpr std::string_view kind = "alert.changed";
    static constexpr int version = 1;
    AlertId alert {};
    std::int64_t firing = 0; // of all alerts, after this entry
    AlertSeverity severity = AlertSeverity::Unknown;
    ServiceId service {};
    Timestamp started_at {};
    WindowId muted_by {};
    std::vector<Timestamp> known_starts {};
    std::vector<Timestamp> known_ends {};
    Labels annotations {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("alert", self.alert);
        visit("firing", self.firing);
        visit("known_ends", self.known_ends);
        visit("known_starts", self.known_starts);
        visit("muted_by", self.muted_by);
        visit("service", self.service);
        visit("severity", self.severity);
        visit("started_at", self.started_at);
    }
    template<typename V, typename S>
    static void text(V& visit, S& self)
    {
        visit("annotations", self.annotations);
    }
};

struct AlertResolved {
    static constexpr std::string_view kind = "alert.resolved";
    static constexpr int version = 1;
    AlertId alert {};
    Timestamp ended_at {};
    std::int64_t firing = 0; // of all alerts, after this entry
    bool lapsed = false;     // no path renewed it
    std::vector<Timestamp> known_starts {};
    std::vector<Timestamp> known_ends {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("alert", self.alert);
        visit("ended_at", self.ended_at);
        visit("firing", self.firing);
        visit("known_ends", self.known_ends);
        visit("known_starts", self.known_starts);
        visit("lapsed", self.lapsed);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

struct AlertAcknowledged {
    static constexpr std::string_view kind = "alert.acknowledged";
    static constexpr int version = 1;
    AlertId alert {};
    Timestamp acknowledged_at {};
    UserId by {};
    template<typename V, typename S>
    static void facts(V& visit, S& self)
    {
        visit("acknowledged_at", self.acknowledged_at);
        visit("alert", self.alert);
        visit("by", self.by);
    }
    template<typename V, typename S>
    static void text(V&, S&)
    {
    }
};

}
