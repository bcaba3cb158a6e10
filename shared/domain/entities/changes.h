// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/enumeration.h"

#include <string>

namespace watchfloor {

enum class ChangeKind { Change, Deployment };
WATCHFLOOR_ENUM_TEXTS(ChangeKind, Deployment, "change", "deployment");

// Something that was altered on purpose: a change or a deployment.
struct Change {
    ChangeId id {};
    ChangeKind kind = ChangeKind::Change;
    std::string summary {};
    std::string link {};
    ServiceId service {};
    SourceId source {};
    std::string component {};
    Timestamp at {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("at", self.at);
        visit("component", self.component);
        visit("id", self.id);
        visit("kind", self.kind);
        visit("link", self.link);
        visit("service", self.service);
        visit("source", self.source);
        visit("summary", self.summary);
    }
};

}
