// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/domain/entities/incidents/updates.h"

#include <string>

namespace watchfloor {

struct PublishUpdate {
    IncidentId incident {};
    UpdateAudience audience = UpdateAudience::Internal;
    std::string text {};
    bool unchanged = false;
    std::string reason {}; // releases text to customers or a regulator without an approver

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("audience", self.audience);
        visit("reason", self.reason);
        visit("text", self.text);
        visit("unchanged", self.unchanged);
    }
};

// Asks somebody who may release it to read what is to leave the house. Without a user the offer of that audience ends:
// whoever was asked declines it, whoever asked takes it back.
struct OfferUpdate {
    IncidentId incident {};
    UpdateAudience audience = UpdateAudience::Customers;
    UserId user {};
    std::string text {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("audience", self.audience);
        visit("text", self.text);
        visit("user", self.user);
    }
};

}
