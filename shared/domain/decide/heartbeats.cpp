// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/heartbeats.h"

#include "shared/domain/decide/alerts/alert_book.h"
#include "shared/domain/decide/cadence.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entities/alerts.h"
#include "shared/domain/formulas/muting.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::string_view kAlertName = "alertname";
// Of what a heartbeat is called on screens; two that are longer and begin alike are told apart by their ids.
constexpr std::size_t kMaxHeartbeatWords = 300;

std::string_view name_in(const Labels& labels)
{
    const auto name = labels.find(kAlertName);
    return name != labels.end() ? name->second : std::string_view {};
}

Labels without_name(const Labels& labels)
{
    Labels rest = labels;
    rest.erase_if([](const auto& label) { return label.first == kAlertName; });
    return rest;
}

bool fits(const HeartbeatRule& rule, const Labels& labels)
{
    return name_in(labels) == rule.name && (rule.match.empty() || labels_match(rule.match, labels))
        && (!rule.exactly || without_name(labels) == rule.match);
}

// The rule of Prometheus' own packages, and the name that many give it.
const std::vector<HeartbeatRule>& usual_rules()
{
    static const std::vector<HeartbeatRule> rules { { .name = "Watchdog" }, { .name = "DeadMansSwitch" } };
    return rules;
}

// "08:55 UTC", with the day before it where it is not that of `now`.
std::string short_instant(Timestamp at, Timestamp now)
{
    constexpr std::size_t kDay = 10; // characters of 2026-03-02
    const std::string whole = format_timestamp(at);
    const bool same_day = whole.compare(0, kDay, format_timestamp(now), 0, kDay) == 0;
    return (same_day ? "" : whole.substr(0, kDay) + " ") + whole.substr(kDay + 1, 5) + " UTC";
}

}

std::span<const HeartbeatRule> heartbeat_rules(const Source& source, SourceKind format)
{
    if (source.heartbeats) {
        return *source.heartbeats;
    }
    if (format == SourceKind::Alertmanager || format == SourceKind::PrometheusApi) {
        return usual_rules();
    }
    return {};
}

std::span<const HeartbeatRule> heartbeat_rules(const Source& source)
{
    return heartbeat_rules(source, SourceKind::Alertmanager);
}

const HeartbeatRule* heartbeat_rule(std::span<const HeartbeatRule> rules, const Labels& labels)
{
    const HeartbeatRule* closest = nullptr;
    for (const HeartbeatRule& rule : rules) {
        const bool closer = closest == nullptr
            || std::pair(rule.exactly, rule.match.size()) > std::pair(closest->exactly, closest->match.size());
        if (closer && fits(rule, labels)) {
            closest = &rule;
        }
    }
    return closest;
}

std::string heartbeat_words(const Labels& labels)
{
    std::string rest;
    for (const auto& [name, value] : labels) {
        // Says nothing, and stands on nearly all of them.
        const bool usual = name == "severity" && value == "none";
        if (name != kAlertName && !usual) {
            rest.append(rest.empty() ? "" : ", ").append(name).append("=\"").append(value).append("\"");
        }
    }
    const std::string words = std::string(name_in(labels)) + (rest.empty() ? "" : "{" + rest + "}");
    return made_printable(words, kMaxHeartbeatWords);
}

std::string heartbeat_short_id(const SourceId& source, const Labels& labels)
{
    return alert_id(source.text, labels).text.substr(0, 8);
}

Labels missed_heartbeat_labels(const SourceId& source, const Labels& labels)
{
    return { { kAlertName, "HeartbeatMissed" }, { "heartbeat", heartbeat_words(labels) },
        { "heartbeat_id", heartbeat_short_id(source, labels) }, { "severity", "major" }, { "source", source.text } };
}

std::string missed_heartbeat_summary(
    const SourceId& source, const Labels& labels, Timestamp last_at, bool was_ended, Timestamp now)
{
    const std::string last = short_instant(last_at, now);
    const std::string what = was_ended ? "Heartbeat said to be over, last fired " + last : "No heartbeat since " + last;
    return what + ": " + heartbeat_words(labels) + " of " + source.text;
}

AlertId heartbeat_id(const SourceId& source, const Labels& labels)
{
    return alert_id(kOwnDomain, missed_heartbeat_labels(source, labels));
}

bool is_missed(const Source& source, const AlertId& heartbeat)
{
    return std::any_of(source.missed.begin(), source.missed.end(),
        [&](const MissedHeartbeat& missed) { return missed.id == heartbeat; });
}

Source with_heartbeat(Source source, const Labels& labels, std::int64_t interval_seconds, bool retired)
{
    const auto before = heartbeat_rules(source);
    std::vector<HeartbeatRule> rules(before.begin(), before.end());
    const HeartbeatRule wanted { std::string(name_in(labels)), without_name(labels), interval_seconds, retired, true };
    const auto same = std::find_if(rules.begin(), rules.end(), [&](const HeartbeatRule& rule) {
        return rule.exactly && rule.name == wanted.name && rule.match == wanted.match;
    });
    if (same != rules.end()) {
        *same = wanted;
    } else {
        rules.push_back(wanted);
    }
    source.heartbeats = std::move(rules);
    return source;
}

Result<void> check_heartbeats(const std::vector<HeartbeatRule>& rules)
{
    if (rules.size() > kMaxHeartbeatRules) {
        return malformed("Give at most " + std::to_string(kMaxHeartbeatRules)
            + " heartbeats of one source; take those off the list that are expected no more.");
    }
    for (auto rule = rules.begin(); rule != rules.end(); ++rule) {
        RETURN_IF_ERROR(check_text(rule->name, { "name", kMaxLabelValue, true }));
        RETURN_IF_ERROR(check_labels(rule->match, "match"));
        const bool said = rule->interval_seconds != 0;
        if (said && (rule->interval_seconds < kMinHeartbeatSeconds || rule->interval_seconds > kMaxCadenceSeconds)) {
            return malformed("Give " + made_printable(rule->name, kMaxName)
                + " an `interval_seconds` from 20 to 31622400, a year, or 0 for as it is learnt: the time between two "
                  "signs of life, of which three go by before it is missed.");
        }
        const bool repeated = std::any_of(rules.begin(), rule, [&](const HeartbeatRule& earlier) {
            return earlier.exactly == rule->exactly && earlier.name == rule->name && earlier.match == rule->match;
        });
        if (repeated) {
            return malformed("Say each heartbeat once: two have the name " + made_printable(rule->name, kMaxName)
                + " and the same `match`.");
        }
    }
    return {};
}

}
