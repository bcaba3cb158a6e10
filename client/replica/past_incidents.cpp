// SPDX-License-Identifier: Apache-2.0
#include "client/replica/past_incidents.h"

#include "client/frame/frame_schedule.h"
#include "client/platform/location.h"
#include "shared/wire/answers/incidents.h"
#include "shared/wire/error_codec.h"
#include "shared/wire/fields/fields_json.h"

#include <iterator>

namespace watchfloor {
namespace {

constexpr const char* kPastTag = "past";

std::string past_trouble(const HttpResponse& response)
{
    const auto error = error_from_json(response.body);
    return error                   ? error->message
        : response.failure.empty() ? "HTTP " + std::to_string(response.status)
                                   : response.failure;
}

}

const PastIncidents::Found& PastIncidents::find(const IncidentId& id, const std::string& journal, Timestamp now)
{
    now_ = now;
    if (id != wanted_) {
        wanted_ = id;
        found_ = {};
        finding_ = false;
        retry_.succeeded();
    }
    if (finding_ || found_.answered || id.empty() || !retry_.due(now)) {
        return found_;
    }
    finding_ = true;
    HttpRequest request;
    request.path = format_location({ "/api/v1/incidents/" + id.text, { { "journal", journal } } });
    request.tag = kPastTag;
    transport_.send(std::move(request), [this, id](const HttpResponse& response) {
        if (id != wanted_) {
            return; // somebody looks at another by now
        }
        finding_ = false;
        auto incident = response.ok() ? from_canonical_text<Incident>(response.body) : Result<Incident> { Error {} };
        found_.answered = response.status == 404 || incident.ok();
        found_.trouble = found_.answered ? std::string() : past_trouble(response);
        if (incident.ok()) {
            found_.incident = std::move(incident).value();
        } else if (!found_.answered) {
            retry_.failed(now_);
        }
        request_frame();
    });
    return found_;
}

void PastIncidents::ask_older(const std::string& journal)
{
    if (asking_ || all_asked_) {
        return;
    }
    asking_ = true;
    trouble_.clear();
    Location place { "/api/v1/incidents",
        { { "journal", journal }, { "limit", std::to_string(kPage) }, { "state", "closed" } } };
    if (!before_.empty()) {
        place.query.emplace_back("before", before_.text);
    }
    HttpRequest request;
    request.path = format_location(place);
    request.tag = kPastTag;
    transport_.send(std::move(request), [this](const HttpResponse& response) {
        asking_ = false;
        auto page = response.ok() ? from_canonical_text<ClosedIncidents>(response.body)
                                  : Result<ClosedIncidents> { Error {} };
        if (page.ok()) {
            std::vector<Incident>& items = page.value().items;
            closed_.insert(closed_.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
            before_ = page.value().older;
            all_asked_ = before_.empty();
        } else {
            trouble_ = past_trouble(response);
        }
        request_frame();
    });
}

void PastIncidents::clear()
{
    transport_.cancel(kPastTag);
    wanted_ = {};
    found_ = {};
    finding_ = false;
    retry_.succeeded();
    closed_.clear();
    before_ = {};
    all_asked_ = asking_ = false;
    trouble_.clear();
}

}
