// SPDX-License-Identifier: Apache-2.0
#include "client/replica/forecast_cache.h"

#include "client/frame/frame_schedule.h"
#include "shared/wire/fields/fields_json.h"

#include <algorithm>

namespace watchfloor {
namespace {

JsonLimits list_limits()
{
    JsonLimits limits;
    limits.max_bytes = std::size_t { 8 } << 20;
    limits.max_items = 200'000;
    return limits;
}

}

template<typename T>
void ForecastCache::ask(Asked<T>& held, std::string path, Timestamp now, Millis every)
{
    const Millis rests = held.failed ? std::min<Millis>(every, kFailedEvery) : every;
    if (held.asking || (held.asked_at && std::chrono::abs(now - *held.asked_at) < rests)) {
        return;
    }
    held.asking = true;
    held.asked_at = now;
    HttpRequest request;
    request.path = std::move(path);
    request.tag = kTag;
    transport_.send(std::move(request), [&held](const HttpResponse& response) {
        held.asking = false;
        auto answer = response.ok() ? from_json<T>(response.body, list_limits()) : Result<T> { Error {} };
        held.failed = !answer.ok();
        if (answer.ok()) {
            held.answer = std::move(answer).value();
        }
        request_frame();
    });
}

const ResourceLimit* ForecastCache::limit(const ResourceId& resource, Timestamp now, const std::string& journal)
{
    const bool pending = list_.answer && list_.answer->pending > 0;
    ask(list_, "/api/v1/capacity/forecasts?journal=" + journal, now, pending ? Millis { kPendingEvery } : kListEvery);
    if (!list_.answer) {
        return nullptr;
    }
    const auto& limits = list_.answer->limits;
    const auto found = std::find_if(
        limits.begin(), limits.end(), [&](const ResourceLimit& limit) { return limit.resource == resource; });
    return found != limits.end() ? &*found : nullptr;
}

const ForecastCache::Asked<ForecastAnswer>& ForecastCache::forecast(
    const ResourceId& resource, Timestamp now, const std::string& journal)
{
    auto& held = forecasts_[resource];
    ask(held, "/api/v1/capacity/" + resource.text + "/forecast?journal=" + journal, now, kForecastEvery);
    return held;
}

const ForecastCache::Asked<SeriesAnswer>& ForecastCache::figures(
    const ResourceId& resource, Millis span, Timestamp to, Timestamp now, const std::string& journal)
{
    auto& held = figures_[{ resource, span }];
    ask(held,
        "/api/v1/capacity/" + resource.text + "/samples?journal=" + journal + "&from=" + format_timestamp(to - span)
            + "&to=" + format_timestamp(to) + "&points=1&figures=1",
        now, kFiguresEvery);
    return held;
}

const ForecastCache::Asked<CapacityWeekAnswer>& ForecastCache::week(
    std::uint64_t seen, Timestamp now, const std::string& journal)
{
    if (seen != week_seen_ && !week_.asking) {
        week_.asked_at.reset();
        week_seen_ = seen;
    }
    const bool pending = week_.answer && week_.answer->pending > 0;
    ask(week_, "/api/v1/capacity/week?journal=" + journal, now, pending ? Millis { kPendingEvery } : kListEvery);
    return week_;
}

void ForecastCache::refresh()
{
    week_.asked_at.reset();
    list_.asked_at.reset();
    for (auto& [resource, held] : forecasts_) {
        held.asked_at.reset();
    }
    for (auto& [stretch, held] : figures_) {
        held.asked_at.reset();
    }
}

void ForecastCache::clear()
{
    transport_.cancel(kTag);
    list_ = {};
    week_ = {};
    forecasts_.clear();
    figures_.clear();
}

}
