// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/pagerduty_events.h"

#include "shared/core/sha256.h"
#include "shared/domain/decide/decide.h"
#include "shared/domain/input_text.h"
#include "shared/wire/json/json_text.h"
#include "shared/wire/json/utf8.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace watchfloor {
namespace {

using Kind = JsonValue::Kind;

std::size_t characters(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Takes fields out of an event and collects every problem, as the answer lists them all.
class EventFields {
public:
    explicit EventFields(const JsonValue& object) : object_(object) { }

    std::string text(const char* name, const std::string& path, bool required, std::size_t max_characters)
    {
        const JsonValue* field = object_.find(name);
        if (field == nullptr || field->is(Kind::Null) || (field->is(Kind::String) && field->string.empty())) {
            if (required) {
                problems.push_back("'" + path + "' is missing or blank");
            }
            return {};
        }
        if (!field->is(Kind::String)) {
            problems.push_back("'" + path + "' must be text");
            return {};
        }
        if (characters(field->string) > max_characters) {
            problems.push_back("'" + path + "' is longer than " + std::to_string(max_characters) + " characters");
        }
        return field->string;
    }

    std::string routing_key()
    {
        const std::string key = text("routing_key", "routing_key", true, kRoutingKeyLength);
        const bool shaped = key.size() == kRoutingKeyLength && std::all_of(key.begin(), key.end(), is_letter_or_digit);
        if (!key.empty() && !shaped) {
            problems.push_back("'routing_key' must be 32 letters and digits");
        }
        return key;
    }

    std::vector<std::string> problems {};

private:
    const JsonValue& object_;
};

const JsonValue& empty_object()
{
    static const JsonValue empty = [] {
        JsonValue made;
        made.kind = Kind::Object;
        return made;
    }();
    return empty;
}

// The object under that name, or an empty one.
const JsonValue& object_in(const JsonValue& parent, const char* name)
{
    const JsonValue* found = parent.find(name);
    return found != nullptr && found->is(Kind::Object) ? *found : empty_object();
}

// "2015-07-17T08:42:58.315+0000", the form of PagerDuty's own examples, has no colon in its offset.
std::string with_colon(std::string text)
{
    constexpr std::size_t kOffset = 5;
    if (text.size() > kOffset + 10) {
        const std::size_t sign = text.size() - kOffset;
        const bool digits = std::all_of(text.begin() + static_cast<std::ptrdiff_t>(sign) + 1, text.end(),
            [](char c) { return c >= '0' && c <= '9'; });
        if ((text[sign] == '+' || text[sign] == '-') && digits) {
            text.insert(text.size() - 2, ":");
        }
    }
    return text;
}

Timestamp timestamp_of(EventFields& payload, Timestamp now)
{
    const std::string text = payload.text("timestamp", "payload.timestamp", false, kRoutingKeyLength * 2);
    if (text.empty()) {
        return now;
    }
    const auto at = read_instant(with_colon(text));
    if (!at.ok()) {
        payload.problems.push_back("'payload.timestamp' is not a time. " + at.error().message);
        return now;
    }
    return std::min(at.value(), now);
}

std::string first_link(const JsonValue& document)
{
    const JsonValue* links = document.find("links");
    if (links == nullptr || links->items.empty()) {
        return {};
    }
    const JsonValue* href = links->items.front().find("href");
    return href != nullptr && href->is(Kind::String) ? href->string : std::string {};
}

void annotate(Labels& annotations, const char* name, const std::string& text)
{
    if (!text.empty()) {
        annotations.set(name, utf8_front(text, kMaxLabelValue));
    }
}

// custom_details is free: texts and numbers at its top level are kept, whatever is nested is not.
void annotate_details(Labels& annotations, const JsonValue& details)
{
    for (const auto& detail : details.members) {
        if (annotations.size() == kMaxLabels) {
            return;
        }
        const std::string name = "detail." + std::string(utf8_front(detail.first, kMaxName));
        if (detail.second.is(Kind::String)) {
            annotate(annotations, name.c_str(), detail.second.string);
        } else if (detail.second.is(Kind::Integer) || detail.second.is(Kind::Boolean)) {
            std::string text;
            append_canonical(text, detail.second);
            annotations.set(name, text);
        } else if (detail.second.is(Kind::Real)) {
            std::array<char, 32> text {};
            std::snprintf(text.data(), text.size(), "%.10g", detail.second.real);
            annotations.set(name, text.data());
        }
    }
}

void read_trigger(PagerDutyEvent& event, const JsonValue& document, EventFields& fields, Timestamp now)
{
    const JsonValue& payload_object = object_in(document, "payload");
    EventFields payload(payload_object);
    Labels& annotations = event.report.annotations;
    const std::string severity = payload.text("severity", "payload.severity", true, kMaxSummary);
    const bool known = severity == "critical" || severity == "error" || severity == "warning" || severity == "info";
    if (!severity.empty() && !known) {
        payload.problems.push_back("'payload.severity' must be critical, error, warning or info");
    }
    annotate(annotations, "severity", severity);
    annotate(annotations, "summary", payload.text("summary", "payload.summary", true, kMaxSummary));
    annotate(annotations, "source", payload.text("source", "payload.source", true, kMaxLabelValue));
    for (const char* name : { "component", "group", "class" }) {
        annotate(annotations, name, payload.text(name, std::string("payload.") + name, false, kMaxLabelValue));
    }
    for (const char* name : { "client", "client_url" }) {
        annotate(annotations, name, fields.text(name, name, false, kMaxLabelValue));
    }
    annotate(annotations, "link", first_link(document));
    annotate_details(annotations, object_in(payload_object, "custom_details"));
    event.report.started_at = timestamp_of(payload, now);
    fields.problems.insert(fields.problems.end(), payload.problems.begin(), payload.problems.end());
}

// The same trigger sent again must get the same key, so that a retry is no second alert.
std::string made_dedup_key(const PagerDutyEvent& event)
{
    std::string content = event.routing_key;
    for (const char* name : { "class", "component", "group", "severity", "source", "summary" }) {
        const auto at = event.report.annotations.find(name);
        content.push_back('\0');
        content += at == event.report.annotations.end() ? std::string_view {} : at->second;
    }
    return to_hex(as_view(sha256(content))).substr(0, kRoutingKeyLength);
}

Error refusal(std::vector<std::string> problems)
{
    return { ErrorCode::Malformed, "Event object is invalid", std::move(problems) };
}

Result<JsonValue> read_event(std::string_view body)
{
    auto document = read_json(body, kPagerDutyLimits);
    if (!document.ok()) {
        return Error { document.error().code, document.error().message, { document.error().message } };
    }
    if (!document.value().is(Kind::Object)) {
        return refusal({ "The body must be an object" });
    }
    return document;
}

}

Result<PagerDutyEvent> decode_pagerduty_event(std::string_view body, Timestamp now)
{
    ASSIGN_OR_RETURN(const JsonValue document, read_event(body));
    EventFields fields(document);
    PagerDutyEvent event;
    event.routing_key = fields.routing_key();
    const std::string action = fields.text("event_action", "event_action", true, kMaxDedupKey);
    const auto known = parse_enum<PagerDutyAction>(action);
    if (!action.empty() && !known) {
        fields.problems.push_back("'event_action' must be trigger, acknowledge or resolve");
    }
    event.action = known.value_or(PagerDutyAction::Trigger);
    event.dedup_key = fields.text("dedup_key", "dedup_key", known && *known != PagerDutyAction::Trigger, kMaxDedupKey);
    event.report.started_at = now;
    if (known == PagerDutyAction::Trigger) {
        read_trigger(event, document, fields, now);
    } else if (known == PagerDutyAction::Resolve) {
        event.report.ended_at = now;
    }
    if (!fields.problems.empty()) {
        return refusal(std::move(fields.problems));
    }
    if (event.dedup_key.empty()) {
        event.dedup_key = made_dedup_key(event);
    }
    event.report.labels = pagerduty_labels(event.dedup_key);
    return event;
}

Result<PagerDutyChange> decode_pagerduty_change(std::string_view body, Timestamp now)
{
    ASSIGN_OR_RETURN(const JsonValue document, read_event(body));
    EventFields fields(document);
    const JsonValue& payload_object = object_in(document, "payload");
    EventFields payload(payload_object);
    PagerDutyChange made;
    made.routing_key = fields.routing_key();
    made.change.summary = payload.text("summary", "payload.summary", true, kMaxSummary);
    made.change.component = payload.text("source", "payload.source", false, kMaxLabelValue);
    made.change.at = timestamp_of(payload, now);
    made.change.link = utf8_front(first_link(document), kMaxLabelValue);
    EventFields details(object_in(payload_object, "custom_details"));
    made.change.service = ServiceId { details.text("service", "payload.custom_details.service", false, kMaxName) };
    const std::string kind = details.text("kind", "payload.custom_details.kind", false, kMaxName);
    made.change.kind = kind == "deployment" ? ChangeKind::Deployment : ChangeKind::Change;
    for (const EventFields* part : { &payload, &details }) {
        fields.problems.insert(fields.problems.end(), part->problems.begin(), part->problems.end());
    }
    if (!fields.problems.empty()) {
        return refusal(std::move(fields.problems));
    }
    return made;
}

std::string pagerduty_accepted(const PagerDutyEvent& event)
{
    std::string out = R"({"status":"success","message":"Event processed","dedup_key":)";
    append_json_string(out, event.dedup_key);
    out.push_back('}');
    return out;
}

std::string pagerduty_change_accepted()
{
    return R"({"status":"success","message":"Change event processed"})";
}

std::string pagerduty_refused(const Error& error)
{
    std::string out = R"({"status":"invalid event","message":)";
    append_json_string(out, error.message);
    out += ",\"errors\":[";
    for (std::size_t i = 0; i < error.missing.size(); ++i) {
        out += i > 0 ? "," : "";
        append_json_string(out, error.missing[i]);
    }
    out += "]}";
    return out;
}

Labels pagerduty_labels(std::string_view dedup_key)
{
    return { { "dedup_key", dedup_key } };
}

}
