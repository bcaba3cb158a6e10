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
#include <string_view>
#include <vector>

namespace watchfloor {

// What monitoring says of one alert, worst first.
enum class AlertSeverity { Critical, Major, Minor, Info, Unknown };
WATCHFLOOR_ENUM_TEXTS(AlertSeverity, Unknown, "critical", "major", "minor", "info", "unknown");

enum class AlertState { Firing, Resolved };
WATCHFLOOR_ENUM_TEXTS(AlertState, Resolved, "firing", "resolved");

// One occurrence chain of what monitoring says about one label set. Identity is the digest of
// the monitoring domain and the label set; `started_at` is no identity.
struct Alert {
    AlertId id {};
    std::string name {}; // the rule's name (label "alertname")
    SourceId source {};  // the path that reported it first
    ServiceId service {};
    AlertSeverity severity = AlertSeverity::Unknown;
    AlertState state = AlertState::Firing;
    Timestamp started_at {}; // earliest start any path claimed
    std::optional<Timestamp> ended_at {};
    std::optional<Timestamp> acknowledged_at {};
    UserId acknowledged_by {};
    IncidentId incident {};
    WindowId muted_by {};
    bool lapsed = false;                    // ended because no path renewed it
    std::uint64_t opened_seq = 0;           // entry that opened the present occurrence
    std::vector<Timestamp> known_starts {}; // latest distinct claims of any path, sorted; see occurrence_of
    std::vector<Timestamp> known_ends {};
    Labels labels {};
    Labels annotations {};
    // What else monitoring said when the present occurrence began: values in it change with every evaluation.
    Labels details {}; // by path, as in "checks[0].name"
    Labels links {};   // addresses that a browser opens, by what they show

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("acknowledged_at", self.acknowledged_at, kRoom);
        visit("acknowledged_by", self.acknowledged_by, kRoom);
        visit("annotations", self.annotations, kText);
        visit("details", self.details, kText);
        visit("ended_at", self.ended_at, kRoom);
        visit("id", self.id, kRoom);
        visit("incident", self.incident, kRoom);
        visit("known_ends", self.known_ends, kRoom);
        visit("known_starts", self.known_starts, kRoom);
        visit("labels", self.labels, kText);
        visit("lapsed", self.lapsed, kRoom);
        visit("links", self.links, kText);
        visit("muted_by", self.muted_by, kRoom);
        visit("name", self.name, kRoom);
        visit("opened_seq", self.opened_seq, kFolded | kRoom);
        visit("service", self.service, kRoom);
        visit("severity", self.severity, kRoom);
        visit("source", self.source, kRoom);
        visit("started_at", self.started_at, kRoom);
        visit("state", self.state, kRoom);
    }
};

// Whether it is one of State::firing.
inline bool counts_as_firing(const Alert& alert)
{
    return alert.state == AlertState::Firing && alert.muted_by.empty();
}

// Labels with empty values don't count. The result is 64 lower-case hexadecimal digits.
AlertId alert_id(std::string_view domain, const Labels& labels);

// The latest occurrence that a set of claimed starts and explicit ends describes, whatever order
// they were heard in: it starts at the earliest start after the occurrence before it ended, and it
// has ended when no start is later than the last end.
struct Occurrence {
    Timestamp started_at {};
    std::optional<Timestamp> ended_at {};
};

Occurrence occurrence_of(const std::vector<Timestamp>& starts, const std::vector<Timestamp>& ends);

// How many starts and ends are remembered of one alert.
inline constexpr std::size_t kMaxKnownClaims = 8;

// How many links and details are kept of one alert, and how many bytes of either with their names.
inline constexpr std::size_t kMaxAlertLinks = 20;
inline constexpr std::size_t kMaxAlertDetails = 64;
inline constexpr std::size_t kMaxAlertExtraBytes = 16 * 1024;

// The lease of a report that states none: it ends by an explicit resolve only (9999-12-31).
inline constexpr Timestamp kNeverLapses { 253'402'214'400'000 };

// "severity" or "priority" in the words monitoring systems use; Unknown where there is none.
AlertSeverity severity_from_labels(const Labels& labels);

}
