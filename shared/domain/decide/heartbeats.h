// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/entities/sources.h"
#include "shared/domain/labels.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace watchfloor {

inline constexpr std::size_t kMaxHeartbeatRules = 32;

// Less between two signs of life is no promise: three of them go by before one is missed, and a sender that is restarted
// is away for most of a minute.
inline constexpr std::int64_t kMinHeartbeatSeconds = 20;

// What the source's alerts of this format are judged by: what a person said, or what is usual in the format. The
// views live as long as the source.
std::span<const HeartbeatRule> heartbeat_rules(const Source& source, SourceKind format);
// The same for an alert that was taken for a heartbeat when it came.
std::span<const HeartbeatRule> heartbeat_rules(const Source& source);

// The rule that says of an alert with these labels that it is a heartbeat, the one with most labels first; nothing
// where it is an alert as any other.
const HeartbeatRule* heartbeat_rule(std::span<const HeartbeatRule> rules, const Labels& labels);

// Which heartbeat of the source an alert with these labels is. It is the id of the alert that says that it is missed.
AlertId heartbeat_id(const SourceId& source, const Labels& labels);
// What tells people one heartbeat from another that is called alike: eight digits, the same in the alert's labels, in the
// metrics and in the log.
std::string heartbeat_short_id(const SourceId& source, const Labels& labels);
// The labels of that alert.
Labels missed_heartbeat_labels(const SourceId& source, const Labels& labels);
// What people call it: `Watchdog`, or `Watchdog{cluster="north"}`.
std::string heartbeat_words(const Labels& labels);
// What that alert says, with what happened first: tables cut the end.
std::string missed_heartbeat_summary(
    const SourceId& source, const Labels& labels, Timestamp last_at, bool was_ended, Timestamp now);

bool is_missed(const Source& source, const AlertId& heartbeat);

// The source with a rule for exactly this heartbeat; what else was said stays.
Source with_heartbeat(Source source, const Labels& labels, std::int64_t interval_seconds, bool retired);

Result<void> check_heartbeats(const std::vector<HeartbeatRule>& rules);

}
