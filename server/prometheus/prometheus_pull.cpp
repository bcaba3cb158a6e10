// SPDX-License-Identifier: Apache-2.0
#include "server/prometheus/prometheus_pull.h"

#include "server/http/http_client.h"
#include "shared/wire/json/json_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace watchfloor {
namespace {

constexpr double kMilli = 1000.0;

const JsonValue* member(const JsonValue* value, std::string_view name)
{
    return value != nullptr ? value->find(name) : nullptr;
}

// Prometheus writes values as text, because JSON has neither NaN nor infinities.
std::optional<double> number_in(const JsonValue& value)
{
    const char* begin = value.string.c_str();
    char* end = nullptr;
    const double number = std::strtod(begin, &end);
    const bool whole = value.is(JsonValue::Kind::String) && !value.string.empty() && end == begin + value.string.size();
    return whole && std::isfinite(number) ? std::optional<double> { number } : std::nullopt;
}

std::optional<Timestamp> instant_in(const JsonValue& value)
{
    if (value.is(JsonValue::Kind::Integer)) {
        return Timestamp { value.integer * 1000 };
    }
    if (value.is(JsonValue::Kind::Real)) {
        return Timestamp { std::llround(value.real * kMilli) };
    }
    return std::nullopt;
}

Error unreadable()
{
    return { ErrorCode::Malformed,
        "The answer is not that of a Prometheus range query; check the configured address." };
}

}

std::vector<PrometheusFigure> node_exporter_figures()
{
    return {
        { "prom-cpu", "Processor (Prometheus)", "percent",
            "100 * (1 - avg(rate(node_cpu_seconds_total{mode=\"idle\"}[1m])))", "100" },
        { "prom-memory", "Memory (Prometheus)", "bytes",
            "sum(node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes)", "sum(node_memory_MemTotal_bytes)" },
        { "prom-storage", "Largest file system (Prometheus)", "bytes",
            "max(node_filesystem_size_bytes{fstype!~\"tmpfs|overlay|squashfs\"} - "
            "node_filesystem_avail_bytes{fstype!~\"tmpfs|overlay|squashfs\"})",
            "max(node_filesystem_size_bytes{fstype!~\"tmpfs|overlay|squashfs\"})" },
    };
}

Result<std::vector<Sample>> parse_query_range(std::string_view body)
{
    JsonLimits limits;
    limits.max_bytes = std::size_t { 8 } << 20;
    limits.max_items = 200'000;
    ASSIGN_OR_RETURN(const JsonValue json, read_json(body, limits));
    const JsonValue* result = member(member(&json, "data"), "result");
    if (result == nullptr || !result->is(JsonValue::Kind::Array)) {
        return unreadable();
    }
    std::vector<Sample> samples;
    if (result->items.empty()) {
        return samples;
    }
    const JsonValue* values = result->items.front().find("values");
    if (values == nullptr || !values->is(JsonValue::Kind::Array)) {
        return unreadable();
    }
    for (const JsonValue& pair : values->items) {
        if (!pair.is(JsonValue::Kind::Array) || pair.items.size() != 2) {
            return unreadable();
        }
        const auto at = instant_in(pair.items[0]);
        const auto value = number_in(pair.items[1]);
        if (at && value) {
            samples.push_back({ *at, *value, SampleQuality::Good });
        }
    }
    return samples;
}

PrometheusPull::PrometheusPull(CapacityMonitor& monitor, SourceLedger& ledger, Clock& clock, std::string origin,
    std::vector<PrometheusFigure> figures)
    : monitor_(monitor), ledger_(ledger), clock_(clock), origin_(std::move(origin)), figures_(std::move(figures))
{
}

void PrometheusPull::start()
{
    worker_.start(kCadence, [this] { pull_once(); });
}

void PrometheusPull::pull_once()
{
    const Timestamp now = clock_.now();
    SourceCounts counts;
    counts.source = kSource;
    for (const PrometheusFigure& figure : figures_) {
        const auto taken = pull(figure, now);
        if (taken.ok()) {
            counts.received += static_cast<std::int64_t>(taken.value());
            counts.last_delivery_at = now;
        } else {
            ++counts.rejected;
        }
    }
    counts.deliveries = counts.last_delivery_at == now ? 1 : 0;
    ledger_.add(counts);
}

Result<std::vector<Sample>> PrometheusPull::query(const std::string& promql, Timestamp from, Timestamp to) const
{
    ASSIGN_OR_RETURN(const std::string body,
        fetch(origin_,
            "/api/v1/query_range?query=" + query_encode(promql) + "&start=" + query_encode(format_timestamp(from))
                + "&end=" + query_encode(format_timestamp(to)) + "&step=" + std::to_string(kStep.count())));
    return parse_query_range(body);
}

Result<std::size_t> PrometheusPull::pull(const PrometheusFigure& figure, Timestamp now)
{
    Timestamp& through = pulled_through_[figure.id];
    const Timestamp wanted = through.millis == 0 ? now - kFirstReach : through + Millis { 1 };
    const Timestamp from = std::max(wanted, monitor_.sealed_until());
    ASSIGN_OR_RETURN(const auto used, query(figure.used, from, now));
    ASSIGN_OR_RETURN(const auto total, query(figure.total, now - Millis { 60'000 }, now));
    if (used.empty()) {
        return std::size_t { 0 };
    }
    CapacityResource resource;
    resource.id = ResourceId { figure.id };
    resource.name = figure.name;
    resource.unit = figure.unit;
    resource.query = figure.used;
    resource.total_milli = total.empty() ? 0 : std::llround(total.back().value * kMilli);
    resource.source = kSource;
    resource.cadence_seconds = kCadence.count();
    RETURN_IF_ERROR(monitor_.define(resource));
    RETURN_IF_ERROR(monitor_.record(resource.id, used));
    through = used.back().at;
    return used.size();
}

}
