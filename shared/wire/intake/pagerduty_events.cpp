// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/pagerduty_events.h"

#include "shared/core/sha256.h"
#include "shared/domain/decide/decide.h"
#include "shared/domain/entities/severity_words.h"
#include "shared/domain/input_text.h"
#include "shared/wire/intake/alert_stream.h"
#include "shared/wire/intake/sent_times.h"
#include "shared/wire/json/json_text.h"
#include "shared/wire/json/utf8.h"

#include <algorithm>

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

std::string cut_to_characters(std::string_view text, std::size_t most)
{
    std::size_t end = 0;
    for (std::size_t kept = 0; kept < most; ++kept) {
        for (++end; end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U; ++end) { }
    }
    // The last one kept gives way to the sign of the cut.
    while ((static_cast<unsigned char>(text[--end]) & 0xC0U) == 0x80U) { }
    return std::string(text.substr(0, end)) + "…";
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

    // Prose: a number is as good as its text, and what is too long is cut.
    std::string prose(const char* name, const std::string& path, bool required, std::size_t max_characters)
    {
        const JsonValue* field = object_.find(name);
        if (field != nullptr && is_plain(*field)) {
            note_mended(mended, path + " was no text");
            return plain_text_of(*field);
        }
        if (field != nullptr && field->is(Kind::String) && characters(field->string) > max_characters) {
            note_mended(mended, path + " was cut");
            return cut_to_characters(field->string, max_characters);
        }
        return text(name, path, required, max_characters);
    }

    // As it is written, the digits of a number also.
    std::string instant_text(const char* name, const std::string& path)
    {
        constexpr std::size_t kLongestInstant = 64; // characters
        const JsonValue* field = object_.find(name);
        const bool counted = field != nullptr && is_plain(*field) && !field->is(Kind::Boolean);
        return counted ? plain_text_of(*field) : text(name, path, false, kLongestInstant);
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
    std::string mended {};

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

BegunAt timestamp_of(EventFields& payload, Timestamp now)
{
    const std::string text = payload.instant_text("timestamp", "payload.timestamp");
    const auto at = optional_instant("'payload.timestamp'", with_colon(text), now, payload.mended);
    if (!at.ok()) {
        payload.problems.push_back(at.error().message);
        return { now, true };
    }
    return begun_at(at.value(), now, payload.mended);
}

// PagerDuty's four words, and what people write for them.
std::string severity_of(EventFields& payload)
{
    const std::string severity = payload.text("severity", "payload.severity", true, kMaxSummary);
    const bool known = severity == "critical" || severity == "error" || severity == "warning" || severity == "info";
    if (severity.empty() || known) {
        return severity;
    }
    if (severity_from_labels({ { "severity", severity } }, SourceKind::PagerDuty) == AlertSeverity::Unknown) {
        payload.problems.push_back("'payload.severity' must be critical, error, warning or info");
    } else {
        note_mended(payload.mended, "payload.severity was none of critical, error, warning and info");
    }
    return severity;
}

const std::vector<JsonValue>& list_in(const JsonValue& parent, const char* name)
{
    const JsonValue* found = parent.find(name);
    return (found != nullptr ? *found : empty_object()).items;
}

std::string text_in(const JsonValue& parent, const char* name)
{
    const JsonValue* found = parent.find(name);
    return found != nullptr && found->is(Kind::String) ? found->string : std::string {};
}

std::string first_link(const JsonValue& document)
{
    const std::vector<JsonValue>& links = list_in(document, "links");
    return links.empty() ? std::string {} : text_in(links.front(), "href");
}

// The first that a change may have; its others say nothing that it could keep.
std::string first_address(const JsonValue& document)
{
    for (const JsonValue& link : list_in(document, "links")) {
        std::string href = link.is(Kind::String) ? link.string : text_in(link, "href");
        if (!href.empty() && check_link(href, "link").ok()) {
            return href;
        }
    }
    return {};
}

std::string in_one_line(std::string_view text)
{
    std::string line = made_printable(text, kMaxTitle);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

void annotate(Labels& annotations, std::string_view name, const std::string& text, std::string& mended)
{
    if (text.empty()) {
        return;
    }
    annotations.set(name, cut_to_bytes(text, kMaxLabelValue));
    if (text.size() > kMaxLabelValue) {
        note_mended(mended, std::string(name) + " was cut");
    }
}

// custom_details is free. Texts and numbers at its top level are annotations, by which services are matched; all else
// that it holds or is goes to the details.
void read_details(PagerDutyEvent& event, ReportExtras& extras, const JsonValue& payload, std::string& mended)
{
    const JsonValue* found = payload.find("custom_details");
    if (found == nullptr || found->is(Kind::Null)) {
        return;
    }
    if (!found->is(Kind::Object)) {
        extras.add_details("custom_details", *found);
        return;
    }
    Labels& annotations = event.report.annotations;
    for (const auto& [name, value] : found->members) {
        const bool is_text = value.is(Kind::String);
        // One annotation is left for what was mended.
        const bool room = annotations.size() + 1 < kMaxLabels && name.size() <= kMaxName;
        if (room && (is_text || is_plain(value))) {
            annotate(annotations, "detail." + name, is_text ? value.string : plain_text_of(value), mended);
        } else {
            extras.add_details(name, value);
        }
    }
}

// Images are links too: nothing is fetched from where an event says.
void read_links(ReportExtras& extras, const JsonValue& document)
{
    for (const JsonValue& link : list_in(document, "links")) {
        const std::string text = text_in(link, "text");
        const std::string href = link.is(Kind::String) ? link.string : text_in(link, "href");
        href.empty() ? extras.add_detail("link", text) : extras.add_link(text.empty() ? "link" : text, href);
    }
    for (const JsonValue& image : list_in(document, "images")) {
        const std::string alt = text_in(image, "alt");
        const std::string name = alt.empty() ? "image" : "image: " + alt;
        extras.add_link(name, text_in(image, "src"));
        extras.add_link(name, text_in(image, "href"));
    }
}

void read_trigger(PagerDutyEvent& event, const JsonValue& document, EventFields& fields, Timestamp now)
{
    const JsonValue& payload_object = object_in(document, "payload");
    EventFields payload(payload_object);
    Labels& annotations = event.report.annotations;
    const auto say
        = [&](std::string_view name, const std::string& text) { annotate(annotations, name, text, payload.mended); };
    say("severity", severity_of(payload));
    say("summary", payload.prose("summary", "payload.summary", true, kMaxSummary));
    say("source", payload.prose("source", "payload.source", true, kMaxLabelValue));
    ReportExtras extras;
    // What an event need not have refuses none: an object or a list goes to the details.
    const auto say_if_told = [&](const JsonValue& object, const char* name, const std::string& path) {
        const JsonValue* given = object.find(name);
        if (given != nullptr && (given->is(Kind::Object) || given->is(Kind::Array))) {
            extras.add_details(name, *given);
            note_mended(payload.mended, path + " was no text");
        } else {
            EventFields part(object);
            say(name, part.prose(name, path, false, kMaxLabelValue));
            if (!part.mended.empty()) {
                note_mended(payload.mended, part.mended);
            }
        }
    };
    for (const char* name : { "component", "group", "class" }) {
        say_if_told(payload_object, name, std::string("payload.") + name);
    }
    for (const char* name : { "client", "client_url" }) {
        say_if_told(document, name, name);
    }
    say(kLink, first_link(document));
    read_links(extras, document);
    read_details(event, extras, payload_object, payload.mended);
    std::move(extras).give_to(event.report);
    const BegunAt begun = timestamp_of(payload, now);
    event.report.started_at = begun.at;
    event.report.start_is_ours = begun.is_ours;
    if (!payload.mended.empty()) {
        annotations.set(kMended, payload.mended);
    }
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
    event.report.start_is_ours = true;
    event.report.ordered = true;
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
    made.change.summary = made_printable(payload.prose("summary", "payload.summary", true, kMaxSummary), kMaxSummary);
    made.change.component = in_one_line(payload.prose("source", "payload.source", false, kMaxTitle));
    made.change.at = timestamp_of(payload, now).at;
    made.change.link = first_address(document);
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

std::string pagerduty_routing_key(std::string_view body)
{
    const auto document = read_json(body, kPagerDutyLimits);
    const JsonValue* key = document.ok() ? document.value().find("routing_key") : nullptr;
    return key != nullptr && key->is(Kind::String) ? key->string : std::string {};
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

Labels pagerduty_identity(const SourceId& source, std::string_view dedup_key)
{
    Labels identity = pagerduty_labels(dedup_key);
    identity.set("pagerduty_source", source.text);
    return identity;
}

}
