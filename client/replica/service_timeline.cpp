// SPDX-License-Identifier: Apache-2.0
#include "client/replica/service_timeline.h"

#include "client/frame/frame_schedule.h"
#include "client/platform/location.h"
#include "shared/domain/contains.h"
#include "shared/timeline/column_codec.h"

namespace watchfloor {
namespace {

constexpr const char* kServiceTag = "service timeline";

bool affects(const State& state, const IncidentId& id, const ServiceId& service)
{
    const Incident* incident = state.incidents.find(id);
    return incident != nullptr && contains(incident->services, service);
}

}

const TimelineColumns& ServiceTimeline::find(const ServiceId& service, const std::string& journal, Timestamp now)
{
    now_ = now;
    if (service != service_) {
        clear();
        service_ = service;
    }
    if (!loaded_ && !loading_ && retry_.due(now)) {
        loading_ = true;
        items_.asked();
        HttpRequest request;
        request.path = format_location({ "/api/v1/timeline", { { "journal", journal }, { "service", service.text } } });
        request.tag = kServiceTag;
        transport_.send(std::move(request), [this](const HttpResponse& response) { take(response); });
    }
    return columns_;
}

void ServiceTimeline::take(const HttpResponse& response)
{
    loading_ = false;
    const auto items = response.ok() ? decode_items(response.body) : Result<std::vector<TimelineItem>> { Error {} };
    if (!items.ok()) {
        retry_.failed(now_);
        return;
    }
    items_.take(columns_, items.value());
    loaded_ = true;
    request_frame();
}

void ServiceTimeline::follow(const State& before, const State& after, const Entry& entry)
{
    if (service_.empty()) {
        return;
    }
    for (const TimelineOperation& operation : timeline_operations(before, entry)) {
        if (operation.act == TimelineOperation::Act::Put && !concerns_service(operation.subject, service_, after)) {
            continue;
        }
        if (!loaded_) {
            items_.follow(operation);
        }
        apply_operation(columns_, operation);
    }
    // An incident that affects it only now, or no more, brings or takes its past along.
    const IncidentId incident { entry.head.subject };
    const bool logged = std::holds_alternative<IncidentLogged>(entry.payload);
    if (!logged && loaded_ && affects(before, incident, service_) != affects(after, incident, service_)) {
        loaded_ = false;
    }
}

void ServiceTimeline::clear()
{
    transport_.cancel(kServiceTag);
    service_ = {};
    columns_.clear();
    retry_.succeeded();
    loading_ = loaded_ = false;
}

}
