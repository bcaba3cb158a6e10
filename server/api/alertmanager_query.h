// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/api/label_matcher.h"
#include "server/http/request.h"
#include "shared/domain/entities/alerts.h"

#include <array>
#include <string_view>
#include <vector>

namespace watchfloor {

// What GET /api/v2/alerts is asked for, as Alertmanager's API v2 reads it: every `filter` must fit; muted alerts are
// its silenced ones, and nothing here is ever inhibited or unprocessed; `receiver` is a pattern of the one there is.
class AlertmanagerQuery {
public:
    static constexpr std::array<std::string_view, 6> kParameters { "active", "filter", "inhibited", "receiver",
        "silenced", "unprocessed" };

    // Malformed names the parameter, or the matcher that cannot be read.
    static Result<AlertmanagerQuery> read(const Request& request);

    // Of firing alerts.
    bool takes(const Alert& alert) const;

private:
    std::vector<LabelMatcher> matchers_ {};
    bool active_ = true;
    bool silenced_ = true;
    bool ours_ = true; // whether the receiver is asked for
};

}
