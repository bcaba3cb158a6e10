// SPDX-License-Identifier: Apache-2.0
#include "server/api/alertmanager_query.h"

#include "server/http/url_decoding.h"
#include "shared/wire/intake/alertmanager_api.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

constexpr std::array<std::string_view, 6> kYes { "true", "1", "t", "yes", "y", "on" };
constexpr std::array<std::string_view, 6> kNo { "false", "0", "f", "no", "n", "off" };

bool is_among(const std::array<std::string_view, 6>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Of a parameter given twice the last counts, and an empty one was not given.
std::string last_value(const Request& request, std::string_view name)
{
    auto values = request.query_values(name);
    return values.empty() ? std::string {} : std::move(values.back());
}

Result<bool> flag_parameter(const Request& request, std::string_view name)
{
    const std::string given = ascii_lower(last_value(request, name));
    if (!given.empty() && !is_among(kYes, given) && !is_among(kNo, given)) {
        return Error { ErrorCode::Malformed, "Give the parameter `" + std::string(name) + "` as true or false." };
    }
    return !is_among(kNo, given);
}

}

Result<AlertmanagerQuery> AlertmanagerQuery::read(const Request& request)
{
    AlertmanagerQuery query;
    ASSIGN_OR_RETURN(query.active_, flag_parameter(request, "active"));
    ASSIGN_OR_RETURN(query.silenced_, flag_parameter(request, "silenced"));
    for (const char* never : { "inhibited", "unprocessed" }) {
        RETURN_IF_ERROR(flag_parameter(request, never));
    }
    for (const std::string& filter : request.query_values("filter")) {
        ASSIGN_OR_RETURN(LabelMatcher matcher, LabelMatcher::parse(filter));
        query.matchers_.push_back(std::move(matcher));
    }
    if (const std::string receiver = last_value(request, "receiver"); !receiver.empty()) {
        const auto pattern = WholePattern::compile(receiver);
        if (!pattern.ok()) {
            return Error { ErrorCode::Malformed, "failed to parse receiver param: " + pattern.error().message };
        }
        query.ours_ = pattern.value().fits(kApiReceiver);
    }
    return query;
}

bool AlertmanagerQuery::takes(const Alert& alert) const
{
    return ours_ && alert.state == AlertState::Firing && (alert.muted_by.empty() ? active_ : silenced_)
        && std::all_of(matchers_.begin(), matchers_.end(),
            [&](const LabelMatcher& matcher) { return matcher.fits(alert.labels); });
}

}
