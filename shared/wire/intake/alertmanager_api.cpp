// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/alertmanager_api.h"

#include "shared/wire/fields/fields_writer.h"
#include "shared/wire/intake/sent_times.h"

#include <algorithm>
#include <limits>

namespace watchfloor {
namespace {

Result<AlertReport> api_report(ApiAlert&& alert, Timestamp now, Millis resolve_timeout)
{
    if (!alert.problem.empty()) {
        return checked_report(std::move(alert)); // of what is wrong the first is told
    }
    ASSIGN_OR_RETURN(const auto starts_at, optional_instant("startsAt", alert.starts_at, now, alert.mended));
    ASSIGN_OR_RETURN(const auto given_end, optional_instant("endsAt", alert.ends_at, now, alert.mended));
    const BegunAt begun = begun_at(starts_at, now, alert.mended);
    ASSIGN_OR_RETURN(AlertReport report, checked_report(std::move(alert)));
    const Timestamp ends_at = given_end.value_or(now + resolve_timeout);
    if (starts_at && ends_at < *starts_at) {
        return Error { ErrorCode::Malformed,
            given_end ? "startsAt must be before endsAt."
                      : "startsAt lies too far in the future: look at the clocks." };
    }
    report.started_at = starts_at ? begun.at : std::min(ends_at, now);
    report.start_is_ours = begun.is_ours;
    if (ends_at > now) {
        report.lease_until = ends_at;
    } else {
        report.ended_at = ends_at;
    }
    return report;
}

constexpr std::size_t kFingerprintDigits = 16;

// Where the sender shows the alert: the rule that Prometheus names, or the first link of an event.
std::string_view generator_of(const Alert& alert)
{
    const auto rule = alert.links.find("generatorURL");
    const auto link = alert.annotations.find(kLink);
    return rule != alert.links.end()      ? rule->second
        : link != alert.annotations.end() ? link->second
                                          : std::string_view {};
}

void append_api_alert(
    std::string& out, const ApiAlertShown& shown, const std::string& fingerprint, Timestamp updated_at)
{
    const Alert& alert = *shown.alert;
    FieldsWriter writer(out);
    out += "{\"annotations\":";
    writer.value(alert.annotations);
    out += ",\"endsAt\":";
    append_json_timestamp(out, shown.ends_at);
    out += ",\"fingerprint\":\"" + fingerprint + "\"";
    if (const std::string_view link = generator_of(alert); !link.empty()) {
        out += ",\"generatorURL\":";
        append_json_string(out, link);
    }
    out += ",\"labels\":";
    writer.value(alert.labels);
    out.append(",\"receivers\":[{\"name\":\"").append(kApiReceiver).append("\"}],\"startsAt\":");
    append_json_timestamp(out, alert.started_at);
    out += ",\"status\":{\"inhibitedBy\":[],\"silencedBy\":[";
    if (!alert.muted_by.empty()) {
        append_json_string(out, alert.muted_by.text);
    }
    out += alert.muted_by.empty() ? "],\"state\":\"active\"}" : "],\"state\":\"suppressed\"}";
    out += ",\"updatedAt\":";
    append_json_timestamp(out, updated_at);
    out.push_back('}');
}

}

Result<AlertBatch> decode_api_alerts(std::string_view body, Timestamp now, Millis resolve_timeout)
{
    AlertBatch batch;
    std::size_t index = 0;
    RETURN_IF_ERROR(for_each_alert(body,
        [&](ApiAlert&& alert) { add_report(batch, index++, api_report(std::move(alert), now, resolve_timeout)); }));
    return batch;
}

std::string api_status_to_json(const ApiStatus& status)
{
    const std::string receiver(kApiReceiver);
    std::string out
        = R"({"cluster":{"name":")" + receiver + R"(","peers":[],"status":"disabled"},"config":{"original":)";
    append_json_string(out, "route:\n  receiver: " + receiver + "\nreceivers:\n  - name: " + receiver + "\n");
    out += R"(},"uptime":)";
    append_json_timestamp(out, status.up_since);
    // What they require and we do not have is said to be unknown.
    out += R"(,"versionInfo":{"branch":"unknown","buildDate":"unknown","buildUser":"unknown","goVersion":"unknown",)"
           R"("revision":"unknown","version":)";
    append_json_string(out, status.version);
    return out + "}}";
}

std::string api_problems(const AlertBatch& batch)
{
    std::string out;
    append_json_string(out, not_all_taken(batch).message);
    return out;
}

ApiAlertsJson::ApiAlertsJson(const std::vector<ApiAlertShown>& alerts, Timestamp updated_at) : updated_at_(updated_at)
{
    by_fingerprint_.reserve(alerts.size());
    for (const ApiAlertShown& shown : alerts) {
        by_fingerprint_.emplace_back(label_fingerprint(shown.alert->labels) + shown.alert->id.text, shown);
    }
    std::sort(
        by_fingerprint_.begin(), by_fingerprint_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
}

bool ApiAlertsJson::append(std::string& out, std::size_t bytes)
{
    out += next_ == 0 ? "[" : "";
    // One at least, or a reader of few bytes would never get on.
    const std::size_t first = next_;
    for (; next_ < by_fingerprint_.size() && (next_ == first || out.size() < bytes); ++next_) {
        const auto& [fingerprint, shown] = by_fingerprint_[next_];
        out += next_ > 0 ? "," : "";
        append_api_alert(out, shown, fingerprint.substr(0, kFingerprintDigits), updated_at_);
    }
    const bool more = next_ < by_fingerprint_.size();
    out += more ? "" : "]";
    return more;
}

std::string api_alerts_to_json(const std::vector<ApiAlertShown>& alerts, Timestamp updated_at)
{
    std::string out;
    ApiAlertsJson(alerts, updated_at).append(out, std::numeric_limits<std::size_t>::max());
    return out;
}

std::string label_fingerprint(const Labels& labels)
{
    std::uint64_t hash = 14'695'981'039'346'656'037ULL; // FNV-1a, 64 bits
    const auto add = [&hash](std::string_view text) {
        for (const char c : text) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
        }
        hash = (hash ^ 0xFFU) * 1'099'511'628'211ULL;
    };
    for (const auto& label : labels) {
        add(label.first);
        add(label.second);
    }
    std::array<std::uint8_t, 8> bytes {};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(hash >> (56U - 8U * i));
    }
    return to_hex(as_view(bytes));
}

}
