// SPDX-License-Identifier: Apache-2.0
#include "server/api/metrics_text.h"

#include "server/app/app.h"
#include "server/app/health.h"
#include "server/config/command_line.h"
#include "shared/domain/decide/heartbeats.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

// Whoever watches this server keeps each line of labels for ever: of sources, and of heartbeats, no more than these.
constexpr std::size_t kMostSeries = 500;

struct FlagSeries {
    bool set = false;
    std::string labels {};
};

class Metrics {
public:
    void begin(std::string_view name, std::string_view type, std::string_view help)
    {
        name_ = "watchfloor_" + std::string(name);
        text_.append("# HELP ")
            .append(name_)
            .append(" ")
            .append(help)
            .append("\n# TYPE ")
            .append(name_)
            .append(" ")
            .append(type)
            .append("\n");
    }

    // Label values that need no escaping (journal and source ids, classes), or are escaped.
    template<typename Number>
    void value(Number number, std::string_view labels = {})
    {
        text_.append(name_)
            .append(labels.empty() ? "" : "{")
            .append(labels)
            .append(labels.empty() ? " " : "} ")
            .append(std::to_string(number))
            .append("\n");
    }

    template<typename Number>
    void one(std::string_view name, std::string_view type, std::string_view help, Number number)
    {
        begin(name, type, help);
        value(number);
    }

    std::string take() { return std::move(text_); }

private:
    std::string name_;
    std::string text_;
};

void add_http(Metrics& metrics, const HttpMetrics& http)
{
    metrics.one("http_connections", "gauge", "Connections open now.", http.connections);
    metrics.one("http_accepted_total", "counter", "Connections accepted.", http.accepted);
    metrics.one(
        "http_deadline_closes_total", "counter", "Connections ended because they were too slow.", http.deadline_closes);
    metrics.one(
        "http_quota_refusals_total", "counter", "Requests refused because their class was full.", http.quota_refusals);
    metrics.one("http_displaced_total", "counter", "Connections that made room for others.", http.displaced);
    metrics.one("http_unfinished_bodies", "gauge", "Bodies that are arriving now.", http.unfinished_bodies);
    metrics.one("http_dropped_bodies_total", "counter", "Unfinished bodies that had to go because there were too many.",
        http.dropped_bodies);
    metrics.begin("http_requests_total", "counter", "Requests answered, by class of status.");
    for (std::size_t i = 1; i < http.by_status_class.size(); ++i) {
        metrics.value(http.by_status_class[i], "class=\"" + std::to_string(i) + "xx\"");
    }
}

void add_live(Metrics& metrics, const LiveMetrics& live)
{
    metrics.one("live_viewers", "gauge", "Live streams open now.", live.viewers);
    metrics.one("live_closed_slow_total", "counter", "Live streams ended because nobody read them.", live.closed_slow);
    metrics.one("live_resyncs_total", "counter", "Viewers told to load afresh.", live.resyncs);
    metrics.one("live_bytes_total", "counter", "Bytes sent on live streams.", live.bytes);
    metrics.one("live_lag_entries", "gauge", "Entries the viewer furthest behind has not got.", live.lag_entries);
}

std::string escaped(std::string_view value)
{
    std::string text;
    for (const char c : value) {
        text.append(c == '\\' || c == '"' ? "\\" : "").append(1, c);
    }
    return text;
}

// Those at 1 first, so that none of them is left out for others.
std::size_t add_series(Metrics& metrics, std::vector<FlagSeries> series)
{
    std::stable_sort(series.begin(), series.end(), [](const auto& a, const auto& b) { return a.set > b.set; });
    const std::size_t told = std::min(series.size(), kMostSeries);
    for (std::size_t i = 0; i < told; ++i) {
        metrics.value(series[i].set ? 1 : 0, series[i].labels);
    }
    return series.size() - told;
}

