// SPDX-License-Identifier: Apache-2.0
#include "client/replica/forecast_cache.h"

#include "client/frame/frame_schedule.h"
#include "shared/wire/fields/fields_json.h"

#include <utility>

namespace watchfloor {

const ForecastAnswer* ForecastCache::find(const ResourceId& resource, Timestamp now, const std::string& journal)
{
    Held& held = held_[resource];
    const bool rests = held.asked_at && std::chrono::abs(now - *held.asked_at) < kEvery;
    if (!held.asking && !rests) {
        held.asking = true;
        held.asked_at = now;
        HttpRequest request;
        request.path = "/api/v1/capacity/" + resource.text + "/forecast?journal=" + journal;
        request.tag = kTag;
        transport_.send(std::move(request), [&held](const HttpResponse& response) {
            held.asking = false;
            auto answer
                = response.ok() ? from_json<ForecastAnswer>(response.body) : Result<ForecastAnswer> { Error {} };
            if (answer.ok()) {
                held.answer = std::move(answer).value();
                request_frame();
            }
        });
    }
    return held.answer ? &*held.answer : nullptr;
}

void ForecastCache::clear()
{
    transport_.cancel(kTag);
    held_.clear();
}

}
