// SPDX-License-Identifier: Apache-2.0
#include "server/prometheus/prometheus_pull.h"

#include "shared/wire/json/json_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace watchfloor {
namespace {

constexpr double kMilli = 1000.0;
constexpr Millis kTotalReach { 60'000 };

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

// Down to a multiple of the step, as Prometheus' own graphs do: the same instants however often they are asked for.
Timestamp on_grid(Timestamp at)
{
    constexpr std::int64_t kStepMillis = Millis { PrometheusPull::kStep }.count();
    return { at.millis - at.millis % kStepMillis };
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
    if (result->items.size() > 1) {
        return Error { ErrorCode::Malformed,
            "The query answers with " + std::to_string(result->items.size())
                + " series; join them with sum(), max() or avg()." };
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

PrometheusPull::PrometheusPull(CapacityMonitor& monitor, SourceLedger& ledger, Clock& clock, Log* log,
    WebAddress address, FetchOptions fetching, std::vector<PrometheusFigure> figures)
    : monitor_(monitor)
    , ledger_(ledger)
    , clock_(clock)
    , log_(log)
    , address_(std::move(address))
    , fetching_(std::move(fetching))
    , figures_(std::move(figures))
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
    std::string failure;
    for (const PrometheusFigure& figure : figures_) {
        const auto taken = pull(figure, now);
        if (taken.ok()) {
            counts.received += static_cast<std::int64_t>(taken.value().stored);
            counts.duplicate += static_cast<std::int64_t>(taken.value().duplicates);
            counts.last_delivery_at = now;
        } else {
            ++counts.rejected;
            // Where the server cannot be reached each figure fails alike: said once.
            const std::string& reason = taken.error().message;
            if (failure.find(reason) == std::string::npos) {
                failure.append(failure.empty() ? "" : " ").append(reason);
            }
        }
    }
    counts.deliveries = counts.last_delivery_at == now ? 1 : 0;
    ledger_.add(counts);
    tell(failure, now);
}

void PrometheusPull::tell(const std::string& failure, Timestamp now)
{
    if (!ledger_.set_failure(kSource, failure, now) || log_ == nullptr) {
        return;
    }
    if (failure.empty()) {
        log_->write(LogLevel::Info, "source_works_again", { { "source", std::string_view(kSource.text) } });
    } else {
        log_->write(LogLevel::Warning, "source_fails",
            { { "source", std::string_view(kSource.text) }, { "reason", std::string_view(failure) } });
    }
}

Result<std::vector<Sample>> PrometheusPull::query(const std::string& promql, Timestamp from, Timestamp to) const
{
    ASSIGN_OR_RETURN(const std::string body,
        fetch(address_,
            "/api/v1/query_range?query=" + query_encode(promql) + "&start=" + query_encode(format_timestamp(from))
                + "&end=" + query_encode(format_timestamp(to)) + "&step=" + std::to_string(kStep.count()),
            fetching_));
    return parse_query_range(body);
}

// Where the total is not told this time the last one stands.
Result<std::int64_t> PrometheusPull::total_of(const PrometheusFigure& figure, Timestamp now) const
{
    ASSIGN_OR_RETURN(const auto total, query(figure.total, on_grid(now) - kTotalReach, on_grid(now)));
    if (!total.empty()) {
        return std::int64_t { std::llround(total.back().value * kMilli) };
    }
    return monitor_.known_total_milli(ResourceId { figure.id }).value_or(0);
}

Timestamp PrometheusPull::first_wanted(const ResourceId& resource, Timestamp now) const
{
    const auto newest = monitor_.newest(resource);
    const Timestamp reach = on_grid(now - kFirstReach);
    // A point ahead of the clock was measured before it was set back: it says nothing of what is missing since.
    const bool known = newest && *newest <= now + kStep;
    const Timestamp wanted = known ? std::max(on_grid(*newest) + kStep, reach) : reach;
    const Timestamp sealed = monitor_.sealed_until();
    return wanted >= sealed ? wanted : on_grid(sealed + kStep - Millis { 1 });
}

Result<PrometheusPull::Taken> PrometheusPull::pull(const PrometheusFigure& figure, Timestamp now)
{
    const ResourceId id { figure.id };
    const Timestamp from = first_wanted(id, now);
    if (from > now) {
        return Taken {}; // asked again within a step
    }
    ASSIGN_OR_RETURN(const auto used, query(figure.used, from, on_grid(now)));
    if (used.empty()) {
        return Error { ErrorCode::Unavailable,
            address_.shown() + " has no data for \"" + figure.name + "\"; check that it scrapes node_exporter." };
    }
    CapacityResource resource;
    resource.id = id;
    resource.name = figure.name;
    resource.unit = figure.unit;
    resource.query = figure.used;
    ASSIGN_OR_RETURN(resource.total_milli, total_of(figure, now));
    resource.source = kSource;
    resource.cadence_seconds = kCadence.count();
    RETURN_IF_ERROR(monitor_.define(resource));
    ASSIGN_OR_RETURN(const SamplesStored stored, monitor_.record(id, used));
    return Taken { used.size() - stored.duplicates, stored.duplicates };
}

}