// made_printable leaves no line breaks in their words.
std::size_t add_heartbeats(Metrics& metrics, const std::vector<SourceCounts>& sources, const State& state)
{
    metrics.begin("heartbeat_missed", "gauge", "1 while the heartbeat of the source did not come.");
    std::vector<FlagSeries> series;
    for (const SourceCounts& counts : sources) {
        const Source* source = state.sources.find(counts.source);
        for (const HeartbeatSeen& seen : counts.heartbeats) {
            if (source != nullptr) {
                series.push_back({ is_missed(*source, seen.id),
                    "source=\"" + counts.source.text + "\",heartbeat=\"" + escaped(heartbeat_words(seen.labels))
                        + "\",heartbeat_id=\"" + heartbeat_short_id(counts.source, seen.labels) + "\"" });
            }
        }
    }
    return add_series(metrics, std::move(series));
}

std::size_t add_sources(Metrics& metrics, const std::vector<SourceCounts>& sources)
{
    metrics.begin("source_failing", "gauge", "1 while nothing can be fetched from the source.");
    std::vector<FlagSeries> series;
    for (const SourceCounts& counts : sources) {
        series.push_back({ !counts.failure.empty(), "source=\"" + counts.source.text + "\"" });
    }
    return add_series(metrics, std::move(series));
}

void add_domain(Metrics& metrics, const State& state)
{
    std::int64_t open = 0;
    std::int64_t major = 0;
    state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        open += incident.open() && !incident.restricted ? 1 : 0;
        major += incident.declared() && !incident.restricted ? 1 : 0;
    });
    std::int64_t lost = 0;
    state.sources.for_each([&](const SourceId&, const Source& source) { lost += source.lost ? 1 : 0; });
    metrics.one("alerts_firing", "gauge", "Alerts that fire and are not muted.", state.firing);
    metrics.one("incidents_open", "gauge", "Open incidents that are not restricted.", open);
    metrics.one("incidents_major", "gauge", "Declared major incidents that are not restricted.", major);
    metrics.one("sources_lost", "gauge", "Sources that fell silent.", lost);
}

}

std::string metrics_text(App& app)
{
    Metrics metrics;
    metrics.begin("build_info", "gauge", "The version of this server.");
    metrics.value(1, "version=\"" + std::string(product_version()) + "\"");
    const HealthAnswer health = health_of(app);
    metrics.one("writable", "gauge", "1 while writers are accepted.", health.writable ? 1 : 0);
    metrics.one("journal_damaged", "gauge", "1 once a broken entry was found.", health.damage.empty() ? 0 : 1);
    metrics.one(
        "clock_leap_seconds", "gauge", "By how much the machine's clock was set lately.", health.clock_leap_seconds);
    if (app.tls) {
        metrics.one("tls_certificate_expires_seconds", "gauge", "When the certificate ends, in seconds since 1970.",
            app.tls->ends_at().millis / 1'000);
        metrics.one("tls_certificate_refused", "gauge", "1 while the files of the certificate cannot be used.",
            app.tls->refusal().empty() ? 0 : 1);
    }
    metrics.one("journal_log_bytes", "gauge", "Size of the write-ahead log.", app.store->status().log_bytes);
    metrics.begin("journal_seq", "gauge", "The newest entry of the main journal.");
    metrics.value(app.journals->main().head().seq, "journal=\"main\"");
    metrics.one("sample_seq", "gauge", "The newest sample.", app.samples->last_sample_seq());
    add_domain(metrics, *app.journals->main().state());
    const std::vector<SourceCounts> sources = app.ledger->all();
    const std::size_t sources_left = add_sources(metrics, sources);
    const std::size_t heartbeats_left = add_heartbeats(metrics, sources, *app.journals->main().state());
    metrics.begin(
        "series_left_out", "gauge", "Sources and heartbeats without a line of their own: there are too many.");
    metrics.value(sources_left, "of=\"sources\"");
    metrics.value(heartbeats_left, "of=\"heartbeats\"");
    add_http(metrics, app.http->metrics());
    add_live(metrics, app.hub->metrics());
    return metrics.take();
}

}
