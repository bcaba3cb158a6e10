// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/commands/alerts.h"
#include "shared/domain/entities/changes.h"
#include "shared/domain/labels.h"
#include "shared/wire/json/json_reader.h"

namespace watchfloor {

// PagerDuty Events API v2 (PagerDuty/api-schema, reference/events-v2).

enum class PagerDutyAction { Trigger, Acknowledge, Resolve };
WATCHFLOOR_ENUM_TEXTS(PagerDutyAction, Resolve, "trigger", "acknowledge", "resolve");

// The documented limits.
inline constexpr JsonLimits kPagerDutyLimits { .max_bytes = 512 * 1024, .max_string = 512 * 1024 };
inline constexpr std::size_t kRoutingKeyLength = 32;
inline constexpr std::size_t kMaxSummary = 1024; // characters
inline constexpr std::size_t kMaxDedupKey = 255; // characters

// One event. Its alert is told apart by the dedup key, because that is all a resolve carries, and by the source whose
// routing key it is. The dedup key is the one label, and everything a trigger says besides (severity, source, component, group,
// class, summary, links) is an annotation. Events of one key count in the order they come.
struct PagerDutyEvent {
    PagerDutyAction action = PagerDutyAction::Trigger;
    std::string routing_key {}; // names the source; compare its digest, never log it
    std::string dedup_key {};   // made from the content of a trigger that has none
    AlertReport report {};      // of a trigger (firing, no lease) or resolve; an acknowledge has its labels only
};

// POST /v2/enqueue. `now` is the start of a trigger without a timestamp, and the end of a resolve.
// An error's `missing` lists every problem.
Result<PagerDutyEvent> decode_pagerduty_event(std::string_view body, Timestamp now);

// POST /v2/change/enqueue. payload.source is the component, the first link is the link; and ours:
// payload.custom_details.service names the service, .kind "deployment" says that it is one.
struct PagerDutyChange {
    std::string routing_key {};
    Change change {}; // without id and source
};
Result<PagerDutyChange> decode_pagerduty_change(std::string_view body, Timestamp now);

// Whose event it is, also where the rest cannot be read; empty where it names nobody.
std::string pagerduty_routing_key(std::string_view body);

// Bodies of the answers: exactly 202 for what was taken, 400 for what was not.
std::string pagerduty_accepted(const PagerDutyEvent& event);
std::string pagerduty_change_accepted();
std::string pagerduty_refused(const Error& error);

Labels pagerduty_labels(std::string_view dedup_key);

// What tells the alert of a dedup key apart: two sources may well choose the same key.
Labels pagerduty_identity(const SourceId& source, std::string_view dedup_key);

}
