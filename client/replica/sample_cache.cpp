// SPDX-License-Identifier: Apache-2.0
#include "client/replica/sample_cache.h"

#include "client/frame/frame_schedule.h"
#include "shared/wire/fields/fields_json.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace watchfloor {
namespace {

constexpr double kMilli = 1000.0;

JsonLimits sample_limits()
{
    JsonLimits limits;
    limits.max_bytes = std::size_t { 8 } << 20;
    limits.max_items = 200'000;
    return limits;
}

void put_points(SampleSeries& series, const SeriesAnswer& answer)
{
    for (const SeriesStretch& point : answer.stretches) {
        if (point.gap_before) {
            series.put({ point.from - Millis { 1 }, std::numeric_limits<double>::quiet_NaN() });
        }
        // Both extremes are kept, so that no peak is lost between points.
        series.put({ point.from, static_cast<double>(point.count > 1 ? point.min_milli : point.mean_milli) / kMilli });
        if (point.count > 1 && point.to > point.from) {
            series.put({ point.to - Millis { 1 }, static_cast<double>(point.max_milli) / kMilli });
        }
    }
}

}

const SampleSeries& SampleCache::series(
    const ResourceId& resource, Timestamp from, Timestamp now, const std::string& journal)
{
    Held& held = held_[resource];
    held.span = std::max(held.span, now - from);
    const bool earlier = from < held.from - Millis { 60'000 };
    if (!held.loading && (!held.wanted || earlier)) {
        held.wanted = true;
        held.from = from;
        load(resource, from, now, journal);
    }
    return held.series;
}

void SampleCache::load(const ResourceId& resource, Timestamp from, Timestamp to, const std::string& journal)
{
    held_[resource].loading = true;
    HttpRequest request;
    request.path = "/api/v1/capacity/" + resource.text + "/samples?journal=" + journal
        + "&from=" + format_timestamp(from) + "&to=" + format_timestamp(to + Millis { 60'000 })
        + "&points=" + std::to_string(kPoints);
    request.tag = "samples";
    transport_.send(std::move(request), [this, resource](const HttpResponse& response) {
        Held& held = held_[resource];
        held.loading = false;
        if (!response.ok()) {
            return; // the stream's state tells why; asked for again when the link is back
        }
        if (const auto answer = from_json<SeriesAnswer>(response.body, sample_limits()); answer.ok()) {
            held.series.clear();
            put_points(held.series, answer.value());
            if (held.latest && held.latest->at >= held.from) {
                held.series.put({ held.latest->at, static_cast<double>(held.latest->value_milli) / kMilli });
            }
            request_frame();
        }
    });
}

void SampleCache::load_latest(const std::string& journal)
{
    HttpRequest request;
    request.path = "/api/v1/capacity?journal=" + journal;
    request.tag = "samples";
    transport_.send(std::move(request), [this](const HttpResponse& response) {
        if (!response.ok()) {
            return; // as of the curves
        }
        const auto answer = from_json<CapacityAnswer>(response.body, sample_limits());
        if (!answer.ok()) {
            return;
        }
        for (const SamplePoint& sample : answer.value().samples) {
            auto& latest = held_[sample.resource].latest;
            if (!latest || latest->sample_seq < sample.sample_seq) {
                latest = sample;
            }
        }
        request_frame();
    });
}

std::optional<SamplePoint> SampleCache::latest(const ResourceId& resource) const
{
    const auto held = held_.find(resource);
    if (held == held_.end()) {
        return std::nullopt;
    }
    // Until the stream brings one, the end of the curve is the latest known.
    const auto last = held->second.latest ? std::nullopt : held->second.series.latest();
    if (last) {
        SamplePoint point;
        point.resource = resource;
        point.at = last->at;
        point.value_milli = std::llround(last->value * kMilli);
        return point;
    }
    return held->second.latest;
}

void SampleCache::take(const SampleFrame& live)
{
    for (const SamplePoint& sample : live.samples) {
        Held& held = held_[sample.resource];
        held.latest = sample;
        if (held.wanted) {
            held.series.put({ sample.at, static_cast<double>(sample.value_milli) / kMilli });
            drop_old(held);
        }
    }
}

void SampleCache::drop_old(Held& held)
{
    const Timestamp newest = held.series.at(held.series.size() - 1).at;
    if (newest - held.series.at(0).at > 2 * held.span) {
        held.from = newest - held.span;
        held.series.evict_before(held.from);
    }
}

void SampleCache::refresh()
{
    for (auto& [resource, held] : held_) {
        held.wanted = false;
    }
}

void SampleCache::clear()
{
    transport_.cancel("samples");
    held_.clear();
}

}
